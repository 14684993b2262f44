//! The site in process: real requests to the real router over a real database.

mod access;
mod after;
mod ballots;
mod busy;
mod decision;
mod desk;
mod household_account;
mod ledger;
mod machine;
mod meeting;
mod mirror;
mod office;
mod once;
mod online;
mod pages;
mod provider;
mod reminders;
mod roll;
mod sign_in;
mod signer;
mod site;
mod stamps;
mod tiles;
mod town;
mod units;
mod witness;
