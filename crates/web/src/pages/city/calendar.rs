//! `/don-vi/{slug}/lich.ics`: the due days of a unit as a calendar (RFC 5545).

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use dinh_domain::disclosure::{Duty, DutyState};
use dinh_domain::units::Unit;
use dinh_service::Error;
use jiff::ToSpan;
use jiff::civil::Date;

use super::shown::{bytes, tagged};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::state::AppState;
use crate::texts::Texts;

const EVENTS: i64 = 2_000;
const LINE_OCTETS: usize = 75;

/// Due days from ninety days ago on.
pub(super) async fn unit(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let today = ctx.today();
    let mut tx = ctx.read().await?;
    let unit = dinh_store::units::find_by_slug(&mut tx, &slug)
        .await?
        .ok_or(Error::NotFound)?;
    let version = dinh_store::register::unit_version(&mut tx, unit.id).await?;
    let from = today.saturating_sub(90.days());
    let to = today.saturating_add(400.days());
    let duties =
        dinh_store::disclosure::duties::of_unit_due_between(&mut tx, unit.id, from, to, EVENTS)
            .await?;
    drop(tx);
    let host = state
        .platform
        .base_url
        .split_once("://")
        .map_or("dinh", |(_, host)| host);
    let tag = format!("{version}-{}-{today}", duties.len());
    tagged(&headers, tag, || {
        let text = calendar(
            caller.texts(),
            &unit,
            &duties,
            &state.platform.base_url,
            host,
        );
        Ok(bytes("text/calendar; charset=utf-8", None, text))
    })
}

fn calendar(texts: Texts, unit: &Unit, duties: &[Duty], base: &str, host: &str) -> String {
    let mut text = String::new();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dinh//Lich cong khai//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ] {
        fold_into(&mut text, line);
    }
    let name = texts.with("city-calendar-title", &[("unit", &unit.full_name)]);
    fold_into(&mut text, &format!("X-WR-CALNAME:{}", escaped(&name)));
    for duty in duties {
        let word = match duty.state {
            DutyState::Published => texts.text("city-calendar-done"),
            DutyState::NotApplicable => texts.text("city-calendar-exempt"),
            _ => texts.text("city-calendar-due"),
        };
        let next = duty.due_on.tomorrow().unwrap_or(duty.due_on);
        let stamp = duty.event_on;
        for line in [
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}@{host}", duty.id),
            format!("SEQUENCE:{}", duty.version),
            format!("DTSTAMP:{}T000000Z", plain(stamp)),
            format!("DTSTART;VALUE=DATE:{}", plain(duty.due_on)),
            format!("DTEND;VALUE=DATE:{}", plain(next)),
            format!("SUMMARY:{}", escaped(&format!("{word}: {}", duty.title))),
            format!("DESCRIPTION:{}", escaped(&duty.item)),
            format!("URL:{base}/don-vi/{}", unit.slug),
            "TRANSP:TRANSPARENT".to_owned(),
            "END:VEVENT".to_owned(),
        ] {
            fold_into(&mut text, &line);
        }
    }
    fold_into(&mut text, "END:VCALENDAR");
    text
}

fn plain(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// RFC 5545, 3.3.11.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(sign);
            }
            '\n' => escaped.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// A content line of at most 75 octets, continued on the next with a blank (RFC 5545,
/// 3.1), never cut inside a letter.
fn fold_into(text: &mut String, line: &str) {
    let mut octets = 0;
    for sign in line.chars() {
        if octets + sign.len_utf8() > LINE_OCTETS {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(sign);
        octets += sign.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_between_letters_and_can_be_unfolded() {
        let line = format!("SUMMARY:{}", "Kế hoạch sử dụng đất của phường ".repeat(9));
        let mut text = String::new();
        fold_into(&mut text, &line);
        assert!(text.split("\r\n").all(|part| part.len() <= LINE_OCTETS));
        assert_eq!(text.replace("\r\n ", "").trim_end_matches("\r\n"), line);
    }

    #[test]
    fn signs_with_a_meaning_are_escaped() {
        assert_eq!(escaped("a,b;c\\d\ne"), "a\\,b\\;c\\\\d\\ne");
    }
}
