//! Files that nothing names are collected, and never one that somebody is about to name; files that are named are looked for.

use std::path::PathBuf;

use dinh_domain::ids::{FileId, PublicationId};
use dinh_service::disclosure::{attach, attach_in, detach, start_draft};
use dinh_service::files::care::{Found, GRACE, Round, collect, look, turn};
use dinh_service::files::check_upload;
use dinh_service::{Actor, Context};
use dinh_store::disclosure::files::FileRow;
use dinh_store::file_care::{FaultCounts, counts};
use jiff::Timestamp;

use super::made;
use crate::stage::{Stage, pdf, stages};

fn clockwork(stage: &Stage) -> Context<'_> {
    Context::new(&stage.platform, Actor::Clockwork)
}

async fn draft_of(stage: &Stage) -> PublicationId {
    let duty = stage
        .open("11.2:decided", "Dự toán ngân sách năm 2026")
        .await;
    let draft = start_draft(&stage.clerk(), duty.id).await.expect("a draft");
    draft.id
}

fn folder(digest: &str) -> u8 {
    let first = digest.get(..2).expect("a digest");
    u8::from_str_radix(first, 16).expect("a byte")
}

/// Attach a file and take it out again: nothing names it any more.
async fn orphan(stage: &Stage, draft: PublicationId, text: &str) -> String {
    let clerk = stage.clerk();
    let id: FileId = attach(&clerk, draft, pdf("a.pdf", text))
        .await
        .expect("a file");
    let mut tx = clerk.read().await.expect("a snapshot");
    let row = dinh_store::disclosure::files::find(&mut tx, id).await;
    let digest = row.expect("read").expect("a row").digest();
    drop(tx);
    detach(&clerk, draft, id).await.expect("taken out");
    digest
}

/// Put the clock so many seconds behind the moment at which the file was written.
async fn wait_after(stage: &Stage, digest: &str, seconds: i64) {
    let kept = stage.platform.files.kept(folder(digest)).await;
    let kept = kept.expect("listed");
    let file = kept.iter().find(|file| file.digest == digest);
    let at = file.expect("it is there").second + seconds;
    stage
        .clock
        .set(Timestamp::from_second(at).expect("a moment"));
}

async fn all(stage: &Stage) -> FaultCounts {
    let mut tx = stage.platform.store.read().await.expect("a snapshot");
    counts(&mut tx).await.expect("counted")
}

#[tokio::test]
async fn what_nothing_names_goes_after_a_day_and_what_is_named_stays() {
    for stage in stages().await {
        let draft = draft_of(&stage).await;
        let digest = orphan(&stage, draft, "nobody's").await;
        let named = pdf("b.pdf", "named");
        attach(&stage.clerk(), draft, named.clone())
            .await
            .expect("a file");
        let ctx = clockwork(&stage);
        wait_after(&stage, &digest, GRACE).await;
        let found = look(&ctx, folder(&digest)).await.expect("looked");
        assert_eq!((found.young, found.orphans.len()), (1, 0), "{found:?}");
        wait_after(&stage, &digest, GRACE + 1).await;
        let found = look(&ctx, folder(&digest)).await.expect("looked");
        let size = made(&pdf("a.pdf", "nobody's")).len() as u64;
        assert_eq!(found.orphans, [(digest.clone(), size)]);
        assert!(
            stage.platform.files.has(&digest).await.expect("asked"),
            "a look changes nothing"
        );
        go_round(&stage).await;
        assert!(!stage.platform.files.has(&digest).await.expect("asked"));
        let mut sum = Found::default();
        for folder in 0..=u8::MAX {
            let found = look(&ctx, folder).await.expect("looked");
            sum.kept += found.kept;
            sum.named += found.named;
            sum.missing.extend(found.missing);
        }
        assert_eq!((sum.kept, sum.named, sum.missing.len()), (1, 1, 0));
    }
}

/// All turns of the clockwork until everything was looked at once.
async fn go_round(stage: &Stage) {
    let mut round = Round::default();
    for _ in 0..=u8::MAX {
        turn(&clockwork(stage), &mut round).await.expect("a turn");
    }
}

