//! Decisions, requests and elections on the ladder, from their state to the letter.

use dinh_domain::decision::Subject;
use dinh_service::Context;
use dinh_service::decision::{recognise, send, settle_dismissal};
use dinh_service::disclosure::{Question, answer, ask};
use dinh_service::reminders::{
    Choice, Party, Post, Postman, TypedReach, change_my_reach, confirm_address, deliver, remind,
    unreached,
};
use dinh_store::reminders::steps;
use jiff::civil::{Date, date};

use super::smtp::{SmtpServer, Taken};
use crate::after::recognition::answer as document;
use crate::after::scene::{Scene, scenes};
use crate::stage::DECIDED;

const HEAD: &str = "truong-ap@example.vn";
const FRONT: &str = "mat-tran@example.vn";
const CHAIRMAN: &str = "chu-tich@example.vn";
const CLERK: &str = "can-bo@example.vn";

/// The city with its mail.
struct Office {
    scene: Scene,
    server: SmtpServer,
    postman: Postman,
    post: Post,
}

async fn offices() -> Vec<Office> {
    let mut made = Vec::new();
    for scene in scenes().await {
        let server = SmtpServer::start();
        let office = Office {
            scene,
            postman: server.postman(),
            server,
            post: Post::default(),
        };
        let scene = &office.scene;
        office.reach(&scene.head(), HEAD).await;
        office.reach(&scene.front(), FRONT).await;
        office.reach(&scene.chairman(), CHAIRMAN).await;
        office.reach(&scene.stage.clerk(), CLERK).await;
        office.server.forget();
        made.push(office);
    }
    made
}

impl Office {
    async fn reach(&self, ctx: &Context<'_>, address: &str) {
        let typed = TypedReach {
            address: address.into(),
            choice: Choice::Each.code().into(),
        };
        change_my_reach(ctx, typed).await.expect("an address");
        self.send().await;
        let letters = self.server.taken();
        let text = letters.last().expect("a letter with a link").text();
        let (_, code) = text.split_once("xac-nhan?ma=").expect("a link");
        let code = code.split_whitespace().next().expect("a code");
        let public = Context::public(&self.scene.stage.platform);
        assert!(confirm_address(&public, code).await.expect("asked"));
    }

    async fn send(&self) -> usize {
        let sent = deliver(&self.scene.stage.platform, &self.postman, &self.post).await;
        sent.expect("sent")
    }

    /// What goes out on a day: to whom, and what.
    async fn on(&self, day: Date) -> Vec<Taken> {
        self.server.forget();
        self.scene.stage.move_to(day);
        remind(&self.scene.stage.clockwork()).await.expect("queued");
        self.send().await;
        self.server.taken()
    }
}

fn to(letters: &[Taken]) -> Vec<&str> {
    let mut to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    to.sort_unstable();
    to
}

#[tokio::test]
async fn a_decision_that_is_not_sent_climbs_to_the_chairman_and_then_waits_for_the_chairman() {
    for office in offices().await {
        let scene = &office.scene;
        let decision = scene.passed(Subject::Convention, &["Đồng ý"]).await;
        // To be sent by Wednesday 25 February; Tết is before.
        let early = office.on(date(2026, 2, 24)).await;
        assert_eq!(to(&early), [HEAD]);
        let text = early[0].text();
        for words in [
            &format!("Việc số {}: Nội dung hương ước, quy ước", decision.number),
            "Hạn: 25/02/2026",
            "Căn cứ của hạn: khoản 3 Điều 20 Luật 10/2022/QH15",
            "Gửi quyết định đến Ủy ban nhân dân và Ủy ban Mặt trận Tổ quốc cấp xã",
            &format!(
                "https://dinh.example.vn/lam-viec/quyet-dinh/{}\n",
                decision.number
            ),
            "Điều 23 khoản 2",
        ] {
            assert!(text.contains(words), "{words} is not in\n{text}");
        }
        assert!(!text.contains("Việc mẫu số"), "a typed title");
        assert!(office.on(date(2026, 2, 24)).await.is_empty(), "once");
        let late = office.on(date(2026, 2, 26)).await;
        assert_eq!(to(&late), [CHAIRMAN, HEAD]);
        send(&scene.head(), decision.id, date(2026, 2, 26))
            .await
            .expect("sent");
        // Five working days: by Thursday 5 March.
        assert!(office.on(date(2026, 2, 27)).await.is_empty());
        let next = office.on(date(2026, 3, 2)).await;
        assert_eq!(to(&next), [CHAIRMAN]);
        assert!(
            next[0]
                .header("Subject")
                .contains("công nhận quyết định số")
        );
        let text = next[0].text();
        assert!(
            text.contains("trả lời bằng văn bản và nêu rõ lý do"),
            "{text}"
        );
        assert!(text.contains("Điều 21 Luật 10/2022/QH15"), "{text}");
        let recognised = recognise(&scene.chairman(), decision.id, document("45/QĐ-UBND")).await;
        recognised.expect("recognised");
        assert!(office.on(date(2026, 3, 20)).await.is_empty());
    }
}

