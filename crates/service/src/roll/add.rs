//! A household enters the roll.

use dinh_domain::FieldError;
use dinh_domain::folding::clean;
use dinh_domain::ids::{HouseholdId, UnitId};
use dinh_domain::roll::{Household, Representative, RepresentativeDraft, check_day, twin_key};
use dinh_domain::units::Unit;
use dinh_store::roll::{households, representatives};
use dinh_store::{ReadTx, WriteTx};
use jiff::civil::Date;
use serde_json::json;

use super::fields::{Checked, Gathered, day};
use super::place::{MOST_HOUSEHOLDS, managed};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// A household as typed.
#[derive(Clone, Debug, Default)]
pub struct HouseholdForm {
    /// Number; empty for the next one.
    pub number: String,
    /// Cluster, may be empty.
    pub cluster: String,
    /// First day on the roll.
    pub from: [String; 3],
    /// Who represents it.
    pub representative: RepresentativeDraft,
    /// Whether a human said that it is another household than its twin.
    pub is_another: bool,
}

/// Add one household; gives it with its number.
pub async fn add_household(
    ctx: &Context<'_>,
    unit: UnitId,
    form: HouseholdForm,
) -> Result<Household> {
    let mut tx = ctx.write().await?;
    let unit = managed(ctx, &mut tx, unit).await?;
    let mut errors = Gathered::default();
    let number = number_of(&mut tx, &mut errors, unit.id, &form.number).await?;
    let cluster = errors.take(cluster(&form.cluster));
    let from = errors
        .take(day("from", &form.from).and_then(|from| check_first_day(&unit, from, ctx.today())));
    let by = errors.take_all(
        form.representative
            .check(from.unwrap_or_else(|| ctx.today()), false),
    );
    if let (Some(by), false) = (&by, form.is_another) {
        check_twin(&mut tx, &mut errors, unit.id, by).await?;
    }
    errors.settle()?;
    let (Some(number), Some(cluster), Some(by)) = (number, cluster, by) else {
        return Err(Error::Internal("a checked household is not whole".into()));
    };
    require_room(&mut tx, unit.id, ctx.today(), 1).await?;
    let household = enter(ctx, &mut tx, &unit, number, cluster, &by).await?;
    let detail = json!({ "number": household.number });
    audit::record(
        ctx,
        &mut tx,
        "add_household",
        household.id,
        Some(unit.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(household)
}

/// Write a checked household with its representative; both begin on the same day.
pub(super) async fn enter(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    unit: &Unit,
    number: i64,
    cluster: String,
    by: &Representative,
) -> Result<Household> {
    let household = Household {
        id: HouseholdId(ctx.new_id()),
        unit: unit.id,
        number,
        cluster,
        valid_from: by.valid_from,
        valid_to: None,
        ended_reason: String::new(),
        version: 1,
        sample: unit.sample || ctx.platform.sample,
    };
    households::add(tx, &household).await?;
    representatives::add(tx, household.id, by).await?;
    Ok(household)
}

/// The typed number when it is free, or the next one.
async fn number_of(
    tx: &mut ReadTx,
    errors: &mut Gathered,
    unit: UnitId,
    typed: &str,
) -> Result<Option<i64>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Some(households::last_number(tx, unit).await? + 1));
    }
    let Some(number) = errors.take(parse_number(typed)) else {
        return Ok(None);
    };
    if households::find_by_number(tx, unit, number)
        .await?
        .is_some()
    {
        errors.push(
            "number",
            format!("Số {number} đã dùng cho một hộ trong sổ (kể cả hộ đã kết thúc); hãy nhập số khác, hoặc để trống để lấy số tiếp theo."),
        );
        return Ok(None);
    }
    Ok(Some(number))
}

/// A number of a household: from 1 to 99,999.
pub(super) fn parse_number(typed: &str) -> Checked<i64> {
    typed
        .trim()
        .parse()
        .ok()
        .filter(|number| (1..=99_999).contains(number))
        .ok_or_else(|| {
            FieldError::new(
                "number",
                format!("“{typed}” không phải là số hộ; hãy nhập số từ 1 đến 99999."),
            )
        })
}

/// A cluster, on one line.
pub(super) fn cluster(typed: &str) -> Checked<String> {
    let cluster = clean(typed).replace('\n', " ");
    if cluster.chars().count() > 60 {
        return Err(FieldError::new(
            "cluster",
            "Hãy rút tên cụm còn tối đa 60 ký tự.",
        ));
    }
    Ok(cluster)
}

/// A household stands on the roll only while its hamlet exists.
pub(super) fn check_first_day(unit: &Unit, from: Date, today: Date) -> Checked<Date> {
    check_day("from", from, unit.valid_from.unwrap_or(Date::MIN), today)?;
    if unit.exists_on(from) {
        Ok(from)
    } else {
        let message = format!(
            "Ngày này {} không còn; hãy kiểm tra lại ngày.",
            unit.full_name
        );
        Err(FieldError::new("from", message))
    }
}

async fn check_twin(
    tx: &mut ReadTx,
    errors: &mut Gathered,
    unit: UnitId,
    by: &Representative,
) -> Result<()> {
    let key = twin_key(&by.name, &by.address);
    let nobody = HouseholdId(uuid::Uuid::nil());
    if let Some(number) = households::find_twin(tx, unit, &key, nobody).await? {
        errors.push("is_another", twin_message(number));
    }
    Ok(())
}

/// What to do about a twin.
pub(super) fn twin_message(number: i64) -> String {
    format!(
        "Hộ số {number} trong sổ có cùng họ tên người đại diện và cùng địa chỉ. Nếu thật là hộ khác, hãy đánh dấu “khác hộ”; nếu không, không cần thêm."
    )
}

/// A roll never grows beyond what one community can be.
pub(super) async fn require_room(
    tx: &mut ReadTx,
    unit: UnitId,
    today: Date,
    more: i64,
) -> Result<()> {
    if households::in_force(tx, unit, today).await? + more > MOST_HOUSEHOLDS {
        return Err(Error::Conflict(format!(
            "Sổ hộ có tối đa {MOST_HOUSEHOLDS} hộ; hãy kiểm tra lại, hoặc chia thành nhiều thôn, tổ dân phố."
        )));
    }
    Ok(())
}
