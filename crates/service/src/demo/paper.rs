//! Sample attachments: small valid PDF files that say that they are samples.

use crate::error::Result;
use crate::files::{Arrived, CheckedFile, Upload, check_upload};
use crate::platform::Context;

/// A one-page PDF with a line of plain Latin letters, different for each `line`.
pub async fn sample_pdf(ctx: &Context<'_>, name: &str, line: &str) -> Result<CheckedFile> {
    let plain: String = line
        .chars()
        .filter(|sign| sign.is_ascii_alphanumeric() || matches!(sign, ' ' | '.' | '-' | '/' | ':'))
        .collect();
    let stream = format!(
        "BT /F1 20 Tf 72 760 Td (DU LIEU MAU - SAMPLE DATA) Tj 0 -34 Td /F1 12 Tf ({plain}) Tj ET"
    );
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{stream}\nendstream",
            stream.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut text = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (number, object) in (1_u8..).zip(objects) {
        offsets.push(text.len());
        text.extend([&number.to_string(), " 0 obj\n", &object, "\nendobj\n"]);
    }
    let table = text.len();
    text.push_str("xref\n0 6\n0000000000 65535 f \n");
    for offset in offsets {
        text.extend([&format!("{offset:010}"), " 00000 n \n"]);
    }
    let trailer = format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    text.push_str(&trailer);
    let upload = Upload {
        name: name.to_owned(),
        content: Arrived::Made(text.into()),
        keep_position: false,
    };
    check_upload(ctx, "file", upload).await
}
