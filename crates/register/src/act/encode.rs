//! Writing an entry. All rules live in the parser: what was written is parsed, and must give the same act.

use std::fmt::Write as _;

use super::{Act, ActFault, ActView, Content, parse};
use crate::{Error, Result};

pub(super) fn encode(act: &Act) -> Result<Vec<u8>> {
    let text = render(act).map_err(|_| Error::Act {
        line: 0,
        fault: ActFault::Unwritable,
    })?;
    if ActView::parse(text.as_bytes())?.to_act() == *act {
        Ok(text.into_bytes())
    } else {
        Err(Error::Act {
            line: 0,
            fault: ActFault::Unwritable,
        })
    }
}

fn render(act: &Act) -> std::result::Result<String, std::fmt::Error> {
    let Act {
        register,
        unit,
        room,
        act: verb,
        thing,
        rev,
        prev,
        laws,
        at,
        office,
        contents,
    } = act;
    let mut text = format!(
        "{}register {register}\nunit {unit}\nroom {room}\nact {verb}\nthing {thing}\nrev {rev}\n",
        parse::FORMAT
    );
    match prev {
        Some(prev) => writeln!(text, "prev {} {}", prev.index, prev.leaf)?,
        None => text.push_str("prev none\n"),
    }
    for law in laws {
        writeln!(text, "law {law}")?;
    }
    writeln!(text, "at {at}\noffice {office}")?;
    for content in contents {
        match content {
            Content::File {
                sha256,
                size,
                media_type,
            } => writeln!(text, "file {} {size} {media_type}", sha256.hex())?,
            Content::Sealed {
                commitment,
                size,
                media_type,
            } => writeln!(text, "sealed {commitment} {size} {media_type}")?,
        }
    }
    Ok(text)
}
