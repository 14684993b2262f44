//! Paragraphs, tables and pictures in `WordprocessingML`. Lengths are in twentieths of a point.

use std::fmt::Write;

use crate::readable::readable;

/// Width of the text: 210 mm without margins of 30 and 20 mm.
pub(super) const TEXT_WIDTH: u32 = 9_071;

/// Where a line stands.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Left,
    Centre,
    Right,
    Both,
}

impl Side {
    const fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Centre => "center",
            Self::Right => "right",
            Self::Both => "both",
        }
    }
}

/// How a paragraph stands among the others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    Free,
    /// On the same page as the next one.
    Kept,
    /// In a frame of its own.
    Framed,
}

/// A paragraph of one run.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub side: Side,
    /// Size in half points.
    pub half_points: u32,
    pub bold: bool,
    pub italic: bool,
    pub indent: u32,
    pub before: u32,
    pub after: u32,
    pub stand: Stand,
    pub style: Option<&'static str>,
}

impl Line {
    pub(super) const fn new(half_points: u32, side: Side) -> Self {
        Self {
            side,
            half_points,
            bold: false,
            italic: false,
            indent: 0,
            before: 0,
            after: 0,
            stand: Stand::Free,
            style: None,
        }
    }

    pub(super) const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    pub(super) const fn italic(mut self) -> Self {
        self.italic = true;
        self
    }

    pub(super) const fn kept(mut self) -> Self {
        self.stand = Stand::Kept;
        self
    }

    pub(super) const fn spaced(mut self, before: u32, after: u32) -> Self {
        self.before = before;
        self.after = after;
        self
    }

    pub(super) fn write(self, text: &str) -> String {
        format!("<w:p>{}{}</w:p>", self.properties(), self.run(text))
    }

    /// A paragraph that begins with a bold mark.
    pub(super) fn write_marked(self, mark: &str, text: &str) -> String {
        format!(
            "<w:p>{}{}{}</w:p>",
            self.properties(),
            self.bold().run(mark),
            self.run_after_gap(text)
        )
    }

    /// One paragraph whose lines are broken inside it.
    pub(super) fn write_lines(self, lines: &[&str]) -> String {
        let runs: Vec<String> = lines.iter().map(|line| self.run(line)).collect();
        format!(
            "<w:p>{}{}</w:p>",
            self.properties(),
            runs.join("<w:r><w:br/></w:r>")
        )
    }

    fn properties(self) -> String {
        let mut properties = String::from("<w:pPr>");
        if let Some(style) = self.style {
            let _ = write!(properties, "<w:pStyle w:val=\"{style}\"/>");
        }
        if self.stand == Stand::Kept {
            properties.push_str("<w:keepNext/>");
        }
        if self.stand == Stand::Framed {
            properties.push_str("<w:pBdr>");
            for edge in ["top", "left", "bottom", "right"] {
                let _ = write!(
                    properties,
                    "<w:{edge} w:val=\"single\" w:sz=\"6\" w:space=\"4\" w:color=\"auto\"/>"
                );
            }
            properties.push_str("</w:pBdr>");
        }
        let _ = write!(
            properties,
            "<w:spacing w:before=\"{}\" w:after=\"{}\"/><w:ind w:firstLine=\"{}\"/><w:jc w:val=\"{}\"/></w:pPr>",
            self.before,
            self.after,
            self.indent,
            self.side.word()
        );
        properties
    }

    fn run(self, text: &str) -> String {
        self.escaped_run(&escape(text))
    }

    fn run_after_gap(self, text: &str) -> String {
        self.escaped_run(&format!(" {}", escape(text)))
    }

    fn escaped_run(self, text: &str) -> String {
        let bold = if self.bold { "<w:b/>" } else { "" };
        let italic = if self.italic { "<w:i/>" } else { "" };
        let size = self.half_points;
        format!(
            "<w:r><w:rPr>{bold}{italic}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
        )
    }
}

