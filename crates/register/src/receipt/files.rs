//! Which content of the entry a file is.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::VerifyError;
use crate::{Act, Content, Hash, number, seal};

/// A file that was handed in and is named by the entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedFile {
    /// The name under which it was handed in; no part of the proof.
    pub name: String,
    /// The place of the content in the entry, from 0.
    pub content: usize,
}

/// The salts of the receipt by content. Each must be at the place of a sealed content.
pub(super) fn read_salts(
    act: &Act,
    salts: &BTreeMap<String, String>,
) -> Result<BTreeMap<usize, [u8; 32]>, VerifyError> {
    let read = |place: &str, salt: &str| {
        let place = usize::try_from(number::parse(place)?).ok()?;
        let salt = STANDARD.decode(salt).ok()?.try_into().ok()?;
        matches!(act.contents.get(place), Some(Content::Sealed { .. })).then_some((place, salt))
    };
    salts
        .iter()
        .map(|(place, salt)| read(place, salt).ok_or_else(|| VerifyError::Salt(place.clone())))
        .collect()
}

pub(super) fn check_file(
    act: &Act,
    salts: &BTreeMap<usize, [u8; 32]>,
    name: &str,
    bytes: &[u8],
) -> Result<VerifiedFile, VerifyError> {
    let digest = Hash::of(bytes);
    let contents = act.contents.iter().enumerate();
    let alike: Vec<(usize, u64)> = contents
        .filter_map(|(place, content)| match content {
            Content::File { sha256, size, .. } => (*sha256 == digest).then_some((place, *size)),
            Content::Sealed {
                commitment, size, ..
            } => {
                let salt = salts.get(&place)?;
                (seal(salt, &digest) == *commitment).then_some((place, *size))
            }
        })
        .collect();
    let fits = |(_, size): &&(usize, u64)| u64::try_from(bytes.len()) == Ok(*size);
    match (alike.iter().find(fits), alike.is_empty()) {
        (Some((content, _)), _) => Ok(VerifiedFile {
            name: name.to_owned(),
            content: *content,
        }),
        (None, true) => Err(VerifyError::FileUnknown(name.to_owned())),
        (None, false) => Err(VerifyError::FileSize(name.to_owned())),
    }
}
