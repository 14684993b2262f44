//! Vouchers for who watches over the account, names that leave on request, lines that are voided for everyone to see.

use std::collections::BTreeSet;

use dinh_domain::access::Role;
use dinh_service::Error;
use dinh_service::decision::{
    Line, account_desk, add_expense, add_receipt, public_account, public_receipt, void_line,
    voucher_of,
};
use dinh_service::roll::{EraseScope, erase_household};

use super::account::{expense, opened, receipt};
use super::scene::scenes;
use crate::stage::pdf;

#[tokio::test]
async fn vouchers_open_for_who_keeps_the_account_or_watches_over_it_and_for_nobody_else() {
    let may = BTreeSet::from([
        Role::CommuneClerk,
        Role::CommuneChairman,
        Role::CommunityHead,
        Role::FrontWorkCommittee,
        Role::FrontCommittee,
        Role::InspectionBoardMember,
        Role::InvestmentBoardMember,
    ]);
    for scene in scenes().await {
        let (id, number) = opened(&scene).await;
        let head = scene.head();
        add_receipt(&head, id, receipt(&scene, 0, 500_000))
            .await
            .expect("received");
        let voucher = pdf("hoa-don-bà-Kín.pdf", "hóa đơn");
        add_expense(&head, id, expense(400_000, ""), Some(voucher))
            .await
            .expect("spent");
        add_expense(&head, id, expense(50_000, ""), None)
            .await
            .expect("spent");
        for role in Role::ALL {
            let unit = match role {
                Role::CommunityHead
                | Role::FrontWorkCommittee
                | Role::TeamMember
                | Role::HouseholdRepresentative => scene.here().id,
                _ => scene.stage.ward.id,
            };
            let there = scene.acting_as(*role, unit);
            let opens = voucher_of(&there, number, 1).await;
            assert_eq!(opens.is_ok(), may.contains(role), "{}", role.code());
            let seen = public_account(&there, number).await.expect("read");
            let seen = seen.expect("an account").may_open_vouchers;
            assert_eq!(seen, may.contains(role), "{}", role.code());
            // The same office elsewhere has no business here.
            let elsewhere = scene.acting_as(*role, scene.stage.neighbour.id);
            let foreign = voucher_of(&elsewhere, number, 1).await;
            assert!(matches!(foreign, Err(Error::Forbidden)), "{}", role.code());
        }
        let opened = voucher_of(&head, number, 1).await.expect("a voucher");
        assert_eq!(opened.name, "hoa-don-bà-Kín.pdf");
        let bytes = scene.stage.platform.files.get(&opened.digest).await;
        assert!(bytes.expect("kept").starts_with(b"%PDF"));
        let none = voucher_of(&head, number, 2).await;
        assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
    }
}

#[tokio::test]
async fn the_name_of_a_payer_leaves_with_the_household_and_every_sum_stays() {
    for scene in scenes().await {
        let (id, number) = opened(&scene).await;
        let head = scene.head();
        for (place, amount) in [(0, 500_000), (0, 120_000), (1, 300_000)] {
            add_receipt(&head, id, receipt(&scene, place, amount))
                .await
                .expect("received");
        }
        void_line(&head, id, Line::Receipt(2), "Ghi nhầm số tiền.")
            .await
            .expect("voided");
        let before = account_desk(&head, number).await.expect("a desk");
        let household = *scene.households.first().expect("a household");
        let why = "Theo yêu cầu của hộ ngày 12/02/2026";
        erase_household(&head, household, 1, EraseScope::All, why)
            .await
            .expect("erased");
        let after = account_desk(&head, number).await.expect("a desk");
        let names: Vec<&str> = after
            .receipts
            .iter()
            .map(|row| row.payer.as_str())
            .collect();
        assert_eq!(names, ["Nguyễn Thị Kín 1", "", ""], "newest first");
        let sums = |desk: &dinh_service::decision::AccountDesk| {
            let public = desk.public.as_ref().expect("an account");
            let given: Vec<i64> = desk.pledges.iter().map(|row| row.given).collect();
            (public.totals.clone(), public.balance, given)
        };
        assert_eq!(sums(&before), sums(&after));
    }
}

#[tokio::test]
async fn what_is_voided_has_an_entry_of_its_own_that_everyone_finds() {
    for scene in scenes().await {
        let (id, number) = opened(&scene).await;
        let head = scene.head();
        add_receipt(&head, id, receipt(&scene, 0, 500_000))
            .await
            .expect("received");
        add_expense(&head, id, expense(400_000, ""), None)
            .await
            .expect("spent");
        for line in [Line::Receipt(1), Line::Expense(1)] {
            void_line(&head, id, line, "Ghi nhầm, đã trả lại tiền.")
                .await
                .expect("voided");
            let again = void_line(&head, id, line, "Ghi nhầm, đã trả lại tiền.").await;
            assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
        }
        let seen = public_receipt(&head, number, 1).await.expect("read");
        let seen = seen.expect("a receipt");
        assert!(seen.is_void && seen.void_position > seen.position);
        let account = public_account(&head, number).await.expect("read");
        let account = account.expect("an account");
        let expense = account.expenses.first().expect("an expense");
        assert!(expense.void_position > seen.void_position);
        assert_eq!(account.balance, 0);
        let none = public_receipt(&head, number, 9).await.expect("read");
        assert!(none.is_none());
    }
}
