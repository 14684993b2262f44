//! Second factors: codes of an application, codes on paper, passkeys after the password; who must have one; and what
//! helps a person who lost theirs.

mod codes;
mod enrol;
mod mine;
mod reset;
mod second_step;
mod strict;
mod told;
mod totp;

pub use enrol::{
    ConfirmTotp, NewTotp, begin_totp, confirm_totp, remove_totp, renew_codes, show_totp,
};
pub use mine::{MyFactors, factors_of, my_factors};
pub use reset::{end_sessions, reset_factors};
pub(super) use second_step::find_second_step;
pub use second_step::{Answer, SecondAnswer, SecondStep, answer_second_step, show_second_step};
pub use strict::{advised_roles, set_strict_roles, strict_roles};
pub use told::{my_notices, see_notices};

pub(super) use codes::new_codes;
pub(super) use mine::{Removed, removed};
pub(super) use told::tell;
