//! Mandates are given and ended by an administrator, and chosen by who holds them.

use dinh_domain::FieldError;
use dinh_domain::access::Role;
use dinh_domain::folding::clean;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::units::{Unit, UnitKind};
use dinh_store::people::{accounts, add_mandate, identities, mandates, sessions};
use jiff::civil::Date;
use serde_json::json;

use super::account::may_manage;
use super::token::{Beginning, begin, digest};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context};

/// A role in a unit for a person.
pub struct NewMandate {
    /// Who.
    pub account: AccountId,
    /// What it lets them do.
    pub role: Role,
    /// Where.
    pub unit: UnitId,
    /// First day.
    pub valid_from: Date,
    /// First day on which it no longer holds.
    pub valid_to: Option<Date>,
    /// The decision that gives it.
    pub document: String,
}

/// Give a mandate.
pub async fn give_mandate(ctx: &Context<'_>, input: NewMandate) -> Result<MandateId> {
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    let account = accounts::get(&mut tx, input.account).await?;
    let unit = dinh_store::units::get(&mut tx, input.unit).await?;
    let mandate = Mandate {
        id: MandateId(ctx.new_id()),
        account: account.id,
        role: input.role,
        unit: unit.id,
        valid_from: input.valid_from,
        valid_to: input.valid_to,
        document: clean(&input.document),
    };
    let known = mandates(&mut tx, account.id).await?;
    check(&mandate, &unit, &known)?;
    add_mandate(&mut tx, &mandate, ctx.now()).await?;
    let detail = json!({ "role": mandate.role.code(), "account": account.id });
    audit::record(
        ctx,
        &mut tx,
        "give_mandate",
        mandate.id,
        Some(unit.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(mandate.id)
}

fn check(mandate: &Mandate, unit: &Unit, known: &[Mandate]) -> Result<()> {
    let mut errors = Vec::new();
    if !suits(mandate.role, unit.kind) {
        errors.push(FieldError::new(
            "unit",
            format!(
                "Vai trò \"{}\" không có ở {}. Hãy chọn đơn vị khác.",
                mandate.role.label(),
                unit.full_name
            ),
        ));
    }
    if mandate.document.is_empty() {
        errors.push(FieldError::new(
            "document",
            "Nhập số và ngày của quyết định giao nhiệm vụ.",
        ));
    }
    if mandate.valid_to.is_some_and(|to| to <= mandate.valid_from) {
        errors.push(FieldError::new(
            "to",
            "Ngày kết thúc phải sau ngày bắt đầu.",
        ));
    }
    if !unit.exists_on(mandate.valid_from) {
        errors.push(FieldError::new(
            "from",
            "Đơn vị này không tồn tại vào ngày bắt đầu. Kiểm tra lại ngày hoặc chọn đơn vị khác.",
        ));
    }
    let overlaps = |other: &&Mandate| {
        other.role == mandate.role
            && other.unit == mandate.unit
            && other.valid_to.is_none_or(|to| mandate.valid_from < to)
            && mandate.valid_to.is_none_or(|to| other.valid_from < to)
    };
    if known.iter().any(|other| overlaps(&other)) {
        errors.push(FieldError::new(
            "role",
            "Người này đã có nhiệm vụ đó ở đơn vị này trong thời gian trùng nhau.",
        ));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

/// Whether a role exists in units of this kind.
pub(crate) fn suits(role: Role, kind: UnitKind) -> bool {
    match role {
        Role::CommuneClerk | Role::CommuneChairman | Role::FrontCommittee => {
            kind.is_commune_level()
        }
        Role::CommunityHead
        | Role::FrontWorkCommittee
        | Role::TeamMember
        | Role::HouseholdRepresentative => {
            matches!(kind, UnitKind::Village | UnitKind::ResidentialGroup)
        }
        Role::InvestmentBoardMember => kind.is_commune_level(),
        Role::InspectionBoardMember => kind.is_commune_level() || kind.law_kind().is_some(),
        Role::AgencyClerk | Role::AgencyHead => {
            matches!(kind, UnitKind::Agency | UnitKind::PublicServiceUnit)
        }
        Role::EnterpriseClerk | Role::EnterpriseHead => kind == UnitKind::StateEnterprise,
        Role::HomeAffairs => matches!(kind, UnitKind::City | UnitKind::Agency),
        Role::CouncilDelegate | Role::CityAdministrator | Role::Auditor => kind == UnitKind::City,
    }
}

/// End a mandate: `day` is the first on which it no longer holds. Sessions that use
/// it end when it ends today or earlier.
pub async fn end_mandate(ctx: &Context<'_>, id: MandateId, day: Date) -> Result<()> {
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    let mandate = dinh_store::people::mandates::get(&mut tx, id).await?;
    if day < mandate.valid_from {
        return Err(Error::field(
            "day",
            "Ngày kết thúc không được trước ngày bắt đầu.",
        ));
    }
    if mandate.valid_to.is_some_and(|to| to <= day) {
        return Err(Error::Conflict("Nhiệm vụ này đã kết thúc từ trước.".into()));
    }
    if ctx.mandate().is_some_and(|used| used.id == id) {
        return Err(Error::Conflict(
            "Không thể tự kết thúc nhiệm vụ đang dùng. Hãy nhờ người quản trị khác.".into(),
        ));
    }
    dinh_store::people::mandates::end(&mut tx, id, day).await?;
    if day <= ctx.today() {
        sessions::end_of_mandate(&mut tx, id).await?;
    }
    let detail = json!({ "role": mandate.role.code(), "day": day.to_string() });
    audit::record(ctx, &mut tx, "end_mandate", id, Some(mandate.unit), detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Say which of one's mandates is used from now on. The session is renewed with a new
/// token, because it gets other rights; gives that token.
pub async fn choose_mandate(ctx: &Context<'_>, session: [u8; 32], id: MandateId) -> Result<String> {
    let Actor::Person(person) = &ctx.actor else {
        return Err(Error::Forbidden);
    };
    let mut tx = ctx.write().await?;
    let mandate = dinh_store::people::mandates::get(&mut tx, id).await?;
    if mandate.account != person.account || !mandate.holds_on(ctx.today()) {
        return Err(Error::Forbidden);
    }
    let old = sessions::find(&mut tx, session)
        .await?
        .ok_or(Error::Forbidden)?;
    let beginning = Beginning {
        account: person.account,
        mandate: Some(id),
        old: Some(session),
        since: old.created_at,
        expires_at: old.expires_at,
        device: old.device,
        proof: old.proof,
    };
    let token = begin(ctx, &mut tx, beginning).await?;
    identities::move_session(&mut tx, session, digest(&token)).await?;
    let detail = json!({ "role": mandate.role.code() });
    audit::record(
        ctx,
        &mut tx,
        "choose_mandate",
        id,
        Some(mandate.unit),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}
