//! A sealed content is erased with its salt and every copy; the register still verifies, and says nothing about it any more.

use std::path::PathBuf;

use dinh_domain::decision::AnnulmentGround;
use dinh_domain::disclosure::Draft;
use dinh_register::{Act, Checkpoint, Content, Hash, Policy, Receipt, receipt as kept, seal, tree};
use dinh_service::decision::{
    Line, PaperKind, add_expense, add_receipt, annul, attach_paper, conclude_meeting, void_line,
};
use dinh_service::disclosure::{
    self, DraftForm, Question, answer, ask, confirm_not_applicable, find_item,
    propose_not_applicable, record_form, report_early_end, withdraw,
};
use dinh_service::register::{erase_content, find_proof, receipt, sign_newest, sweep_erased_files};
use dinh_service::search::{Filters, SearchIndex};
use dinh_service::{Context, Error, Platform};
use dinh_store::register::{self, ContentRow};
use tempfile::TempDir;

use crate::after::account::{expense, opened, receipt as gift};
use crate::after::scene::scenes;
use crate::ballots::hamlet::HEAD;
use crate::decision::scene::{begin, come, hamlets, hands, open};
use crate::stage::{DECIDED, Stage, pdf, posting, stages};

const ARTICLE: &str = "Luật 91/2025/QH15, yêu cầu của chủ thể dữ liệu";
const REASON: &str = "Theo đơn ngày 01/03/2026 của người có tên trong danh sách";
/// In everything that is typed here and sealed.
const SECRET: &str = "bà Kín";

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
    let made = receipt(&proof.expect("a proof")).expect("made");
    Receipt::from_json(&made.expect("signed").json).expect("a receipt")
}

fn city(platform: &Platform) -> Policy {
    Policy::of_logs([platform.signer.verifier().clone()])
}

