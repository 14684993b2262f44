//! After the result: sending, recognition or refusal, effect and what follows from it, annulment, the common thread of
//! a commune-wide matter (Articles 20 to 22 Law 10/2022/QH15, Articles 8, 9, 21 Decree 59/2023/NĐ-CP).

mod annul;
mod effect;
mod follow;
mod recognise;
mod recognition_paper;
mod send;
mod term;
mod thread;
mod waiting;
mod words;

pub use annul::{annul, annul_in, ask_to_mend, ask_to_mend_in};
pub use effect::{
    set_effect, set_effect_in, settle_dismissal, settle_dismissal_in, start_day, take_effect_in,
};
pub(super) use follow::follow_in;
pub use recognise::{
    Answer, elected_of, recognise, recognise_in, refuse_recognition, refuse_recognition_in,
};
pub use recognition_paper::{has_recognition, recognition_decision};
pub use send::{send, send_in};
pub use term::office_terms_of;
pub(super) use thread::open_thread_in;
pub use thread::{CommunityResult, community_results, conclude_thread, conclude_thread_in};
pub use waiting::{
    Awaiting, DeskWaiting, DueElection, DueStatistics, Waiting, duties_of_decision,
    waiting_for_recognition, waiting_on_desk,
};
