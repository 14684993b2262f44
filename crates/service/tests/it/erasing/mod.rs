//! A sealed content is erased with its salt and every copy; the register still verifies, and says nothing about it any more.

mod rooms;
mod sealed;
mod two;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dinh_domain::disclosure::{Draft, Publication};
use dinh_domain::ids::AccountId;
use dinh_register::{Act, Checkpoint, Policy, Receipt, receipt as kept, tree};
use dinh_service::disclosure::{self, DraftForm};
use dinh_service::register::{
    ask_erasure, confirm_erasure, find_proof, receipt, refuse_erasure, sign_newest,
};
use dinh_service::{Actor, Context, Error, Platform};
use dinh_store::register::{self, ContentRow};
use uuid::Uuid;

use crate::stage::{Stage, pdf};

const ARTICLE: &str = "Luật 91/2025/QH15, yêu cầu của chủ thể dữ liệu";
const REASON: &str = "Theo đơn ngày 01/03/2026 của người có tên trong danh sách";
/// In everything that is typed here and sealed.
const SECRET: &str = "bà Kín";

/// The same mandate in the hands of somebody else.
fn colleague<'p>(ctx: &Context<'p>) -> Context<'p> {
    let mut actor = ctx.actor.clone();
    if let Actor::Person(person) = &mut actor {
        person.account = AccountId(Uuid::from_u128(person.account.0.as_u128() ^ 0xffff));
        if let Some(mandate) = &mut person.mandate {
            mandate.account = person.account;
        }
    }
    Context::new(ctx.platform, actor)
}

/// Two people erase: one asks, a colleague agrees. What the colleague cannot do is taken back.
async fn erase_content(
    ctx: &Context<'_>,
    position: i64,
    place: i64,
    article: &str,
    reason: &str,
) -> dinh_service::Result<i64> {
    let id = ask_erasure(ctx, position, place, article, reason).await?;
    let done = confirm_erasure(&colleague(ctx), id).await;
    if done.is_err() {
        refuse_erasure(ctx, id).await.expect("taken back");
    }
    done
}

async fn contents(platform: &Platform, position: i64) -> Vec<ContentRow> {
    let mut tx = platform.store.read().await.expect("a snapshot");
    register::contents(&mut tx, position)
        .await
        .expect("contents")
}

async fn size(platform: &Platform) -> i64 {
    let mut tx = platform.store.read().await.expect("a snapshot");
    register::size(&mut tx).await.expect("a size")
}

/// The receipt of an entry as somebody takes it home now.
async fn taken_home(platform: &Platform, position: i64) -> Receipt {
    sign_newest(platform).await.expect("signed");
    let mut tx = platform.store.read().await.expect("a snapshot");
    let proof = find_proof(&mut tx, position).await.expect("read");
    let made = receipt(&proof.expect("a proof"), true).expect("made");
    Receipt::from_json(&made.expect("signed").json).expect("a receipt")
}

fn city(platform: &Platform) -> Policy {
    Policy::of_logs([platform.signer.verifiers()[0].clone()])
}

/// Every entry again, as an auditor reads them: the root is the one that is signed, and each entry has its proof.
async fn the_whole_log_verifies(platform: &Platform) {
    sign_newest(platform).await.expect("signed");
    let mut tx = platform.store.read().await.expect("a snapshot");
    let head = register::find_newest_checkpoint(&mut tx)
        .await
        .expect("read");
    let keys = [platform.signer.verifiers()[0].clone()];
    let note = head.expect("a checkpoint").note;
    let (signed, _) = Checkpoint::open(&note, &keys).expect("signed by the city");
    let (mut nodes, mut count) = (BTreeMap::new(), 0);
    for position in 0..i64::try_from(signed.size).expect("small") {
        let row = register::find(&mut tx, position)
            .await
            .expect("read")
            .expect("an entry");
        Act::parse(&row.entry).expect("an act");
        let leaf = tree::leaf_hash(&row.entry);
        let made = tree::append(count, leaf, &|node| nodes.get(&node).copied());
        nodes.extend(made.expect("the nodes are there"));
        count += 1;
    }
    let root = tree::root(count, &|node| nodes.get(&node).copied());
    assert_eq!(root.expect("a root"), signed.root);
    drop(tx);
    for position in 0..size(platform).await {
        let home = taken_home(platform, position).await;
        kept::verify(&home, &city(platform), &[]).expect("every entry verifies");
    }
}

/// Erase every sealed content that there is, as this officer; gives how many were, and what was refused by law.
async fn erase_everything(ctx: &Context<'_>) -> (usize, Vec<String>) {
    let (mut erased, mut refused) = (0, Vec::new());
    let mut position = 0;
    while position < size(ctx.platform).await {
        for row in contents(ctx.platform, position).await {
            if row.salt.is_none() {
                continue;
            }
            // The reason of an erasure is sealed too; erasing it would go on for ever.
            let entry = {
                let mut tx = ctx.read().await.expect("a snapshot");
                register::find(&mut tx, position)
                    .await
                    .expect("read")
                    .expect("an entry")
            };
            if entry.act == "erase" {
                continue;
            }
            match erase_content(ctx, position, row.place, ARTICLE, REASON).await {
                Ok(_) => erased += 1,
                // The same content of another revision, erased with it.
                Err(Error::Conflict(text)) if text.contains("đã được xóa rồi") => {}
                Err(Error::Conflict(text)) if text.contains("hãy xóa dữ liệu của hộ") => {
                    refused.push(row.name);
                }
                Err(Error::Conflict(text)) if text.contains("công khai lâu dài") => {
                    refused.push(row.name);
                }
                Err(other) => panic!("{position} {}: {other:?}", row.name),
            }
        }
        position += 1;
    }
    (erased, refused)
}

/// The bytes of the SQLite database once everything is written into it, and of all files; nothing on PostgreSQL.
async fn bytes_at_rest(stage: &Stage) -> Option<Vec<u8>> {
    let path = stage.address.strip_prefix("sqlite://").map(PathBuf::from)?;
    stage.platform.store.close().await;
    let mut all = read(&path);
    let files = path.parent().expect("a folder").join("files");
    all.extend(walk(&files).into_iter().flat_map(|file| read(&file)));
    Some(all)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test looks at the files of the database as a thief would"
)]
fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_default()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test looks at the files of the database as a thief would"
)]
fn walk(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .flat_map(|path| {
            if path.is_dir() {
                walk(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// A list with personal data on the portal, with a file; gives its publication and position.
async fn list_of_people(stage: &Stage) -> (Publication, i64) {
    let duty = stage.open("11.7:results", "Đối tượng hỗ trợ nhà ở").await;
    let clerk = stage.clerk();
    let draft = disclosure::start_draft(&clerk, duty.id)
        .await
        .expect("a draft");
    disclosure::attach(&clerk, draft.id, pdf("danh-sach-ba-Kin.pdf", SECRET))
        .await
        .expect("a file");
    let form = DraftForm {
        draft: Draft {
            title: "Đối tượng hỗ trợ nhà ở".into(),
            document_number: "77/QĐ-UBND".into(),
            document_date: ["12".into(), "02".into(), "2026".into()],
            summary: format!("Hộ {SECRET}: đồng ý"),
        },
        version: draft.version,
    };
    disclosure::submit(&clerk, draft.id, form)
        .await
        .expect("submitted");
    let position = disclosure::approve(&stage.chairman(), draft.id, draft.version + 2)
        .await
        .expect("approved");
    (stage.publication(draft.id).await.publication, position)
}
