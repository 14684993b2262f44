//! A decision fixes the roll of its community for itself: total, lines and their root.
//!
//! The total of households is part of every decision (Art. 20(2)(b)). It is fixed when
//! the decision is opened, corrected with a reason until it is closed, and never after.
//! Whoever calls has authorised already: the decision room knows who runs a decision.

use dinh_domain::ids::{DecisionId, HouseholdId, UnitId};
use dinh_domain::roll::{RollLine, RollTree, commitment, require_reason};
use dinh_store::roll::frozen::{self, FrozenRow, NewCorrection, NewFrozen, NewLine};
use dinh_store::roll::households::{self, Entry, NOTHING, Part};
use dinh_store::{ReadTx, WriteTx};
use jiff::civil::Date;
use serde_json::json;

use super::place::{MOST_HOUSEHOLDS, require_hamlet};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

const ARTICLE: &str = "điểm b khoản 2 Điều 20 Luật 10/2022/QH15";

/// What a decision knows of its fixed roll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrozenRoll {
    /// Households that count.
    pub total: u64,
    /// Root over the commitments of their lines.
    pub root: [u8; 32],
    /// How often it was corrected.
    pub corrections: u64,
}

impl FrozenRoll {
    pub(super) fn of_row(row: &FrozenRow) -> Result<Self> {
        Ok(Self {
            total: unsigned(row.total)?,
            root: bytes(&row.root)?,
            corrections: unsigned(row.corrections)?,
        })
    }
}

/// What a correction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RollChange {
    /// The household was forgotten.
    Add,
    /// The household does not belong to the community, or stands there twice.
    Remove,
}

impl RollChange {
    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
        }
    }

    /// The change with this code.
    pub fn find(code: &str) -> Option<Self> {
        [Self::Add, Self::Remove]
            .into_iter()
            .find(|change| change.code() == code)
    }
}

/// A correction of a fixed roll before it is closed.
#[derive(Clone, Debug)]
pub struct RollCorrection {
    /// Household.
    pub household: HouseholdId,
    /// What is done.
    pub change: RollChange,
    /// Why, at least ten characters; the minutes show it.
    pub reason: String,
}

/// Fix the roll of `community` as it is on `on` for a round of a decision. Refused when
/// it is empty, when a household has nobody who may represent it (Art. 18(2)), and when
/// the round has a roll already.
pub async fn freeze_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: DecisionId,
    round: i64,
    community: UnitId,
    on: Date,
) -> Result<FrozenRoll> {
    if frozen::find(tx, decision, round).await?.is_some() {
        return Err(Error::Conflict(
            "Sổ hộ của lần biểu quyết này đã chốt; không chốt lần thứ hai. Nếu có hộ sai, hãy đính chính và ghi lý do."
                .into(),
        ));
    }
    let unit = dinh_store::units::get(tx, community).await?;
    require_hamlet(&unit)?;
    let part = Part {
        unit: community,
        on,
        words: "",
        number: None,
    };
    let entries = households::on_day(tx, &part, MOST_HOUSEHOLDS + 1, 0).await?;
    if entries.is_empty() {
        return Err(empty(&unit.full_name, on));
    }
    let lines = lines_of(ctx, &entries)?;
    let tree = RollTree::over(lines.iter().map(|line| line.commitment)).map_err(broken)?;
    let total = i64::try_from(lines.len()).map_err(broken)?;
    let root = tree.root().map_err(broken)?;
    let new = NewFrozen {
        decision,
        round,
        unit: community,
        as_of: on,
        total,
        root,
    };
    frozen::add(tx, &new).await?;
    for line in lines {
        frozen::add_line(tx, decision, round, line).await?;
    }
    let detail = json!({ "round": round, "on": on, "total": total });
    audit::record(ctx, tx, "freeze_roll", decision, Some(community), detail).await?;
    Ok(FrozenRoll {
        total: unsigned(total)?,
        root,
        corrections: 0,
    })
}

fn lines_of(ctx: &Context<'_>, entries: &[Entry]) -> Result<Vec<NewLine>> {
    let mut lines = Vec::with_capacity(entries.len());
    for (line, entry) in (1..).zip(entries) {
        lines.push(new_line(ctx, entry, line, None)?);
    }
    Ok(lines)
}

fn new_line(ctx: &Context<'_>, entry: &Entry, line: i64, added_by: Option<i64>) -> Result<NewLine> {
    let text = RollLine::of(&entry.household, &entry.representative)?.text();
    let salt = ctx.platform.random.bytes();
    Ok(NewLine {
        line,
        household: entry.household.id,
        commitment: commitment(&salt, &text),
        text,
        salt,
        added_by,
    })
}

