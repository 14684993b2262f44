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

/// The entries of a bundle.
pub fn read_bundle(bundle: &[u8]) -> Result<Vec<&[u8]>> {
    let (mut entries, mut rest) = (Vec::new(), bundle);
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<2>().ok_or(Error::Bundle)?;
        let length = u16::from_be_bytes(*length).into();
        let (entry, after) = after.split_at_checked(length).ok_or(Error::Bundle)?;
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}
