//! Whom a verifier of this register should trust: the city's key, and the witnesses that the city names. What is named here
//! is public at once, because weakening it would be the first step of a fraud.

use dinh_register::{Checkpoint, Policy, VerifierKey};
use dinh_store::ReadTx;

use super::publish::SHORT_NAME;
use crate::error::{Error, Result};
use crate::platform::Platform;

const SETTING: &str = "register_witnesses";
const RETIRED: &str = "register_retired_keys";
const NOBODY: &str = "quorum none\n";

/// The policy file (C2SP `tlog-policy`): a `log` line for each key that signs or ever signed, because what a retired key signed
/// stays true.
pub async fn policy_text(platform: &Platform, tx: &mut ReadTx) -> Result<String> {
    let witnesses = dinh_store::settings::find(tx, SETTING).await?;
    let retired = retired_keys(tx).await?;
    Ok(text(
        platform,
        &retired,
        witnesses.as_deref().unwrap_or(NOBODY),
    ))
}

/// The keys that signed once and do so no more, the oldest first.
pub async fn retired_keys(tx: &mut ReadTx) -> Result<Vec<VerifierKey>> {
    let kept = dinh_store::settings::find(tx, RETIRED).await?;
    let read = |line: &str| {
        VerifierKey::parse(line)
            .map_err(|error| Error::Internal(format!("retired register key: {error}")))
    };
    kept.unwrap_or_default().lines().map(read).collect()
}

/// Let a key sign no more. It must not be the only one, and the newest checkpoint must carry the signature of another: else
/// those who know only the newer key would not accept it.
pub async fn retire_key(platform: &Platform, id: u32) -> Result<VerifierKey> {
    let signing = platform.signer.verifiers();
    let leaving = signing.iter().find(|key| key.id() == id).ok_or_else(|| {
        Error::Conflict(format!(
            "Không có khóa đang ký nào mang số {id:08x}. Xem danh sách bằng: dinh register key list."
        ))
    })?;
    let staying: Vec<VerifierKey> = signing
        .iter()
        .filter(|key| key.id() != id)
        .cloned()
        .collect();
    let mut tx = platform.store.write().await?;
    let newest = dinh_store::register::find_newest_checkpoint(&mut tx).await?;
    let is_signed = newest.is_none_or(|row| Checkpoint::open(&row.note, &staying).is_ok());
    if staying.is_empty() || !is_signed {
        return Err(Error::Conflict(
            "Chưa thể cho khóa này nghỉ: phải có khóa khác đã ký đầu sổ mới nhất. Hãy tạo khóa mới (dinh register key new), \
             khởi động lại máy chủ, chờ sổ có mục mới được ký bằng cả hai khóa, rồi làm lại."
                .into(),
        ));
    }
    let mut retired = retired_keys(&mut tx).await?;
    retired.push(leaving.clone());
    let lines: Vec<String> = retired.iter().map(ToString::to_string).collect();
    dinh_store::settings::save(&mut tx, RETIRED, &lines.join("\n")).await?;
    tx.commit().await?;
    Ok(leaving.clone())
}

/// The same, read.
pub async fn policy(platform: &Platform, tx: &mut ReadTx) -> Result<Policy> {
    let text = policy_text(platform, tx).await?;
    Policy::parse(&text).map_err(|error| Error::Internal(format!("policy: {error}")))
}

/// Whether the policy asks for witnesses; the same as [`Policy::asks_for_witnesses`] without reading the keys, for whoever
/// publishes. What is kept was read strictly when it was named.
pub async fn asks_for_witnesses(tx: &mut ReadTx) -> Result<bool> {
    let kept = dinh_store::settings::find(tx, SETTING).await?;
    Ok(kept.is_some_and(|lines| lines.lines().all(|line| line != NOBODY.trim_end())))
}

/// Name other witnesses: the lines `witness`, `group` and `quorum` of a policy file.
pub async fn name_witnesses(platform: &Platform, lines: &str) -> Result<Policy> {
    let wrong =
        |reason: &str| Error::Conflict(format!("Tệp bên chứng kiến chưa dùng được: {reason}."));
    let mut tx = platform.store.write().await?;
    let retired = retired_keys(&mut tx).await?;
    // The lines of the register's own keys stand before theirs.
    let own = platform.signer.verifiers().len() + retired.len();
    let lines = &with_last_line_end(lines);
    let policy = Policy::parse(&text(platform, &retired, lines)).map_err(|error| match error {
        dinh_register::Error::Policy { line } if line > own => {
            wrong(&format!("dòng {} sai", line - own))
        }
        _ => wrong("phải có đúng một dòng quorum"),
    })?;
    if policy.logs.len() != own {
        return Err(wrong("không ghi dòng log, hệ thống tự ghi khóa của sổ"));
    }
    let silent = policy
        .witnesses
        .iter()
        .find(|witness| witness.url.is_none());
    if let Some(silent) = silent {
        return Err(wrong(&format!("bên {} chưa có địa chỉ", silent.name)));
    }
    dinh_store::settings::save(&mut tx, SETTING, lines).await?;
    tx.commit().await?;
    Ok(policy)
}

fn text(platform: &Platform, retired: &[VerifierKey], witnesses: &str) -> String {
    let signing = platform.signer.verifiers();
    let place = format!("{}/{SHORT_NAME}/", platform.base_url.trim_end_matches('/'));
    let line = |text: String, key: &VerifierKey| format!("{text}log {key} {place}\n");
    let keys = retired
        .iter()
        .filter(|key| !signing.contains(key))
        .chain(&signing);
    keys.fold(String::new(), line) + witnesses
}

/// A file written by hand may lack the end of its last line.
fn with_last_line_end(lines: &str) -> String {
    format!("{}\n", lines.strip_suffix('\n').unwrap_or(lines))
}
