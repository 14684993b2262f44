//! Adding, changing, ending, merging, splitting, moving: what the roll of each day says.

use dinh_domain::roll::{Household, LineageKind, RepresentativeDraft};
use dinh_service::Error;
use dinh_service::roll::{
    self as room, EndForm, MergeForm, MoveForm, RepresentativeForm, SplitForm,
};
use jiff::civil::{Date, date};

use super::hamlet::{BEGUN, Hamlets, draft, form, hamlets};
use crate::stage::{DECIDED, parts};

const CHANGED: Date = date(2026, 2, 2);
const WHY: &str = "Theo đơn của hộ ngày 01/02/2026";

fn end(household: &Household) -> EndForm {
    EndForm {
        version: household.version,
        on: parts(CHANGED),
        reason: WHY.into(),
    }
}

fn fields(error: Error) -> Vec<String> {
    match error {
        Error::Invalid(errors) => errors.into_iter().map(|error| error.field).collect(),
        other => panic!("not a list of errors: {other:?}"),
    }
}

async fn split(hamlets: &Hamlets, household: &Household, name: &str) -> Household {
    let form = SplitForm {
        version: household.version,
        on: parts(CHANGED),
        reason: WHY.into(),
        cluster: String::new(),
        representative: draft(name),
    };
    room::split_household(&hamlets.head(), household.id, form)
        .await
        .expect("split")
}

#[tokio::test]
async fn every_error_of_a_new_household_is_told_at_once() {
    for hamlets in hamlets().await {
        hamlets.add("Hộ Mẫu Một").await;
        let wrong = room::HouseholdForm {
            number: "1".into(),
            cluster: "c".repeat(61),
            from: parts(date(2026, 2, 13)),
            representative: RepresentativeDraft::default(),
            is_another: false,
        };
        let answer = room::add_household(&hamlets.head(), hamlets.here.id, wrong).await;
        let told = fields(answer.expect_err("refused"));
        assert_eq!(
            told,
            ["number", "cluster", "from", "name", "address", "capacity"]
        );
    }
}

#[tokio::test]
async fn a_twin_is_added_only_when_a_human_says_that_it_is_another_household() {
    for hamlets in hamlets().await {
        hamlets.add("Nguyễn Văn Mẫu").await;
        let mut twin = form("Nguyễn Văn Mẫu");
        twin.representative.name = "NGUYEN VAN MAU".into();
        let head = hamlets.head();
        let answer = room::add_household(&head, hamlets.here.id, twin.clone()).await;
        assert_eq!(fields(answer.expect_err("refused")), ["is_another"]);
        twin.is_another = true;
        let added = room::add_household(&head, hamlets.here.id, twin)
            .await
            .expect("added");
        assert_eq!(added.number, 2);
    }
}

#[tokio::test]
async fn a_representative_changes_from_a_day_on_and_the_old_one_stays_in_the_history() {
    for hamlets in hamlets().await {
        let household = hamlets.add("Trần Văn Cũ").await;
        let change = |version, on, name: &str| RepresentativeForm {
            version,
            cluster: "Cụm 2".into(),
            on: parts(on),
            representative: draft(name),
        };
        let head = hamlets.head();
        room::change_representative(&head, household.id, change(1, CHANGED, "Trần Thị Mới"))
            .await
            .expect("changed");
        let here = hamlets.here.id;
        let day_before = date(2026, 2, 1);
        assert_eq!(
            hamlets.roll(here, day_before).await,
            [(1, "Trần Văn Cũ".into())]
        );
        assert_eq!(
            hamlets.roll(here, CHANGED).await,
            [(1, "Trần Thị Mới".into())]
        );
        let stale = change(1, DECIDED, "Ai Đó");
        let stale = room::change_representative(&head, household.id, stale).await;
        assert!(matches!(stale, Err(Error::Conflict(_))), "{stale:?}");
        room::change_representative(&head, household.id, change(2, CHANGED, "Trần Thị Mới Đúng"))
            .await
            .expect("mended");
        let view = room::get_household(&head, household.id)
            .await
            .expect("a view");
        let names: Vec<&str> = view
            .representatives
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        assert_eq!(names, ["Trần Văn Cũ", "Trần Thị Mới Đúng"]);
        assert_eq!(view.household.cluster, "Cụm 2");
        let early = change(3, BEGUN, "Quá Sớm");
        let early = room::change_representative(&head, household.id, early).await;
        assert_eq!(fields(early.expect_err("too early")), ["on"]);
    }
}

