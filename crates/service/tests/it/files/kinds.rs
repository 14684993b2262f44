//! What is accepted, by what the bytes are: nothing that runs, that is cut off, that is far larger inside.

use dinh_service::Error;
use dinh_service::files::{Arrived, CheckedFile, FILE_LIMIT, Upload, check_upload};

use super::{POSITION, archive, docx, kept, photo, photo_of, picture, upload};
use crate::stage::{Stage, pdf, stages};

async fn stage() -> Stage {
    stages().await.into_iter().next().expect("a stage")
}

/// Refuse a file, with its message; nothing of it stays.
async fn refused(stage: &Stage, name: &str, bytes: impl Into<bytes::Bytes>) -> String {
    let refused = check_upload(&stage.clerk(), "file", upload(name, bytes)).await;
    assert_eq!(staged(stage), 0, "{name}: something stayed");
    match refused {
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

async fn accepted(stage: &Stage, upload: Upload) -> CheckedFile {
    check_upload(&stage.clerk(), "file", upload)
        .await
        .expect("accepted")
}

/// Files in the staging place.
#[expect(
    clippy::disallowed_methods,
    reason = "the test looks into the folder of its own store"
)]
fn staged(stage: &Stage) -> usize {
    let folder = stage.folder.path().join("files/incoming");
    std::fs::read_dir(folder)
        .expect("the staging place")
        .count()
}

fn has(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[tokio::test]
async fn a_photo_loses_its_position_and_keeps_its_picture() {
    let stage = stage().await;
    let given = photo(b"pixels of the board\xFF\x00\xFF\xD3 and more");
    let file = accepted(&stage, upload("anh.jpg", given.clone())).await;
    assert!(has(&given, POSITION));
    let bytes = kept(&file);
    assert!(
        !has(&bytes, POSITION),
        "neither EXIF, XMP, IPTC, a second picture, a comment nor what stands behind the end"
    );
    assert!(has(&bytes, b"pixels of the board\xFF\x00\xFF\xD3 and more"));
    assert!(has(&bytes, b"JFIF"));
    assert_eq!(file.media_type, "image/jpeg");
    assert_eq!(file.size, bytes.len() as u64);
    drop(file);
    assert_eq!(staged(&stage), 0, "what is not kept is gone");
}

#[tokio::test]
async fn a_picture_loses_its_words_and_keeps_what_draws() {
    let stage = stage().await;
    let words: [(&[u8; 4], &[u8]); 3] = [
        (b"tEXt", POSITION),
        (b"eXIf", POSITION),
        (b"gAMA", b"\0\0\x01\x02"),
    ];
    let mut given = picture(40, 30, &words);
    given.extend(b"<script>alert(1)</script>");
    let file = accepted(&stage, upload("anh.png", given)).await;
    let bytes = kept(&file);
    assert!(!has(&bytes, POSITION) && !has(&bytes, b"script"));
    assert!(has(&bytes, b"pixels of the board") && has(&bytes, b"gAMA"));
}

#[tokio::test]
async fn a_photo_that_proves_a_posting_keeps_its_position_when_asked() {
    let stage = stage().await;
    let given = photo(b"pixels");
    let asked = Upload {
        keep_position: true,
        ..upload("anh.jpg", given.clone())
    };
    assert_eq!(kept(&accepted(&stage, asked).await), given);
}

#[tokio::test]
async fn what_is_cut_off_is_refused_whatever_kind_it_is() {
    let stage = stage().await;
    let document = docx("a text");
    let whole: [(&str, Vec<u8>, usize); 4] = [
        ("anh.jpg", photo(b"pixels"), POSITION.len() + 1),
        ("anh.png", picture(4, 3, &[]), 4),
        ("van-ban.docx", document, 1),
        ("van-ban.pdf", b"%PDF-1.4\n1 0 obj\n%%EOF".to_vec(), 1),
    ];
    for (name, bytes, less) in whole {
        accepted(&stage, upload(name, bytes.clone())).await;
        for less in [less, bytes.len() / 2] {
            let mut torn = bytes.clone();
            torn.truncate(bytes.len() - less);
            let message = refused(&stage, name, torn).await;
            assert!(message.contains("hỏng"), "{name}: {message}");
        }
    }
}

#[tokio::test]
async fn a_file_of_another_kind_is_refused_whatever_its_name_says() {
    let stage = stage().await;
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    for (name, bytes) in [
        ("bao-cao.pdf", &b"MZ\x90\0program"[..]),
        ("bao-cao.pdf", b"just some words"),
        ("anh.jpg", b"GIF89a......"),
        ("trang.html", b"<html><script>alert(1)</script></html>"),
        // Pages that say further down that they are a PDF or a picture.
        ("anh.pdf", b"<html><script>alert(1)</script>%PDF-1.4\n%%EOF"),
        (
            "anh.png",
            b"<!--\x89PNG\r\n\x1a\n--><script>alert(1)</script>",
        ),
        ("anh.svg", svg.as_bytes()),
        ("anh.png", svg.as_bytes()),
        (
            "anh.jpg",
            b"<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>",
        ),
    ] {
        let message = refused(&stage, name, bytes).await;
        assert!(
            message.contains(name) && message.contains("PDF"),
            "{message}"
        );
    }
    let other = archive(&[("ghi-chu.txt", b"words")]);
    let message = refused(&stage, "nen.docx", other).await;
    assert!(message.contains("PDF"), "{message}");
    let jar = archive(&[
        ("META-INF/MANIFEST.MF", b"Main-Class: A"),
        ("A.class", b"\xCA\xFE"),
    ]);
    refused(&stage, "a.docx", jar.clone()).await;
    // A picture with an archive behind it is a picture only.
    let both = [photo(b"pixels"), jar].concat();
    let file = accepted(&stage, upload("anh.jpg", both)).await;
    assert!(!has(&kept(&file), b"META-INF"));
}

#[tokio::test]
async fn documents_with_something_that_runs_are_refused() {
    let stage = stage().await;
    for part in [
        "word/vbaProject.bin",
        "word/activeX/activeX1.xml",
        "word/embeddings/a.EXE",
    ] {
        let document = archive(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", b"text"),
            (part, b"code"),
        ]);
        let message = refused(&stage, "van-ban.docx", document).await;
        assert!(message.contains("macro"), "{part}: {message}");
    }
}

