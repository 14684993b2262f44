//! The receipt `.dinh.json` that a citizen keeps, and its check without any network.
//!
//! What the check proves: this exact entry stands at this position of the register whose key was given, and the files handed
//! in are those that the entry names. What it cannot prove: the time (until witnesses vouch for it), that no later revision
//! exists, that the content is true. Every field outside the signed checkpoint is untrusted and recomputed.

mod fault;
mod files;
mod json;
mod verify;

pub use fault::VerifyError;
pub use files::VerifiedFile;
pub use verify::{Verified, verify};

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

/// The value of `format` in every receipt.
pub const FORMAT: &str = "dinh/receipt/1";

/// Everything about one entry in one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// Always [`FORMAT`].
    pub format: String,
    /// The exact text of the entry.
    pub entry: String,
    /// Salts of sealed contents, base64 of 32 bytes, by the place of the content in the entry, from "0".
    pub salts: BTreeMap<String, String>,
    /// The `.tlog-proof` text.
    pub proof: String,
    /// A signed checkpoint that does not hold the entry yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// RFC 3161 tokens in base64.
    pub stamps: Vec<String>,
    /// The SHA-256 of the policy file, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

impl Receipt {
    /// The receipt made of the text of an entry and of a `.tlog-proof`, neither checked yet.
    pub fn from_texts(entry: String, proof: String) -> Self {
        Self {
            format: FORMAT.to_owned(),
            entry,
            salts: BTreeMap::new(),
            proof,
            before: None,
            stamps: Vec::new(),
            policy: None,
        }
    }

    /// Adds the salt of the sealed content at this place of the entry, from 0.
    #[must_use]
    pub fn with_salt(mut self, content: usize, salt: &[u8; 32]) -> Self {
        self.salts
            .insert(content.to_string(), STANDARD.encode(salt));
        self
    }

    /// The text of a `.dinh.json` file.
    pub fn to_json(&self) -> String {
        // A struct of texts, lists of texts and one map of texts has no way to fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads a `.dinh.json` file. Unknown fields, a field that stands twice and values of another kind are refused.
    pub fn from_json(text: &str) -> Result<Self, VerifyError> {
        serde_json::from_str(text).map_err(|_| VerifyError::Json)
    }
}
