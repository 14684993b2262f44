//! Files: accepted by what they are, without the place where a photo was taken.

use bytes::Bytes;
use dinh_service::Error;
use dinh_service::disclosure::{
    self, CheckedFile, FILE_LIMIT, Upload, approve, attach, check_upload, detach, record_form,
    start_draft,
};

use crate::stage::{DECIDED, pdf, posting, stages, typed};

const POSITION: &[u8] = b"10.0452N 105.7469E";

fn upload(name: &str, bytes: impl Into<Bytes>) -> Upload {
    Upload {
        name: name.into(),
        bytes: bytes.into(),
        keep_position: false,
    }
}

fn refused(name: &str, bytes: impl Into<Bytes>) -> String {
    match check_upload("file", upload(name, bytes)) {
        Err(Error::Invalid(errors)) => {
            assert_eq!(errors.len(), 1);
            let error = errors.first().expect("one error");
            assert_eq!(error.field, "file");
            error.message.clone()
        }
        Err(other) => panic!("{other}"),
        Ok(file) => panic!("{} was accepted as {}", file.name, file.media_type),
    }
}

fn accepted(upload: Upload) -> CheckedFile {
    check_upload("file", upload).expect("accepted")
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
    [&[0xFF, marker], &length[..], body].concat()
}

/// A photo whose position stands in EXIF, XMP, IPTC and a comment, as cameras and
/// picture editors write it.
fn photo(pixels: &[u8]) -> Vec<u8> {
    let exif = [b"Exif\0\0MM\0*\0\0\0\x08", POSITION].concat();
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0", POSITION].concat();
    let iptc = [b"Photoshop 3.0\0", POSITION].concat();
    [
        vec![0xFF, 0xD8],
        segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        segment(0xE1, &exif),
        segment(0xE1, &xmp),
        segment(0xED, &iptc),
        segment(0xFE, POSITION),
        segment(0xDB, &[0; 65]),
        segment(0xDA, &[1, 1, 0, 0, 63, 0]),
        pixels.to_vec(),
        vec![0xFF, 0xD9],
    ]
    .concat()
}

fn shows_position(bytes: &[u8]) -> bool {
    bytes
        .windows(POSITION.len())
        .any(|window| window == POSITION)
}

#[test]
fn a_photo_loses_its_position_and_keeps_its_picture() {
    let given = photo(b"pixels of the board");
    let kept = accepted(upload("anh.jpg", given.clone()));
    assert!(shows_position(&given));
    assert!(
        !shows_position(&kept.bytes),
        "neither EXIF, XMP, IPTC nor comment"
    );
    assert!(
        kept.bytes
            .windows(19)
            .any(|window| window == b"pixels of the board")
    );
    assert_eq!(kept.media_type, "image/jpeg");
}

#[test]
fn a_photo_that_proves_a_posting_keeps_its_position_when_asked() {
    let given = photo(b"pixels");
    let asked = Upload {
        keep_position: true,
        ..upload("anh.jpg", given.clone())
    };
    assert_eq!(accepted(asked).bytes, given);
}

#[test]
fn a_damaged_photo_whose_position_cannot_be_removed_is_refused() {
    let mut torn = photo(b"pixels");
    torn.truncate(60);
    assert!(refused("anh.jpg", torn).contains("hỏng"));
}

#[test]
fn a_file_of_another_kind_is_refused_whatever_its_name_says() {
    for (name, bytes) in [
        ("bao-cao.pdf", &b"MZ\x90\0program"[..]),
        ("bao-cao.pdf", b"just some words"),
        ("anh.jpg", b"GIF89a......"),
        ("trang.html", b"<html><script>alert(1)</script></html>"),
        ("nen.zip", b"PK\x03\x04\x14\0\0\0\0\0other"),
    ] {
        let message = refused(name, bytes);
        assert!(
            message.contains(name) && message.contains("PDF"),
            "{message}"
        );
    }
}

#[test]
fn an_empty_file_is_refused() {
    assert!(refused("bao-cao.pdf", "").contains("rỗng"));
}

#[test]
fn twenty_five_megabytes_are_accepted_and_one_byte_more_is_not() {
    let mut bytes = vec![b' '; FILE_LIMIT];
    bytes.splice(..9, *b"%PDF-1.4\n");
    assert_eq!(bytes.len(), 25 * 1024 * 1024);
    assert_eq!(
        accepted(upload("lon.pdf", bytes.clone())).bytes.len(),
        FILE_LIMIT
    );
    bytes.push(b' ');
    assert!(refused("lon.pdf", bytes).contains("25 MB"));
}

#[test]
fn a_name_loses_folders_and_signs_that_deceive_and_ends_in_what_it_is() {
    let name = |given: &str| {
        accepted(Upload {
            name: given.into(),
            ..pdf("", "x")
        })
        .name
    };
    assert_eq!(name("../../etc/passwd"), "passwd.pdf");
    assert_eq!(name("C:\\Users\\mau\\Báo cáo.PDF"), "Báo cáo.PDF");
    assert_eq!(name("hóa đơn.exe"), "hóa đơn.exe.pdf");
    assert_eq!(name("a\"b<c>d|e?f*g:h\n.pdf"), "abcdefgh.pdf");
    assert_eq!(name(""), "tep.pdf");
    assert_eq!(name("..."), "tep.pdf");
    assert_eq!(
        name("gpj.\u{202E}fdp.pdf"),
        "gpj.fdp.pdf",
        "nothing turns the reading order"
    );
    assert!(name(&"ấ".repeat(500)).chars().count() <= 130);
}

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

/// The beginning of a Word document: what its kind is told by.
fn docx(text: &str) -> Vec<u8> {
    let name = b"word/document.xml";
    let mut bytes = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
    bytes.extend([u8::try_from(name.len()).expect("short"), 0, 0, 0]);
    bytes.extend(name);
    bytes.extend(text.as_bytes());
    bytes
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
