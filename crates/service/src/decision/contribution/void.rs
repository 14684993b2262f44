//! A line of the account was wrong: it stays to be read with its reason, and counts no more.

use dinh_domain::folding::clean;
use dinh_domain::ids::DecisionId;
use dinh_store::WriteTx;
use dinh_store::decision::contributions::{self, Void};
use serde_json::json;

use super::account::{enter, of_decision, record};
use super::expense::expense_text;
use super::receipt::receipt_text;
use crate::error::{Error, Result};
use crate::platform::Context;

/// A line of the account, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A receipt.
    Receipt(i64),
    /// An expense.
    Expense(i64),
}

/// Void a line, with a reason; the register says so.
pub async fn void_line(ctx: &Context<'_>, id: DecisionId, line: Line, reason: &str) -> Result<()> {
    let mut tx = ctx.write().await?;
    void_line_in(ctx, &mut tx, id, line, reason).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn void_line_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    line: Line,
    reason: &str,
) -> Result<()> {
    let (decision, account) = of_decision(ctx, tx, id).await?;
    let reason = given(reason)?;
    let (voided, text) = match line {
        Line::Receipt(number) => {
            let row = contributions::find_receipt(tx, account.id, number).await?;
            let row = row.ok_or(Error::NotFound)?;
            (row.voided_at, receipt_text(decision.number, &row, &reason))
        }
        Line::Expense(number) => {
            let row = contributions::find_expense(tx, account.id, number).await?;
            let row = row.ok_or(Error::NotFound)?;
            (row.voided_at, expense_text(decision.number, &row, &reason))
        }
    };
    if voided.is_some() {
        return Err(Error::Conflict("Dòng này đã được hủy từ trước.".into()));
    }
    let void = Void {
        at: ctx.now(),
        reason: &reason,
        position: enter(ctx, tx, &decision, &account, vec![text]).await?,
    };
    match line {
        Line::Receipt(number) => {
            contributions::void_receipt(tx, account.id, number, void).await?;
            let detail = json!({ "decision": decision.number, "receipt": number });
            record(ctx, tx, "void_receipt", &account, detail).await
        }
        Line::Expense(number) => {
            contributions::void_expense(tx, account.id, number, void).await?;
            let detail = json!({ "decision": decision.number, "expense": number });
            record(ctx, tx, "void_expense", &account, detail).await
        }
    }
}

fn given(reason: &str) -> Result<String> {
    let reason = clean(reason);
    if reason.chars().count() < 10 {
        return Err(Error::field(
            "reason",
            "Hãy ghi rõ lý do hủy (ít nhất 10 ký tự).",
        ));
    }
    Ok(reason)
}
