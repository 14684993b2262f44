//! Reminders: letters to those who must act and to those above them, made from what is not done today, and their way to
//! the people's mailboxes. Duties of disclosure, steps of decisions, requests and elections climb the same ladder.
//!
//! Everything is computed from state. Whatever was missed while the server was down is not made up for: the highest rung
//! that is due goes out, once for each person. A reminder is kept in the transaction that queues its letter. A letter is
//! handed over at least once: when a process dies between the server's "250" and its own commit, the same letter goes out
//! again with the same Message-ID, and mail programs show it once.

mod confirm;
mod deliver;
mod gather;
mod letter;
mod needed;
mod post;
mod postman;
mod reach;
mod remind;
mod server;
mod steps;
mod subject;
mod unreached;

pub use confirm::{confirm_address, is_good_link};
pub use deliver::{LEASE, deliver, pause_after};
pub use dinh_domain::reminders::{Choice, Party};
pub use dinh_store::reminders::addresses::Reach;
pub use dinh_store::reminders::gaps::Gap;
pub use dinh_store::reminders::mails::Problem;
pub use dinh_store::reminders::unreached::FailedMail;
pub use needed::LINK_HOLDS;
pub use post::{Post, SeenPost, Trouble};
pub use postman::Postman;
pub use reach::{TypedReach, change_my_reach, change_reach, my_reach, reach_of};
pub use remind::remind;
pub use server::{Login, MailServer, Security};
pub use unreached::{GAPS_ON_A_PAGE, MailState, Resent, Unreached, mail_state, resend, unreached};
