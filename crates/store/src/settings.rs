//! Facts about this installation: the city, the register's origin, the demo seed.

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    FIND = "SELECT value FROM setting WHERE name = $1";
    SAVE = "INSERT INTO setting (name, value) VALUES ($1, $2) \
            ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    REMOVE = "DELETE FROM setting WHERE name = $1";
}

/// The value of a setting.
pub async fn find(tx: &mut ReadTx, name: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = tx.select(FIND).bind(name.to_owned()).optional().await?;
    Ok(row.map(|(value,)| value))
}

/// Set a setting.
pub async fn save(tx: &mut WriteTx, name: &str, value: &str) -> Result<()> {
    tx.change(SAVE)
        .bind(name.to_owned())
        .bind(value.to_owned())
        .run_one()
        .await
}

/// Take a setting away, if it is there.
pub async fn remove(tx: &mut WriteTx, name: &str) -> Result<()> {
    tx.change(REMOVE).bind(name.to_owned()).run().await?;
    Ok(())
}
