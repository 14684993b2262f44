//! The account of contributions of a decision on matters 15.1 and 15.2: opened once it binds, every receipt and expense in
//! the register, nothing removed. The public sees sums, never who gave how much.

mod account;
mod expense;
mod paper;
mod receipt;
mod view;

pub use account::{PledgeChange, change_pledge, change_pledge_in, open_account, open_account_in};
pub use expense::{ExpenseForm, add_expense, add_expense_in, void_expense, void_expense_in};
pub use paper::receipt_paper;
pub use receipt::{ReceiptForm, add_receipt, add_receipt_in, void_receipt, void_receipt_in};
pub use view::{AccountDesk, PublicAccount, account_desk, public_account};