/// Every entry again, as an auditor reads them: the root is the one that is signed, and each entry has its proof.
async fn the_whole_log_verifies(platform: &Platform) {
    sign_newest(platform).await.expect("signed");
    let mut tx = platform.store.read().await.expect("a snapshot");
    let head = register::find_newest_checkpoint(&mut tx)
        .await
        .expect("read");
    let keys = [platform.signer.verifier().clone()];
    let note = head.expect("a checkpoint").note;
    let (signed, _) = Checkpoint::open(&note, &keys).expect("signed by the city");
    let (mut nodes, mut count) = (std::collections::BTreeMap::new(), 0);
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
                Err(Error::Unlawful { .. }) => refused.push(row.name),
                // The same content of another revision, erased with it.
                Err(Error::Conflict(_)) => {}
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
fn read(path: &std::path::Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_default()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test looks at the files of the database as a thief would"
)]
fn walk(folder: &std::path::Path) -> Vec<PathBuf> {
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
async fn list_of_people(stage: &Stage) -> (dinh_domain::disclosure::Publication, i64) {
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

/// Who has the salt may test guesses; who has not learns nothing.
fn matches(entry: &[u8], place: usize, salt: &[u8; 32], guess: &[u8]) -> bool {
    let act = Act::parse(entry).expect("an act");
    match act.contents.get(place) {
        Some(Content::Sealed { commitment, .. }) => *commitment == seal(salt, &Hash::of(guess)),
        _ => false,
    }
}

#[tokio::test]
async fn an_erased_content_leaves_a_log_that_verifies_and_a_commitment_that_no_guess_opens() {
    for stage in stages().await {
        let platform = &stage.platform;
        let (publication, position) = list_of_people(&stage).await;
        let rows = contents(platform, position).await;
        let text = rows[0].text.clone().expect("the text");
        let salt: [u8; 32] = rows[0]
            .salt
            .clone()
            .expect("sealed")
            .try_into()
            .expect("32 bytes");
        let file = platform
            .files
            .get(&dinh_register::hex(&rows[1].sha256))
            .await
            .expect("kept");
        let home = taken_home(platform, position).await;
        let chairman = stage.chairman();

        // As long as it is on the portal it stays.
        let early = erase_content(&chairman, position, 0, ARTICLE, REASON).await;
        assert!(matches!(early, Err(Error::Conflict(_))), "{early:?}");
        let version = publication.version;
        withdraw(
            &chairman,
            publication.id,
            version,
            "khoản 1 Điều 7",
            "Danh sách sai mẫu, phải lập lại",
        )
        .await
        .expect("withdrawn");
        let before = stage.trails().await;
        let said = erase_content(&chairman, position, 0, ARTICLE, REASON)
            .await
            .expect("erased");
        erase_content(&chairman, position, 1, ARTICLE, REASON)
            .await
            .expect("erased");
        assert_eq!(stage.trails().await, (before.0 + 2, before.1 + 2));

        the_whole_log_verifies(platform).await;
        for row in contents(platform, position).await {
            assert!(row.salt.is_none() && row.text.is_none() && row.sha256.is_empty());
            assert!(row.name.is_empty() && !row.is_open());
            assert!(row.erased_position.is_some() && row.erased_article == ARTICLE);
        }
        let item = find_item(&stage.clerk(), publication.number, false)
            .await
            .expect("read");
        let item = item.expect("public");
        assert_eq!(
            item.stored.publication.content.title,
            format!("Nội dung đã được xóa theo {ARTICLE}")
        );
        assert!(item.stored.publication.content.summary.is_empty() && item.files.is_empty());
        assert!(item.revisions.iter().all(|row| row.summary.is_empty()));

        // The receipt taken before still proves text and file, with its own salts.
        let files: [(&str, &[u8]); 2] =
            [("noi-dung.txt", text.as_bytes()), ("danh-sach.pdf", &file)];
        kept::verify(&home, &city(platform), &files).expect("still accepted");
        // One taken now proves the entry, and has no salt to give.
        let now = taken_home(platform, position).await;
        assert!(now.salts.is_empty());
        kept::verify(&now, &city(platform), &[]).expect("accepted");
        assert!(kept::verify(&now, &city(platform), &files).is_err());

        // The true content is among the guesses. With the salt it is found; with all that is left it is not.
        let entry = now.entry.as_bytes();
        let guesses = [
            text.replace("đồng ý", "không đồng ý"),
            text.clone(),
            String::new(),
        ];
        let found = |salt: &[u8; 32]| {
            guesses
                .iter()
                .any(|guess| matches(entry, 0, salt, guess.as_bytes()))
        };
        assert!(found(&salt), "the negative control");
        for other in 0..size(platform).await {
            for row in contents(platform, other).await {
                let left: Option<[u8; 32]> = row.salt.and_then(|salt| salt.try_into().ok());
                assert!(
                    !left.is_some_and(|left| found(&left)),
                    "the salt of {other} opens it"
                );
                let digest = Hash::of(text.as_bytes());
                assert_ne!(
                    row.sha256, digest.0,
                    "the plain digest would be worse than a salt"
                );
            }
        }
        assert!(!found(&[0; 32]));
        let act = {
            let mut tx = platform.store.read().await.expect("a snapshot");
            register::find(&mut tx, said)
                .await
                .expect("read")
                .expect("an entry")
        };
        assert_eq!((act.act.as_str(), act.thing), ("erase", publication.id.0));
        let twice = erase_content(&chairman, position, 0, ARTICLE, REASON).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        if let Some(bytes) = bytes_at_rest(&stage).await {
            for needle in [
                SECRET.as_bytes(),
                &salt,
                &Hash::of(text.as_bytes()).0,
                &Hash::of(&file).0,
            ] {
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
async fn what_is_public_for_ever_is_refused_with_what_may_be_done_instead() {
    for stage in stages().await {
        let (_, position) = stage
            .publish("11.2:decided", "Dự toán năm 2026", "12/QĐ-UBND")
            .await;
        let before = stage.trails().await;
        let refused = erase_content(&stage.chairman(), position, 0, ARTICLE, REASON).await;
        let Err(Error::Unlawful {
            lawful_alternative, ..
        }) = refused
        else {
            panic!("{refused:?}");
        };
        assert!(
            lawful_alternative.contains("đính chính"),
            "{lawful_alternative}"
        );
        assert_eq!(stage.trails().await, before);
        let (_, sealed) = list_of_people(&stage).await;
        for (who, ctx) in stage.strangers() {
            let denied = erase_content(&ctx, sealed, 0, ARTICLE, REASON).await;
            assert!(matches!(denied, Err(Error::Forbidden)), "{who}: {denied:?}");
        }
        let clerk = erase_content(&stage.clerk(), sealed, 0, ARTICLE, REASON).await;
        assert!(matches!(clerk, Err(Error::Forbidden)), "{clerk:?}");
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
        withdraw(
            &chairman,
            first.id,
            first.version,
            "khoản 1 Điều 7",
            "Danh sách sai mẫu, phải lập lại",
        )
        .await
        .expect("withdrawn");
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

#[tokio::test]
async fn every_sealed_content_of_disclosure_goes_without_a_trace() {
    for stage in stages().await {
        let (clerk, chairman) = (stage.clerk(), stage.chairman());
        let (publication, _) = list_of_people(&stage).await;
        let mut input = posting(DECIDED);
        input.place = format!("Nhà {SECRET}");
        let proof = Some(pdf("anh.pdf", "ảnh bà Kín"));
        let form = record_form(&clerk, publication.id, input, proof)
            .await
            .expect("posted");
        report_early_end(
            &clerk,
            form,
            DECIDED,
            &format!("Con của {SECRET} xé bản niêm yết"),
        )
        .await
        .expect("reported");
        let other = stage.open("11.7:results", "Đối tượng vay vốn").await;
        let version = stage.duty(other.id).await.version;
        propose_not_applicable(
            &clerk,
            other.id,
            version,
            &format!("Chỉ có {SECRET} đề nghị, đã rút"),
        )
        .await
        .expect("proposed");
        confirm_not_applicable(&chairman, other.id, version + 1)
            .await
            .expect("confirmed");
        let question = Question {
            item: "11.7".into(),
            duty: None,
            text: "Vì sao danh sách không có tên tôi?".into(),
            name: String::new(),
            contact: String::new(),
        };
        let asked = ask(&clerk, stage.ward.id, question).await.expect("asked");
        answer(
            &clerk,
            asked.number,
            1,
            &format!("Hồ sơ của {SECRET} còn thiếu giấy tờ"),
        )
        .await
        .expect("answered");
        let folder = TempDir::new().expect("a temporary folder");
        let index = SearchIndex::open(&folder.path().join("search")).expect("an index");
        index.follow(&stage.clockwork()).await.expect("followed");
        let now = stage.publication(publication.id).await.publication;
        let why = format!("Danh sách ghi sai tên {SECRET}");
        withdraw(&chairman, now.id, now.version, "khoản 1 Điều 7", &why)
            .await
            .expect("withdrawn");

        let (erased, refused) = erase_everything(&chairman).await;
        assert!(erased >= 8 && refused.is_empty(), "{erased} {refused:?}");
        the_whole_log_verifies(&stage.platform).await;
        index.follow(&stage.clockwork()).await.expect("followed");
        for words in ["bà Kín đồng ý", "dong y"] {
            let found = index
                .search(words, &Filters::default(), 1)
                .expect("results");
            assert!(found.hits.is_empty(), "{words} is still found");
        }
        if let Some(bytes) = bytes_at_rest(&stage).await {
            assert!(!holds(&bytes, "Kín".as_bytes()));
        }
    }
}

#[tokio::test]
async fn every_sealed_content_of_an_account_goes_and_every_sum_stays() {
    for scene in scenes().await {
        let (id, number) = opened(&scene).await;
        let head = scene.head();
        let mut given = gift(&scene, 0, 500_000);
        given.gift.goods = format!("10 bao xi măng của {SECRET}");
        given.gift.goods_value = 900_000;
        let first = add_receipt(&head, id, given).await.expect("received");
        add_receipt(&head, id, gift(&scene, 1, 300_000))
            .await
            .expect("received");
        let mut spending = expense(100_000, "");
        spending.purpose = format!("Trả công {SECRET}");
        add_expense(&head, id, spending, Some(pdf("hoa-don.pdf", SECRET)))
            .await
            .expect("spent");
        let mut mistaken = expense(50_000, "");
        mistaken.purpose = format!("Trả nhầm {SECRET}");
        let second = add_expense(&head, id, mistaken, None).await.expect("spent");
        void_line(
            &head,
            id,
            Line::Expense(second),
            &format!("Nhầm {SECRET} với người khác"),
        )
        .await
        .expect("voided");
        let sums = async || {
            let account = dinh_service::decision::public_account(&scene.chairman(), number).await;
            let account = account.expect("read").expect("an account");
            (account.received, account.spent, account.households)
        };
        let before = sums().await;
        let (erased, refused) = erase_everything(&scene.chairman()).await;
        assert!(
            erased >= 5 && refused.is_empty(),
            "{erased} {refused:?} {first}"
        );
        assert_eq!(sums().await, before);
        the_whole_log_verifies(&scene.stage.platform).await;
        if let Some(bytes) = bytes_at_rest(&scene.stage).await {
            assert!(!holds(&bytes, SECRET.as_bytes()));
        }
    }
}

#[tokio::test]
async fn question_reason_and_papers_of_a_decision_go_and_its_numbers_stay() {
    for hamlet in hamlets().await {
        let stage = &hamlet.stage;
        let id = open(&hamlet).await;
        let chairman = stage.chairman();
        let notice = contents(&stage.platform, 0).await;
        let question = notice
            .iter()
            .find(|row| row.salt.is_some())
            .expect("the question");
        let early = erase_content(&chairman, 0, question.place, ARTICLE, REASON).await;
        assert!(matches!(early, Err(Error::Conflict(_))), "{early:?}");
        come(&hamlet, id, 9).await;
        begin(&hamlet, id, 9).await;
        let head = hamlet.acting(HEAD);
        conclude_meeting(&head, id, hands(9, 0))
            .await
            .expect("closed");
        attach_paper(&head, id, PaperKind::Minutes, pdf("bien-ban.pdf", SECRET))
            .await
            .expect("kept");
        annul(
            &chairman,
            id,
            AnnulmentGround::Procedure,
            "15/QĐ-UBND",
            &format!("Đơn của {SECRET}"),
            DECIDED,
        )
        .await
        .ok();
        let decided = async || {
            let mut tx = stage.platform.store.read().await.expect("a snapshot");
            dinh_store::decision::get(&mut tx, id)
                .await
                .expect("there")
                .decision
        };
        let before = decided().await;
        let (erased, refused) = erase_everything(&chairman).await;
        assert!(erased >= 2, "{erased}");
        assert!(
            refused.iter().all(|name| name == "bang-phieu.txt"),
            "{refused:?}"
        );
        let after = decided().await;
        assert_eq!(after.round.count, before.round.count);
        assert_eq!(after.outcome(), before.outcome());
        assert!(after.proposal.content.is_empty());
        assert_eq!(
            after.proposal.title,
            format!("Nội dung đã được xóa theo {ARTICLE}")
        );
        assert_eq!(after.proposal.subject, before.proposal.subject);
        the_whole_log_verifies(&stage.platform).await;
        if let Some(bytes) = bytes_at_rest(stage).await {
            assert!(!holds(&bytes, SECRET.as_bytes()));
            assert!(
                before.proposal.content.is_empty()
                    || !holds(&bytes, before.proposal.content.as_bytes())
            );
        }
    }
}
