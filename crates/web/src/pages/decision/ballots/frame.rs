//! What every page of household ballots has: the decision, the way back, what has just been done.

use dinh_domain::access::Action;
use dinh_service::Error;
use dinh_service::decision::ballots::{BallotView, ballot_view};
use serde::Deserialize;

use crate::caller::Caller;
use crate::page::Page;
use crate::state::AppState;
use crate::texts::Texts;

/// The ballots of a decision, for whoever counts.
pub async fn load(state: &AppState, caller: &Caller, number: i64) -> Result<BallotView, Error> {
    ballot_view(&caller.context(state), number, Action::CountVotes).await
}

/// Where the pages of a decision's ballots begin.
pub fn base(view: &BallotView) -> String {
    format!("/lam-viec/quyet-dinh/{}/phieu", view.decision.number)
}

/// The page of one step.
pub fn page(state: &AppState, caller: &Caller, view: &BallotView, title: String) -> Page {
    let texts = caller.texts();
    let number = view.decision.number;
    let mut page = caller
        .page(state, title)
        .crumb(texts.text("ballots-desk"), "/lam-viec/quyet-dinh")
        .crumb(
            texts.with("ballots-decision", &[("number", &number)]),
            format!("/lam-viec/quyet-dinh/{number}"),
        );
    if !caller.path.ends_with("/phieu") {
        page = page.crumb(texts.text("ballots-title"), base(view));
    }
    page.private = true;
    page
}

/// The community and the title of the decision, above every heading.
pub fn caption(view: &BallotView) -> String {
    format!("{} · {}", view.unit.full_name, view.decision.proposal.title)
}

/// "17:00 ngày 08/03/2026".
pub fn closing_words(texts: Texts, view: &BallotView) -> String {
    view.ballots.closes.map_or_else(String::new, |closes| {
        texts.with(
            "ballots-moment",
            &[
                ("time", &closes.strftime("%H:%M").to_string()),
                ("date", &texts.formats().date(closes.date())),
            ],
        )
    })
}

/// What has just been done, and for which part of a list: `?da=in`, `?xem=con`.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    da: String,
    #[serde(default)]
    so: String,
    #[serde(default)]
    xem: String,
}

impl Asked {
    /// The words for what has been done; an unknown word says nothing.
    pub fn words(&self, texts: Texts) -> String {
        let serial = self.serial();
        let key = match self.da.as_str() {
            "in" => "ballots-done-printed",
            "phat" => "ballots-done-given",
            "phat-het" => "ballots-done-given-all",
            "bo-phat" => "ballots-done-not-given",
            "thu" => "ballots-done-collected",
            "bo-thu" => "ballots-done-not-collected",
            "huy" => return texts.with("ballots-done-replaced", &[("serial", &serial)]),
            "xin-huy" => return texts.with("ballots-done-void-asked", &[("serial", &serial)]),
            "huy-bot" => return texts.with("ballots-done-void", &[("serial", &serial)]),
            "thoi-huy" => return texts.with("ballots-done-void-withdrawn", &[("serial", &serial)]),
            "nhap" => return texts.with("ballots-done-entered", &[("serial", &serial)]),
            "rut" => return texts.with("ballots-done-taken-back", &[("serial", &serial)]),
            "ket-luan" => return texts.with("ballots-done-settled", &[("serial", &serial)]),
            _ => return String::new(),
        };
        texts.text(key)
    }

    /// The serial that it was done with; only digits come back onto the page.
    pub fn serial(&self) -> String {
        self.so
            .chars()
            .filter(char::is_ascii_digit)
            .take(10)
            .collect()
    }

    /// The serial of a paper that was just entered, which its reader may take back.
    pub fn entered(&self) -> Option<String> {
        (self.da == "nhap").then(|| self.serial())
    }

    /// Whether only what is still to be done is asked for.
    pub fn only_open(&self) -> bool {
        self.xem == "con"
    }

    /// The same as a query, to stay in the same part of the list.
    pub fn part(&self) -> &'static str {
        if self.only_open() { "&xem=con" } else { "" }
    }
}

/// The typed or scanned serial: "15", "015", the text of the QR code "PHIEU:12:015", or an address that ends in
/// "/12/015". A code of another decision is not this one's serial.
pub fn parse_serial(typed: &str, number: i64) -> Option<u32> {
    let typed = typed.trim().trim_end_matches('/');
    let mut parts = typed.rsplit([':', '/']);
    let serial = parts.next()?.trim();
    if let Some(decision) = parts.next()
        && decision.trim() != number.to_string()
    {
        return None;
    }
    if serial.is_empty() || !serial.chars().all(|sign| sign.is_ascii_digit()) {
        return None;
    }
    serial.parse().ok().filter(|serial| *serial > 0)
}

#[cfg(test)]
mod tests {
    use super::parse_serial;

    #[test]
    fn a_serial_is_typed_or_scanned_and_a_code_of_another_decision_is_refused() {
        for typed in [
            "15",
            " 015 ",
            "PHIEU:12:015",
            "https://dinh.example.vn/p/12/015/",
        ] {
            assert_eq!(parse_serial(typed, 12), Some(15), "{typed}");
        }
        for typed in ["", "0", "x", "15a", "PHIEU:13:015", "-1", "99999999999"] {
            assert_eq!(parse_serial(typed, 12), None, "{typed}");
        }
    }
}
