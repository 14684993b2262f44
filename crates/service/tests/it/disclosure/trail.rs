//! Every change leaves exactly one line in the audit trail: who, under which mandate, what.

use dinh_service::Context;
use dinh_service::disclosure::{self as room, Correction, Question};
use jiff::ToSpan;

use crate::stage::{DECIDED, Stage, pdf, posting, stages, typed, words};

const REASON: &str = "Trong năm không phát sinh nội dung này";

async fn actions(stage: &Stage) -> Vec<String> {
    let mut tx = stage.platform.store.read().await.expect("a snapshot");
    let mut lines = dinh_store::audit::newest(&mut tx, 200)
        .await
        .expect("lines");
    lines.reverse();
    lines.into_iter().map(|line| line.action).collect()
}

async fn publish_and_change(stage: &Stage) {
    let (clerk, chairman) = (stage.clerk(), stage.chairman());
    let duty = stage.open("11.2:decided", "Dự toán năm 2026").await;
    stage.clock.set(stage.clerk().now() + 1.second());
    let draft = room::start_draft(&clerk, duty.id).await.expect("a draft");
    let file = room::attach(&clerk, draft.id, pdf("a.pdf", "a"))
        .await
        .expect("a file");
    room::detach(&clerk, draft.id, file)
        .await
        .expect("taken out");
    let form = typed("Dự toán năm 2026", "12/QĐ-UBND", draft.version);
    room::save_draft(&clerk, draft.id, form)
        .await
        .expect("saved");
    let draft = stage.submit(&duty, "12/QĐ-UBND").await;
    room::send_back(&chairman, draft.id, draft.version)
        .await
        .expect("back");
    let draft = stage.submit(&duty, "12/QĐ-UBND").await;
    room::approve(&chairman, draft.id, draft.version)
        .await
        .expect("approved");
    let notice = room::record_form(&clerk, draft.id, posting(DECIDED), None)
        .await
        .expect("posted");
    room::report_early_end(&clerk, notice, DECIDED, REASON)
        .await
        .expect("reported");
    let correction = Correction {
        draft: words("Dự toán năm 2026, bản sửa", "12/QĐ-UBND"),
        reason: REASON.into(),
        version: draft.version + 1,
    };
    room::correct(&clerk, draft.id, correction)
        .await
        .expect("corrected");
    stage.move_to(DECIDED + 60.days());
    room::end(&clerk, draft.id, draft.version + 2)
        .await
        .expect("ended");
}

async fn set_aside_and_answer(stage: &Stage) {
    let (clerk, chairman) = (stage.clerk(), stage.chairman());
    let duty = stage.open("11.8:relief", "Hỗ trợ do thiên tai").await;
    room::propose_not_applicable(&clerk, duty.id, duty.version, REASON)
        .await
        .expect("proposed");
    room::refuse_not_applicable(&chairman, duty.id, duty.version + 1)
        .await
        .expect("refused");
    room::propose_not_applicable(&clerk, duty.id, duty.version + 2, REASON)
        .await
        .expect("proposed");
    room::confirm_not_applicable(&chairman, duty.id, duty.version + 3)
        .await
        .expect("confirmed");
    let question = Question {
        text: "Đề nghị cho biết quyết toán năm 2025".into(),
        ..Question::default()
    };
    let public = Context::public(&stage.platform);
    let asked = room::ask(&public, stage.ward.id, question)
        .await
        .expect("asked");
    room::answer(&clerk, asked.number, 1, "Đã niêm yết tại trụ sở phường.")
        .await
        .expect("answered");
}

#[tokio::test]
async fn each_change_leaves_its_line() {
    for stage in stages().await {
        publish_and_change(&stage).await;
        set_aside_and_answer(&stage).await;
        let mut seen = actions(&stage).await;
        seen.sort();
        let mut expected = vec![
            "open_duty",
            "start_draft",
            "attach_file",
            "detach_file",
            "save_draft",
            "save_draft",
            "submit_draft",
            "send_back",
            "save_draft",
            "submit_draft",
            "approve_publication",
            "record_form",
            "report_early_end",
            "correct_publication",
            "end_publication",
            "open_duty",
            "propose_not_applicable",
            "refuse_not_applicable",
            "propose_not_applicable",
            "confirm_not_applicable",
            "ask_information",
            "answer_information",
        ];
        expected.sort_unstable();
        assert_eq!(seen, expected);
    }
}

#[tokio::test]
async fn a_line_names_the_person_the_role_and_the_unit() {
    for stage in stages().await {
        stage.open("11.2:decided", "Dự toán năm 2026").await;
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let lines = dinh_store::audit::newest(&mut tx, 1).await.expect("lines");
        let line = lines.first().expect("a line");
        assert_eq!(line.who.as_deref(), Some("Người mẫu 100"));
        assert_eq!(line.role.as_deref(), Some("commune_clerk"));
        assert_eq!(line.unit_name.as_deref(), Some("Phường Cái Khế"));
        assert_eq!(line.at.to_jiff(), stage.clerk().now());
    }
}
