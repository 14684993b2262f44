//! Requests for information: the asker stays apart, and only their code opens it.

use dinh_domain::ids::RequestId;
use dinh_register::{Act, Content, Receipt};
use dinh_service::disclosure::{Question, answer, ask, find_request, forget_askers};
use dinh_service::register::{find_proof, receipt, sign_newest};
use dinh_service::{Context, Error};
use dinh_store::disclosure::requests;
use jiff::ToSpan as _;
use jiff::civil::date;

use crate::stage::{DECIDED, Stage, stages};

const NAME: &str = "Trần Thị Mẫu";
const CONTACT: &str = "0900 000 000";
const TEXT: &str = "Đề nghị cho biết quyết toán ngân sách năm 2025 của phường";
const ANSWER: &str = "Quyết toán đã được niêm yết tại trụ sở từ ngày 10/02/2026.";

fn question() -> Question {
    Question {
        item: "11.2".into(),
        duty: None,
        text: TEXT.into(),
        name: NAME.into(),
        contact: CONTACT.into(),
    }
}

async fn everything_that_stays(stage: &Stage) -> String {
    let mut tx = stage.platform.store.read().await.expect("a snapshot");
    let mut text = String::new();
    for entry in dinh_store::register::newest(&mut tx, i64::MAX, 100)
        .await
        .expect("entries")
    {
        text.push_str(&String::from_utf8_lossy(&entry.entry));
        for row in dinh_store::register::contents(&mut tx, entry.position)
            .await
            .expect("read")
        {
            text.push_str(&row.text.unwrap_or_default());
        }
    }
    for line in dinh_store::audit::newest(&mut tx, 100)
        .await
        .expect("lines")
    {
        text.push_str(&line.detail.0.to_string());
    }
    text
}

#[tokio::test]
async fn who_asks_stands_apart_from_everything_that_stays_and_can_be_erased() {
    for stage in stages().await {
        let public = Context::public(&stage.platform);
        let asked = ask(&public, stage.ward.id, question())
            .await
            .expect("asked");
        assert_eq!(
            asked.due_on,
            date(2026, 2, 24),
            "three working days, without Tết"
        );
        let text = everything_that_stays(&stage).await;
        for secret in [NAME, CONTACT, TEXT, asked.code.as_str()] {
            assert!(
                !text.contains(secret),
                "{secret} is in the register or in the trail"
            );
        }
        let row = find_request(&public, asked.number, &asked.code)
            .await
            .expect("read")
            .expect("the request");
        let id = RequestId(row.id);
        let mut tx = stage.platform.store.write().await.expect("the seat");
        let who = requests::find_requester(&mut tx, id)
            .await
            .expect("read")
            .expect("who asked");
        assert_eq!((who.name.as_str(), who.contact.as_str()), (NAME, CONTACT));
        requests::erase_requester(&mut tx, id)
            .await
            .expect("erased");
        assert!(
            requests::find_requester(&mut tx, id)
                .await
                .expect("read")
                .is_none()
        );
        tx.commit().await.expect("commit");
        answer(&stage.clerk(), asked.number, row.version, ANSWER)
            .await
            .expect("answered");
        let row = find_request(&public, asked.number, &asked.code)
            .await
            .expect("read")
            .expect("the request stays");
        assert_eq!(
            (row.state.as_str(), row.answer.as_str()),
            ("answered", ANSWER)
        );
    }
}

#[tokio::test]
async fn who_asked_is_forgotten_thirty_days_after_the_answer_and_not_before() {
    for stage in stages().await {
        let public = Context::public(&stage.platform);
        let mut ids = Vec::new();
        for answered in [true, false] {
            let asked = ask(&public, stage.ward.id, question())
                .await
                .expect("asked");
            let row = find_request(&public, asked.number, &asked.code)
                .await
                .expect("read")
                .expect("the request");
            ids.push(RequestId(row.id));
            if answered {
                answer(&stage.clerk(), asked.number, 1, ANSWER)
                    .await
                    .expect("answered");
            }
        }
        let clockwork = stage.clockwork();
        let kept = async || {
            let mut tx = stage.platform.store.read().await.expect("a snapshot");
            let mut kept = Vec::new();
            for id in &ids {
                let who = requests::find_requester(&mut tx, *id).await.expect("read");
                kept.push(who.is_some());
            }
            kept
        };
        let answered_on = DECIDED;
        stage.move_to(answered_on.checked_add(29.days()).expect("a day"));
        assert_eq!(forget_askers(&clockwork).await.expect("swept"), 0);
        assert_eq!(kept().await, [true, true]);
        stage.move_to(answered_on.checked_add(31.days()).expect("a day"));
        assert_eq!(forget_askers(&clockwork).await.expect("swept"), 1);
        assert_eq!(kept().await, [false, true], "who waits is not forgotten");
        assert_eq!(forget_askers(&clockwork).await.expect("swept"), 0);
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let trail = dinh_store::audit::newest(&mut tx, 10).await.expect("lines");
        let swept: Vec<_> = trail
            .iter()
            .filter(|line| line.action == "forget_askers")
            .collect();
        assert_eq!(swept.len(), 1, "written down once, without a name");
    }
}

