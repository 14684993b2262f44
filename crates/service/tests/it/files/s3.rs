//! A city whose files lie on a server that speaks S3.

use dinh_service::disclosure::{attach, attach_in, start_draft};
use dinh_service::files::check_upload;

use super::place::S3Server;
use crate::stage::{Stage, pdf, stages};

async fn draft_of(stage: &Stage) -> dinh_domain::ids::PublicationId {
    let duty = stage
        .open("11.2:decided", "Dự toán ngân sách năm 2026")
        .await;
    let draft = start_draft(&stage.clerk(), duty.id).await.expect("a draft");
    draft.id
}

async fn named(stage: &Stage, id: dinh_domain::ids::PublicationId) -> Vec<String> {
    let mut tx = stage.platform.store.read().await.expect("a snapshot");
    let files = dinh_store::disclosure::files::of_publication(&mut tx, id).await;
    files
        .expect("files")
        .iter()
        .map(dinh_store::disclosure::files::FileRow::digest)
        .collect()
}

#[tokio::test]
async fn nothing_is_acknowledged_without_its_file_when_the_server_dies() {
    for mut stage in stages().await {
        let mut server = S3Server::start();
        stage.platform.files = server.store();
        let id = draft_of(&stage).await;
        let clerk = stage.clerk();
        attach(&clerk, id, pdf("a.pdf", "a")).await.expect("a file");
        let known = named(&stage, id).await;
        assert_eq!(known.len(), 1);
        assert!(stage.platform.files.has(&known[0]).await.expect("asked"));
        // It dies after the upload and before the row.
        let checked = check_upload(&clerk, "file", pdf("b.pdf", "b")).await;
        let checked = checked.expect("uploaded");
        server.stop();
        let mut tx = clerk.write().await.expect("the seat");
        let refused = attach_in(&clerk, &mut tx, id, checked).await;
        assert!(refused.is_err(), "{refused:?}");
        drop(tx);
        // It is dead before the upload.
        let refused = attach(&clerk, id, pdf("c.pdf", "c")).await;
        assert!(refused.is_err(), "{refused:?}");
        assert_eq!(named(&stage, id).await, known);
    }
}
