//! Postings and broadcasts: how long, what is missing, what was taken down early.

use dinh_domain::ids::FormRecordId;
use dinh_service::Error;
use dinh_service::disclosure::{FormInput, end, end_form, record_form, report_early_end, withdraw};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::stage::{DECIDED, Stage, parts, posting, stages};

const GONE: &str = "Mưa lớn làm hỏng bảng tin, bản niêm yết bị rách";

fn at(place_kind: &str, from: Date) -> FormInput {
    FormInput {
        place_kind: place_kind.into(),
        ..posting(from)
    }
}

fn article(result: Result<impl std::fmt::Debug, Error>) -> String {
    match result {
        Err(Error::Unlawful {
            article,
            lawful_alternative,
            ..
        }) => {
            assert!(!lawful_alternative.is_empty());
            article
        }
        other => panic!("not refused by law: {other:?}"),
    }
}

async fn ended_on(stage: &Stage, id: FormRecordId) -> Option<Date> {
    let mut tx = stage.platform.store.read().await.expect("a snapshot");
    let row = dinh_store::disclosure::forms::find(&mut tx, id)
        .await
        .expect("read");
    row.expect("the record")
        .ended_on
        .map(dinh_store::StoredDate::to_jiff)
}

#[tokio::test]
async fn a_notice_is_refused_to_end_on_its_twenty_ninth_and_thirtieth_day_and_may_on_the_next() {
    for stage in stages().await {
        let (public, _) = stage
            .publish("11.2:decided", "Dự toán năm 2026", "12/QĐ-UBND")
            .await;
        let clerk = stage.clerk();
        let notice = record_form(&clerk, public.id, posting(DECIDED), None)
            .await
            .expect("posted");
        stage.move_to(date(2026, 4, 1));
        let before = stage.trails().await;
        for days in [29, 30] {
            let refused = end_form(&clerk, notice, DECIDED + days.days()).await;
            assert!(article(refused).contains("Điều 13"), "day {days}");
        }
        assert_eq!(stage.trails().await, before);
        assert_eq!(ended_on(&stage, notice).await, None);
        let day = DECIDED + 31.days();
        end_form(&clerk, notice, day)
            .await
            .expect("its time is over");
        assert_eq!(ended_on(&stage, notice).await, Some(day));
        let twice = end_form(&clerk, notice, day).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        assert_eq!(stage.duty(public.duty).await.early_ends, 0);
    }
}

#[tokio::test]
async fn a_notice_that_was_gone_too_early_is_a_fault_and_has_to_be_put_up_again() {
    for stage in stages().await {
        let (public, _) = stage
            .publish("11.2:decided", "Dự toán năm 2026", "12/QĐ-UBND")
            .await;
        let clerk = stage.clerk();
        assert_eq!(
            stage.duty(public.duty).await.missing_forms,
            3,
            "three places"
        );
        let notice = record_form(&clerk, public.id, posting(DECIDED), None)
            .await
            .expect("posted");
        assert_eq!(stage.duty(public.duty).await.missing_forms, 2);
        stage.move_to(date(2026, 2, 25));
        let silent = report_early_end(&clerk, notice, date(2026, 2, 24), "mưa").await;
        assert!(matches!(silent, Err(Error::Invalid(_))), "{silent:?}");
        report_early_end(&clerk, notice, date(2026, 2, 24), GONE)
            .await
            .expect("reported");
        let duty = stage.duty(public.duty).await;
        assert_eq!((duty.early_ends, duty.missing_forms), (1, 3));
        let again = posting(date(2026, 2, 25));
        record_form(&clerk, public.id, again, None)
            .await
            .expect("posted again");
        let duty = stage.duty(public.duty).await;
        assert_eq!(
            (duty.early_ends, duty.missing_forms),
            (1, 2),
            "the fault stays"
        );
    }
}

#[tokio::test]
async fn a_permanent_item_never_comes_down_and_is_at_fault_when_it_is_gone() {
    for stage in stages().await {
        let (public, _) = stage
            .publish("11.4:regulation", "Quy chế thực hiện dân chủ", "14/QĐ-UBND")
            .await;
        let clerk = stage.clerk();
        let notice = record_form(&clerk, public.id, posting(DECIDED), None)
            .await
            .expect("posted");
        assert_eq!(stage.duty(public.duty).await.missing_forms, 0);
        stage.move_to(date(2030, 2, 12));
        let refused = end_form(&clerk, notice, date(2030, 2, 12)).await;
        assert!(article(refused).contains("Điều 13"));
        let refused = end(&clerk, public.id, public.version).await;
        assert!(article(refused).contains("Điều 11"));
        report_early_end(&clerk, notice, date(2030, 2, 12), GONE)
            .await
            .expect("reported");
        let duty = stage.duty(public.duty).await;
        assert_eq!((duty.early_ends, duty.missing_forms), (1, 1));
    }
}

