//! One list of people: what erasing leaves, what it refuses, which files go.

use dinh_domain::disclosure::Publication;
use dinh_register::{Act, Content, Hash, Receipt, receipt as kept, seal};
use dinh_service::Error;
use dinh_service::disclosure::{self, find_item, withdraw};
use dinh_service::register::sweep_erased_files;
use dinh_store::register;

use super::{
    ARTICLE, REASON, SECRET, bytes_at_rest, city, contents, erase_content, holds, list_of_people,
    size, taken_home, the_whole_log_verifies,
};
use crate::stage::{Stage, pdf, stages};

/// What somebody took home while the list was on the portal.
struct Taken {
    publication: Publication,
    position: i64,
    text: String,
    salt: [u8; 32],
    file: Vec<u8>,
    receipt: Receipt,
}

async fn taken(stage: &Stage) -> Taken {
    let platform = &stage.platform;
    let (publication, position) = list_of_people(stage).await;
    let rows = contents(platform, position).await;
    let salt = rows[0].salt.clone().expect("sealed");
    let digest = dinh_register::hex(&rows[1].sha256);
    Taken {
        publication,
        position,
        text: rows[0].text.clone().expect("the text"),
        salt: salt.try_into().expect("32 bytes"),
        file: platform.files.get(&digest).await.expect("kept").to_vec(),
        receipt: taken_home(platform, position).await,
    }
}

pub(super) async fn withdrawn(stage: &Stage, publication: &Publication) {
    withdraw(
        &stage.chairman(),
        publication.id,
        publication.version,
        "khoản 1 Điều 7",
        "Danh sách sai mẫu, phải lập lại",
    )
    .await
    .expect("withdrawn");
}

/// The list withdrawn, and text and file of it erased; gives the entry that says so first.
async fn erased(stage: &Stage, taken: &Taken) -> i64 {
    let chairman = stage.chairman();
    withdrawn(stage, &taken.publication).await;
    let before = stage.trails().await;
    let said = erase_content(&chairman, taken.position, 0, ARTICLE, REASON)
        .await
        .expect("erased");
    erase_content(&chairman, taken.position, 1, ARTICLE, REASON)
        .await
        .expect("erased");
    assert_eq!(stage.trails().await, (before.0 + 4, before.1 + 2));
    said
}

#[tokio::test]
async fn what_is_erased_is_nowhere_any_more_and_the_log_still_verifies() {
    for stage in stages().await {
        let taken = taken(&stage).await;
        let chairman = stage.chairman();
        let early = erase_content(&chairman, taken.position, 0, ARTICLE, REASON).await;
        assert!(matches!(early, Err(Error::Conflict(_))), "{early:?}");
        let said = erased(&stage, &taken).await;
        the_whole_log_verifies(&stage.platform).await;
        for row in contents(&stage.platform, taken.position).await {
            assert!(row.salt.is_none() && row.text.is_none() && row.sha256.is_empty());
            assert!(row.name.is_empty() && !row.is_open());
            assert!(row.erased_position.is_some() && row.erased_article == ARTICLE);
        }
        let item = find_item(&stage.clerk(), taken.publication.number, false).await;
        let item = item.expect("read").expect("public");
        let content = &item.stored.publication.content;
        let words = format!("Nội dung đã được xóa theo {ARTICLE}");
        assert_eq!(content.title, words);
        assert!(content.summary.is_empty() && item.files.is_empty());
        assert!(item.revisions.iter().all(|row| row.summary.is_empty()));
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let act = register::find(&mut tx, said).await.expect("read");
        let act = act.expect("an entry");
        let about = (act.act.as_str(), act.thing);
        assert_eq!(about, ("erase", taken.publication.id.0));
        drop(tx);
        let twice = erase_content(&chairman, taken.position, 0, ARTICLE, REASON).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        if let Some(bytes) = bytes_at_rest(&stage).await {
            let (text, file) = (Hash::of(taken.text.as_bytes()), Hash::of(&taken.file));
            for needle in [SECRET.as_bytes(), &taken.salt, &text.0, &file.0] {
                assert!(
                    !holds(&bytes, needle),
                    "{:?}",
                    String::from_utf8_lossy(needle)
                );
            }
        }
    }
}

#[tokio::test]
async fn a_receipt_taken_before_still_proves_the_content_and_one_taken_after_does_not() {
    for stage in stages().await {
        let taken = taken(&stage).await;
        erased(&stage, &taken).await;
        let city = city(&stage.platform);
        let files: [(&str, &[u8]); 2] = [
            ("noi-dung.txt", taken.text.as_bytes()),
            ("danh-sach.pdf", &taken.file),
        ];
        kept::verify(&taken.receipt, &city, &files).expect("still accepted");
        let now = taken_home(&stage.platform, taken.position).await;
        assert!(now.salts.is_empty());
        kept::verify(&now, &city, &[]).expect("the entry is proven");
        assert!(kept::verify(&now, &city, &files).is_err());
    }
}