#[tokio::test]
async fn a_file_that_a_running_transaction_names_is_not_collected() {
    for stage in stages().await {
        let draft = draft_of(&stage).await;
        let digest = orphan(&stage, draft, "named again").await;
        let (clerk, ctx) = (stage.clerk(), clockwork(&stage));
        let checked = check_upload(&clerk, "file", pdf("a.pdf", "named again")).await;
        let checked = checked.expect("checked");
        let mut tx = clerk.write().await.expect("the seat");
        attach_in(&clerk, &mut tx, draft, checked)
            .await
            .expect("named");
        let commit = async {
            tokio::task::yield_now().await;
            tx.commit().await
        };
        let (collected, committed) = tokio::join!(collect(&ctx, &digest), commit);
        committed.expect("committed");
        assert!(!collected.expect("asked"), "it was named meanwhile");
        assert!(stage.platform.files.has(&digest).await.expect("asked"));
    }
}

#[tokio::test]
async fn a_file_that_is_collected_while_it_is_uploaded_again_is_there_afterwards() {
    for stage in stages().await {
        let draft = draft_of(&stage).await;
        let digest = orphan(&stage, draft, "named again").await;
        let clerk = stage.clerk();
        let checked = check_upload(&clerk, "file", pdf("a.pdf", "named again")).await;
        let checked = checked.expect("checked");
        assert!(
            collect(&clockwork(&stage), &digest)
                .await
                .expect("collected")
        );
        assert!(!stage.platform.files.has(&digest).await.expect("asked"));
        let mut tx = clerk.write().await.expect("the seat");
        attach_in(&clerk, &mut tx, draft, checked)
            .await
            .expect("named");
        tx.commit().await.expect("committed");
        assert!(stage.platform.files.has(&digest).await.expect("asked"));
    }
}

fn path(stage: &Stage, digest: &str) -> PathBuf {
    let files = stage.folder.path().join("files");
    files.join(digest.get(..2).expect("a digest")).join(digest)
}

#[tokio::test]
#[expect(
    clippy::disallowed_methods,
    reason = "the test damages the folder of its own store"
)]
async fn files_that_are_missing_or_damaged_are_told_until_they_are_whole_again() {
    for stage in stages().await {
        let draft = draft_of(&stage).await;
        let uploads = [pdf("a.pdf", "a"), pdf("b.pdf", "b"), pdf("c.pdf", "c")];
        for upload in &uploads {
            attach(&stage.clerk(), draft, upload.clone())
                .await
                .expect("a file");
        }
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let rows = dinh_store::disclosure::files::of_publication(&mut tx, draft).await;
        let digests: Vec<String> = rows.expect("files").iter().map(FileRow::digest).collect();
        drop(tx);
        go_round(&stage).await;
        assert_eq!(all(&stage).await, FaultCounts::default());
        std::fs::remove_file(path(&stage, &digests[0])).expect("lost");
        std::fs::write(path(&stage, &digests[1]), b"%PDF-1.4 other").expect("damaged");
        go_round(&stage).await;
        let told = all(&stage).await;
        assert_eq!((told.missing, told.damaged), (1, 1));
        let facts = dinh_service::machine::facts(&stage.platform)
            .await
            .expect("facts");
        let of = |digest: &str| {
            let row = facts
                .faults
                .iter()
                .find(|row| dinh_register::hex(&row.sha256) == digest);
            row.map(|row| row.fault.clone())
        };
        assert_eq!(of(&digests[0]).as_deref(), Some("missing"));
        assert_eq!(of(&digests[1]).as_deref(), Some("damaged"));
        assert_eq!(of(&digests[2]), None);
        for (digest, upload) in digests.iter().zip(&uploads) {
            stage
                .platform
                .files
                .keep(digest, made(upload))
                .await
                .expect("from the backup");
        }
        go_round(&stage).await;
        assert_eq!(all(&stage).await, FaultCounts::default());
    }
}
