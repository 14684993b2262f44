//! A picture in PNG may carry words, EXIF and anything else in chunks of its own: what draws is copied, the rest goes, also what
//! stands behind the end.

use std::io::{BufRead, Read, Write};

use super::Fault;

/// How a PNG begins.
pub(super) const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];

/// Chunks that draw, also those of pictures that move.
const DRAWS: [&[u8; 4]; 17] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"bKGD",
    b"pHYs", b"sBIT", b"hIST", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];
const CHECK: u64 = 4;

/// Copy the picture without what is said beside it; gives width and height.
pub(super) fn clean(from: &mut dyn BufRead, to: &mut dyn Write) -> Result<(u32, u32), Fault> {
    let mut first = [0; 8];
    from.read_exact(&mut first)?;
    if first != SIGNATURE {
        return Err(Fault::Damaged);
    }
    to.write_all(&first)?;
    let pixels = header(from, to)?;
    let mut drawn = false;
    loop {
        let (length, kind) = chunk(from)?;
        let rest = u64::from(length) + CHECK;
        if DRAWS.contains(&&kind) {
            to.write_all(&length.to_be_bytes())?;
            to.write_all(&kind)?;
            copy(from, to, rest)?;
        } else {
            copy(from, &mut std::io::sink(), rest)?;
        }
        match &kind {
            b"IDAT" => drawn = true,
            b"IEND" if drawn => return Ok(pixels),
            b"IHDR" | b"IEND" => return Err(Fault::Damaged),
            _ => {}
        }
    }
}

fn header(from: &mut dyn BufRead, to: &mut dyn Write) -> Result<(u32, u32), Fault> {
    if chunk(from)? != (13, *b"IHDR") {
        return Err(Fault::Damaged);
    }
    let mut body = [0; 17];
    from.read_exact(&mut body)?;
    let [w1, w2, w3, w4, h1, h2, h3, h4, ..] = body;
    let width = u32::from_be_bytes([w1, w2, w3, w4]);
    let height = u32::from_be_bytes([h1, h2, h3, h4]);
    if width == 0 || height == 0 {
        return Err(Fault::Damaged);
    }
    to.write_all(&13_u32.to_be_bytes())?;
    to.write_all(b"IHDR")?;
    to.write_all(&body)?;
    Ok((width, height))
}

fn chunk(from: &mut dyn BufRead) -> Result<(u32, [u8; 4]), Fault> {
    let (mut length, mut kind) = ([0; 4], [0; 4]);
    from.read_exact(&mut length)?;
    from.read_exact(&mut kind)?;
    Ok((u32::from_be_bytes(length), kind))
}

fn copy(from: &mut dyn BufRead, to: &mut dyn Write, count: u64) -> Result<(), Fault> {
    let copied = std::io::copy(&mut from.take(count), to)?;
    if copied == count {
        Ok(())
    } else {
        Err(Fault::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever comes: no panic, never more out than in, and what is given out is clean already.
        #[test]
        fn what_is_cleaned_stays_as_it_is(
            chunks in proptest::collection::vec(
                (prop_oneof![Just(*b"IDAT"), Just(*b"tEXt"), Just(*b"eXIf"), Just(*b"IEND"), any::<[u8; 4]>()],
                 proptest::collection::vec(any::<u8>(), 0..40)), 0..8),
            cut in 0_usize..60,
        ) {
            let mut given = SIGNATURE.to_vec();
            let mut add = |kind: &[u8], body: &[u8]| {
                given.extend(u32::try_from(body.len()).expect("short").to_be_bytes());
                given.extend(kind);
                given.extend(body);
                given.extend([0; 4]);
            };
            add(b"IHDR", &[0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
            for (kind, body) in &chunks {
                add(kind, body);
            }
            given.truncate(given.len().saturating_sub(cut));
            let mut once = Vec::new();
            if let Ok(pixels) = clean(&mut &given[..], &mut once) {
                prop_assert_eq!(pixels, (3, 2));
                prop_assert!(once.len() <= given.len());
                let mut again = Vec::new();
                prop_assert_eq!(clean(&mut &once[..], &mut again).ok(), Some(pixels));
                prop_assert_eq!(once, again);
            }
        }
    }
}
