//! Time stamps (RFC 3161) on checkpoints: an authority that the law knows says when it saw a head of the register. Once a day
//! is enough while witnesses sign; when they do not, every hour, because then the stamp is the only time that is not the
//! city's own word.

pub mod token;

pub use token::{Stamp, StampFault};

use std::sync::Arc;

use dinh_register::Hash;
use dinh_store::ReadTx;
use dinh_store::register::heads;
use dinh_store::register::stamps::{self, StampRow};
use dinh_store::register::{CheckpointRow, find_newest_checkpoint};
use jiff::SignedDuration;

use super::carrier::Carrier;
use super::trust::policy;
use crate::error::{Error, Result};
use crate::platform::Platform;

const SETTING: &str = "register_stamps";
const MEDIA_TYPE: &str = "application/timestamp-query";
const DAY: SignedDuration = SignedDuration::from_hours(24);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A time-stamping authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Where it takes requests over HTTP.
    pub url: String,
    /// The certificate with which it signs, in PEM.
    pub certificate: String,
}

/// Who stamps for this register; nothing if nobody was named.
pub async fn stamp_authority(tx: &mut ReadTx) -> Result<Option<Authority>> {
    let setting = dinh_store::settings::find(tx, SETTING).await?;
    Ok(setting.as_deref().and_then(|text| {
        let (url, certificate) = text.split_once('\n')?;
        Some(Authority {
            url: url.to_owned(),
            certificate: certificate.to_owned(),
        })
    }))
}

/// Name who stamps from now on; nobody with `None`.
pub async fn name_stamp_authority(platform: &Platform, authority: Option<Authority>) -> Result<()> {
    if let Some(Authority { url, certificate }) = &authority {
        let is_address = url.starts_with("https://") || url.starts_with("http://");
        if !is_address || url.contains('\n') {
            return Err(Error::Conflict(
                "Địa chỉ của tổ chức cấp dấu thời gian phải bắt đầu bằng https:// hoặc http://."
                    .into(),
            ));
        }
        token::certificate(certificate).map_err(|_| {
            Error::Conflict(
                "Tệp chứng thư chưa dùng được: cần đúng chứng thư PEM mà tổ chức dùng để ký dấu thời gian (có mục đích \
                 timeStamping)."
                    .into(),
            )
        })?;
    }
    let text = authority.map(|authority| format!("{}\n{}", authority.url, authority.certificate));
    let mut tx = platform.store.write().await?;
    dinh_store::settings::save(&mut tx, SETTING, &text.unwrap_or_default()).await?;
    tx.commit().await?;
    Ok(())
}

/// Why there is no stamp now; each is tried again.
#[derive(Debug, thiserror::Error)]
pub enum NoStamp {
    /// The authority did not answer.
    #[error("tổ chức cấp dấu không trả lời ({0})")]
    Silent(String),
    /// It answered with this status of HTTP.
    #[error("tổ chức cấp dấu trả lời mã {0}")]
    Status(u16),
    /// What it answered is no stamp.
    #[error("{0}")]
    Fault(#[from] StampFault),
    /// Something here.
    #[error("{0}")]
    Here(#[from] Error),
}

impl From<dinh_store::StoreError> for NoStamp {
    fn from(error: dinh_store::StoreError) -> Self {
        Self::Here(error.into())
    }
}

/// Have the newest checkpoint stamped, if it is time for that. Gives the row that was kept.
pub async fn stamp_newest(
    platform: &Platform,
    carrier: &Arc<dyn Carrier>,
) -> std::result::Result<Option<StampRow>, NoStamp> {
    let mut tx = platform.store.read().await?;
    let Some(authority) = stamp_authority(&mut tx).await? else {
        return Ok(None);
    };
    let Some(head) = due(platform, &mut tx).await? else {
        return Ok(None);
    };
    drop(tx);
    let stamp = ask(platform, carrier, &authority, &head).await?;
    let row = StampRow {
        size: head.size,
        authority: authority.url,
        token: stamp.token,
        stamped_second: stamp.second,
    };
    let mut tx = platform.store.write().await?;
    stamps::add_stamp(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(Some(row))
}

/// The checkpoint to stamp now.
async fn due(platform: &Platform, tx: &mut ReadTx) -> Result<Option<CheckpointRow>> {
    let Some(newest) = find_newest_checkpoint(tx).await? else {
        return Ok(None);
    };
    let Some(stamped) = stamps::find_newest_stamp(tx).await? else {
        return Ok(Some(newest));
    };
    if stamped.size >= newest.size {
        return Ok(None);
    }
    let now = platform.clock.now();
    let since = now.as_second() - stamped.stamped_second;
    let quorum = heads::find_quorum_up_to(tx, i64::MAX).await?;
    let is_late = now.duration_since(newest.signed_at.to_jiff()) > HOUR;
    let lacks_witnesses = policy(platform, tx).await?.asks_for_witnesses()
        && is_late
        && quorum.is_none_or(|row| row.size < newest.size);
    let pause = if lacks_witnesses { HOUR } else { DAY };
    Ok((since >= pause.as_secs()).then_some(newest))
}

async fn ask(
    platform: &Platform,
    carrier: &Arc<dyn Carrier>,
    authority: &Authority,
    head: &CheckpointRow,
) -> std::result::Result<Stamp, NoStamp> {
    let certificate = token::certificate(&authority.certificate)?;
    let digest = Hash::of(stamped_text(head)?.as_bytes());
    let mut nonce = [0; 16];
    nonce.copy_from_slice(platform.random.bytes().split_at(16).0);
    let question = token::request(&digest, nonce)?;
    let answer = carrier.post(&authority.url, MEDIA_TYPE, question).await;
    let answer = answer.map_err(NoStamp::Silent)?;
    if answer.status != 200 {
        return Err(NoStamp::Status(answer.status));
    }
    Ok(token::judge(&answer.body, &digest, nonce, &certificate)?)
}

/// What is stamped: the three lines of the checkpoint, which every reader can cut from any signed copy of it.
pub fn stamped_text(head: &CheckpointRow) -> Result<String> {
    let text = head.note.split_once("\n\n").map(|(text, _)| text);
    text.map(|text| format!("{text}\n"))
        .ok_or_else(|| Error::Internal("a stored checkpoint is no note".into()))
}
