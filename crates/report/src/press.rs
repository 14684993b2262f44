//! The printing press: fonts and templates built into the program, one Typst compilation at a time.
//!
//! Fonts are static data and are never copied. The memory of a compilation is given back when it ends, so a server
//! that prints all day keeps the memory of one paper only.

use std::sync::{LazyLock, Mutex, PoisonError};

use jiff::civil::Date;
use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::error::ReportError;
use crate::readable::draw_value;

/// The faces of Liberation Serif, which has the metrics of Times New Roman (Decree 30/2020 asks for that face).
static FONT_FILES: [&[u8]; 4] = [
    include_bytes!("../fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("../fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("../fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("../fonts/LiberationSerif-BoldItalic.ttf"),
];

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    FONT_FILES
        .iter()
        .flat_map(|data| Font::iter(Bytes::new(*data)))
        .collect()
});
static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    [
        ("/base.typ", include_str!("../templates/base.typ")),
        (
            Template::Notice.path(),
            include_str!("../templates/notice.typ"),
        ),
        (
            Template::DisclosureRegister.path(),
            include_str!("../templates/disclosure-register.typ"),
        ),
        (
            Template::LegalDocument.path(),
            include_str!("../templates/legal-document.typ"),
        ),
        (
            Template::Paper.path(),
            include_str!("../templates/paper.typ"),
        ),
        (
            Template::BallotPaper.path(),
            include_str!("../templates/ballot-paper.typ"),
        ),
        (
            Template::Cards.path(),
            include_str!("../templates/cards.typ"),
        ),
        (
            Template::HouseholdNotices.path(),
            include_str!("../templates/household-notices.typ"),
        ),
    ]
    .into_iter()
    .filter_map(|(path, text)| Some(Source::new(file_id(path)?, text.to_owned())))
    .collect()
});

/// Held while a paper is set: it bounds memory to one compilation, and clearing the cache disturbs nobody.
static PRESS: Mutex<()> = Mutex::new(());

/// A paper that the press can set.
#[derive(Clone, Copy)]
pub(crate) enum Template {
    Notice,
    DisclosureRegister,
    LegalDocument,
    Paper,
    BallotPaper,
    Cards,
    HouseholdNotices,
}

impl Template {
    const fn path(self) -> &'static str {
        match self {
            Self::Notice => "/notice.typ",
            Self::DisclosureRegister => "/disclosure-register.typ",
            Self::LegalDocument => "/legal-document.typ",
            Self::Paper => "/paper.typ",
            Self::BallotPaper => "/ballot-paper.typ",
            Self::Cards => "/cards.typ",
            Self::HouseholdNotices => "/household-notices.typ",
        }
    }
}

/// Whether all four faces can draw the character.
pub(crate) fn has_glyph(character: char) -> bool {
    FONTS
        .iter()
        .all(|font| font.info().coverage.contains(u32::from(character)))
}

/// One paper to be set: a template, its data (`/data.json`), a picture (`/qr.svg`), and for sheets with many codes the
/// picture of each (`/qr/0.svg` and on).
pub(crate) struct Order {
    main: FileId,
    data: Bytes,
    picture: Option<Bytes>,
    codes: Vec<Bytes>,
    today: Option<Date>,
}

impl Order {
    /// Hands a view to a template.
    ///
    /// `today` is what the template sees as today: the date on the paper, never that of the machine.
    pub(crate) fn new(
        template: Template,
        view: &impl Serialize,
        picture: Option<String>,
        today: Option<Date>,
    ) -> Result<Self, ReportError> {
        let mut value = serde_json::to_value(view)?;
        draw_value(&mut value);
        Ok(Self {
            main: file_id(template.path())
                .ok_or_else(|| ReportError::Layout(template.path().to_owned()))?,
            data: Bytes::from_string(serde_json::to_string(&value)?),
            picture: picture.map(Bytes::from_string),
            codes: Vec::new(),
            today,
        })
    }

    /// Adds one picture for each ballot or card.
    pub(crate) fn with_codes(mut self, codes: Vec<String>) -> Self {
        self.codes = codes.into_iter().map(Bytes::from_string).collect();
        self
    }

    /// Sets the paper and exports it as PDF.
    pub(crate) fn print(&self) -> Result<Vec<u8>, ReportError> {
        let _turn = PRESS.lock().unwrap_or_else(PoisonError::into_inner);
        let printed = self.lay_out().and_then(|document| self.export(&document));
        typst::comemo::evict(0);
        printed
    }

    /// Sets the paper as pages.
    pub(crate) fn lay_out(&self) -> Result<PagedDocument, ReportError> {
        typst::compile(self)
            .output
            .map_err(|errors| layout_error(&errors))
    }

    fn code(&self, path: &str) -> Option<Bytes> {
        let number = path.strip_prefix("/qr/")?.strip_suffix(".svg")?;
        self.codes.get(number.parse::<usize>().ok()?).cloned()
    }

    fn export(&self, document: &PagedDocument) -> Result<Vec<u8>, ReportError> {
        // PDF/A-2a needs a date; an undated draft is not for the archive.
        let standards: &[PdfStandard] = if self.today.is_some() {
            &[PdfStandard::A_2a, PdfStandard::Ua_1]
        } else {
            &[PdfStandard::Ua_1]
        };
        let standards = PdfStandards::new(standards)
            .map_err(|error| ReportError::Layout(error.message().to_string()))?;
        let options = PdfOptions {
            standards,
            creator: Smart::Custom(Some("Đình".to_owned())),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(document, &options).map_err(|errors| layout_error(&errors))
    }
}

fn layout_error(errors: &[SourceDiagnostic]) -> ReportError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    ReportError::Layout(messages.join("; "))
}

fn file_id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

/// Everything one compilation may see is in its order: no folder, no package, no clock.
impl World for Order {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SOURCES
            .iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id.get().vpath().get_with_slash() {
            "/data.json" => Ok(self.data.clone()),
            "/qr.svg" => self.picture.clone().ok_or_else(|| not_found(id)),
            path => self.code(path).ok_or_else(|| not_found(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        let date = self.today?;
        Datetime::from_ymd(
            i32::from(date.year()),
            u8::try_from(date.month()).ok()?,
            u8::try_from(date.day()).ok()?,
        )
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_on_the_desk() {
        assert_eq!(SOURCES.len(), 8);
    }

    #[test]
    fn all_four_faces_draw_every_vietnamese_letter() {
        assert_eq!(FONTS.len(), 4);
        let missing: String = include_str!("../tests/vietnamese-letters.txt")
            .chars()
            .filter(|letter| !letter.is_whitespace() && !has_glyph(*letter))
            .collect();
        assert_eq!(missing, "");
    }
}
