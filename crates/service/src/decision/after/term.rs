//! Terms of the elected: they begin with the recognition, end by themselves, or with a dismissal. A mandate ends with its
//! term, because it carries the same last day (Article 36(2); Decree 59 Articles 8, 9; Decree 185/2026 Article 4).

use dinh_domain::access::Role;
use dinh_domain::decision::{Decision, Subject};
use dinh_domain::folding::{clean, fold};
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_law::ProcedureValue;
use dinh_store::WriteTx;
use dinh_store::decision::after::{self, NewElection};
use dinh_store::decision::terms::{self, OfficeTerm};
use dinh_store::people::{accounts, add_mandate, mandates, sessions};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;

use super::follow::commune_of;
use super::recognise::elected_of;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// The terms of a community, newest first: heads, members of its boards. Public, as their election was.
pub async fn office_terms_of(ctx: &Context<'_>, unit: UnitId) -> Result<Vec<OfficeTerm>> {
    let mut tx = ctx.read().await?;
    Ok(terms::of_unit(&mut tx, unit).await?)
}

/// Begin the terms of an election that is recognised.
pub(super) async fn begin_terms_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &Decision,
    from: Date,
    logins: &[String],
) -> Result<()> {
    let role = match decision.proposal.subject {
        Subject::ElectHead => Role::CommunityHead,
        Subject::ElectInspectionBoard => Role::InspectionBoardMember,
        Subject::ElectInvestmentBoard => Role::InvestmentBoardMember,
        _ => return Ok(()),
    };
    if !terms::of_decision(tx, decision.id).await?.is_empty() {
        return Ok(());
    }
    let commune = commune_of(tx, decision).await?.id;
    if role == Role::CommunityHead {
        let reason = format!("Đã bầu mới theo việc số {}", decision.number);
        end_heads_in(ctx, tx, decision.unit, from, &reason).await?;
    }
    let to = last_day(ctx, tx, role, commune, from).await?;
    for (place, name) in elected_of(decision).into_iter().enumerate() {
        let mut term = OfficeTerm {
            id: ctx.new_id(),
            unit: decision.unit,
            commune,
            decision: decision.id,
            role,
            name: clean(name),
            account: None,
            mandate: None,
            valid_from: from,
            valid_to: to,
            ended_reason: String::new(),
            sample: decision.sample,
        };
        let login = logins.get(place).map_or("", |login| login.trim());
        if !login.is_empty() {
            let field = format!("login-{place}");
            let (account, mandate) =
                give_in(ctx, tx, &term, &decision.document, login, &field).await?;
            term.account = Some(account);
            term.mandate = Some(mandate);
        }
        terms::add(tx, &term).await?;
        let detail = json!({ "role": role.code(), "number": decision.number });
        audit::record(ctx, tx, "begin_term", term.id, Some(decision.unit), detail).await?;
    }
    Ok(())
}

/// The first day on which a term that begins on `from` no longer holds. An inspection board goes with the heads of its
/// commune, the last of whom decides; a board over one investment stays until its task ends.
async fn last_day(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    role: Role,
    commune: UnitId,
    from: Date,
) -> Result<Option<Date>> {
    let key = match role {
        Role::CommunityHead => "head_term",
        Role::InspectionBoardMember => {
            let heads = terms::of_commune_from(tx, commune, Role::CommunityHead, from).await?;
            let latest = heads.iter().filter_map(|term| term.valid_to).max();
            if latest.is_some() {
                return Ok(latest);
            }
            "inspection_board_term"
        }
        _ => return Ok(None),
    };
    let length = ctx.law().procedure(key, from)?;
    let ProcedureValue::Months { months } = length.value else {
        return Err(Error::Internal(format!("{key} is not a number of months")));
    };
    Ok(Some(from.saturating_add(i64::from(months).months())))
}

/// Give the elected the mandate that goes with the term.
async fn give_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    term: &OfficeTerm,
    document: &str,
    login: &str,
    field: &str,
) -> Result<(AccountId, MandateId)> {
    let account = accounts::find_by_login(tx, login)
        .await?
        .filter(|account| account.disabled_at.is_none())
        .ok_or_else(|| {
            Error::field(
                field,
                "Không có tài khoản với tên đăng nhập này; hãy kiểm tra lại, hoặc để trống rồi nhờ quản trị giao nhiệm vụ sau.",
            )
        })?;
    // Boards work for the whole commune, a head for the community.
    let unit = if term.role == Role::CommunityHead {
        term.unit
    } else {
        term.commune
    };
    let mandate = Mandate {
        id: MandateId(ctx.new_id()),
        account: account.id,
        role: term.role,
        unit,
        valid_from: term.valid_from,
        valid_to: term.valid_to,
        document: document.to_owned(),
    };
    let known = mandates(tx, account.id).await?;
    let overlaps = known.iter().any(|other| {
        other.role == mandate.role
            && other.unit == mandate.unit
            && other.valid_to.is_none_or(|to| mandate.valid_from < to)
    });
    if overlaps {
        return Err(Error::field(
            field,
            "Người này đã có nhiệm vụ đó ở đơn vị này; hãy để trống hoặc nhờ quản trị kết thúc nhiệm vụ cũ.",
        ));
    }
    add_mandate(tx, &mandate, ctx.now()).await?;
    let detail = json!({ "role": mandate.role.code(), "account": account.id });
    audit::record(ctx, tx, "give_mandate", mandate.id, Some(unit), detail).await?;
    Ok((account.id, mandate.id))
}

