//! A paper as a row of blocks: written once by its view, set by Typst as PDF and written by Word as DOCX.
//!
//! Both files say the same because both are made from this one list.

use jiff::civil::Date;
use serde::Serialize;

use crate::cells::Letterhead;
use crate::entry::{NOT_SIGNED, PrintedEntry, ProofPage};
use crate::error::ReportError;
use crate::press::{Order, Template};
use crate::qr;
use crate::word;
use crate::wording;

/// A paper between its letterhead and its last signature.
#[derive(Serialize)]
pub(crate) struct Paper {
    pub letterhead: Letterhead,
    /// Whether the letterhead shows number and symbol.
    pub numbered: bool,
    pub author: String,
    pub type_name: String,
    pub summary: String,
    pub grounds: Vec<String>,
    pub blocks: Vec<Block>,
    pub recipients: Vec<String>,
    /// Signatures in rows of two; one alone stands on the right.
    pub signatures: Vec<Vec<SignatureBlock>>,
    /// An annex begins on a page of its own, with its own page numbers.
    pub annexes: Vec<Annex>,
    /// The address beside the QR code; no code without one.
    pub address: Option<String>,
    /// What the QR code holds, where that is more than the address.
    #[serde(skip)]
    pub short_code: Option<String>,
    /// The last page, with which the paper is checked.
    pub proof: Option<ProofPage>,
    pub sample: bool,
    #[serde(skip)]
    pub date: Option<Date>,
}

/// One piece of the body.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Block {
    /// A numbered heading on a line of its own.
    Heading { text: String },
    /// A paragraph, first line indented.
    Paragraph { text: String },
    /// A line with a dash.
    Item { text: String },
    /// A sentence that nobody may miss, in a frame.
    Frame { text: String },
    /// A bold line in the middle, as "QUYẾT ĐỊNH:".
    Centred { text: String },
    /// A paragraph that begins with its bold mark, as "Điều 1.".
    Article {
        label: String,
        text: String,
        last: bool,
    },
    /// A table with its header, repeated on every page.
    Table(Table),
    /// The QR code with the words beside it.
    Code { text: String },
    /// The last line of the body, which stays with the signatures.
    Last { text: String },
}

/// A table of texts.
#[derive(Serialize)]
pub(crate) struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// Whether the rows are high enough to write in by hand.
    pub roomy: bool,
}

/// A column of a table.
#[derive(Serialize)]
pub(crate) struct Column {
    pub title: String,
    /// Its part of the width of the table, in hundredths.
    pub width: u8,
    pub align: Align,
}

/// Where the words of a column stand.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

/// Authority, post, room to sign, and name.
#[derive(Serialize)]
pub(crate) struct SignatureBlock {
    pub authority: Vec<String>,
    pub post: String,
    pub name: Option<String>,
}

/// A list behind the paper.
#[derive(Serialize)]
pub(crate) struct Annex {
    pub label: String,
    pub title: String,
    pub reference: String,
    pub table: Table,
}

impl Paper {
    pub(crate) fn order(&self) -> Result<Order, ReportError> {
        let picture = self.code().map(qr::draw).transpose()?;
        let texts = self.proof.iter().flat_map(|page| &page.texts);
        let codes = texts.map(|text| qr::draw(text)).collect::<Result<_, _>>()?;
        let order = Order::new(Template::Paper, self, picture, self.date)?;
        Ok(order.with_codes(codes))
    }

    /// What the QR code beside the text holds.
    pub(crate) fn code(&self) -> Option<&str> {
        let address = self.address.as_deref()?;
        Some(self.short_code.as_deref().unwrap_or(address))
    }

    /// With a last page that proves the entry, or a sentence that says why there is none.
    pub(crate) fn proven(mut self, entry: Option<&PrintedEntry>) -> Self {
        let Some(entry) = entry else { return self };
        self.proof = ProofPage::of(entry);
        if self.proof.is_none() {
            for block in &mut self.blocks {
                if let Block::Code { text } = block {
                    *text = format!("{text}. {NOT_SIGNED}");
                }
            }
        }
        self
    }

    pub(crate) fn pdf(&self) -> Result<Vec<u8>, ReportError> {
        self.order()?.print()
    }

    pub(crate) fn docx(&self) -> Result<Vec<u8>, ReportError> {
        word::write(self)
    }
}

/// Blocks in the order of writing.
#[derive(Default)]
pub(crate) struct Body {
    blocks: Vec<Block>,
    parts: u32,
}

impl Body {
    /// A heading with the next Arabic number.
    pub(crate) fn part(&mut self, title: &str) -> &mut Self {
        self.parts += 1;
        self.push(Block::Heading {
            text: format!("{}. {title}", self.parts),
        })
    }

    pub(crate) fn paragraph(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Block::Paragraph { text: text.into() })
    }

    pub(crate) fn item(&mut self, text: impl AsRef<str>) -> &mut Self {
        self.push(Block::Item {
            text: format!("- {}", text.as_ref().trim()),
        })
    }

    /// Every text as an item; each ends with ";", the last with ".", and empty texts are left out.
    pub(crate) fn items(&mut self, texts: &[String]) -> &mut Self {
        for text in wording::grounds(texts) {
            self.item(text);
        }
        self
    }

    pub(crate) fn frame(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Block::Frame { text: text.into() })
    }

    pub(crate) fn centred(&mut self, text: &str) -> &mut Self {
        self.push(Block::Centred {
            text: text.to_owned(),
        })
    }

    pub(crate) fn article(&mut self, label: &str, text: &str) -> &mut Self {
        self.push(article(label, text, false))
    }

    /// The article that stays with the signatures.
    pub(crate) fn last_article(&mut self, label: &str, text: &str) -> &mut Self {
        self.push(article(label, text, true))
    }

    pub(crate) fn table(&mut self, table: Table) -> &mut Self {
        self.push(Block::Table(table))
    }

    /// The QR code of the address, if there is one.
    pub(crate) fn code(&mut self, address: Option<&str>, words: &str) -> &mut Self {
        match address {
            Some(address) => self.push(Block::Code {
                text: format!("{words} {address}"),
            }),
            None => self,
        }
    }

    pub(crate) fn last(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Block::Last { text: text.into() })
    }

    pub(crate) fn done(self) -> Vec<Block> {
        self.blocks
    }

    fn push(&mut self, block: Block) -> &mut Self {
        self.blocks.push(block);
        self
    }
}

/// A column by its title, its part of the width in hundredths, and its side.
pub(crate) fn column(title: &str, width: u8, align: Align) -> Column {
    Column {
        title: title.to_owned(),
        width,
        align,
    }
}

fn article(label: &str, text: &str, last: bool) -> Block {
    Block::Article {
        label: label.to_owned(),
        text: text.to_owned(),
        last,
    }
}
