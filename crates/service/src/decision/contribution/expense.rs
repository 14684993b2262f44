//! Spend from the account, with a voucher.

use std::fmt::Write;

use dinh_domain::FieldError;
use dinh_domain::decision::check_spending;
use dinh_domain::folding::clean;
use dinh_domain::ids::{ContributionId, DecisionId};
use dinh_store::decision::contributions::{self, ExpenseRow};
use dinh_store::{ReadTx, WriteTx};
use jiff::civil::Date;
use serde_json::json;

use super::super::public_text::text;
use super::account::{enter, of_decision, record};
use crate::error::{Error, Result};
use crate::files::{CheckedFile, Upload, check_upload};
use crate::platform::Context;
use crate::register::{ActContent, Bytes};

/// An expense as typed.
#[derive(Clone, Debug)]
pub struct ExpenseForm {
    /// What for; public, names nobody.
    pub purpose: String,
    /// How much.
    pub amount: i64,
    /// Where the money comes from when more is spent than is there; public.
    pub beyond: String,
    /// Day.
    pub spent_on: Date,
}

/// Spend; gives the number of the expense.
pub async fn add_expense(
    ctx: &Context<'_>,
    id: DecisionId,
    form: ExpenseForm,
    voucher: Option<Upload>,
) -> Result<i64> {
    let checked = match voucher {
        None => None,
        Some(upload) => Some(check_upload(ctx, "voucher", upload).await?),
    };
    let mut tx = ctx.write().await?;
    let number = add_expense_in(ctx, &mut tx, id, form, checked).await?;
    tx.commit().await?;
    Ok(number)
}

/// The same inside a transaction of the caller.
pub async fn add_expense_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    form: ExpenseForm,
    voucher: Option<CheckedFile>,
) -> Result<i64> {
    let (decision, account) = of_decision(ctx, tx, id).await?;
    let balance = balance_of(tx, account.id).await?;
    let (purpose, beyond) = checked(ctx, &form, balance)?;
    let mut row = ExpenseRow {
        id: ctx.new_id(),
        contribution_id: account.id.0,
        number: contributions::next_expense(tx, account.id).await?,
        purpose,
        amount: form.amount,
        beyond,
        spent_on: form.spent_on.into(),
        voucher_name: String::new(),
        voucher_type: String::new(),
        voucher_sha256: None,
        recorded_at: ctx.now().into(),
        voided_at: None,
        void_reason: String::new(),
        register_position: None,
        void_position: None,
    };
    let mut contents = vec![expense_text(decision.number, &row, "")];
    if let Some(file) = voucher {
        crate::files::keep(ctx, tx, &file).await?;
        contents.push(ActContent {
            name: "chung-tu".to_owned(),
            media_type: file.media_type.clone(),
            bytes: Bytes::Stored {
                sha256: file.sha256,
                size: file.size,
            },
            sealed: true,
        });
        row.voucher_name = file.name;
        row.voucher_type = file.media_type;
        row.voucher_sha256 = Some(file.sha256.to_vec());
    }
    row.register_position = Some(enter(ctx, tx, &decision, &account, contents).await?);
    contributions::add_expense(tx, &row, ctx.account()).await?;
    let detail = json!({ "decision": decision.number, "expense": row.number });
    record(ctx, tx, "spend_contributions", &account, detail).await?;
    Ok(row.number)
}

fn checked(ctx: &Context<'_>, form: &ExpenseForm, balance: i64) -> Result<(String, String)> {
    let mut errors: Vec<FieldError> = check_spending(form.amount).err().into_iter().collect();
    let purpose = clean(&form.purpose);
    let length = purpose.chars().count();
    if !(5..=300).contains(&length) {
        errors.push(FieldError::new(
            "purpose",
            "Hãy ghi chi vào việc gì (từ 5 đến 300 ký tự); nội dung này được công khai, không ghi tên người.",
        ));
    }
    if form.spent_on > ctx.today() {
        errors.push(FieldError::new(
            "spent_on",
            "Ngày chi ở tương lai; hãy ghi sau khi đã chi.",
        ));
    }
    let is_beyond = form.amount > balance;
    let beyond = if is_beyond {
        clean(&form.beyond)
    } else {
        String::new()
    };
    if is_beyond && !(10..=300).contains(&beyond.chars().count()) {
        errors.push(FieldError::new(
            "beyond",
            format!(
                "Số chi nhiều hơn số tiền còn lại ({balance} đồng). Hãy kiểm tra lại, hoặc ghi rõ nguồn tạm ứng (từ 10 đến 300 ký tự); nội dung này được công khai."
            ),
        ));
    }
    if errors.is_empty() {
        Ok((purpose, beyond))
    } else {
        Err(Error::Invalid(errors))
    }
}

/// Money received less money spent, of what stands. Labour and goods are no money.
pub(super) async fn balance_of(tx: &mut ReadTx, id: ContributionId) -> Result<i64> {
    let received: i64 = contributions::totals(tx, id)
        .await?
        .iter()
        .map(|total| total.amount)
        .sum();
    Ok(received - contributions::spent(tx, id).await?)
}

pub(super) fn expense_text(decision: i64, row: &ExpenseRow, void_reason: &str) -> ActContent {
    let mut lines = format!(
        "dinh/contribution-expense/1\ndecision {decision}\nexpense {}\namount {}\nspent {}\n",
        row.number,
        row.amount,
        row.spent_on.to_jiff(),
    );
    let kind = if void_reason.is_empty() { "" } else { "void\n" };
    let _ = write!(
        lines,
        "{kind}\n{}\n{}\n{void_reason}\n",
        row.purpose, row.beyond
    );
    text("khoan-chi.txt", lines, true)
}
