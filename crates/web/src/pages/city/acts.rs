//! Entries of the register in plain words: what was done, in which room, and how far it is proven.

use dinh_store::register::EntryRow;

use crate::texts::Texts;

/// The rooms that write into the register.
pub(super) const ROOMS: [&str; 4] = ["disclosure", "decision", "programme", "units"];

/// What an entry says was done, as a reader says it.
pub(super) fn did(texts: Texts, room: &str, act: &str) -> String {
    let key = match (room, act) {
        ("disclosure", "publish") => "register-did-disclosure-publish",
        ("disclosure", "amend") => "register-did-disclosure-amend",
        ("disclosure", "withdraw") => "register-did-disclosure-withdraw",
        ("disclosure", "open") => "register-did-disclosure-open",
        ("disclosure", "close") => "register-did-disclosure-close",
        ("disclosure", "request") => "register-did-disclosure-request",
        ("disclosure", "answer") => "register-did-disclosure-answer",
        ("disclosure", "not-applicable") => "register-did-disclosure-none",
        ("decision", "open") => "register-did-decision-open",
        ("decision", "correct") => "register-did-decision-correct",
        ("decision", "notify") => "register-did-decision-notify",
        ("decision", "box") => "register-did-decision-box",
        ("decision", "attach") => "register-did-decision-attach",
        ("decision", "count") => "register-did-decision-count",
        ("decision", "send") => "register-did-decision-send",
        ("decision", "recognise") => "register-did-decision-recognise",
        ("decision", "refuse") => "register-did-decision-refuse",
        ("decision", "mend") => "register-did-decision-mend",
        ("decision", "annul") => "register-did-decision-annul",
        ("decision", "amend") => "register-did-decision-amend",
        ("decision", "effect") => "register-did-decision-effect",
        ("decision", "contribute") => "register-did-decision-contribute",
        ("programme", "publish") => "register-did-programme-publish",
        ("programme", "amend") => "register-did-programme-amend",
        ("programme", "withdraw") => "register-did-programme-withdraw",
        ("units", "open") => "register-did-units-open",
        ("units", "amend") => "register-did-units-amend",
        ("units", "close") => "register-did-units-close",
        (_, "erase") => "register-did-erase",
        _ => return texts.with("register-did-other", &[("act", &act.to_owned())]),
    };
    texts.text(key)
}

/// A room, as a reader says it.
pub(super) fn room_name(texts: Texts, room: &str) -> String {
    match room {
        "disclosure" => texts.text("register-room-disclosure"),
        "decision" => texts.text("register-room-decision"),
        "programme" => texts.text("register-room-programme"),
        "units" => texts.text("register-room-units"),
        other => other.to_owned(),
    }
}

/// How many entries, from the first on, are signed, and how many a quorum of witnesses has seen.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    pub signed: i64,
    pub seen: i64,
}

impl Reach {
    /// How far an entry is proven, in a few words.
    pub fn of(self, texts: Texts, row: &EntryRow) -> String {
        if row.position < self.seen {
            texts.text("register-proven-witnessed")
        } else if row.position < self.signed {
            texts.text("register-proven-recorded")
        } else {
            texts.text("register-proven-waiting")
        }
    }
}
