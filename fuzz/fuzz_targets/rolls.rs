//! The roll of a hamlet from CSV or from a workbook, as it comes.
#![no_main]

mod city;
mod roll;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| roll::read(data.to_vec()));
