//! The site in process: real requests to the real router over a real database.

mod desk;
mod office;
mod pages;
mod site;
mod units;
