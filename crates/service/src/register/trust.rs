//! Whom a verifier of this register should trust: the city's key, and the witnesses that the city names. What is named here
//! is public at once, because weakening it would be the first step of a fraud.

use dinh_register::Policy;
use dinh_store::ReadTx;

use super::publish::SHORT_NAME;
use crate::error::{Error, Result};
use crate::platform::Platform;

const SETTING: &str = "register_witnesses";
const NOBODY: &str = "quorum none\n";

/// The policy file (C2SP `tlog-policy`).
pub async fn policy_text(platform: &Platform, tx: &mut ReadTx) -> Result<String> {
    let witnesses = dinh_store::settings::find(tx, SETTING).await?;
    Ok(text(platform, witnesses.as_deref().unwrap_or(NOBODY)))
}

/// The same, read.
pub async fn policy(platform: &Platform, tx: &mut ReadTx) -> Result<Policy> {
    let text = policy_text(platform, tx).await?;
    Policy::parse(&text).map_err(|error| Error::Internal(format!("policy: {error}")))
}

/// Name other witnesses: the lines `witness`, `group` and `quorum` of a policy file.
pub async fn name_witnesses(platform: &Platform, lines: &str) -> Result<Policy> {
    let wrong =
        |reason: &str| Error::Conflict(format!("Tệp bên chứng kiến chưa dùng được: {reason}."));
    let policy = Policy::parse(&text(platform, lines)).map_err(|error| match error {
        // The line of the register's own key stands before theirs.
        dinh_register::Error::Policy { line } if line > 1 => {
            wrong(&format!("dòng {} sai", line - 1))
        }
        _ => wrong("phải có đúng một dòng quorum"),
    })?;
    if policy.logs.len() != 1 {
        return Err(wrong("không ghi dòng log, hệ thống tự ghi khóa của sổ"));
    }
    let silent = policy
        .witnesses
        .iter()
        .find(|witness| witness.url.is_none());
    if let Some(silent) = silent {
        return Err(wrong(&format!("bên {} chưa có địa chỉ", silent.name)));
    }
    let mut tx = platform.store.write().await?;
    dinh_store::settings::save(&mut tx, SETTING, lines).await?;
    tx.commit().await?;
    Ok(policy)
}

fn text(platform: &Platform, witnesses: &str) -> String {
    format!(
        "log {} {}/{SHORT_NAME}/\n{witnesses}",
        platform.signer.verifier(),
        platform.base_url.trim_end_matches('/')
    )
}
