//! Entry bundles: each entry after its length, two bytes, the larger one first.

use crate::{Error, Result};

/// The bytes of a bundle of these entries. An entry of more than 65,535 bytes has no place in it.
pub fn bundle<'entry>(entries: impl IntoIterator<Item = &'entry [u8]>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).map_err(|_| Error::Bundle)?;
        bytes.extend(length.to_be_bytes());
        bytes.extend(entry);
    }
    Ok(bytes)
}

/// The entries of a bundle, one after the other; where it is cut, a refusal.
pub fn entries(bundle: &[u8]) -> impl Iterator<Item = Result<&[u8]>> {
    let mut rest = bundle;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let entry = cut_entry(&mut rest).ok_or(Error::Bundle);
        if entry.is_err() {
            rest = &[];
        }
        Some(entry)
    })
}

fn cut_entry<'bundle>(rest: &mut &'bundle [u8]) -> Option<&'bundle [u8]> {
    let (length, after) = rest.split_first_chunk::<2>()?;
    let (entry, after) = after.split_at_checked(u16::from_be_bytes(*length).into())?;
    *rest = after;
    Some(entry)
}

/// All entries of a bundle.
pub fn read_bundle(bundle: &[u8]) -> Result<Vec<&[u8]>> {
    entries(bundle).collect()
}
