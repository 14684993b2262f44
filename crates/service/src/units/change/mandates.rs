//! Mandates follow their unit: whoever serves in a unit that becomes another one serves
//! there from the day of the order, in the same transaction.

use dinh_domain::folding::clean;
use dinh_domain::ids::{MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_store::people::{mandates, sessions};
use dinh_store::{ReadTx, WriteTx};
use serde_json::json;

use super::Order;
use super::check::Check;
use super::store::Change;
use crate::audit;
use crate::error::Result;
use crate::people::suits;
use crate::platform::Context;

/// A mandate and the unit where it goes on.
pub(super) struct Carried {
    before: Mandate,
    into: UnitId,
}

/// Find the one unit where each mandate goes on. A unit that is split has several, and
/// nobody can tell which: its mandates must have been ended by then. So must those whose
/// role does not exist in the new kind of unit.
pub(super) async fn plan(
    tx: &mut ReadTx,
    check: &mut Check<'_>,
    change: &mut Change<'_>,
    order: &Order,
) -> Result<()> {
    for unit in &change.closed {
        let found = mandates::of_unit_from(tx, unit.id, order.effective_on).await?;
        let mut next = change.edges.iter().filter(|one| one.predecessor == unit.id);
        let (first, second) = (next.next(), next.next());
        let after = first
            .filter(|_| second.is_none())
            .and_then(|edge| change.opened.iter().find(|one| one.id == edge.successor));
        let (carried, stuck): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|one| after.is_some_and(|after| suits(one.role, after.kind)));
        if !stuck.is_empty() {
            check.wrong(
                "effective_on",
                format!(
                    "{}: còn {} nhiệm vụ kéo dài qua ngày này mà không biết chuyển về đâu. Hãy kết thúc các nhiệm vụ đó vào ngày có hiệu lực ở trang Tài khoản và nhiệm vụ, rồi giao lại ở đơn vị mới.",
                    unit.full_name,
                    stuck.len()
                ),
            );
        }
        if let Some(after) = after {
            let into = after.id;
            let carried = carried.into_iter().map(|before| Carried { before, into });
            change.mandates.extend(carried);
        }
    }
    Ok(())
}

/// End each mandate on the day of the order and give it again in the new unit. Who had
/// the same role in two units that became one has it once.
pub(super) async fn carry(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    order: &Order,
    carried: Vec<Carried>,
) -> Result<()> {
    let mut given: Vec<Mandate> = Vec::new();
    for Carried { before, into } in carried {
        let day = before.valid_from.max(order.effective_on);
        mandates::end(tx, before.id, day).await?;
        if day <= ctx.today() {
            sessions::end_of_mandate(tx, before.id).await?;
        }
        let after = Mandate {
            id: MandateId(ctx.new_id()),
            unit: into,
            valid_from: day,
            document: clean(&format!("{}; {}", before.document, order.document)),
            ..before.clone()
        };
        if given.iter().any(|known| covers(known, &after)) {
            continue;
        }
        dinh_store::people::add_mandate(tx, &after, ctx.now()).await?;
        let detail = json!({ "role": after.role.code(), "from": before.id.to_string() });
        audit::record(ctx, tx, "carry_mandate", after.id, Some(into), detail).await?;
        given.push(after);
    }
    Ok(())
}

/// Whether a mandate says all that another one says.
fn covers(known: &Mandate, other: &Mandate) -> bool {
    known.account == other.account
        && known.role == other.role
        && known.unit == other.unit
        && known.valid_from <= other.valid_from
        && known
            .valid_to
            .is_none_or(|end| other.valid_to.is_some_and(|to| to <= end))
}
