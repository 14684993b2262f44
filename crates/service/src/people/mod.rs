//! People and access: accounts, sign-in, sessions, mandates.
//!
//! Only an administrator manages people ([`Action::ManagePeople`]); everybody manages
//! their own password and says which of their mandates they use.
//!
//! [`Action::ManagePeople`]: dinh_domain::access::Action::ManagePeople

mod account;
mod change_password;
mod list;
mod lockout;
mod mandate;
mod my_data;
mod password;
pub mod provider;
mod session;
mod sign_in;
mod token;

pub use account::{NewAccount, create_account, disable_account, reset_password};
pub use change_password::{ChangePassword, change_password};
pub use list::{
    AccountView, MandateView, PAGE, get_account, list, my_mandates, units_for_mandates,
};
pub(crate) use mandate::suits;
pub use mandate::{NewMandate, choose_mandate, end_mandate, give_mandate};
pub use my_data::{MyData, export_my_data, my_data};
pub use session::{OpenSession, find_session, sign_out};
pub use sign_in::{SignIn, sign_in};
pub use token::{SignedIn, digest};
