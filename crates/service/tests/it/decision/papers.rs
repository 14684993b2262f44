//! Papers before the meeting, the scan of the signed minutes after it.

use dinh_service::Error;
use dinh_service::decision::{PaperKind, attach_paper, conclude_meeting};

use super::scene::{begin, come, hamlets, hands, open};
use crate::ballots::hamlet::HEAD;
use crate::stage::pdf;

#[tokio::test]
async fn the_scan_of_the_minutes_comes_after_the_result_and_only_its_digest_is_public() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        let head = hamlet.acting(HEAD);
        let scan = || pdf("bien-ban.pdf", "biên bản đã ký");
        let early = attach_paper(&head, id, PaperKind::Minutes, scan()).await;
        assert!(matches!(early, Err(Error::Conflict(_))), "{early:?}");
        come(&hamlet, id, 9).await;
        begin(&hamlet, id, 9).await;
        conclude_meeting(&head, id, hands(9, 0))
            .await
            .expect("closed");
        let (_, before) = hamlet.stage.trails().await;
        attach_paper(&head, id, PaperKind::Minutes, scan())
            .await
            .expect("kept");
        let (_, after) = hamlet.stage.trails().await;
        assert_eq!(after, before + 1);
        let twice = attach_paper(&head, id, PaperKind::Minutes, scan()).await;
        assert!(matches!(twice, Err(Error::Invalid(_))), "{twice:?}");
        let mut tx = hamlet
            .stage
            .platform
            .store
            .read()
            .await
            .expect("a snapshot");
        let files = dinh_store::decision::files::of(&mut tx, id)
            .await
            .expect("files");
        let row = files.first().expect("the scan");
        assert!(!row.is_public);
        assert!(row.register_position.is_some());
    }
}
