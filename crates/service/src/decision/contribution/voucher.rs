//! The voucher of an expense, for who keeps the account or watches over it. Vouchers name people, so everyone else sees
//! their digest and the sums.

use dinh_domain::access::Action;
use dinh_store::decision as stored;
use dinh_store::decision::contributions;

use crate::access::authorise;
use crate::error::{Error, Result};
use crate::platform::Context;

/// A voucher as it was handed in.
#[derive(Clone, Debug)]
pub struct Voucher {
    /// Name of the file.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its digest, under which the file is kept.
    pub digest: String,
}

/// The voucher of one expense of the decision with this number. One that was voided keeps its voucher.
pub async fn voucher_of(ctx: &Context<'_>, decision: i64, expense: i64) -> Result<Voucher> {
    let mut tx = ctx.read().await?;
    let found = stored::find_by_number(&mut tx, decision)
        .await?
        .ok_or(Error::NotFound)?
        .decision;
    authorise(ctx, &mut tx, Action::ReadVouchers, found.unit).await?;
    let account = contributions::find(&mut tx, found.id)
        .await?
        .ok_or(Error::NotFound)?;
    let row = contributions::find_expense(&mut tx, account.id, expense)
        .await?
        .ok_or(Error::NotFound)?;
    let digest = row.voucher_digest().ok_or(Error::NotFound)?;
    drop(tx);
    Ok(Voucher {
        digest,
        name: row.voucher_name,
        media_type: row.voucher_type,
    })
}
