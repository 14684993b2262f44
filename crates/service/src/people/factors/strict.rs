//! Roles that nobody uses with a password alone.

use dinh_domain::access::{Action, Role, reach};
use dinh_store::people::factors;
use serde_json::json;

use super::super::account::may_manage;
use crate::audit;
use crate::error::Result;
use crate::platform::Context;

/// The roles for which it is advised: who manages, and who approves, recognises or annuls in the name of a body.
pub fn advised_roles() -> Vec<Role> {
    const WEIGHTY: [Action; 6] = [
        Action::ManagePeople,
        Action::ApprovePublication,
        Action::WithdrawPublication,
        Action::RecogniseDecision,
        Action::RecogniseByFront,
        Action::AnnulDecision,
    ];
    let weighty = |role: &Role| WEIGHTY.iter().any(|action| reach(*role, *action).is_some());
    Role::ALL.iter().copied().filter(weighty).collect()
}

/// The roles for which it is required now.
pub async fn strict_roles(ctx: &Context<'_>) -> Result<Vec<Role>> {
    let mut tx = ctx.read().await?;
    may_manage(ctx, &mut tx).await?;
    Ok(factors::strict_roles(&mut tx).await?)
}

/// Require it for these roles and no others. Who uses such a mandate adds a factor before anything else.
pub async fn set_strict_roles(ctx: &Context<'_>, roles: &[Role]) -> Result<()> {
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    factors::set_strict_roles(&mut tx, &roles).await?;
    let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
    let detail = json!({ "roles": codes.join(", ") });
    audit::record(
        ctx,
        &mut tx,
        "require_second_factor",
        "",
        ctx.unit(),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_advised_for_who_manages_and_who_signs() {
        let advised = advised_roles();
        for role in [
            Role::CityAdministrator,
            Role::CommuneChairman,
            Role::AgencyHead,
            Role::EnterpriseHead,
            Role::FrontCommittee,
        ] {
            assert!(advised.contains(&role), "{}", role.code());
        }
        for role in [
            Role::CommuneClerk,
            Role::TeamMember,
            Role::HouseholdRepresentative,
        ] {
            assert!(!advised.contains(&role), "{}", role.code());
        }
    }
}