/// A rule of the given length in the middle of a column.
pub(super) fn rule(length: u32, column: u32) -> String {
    let side = column.saturating_sub(length) / 2;
    format!(
        "<w:p><w:pPr><w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"auto\"/></w:pBdr><w:spacing w:before=\"20\" w:after=\"0\" w:line=\"80\" w:lineRule=\"exact\"/><w:ind w:left=\"{side}\" w:right=\"{side}\"/></w:pPr></w:p>"
    )
}

/// An empty line of the given height.
pub(super) fn gap(height: u32) -> String {
    format!(
        "<w:p><w:pPr><w:keepNext/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{height}\" w:lineRule=\"exact\"/></w:pPr></w:p>"
    )
}

/// A table; cells are complete paragraphs, the first row repeats on every page if there are lines.
pub(super) fn table(widths: &[u32], lined: bool, rows: &[Vec<String>]) -> String {
    let mut text = String::from("<w:tbl><w:tblPr>");
    let _ = write!(
        text,
        "<w:tblW w:w=\"{}\" w:type=\"dxa\"/>",
        widths.iter().sum::<u32>()
    );
    if lined {
        text.push_str("<w:tblBorders>");
        for edge in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            let _ = write!(
                text,
                "<w:{edge} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
            );
        }
        text.push_str("</w:tblBorders>");
    }
    text.push_str("<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
    for width in widths {
        let _ = write!(text, "<w:gridCol w:w=\"{width}\"/>");
    }
    text.push_str("</w:tblGrid>");
    for (at, row) in rows.iter().enumerate() {
        let head = if lined && at == 0 {
            "<w:tblHeader/>"
        } else {
            ""
        };
        let _ = write!(text, "<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>");
        for (cell, width) in row.iter().zip(widths) {
            let _ = write!(
                text,
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{cell}</w:tc>"
            );
        }
        text.push_str("</w:tr>");
    }
    text.push_str("</w:tbl>");
    text
}

/// The picture with the given number, 26 mm wide, with its words for those who cannot see it.
pub(super) fn picture(number: usize, words: &str, millimetres: u32) -> String {
    let side = millimetres * 36_000;
    let words = escape(words);
    format!(
        "<w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{side}\" cy=\"{side}\"/><wp:docPr id=\"{number}\" name=\"QR {number}\" descr=\"{words}\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"QR {number}\" descr=\"{words}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"qr{number}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{side}\" cy=\"{side}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
}

/// Page break.
pub(super) const PAGE_BREAK: &str = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";

/// A4, margins 20, 20, 30 and 20 mm; no number on the first page, and numbers from 1.
pub(super) const SECTION: &str = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header1\"/><w:headerReference w:type=\"first\" r:id=\"header2\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/><w:pgNumType w:start=\"1\"/><w:titlePg/></w:sectPr>";

pub(super) fn header_text(numbered: bool, sample: bool) -> String {
    let number = if numbered {
        "<w:r><w:rPr><w:sz w:val=\"26\"/></w:rPr><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:rPr><w:sz w:val=\"26\"/></w:rPr><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:sz w:val=\"26\"/></w:rPr><w:fldChar w:fldCharType=\"end\"/></w:r>"
    } else {
        ""
    };
    let mark = if sample {
        "<w:r><w:rPr><w:b/><w:sz w:val=\"20\"/></w:rPr><w:t>DỮ LIỆU MẪU</w:t></w:r>"
    } else {
        ""
    };
    format!(
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"center\" w:pos=\"{}\"/><w:tab w:val=\"right\" w:pos=\"{TEXT_WIDTH}\"/></w:tabs></w:pPr><w:r><w:tab/></w:r>{number}<w:r><w:tab/></w:r>{mark}</w:p>",
        TEXT_WIDTH / 2
    )
}

/// The readable form of a text, with the marks of XML written out; characters that XML forbids are left out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in readable(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            other => escaped.push(other),
        }
    }
    escaped
}
