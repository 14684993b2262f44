//! A whole installation from one database to another, on either engine: what a backup is made of, without the archive between.

use dinh_store::{ReadTx, WriteTx};
use tokio::sync::mpsc::channel;

use super::piece::QUEUE;
use super::restore::{Restored, Target, restore};
use super::write::{Source, send_all};
use crate::error::{Error, Result};

const SETTING: &str = "moved_to";

/// Copy everything into an empty place: rows, files, register. Everything is read back there and compared; on any failure the
/// new database is as empty as before. Only a few rows and one file are in memory at a time.
///
/// `seat` is the writer's seat of the source: nobody writes there meanwhile. It ends with a mark that the installation has moved
/// `to` another place, so that the old one is never served again; a process that writes and signs there would begin a second
/// history of the register.
pub async fn move_all(
    source: &Source<'_>,
    mut seat: WriteTx,
    target: &Target<'_>,
    to: &str,
) -> Result<Restored> {
    let (sender, pieces) = channel(QUEUE);
    let sending = async {
        let given = send_all(source, &sender).await;
        drop(sender);
        given
    };
    let (given, restored) = tokio::join!(sending, restore(pieces, target, None));
    // Why it could not be read says more than that it ended early.
    let restored = match (given, restored) {
        (Err(Error::Internal(_)) | Ok(_), Err(why)) | (Err(why), _) => return Err(why),
        (Ok((head, manifest)), Ok(restored)) => {
            let arrived = &restored.checked;
            if arrived.head != head || arrived.manifest != manifest {
                return Err(Error::Internal("what arrived is not what was sent".into()));
            }
            restored
        }
    };
    dinh_store::settings::save(&mut seat, SETTING, to).await?;
    seat.commit().await?;
    Ok(restored)
}

/// Whether an installation has moved away, and whereto.
pub async fn moved_to(tx: &mut ReadTx) -> Result<Option<String>> {
    Ok(dinh_store::settings::find(tx, SETTING).await?)
}
