//! The receipt as a paper for who handed something over.

use dinh_domain::ids::DecisionId;
use dinh_report::{CommunityPaper, ContributionReceipt};
use dinh_store::decision::contributions::{self, ReceiptRow};
use uuid::Uuid;

use super::view::kept;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::register::printed_entry;

/// The paper of one receipt, for the keeper of the account.
pub async fn receipt_paper(
    ctx: &Context<'_>,
    id: DecisionId,
    number: i64,
) -> Result<ContributionReceipt> {
    let mut tx = ctx.read().await?;
    let (decision, account) = kept(ctx, &mut tx, id).await?;
    let row = contributions::find_receipt(&mut tx, account.id, number)
        .await?
        .filter(|row| row.voided_at.is_none())
        .ok_or(Error::NotFound)?;
    let household = match row.household_id {
        Some(id) => household_number(&mut tx, id).await?,
        None => String::new(),
    };
    let units = crate::units::directory(ctx.platform, &mut tx).await?;
    let unit = units.find(decision.unit).ok_or(Error::NotFound)?;
    let commune = unit.parent.and_then(|id| units.find(id)).unwrap_or(unit);
    let received_on = row.received_on.to_jiff();
    let (whole_days, in_kind) = labour_and_goods(&row);
    let url = format!(
        "{}/ban-va-quyet-dinh/{}/dong-gop/bien-nhan/{}",
        ctx.platform.base_url, decision.number, row.number
    );
    let entry = match row.register_position {
        Some(position) => printed_entry(ctx.platform, &mut tx, &url, position).await?,
        None => None,
    };
    Ok(ContributionReceipt {
        paper: CommunityPaper {
            entry,
            commune: commune.full_name.clone(),
            community: unit.full_name.clone(),
            number: Some(row.number.to_string()),
            symbol: "BN".to_owned(),
            place: commune.name.clone(),
            date: received_on,
            recipients: Vec::new(),
            sample: account.sample,
        },
        decision_number: decision.number.to_string(),
        title: decision.proposal.title.clone(),
        household_number: household,
        payer: row.payer.clone(),
        amount: u64::try_from(row.amount).unwrap_or(0),
        labour_days: u64::try_from(whole_days).unwrap_or(0),
        in_kind,
        received_on,
        receiver: String::new(),
        url,
    })
}

/// Whole days of labour, and goods in words: the paper counts whole days, a part of a day is said in words.
fn labour_and_goods(row: &ReceiptRow) -> (i64, String) {
    if row.labour % 10 == 0 {
        return (row.labour / 10, row.goods.clone());
    }
    let part = format!("{},{} ngày công", row.labour / 10, row.labour % 10);
    let in_kind = if row.goods.is_empty() {
        part
    } else {
        format!("{part}; {}", row.goods)
    };
    (0, in_kind)
}

async fn household_number(tx: &mut dinh_store::ReadTx, id: Uuid) -> Result<String> {
    let household =
        dinh_store::roll::households::get(tx, dinh_domain::ids::HouseholdId(id)).await?;
    Ok(household.number.to_string())
}
