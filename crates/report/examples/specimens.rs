//! Writes the specimen papers into the folder given as first argument, to look at and to print.

#![expect(clippy::disallowed_methods, reason = "a person names the folder")]

#[path = "../tests/specimens/mod.rs"]
mod specimens;

use std::path::PathBuf;

use dinh_report::{disclosure_register_pdf, disclosure_register_xlsx, document_pdf, notice_pdf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    std::fs::write(folder.join("notice.pdf"), notice_pdf(&specimens::notice())?)?;
    let register = specimens::disclosure_register(25);
    std::fs::write(
        folder.join("disclosure-register.pdf"),
        disclosure_register_pdf(&register)?,
    )?;
    std::fs::write(
        folder.join("disclosure-register.xlsx"),
        disclosure_register_xlsx(&register)?,
    )?;
    std::fs::write(
        folder.join("legal-document.pdf"),
        document_pdf(&specimens::legal_document())?,
    )?;
    Ok(())
}