/// End the terms and mandates of whoever is head of the community.
async fn end_heads_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    unit: UnitId,
    day: Date,
    reason: &str,
) -> Result<()> {
    for term in terms::of_unit(tx, unit).await? {
        let runs = term.role == Role::CommunityHead && term.holds_on(day);
        if runs {
            end_term_in(ctx, tx, &term, day, reason).await?;
        }
    }
    for mandate in dinh_store::people::mandates::of_unit_from(tx, unit, day).await? {
        if mandate.role == Role::CommunityHead && mandate.valid_from <= day {
            end_mandate_in(ctx, tx, &mandate, day).await?;
        }
    }
    Ok(())
}

async fn end_term_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    term: &OfficeTerm,
    day: Date,
    reason: &str,
) -> Result<()> {
    terms::end(tx, term.id, day, reason).await?;
    let detail = json!({ "role": term.role.code(), "day": day });
    audit::record(ctx, tx, "end_term", term.id, Some(term.unit), detail).await?;
    if let Some(id) = term.mandate {
        let mandate = dinh_store::people::mandates::get(tx, id).await?;
        if mandate.valid_from <= day && mandate.valid_to.is_none_or(|to| to > day) {
            end_mandate_in(ctx, tx, &mandate, day).await?;
        }
    }
    Ok(())
}

async fn end_mandate_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    mandate: &Mandate,
    day: Date,
) -> Result<()> {
    dinh_store::people::mandates::end(tx, mandate.id, day).await?;
    if day <= ctx.today() {
        sessions::end_of_mandate(tx, mandate.id).await?;
    }
    let detail = json!({ "role": mandate.role.code(), "day": day });
    audit::record(
        ctx,
        tx,
        "end_mandate",
        mandate.id,
        Some(mandate.unit),
        detail,
    )
    .await
}

/// A dismissal ends what it dismisses from. After that of a head another election is to be decided.
pub(super) async fn end_after_dismissal_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &Decision,
    day: Date,
) -> Result<()> {
    let reason = format!("Cho thôi theo việc số {}", decision.number);
    if decision.proposal.subject == Subject::DismissHead {
        end_heads_in(ctx, tx, decision.unit, day, &reason).await?;
        let rule = ctx.law().procedure("new_election", day)?;
        let Some(term) = rule.term() else {
            return Err(Error::Internal("new_election is not a term".into()));
        };
        let due = ctx.law().calendar().end_of_term(day, term, None, &[])?.end;
        let election = NewElection {
            decision: decision.id,
            unit: decision.unit,
            since: day,
            due,
        };
        // Once: the dismissal has what follows from it only when it takes effect.
        after::drop_new_election(tx, decision.id).await?;
        let commune = commune_of(tx, decision).await?.id;
        return Ok(after::add_new_election(tx, &election, commune).await?);
    }
    let role = match decision.proposal.subject {
        Subject::DismissInspectionBoard => Role::InspectionBoardMember,
        _ => Role::InvestmentBoardMember,
    };
    let running: Vec<OfficeTerm> = terms::of_unit(tx, decision.unit)
        .await?
        .into_iter()
        .filter(|term| term.role == role && term.holds_on(day))
        .collect();
    for term in whom(decision, running) {
        end_term_in(ctx, tx, &term, day, &reason).await?;
    }
    Ok(())
}

/// Who of those in office is meant: the only one, or those whom the proposal names.
fn whom(decision: &Decision, running: Vec<OfficeTerm>) -> Vec<OfficeTerm> {
    if running.len() <= 1 {
        return running;
    }
    let proposal = &decision.proposal;
    let said = fold(&format!("{} {}", proposal.title, proposal.content));
    running
        .into_iter()
        .filter(|term| !term.name.is_empty() && said.contains(&fold(&term.name)))
        .collect()
}

/// The election was annulled: nobody holds the office by it any more.
pub(super) async fn end_of_election_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &Decision,
    day: Date,
) -> Result<()> {
    let reason = format!("Kết quả bầu bị bãi bỏ, việc số {}", decision.number);
    for term in terms::of_decision(tx, decision.id).await? {
        if term.valid_to.is_none_or(|to| to > day) {
            let day = day.max(term.valid_from);
            end_term_in(ctx, tx, &term, day, &reason).await?;
        }
    }
    after::drop_new_election(tx, decision.id).await?;
    Ok(())
}
