//! Drafts: what happens when people or the machine fail.

use dinh_domain::disclosure::{DutyState, PublicationState};
use dinh_service::Error;
use dinh_service::disclosure::{
    self, Correction, approve, confirm_not_applicable, propose_not_applicable, save_draft,
    start_draft, submit,
};
use dinh_store::disclosure::revisions::{self, NewRevision};

use crate::stage::{Stage, pdf, stages, typed, words};

const TITLE: &str = "Dự toán ngân sách năm 2026";

fn fields(error: &Error) -> Vec<&str> {
    match error {
        Error::Invalid(errors) => errors.iter().map(|error| error.field.as_str()).collect(),
        other => panic!("not a field error: {other}"),
    }
}

async fn next_number(stage: &Stage, kind: &str) -> i64 {
    let mut tx = stage.platform.store.write().await.expect("the seat");
    dinh_store::numbers::next(&mut tx, kind)
        .await
        .expect("a number")
}

#[tokio::test]
async fn when_a_publication_fails_half_way_nothing_of_it_is_written() {
    for stage in stages().await {
        let duty = stage.open("11.2:decided", TITLE).await;
        let draft = stage.submit(&duty, "12/QĐ-UBND").await;
        // The revision is there already: the last step of publishing must fail.
        let mut blocking = draft.clone();
        blocking.rev = 1;
        let mut tx = stage.platform.store.write().await.expect("the seat");
        let revision = NewRevision {
            publication: &blocking,
            act: "publish",
            reason: "",
            article: "",
            at: stage.clerk().now(),
            position: 0,
        };
        revisions::add(&mut tx, &revision)
            .await
            .expect("a revision");
        tx.commit().await.expect("commit");
        let duty = stage.duty(duty.id).await;
        let before = stage.trails().await;
        let thing = next_number(&stage, "publication").await;

        let failed = approve(&stage.chairman(), draft.id, draft.version).await;
        assert!(matches!(failed, Err(Error::Conflict(_))), "{failed:?}");

        assert_eq!(
            stage.trails().await,
            before,
            "audit rows and register entries"
        );
        let stored = stage.publication(draft.id).await;
        assert_eq!(stored.publication, draft);
        assert_eq!(stored.register_position, None);
        assert_eq!(stage.duty(duty.id).await, duty);
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let contents = dinh_store::register::contents(&mut tx, before.1)
            .await
            .expect("read");
        assert!(contents.is_empty());
        drop(tx);
        assert_eq!(
            next_number(&stage, "publication").await,
            thing,
            "no number is lost"
        );
        stage
            .publish("11.3:projects", "Dự án nâng cấp chợ An Thới", "13/QĐ-UBND")
            .await;
    }
}

#[tokio::test]
async fn of_two_officers_with_the_same_draft_the_second_is_told_and_nothing_is_overwritten() {
    for stage in stages().await {
        let duty = stage.open("11.2:decided", TITLE).await;
        let draft = start_draft(&stage.clerk(), duty.id).await.expect("a draft");
        let same = start_draft(&stage.second_clerk(), duty.id)
            .await
            .expect("the same");
        assert_eq!(same, draft);
        let first = typed("Bản của người thứ nhất", "12/QĐ-UBND", draft.version);
        save_draft(&stage.clerk(), draft.id, first)
            .await
            .expect("saved");
        let stored = stage.publication(draft.id).await.publication;
        let before = stage.trails().await;

        let second = typed("Bản của người thứ hai", "14/QĐ-UBND", draft.version);
        let told = save_draft(&stage.second_clerk(), draft.id, second.clone()).await;
        match told {
            Err(Error::Conflict(message)) => assert!(message.contains("vẫn còn"), "{message}"),
            other => panic!("{other:?}"),
        }
        let told = submit(&stage.second_clerk(), draft.id, second).await;
        assert!(matches!(told, Err(Error::Conflict(_))), "{told:?}");
        assert_eq!(stage.publication(draft.id).await.publication, stored);
        assert_eq!(stage.trails().await, before);
    }
}

#[tokio::test]
async fn what_the_chairman_approves_is_what_the_chairman_saw() {
    for stage in stages().await {
        let duty = stage.open("11.2:decided", TITLE).await;
        let seen = stage.submit(&duty, "12/QĐ-UBND").await;
        disclosure::send_back(&stage.chairman(), seen.id, seen.version)
            .await
            .expect("back");
        let back = stage.publication(seen.id).await.publication;
        let changed = typed(
            "Dự toán ngân sách năm 2026, bản sửa",
            "12/QĐ-UBND",
            back.version,
        );
        submit(&stage.clerk(), seen.id, changed)
            .await
            .expect("submitted again");
        let stale = approve(&stage.chairman(), seen.id, seen.version).await;
        assert!(matches!(stale, Err(Error::Conflict(_))), "{stale:?}");
        assert_eq!(stage.trails().await.1, 0);
    }
}

