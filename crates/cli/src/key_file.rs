//! The secret key of a witness or an observer, in a file with the name that it is bound to: one key never signs under two names.
#![expect(
    clippy::disallowed_methods,
    reason = "the key is a file of its own, readable by its owner only"
)]

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use dinh_register::{Hash, hex};
use dinh_service::random::{Random as _, SystemRandom};

use crate::platform::write_secret;

/// The seed that the file keeps for this name, made on the first start.
pub fn seed(file: &Path, name: &str) -> Result<[u8; 32]> {
    if !file.exists() {
        let seed = SystemRandom.bytes();
        dinh_register::Cosigner::from_seed(name, &seed)
            .context("tên không được có dấu cách hay dấu cộng")?;
        write_secret(file, format!("{name}\n{}\n", hex(&seed)).as_bytes())?;
    }
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("không đọc được {}", file.display()))?;
    let (kept, seed) = text
        .trim_end()
        .split_once('\n')
        .with_context(|| format!("tệp khóa {} đã hỏng", file.display()))?;
    if kept != name {
        bail!("Khóa này thuộc về tên {kept}, không dùng được cho tên {name}.");
    }
    let seed =
        Hash::from_hex(seed).with_context(|| format!("tệp khóa {} đã hỏng", file.display()))?;
    Ok(seed.0)
}
