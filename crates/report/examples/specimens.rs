//! Writes the specimen papers into the folder given as first argument, to look at and to print, and says how long each
//! one took: the median of twenty.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a person names the folder and reads the times"
)]

#[path = "../tests/specimens/mod.rs"]
mod specimens;

use std::path::{Path, PathBuf};
use std::time::Instant;

use dinh_report::{
    ReportError, disclosure_register_pdf, disclosure_register_xlsx, document_pdf, notice_pdf,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    let list = specimens::disclosure_register(25);
    write(&folder, "notice.pdf", || notice_pdf(&specimens::notice()))?;
    write(&folder, "legal-document.pdf", || {
        document_pdf(&specimens::legal_document())
    })?;
    write(&folder, "disclosure-register.pdf", || {
        disclosure_register_pdf(&list)
    })?;
    write(&folder, "disclosure-register.xlsx", || {
        disclosure_register_xlsx(&list)
    })
}

fn write(
    folder: &Path,
    name: &str,
    paper: impl Fn() -> Result<Vec<u8>, ReportError>,
) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::write(folder.join(name), paper()?)?;
    let mut times = Vec::new();
    for _ in 0..20 {
        let start = Instant::now();
        paper()?;
        times.push(start.elapsed());
    }
    times.sort();
    println!("{name}: {} ms", times[times.len() / 2].as_millis());
    Ok(())
}
