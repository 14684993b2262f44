//! The texts that the register vouches for after the result. Days and numbers of documents are plain; reasons are
//! sealed, because they may speak of people.

use std::fmt::Write;

use dinh_domain::decision::Decision;
use dinh_law::Citation;
use jiff::civil::Date;

use super::super::public_text::{head, text};
use super::super::thing::PublicAct;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::register::ActContent;

/// What happened on which day, with which document.
pub(super) fn step_text(kind: &str, decision: &Decision, on: Date) -> ActContent {
    let mut lines = head(kind, decision);
    let _ = writeln!(lines, "on {on}");
    if let Some(from) = decision.effective_on {
        let _ = writeln!(lines, "effective {from}");
    }
    if let Some(end) = decision.ended_on {
        let _ = writeln!(lines, "ended {end}");
    }
    if !decision.document.is_empty() {
        let _ = writeln!(lines, "document {}", decision.document);
    }
    text("van-ban.txt", lines, false)
}

/// The reason that was given.
pub(super) fn reason_text(decision: &Decision) -> ActContent {
    let mut lines = head("reason", decision);
    let _ = write!(lines, "\n{}\n", decision.reason);
    text("ly-do.txt", lines, true)
}

/// A public act with these articles.
pub(super) fn act(
    act: &'static str,
    citations: &[&Citation],
    contents: Vec<ActContent>,
) -> PublicAct {
    PublicAct {
        act,
        laws: citations
            .iter()
            .map(|citation| citation.register_code())
            .collect(),
        contents,
    }
}

/// Nobody records what has not happened yet.
pub(super) fn not_in_future(ctx: &Context<'_>, field: &str, on: Date) -> Result<()> {
    if on > ctx.today() {
        return Err(Error::field(
            field,
            "Ngày ở tương lai; hãy ghi nhận sau khi văn bản đã được gửi hoặc ký.",
        ));
    }
    Ok(())
}