#[tokio::test]
async fn files_of_a_submitted_draft_can_be_neither_added_nor_taken_out() {
    for stage in stages().await {
        let duty = stage.open("11.2:decided", TITLE).await;
        let clerk = stage.clerk();
        let draft = start_draft(&clerk, duty.id).await.expect("a draft");
        let file = disclosure::attach(&clerk, draft.id, pdf("a.pdf", "a"))
            .await
            .expect("a file");
        let draft = stage.submit(&duty, "12/QĐ-UBND").await;
        let before = stage.trails().await;
        let added = disclosure::attach(&clerk, draft.id, pdf("b.pdf", "b")).await;
        assert!(matches!(added, Err(Error::Conflict(_))), "{added:?}");
        let taken = disclosure::detach(&clerk, draft.id, file).await;
        assert!(matches!(taken, Err(Error::Conflict(_))), "{taken:?}");
        assert_eq!(stage.trails().await, before);
        let mut tx = stage.platform.store.read().await.expect("a snapshot");
        let files = dinh_store::disclosure::files::of_publication(&mut tx, draft.id)
            .await
            .expect("files");
        assert_eq!(files.len(), 1);
    }
}

#[tokio::test]
async fn a_duty_is_closed_once() {
    for stage in stages().await {
        let (public, _) = stage.publish("11.2:decided", TITLE, "12/QĐ-UBND").await;
        let duty = stage.duty(public.duty).await;
        assert_eq!(duty.state, DutyState::Published);
        let before = stage.trails().await;
        let again = approve(&stage.chairman(), public.id, public.version).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
        let aside = propose_not_applicable(
            &stage.clerk(),
            duty.id,
            duty.version,
            "Trong năm không phát sinh nội dung này",
        )
        .await;
        assert!(matches!(aside, Err(Error::Conflict(_))), "{aside:?}");
        let edited = typed("Sửa thẳng bản đã công khai", "12/QĐ-UBND", public.version);
        let edited = save_draft(&stage.clerk(), public.id, edited).await;
        assert!(matches!(edited, Err(Error::Conflict(_))), "{edited:?}");
        assert_eq!(stage.trails().await, before);
        assert_eq!(stage.publication(public.id).await.publication, public);
    }
}

#[tokio::test]
async fn a_draft_cannot_become_public_once_two_people_set_its_duty_aside() {
    for stage in stages().await {
        let duty = stage.open("11.2:decided", TITLE).await;
        let draft = stage.submit(&duty, "12/QĐ-UBND").await;
        let reason = "Hội đồng nhân dân chưa quyết định dự toán";
        propose_not_applicable(&stage.clerk(), duty.id, duty.version, reason)
            .await
            .expect("proposed");
        let proposed = stage.duty(duty.id).await;
        let early = approve(&stage.chairman(), draft.id, draft.version).await;
        assert!(
            matches!(early, Err(Error::Conflict(_))),
            "while proposed: {early:?}"
        );
        confirm_not_applicable(&stage.chairman(), duty.id, proposed.version)
            .await
            .expect("confirmed");
        let before = stage.trails().await;
        let late = approve(&stage.chairman(), draft.id, draft.version).await;
        assert!(
            matches!(late, Err(Error::Conflict(_))),
            "once agreed: {late:?}"
        );
        assert_eq!(stage.duty(duty.id).await.state, DutyState::NotApplicable);
        let stored = stage.publication(draft.id).await.publication;
        assert_eq!(stored.state, PublicationState::Submitted);
        assert_eq!(stage.trails().await, before);
    }
}

