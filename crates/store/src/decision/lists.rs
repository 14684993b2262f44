//! Lists of decisions: what readers may see (it has an entry of the register), and what is under way on a desk.

use dinh_domain::ids::UnitId;

use super::{DecisionRow, Stored, stored};
use crate::db::ReadTx;
use crate::error::Result;
use crate::sql::statements;

/// The conditions of a public list after its own first one: matter and state, where asked for.
macro_rules! public {
    ($own:literal) => {
        concat!(
            "SELECT * FROM decision WHERE ",
            $own,
            " AND register_position IS NOT NULL AND ($2 = '' OR matter = $2) AND ($3 = '' OR state = $3) \
             AND number < $4 ORDER BY number DESC LIMIT $5"
        )
    };
}

/// What is under way; the states are those of `State` that wait for a step.
macro_rules! under_way {
    ($own:literal) => {
        concat!(
            "SELECT * FROM decision WHERE ",
            $own,
            " AND state IN ('proposed', 'planned', 'noticed', 'open', 'decided', 'sent', 'refused') \
             ORDER BY number LIMIT $2"
        )
    };
}

statements! {
    PUBLIC = "SELECT * FROM decision WHERE register_position IS NOT NULL AND number < $1 \
              ORDER BY number DESC LIMIT $2";
    PUBLIC_OF_MATTER = "SELECT * FROM decision WHERE matter = $1 AND register_position IS NOT NULL \
              AND number < $2 ORDER BY number DESC LIMIT $3";
    PUBLIC_IN_STATE = "SELECT * FROM decision WHERE state = $1 AND register_position IS NOT NULL \
              AND ($2 = '' OR matter = $2) AND number < $3 ORDER BY number DESC LIMIT $4";
    PUBLIC_OF_UNIT = public!("unit_id = $1");
    PUBLIC_OF_COMMUNE = public!("commune_id = $1");
    PUBLIC_AFTER = "SELECT * FROM decision WHERE register_position IS NOT NULL AND number > $1 \
              ORDER BY number LIMIT $2";
    UNDER_WAY_OF_UNIT = under_way!("unit_id = $1");
    UNDER_WAY_OF_COMMUNE = under_way!("commune_id = $1");
    IN_STATE = "SELECT * FROM decision WHERE state = $1 AND number > $2 AND (outcome = 'passed' OR state <> 'decided') \
              ORDER BY number LIMIT $3";
    CHANGED_SINCE = "SELECT * FROM decision WHERE register_position > $1 ORDER BY register_position LIMIT $2";
}

/// Which public decisions are asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// Matter of the law, or empty.
    pub matter: &'a str,
    /// Code of the state, or empty.
    pub state: &'a str,
    /// Only those whose number is below.
    pub below: i64,
    /// How many.
    pub limit: i64,
}

/// Public decisions of the city, newest first.
pub async fn public(tx: &mut ReadTx, wanted: Wanted<'_>) -> Result<Vec<Stored>> {
    let (matter, state) = (wanted.matter.to_owned(), wanted.state.to_owned());
    let statement = match (matter.is_empty(), state.is_empty()) {
        (true, true) => tx.select(PUBLIC),
        (false, true) => tx.select(PUBLIC_OF_MATTER).bind(matter),
        (_, false) => tx.select(PUBLIC_IN_STATE).bind(state).bind(matter),
    };
    let rows: Vec<DecisionRow> = statement
        .bind(wanted.below)
        .bind(wanted.limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// Public decisions of a community, or threads of a commune, newest first.
pub async fn public_of_unit(
    tx: &mut ReadTx,
    unit: UnitId,
    wanted: Wanted<'_>,
) -> Result<Vec<Stored>> {
    of(tx, PUBLIC_OF_UNIT, unit, wanted).await
}

/// Public decisions within a commune, newest first.
pub async fn public_of_commune(
    tx: &mut ReadTx,
    commune: UnitId,
    wanted: Wanted<'_>,
) -> Result<Vec<Stored>> {
    of(tx, PUBLIC_OF_COMMUNE, commune, wanted).await
}

async fn of(
    tx: &mut ReadTx,
    statement: &'static str,
    unit: UnitId,
    wanted: Wanted<'_>,
) -> Result<Vec<Stored>> {
    let rows: Vec<DecisionRow> = tx
        .select(statement)
        .bind(unit.0)
        .bind(wanted.matter.to_owned())
        .bind(wanted.state.to_owned())
        .bind(wanted.below)
        .bind(wanted.limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// Public decisions above a number, in order.
pub async fn public_after(tx: &mut ReadTx, after: i64, limit: i64) -> Result<Vec<Stored>> {
    let rows: Vec<DecisionRow> = tx
        .select(PUBLIC_AFTER)
        .bind(after)
        .bind(limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// Public decisions whose newest entry stands behind a position of the register, in that order.
pub async fn changed_since(tx: &mut ReadTx, position: i64, limit: i64) -> Result<Vec<Stored>> {
    let rows: Vec<DecisionRow> = tx
        .select(CHANGED_SINCE)
        .bind(position)
        .bind(limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// What is under way in a community, or in the threads of a commune.
pub async fn under_way_of_unit(tx: &mut ReadTx, unit: UnitId, limit: i64) -> Result<Vec<Stored>> {
    let rows: Vec<DecisionRow> = tx
        .select(UNDER_WAY_OF_UNIT)
        .bind(unit.0)
        .bind(limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// What is under way anywhere within a commune.
pub async fn under_way_of_commune(
    tx: &mut ReadTx,
    commune: UnitId,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows: Vec<DecisionRow> = tx
        .select(UNDER_WAY_OF_COMMUNE)
        .bind(commune.0)
        .bind(limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// Decisions of the whole city in a state, published or not, after a number. Of those that have their result, only what was
/// passed: nothing is to be done with the others.
pub async fn in_state(
    tx: &mut ReadTx,
    state: &'static str,
    after: i64,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows: Vec<DecisionRow> = tx
        .select(IN_STATE)
        .bind(state)
        .bind(after)
        .bind(limit)
        .all()
        .await?;
    Ok(stored(rows))
}
