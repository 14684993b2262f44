//! Receive a contribution.

use std::fmt::Write;

use dinh_domain::FieldError;
use dinh_domain::decision::{ContributionSource, Gift};
use dinh_domain::folding::clean;
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_store::WriteTx;
use dinh_store::decision::contributions::{self, ReceiptRow};
use jiff::civil::Date;
use serde_json::json;

use super::super::deliver::of_this_community;
use super::super::public_text::text;
use super::account::{enter, of_decision, record, refuse_unbound};
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::register::ActContent;

/// A receipt as typed.
#[derive(Clone, Debug)]
pub struct ReceiptForm {
    /// From where.
    pub source: ContributionSource,
    /// The household, when one gives.
    pub household: Option<HouseholdId>,
    /// Who handed it over.
    pub payer: String,
    /// What.
    pub gift: Gift,
    /// Day.
    pub received_on: Date,
}

/// Receive a contribution; gives the number of its receipt.
pub async fn add_receipt(ctx: &Context<'_>, id: DecisionId, form: ReceiptForm) -> Result<i64> {
    let mut tx = ctx.write().await?;
    let number = add_receipt_in(ctx, &mut tx, id, form).await?;
    tx.commit().await?;
    Ok(number)
}

/// The same inside a transaction of the caller.
pub async fn add_receipt_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    form: ReceiptForm,
) -> Result<i64> {
    let (decision, account) = of_decision(ctx, tx, id).await?;
    let (gift, payer) = checked(ctx, &form)?;
    refuse_unbound(ctx, tx, &decision, form.received_on).await?;
    let household = match (form.source, form.household) {
        (ContributionSource::Household, Some(household)) => {
            of_this_community(ctx, tx, &decision, household).await?;
            Some(household)
        }
        _ => None,
    };
    let mut row = ReceiptRow {
        id: ctx.new_id(),
        contribution_id: account.id.0,
        number: contributions::next_receipt(tx, account.id).await?,
        source: form.source.code().to_owned(),
        household_id: household.map(|id| id.0),
        payer,
        amount: gift.amount,
        labour: gift.labour,
        goods: gift.goods,
        goods_value: gift.goods_value,
        received_on: form.received_on.into(),
        recorded_at: ctx.now().into(),
        voided_at: None,
        void_reason: String::new(),
        register_position: None,
        void_position: None,
    };
    let contents = vec![receipt_text(decision.number, &row, "")];
    let position = enter(ctx, tx, &decision, &account, contents).await?;
    row.register_position = Some(position);
    contributions::add_receipt(tx, &row, ctx.account()).await?;
    let detail = json!({ "decision": decision.number, "receipt": row.number });
    record(ctx, tx, "receive_contribution", &account, detail).await?;
    Ok(row.number)
}

fn checked(ctx: &Context<'_>, form: &ReceiptForm) -> Result<(Gift, String)> {
    let mut errors = Vec::new();
    let gift = match form.gift.clone().check() {
        Ok(gift) => gift,
        Err(found) => {
            errors.extend(found);
            Gift::default()
        }
    };
    let payer = clean(&form.payer);
    if payer.chars().count() > 200 {
        errors.push(FieldError::new(
            "payer",
            "Hãy rút ngắn tên người nộp còn tối đa 200 ký tự.",
        ));
    }
    if payer.is_empty() && form.source != ContributionSource::Budget {
        errors.push(FieldError::new(
            "payer",
            "Hãy ghi người nộp hoặc đơn vị ủng hộ.",
        ));
    }
    if form.source == ContributionSource::Household && form.household.is_none() {
        errors.push(FieldError::new(
            "household",
            "Hãy ghi số hộ theo sổ hộ của thôn, tổ dân phố.",
        ));
    }
    if form.received_on > ctx.today() {
        errors.push(FieldError::new(
            "received_on",
            "Ngày nhận ở tương lai; hãy ghi sau khi đã nhận.",
        ));
    }
    if errors.is_empty() {
        Ok((gift, payer))
    } else {
        Err(Error::Invalid(errors))
    }
}

/// What the register vouches for: sealed, because who gave how much is nobody's business but theirs.
pub(super) fn receipt_text(decision: i64, row: &ReceiptRow, void_reason: &str) -> ActContent {
    let mut lines = format!(
        "dinh/contribution-receipt/1\ndecision {decision}\nreceipt {}\nsource {}\namount {}\nlabour {}\nvalue {}\nreceived {}\n",
        row.number,
        row.source,
        row.amount,
        row.labour,
        row.goods_value,
        row.received_on.to_jiff(),
    );
    let kind = if void_reason.is_empty() { "" } else { "void\n" };
    let _ = write!(lines, "{kind}\n{}\n{void_reason}\n", row.goods);
    text("bien-nhan.txt", lines, true)
}
