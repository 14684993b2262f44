//! The account of contributions of a decision on matters 15.1 and 15.2: opened once it binds, every receipt and expense in
//! the register, nothing removed. The public sees sums, never who gave how much.

mod account;
mod expense;
mod paper;
mod receipt;
mod view;
mod void;
mod voucher;

pub use account::{PledgeChange, change_pledge, change_pledge_in, open_account, open_account_in};
pub use expense::{ExpenseForm, add_expense, add_expense_in};
pub use paper::receipt_paper;
pub use receipt::{ReceiptForm, add_receipt, add_receipt_in};
pub use view::{
    AccountDesk, PublicAccount, PublicReceipt, account_desk, public_account, public_receipt,
};
pub use void::{Line, void_line, void_line_in};
pub use voucher::{Voucher, voucher_of};
