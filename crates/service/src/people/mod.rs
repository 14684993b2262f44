//! People and access: accounts, sign-in, second factors, sessions, mandates, and who read whose data.
//!
//! Only an administrator manages people ([`Action::ManagePeople`]); everybody manages
//! their own password and factors and says which of their mandates they use.
//!
//! [`Action::ManagePeople`]: dinh_domain::access::Action::ManagePeople

mod account;
mod change_password;
mod data_reads;
mod factors;
mod known_device;
mod list;
mod lockout;
mod mandate;
mod my_data;
mod my_sessions;
mod opening;
mod origin;
mod passkey;
mod password;
pub mod provider;
mod session;
mod sign_in;
mod token;

pub use account::{NewAccount, create_account, disable_account, reset_password};
pub use change_password::{ChangePassword, change_password};
pub use data_reads::{READS_PAGE, Subject, my_reads, note_read};
pub use factors::{
    Answer, ConfirmTotp, MyFactors, NewTotp, SecondAnswer, SecondStep, advised_roles,
    answer_second_step, begin_totp, confirm_totp, end_sessions, factors_of, my_factors, my_notices,
    remove_totp, renew_codes, reset_factors, see_notices, set_strict_roles, show_second_step,
    show_totp, strict_roles,
};
pub use known_device::KnownDevice;
pub use list::{
    AccountView, MandateView, PAGE, get_account, list, my_mandates, units_for_mandates,
};
pub(crate) use mandate::suits;
pub use mandate::{NewMandate, choose_mandate, end_mandate, give_mandate};
pub use my_data::{MyData, export_my_data, my_data};
pub use my_sessions::{end_my_others, end_my_session, my_sessions};
pub use origin::Origin;
pub use passkey::{
    AddPasskey, Assertion, NewPasskey, PasskeyQuestion, PasskeySignIn, RelyingParty, WAYS,
    add_passkey, ask_for_passkey, begin_passkey, remove_passkey, sign_in_with_passkey,
};
pub use session::{OpenSession, find_session, sign_out};
pub use sign_in::{Entered, SignIn, sign_in};
pub use token::{SignedIn, digest};
