//! The roll of a hamlet from a workbook. An input is what the parts of the workbook hold, an empty line between them: bytes of a
//! packed archive would never get past its sums.
#![no_main]

mod city;
mod roll;

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
/// The parts of an input, the most telling first.
const PARTS: [&str; 5] = [
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
];
/// What stands in the place of parts that an input does not have.
const USUAL: [&str; 5] = [
    "",
    "",
    r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Roll" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    "",
];

fuzz_target!(|data: &[u8]| {
    let given = parts(data);
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8]| {
        let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        packed.start_file(name, plain).expect("a part");
        packed.write_all(bytes).expect("written");
    };
    add("[Content_Types].xml", TYPES.as_bytes());
    add("_rels/.rels", ROOT.as_bytes());
    for (place, name) in PARTS.into_iter().enumerate() {
        let usual = USUAL[place].as_bytes();
        let bytes = given.get(place).copied().unwrap_or(usual);
        if !bytes.is_empty() {
            add(name, bytes);
        }
    }
    roll::read(packed.finish().expect("packed").into_inner());
});

fn parts(data: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = data;
    while let Some(at) = rest.windows(2).position(|two| two == b"\n\n") {
        parts.push(&rest[..at]);
        rest = &rest[at + 2..];
    }
    parts.push(rest);
    parts
}
