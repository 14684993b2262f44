//! What a backup refuses to be made of, and what is refused in the place of a backup.

use dinh_register::{Policy, SignerKey};
use dinh_service::Error;
use dinh_service::backup::{Recipients, check, read, write};
use dinh_service::register::sign_newest;
use std::io::Cursor;

use super::{Empty, Shelf, backed_up, keys, named_files, publish, source};
use crate::stage::{Stage, stages};

async fn stage() -> Stage {
    let stage = stages()
        .await
        .into_iter()
        .next()
        .expect("SQLite is always there");
    publish(&stage, 1).await;
    sign_newest(&stage.platform).await.expect("signed");
    stage
}

fn said<T>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Conflict(text)) => text,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was accepted"),
    }
}

async fn checked(bytes: Vec<u8>, policy: Option<&Policy>) -> Result<u64, Error> {
    let (pieces, reading) = read(Cursor::new(bytes), None);
    let checked = check(pieces, policy).await;
    reading.await.expect("joined")?;
    Ok(checked?.signed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_that_is_not_empty_is_left_alone() {
    let stage = stage().await;
    let (archive, _) = backed_up(&stage, &Recipients::default()).await;
    let place = Empty::sqlite().await;
    place
        .restore(archive.clone(), None)
        .await
        .expect("restored");
    let again = place.restore(archive, None).await;
    assert!(said(again).contains("đã có dữ liệu"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sealed_archive_needs_its_own_key_and_its_last_byte() {
    let stage = stage().await;
    let (key, recipients) = keys();
    let (archive, _) = backed_up(&stage, &recipients).await;
    let place = Empty::sqlite().await;
    assert!(said(place.restore(archive.clone(), None).await).contains("--key"));
    let other = keys().0;
    assert!(said(place.restore(archive.clone(), Some(other)).await).contains("bằng khóa này"));
    let mut cut = archive.clone();
    cut.truncate(archive.len() - 1);
    said(place.restore(cut, Some(key.clone())).await);
    for at in [archive.len() / 3, archive.len() / 2, archive.len() - 1] {
        let mut flipped = archive.clone();
        flipped[at] ^= 1;
        said(place.restore(flipped, Some(key.clone())).await);
    }
    place
        .restore(archive, Some(key))
        .await
        .expect("the place is still empty");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_archive_shows_every_change_of_rows_files_and_register() {
    let stage = stage().await;
    let (archive, _) = backed_up(&stage, &Recipients::default()).await;
    assert!(checked(archive.clone(), None).await.expect("whole") > 0);
    let changes: [(&[u8], &[u8]); 4] = [
        // A row, a file, the root, the checkpoint.
        ("Phường Cái Khế".as_bytes(), "Phường Cái Khê".as_bytes()),
        ("nội dung 1".as_bytes(), "nội dung 2".as_bytes()),
        (b"\"root\": \"", b"\"root\": \"A"),
        (
            b"dangky.example.vn/so-cong-khai\\n",
            b"dangky.example.vn/so-cong-khai\\n9",
        ),
    ];
    for (old, new) in changes {
        let mut forged = archive.clone();
        let at = forged
            .windows(old.len())
            .position(|window| window == old)
            .expect("it is there");
        let end = at + new.len();
        forged[at..end].copy_from_slice(new);
        said(checked(forged, None).await);
    }
    let mut cut = archive.clone();
    cut.truncate(archive.len() / 2);
    said(checked(cut, None).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_policy_that_knows_another_key_refuses_the_checkpoint() {
    let stage = stage().await;
    let (archive, _) = backed_up(&stage, &Recipients::default()).await;
    let own = Policy::of_logs([stage.platform.signer.verifiers()[0].clone()]);
    checked(archive.clone(), Some(&own))
        .await
        .expect("its own key");
    let other = SignerKey::from_seed("dangky.example.vn/so-cong-khai", &[8; 32]).expect("a key");
    let other = Policy::of_logs([other.verifier().clone()]);
    assert!(said(checked(archive, Some(&other)).await).contains("tệp chính sách"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_rows_name_and_the_store_lost_stops_the_backup() {
    let stage = stage().await;
    let (_, written) = backed_up(&stage, &Recipients::default()).await;
    assert_eq!(written.manifest.files, 1);
    let digests = named_files(&stage.platform.store).await;
    let name = dinh_register::hex(&digests[0]);
    stage.platform.files.erase(&name).await.expect("gone");
    let again = write(&source(&stage), Shelf::default(), &Recipients::default()).await;
    assert!(said(again).contains(&name));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_sessions_nor_what_is_known_of_secrets_is_in_a_backup() {
    let stage = stage().await;
    let mut tx = stage.platform.store.write().await.expect("the seat");
    for name in ["form_key", "secret_check"] {
        dinh_store::settings::save(&mut tx, name, "bi-mat-cua-bieu-mau")
            .await
            .expect("kept");
    }
    tx.commit().await.expect("commit");
    let (archive, written) = backed_up(&stage, &Recipients::default()).await;
    let holds = |needle: &[u8]| archive.windows(needle.len()).any(|window| window == needle);
    assert!(!holds(b"bi-mat-cua-bieu-mau"));
    let sessions = written
        .manifest
        .tables
        .iter()
        .find(|table| table.name == "session");
    assert_eq!(sessions.expect("listed").rows, 0);
    assert!(written.head.left_out.contains(&"session".to_owned()));
}
