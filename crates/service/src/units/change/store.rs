//! Storing a change: close, open, lineage, mandates, register entries and audit rows together.

use dinh_domain::units::{Lineage, LineageKind, Part, Unit};
use dinh_store::WriteTx;
use serde_json::{Value, json};

use super::Order;
use super::mandates::{Carried, carry};
use crate::error::Result;
use crate::platform::Context;
use crate::register::{ActContent, Bytes, NewAct, record_act};

/// One change, ready to be stored.
pub(super) struct Change<'d> {
    pub action: &'static str,
    pub closed: Vec<&'d Unit>,
    pub opened: Vec<Unit>,
    pub edges: Vec<Lineage>,
    pub mandates: Vec<Carried>,
}

/// The edge of a whole unit.
pub(super) fn edge(
    before: &Unit,
    after: &Unit,
    kind: LineageKind,
    part: Part,
    order: &Order,
) -> Lineage {
    Lineage {
        predecessor: before.id,
        successor: after.id,
        kind,
        part,
        effective_on: order.effective_on,
        legal_basis: after.legal_basis.clone(),
        clause: String::new(),
        note: String::new(),
    }
}

pub(super) async fn store(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    order: &Order,
    change: Change<'_>,
) -> Result<()> {
    let basis = dinh_domain::folding::clean(&order.document);
    for unit in &change.closed {
        dinh_store::units::close(tx, unit.id, order.effective_on, &basis).await?;
    }
    for unit in &change.opened {
        dinh_store::units::add(tx, unit).await?;
    }
    for edge in &change.edges {
        dinh_store::units::lineage::add(tx, edge).await?;
    }
    for unit in &change.closed {
        let into = follow(
            &change,
            |edge| edge.predecessor == unit.id,
            |edge| edge.successor,
        );
        enter(ctx, tx, unit, "close", order, json!({ "into": into })).await?;
    }
    for unit in &change.opened {
        let from = follow(
            &change,
            |edge| edge.successor == unit.id,
            |edge| edge.predecessor,
        );
        enter(ctx, tx, unit, "open", order, json!({ "from": from })).await?;
    }
    if let Some(first) = change.opened.first() {
        let detail = json!({
            "closed": change.closed.iter().map(|unit| unit.id.to_string()).collect::<Vec<_>>(),
            "opened": change.opened.iter().map(|unit| unit.id.to_string()).collect::<Vec<_>>(),
            "effective_on": order.effective_on.to_string(),
        });
        crate::audit::record(ctx, tx, change.action, first.id, Some(first.id), detail).await?;
    }
    carry(ctx, tx, order, change.mandates).await
}

/// The units at the other end of some edges, with how much went there.
fn follow(
    change: &Change<'_>,
    wanted: impl Fn(&Lineage) -> bool,
    other: impl Fn(&Lineage) -> dinh_domain::ids::UnitId,
) -> Vec<Value> {
    let all = || change.closed.iter().copied().chain(&change.opened);
    change
        .edges
        .iter()
        .filter(|edge| wanted(edge))
        .filter_map(|edge| {
            let unit = all().find(|unit| unit.id == other(edge))?;
            Some(json!({
                "unit": unit.register_key(),
                "name": unit.full_name,
                "kind": edge.kind.code(),
                "part": edge.part.code(),
            }))
        })
        .collect()
}

async fn enter(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    unit: &Unit,
    act: &str,
    order: &Order,
    lineage: Value,
) -> Result<()> {
    let text = json!({
        "unit": unit.register_key(),
        "kind": unit.kind.code(),
        "name": unit.full_name,
        "effective_on": order.effective_on.to_string(),
        "document": order.document,
        "lineage": lineage,
    });
    record_act(
        ctx,
        tx,
        NewAct {
            unit,
            room: "units",
            act,
            thing: unit.id.0,
            laws: Vec::new(),
            contents: vec![ActContent {
                name: "don-vi.json".into(),
                media_type: "application/json".into(),
                bytes: Bytes::Text(text.to_string()),
                sealed: false,
            }],
        },
    )
    .await?;
    Ok(())
}
