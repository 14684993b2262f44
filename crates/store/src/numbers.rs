//! Short public numbers: gapless per kind, because one transaction writes at a time.

use crate::db::WriteTx;
use crate::error::Result;
use crate::sql::statements;

statements! {
    NEXT = "INSERT INTO short_number (kind, value) VALUES ($1, 1) \
            ON CONFLICT (kind) DO UPDATE SET value = short_number.value + 1 RETURNING value";
}

/// The next number of a kind, from 1.
pub async fn next(tx: &mut WriteTx, kind: &str) -> Result<i64> {
    let (value,): (i64,) = tx.change(NEXT).bind(kind.to_owned()).one().await?;
    Ok(value)
}
