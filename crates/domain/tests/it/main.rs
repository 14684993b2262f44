//! The rooms without a database: every short path, every form, every clock, every count.

mod ballots;
mod decision;
mod forms;
mod paths;
mod reminders;
mod standing;

#[allow(
    dead_code,
    reason = "the diagram and the fuzz target use other parts of it"
)]
#[path = "../machine/mod.rs"]
mod machine;

use dinh_domain::disclosure::{Content, Duty, DutyState, Publication, PublicationState};
use dinh_domain::ids::{AccountId, DutyId, PublicationId, UnitId};
use jiff::civil::{Date, date};
use uuid::Uuid;

/// Who writes.
pub const AUTHOR: AccountId = AccountId(Uuid::from_u128(1));
/// Who decides.
pub const OTHER: AccountId = AccountId(Uuid::from_u128(2));

/// An open duty of item 11.2, decided on 12 February 2026: due after Tết.
pub fn duty(due_on: Date) -> Duty {
    Duty {
        id: DutyId(Uuid::from_u128(10)),
        number: 1,
        unit: UnitId(Uuid::from_u128(20)),
        rule_code: "11.2:decided".into(),
        item: "11.2".into(),
        title: "Dự toán ngân sách năm 2026".into(),
        period: None,
        event_kind: "decision_issued".into(),
        event_on: date(2026, 2, 12),
        event_document: "12/QĐ-UBND".into(),
        due_on,
        state: DutyState::Open,
        published_on: None,
        judged: None,
        missing_forms: 0,
        early_ends: 0,
        reason: String::new(),
        proposed_by: None,
        version: 1,
        sample: true,
    }
}

/// Its draft.
pub fn draft(duty: &Duty) -> Publication {
    Publication {
        id: PublicationId(Uuid::from_u128(30)),
        number: 1,
        duty: duty.id,
        unit: duty.unit,
        rule_code: duty.rule_code.clone(),
        item: duty.item.clone(),
        state: PublicationState::Draft,
        rev: 0,
        content: Content {
            title: duty.title.clone(),
            ..Content::default()
        },
        version: 1,
        author: AUTHOR,
        published_on: None,
        sample: true,
    }
}