/// Add or remove a household on a fixed roll, with a reason. Refused once the roll is
/// closed. An added household must stand on the roll of the community on the day of the
/// fixed roll.
pub async fn correct_frozen_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: DecisionId,
    round: i64,
    correction: RollCorrection,
) -> Result<FrozenRoll> {
    let row = frozen::find(tx, decision, round)
        .await?
        .ok_or(Error::NotFound)?;
    if row.closed {
        return Err(closed());
    }
    let by = ctx.account().ok_or(Error::Forbidden)?;
    let reason = require_reason("reason", &correction.reason)
        .map_err(|error| Error::Invalid(vec![error]))?;
    let number = row.corrections + 1;
    let household = households::get(tx, correction.household).await?;
    match correction.change {
        RollChange::Add => add_line(ctx, tx, decision, round, &row, household.id, number).await?,
        RollChange::Remove => {
            if frozen::find_line(tx, decision, round, household.id)
                .await?
                .is_none()
            {
                return Err(not_there(household.number));
            }
            frozen::remove_line(tx, decision, round, household.id, number).await?;
        }
    }
    let tree = tree_of(tx, decision, round).await?;
    let root = tree.root().map_err(broken)?;
    if tree.size() == 0 {
        return Err(last_household());
    }
    let total = i64::try_from(tree.size()).map_err(broken)?;
    let new = NewCorrection {
        correction: number,
        household: household.id,
        household_number: household.number,
        change: correction.change.code(),
        reason: &reason,
        total,
        root,
        at: ctx.now(),
        by,
    };
    frozen::correct(tx, decision, round, new).await?;
    let detail = json!({
        "round": round, "correction": number, "change": correction.change.code(),
        "number": household.number, "total": total,
    });
    let unit = Some(UnitId(row.unit_id));
    audit::record(ctx, tx, "correct_frozen_roll", decision, unit, detail).await?;
    Ok(FrozenRoll {
        total: tree.size(),
        root,
        corrections: unsigned(number)?,
    })
}

async fn add_line(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: DecisionId,
    round: i64,
    row: &FrozenRow,
    household: HouseholdId,
    correction: i64,
) -> Result<()> {
    let household = households::get(tx, household).await?;
    if frozen::find_line(tx, decision, round, household.id)
        .await?
        .is_some()
    {
        return Err(Error::field(
            "household",
            format!(
                "Hộ số {} đã có trong sổ đã chốt; mỗi hộ chỉ tính một lần.",
                household.number
            ),
        ));
    }
    let part = Part {
        unit: UnitId(row.unit_id),
        on: row.as_of.to_jiff(),
        words: NOTHING,
        number: Some(household.number),
    };
    let found = households::on_day(tx, &part, 1, 0).await?;
    let entry = found
        .into_iter()
        .find(|entry| entry.household.id == household.id)
        .ok_or_else(|| not_of_community(household.number, part.on))?;
    let line = frozen::last_line(tx, decision, round).await? + 1;
    let new = new_line(ctx, &entry, line, Some(correction))?;
    frozen::add_line(tx, decision, round, new).await?;
    Ok(())
}

/// Close a fixed roll: from now on it is never changed.
pub async fn close_frozen_in(tx: &mut WriteTx, decision: DecisionId, round: i64) -> Result<()> {
    if frozen::find(tx, decision, round).await?.is_none() {
        return Err(Error::NotFound);
    }
    frozen::close(tx, decision, round).await?;
    Ok(())
}

/// The tree over the lines that count.
pub(super) async fn tree_of(tx: &mut ReadTx, decision: DecisionId, round: i64) -> Result<RollTree> {
    let rows = frozen::commitments(tx, decision, round, MOST_HOUSEHOLDS * 2).await?;
    let mut leaves = Vec::with_capacity(rows.len());
    for (_, commitment) in rows {
        leaves.push(bytes(&commitment)?);
    }
    RollTree::over(leaves).map_err(broken)
}

/// A stored count.
pub(super) fn unsigned(count: i64) -> Result<u64> {
    u64::try_from(count).map_err(broken)
}

/// 32 stored bytes.
pub(super) fn bytes(stored: &[u8]) -> Result<[u8; 32]> {
    stored.try_into().map_err(broken)
}

/// A fault of ours: what is stored of a roll does not make sense.
pub(super) fn broken(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("fixed roll: {error}"))
}

fn empty(name: &str, on: Date) -> Error {
    Error::Unlawful {
        article: ARTICLE.into(),
        reason: format!(
            "Sổ hộ của {name} ngày {} chưa có hộ nào; quyết định của cộng đồng dân cư phải ghi tổng số hộ gia đình.",
            on.strftime("%d/%m/%Y")
        ),
        lawful_alternative: "Hãy nhập sổ hộ trước, rồi chốt sổ và mở biểu quyết.".into(),
    }
}

fn closed() -> Error {
    Error::Unlawful {
        article: ARTICLE.into(),
        reason: "Biểu quyết đã kết thúc; tổng số hộ đã ghi vào kết quả và không sửa được nữa.".into(),
        lawful_alternative: "Nếu tổng số hộ sai làm sai kết quả, hãy kiến nghị theo khoản 4 Điều 24 để tổ chức bàn, quyết định lại; lần sau sẽ chốt sổ hộ mới."
            .into(),
    }
}

fn last_household() -> Error {
    Error::Unlawful {
        article: ARTICLE.into(),
        reason: "Đây là hộ cuối cùng trong sổ đã chốt; không còn hộ nào thì không có cộng đồng để quyết định."
            .into(),
        lawful_alternative: "Hãy dừng lần biểu quyết này và chốt sổ hộ mới cho lần sau.".into(),
    }
}

fn not_there(number: i64) -> Error {
    Error::field(
        "household",
        format!("Hộ số {number} không có trong sổ đã chốt; không cần rút ra."),
    )
}

fn not_of_community(number: i64, on: Date) -> Error {
    Error::field(
        "household",
        format!(
            "Ngày {} hộ số {number} không có trong sổ hộ của cộng đồng này; hãy ghi hộ vào sổ hộ với ngày đúng, rồi đính chính.",
            on.strftime("%d/%m/%Y")
        ),
    )
}
