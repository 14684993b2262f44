//! The account of contributions: exact sums, nothing removed, nothing spent beyond the funds without saying so.

use dinh_domain::decision::{AnnulmentGround, ContributionPlan, ContributionSource, Gift, Subject};
use dinh_domain::ids::DecisionId;
use dinh_service::Error;
use dinh_service::decision::{
    ExpenseForm, Line, PledgeChange, ReceiptForm, account_desk, add_expense, add_receipt, annul,
    change_pledge, open_account, public_account, send, void_line,
};

use super::scene::{Scene, scenes};
use crate::stage::DECIDED;

pub async fn opened(scene: &Scene) -> (DecisionId, i64) {
    let decision = scene.passed(Subject::PublicWorks, &["Đồng ý"]).await;
    send(&scene.head(), decision.id, DECIDED)
        .await
        .expect("sent");
    let plan = ContributionPlan {
        household_amount: 500_000,
        household_labour: 15,
        ..ContributionPlan::default()
    };
    open_account(&scene.head(), decision.id, plan)
        .await
        .expect("opened");
    (decision.id, decision.number)
}

pub fn receipt(scene: &Scene, place: usize, amount: i64) -> ReceiptForm {
    ReceiptForm {
        source: ContributionSource::Household,
        household: scene.households.get(place).copied(),
        payer: format!("Nguyễn Thị Kín {place}"),
        gift: Gift {
            amount,
            labour: 5,
            ..Gift::default()
        },
        received_on: DECIDED,
    }
}

pub fn expense(amount: i64, beyond: &str) -> ExpenseForm {
    ExpenseForm {
        purpose: "Mua xi măng đợt một".into(),
        amount,
        beyond: beyond.into(),
        spent_on: DECIDED,
    }
}

/// A small chance of our own: the same sequence each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[tokio::test]
async fn whatever_is_received_voided_and_spent_the_balance_is_the_sum() {
    for scene in scenes().await {
        let (id, number) = opened(&scene).await;
        let head = scene.head();
        let mut dice = Dice(7);
        let (mut received, mut spent) = (Vec::<(i64, i64)>::new(), Vec::<(i64, i64)>::new());
        for _ in 0..40 {
            let balance = sum(&received) - sum(&spent);
            let amount = i64::try_from(dice.roll(900_000) + 1).expect("small");
            match dice.roll(5) {
                0 | 1 => {
                    let place = usize::try_from(dice.roll(4)).expect("small");
                    let form = receipt(&scene, place, amount);
                    let line = add_receipt(&head, id, form).await.expect("received");
                    received.push((line, amount));
                }
                2 => {
                    let silent = add_expense(&head, id, expense(amount, ""), None).await;
                    assert_eq!(silent.is_ok(), amount <= balance, "{amount} of {balance}");
                    if let Ok(line) = silent {
                        spent.push((line, amount));
                    }
                }
                3 => {
                    let form = expense(amount, "Trưởng ấp tạm ứng trước");
                    let line = add_expense(&head, id, form, None).await.expect("spent");
                    spent.push((line, amount));
                }
                _ => {
                    if let Some((line, _)) = received.pop() {
                        void_line(&head, id, Line::Receipt(line), "Ghi nhầm số tiền.")
                            .await
                            .expect("voided");
                    } else if let Some((line, _)) = spent.pop() {
                        void_line(&head, id, Line::Expense(line), "Ghi nhầm khoản chi.")
                            .await
                            .expect("voided");
                    }
                }
            }
            let seen = public_account(&head, number)
                .await
                .expect("read")
                .expect("an account");
            assert_eq!(seen.received, sum(&received));
            assert_eq!(seen.spent, sum(&spent));
            assert_eq!(seen.balance, sum(&received) - sum(&spent));
        }
    }
}

fn sum(lines: &[(i64, i64)]) -> i64 {
    lines.iter().map(|(_, amount)| amount).sum()
}

#[tokio::test]
async fn a_household_that_gives_nothing_has_nothing_but_a_zero() {
    for scene in scenes().await {
        let (id, number) = opened(&scene).await;
        let waived = PledgeChange {
            household: *scene.households.first().expect("a household"),
            amount: 0,
            labour: 0,
        };
        change_pledge(&scene.head(), id, waived)
            .await
            .expect("changed");
        let desk = account_desk(&scene.head(), number).await.expect("a desk");
        let wanted: Vec<(i64, i64)> = desk
            .pledges
            .iter()
            .map(|row| (row.amount, row.labour))
            .collect();
        assert_eq!(
            wanted,
            [(0, 0), (500_000, 15), (500_000, 15), (500_000, 15)]
        );
        let public = desk.public.expect("an account");
        assert_eq!((public.pledged, public.pledged_labour), (1_500_000, 45));
    }
}

#[tokio::test]
async fn nothing_is_received_under_a_decision_that_no_longer_binds() {
    for scene in scenes().await {
        let (id, _) = opened(&scene).await;
        annul(
            &scene.chairman(),
            id,
            AnnulmentGround::Content,
            "60/QĐ-UBND",
            "Mức đóng góp trái quy định.",
            DECIDED,
        )
        .await
        .expect("annulled");
        let late = add_receipt(&scene.head(), id, receipt(&scene, 0, 500_000)).await;
        assert!(
            matches!(&late, Err(Error::Unlawful { article, .. }) if article.contains("21")),
            "{late:?}"
        );
    }
}

#[tokio::test]
async fn only_matters_of_contributions_have_an_account_and_only_its_keeper_writes() {
    for scene in scenes().await {
        let other = scene.passed(Subject::SelfGoverning, &["Đồng ý"]).await;
        send(&scene.head(), other.id, DECIDED).await.expect("sent");
        let plan = ContributionPlan {
            household_amount: 1,
            ..ContributionPlan::default()
        };
        let wrong = open_account(&scene.head(), other.id, plan).await;
        assert!(matches!(wrong, Err(Error::Conflict(_))));
        let (id, number) = opened(&scene).await;
        for ctx in [scene.chairman(), scene.front()] {
            let foreign = add_receipt(&ctx, id, receipt(&scene, 0, 1)).await;
            assert!(matches!(foreign, Err(Error::Forbidden)));
            let seen = account_desk(&ctx, number).await;
            assert!(matches!(seen, Err(Error::Forbidden)));
        }
    }
}