#[tokio::test]
async fn a_document_number_is_used_once_in_a_unit() {
    for stage in stages().await {
        let (known, _) = stage.publish("11.2:decided", TITLE, "12/QĐ-UBND").await;
        let duty = stage
            .open("11.3:projects", "Dự án nâng cấp chợ An Thới")
            .await;
        let draft = start_draft(&stage.clerk(), duty.id).await.expect("a draft");
        let before = stage.trails().await;
        let same = typed("Dự án nâng cấp chợ An Thới", "12/QĐ-UBND", draft.version);
        let refused = save_draft(&stage.clerk(), draft.id, same.clone())
            .await
            .expect_err("the number is taken");
        assert_eq!(fields(&refused), ["document_number"]);
        let Error::Invalid(errors) = &refused else {
            unreachable!("checked above")
        };
        let message = &errors.first().expect("one error").message;
        assert!(
            message.contains(&format!("số {}", known.number)),
            "{message}"
        );
        assert_eq!(stage.trails().await, before);
        let mut other_day = same;
        other_day.draft.document_date = ["10".into(), "02".into(), "2026".into()];
        save_draft(&stage.clerk(), draft.id, other_day)
            .await
            .expect("another day, another document");
        let (other, _) = stage
            .publish("11.3:projects", "Dự án kè bờ sông Cần Thơ", "15/QĐ-UBND")
            .await;
        let correction = Correction {
            draft: words("Dự án kè bờ sông Cần Thơ", "12/QĐ-UBND"),
            reason: "Ghi nhầm số văn bản của dự án".into(),
            version: other.version,
        };
        let refused = disclosure::correct(&stage.clerk(), other.id, correction)
            .await
            .expect_err("nor by a correction");
        assert_eq!(fields(&refused), ["document_number"]);
    }
}

#[tokio::test]
async fn a_document_number_is_used_once_also_without_a_date() {
    for stage in stages().await {
        let undated = |title, version| {
            let mut form = typed(title, "12/QĐ-UBND", version);
            form.draft.document_date = Default::default();
            form
        };
        let mut drafts = Vec::new();
        for title in ["Dự án chợ An Thới", "Dự án kè sông"] {
            let duty = stage.open("11.3:projects", title).await;
            drafts.push(start_draft(&stage.clerk(), duty.id).await.expect("a draft"));
        }
        let [first, second] = drafts.as_slice() else {
            unreachable!("two drafts")
        };
        save_draft(&stage.clerk(), first.id, undated(TITLE, first.version))
            .await
            .expect("saved");
        let refused = save_draft(&stage.clerk(), second.id, undated(TITLE, second.version))
            .await
            .expect_err("the number is taken");
        assert_eq!(fields(&refused), ["document_number"]);
        let dated = typed(TITLE, "12/QĐ-UBND", second.version);
        save_draft(&stage.clerk(), second.id, dated)
            .await
            .expect("a day tells them apart");
    }
}

#[tokio::test]
async fn every_error_of_a_draft_is_told_at_once_and_nothing_stored_changes() {
    for stage in stages().await {
        let duty = stage.open("11.2:decided", TITLE).await;
        let draft = start_draft(&stage.clerk(), duty.id).await.expect("a draft");
        let mut form = typed("", "12/QĐ-UBND", draft.version);
        form.draft.summary = " \n ".into();
        form.draft.document_date = ["30".into(), "02".into(), "2026".into()];
        let refused = submit(&stage.clerk(), draft.id, form)
            .await
            .expect_err("refused");
        assert_eq!(fields(&refused), ["title", "summary", "document_date"]);
        let mut future = typed(TITLE, "12/QĐ-UBND", draft.version);
        future.draft.document_date = ["13".into(), "02".into(), "2026".into()];
        let refused = submit(&stage.clerk(), draft.id, future)
            .await
            .expect_err("refused");
        assert_eq!(fields(&refused), ["document_date"]);
        assert_eq!(stage.publication(draft.id).await.publication, draft);
    }
}

#[tokio::test]
async fn a_correction_without_reason_and_a_withdrawal_without_article_are_refused() {
    for stage in stages().await {
        let (public, _) = stage.publish("11.2:decided", TITLE, "12/QĐ-UBND").await;
        let before = stage.trails().await;
        let correction = Correction {
            draft: words("", "12/QĐ-UBND"),
            reason: "sai".into(),
            version: public.version,
        };
        let refused = disclosure::correct(&stage.clerk(), public.id, correction)
            .await
            .expect_err("refused");
        assert_eq!(fields(&refused), ["title", "reason"]);
        let refused = disclosure::withdraw(&stage.chairman(), public.id, public.version, "", "sai")
            .await
            .expect_err("refused");
        assert_eq!(fields(&refused), ["article", "reason"]);
        let by_clerk = disclosure::withdraw(
            &stage.clerk(),
            public.id,
            public.version,
            "khoản 1 Điều 7 Luật Bảo vệ bí mật nhà nước",
            "Có nội dung thuộc bí mật nhà nước",
        )
        .await;
        assert!(matches!(by_clerk, Err(Error::Forbidden)), "{by_clerk:?}");
        assert_eq!(stage.trails().await, before);
        assert_eq!(stage.publication(public.id).await.publication, public);
    }
}
