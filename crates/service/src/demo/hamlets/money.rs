//! The play of an account of contributions: plan, receipts, expenses with their vouchers.

use dinh_domain::decision::{ContributionSource, Gift};
use dinh_store::WriteTx;

use super::scene::{Giving, Move, Spending};
use super::turn::Turn;
use crate::decision as room;
use crate::decision::{ExpenseForm, Line, PledgeChange, ReceiptForm};
use crate::demo::paper;
use crate::error::{Error, Result};

impl Turn<'_, '_> {
    /// Play a move of the account.
    pub(super) async fn play_money(&self, tx: &mut WriteTx, step: &Move) -> Result<()> {
        let head = self.officer(0)?;
        match step {
            Move::OpenAccount(plan) => {
                room::open_account_in(&head, tx, self.id, (**plan).clone()).await?;
                Ok(())
            }
            Move::Waive(count) => self.waive(tx, *count).await,
            Move::Receive(giving) => self.receive(tx, giving).await,
            Move::Spend(spending) => self.spend(tx, *spending).await,
            Move::VoidSpending(number, reason) => {
                room::void_line_in(&head, tx, self.id, Line::Expense(*number), reason).await
            }
            other => Err(Error::Internal(format!("nobody plays {other:?}"))),
        }
    }

    async fn waive(&self, tx: &mut WriteTx, count: u64) -> Result<()> {
        let head = self.officer(0)?;
        for household in self.first(count) {
            let change = PledgeChange {
                household,
                amount: 0,
                labour: 0,
            };
            room::change_pledge_in(&head, tx, self.id, change).await?;
        }
        Ok(())
    }

    async fn receive(&self, tx: &mut WriteTx, giving: &Giving) -> Result<()> {
        let head = self.officer(0)?;
        for form in self.receipts(giving) {
            room::add_receipt_in(&head, tx, self.id, form).await?;
        }
        Ok(())
    }

    fn receipts(&self, giving: &Giving) -> Vec<ReceiptForm> {
        match giving {
            Giving::Households {
                from,
                to,
                amount,
                labour,
            } => {
                let all = self.hamlet.households.get(*from..*to).unwrap_or_default();
                all.iter()
                    .map(|(household, name)| ReceiptForm {
                        source: ContributionSource::Household,
                        household: Some(*household),
                        payer: name.clone(),
                        gift: Gift {
                            amount: *amount,
                            labour: *labour,
                            ..Gift::default()
                        },
                        received_on: self.day,
                    })
                    .collect()
            }
            Giving::Gift {
                source,
                payer,
                amount,
                goods,
                worth,
            } => vec![ReceiptForm {
                source: *source,
                household: None,
                payer: (*payer).to_owned(),
                gift: Gift {
                    amount: *amount,
                    labour: 0,
                    goods: (*goods).to_owned(),
                    goods_value: *worth,
                },
                received_on: self.day,
            }],
        }
    }

    async fn spend(&self, tx: &mut WriteTx, spending: Spending) -> Result<()> {
        let day = self.day.strftime("%Y-%m-%d");
        let name = format!("hoa-don-{day}.pdf");
        let officer = self.officer(0)?;
        let line = format!("Hoa don {} dong", spending.amount);
        let voucher = paper::sample_pdf(&officer, &name, &line).await?;
        let form = ExpenseForm {
            purpose: spending.purpose.to_owned(),
            amount: spending.amount,
            beyond: String::new(),
            spent_on: self.day,
        };
        room::add_expense_in(&officer, tx, self.id, form, Some(voucher)).await?;
        Ok(())
    }
}