#[tokio::test]
async fn a_publication_leaves_the_portal_only_after_the_longest_duration() {
    for stage in stages().await {
        let (public, _) = stage
            .publish("11.2:decided", "Dự toán năm 2026", "12/QĐ-UBND")
            .await;
        let clerk = stage.clerk();
        stage.move_to(DECIDED + 30.days());
        article(end(&clerk, public.id, public.version).await);
        let late = record_form(&clerk, public.id, posting(DECIDED + 20.days()), None).await;
        let late = late.expect("posted twenty days later");
        stage.move_to(DECIDED + 31.days());
        article(end(&clerk, public.id, public.version).await);
        stage.move_to(DECIDED + 51.days());
        end_form(&clerk, late, DECIDED + 51.days())
            .await
            .expect("its time is over");
        end(&clerk, public.id, public.version).await.expect("ended");
        let again = end(&clerk, public.id, public.version + 1).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    }
}

#[tokio::test]
async fn broadcasts_on_three_days_in_a_row_and_a_word_to_the_hamlet_heads_complete_the_forms() {
    for stage in stages().await {
        let (public, _) = stage
            .publish("11.7:policy", "Tiêu chí hỗ trợ nhà ở", "15/QĐ-UBND")
            .await;
        let clerk = stage.clerk();
        let missing = async || stage.duty(public.duty).await.missing_forms;
        assert_eq!(
            missing().await,
            5,
            "three places, loudspeaker, hamlet heads"
        );
        stage.move_to(date(2026, 3, 2));
        for place in ["headquarters", "culture_house", "community_point"] {
            record_form(&clerk, public.id, at(place, DECIDED), None)
                .await
                .expect("posted");
        }
        assert_eq!(missing().await, 2);
        let air = |from, to| FormInput {
            form: "loudspeaker".into(),
            place_kind: String::new(),
            to: parts(to),
            ..posting(from)
        };
        let two = air(date(2026, 2, 23), date(2026, 2, 24));
        record_form(&clerk, public.id, two, None)
            .await
            .expect("broadcast");
        let apart = air(date(2026, 2, 26), date(2026, 2, 27));
        record_form(&clerk, public.id, apart, None)
            .await
            .expect("broadcast");
        assert_eq!(missing().await, 2, "with a gap of a day");
        let between = air(date(2026, 2, 25), date(2026, 2, 25));
        record_form(&clerk, public.id, between, None)
            .await
            .expect("broadcast");
        assert_eq!(missing().await, 1);
        let heads = FormInput {
            form: "community_head".into(),
            place_kind: String::new(),
            ..posting(DECIDED)
        };
        record_form(&clerk, public.id, heads, None)
            .await
            .expect("told");
        assert_eq!(missing().await, 0);
    }
}

#[tokio::test]
async fn impossible_days_and_empty_words_of_a_form_are_all_told_at_once() {
    for stage in stages().await {
        let (public, _) = stage
            .publish("11.2:decided", "Dự toán năm 2026", "12/QĐ-UBND")
            .await;
        let clerk = stage.clerk();
        let before = stage.trails().await;
        let refused = async |input| match record_form(&clerk, public.id, input, None).await {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|error| error.field).collect(),
            other => panic!("{other:?}"),
        };
        let empty: Vec<String> = refused(FormInput::default()).await;
        assert_eq!(empty, ["form", "place", "by_whom", "from"]);
        let mut wrong = posting(DECIDED.tomorrow().expect("a day"));
        wrong.place_kind = String::new();
        wrong.to = parts(date(2026, 2, 11));
        assert_eq!(refused(wrong).await, ["place_kind", "from", "to"]);
        let before_publication = posting(DECIDED.yesterday().expect("a day"));
        assert_eq!(refused(before_publication).await, ["from"]);
        let mut until_tomorrow = posting(DECIDED);
        until_tomorrow.to = parts(date(2026, 2, 13));
        assert_eq!(refused(until_tomorrow).await, ["to"]);
        assert_eq!(stage.trails().await, before);
    }
}

#[tokio::test]
async fn forms_are_recorded_only_for_what_is_public() {
    for stage in stages().await {
        let duty = stage.open("11.2:decided", "Dự toán năm 2026").await;
        let draft = stage.submit(&duty, "12/QĐ-UBND").await;
        let clerk = stage.clerk();
        let early = record_form(&clerk, draft.id, posting(DECIDED), None).await;
        assert!(matches!(early, Err(Error::Conflict(_))), "{early:?}");
        let (public, _) = stage
            .publish("11.3:projects", "Dự án chợ An Thới", "13/QĐ-UBND")
            .await;
        let notice = record_form(&clerk, public.id, posting(DECIDED), None)
            .await
            .expect("posted");
        let (article, reason) = (
            "khoản 1 Điều 7 Luật 29/2018/QH14",
            "Có nội dung bí mật nhà nước",
        );
        withdraw(
            &stage.chairman(),
            public.id,
            public.version,
            article,
            reason,
        )
        .await
        .expect("withdrawn");
        let late = record_form(&clerk, public.id, posting(DECIDED), None).await;
        assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
        end_form(&clerk, notice, DECIDED)
            .await
            .expect("what was withdrawn may come down at once");
        assert_eq!(stage.duty(public.duty).await.early_ends, 0);
    }
}
