//! What was sent twice is done once: a double click, a phone that tries again, a page that was sent again from the history.

use dinh_store::WriteTx;

use crate::error::{Error, Result};
use crate::platform::Context;

/// One sending of one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Once {
    /// The same whenever the same form is sent with the same content by the same person.
    pub key: [u8; 32],
    /// Another one for each sending.
    pub request: i64,
}

/// The first use of the writer's seat in a call claims its form: with the change, or not at all.
pub(crate) async fn claim(ctx: &Context<'_>, tx: &mut WriteTx) -> Result<()> {
    let Some(once) = ctx.once else {
        return Ok(());
    };
    if dinh_store::once::claim(tx, once.key, once.request, ctx.now()).await? {
        Ok(())
    } else {
        Err(Error::Repeated)
    }
}
