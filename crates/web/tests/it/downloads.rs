//! Kept files on their way to a reader: whole, in part, not again, and never so that they run.

use dinh_store::file_care::{self, FileFault};
use sha2::{Digest as _, Sha256};

use crate::desk::{draft, office};
use crate::office::{Office, Officer};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<</JS (app.alert(1))>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// The address of a file in a draft.
async fn file(clerk: &Officer) -> String {
    let (_, number) = draft(clerk, "Dự án nâng cấp đường Trần Phú").await;
    let path = format!("/lam-viec/ban/{number}");
    let sent = [("file", "bản vẽ.html", PDF)];
    let answer = clerk.post_files(&format!("{path}/tep"), &[], &sent).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let page = clerk.get(&path).await.text();
    let start = format!("/cong-khai/{number}/tep/");
    let href = page.split('"').find(|text| text.starts_with(&start));
    href.expect("the file").to_owned()
}

async fn desk() -> (Office, Officer, String) {
    let (office, clerk, _) = office().await;
    let href = file(&clerk).await;
    (office, clerk, href)
}

#[tokio::test]
async fn a_file_cannot_run_whatever_it_is_called() {
    let (_office, clerk, href) = desk().await;
    let whole = clerk.get(&href).await;
    assert_eq!((whole.status.as_u16(), whole.body.as_ref()), (200, PDF));
    for (name, value) in [
        ("content-type", "application/pdf"),
        (
            "content-security-policy",
            "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox",
        ),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "private, no-store"),
        ("accept-ranges", "bytes"),
        ("content-length", &PDF.len().to_string()),
    ] {
        assert_eq!(whole.header(name), value, "{name}");
    }
    let shown = whole.header("content-disposition");
    assert!(
        shown.starts_with("inline; filename*=UTF-8''") && shown.ends_with(".html.pdf"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_part_of_a_file_is_given_and_the_same_file_is_not_given_again() {
    let (_office, clerk, href) = desk().await;
    let tag = format!("\"{}\"", dinh_register::hex(&Sha256::digest(PDF)));
    let whole = clerk.get_with(&href, &[("accept-encoding", "gzip")]).await;
    assert_eq!(whole.header("etag"), tag);
    assert_eq!(
        whole.header("content-encoding"),
        "",
        "the tag names these bytes"
    );
    let part = clerk.get_with(&href, &[("range", "bytes=1-4")]).await;
    assert_eq!(part.status, 206);
    assert_eq!(part.body.as_ref(), b"PDF-");
    let range = format!("bytes 1-4/{}", PDF.len());
    assert_eq!(part.header("content-range"), range);
    assert_eq!(part.header("content-length"), "4");
    let end = clerk.get_with(&href, &[("range", "bytes=-6")]).await;
    assert_eq!(
        (end.status.as_u16(), end.body.as_ref()),
        (206, &b"%%EOF\n"[..])
    );
    let same = clerk
        .get_with(&href, &[("range", "bytes=0-3"), ("if-range", &tag)])
        .await;
    assert_eq!(same.status, 206);
    let other = clerk
        .get_with(&href, &[("range", "bytes=0-3"), ("if-range", "\"x\"")])
        .await;
    assert_eq!((other.status.as_u16(), other.body.as_ref()), (200, PDF));
    let outside = clerk.get_with(&href, &[("range", "bytes=9999-")]).await;
    assert_eq!(outside.status, 416);
    assert_eq!(
        outside.header("content-range"),
        format!("bytes */{}", PDF.len())
    );
    for known in [tag.clone(), format!("W/{tag}, \"x\""), "*".to_owned()] {
        let again = clerk.get_with(&href, &[("if-none-match", &known)]).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
        assert_eq!(again.header("etag"), tag);
    }
}

#[tokio::test]
async fn a_file_in_which_a_virus_was_found_later_is_not_given() {
    let (office, clerk, href) = desk().await;
    let mut tx = office.platform.store.write().await.expect("the seat");
    let digest = Sha256::digest(PDF);
    let at = office.platform.clock.now();
    file_care::say(&mut tx, &digest, FileFault::Infected, "Dinh.Test", at)
        .await
        .expect("said");
    tx.commit().await.expect("committed");
    let refused = clerk.get(&href).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("mã độc"), "{}", refused.text());
}