#[tokio::test]
async fn an_archive_that_is_far_larger_inside_is_refused() {
    let stage = stage().await;
    let zeros = vec![0; 101 * 1024 * 1024];
    for document in ["word/document.xml", "xl/workbook.xml"] {
        let bomb = archive(&[
            ("[Content_Types].xml", b"<Types/>"),
            (document, &zeros),
            ("a.xml", &zeros),
            ("b.xml", &zeros),
        ]);
        assert!(bomb.len() < 1024 * 1024, "small from outside");
        let message = refused(&stage, "bom.docx", bomb).await;
        assert!(message.contains("nén bất thường"), "{message}");
    }
    let names: Vec<String> = (0..5001).map(|number| format!("{number}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let message = refused(&stage, "nhieu.xlsx", archive(&parts)).await;
    assert!(message.contains("nén bất thường"), "{message}");
}

/// The directory says that its parts are small.
#[tokio::test]
async fn a_directory_that_lies_about_sizes_helps_nobody() {
    let stage = stage().await;
    let size = 101_u32 * 1024 * 1024;
    let zeros = vec![0; 101 * 1024 * 1024];
    let mut lying = archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", &zeros),
        ("a.xml", &zeros),
        ("b.xml", &zeros),
    ]);
    let told: Vec<usize> = lying
        .windows(4)
        .enumerate()
        .filter(|(_, window)| *window == size.to_le_bytes())
        .map(|(at, _)| at)
        .collect();
    assert!(told.len() >= 6, "each part says it twice");
    for at in told {
        lying.splice(at..at + 4, 16_u32.to_le_bytes());
    }
    refused(&stage, "van-ban.docx", lying).await;
}

#[tokio::test]
async fn pictures_of_too_many_pixels_are_refused() {
    let stage = stage().await;
    accepted(
        &stage,
        upload("anh.jpg", photo_of(10_000, 10_000, b"pixels")),
    )
    .await;
    for (name, bytes) in [
        ("anh.jpg", photo_of(10_000, 10_001, b"pixels")),
        ("anh.jpg", photo_of(u16::MAX, u16::MAX, b"pixels")),
        ("anh.png", picture(50_000, 50_000, &[])),
        ("anh.png", picture(u32::MAX, u32::MAX, &[])),
    ] {
        let message = refused(&stage, name, bytes).await;
        assert!(message.contains("điểm ảnh"), "{message}");
    }
}

#[tokio::test]
async fn an_empty_file_is_refused() {
    assert!(
        refused(&stage().await, "bao-cao.pdf", "")
            .await
            .contains("rỗng")
    );
}

#[tokio::test]
async fn twenty_five_megabytes_are_accepted_and_one_byte_more_is_not() {
    let stage = stage().await;
    let mut bytes = vec![b' '; FILE_LIMIT];
    bytes.splice(..9, *b"%PDF-1.4\n");
    bytes.splice(FILE_LIMIT - 5.., *b"%%EOF");
    assert_eq!(bytes.len(), 25 * 1024 * 1024);
    let file = accepted(&stage, upload("lon.pdf", bytes.clone())).await;
    assert_eq!(file.size, FILE_LIMIT as u64);
    drop(file);
    bytes.push(b' ');
    assert!(refused(&stage, "lon.pdf", bytes).await.contains("25 MB"));
}

#[tokio::test]
async fn a_name_loses_folders_and_signs_that_deceive_and_ends_in_what_it_is() {
    let stage = stage().await;
    let name = async |given: &str| {
        let given = Upload {
            name: given.into(),
            ..pdf("", "x")
        };
        assert!(matches!(given.content, Arrived::Made(_)));
        accepted(&stage, given).await.name
    };
    assert_eq!(name("../../etc/passwd").await, "passwd.pdf");
    assert_eq!(name("C:\\Users\\mau\\Báo cáo.PDF").await, "Báo cáo.PDF");
    assert_eq!(name("hóa đơn.exe").await, "hóa đơn.exe.pdf");
    assert_eq!(name("a\"b<c>d|e?f*g:h\n.pdf").await, "abcdefgh.pdf");
    assert_eq!(name("").await, "tep.pdf");
    assert_eq!(name("...").await, "tep.pdf");
    assert_eq!(
        name("gpj.\u{202E}fdp.pdf").await,
        "gpj.fdp.pdf",
        "nothing turns the reading order"
    );
    assert!(name(&"ấ".repeat(500)).await.chars().count() <= 130);
}