#[tokio::test]
async fn a_wrong_code_sees_nothing() {
    for stage in stages().await {
        let public = Context::public(&stage.platform);
        let asked = ask(&public, stage.ward.id, question())
            .await
            .expect("asked");
        let other = ask(&public, stage.ward.id, question())
            .await
            .expect("asked");
        assert_ne!(asked.code, other.code);
        let longer = format!("{}0", asked.code);
        for wrong in ["", "0", other.code.as_str(), longer.as_str(), "' OR 1=1"] {
            let seen = find_request(&public, asked.number, wrong)
                .await
                .expect("read");
            assert!(seen.is_none(), "with the code “{wrong}”");
        }
        assert!(
            find_request(&public, 404, &asked.code)
                .await
                .expect("read")
                .is_none()
        );
    }
}

#[tokio::test]
async fn a_request_is_answered_once_and_both_acts_stand_sealed_in_one_chain() {
    for stage in stages().await {
        let public = Context::public(&stage.platform);
        let asked = ask(&public, stage.ward.id, question())
            .await
            .expect("asked");
        let short = answer(&stage.clerk(), asked.number, 1, "đã có").await;
        assert!(matches!(short, Err(Error::Invalid(_))), "{short:?}");
        answer(&stage.clerk(), asked.number, 1, ANSWER)
            .await
            .expect("answered");
        let before = stage.trails().await;
        for version in [1, 2] {
            let twice = answer(&stage.chairman(), asked.number, version, ANSWER).await;
            assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        }
        assert_eq!(stage.trails().await, before);
        let row = find_request(&public, asked.number, &asked.code)
            .await
            .expect("read");
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let thing = row.expect("the request").id;
        let chain = dinh_store::register::chain(&mut tx, thing)
            .await
            .expect("the chain");
        let acts: Vec<Act> = chain
            .iter()
            .map(|entry| Act::parse(&entry.entry).expect("an act"))
            .collect();
        let names: Vec<_> = acts.iter().map(|act| act.act.as_str()).collect();
        assert_eq!(names, ["request", "answer"]);
        let sealed = |content: &Content| matches!(content, Content::Sealed { .. });
        assert!(acts.iter().all(|act| act.contents.iter().all(sealed)));
        drop(tx);
        nobody_can_guess(&stage, chain[0].position).await;
    }
}

/// The receipt that everybody may take has no salt for what a person asked; the office that keeps it has.
async fn nobody_can_guess(stage: &Stage, position: i64) {
    sign_newest(&stage.platform).await.expect("signed");
    let mut tx = stage.platform.store.read().await.expect("a snapshot");
    let proof = find_proof(&mut tx, position).await.expect("read");
    let proof = proof.expect("the entry");
    for (holds_contents, salts) in [(false, 0), (true, 1)] {
        let made = receipt(&proof, holds_contents).expect("made");
        let made = Receipt::from_json(&made.expect("signed").json).expect("a receipt");
        assert_eq!(made.salts.len(), salts);
    }
}

#[tokio::test]
async fn a_question_about_nothing_that_the_law_names_or_without_words_is_refused() {
    for stage in stages().await {
        let public = Context::public(&stage.platform);
        let refused = async |question| match ask(&public, stage.ward.id, question).await {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|error| error.field).collect(),
            other => panic!("{other:?}"),
        };
        let fields: Vec<String> = refused(Question::default()).await;
        assert_eq!(fields, ["text"]);
        let invented = Question {
            item: format!("99.1 {NAME}"),
            ..question()
        };
        assert_eq!(refused(invented).await, ["item"]);
        let long = Question {
            name: "ă".repeat(121),
            contact: "ă".repeat(201),
            text: "ă".repeat(5_001),
            ..question()
        };
        assert_eq!(refused(long).await, ["text", "name", "contact"]);
        assert_eq!(stage.trails().await, (0, 0));
        ask(
            &public,
            stage.ward.id,
            Question {
                item: "11.2:quarter".into(),
                ..question()
            },
        )
        .await
        .expect("a part of an item");
        ask(
            &public,
            stage.ward.id,
            Question {
                item: String::new(),
                ..question()
            },
        )
        .await
        .expect("no item at all");
    }
}
