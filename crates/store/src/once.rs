//! Forms that have been done: a form that is sent twice, by a double click or a phone that tries again, finds its key here.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;

use crate::db::WriteTx;
use crate::error::Result;
use crate::sql::statements;

statements! {
    CLAIM = "INSERT INTO once (key, request, at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING";
    REQUEST = "SELECT request FROM once WHERE key = $1";
}

/// Claim a key of 32 bytes for a request, in the transaction of what it changes. False when another request, whose change
/// stands, had the same key.
pub async fn claim(tx: &mut WriteTx, key: [u8; 32], request: i64, at: Timestamp) -> Result<bool> {
    let claimed = tx
        .change(CLAIM)
        .bind(key.to_vec())
        .bind(request)
        .bind(at.to_sqlx())
        .run()
        .await?;
    if claimed == 1 {
        return Ok(true);
    }
    let (holder,): (i64,) = tx.select(REQUEST).bind(key.to_vec()).one().await?;
    Ok(holder == request)
}
