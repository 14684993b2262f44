//! Whoever has nothing to do here is refused by every use case, and nothing changes.

use dinh_domain::disclosure::{Duty, Publication};
use dinh_domain::ids::{FileId, FormRecordId};
use dinh_service::disclosure::{self as room, Correction, OpenDuty, Question};
use dinh_service::{Context, Error};

use crate::stage::{DECIDED, Stage, pdf, posting, stages, typed, words};

const REASON: &str = "Trong năm không phát sinh nội dung này";

/// One thing in each state, so that only the gate can refuse.
struct Things {
    duty: Duty,
    proposed: Duty,
    draft: Publication,
    draft_file: FileId,
    submitted: Publication,
    public: Publication,
    notice: FormRecordId,
    request: i64,
}

async fn things(stage: &Stage) -> Things {
    let clerk = stage.clerk();
    let duty = stage.open("11.3:projects", "Dự án chợ An Thới").await;
    let proposed = stage.open("11.8:relief", "Hỗ trợ do thiên tai").await;
    room::propose_not_applicable(&clerk, proposed.id, proposed.version, REASON)
        .await
        .expect("proposed");
    let drafted = stage.open("11.3:projects", "Dự án kè bờ sông").await;
    let draft = room::start_draft(&clerk, drafted.id)
        .await
        .expect("a draft");
    let draft_file = room::attach(&clerk, draft.id, pdf("a.pdf", "a"))
        .await
        .expect("a file");
    let waiting = stage.open("11.3:projects", "Dự án trường mầm non").await;
    let submitted = stage.submit(&waiting, "11/QĐ-UBND").await;
    let (public, _) = stage
        .publish("11.2:decided", "Dự toán năm 2026", "12/QĐ-UBND")
        .await;
    let notice = room::record_form(&clerk, public.id, posting(DECIDED), None)
        .await
        .expect("posted");
    let question = Question {
        text: "Đề nghị cho biết quyết toán năm 2025".into(),
        ..Question::default()
    };
    let request = room::ask(&Context::public(&stage.platform), stage.ward.id, question)
        .await
        .expect("asked")
        .number;
    Things {
        proposed: stage.duty(proposed.id).await,
        duty,
        draft,
        draft_file,
        submitted,
        public,
        notice,
        request,
    }
}

