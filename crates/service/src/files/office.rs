//! Documents of an office program are ZIP archives: told by what their directory names, opened to their end, refused when they are
//! far larger inside or hold something that runs.

use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Fault, Kind};

/// Parts of one document; a report of a thousand pictures has fewer.
const MOST_PARTS: u16 = 5000;
/// All parts together when they are opened.
const MOST_OPENED: u64 = 300 * 1024 * 1024;
/// How the name of a part ends that runs, in small letters.
const RUNS: [&str; 2] = ["vbaproject.bin", ".exe"];
/// The end of the directory, and the longest remark behind it.
const END: [u8; 4] = [0x50, 0x4B, 0x05, 0x06];
const END_SIZE: usize = 22;

pub(super) fn examine(mut file: impl Read + Seek) -> Result<Kind, Fault> {
    directory(&mut file)?;
    let mut archive = ZipArchive::new(file).map_err(|error| damaged(&error))?;
    let mut left = MOST_OPENED;
    let (mut described, mut kind) = (false, None);
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|error| damaged(&error))?;
        let name = part.name().map_err(|error| damaged(&error))?;
        let name = name.to_lowercase();
        if RUNS.iter().any(|end| name.ends_with(end)) || name.contains("/activex/") {
            return Err(Fault::Runs);
        }
        match name.as_str() {
            "[content_types].xml" => described = true,
            "word/document.xml" => kind = kind.or(Some(Kind::Docx)),
            "xl/workbook.xml" => kind = kind.or(Some(Kind::Xlsx)),
            _ => {}
        }
        // What the directory says of sizes may be a lie, so each part is opened.
        let opened = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        let opened = opened.map_err(|_| Fault::Damaged)?;
        left = left.checked_sub(opened).ok_or(Fault::Bomb)?;
    }
    kind.filter(|_| described).ok_or(Fault::Unknown)
}

/// The directory stands before the very end and names so few parts that it can be held.
fn directory(file: &mut (impl Read + Seek)) -> Result<(), Fault> {
    let size = file.seek(SeekFrom::End(0))?;
    let reach = (END_SIZE + usize::from(u16::MAX)) as u64;
    file.seek(SeekFrom::Start(size.saturating_sub(reach)))?;
    let mut tail = Vec::new();
    file.by_ref().take(reach).read_to_end(&mut tail)?;
    let end = tail
        .windows(END.len())
        .rposition(|window| window == END)
        .and_then(|at| tail.get(at..))
        .ok_or(Fault::Damaged)?;
    let number = |at: usize| match end.get(at..at + 2) {
        Some([low, high]) => Ok(u16::from_le_bytes([*low, *high])),
        _ => Err(Fault::Damaged),
    };
    if end.len() != END_SIZE + usize::from(number(20)?) {
        return Err(Fault::Damaged);
    }
    if number(10)? > MOST_PARTS {
        return Err(Fault::Bomb);
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(())
}

fn damaged(error: &ZipError) -> Fault {
    match error {
        ZipError::Io(source) if source.kind() != std::io::ErrorKind::UnexpectedEof => {
            Fault::Machine(source.to_string())
        }
        _ => Fault::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_that_begins_like_an_archive_makes_it_stumble(
            body in proptest::collection::vec(any::<u8>(), 0..300),
            end in proptest::collection::vec(any::<u8>(), 18),
        ) {
            let given = [&b"PK\x03\x04"[..], &body, &END, &end].concat();
            // Whatever it says of it: it ends, and holds no more than it was given.
            let _ = examine(Cursor::new(given));
        }
    }
}
