//! A PDF ends with its trailer: what was cut off on the way is not kept.

use std::io::{Read, Seek, SeekFrom};

use super::Fault;

/// Readers look for the end within this many last bytes.
const TAIL: u64 = 1024;
const END: &[u8] = b"%%EOF";

pub(super) fn examine(file: &mut (impl Read + Seek)) -> Result<(), Fault> {
    let size = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    if tail.windows(END.len()).any(|window| window == END) {
        Ok(())
    } else {
        Err(Fault::Damaged)
    }
}
