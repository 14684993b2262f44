//! Files of publications: added, refused, taken out again.

use dinh_service::Error;
use dinh_service::disclosure::{self, approve, attach, detach, record_form, start_draft};

use crate::files::{docx, photo, upload};
use crate::stage::{DECIDED, pdf, posting, stages, typed};

#[tokio::test]
async fn a_refused_file_leaves_nothing_behind() {
    for stage in stages().await {
        let duty = stage
            .open("11.2:decided", "Dự toán ngân sách năm 2026")
            .await;
        let draft = start_draft(&stage.clerk(), duty.id).await.expect("a draft");
        let before = stage.trails().await;
        let wrong = attach(&stage.clerk(), draft.id, upload("a.pdf", "words")).await;
        assert!(matches!(wrong, Err(Error::Invalid(_))), "{wrong:?}");
        attach(&stage.clerk(), draft.id, pdf("a.pdf", "a"))
            .await
            .expect("a file");
        let twice = attach(&stage.clerk(), draft.id, pdf("b.pdf", "a")).await;
        assert!(
            matches!(twice, Err(Error::Invalid(_))),
            "the same bytes: {twice:?}"
        );
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let files = dinh_store::disclosure::files::of_publication(&mut tx, draft.id)
            .await
            .expect("files");
        drop(tx);
        assert_eq!(files.len(), 1);
        assert_eq!(stage.trails().await, (before.0 + 1, before.1));
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_and_a_proof_cannot_be_taken_out() {
    for stage in stages().await {
        let (public, _) = stage
            .publish("11.2:decided", "Dự toán năm 2026", "12/QĐ-UBND")
            .await;
        let proof = upload("anh.jpg", photo(b"the board"));
        record_form(&stage.clerk(), public.id, posting(DECIDED), Some(proof))
            .await
            .expect("posted");
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let files = dinh_store::disclosure::files::of_publication(&mut tx, public.id)
            .await
            .expect("files");
        drop(tx);
        let proof = files
            .iter()
            .find(|file| file.purpose == "proof")
            .expect("the proof");
        let before = stage.trails().await;
        for id in [proof.id, uuid::Uuid::from_u128(404)] {
            let taken = detach(&stage.clerk(), public.id, dinh_domain::ids::FileId(id)).await;
            assert!(matches!(taken, Err(Error::NotFound)), "{taken:?}");
        }
        assert_eq!(stage.trails().await, before);
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let after = dinh_store::disclosure::files::of_publication(&mut tx, public.id)
            .await
            .expect("files");
        assert_eq!(after, files);
    }
}

#[tokio::test]
async fn twenty_files_with_the_longest_media_type_fit_into_one_entry() {
    for stage in stages().await {
        let duty = stage
            .open("11.2:decided", "Dự toán ngân sách năm 2026")
            .await;
        let clerk = stage.clerk();
        let draft = start_draft(&clerk, duty.id).await.expect("a draft");
        for number in 0..20 {
            let bytes = docx(&format!("sample {number}"));
            attach(&clerk, draft.id, upload("van-ban.docx", bytes))
                .await
                .expect("a file");
        }
        let more = attach(&clerk, draft.id, pdf("a.pdf", "one too many")).await;
        assert!(matches!(more, Err(Error::Invalid(_))), "{more:?}");
        let form = typed("Dự toán ngân sách năm 2026", "12/QĐ-UBND", draft.version);
        disclosure::submit(&clerk, draft.id, form)
            .await
            .expect("submitted");
        approve(&stage.chairman(), draft.id, draft.version + 2)
            .await
            .expect("approved");
        let version = stage.publication(draft.id).await.publication.version;
        let correction = disclosure::Correction {
            draft: crate::stage::words("Dự toán ngân sách năm 2026, bản sửa", "12/QĐ-UBND"),
            reason: "Số liệu thu tháng 01 ghi nhầm".into(),
            version,
        };
        disclosure::correct(&clerk, draft.id, correction)
            .await
            .expect("corrected");
    }
}

#[tokio::test]
async fn a_photo_proves_one_item_only() {
    for stage in stages().await {
        let (first, _) = stage
            .publish("11.2:decided", "Dự toán năm 2026", "12/QĐ-UBND")
            .await;
        let (second, _) = stage
            .publish("11.3:projects", "Dự án chợ An Thới", "13/QĐ-UBND")
            .await;
        let clerk = stage.clerk();
        let board = || Some(upload("bang-tin.jpg", photo(b"the board")));
        record_form(&clerk, first.id, posting(DECIDED), board())
            .await
            .expect("posted");
        let before = stage.trails().await;
        let refused = record_form(&clerk, second.id, posting(DECIDED), board()).await;
        match refused {
            Err(Error::Invalid(errors)) => {
                let error = errors.first().expect("one error");
                assert_eq!(error.field, "proof");
                assert!(error.message.contains(&format!("số {}", first.number)));
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(stage.trails().await, before);
        let mut elsewhere = posting(DECIDED);
        elsewhere.place_kind = "culture_house".into();
        record_form(&clerk, first.id, elsewhere, board())
            .await
            .expect("the same item, another place");
    }
}