#[tokio::test]
async fn an_ended_household_keeps_its_number_and_is_changed_no_more() {
    for hamlets in hamlets().await {
        let household = hamlets.add("Hộ Đi").await;
        let head = hamlets.head();
        room::end_household(&head, household.id, end(&household))
            .await
            .expect("ended");
        assert_eq!(
            hamlets.roll(hamlets.here.id, date(2026, 2, 1)).await.len(),
            1
        );
        assert_eq!(hamlets.roll(hamlets.here.id, CHANGED).await.len(), 0);
        let again = room::end_household(&head, household.id, end(&household)).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
        assert_eq!(hamlets.add("Hộ Đến").await.number, 2);
        let mut reused = form("Hộ Xin Số");
        reused.number = "1".into();
        let reused = room::add_household(&head, hamlets.here.id, reused).await;
        assert_eq!(fields(reused.expect_err("kept for ever")), ["number"]);
    }
}

#[tokio::test]
async fn a_merged_household_goes_up_in_another_of_the_hamlet() {
    for hamlets in hamlets().await {
        let (going, staying) = (
            hamlets.add("Hộ Nhập").await,
            hamlets.add("Hộ Giữ Lại").await,
        );
        let head = hamlets.head();
        let into = |into: &str, household: &Household| MergeForm {
            end: end(household),
            into: into.into(),
        };
        for wrong in ["", "1", "9"] {
            let answer = room::merge_household(&head, going.id, into(wrong, &going)).await;
            assert_eq!(fields(answer.expect_err(wrong)), ["into"], "{wrong}");
        }
        let kept = room::merge_household(&head, going.id, into("2", &going))
            .await
            .expect("merged");
        assert_eq!(kept.id, staying.id);
        let here = hamlets.here.id;
        assert_eq!(hamlets.roll(here, BEGUN).await.len(), 2);
        assert_eq!(
            hamlets.roll(here, CHANGED).await,
            [(2, "Hộ Giữ Lại".into())]
        );
        let view = room::get_household(&head, staying.id)
            .await
            .expect("a view");
        let before = view.predecessors.first().expect("a predecessor");
        assert_eq!((before.kind, before.number), (LineageKind::Merge, 1));
    }
}

#[tokio::test]
async fn a_household_that_comes_out_of_another_gets_a_number_of_its_own() {
    for hamlets in hamlets().await {
        let whole = hamlets.add("Hộ Cha Mẹ").await;
        let new = split(&hamlets, &whole, "Hộ Con Ra Riêng").await;
        assert_eq!(new.number, 2);
        assert_eq!(
            hamlets.roll(hamlets.here.id, date(2026, 2, 1)).await.len(),
            1
        );
        assert_eq!(hamlets.roll(hamlets.here.id, CHANGED).await.len(), 2);
        let view = room::get_household(&hamlets.head(), new.id)
            .await
            .expect("a view");
        assert_eq!(
            view.predecessors.first().expect("one").kind,
            LineageKind::Split
        );
    }
}

#[tokio::test]
async fn the_clerk_moves_a_household_and_it_stands_in_one_hamlet_on_each_day() {
    for hamlets in hamlets().await {
        let household = hamlets.add("Hộ Chuyển").await;
        let to = |slug: &str| MoveForm {
            end: end(&household),
            to: slug.into(),
            address: "3 hẻm Mới".into(),
        };
        let head =
            room::move_household(&hamlets.head(), household.id, to(&hamlets.there.slug)).await;
        assert!(matches!(head, Err(Error::Forbidden)), "{head:?}");
        let clerk = hamlets.clerk();
        let abroad = room::move_household(&clerk, household.id, to(&hamlets.abroad.slug)).await;
        assert_eq!(fields(abroad.expect_err("another ward")), ["to"]);
        room::move_household(&clerk, household.id, to(&hamlets.there.slug))
            .await
            .expect("moved");
        for (day, here, there) in [(date(2026, 2, 1), 1, 0), (CHANGED, 0, 1), (DECIDED, 0, 1)] {
            assert_eq!(
                hamlets.roll(hamlets.here.id, day).await.len(),
                here,
                "{day}"
            );
            assert_eq!(
                hamlets.roll(hamlets.there.id, day).await.len(),
                there,
                "{day}"
            );
        }
    }
}

#[tokio::test]
async fn a_roll_is_searched_by_number_and_by_words_without_tone_marks() {
    for hamlets in hamlets().await {
        for name in ["Nguyễn Thị Hoà", "Trần Văn Bé", "Lê Hoàng Hòa"] {
            hamlets.add(name).await;
        }
        let head = hamlets.head();
        for (search, numbers) in [
            ("hoa", vec![1, 3]),
            ("2", vec![2]),
            ("BÉ", vec![2]),
            ("%", vec![1, 2, 3]),
            ("xyz", vec![]),
        ] {
            let page = room::list_roll(&head, hamlets.here.id, DECIDED, search, 1)
                .await
                .expect("a page");
            let found: Vec<i64> = page
                .entries
                .iter()
                .map(|entry| entry.household.number)
                .collect();
            assert_eq!(found, numbers, "{search}");
            assert_eq!(page.total, 3);
        }
    }
}
