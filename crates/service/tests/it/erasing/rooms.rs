//! Every sealed content of every room goes, with the copy that the room keeps of it; numbers, days and steps stay.

use dinh_domain::decision::AnnulmentGround;
use dinh_service::Error;
use dinh_service::decision::{
    Line, PaperKind, add_expense, add_receipt, annul, attach_paper, conclude_meeting, void_line,
};
use dinh_service::disclosure::{
    Question, answer, ask, confirm_not_applicable, propose_not_applicable, record_form,
    report_early_end, withdraw,
};
use dinh_service::search::{Filters, SearchIndex};
use tempfile::TempDir;

use super::{
    ARTICLE, REASON, SECRET, bytes_at_rest, contents, erase_content, erase_everything, holds,
    list_of_people, the_whole_log_verifies,
};
use crate::after::account::{expense, opened, receipt as gift};
use crate::after::scene::scenes;
use crate::ballots::hamlet::{HEAD, Hamlet};
use crate::decision::scene::{begin, come, hamlets, hands, open};
use crate::stage::{DECIDED, Stage, pdf, posting, stages};

/// Everything of the room that can be sealed, each naming the same person; gives the publication.
async fn sealed_everywhere(stage: &Stage) -> dinh_domain::disclosure::Publication {
    let (clerk, chairman) = (stage.clerk(), stage.chairman());
    let (publication, _) = list_of_people(stage).await;
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
    stage.publication(publication.id).await.publication
}

#[tokio::test]
async fn every_sealed_content_of_disclosure_goes_without_a_trace() {
    for stage in stages().await {
        let chairman = stage.chairman();
        let now = sealed_everywhere(&stage).await;
        let folder = TempDir::new().expect("a temporary folder");
        let index = SearchIndex::open(&folder.path().join("search")).expect("an index");
        index.follow(&stage.clockwork()).await.expect("followed");
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
                .search(words, &Filters::default(), None)
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

/// The meeting decides, its minutes are scanned, and the commune annuls the decision.
async fn annulled(hamlet: &Hamlet, id: dinh_domain::ids::DecisionId) {
    come(hamlet, id, 9).await;
    begin(hamlet, id, 9).await;
    let head = hamlet.acting(HEAD);
    conclude_meeting(&head, id, hands(9, 0))
        .await
        .expect("closed");
    attach_paper(&head, id, PaperKind::Minutes, pdf("bien-ban.pdf", SECRET))
        .await
        .expect("kept");
    annul(
        &hamlet.stage.chairman(),
        id,
        AnnulmentGround::Procedure,
        "15/QĐ-UBND",
        &format!("Đơn của {SECRET}"),
        hamlet.stage.clerk().today(),
    )
    .await
    .expect("annulled");
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
        annulled(&hamlet, id).await;
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
