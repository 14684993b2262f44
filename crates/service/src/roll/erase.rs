//! Personal data are erased on request (Law 91/2025/QH15); the household, its number
//! and its history of days stay.

use dinh_domain::ids::HouseholdId;
use dinh_domain::roll::require_reason;
use dinh_store::WriteTx;
use dinh_store::decision::{contributions, guests, hands, speeches, vote_cards};
use dinh_store::roll::{frozen, households, representatives};
use jiff::ToSpan as _;
use serde_json::json;

use super::place::managed;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// What is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EraseScope {
    /// Those who represented the household before, not the present one.
    Past,
    /// Everything. A household in force then has nobody who represents it until
    /// somebody is named anew.
    All,
}

impl EraseScope {
    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::All => "all",
        }
    }

    /// The scope with this code.
    pub fn find(code: &str) -> Option<Self> {
        [Self::Past, Self::All]
            .into_iter()
            .find(|scope| scope.code() == code)
    }
}

/// Erase personal data of a household, with a reason. Refused while it stands on a
/// fixed roll whose round is not closed: the count needs it.
pub async fn erase_household(
    ctx: &Context<'_>,
    id: HouseholdId,
    version: i64,
    scope: EraseScope,
    reason: &str,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    let household = households::get(&mut tx, id).await?;
    let unit = managed(ctx, &mut tx, household.unit).await?;
    let reason = require_reason("reason", reason).map_err(|error| Error::Invalid(vec![error]))?;
    if household.version != version {
        return Err(dinh_store::StoreError::Conflict.into());
    }
    if frozen::find_open_with(&mut tx, id).await?.is_some() {
        return Err(still_counted(household.number));
    }
    let present = representatives::latest(&mut tx, id).await?;
    let (before, lines_before) = match scope {
        EraseScope::Past => (Some(present.valid_from), present.valid_from),
        EraseScope::All => (None, ctx.today().saturating_add(1.day())),
    };
    let rows = representatives::erase(&mut tx, id, before, ctx.now()).await?;
    let lines = frozen::erase_lines(&mut tx, id, lines_before, ctx.now()).await?;
    let receipts = contributions::erase_payers(&mut tx, id, lines_before).await?;
    let said = match scope {
        EraseScope::Past => 0,
        EraseScope::All => erase_in_decisions(&mut tx, id).await?,
    };
    let by = ctx.account().ok_or(Error::Forbidden)?;
    representatives::add_erasure(&mut tx, id, scope.code(), &reason, ctx.now(), by).await?;
    if household.valid_to.is_none() {
        households::touch(&mut tx, id, version, &household.cluster).await?;
    }
    let detail = json!({
        "number": household.number, "scope": scope.code(), "entries": rows, "lines": lines,
        "receipts": receipts, "decisions": said,
    });
    audit::record(ctx, &mut tx, "erase_household", id, Some(unit.id), detail).await?;
    tx.commit().await?;
    Ok(())
}

/// What decisions kept of the people of the household: who registered, what was said, which hands were raised, who votes
/// with an account.
async fn erase_in_decisions(tx: &mut WriteTx, id: HouseholdId) -> Result<u64> {
    let guests = guests::erase_of(tx, id).await?;
    let speeches = speeches::erase_of(tx, id).await?;
    let hands = hands::erase_of(tx, id).await?;
    vote_cards::unlink_household(tx, id).await?;
    Ok(guests.saturating_add(speeches).saturating_add(hands))
}

fn still_counted(number: i64) -> Error {
    Error::Unlawful {
        article: "điểm b khoản 2 Điều 20 Luật 10/2022/QH15".into(),
        reason: format!(
            "Hộ số {number} có tên trong sổ đã chốt của một lần biểu quyết chưa kết thúc; tổng số hộ và kết quả cần dòng này."
        ),
        lawful_alternative:
            "Hãy trả lời người yêu cầu rằng dữ liệu sẽ được xóa khi biểu quyết kết thúc, rồi xóa vào lúc đó."
                .into(),
    }
}