#[tokio::test]
async fn what_waits_for_the_front_is_told_to_the_front_alone() {
    for office in offices().await {
        let scene = &office.scene;
        let subject = Subject::ElectInspectionBoard;
        let decision = scene.passed(subject, &["Nguyễn Thị Kín"]).await;
        send(&scene.head(), decision.id, DECIDED)
            .await
            .expect("sent");
        let by = scene.now(decision.id).await.recognise_by.expect("a day");
        let letters = office.on(by).await;
        assert_eq!(to(&letters), [FRONT]);
        assert!(
            !letters[0].text().contains("Thị Kín"),
            "a candidate is not named"
        );
        for day in [date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 10)] {
            for letter in office.on(day).await {
                assert_eq!(letter.to, FRONT);
            }
        }
        let list = unreached(&scene.stage.chairman(), 1).await.expect("a list");
        assert!(list.gaps.iter().all(|gap| gap.party != Party::Supervisor));
    }
}

#[tokio::test]
async fn a_letter_on_its_way_is_dropped_when_its_step_was_done_and_the_step_is_closed() {
    for office in offices().await {
        let scene = &office.scene;
        let decision = scene.passed(Subject::Convention, &["Đồng ý"]).await;
        scene.stage.move_to(date(2026, 2, 24));
        let clockwork = scene.stage.clockwork();
        assert_eq!(remind(&clockwork).await.expect("queued"), 1);
        send(&scene.head(), decision.id, date(2026, 2, 24))
            .await
            .expect("sent");
        assert_eq!(office.send().await, 0);
        let open = async || {
            let mut tx = scene.stage.platform.store.read().await.expect("a snapshot");
            let after = (date(1, 1, 1), uuid::Uuid::nil());
            steps::open(&mut tx, after, 10).await.expect("steps").len()
        };
        assert_eq!(open().await, 1, "as it was computed last");
        remind(&clockwork).await.expect("computed");
        assert_eq!(open().await, 0);
    }
}

#[tokio::test]
async fn the_chairman_sees_which_head_of_a_community_cannot_be_reached() {
    for office in offices().await {
        let scene = &office.scene;
        let erased = TypedReach {
            address: String::new(),
            choice: Choice::Each.code().into(),
        };
        change_my_reach(&scene.head(), erased)
            .await
            .expect("erased");
        scene.passed(Subject::Convention, &["Đồng ý"]).await;
        assert!(office.on(date(2026, 2, 24)).await.is_empty());
        let list = unreached(&scene.chairman(), 1).await.expect("a list");
        let [gap] = list.gaps.as_slice() else {
            panic!("one gap: {:?}", list.gaps);
        };
        assert_eq!((gap.party, gap.unit), (Party::Community, scene.here().id));
        assert_eq!(list.gaps_count, 1);
        let head = unreached(&scene.head(), 1).await;
        assert!(head.is_err(), "not for the head of the community");
    }
}

#[tokio::test]
async fn a_request_without_an_answer_is_told_and_one_with_an_answer_is_not() {
    for office in offices().await {
        let scene = &office.scene;
        let public = Context::public(&scene.stage.platform);
        let question = Question {
            text: "Bà Nguyễn Thị Kín hỏi về dự án kè sông.".into(),
            name: "Nguyễn Thị Kín".into(),
            ..Question::default()
        };
        let asked = ask(&public, scene.stage.ward.id, question)
            .await
            .expect("asked");
        let letters = office.on(asked.due_on).await;
        assert_eq!(to(&letters), [CLERK]);
        let text = letters[0].text();
        let link = format!("/lam-viec/yeu-cau/{}\n", asked.number);
        assert!(text.contains(&link) && !text.contains("Thị Kín"), "{text}");
        assert!(text.contains("Căn cứ của hạn: "), "{text}");
        let clerk = scene.stage.clerk();
        let answered = answer(
            &clerk,
            asked.number,
            1,
            "Dự án ở mục 11.3 trên trang của phường.",
        )
        .await;
        answered.expect("answered");
        assert!(
            office
                .on(date(2026, 12, 21))
                .await
                .iter()
                .all(|one| one.to != CLERK)
        );
    }
}

#[tokio::test]
async fn an_election_that_nobody_has_decided_is_told_to_the_chairman() {
    for office in offices().await {
        let scene = &office.scene;
        let decision = scene.not_passed(Subject::DismissHead).await;
        let chairman = scene.chairman();
        let settled = settle_dismissal(&chairman, decision.id, "49/QĐ-UBND", DECIDED, true).await;
        settled.expect("settled");
        // Sixty days: by Monday 13 April.
        assert!(office.on(date(2026, 4, 7)).await.is_empty());
        let letters = office.on(date(2026, 4, 10)).await;
        assert_eq!(to(&letters), [CHAIRMAN]);
        let text = letters[0].text();
        assert!(text.contains("/lam-viec/quyet-dinh/cong-nhan\n"), "{text}");
        assert!(
            text.contains("khoản 3 Điều 9 Nghị định 59/2023/NĐ-CP"),
            "{text}"
        );
    }
}
