//! The notice for the board: what is posted, where, from when to when, where to read it and how to ask for it.
//!
//! Law on Grassroots Democracy, Articles 12 and 13 (forms, places, duration) and 14(2) (information on request).

use jiff::civil::Date;
use serde::Serialize;

use crate::cells::{Closing, Letterhead};
use crate::error::ReportError;
use crate::press::{Order, Template};
use crate::{qr, wording};

/// Everything that stands on a notice. Texts are plain text; names of bodies are given in ordinary case.
#[derive(Debug, Clone)]
pub struct Notice {
    /// The body above the issuer, if the letterhead names one.
    pub superior: Option<String>,
    /// The issuing body, as "Ủy ban nhân dân phường Ninh Kiều".
    pub issuer: String,
    /// The number in the year's series; without it, room is left to write it by hand.
    pub number: Option<String>,
    /// The symbol, as "TB-UBND".
    pub symbol: String,
    /// The place in the date line, as "Ninh Kiều".
    pub place: String,
    /// The date of the notice.
    pub date: Date,
    /// The subject, as "niêm yết công khai dự toán ngân sách năm 2027".
    pub title: String,
    /// Legal grounds in order, each beginning with "Căn cứ".
    pub grounds: Vec<String>,
    /// The code of the item in the catalogue, as "11.2".
    pub item_code: String,
    /// The article that asks for the item, as "khoản 2 Điều 11 Luật Thực hiện dân chủ ở cơ sở".
    pub item_citation: String,
    /// The item in the words of the law.
    pub item_title: String,
    /// The document that is disclosed.
    pub document: CitedDocument,
    /// The summary, one text per paragraph.
    pub summary: Vec<String>,
    /// The files that can be read with it.
    pub attachments: Vec<Attachment>,
    /// Where the notice is posted and for how long.
    pub posting: Vec<Posting>,
    /// The other forms of disclosure, one line each.
    pub forms: Vec<String>,
    /// The public page.
    pub url: String,
    /// What the QR code holds where that is more than the public page: position and leaf hash of the entry too.
    pub short_code: Option<String>,
    /// The position of the publication in the public register, once it is recorded.
    pub register_position: Option<u64>,
    /// The short code of that entry.
    pub register_hash: String,
    /// The article that gives the right to ask for missing information, as "khoản 2 Điều 14 Luật Thực hiện dân chủ ở
    /// cơ sở"; `None` where the law gives none.
    pub request_citation: Option<String>,
    /// The authority to sign, one line each, as "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH".
    pub signer_authority: String,
    /// The post of the signer, as "PHÓ CHỦ TỊCH".
    pub signer_post: String,
    /// The name of the signer, when known.
    pub signer_name: Option<String>,
    /// The recipients, the archive last.
    pub recipients: Vec<String>,
    /// Whether the data is invented: every page is then marked "DỮ LIỆU MẪU".
    pub sample: bool,
}

/// A document by its number, date and title.
#[derive(Debug, Clone)]
pub struct CitedDocument {
    /// Number and symbol, as "15/QĐ-UBND"; some documents have none.
    pub number: Option<String>,
    /// The date of the document.
    pub date: Date,
    /// Type and title, as "Quyết định công bố công khai dự toán ngân sách".
    pub title: String,
}

/// A file that can be read with the disclosure.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// The name of the file.
    pub name: String,
    /// SHA-256 of its bytes in hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A place where the notice hangs.
#[derive(Debug, Clone)]
pub struct Posting {
    /// The place, as "Trụ sở Ủy ban nhân dân phường".
    pub place: String,
    /// The first day of posting.
    pub from: Date,
    /// The last day of posting; `None` is permanent (Art. 13(2), second paragraph).
    pub to: Option<Date>,
}

/// Sets the notice as PDF.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn notice_pdf(notice: &Notice) -> Result<Vec<u8>, ReportError> {
    order(notice)?.print()
}

pub(crate) fn order(notice: &Notice) -> Result<Order, ReportError> {
    let url = notice.url.trim();
    let picture = if url.is_empty() {
        None
    } else {
        Some(qr::draw(notice.short_code.as_deref().unwrap_or(url))?)
    };
    Order::new(
        Template::Notice,
        &PrintedNotice::from(notice),
        picture,
        Some(notice.date),
    )
}

#[derive(Serialize)]
struct PrintedNotice {
    letterhead: Letterhead,
    issuer: String,
    subject: String,
    grounds: Vec<String>,
    item_code: String,
    item_citation: String,
    item_title: String,
    document_title: String,
    document_reference: String,
    summary: Vec<String>,
    attachments: Vec<PrintedAttachment>,
    posting: Vec<[Option<String>; 3]>,
    forms: Vec<String>,
    url: String,
    register_position: Option<String>,
    register_hash: String,
    request_citation: Option<String>,
    closing: Closing,
    sample: bool,
}

#[derive(Serialize)]
struct PrintedAttachment {
    name: String,
    size: String,
    sha256: String,
}

impl From<&Notice> for PrintedNotice {
    fn from(notice: &Notice) -> Self {
        let (number, symbol) = wording::number_and_symbol(notice.number.as_deref(), &notice.symbol);
        let document_date = wording::long_date(notice.document.date);
        Self {
            letterhead: Letterhead {
                superior: notice.superior.clone(),
                issuer: wording::letterhead_lines(&notice.issuer),
                number,
                symbol,
                place: notice.place.clone(),
                date: Some(wording::long_date(notice.date)),
            },
            issuer: notice.issuer.clone(),
            subject: wording::subject(&notice.title),
            grounds: wording::grounds(&notice.grounds),
            item_code: wording::item(&notice.item_code),
            item_citation: notice.item_citation.clone(),
            item_title: notice
                .item_title
                .trim()
                .trim_end_matches([';', '.'])
                .to_owned(),
            document_title: notice.document.title.clone(),
            document_reference: match &notice.document.number {
                Some(number) => format!("số {}, {document_date}", number.trim()),
                None => document_date,
            },
            summary: notice
                .summary
                .iter()
                .filter(|text| !text.trim().is_empty())
                .cloned()
                .collect(),
            attachments: notice
                .attachments
                .iter()
                .map(PrintedAttachment::from)
                .collect(),
            posting: notice.posting.iter().map(printed_posting).collect(),
            forms: wording::grounds(&notice.forms),
            url: notice.url.trim().to_owned(),
            register_position: notice
                .register_position
                .map(|position| position.to_string()),
            register_hash: notice.register_hash.clone(),
            request_citation: notice.request_citation.clone(),
            closing: Closing {
                authority: wording::lines(&notice.signer_authority),
                post: notice.signer_post.clone(),
                name: notice.signer_name.clone(),
                recipients: wording::recipients(&notice.recipients),
            },
            sample: notice.sample,
        }
    }
}

impl From<&Attachment> for PrintedAttachment {
    fn from(attachment: &Attachment) -> Self {
        Self {
            name: attachment.name.clone(),
            size: wording::file_size(attachment.size),
            sha256: attachment.sha256.clone(),
        }
    }
}

fn printed_posting(posting: &Posting) -> [Option<String>; 3] {
    [
        Some(posting.place.clone()),
        Some(wording::short_date(posting.from)),
        posting.to.map(wording::short_date),
    ]
}
