//! The fields of a disclosure as they are typed, the files beside them, and what is
//! stored: shared by the draft and the correction, so that both lose nothing.

use dinh_domain::disclosure::{Content, Draft};
use dinh_service::Error;
use dinh_service::files::Upload;
use dinh_store::disclosure::files::FileRow;

use crate::components::{DateInput, Field, FormErrors};
use crate::posted::Posted;
use crate::texts::Texts;

/// Endings offered by the picker; the content decides.
pub const KINDS: &str = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png";

/// What was typed.
pub fn typed_draft(typed: &Posted) -> Draft {
    Draft {
        title: typed.text("title").to_owned(),
        document_number: typed.text("document_number").to_owned(),
        document_date: typed.date_parts("document_date"),
        summary: typed.text("summary").to_owned(),
    }
}

/// What is stored, as it would be typed.
pub fn draft_of(content: &Content) -> Draft {
    let date = content.document_on.map_or_else(Default::default, |on| {
        [
            on.day().to_string(),
            on.month().to_string(),
            on.year().to_string(),
        ]
    });
    Draft {
        title: content.title.clone(),
        document_number: content.document_number.clone(),
        document_date: date,
        summary: content.summary.clone(),
    }
}

/// Whether typing and storing give the same; browsers send line ends as CR LF.
pub fn says_the_same(typed: &Draft, content: &Content) -> bool {
    let plain = |text: &str| dinh_domain::folding::clean(&text.replace("\r\n", "\n"));
    let numbers = |date: &[String; 3]| date.each_ref().map(|part| part.trim().parse::<i16>().ok());
    let known = draft_of(content);
    plain(&typed.title) == plain(&known.title)
        && plain(&typed.document_number) == plain(&known.document_number)
        && numbers(&typed.document_date) == numbers(&known.document_date)
        && plain(&typed.summary) == plain(&known.summary)
}

/// The four fields.
pub struct Fields {
    /// Title.
    pub title: Field,
    /// Number and symbol of the document.
    pub number: Field,
    /// Its date.
    pub date: DateInput,
    /// The text.
    pub summary: Field,
    /// The next file.
    pub file: Field,
}

impl Fields {
    /// The fields with what was typed and what is wrong with it.
    pub fn new(texts: Texts, draft: &Draft, errors: &FormErrors) -> Self {
        Self {
            title: Field::text(texts, "title", texts.text("desk-field-title"))
                .hint(texts.text("desk-field-title-hint"))
                .value(&draft.title)
                .error(errors.find("title")),
            number: Field::text(texts, "document_number", texts.text("desk-field-number"))
                .hint(texts.text("desk-field-number-hint"))
                .class("govuk-input--width-20")
                .value(&draft.document_number)
                .error(errors.find("document_number")),
            date: DateInput::new(texts, "document_date", texts.text("desk-field-date"))
                .hint(texts.text("desk-field-date-hint"))
                .values(draft.document_date.clone())
                .error(errors.find("document_date")),
            summary: Field::area(texts, "summary", texts.text("desk-field-summary"))
                .hint(texts.text("desk-field-summary-hint"))
                .rows(12)
                .value(&draft.summary)
                .error(errors.find("summary")),
            file: Field::file(texts, "file", texts.text("desk-field-file"), KINDS)
                .hint(texts.text("desk-field-file-hint"))
                .multiple()
                .error(errors.find("file")),
        }
    }
}

/// A file in a list.
pub struct Attached {
    /// Identity, for its button.
    pub id: String,
    /// Where it is read.
    pub href: String,
    /// Name.
    pub name: String,
    /// Size in words.
    pub size: String,
    /// SHA-256 in hex.
    pub digest: String,
    /// Public now, but not in the next version.
    pub leaving: bool,
}

impl Attached {
    /// A file of publication `number`.
    pub fn new(texts: Texts, number: i64, row: &FileRow) -> Self {
        Self {
            id: row.id.to_string(),
            href: format!("/cong-khai/{number}/tep/{}", row.id),
            name: row.name.clone(),
            size: size_words(texts, row.size, row.unscanned > 0),
            digest: row.digest(),
            leaving: row.last_rev.is_some(),
        }
    }
}

/// The size of a file, and whether nobody has looked for viruses yet.
pub fn size_words(texts: Texts, size: i64, unscanned: bool) -> String {
    let size = texts.formats().size(u64::try_from(size).unwrap_or(0));
    if unscanned {
        texts.with("desk-file-unscanned", &[("size", &size)])
    } else {
        size
    }
}

/// What is stored now, shown beside what was typed when two people wrote at once.
pub struct Beside {
    /// Title.
    pub title: String,
    /// Number and date of the document.
    pub document: String,
    /// The text in its paragraphs.
    pub paragraphs: Vec<String>,
    /// When it was saved.
    pub saved: String,
}

impl Beside {
    /// The stored publication.
    pub fn new(texts: Texts, stored: &dinh_store::disclosure::Stored) -> Self {
        let content = &stored.publication.content;
        Self {
            title: content.title.clone(),
            document: document_words(texts, content),
            paragraphs: lines(&content.summary),
            saved: texts
                .formats()
                .date_time(dinh_service::clock::local(stored.changed_at).datetime()),
        }
    }
}

/// The paragraphs of a text.
pub fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// Number and date of a document, as far as they are known.
pub fn document_words(texts: Texts, content: &Content) -> String {
    let date = super::shown::day(texts, content.document_on);
    [content.document_number.clone(), date]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The files sent under a name; one that was too large is told as such.
pub fn uploads(typed: &Posted, field: &str, keep_position: bool) -> Result<Vec<Upload>, Error> {
    typed
        .files
        .iter()
        .filter(|file| file.field == field)
        .map(|file| file.upload(keep_position))
        .collect()
}
