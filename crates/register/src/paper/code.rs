//! The texts of the square codes on paper: the short one leads to the register, the full ones hold entry and proof.

use super::{MOST_HASHES, Rest, decode, encode, from_base45, to_base45, write_number};
use crate::{Error, Hash, Policy, Proof, Receipt, Result, number, tree};

/// What every full code begins with.
const HEAD: &str = "DINH1:";
const MOST_PARTS: usize = 9;
/// Bytes in one code that is read: as many as version 29 holds at level M, 6 cm on paper.
const MOST_BYTES: usize = 1_200;
/// Bytes in one code that is written, where nine are enough: version 23 at level M, which phones read well at 6 cm.
const WANTED_BYTES: usize = 800;

/// The short code: the address of a page about the thing, position and leaf hash of the entry.
pub fn short_code(address: &str, index: u64, leaf: &Hash) -> String {
    format!("{address}#{index},{leaf}")
}

/// The full codes of an entry and its proof, as many as are needed, at most nine.
pub fn to_codes(entry: &[u8], proof: &Proof, policy: &Policy) -> Result<Vec<String>> {
    let mut bytes = Vec::new();
    write_number(
        &mut bytes,
        u64::try_from(entry.len()).map_err(|_| Error::Paper)?,
    );
    bytes.extend(entry);
    bytes.extend(encode(proof, policy)?);
    let count = bytes.len().div_ceil(WANTED_BYTES).min(MOST_PARTS);
    // Parts of about the same size; an even number of bytes wastes no sign.
    let part = bytes.len().div_ceil(count).next_multiple_of(2);
    if part > MOST_BYTES || proof.hashes.len() > MOST_HASHES {
        return Err(Error::Paper);
    }
    Ok(bytes
        .chunks(part)
        .zip(1..)
        .map(|(part, place)| {
            let signs = to_base45(part);
            format!("{HEAD}{}:{place}/{count}:{signs}.", proof.index)
        })
        .collect())
}

/// The receipt in the texts of full codes, one to a line, in any order. Nothing of it is checked yet but its form.
///
/// # Errors
/// [`Error::MissingCode`] for codes that are good as far as they go, when another one belongs to them; [`Error::Paper`] for
/// everything else that is not what [`to_codes`] writes.
pub fn from_codes(text: &str, policy: &Policy) -> Result<Receipt> {
    let lines = text
        .lines()
        .map(|line| line.trim_matches([' ', '\t', '\r']));
    let lines = lines.filter(|line| !line.is_empty());
    let codes = lines
        .map(|line| Code::read(line).ok_or(Error::Paper))
        .collect::<Result<Vec<Code>>>()?;
    let Some(Code { index, of, .. }) = codes.first() else {
        return Err(Error::Paper);
    };
    if codes.iter().any(|one| one.index != *index || one.of != *of) {
        return Err(Error::Paper);
    }
    let mut bytes = Vec::new();
    for place in 1..=*of {
        let mut found = codes.iter().filter(|one| one.place == place);
        let missing = Error::MissingCode { place, of: *of };
        let part = &found.next().ok_or(missing)?.bytes;
        if found.any(|same| same.bytes != *part) {
            return Err(Error::Paper);
        }
        bytes.extend(part);
    }
    receipt(&bytes, *index, policy)
}

fn receipt(bytes: &[u8], index: u64, policy: &Policy) -> Result<Receipt> {
    let mut rest = Rest(bytes);
    let length = rest
        .number()
        .and_then(|length| usize::try_from(length).ok());
    let entry = length
        .and_then(|length| rest.take(length))
        .ok_or(Error::Paper)?;
    let proof = decode(rest.0, policy, &tree::leaf_hash(entry))?;
    if proof.index != index {
        return Err(Error::Paper);
    }
    let entry = String::from_utf8(entry.to_vec()).map_err(|_| Error::Paper)?;
    Ok(Receipt::from_texts(entry, proof.encode()?))
}

/// One full code.
struct Code {
    index: u64,
    place: u64,
    of: u64,
    bytes: Vec<u8>,
}

impl Code {
    fn read(line: &str) -> Option<Self> {
        let (index, rest) = line
            .strip_prefix(HEAD)?
            .strip_suffix('.')?
            .split_once(':')?;
        let (counted, signs) = rest.split_once(':')?;
        let (place, of) = counted.split_once('/')?;
        let (index, place, of) = (
            number::parse(index)?,
            number::parse(place)?,
            number::parse(of)?,
        );
        let bytes = from_base45(signs).ok()?;
        let counted = (1..=of).contains(&place) && of <= u64::try_from(MOST_PARTS).ok()?;
        let filled = (1..=MOST_BYTES).contains(&bytes.len());
        (counted && filled).then_some(Self {
            index,
            place,
            of,
            bytes,
        })
    }
}