/// Who has the salt may test guesses; who has not learns nothing.
fn matches(entry: &[u8], salt: &[u8; 32], guess: &[u8]) -> bool {
    let act = Act::parse(entry).expect("an act");
    match act.contents.first() {
        Some(Content::Sealed { commitment, .. }) => *commitment == seal(salt, &Hash::of(guess)),
        _ => false,
    }
}

#[tokio::test]
async fn no_guess_opens_an_erased_commitment_though_the_true_content_is_among_them() {
    for stage in stages().await {
        let taken = taken(&stage).await;
        erased(&stage, &taken).await;
        let entry = taken.receipt.entry.as_bytes();
        let guesses = [
            taken.text.replace("đồng ý", "không đồng ý"),
            taken.text.clone(),
            String::new(),
        ];
        let found = |salt: &[u8; 32]| {
            let mut guesses = guesses.iter();
            guesses.any(|guess| matches(entry, salt, guess.as_bytes()))
        };
        assert!(found(&taken.salt), "the negative control");
        assert!(!found(&[0; 32]));
        let digest = Hash::of(taken.text.as_bytes());
        for other in 0..size(&stage.platform).await {
            for row in contents(&stage.platform, other).await {
                let left: Option<[u8; 32]> = row.salt.and_then(|salt| salt.try_into().ok());
                let opens = left.is_some_and(|left| found(&left));
                assert!(!opens, "the salt of {other} opens it");
                assert_ne!(row.sha256, digest.0, "worse than a salt");
            }
        }
    }
}

#[tokio::test]
async fn what_is_public_for_ever_is_refused_with_what_may_be_done_instead() {
    for stage in stages().await {
        let (_, position) = stage
            .publish("11.2:decided", "Dự toán năm 2026", "12/QĐ-UBND")
            .await;
        let before = stage.trails().await;
        let refused = erase_content(&stage.chairman(), position, 0, ARTICLE, REASON).await;
        assert!(
            matches!(refused, Err(Error::Conflict(ref text)) if text.contains("hãy đính chính")),
            "{refused:?}"
        );
        assert_eq!(stage.trails().await, before);
        let (_, sealed) = list_of_people(&stage).await;
        for (who, ctx) in stage.strangers() {
            let denied = erase_content(&ctx, sealed, 0, ARTICLE, REASON).await;
            assert!(matches!(denied, Err(Error::Forbidden)), "{who}: {denied:?}");
        }
        let clerk = erase_content(&stage.clerk(), sealed, 0, ARTICLE, REASON).await;
        assert!(
            matches!(clerk, Err(Error::Conflict(ref text)) if text.contains("đang được công khai")),
            "who may ask is told what stands in the way: {clerk:?}"
        );
        let nowhere = erase_content(&stage.chairman(), 9_999, 0, ARTICLE, REASON).await;
        assert!(matches!(nowhere, Err(Error::NotFound)), "{nowhere:?}");
        let wordless = erase_content(&stage.chairman(), sealed, 0, " ", "vì").await;
        assert!(
            matches!(wordless, Err(Error::Invalid(ref errors)) if errors.len() == 2),
            "{wordless:?}"
        );
    }
}

#[tokio::test]
async fn a_file_that_something_else_needs_stays_and_one_that_nothing_needs_goes() {
    for stage in stages().await {
        let platform = &stage.platform;
        let (first, position) = list_of_people(&stage).await;
        let digest = contents(platform, position).await[1].sha256.clone();
        let name = dinh_register::hex(&digest);
        let clerk = stage.clerk();
        let other = stage.open("11.7:results", "Đối tượng vay vốn").await;
        let draft = disclosure::start_draft(&clerk, other.id)
            .await
            .expect("a draft");
        disclosure::attach(&clerk, draft.id, pdf("khac.pdf", SECRET))
            .await
            .expect("the same file");
        let chairman = stage.chairman();
        withdrawn(&stage, &first).await;
        erase_content(&chairman, position, 1, ARTICLE, REASON)
            .await
            .expect("erased");
        platform
            .files
            .get(&name)
            .await
            .expect("a draft of somebody else has it");
        let mut tx = platform.store.read().await.expect("a snapshot");
        let rows = dinh_store::disclosure::files::of_publication(&mut tx, draft.id).await;
        let file = dinh_domain::ids::FileId(rows.expect("files")[0].id);
        drop(tx);
        disclosure::detach(&clerk, draft.id, file)
            .await
            .expect("taken away");

        // Doomed while it was in use is spared; doomed and free goes.
        let mut tx = platform.store.write().await.expect("the seat");
        register::erasing::forget_file(&mut tx, other.id.0, &digest)
            .await
            .expect("doomed");
        tx.commit().await.expect("commit");
        assert_eq!(
            sweep_erased_files(&stage.clockwork()).await.expect("swept"),
            1
        );
        assert!(platform.files.get(&name).await.is_err());
        assert_eq!(
            sweep_erased_files(&stage.clockwork()).await.expect("swept"),
            0
        );
    }
}
