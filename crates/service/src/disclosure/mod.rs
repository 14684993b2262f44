//! Disclosure, use case by use case: open, not applicable, draft, approve, publish,
//! other forms, correct, end, withdraw, ask, answer, register of a quarter, desk.

mod answer;
mod approve;
mod ask;
mod change;
mod day;
mod desk;
mod draft;
mod file;
mod form;
mod not_applicable;
mod notice;
mod open;
mod periodic;
mod quarter;
mod tally;
mod view;

pub use answer::{Asked, DAYS_AFTER_ANSWER, answer, answer_in, forget_askers, get_asked};
pub use approve::{approve, approve_in, send_back};
pub use ask::{Answer, Question, ask, ask_in, find_request, request_due, request_rule};
pub use change::{Correction, correct, end, withdraw};
pub use day::begin_day;
pub use desk::{Desk, Task, TaskKind, desk};
pub use draft::{DraftForm, save_draft, start_draft, start_draft_in, submit, submit_in};
pub use file::{attach, attach_in, detach};
pub use form::{
    FormInput, end_form, end_form_in, record_form, record_form_in, report_early_end,
    report_early_end_in,
};
pub use not_applicable::{
    confirm_not_applicable, confirm_not_applicable_in, propose_not_applicable,
    propose_not_applicable_in, refuse_not_applicable,
};
pub use notice::notice;
pub(crate) use open::open_duty_of_decision_in;
pub use open::{OpenDuty, check_event, open_duty, open_duty_in};
pub use periodic::{open_day, open_periodic, open_periodic_in};
pub use quarter::{Quarter, quarterly_register};
pub use tally::{advance_tallies_in, refresh_all, refresh_unit};
pub use view::{CatalogueLine, ItemView, UnitView, due_of, find_item, unit_view};
