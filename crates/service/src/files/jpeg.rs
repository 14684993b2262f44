//! A photo says where it was taken in EXIF, XMP, IPTC or a comment, and some cameras hide a second photo behind the first: all of
//! them go. The picture itself is copied as it is, piece by piece.

use std::io::{BufRead, Write};

use super::Fault;

/// How a JPEG begins.
pub(super) const SIGNATURE: [u8; 3] = [0xFF, 0xD8, 0xFF];

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const APP0: u8 = 0xE0;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;
const APP15: u8 = 0xEF;
const COMMENT: u8 = 0xFE;

/// Copy the picture without what is said beside it; gives width and height. What cannot be read to its end is damaged, because
/// then nobody knows what it still says.
pub(super) fn clean(from: &mut dyn BufRead, to: &mut dyn Write) -> Result<(u32, u32), Fault> {
    let mut first = [0; 2];
    from.read_exact(&mut first)?;
    if first != [0xFF, START] {
        return Err(Fault::Damaged);
    }
    to.write_all(&first)?;
    let (mut pixels, mut scanned) = (None, false);
    let mut waiting = None;
    loop {
        let marker = match waiting.take() {
            Some(marker) => marker,
            None => marker(from)?,
        };
        match marker {
            END => break,
            START | 0x00 => return Err(Fault::Damaged),
            0x01 | 0xD0..=0xD7 => to.write_all(&[0xFF, marker])?,
            _ => {
                let body = segment(from)?;
                pixels = pixels.or(frame(marker, &body)?);
                if !says_something(marker, &body) {
                    let length = u16::try_from(body.len() + 2).map_err(|_| Fault::Damaged)?;
                    to.write_all(&[0xFF, marker])?;
                    to.write_all(&length.to_be_bytes())?;
                    to.write_all(&body)?;
                }
                if marker == SCAN {
                    scanned = true;
                    waiting = Some(scan(from, to)?);
                }
            }
        }
    }
    to.write_all(&[0xFF, END])?;
    match pixels {
        Some(pixels) if scanned => Ok(pixels),
        _ => Err(Fault::Damaged),
    }
}

/// The next marker; any number of 0xFF may stand before it.
fn marker(from: &mut dyn BufRead) -> Result<u8, Fault> {
    if byte(from)? != 0xFF {
        return Err(Fault::Damaged);
    }
    loop {
        match byte(from)? {
            0xFF => {}
            marker => return Ok(marker),
        }
    }
}

fn byte(from: &mut dyn BufRead) -> Result<u8, Fault> {
    let mut one = [0];
    from.read_exact(&mut one)?;
    Ok(one[0])
}

/// A segment without its length: at most 65,533 bytes.
fn segment(from: &mut dyn BufRead) -> Result<Vec<u8>, Fault> {
    let mut length = [0; 2];
    from.read_exact(&mut length)?;
    let length = u16::from_be_bytes(length)
        .checked_sub(2)
        .ok_or(Fault::Damaged)?;
    let mut body = vec![0; usize::from(length)];
    from.read_exact(&mut body)?;
    Ok(body)
}

/// Width and height, if the segment is that of a frame.
fn frame(marker: u8, body: &[u8]) -> Result<Option<(u32, u32)>, Fault> {
    let is_frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
    if !is_frame {
        return Ok(None);
    }
    let [_, h1, h2, w1, w2, ..] = body else {
        return Err(Fault::Damaged);
    };
    let (width, height) = (
        u16::from_be_bytes([*w1, *w2]),
        u16::from_be_bytes([*h1, *h2]),
    );
    if width == 0 || height == 0 {
        return Err(Fault::Damaged);
    }
    Ok(Some((width.into(), height.into())))
}

/// Whether a segment is about the picture and not part of it: everything but density, colours and their order.
fn says_something(marker: u8, body: &[u8]) -> bool {
    match marker {
        APP0 => !body.starts_with(b"JFIF\0"),
        APP2 => !body.starts_with(b"ICC_PROFILE\0"),
        APP14 => !body.starts_with(b"Adobe"),
        APP0..=APP15 | COMMENT => true,
        _ => false,
    }
}

/// Copy the coded picture up to the next marker, and give that.
fn scan(from: &mut dyn BufRead, to: &mut dyn Write) -> Result<u8, Fault> {
    loop {
        let held = from.fill_buf()?;
        if held.is_empty() {
            return Err(Fault::Damaged);
        }
        let plain = held.iter().position(|byte| *byte == 0xFF);
        let count = plain.unwrap_or(held.len());
        to.write_all(held.get(..count).unwrap_or_default())?;
        from.consume(count);
        if plain.is_none() {
            continue;
        }
        match marker(from)? {
            stuffed @ (0x00 | 0xD0..=0xD7) => to.write_all(&[0xFF, stuffed])?,
            marker => return Ok(marker),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever comes: no panic, never more out than in, and what is given out is clean already.
        #[test]
        fn what_is_cleaned_stays_as_it_is(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let given = [&[0xFF, 0xD8][..], &bytes].concat();
            once_and_again(&given)?;
        }

        /// The same for something that looks like a photo.
        #[test]
        fn a_photo_is_cleaned_once(
            segments in proptest::collection::vec(
                (0xC0_u8..=0xFE, proptest::collection::vec(any::<u8>(), 0..40)), 0..6),
            coded in proptest::collection::vec(any::<u8>(), 0..60),
            after in proptest::collection::vec(any::<u8>(), 0..20),
        ) {
            let mut given = vec![0xFF, 0xD8, 0xFF, 0xC0, 0, 7, 8, 0, 9, 0, 7];
            for (marker, body) in &segments {
                given.extend([0xFF, *marker]);
                given.extend(u16::try_from(body.len() + 2).expect("short").to_be_bytes());
                given.extend(body);
            }
            given.extend([0xFF, SCAN, 0, 2]);
            given.extend(coded.iter().filter(|byte| **byte != 0xFF));
            given.extend([0xFF, END]);
            given.extend(&after);
            once_and_again(&given)?;
        }
    }

    fn once_and_again(given: &[u8]) -> Result<(), TestCaseError> {
        let mut once = Vec::new();
        let Ok(pixels) = clean(&mut &given[..], &mut once) else {
            return Ok(());
        };
        prop_assert!(once.len() <= given.len());
        let mut again = Vec::new();
        prop_assert_eq!(clean(&mut &once[..], &mut again).ok(), Some(pixels));
        prop_assert_eq!(once, again);
        Ok(())
    }
}
