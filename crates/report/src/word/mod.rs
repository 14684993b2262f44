//! Papers as DOCX: a small writer of `WordprocessingML` (ECMA-376) for exactly the blocks that our papers have.
//!
//! Every file holds its title and language, pictures with their words, table headers that repeat, and headings as
//! headings, so that a screen reader reads it as it reads the PDF. No part carries the time of writing: the same
//! paper gives the same bytes.

mod body;
mod markup;
mod parts;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::error::ReportError;
use crate::paper::Paper;
use crate::qr;

/// Writes one paper.
pub(crate) fn write(paper: &Paper) -> Result<Vec<u8>, ReportError> {
    write_all(std::slice::from_ref(paper))
}

/// Writes papers one after the other, each on a page of its own; head and properties are those of the first.
pub(crate) fn write_all(papers: &[Paper]) -> Result<Vec<u8>, ReportError> {
    let mut pictures = Vec::new();
    for paper in papers {
        let full = paper.proof.iter().flat_map(|page| &page.texts);
        for text in paper.code().into_iter().chain(full.map(String::as_str)) {
            pictures.push(qr::picture(text)?);
        }
    }
    let sample = papers.iter().any(|paper| paper.sample);
    let (title, author) = papers.first().map_or_else(Default::default, |paper| {
        (
            format!("{}: {}", paper.type_name, paper.summary),
            paper.author.clone(),
        )
    });
    let date = papers.iter().find_map(|paper| paper.date);
    let mut archive = Archive::new();
    archive.add("[Content_Types].xml", parts::CONTENT_TYPES.as_bytes())?;
    archive.add("_rels/.rels", parts::RELATIONS.as_bytes())?;
    archive.add(
        "docProps/core.xml",
        parts::properties(&title, &author, date).as_bytes(),
    )?;
    archive.add("word/styles.xml", parts::STYLES.as_bytes())?;
    archive.add("word/header1.xml", parts::header(true, sample).as_bytes())?;
    archive.add("word/header2.xml", parts::header(false, sample).as_bytes())?;
    archive.add("word/document.xml", body::document(papers).as_bytes())?;
    archive.add(
        "word/_rels/document.xml.rels",
        parts::document_relations(pictures.len()).as_bytes(),
    )?;
    for (number, picture) in (1..).zip(&pictures) {
        archive.add(&format!("word/media/qr{number}.png"), picture)?;
    }
    archive.done()
}

struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    options: SimpleFileOptions,
}

impl Archive {
    fn new() -> Self {
        Self {
            zip: ZipWriter::new(Cursor::new(Vec::new())),
            options: SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated),
        }
    }

    fn add(&mut self, path: &str, content: &[u8]) -> Result<(), ReportError> {
        self.zip.start_file(path, self.options)?;
        self.zip
            .write_all(content)
            .map_err(|error| ReportError::Document(error.into()))
    }

    fn done(self) -> Result<Vec<u8>, ReportError> {
        Ok(self.zip.finish()?.into_inner())
    }
}