type Answers = Vec<(&'static str, Result<(), Error>)>;

async fn drafting(stage: &Stage, ctx: &Context<'_>, of: &Things) -> Answers {
    let event = OpenDuty {
        rule: "11.3:projects".into(),
        title: "Dự án mới của phường".into(),
        event_on: DECIDED,
        event_document: String::new(),
    };
    let form = || typed("Dự án kè bờ sông", "19/QĐ-UBND", of.draft.version);
    vec![
        (
            "open_duty",
            room::open_duty(ctx, stage.ward.id, event).await.map(drop),
        ),
        (
            "start_draft",
            room::start_draft(ctx, of.duty.id).await.map(drop),
        ),
        (
            "start_draft again",
            room::start_draft(ctx, of.draft.duty).await.map(drop),
        ),
        (
            "save_draft",
            room::save_draft(ctx, of.draft.id, form()).await,
        ),
        ("submit", room::submit(ctx, of.draft.id, form()).await),
        (
            "attach",
            room::attach(ctx, of.draft.id, pdf("b.pdf", "b"))
                .await
                .map(drop),
        ),
        (
            "detach",
            room::detach(ctx, of.draft.id, of.draft_file).await,
        ),
        (
            "propose_not_applicable",
            room::propose_not_applicable(ctx, of.duty.id, of.duty.version, REASON).await,
        ),
    ]
}

async fn deciding(ctx: &Context<'_>, of: &Things) -> Answers {
    let (waiting, version) = (of.submitted.id, of.submitted.version);
    let (aside, aside_version) = (of.proposed.id, of.proposed.version);
    let article = "khoản 1 Điều 7 Luật 29/2018/QH14";
    vec![
        (
            "approve",
            room::approve(ctx, waiting, version).await.map(drop),
        ),
        ("send_back", room::send_back(ctx, waiting, version).await),
        (
            "confirm",
            room::confirm_not_applicable(ctx, aside, aside_version).await,
        ),
        (
            "refuse",
            room::refuse_not_applicable(ctx, aside, aside_version).await,
        ),
        (
            "withdraw",
            room::withdraw(ctx, of.public.id, of.public.version, article, REASON)
                .await
                .map(drop),
        ),
    ]
}

async fn afterwards(stage: &Stage, ctx: &Context<'_>, of: &Things) -> Answers {
    let correction = Correction {
        draft: words("Dự toán năm 2026, bản sửa", "12/QĐ-UBND"),
        reason: REASON.into(),
        version: of.public.version,
    };
    let (public, version) = (of.public.id, of.public.version);
    let ward = stage.ward.id;
    vec![
        (
            "correct",
            room::correct(ctx, public, correction).await.map(drop),
        ),
        ("end", room::end(ctx, public, version).await.map(drop)),
        (
            "record_form",
            room::record_form(ctx, public, posting(DECIDED), None)
                .await
                .map(drop),
        ),
        ("end_form", room::end_form(ctx, of.notice, DECIDED).await),
        (
            "report_early_end",
            room::report_early_end(ctx, of.notice, DECIDED, REASON).await,
        ),
        (
            "answer",
            room::answer(ctx, of.request, 1, "Đã niêm yết tại trụ sở phường.").await,
        ),
        ("desk", room::desk(ctx, ward).await.map(drop)),
    ]
}

#[tokio::test]
async fn strangers_are_refused_by_every_use_case_and_leave_no_trace() {
    for stage in stages().await {
        let of = things(&stage).await;
        let before = stage.trails().await;
        for (who, ctx) in stage.strangers() {
            let mut answers = drafting(&stage, &ctx, &of).await;
            answers.extend(deciding(&ctx, &of).await);
            answers.extend(afterwards(&stage, &ctx, &of).await);
            assert_eq!(answers.len(), 20);
            for (what, result) in answers {
                assert!(
                    matches!(result, Err(Error::Forbidden)),
                    "{who}: {what}: {result:?}"
                );
            }
        }
        assert_eq!(stage.trails().await, before);
        assert_eq!(stage.publication(of.draft.id).await.publication, of.draft);
        assert_eq!(
            stage.publication(of.submitted.id).await.publication,
            of.submitted
        );
        assert_eq!(stage.publication(of.public.id).await.publication, of.public);
        assert_eq!(stage.duty(of.duty.id).await, of.duty);
        assert_eq!(stage.duty(of.proposed.id).await, of.proposed);
    }
}

#[tokio::test]
async fn the_clerk_decides_nothing_and_the_chairman_writes_nothing() {
    for stage in stages().await {
        let of = things(&stage).await;
        for (what, result) in deciding(&stage.clerk(), &of).await {
            assert!(
                matches!(result, Err(Error::Forbidden)),
                "clerk: {what}: {result:?}"
            );
        }
        for (what, result) in drafting(&stage, &stage.chairman(), &of).await {
            let refused = matches!(result, Err(Error::Forbidden));
            assert!(
                refused || what == "open_duty",
                "chairman: {what}: {result:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_mandate_holds_from_its_first_day_until_the_day_before_its_end() {
    for stage in stages().await {
        let first = jiff::civil::date(2025, 7, 1);
        stage.move_to(first.yesterday().expect("a day"));
        let early = room::desk(&stage.clerk(), stage.ward.id).await.map(drop);
        assert!(matches!(early, Err(Error::Forbidden)), "{early:?}");
        stage.move_to(first);
        room::desk(&stage.clerk(), stage.ward.id)
            .await
            .expect("the first day");
    }
}
