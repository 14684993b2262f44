//! The text of a paper in the measures of Decree 30/2020/NĐ-CP, Appendix I, Part I: the same words as the PDF, in the
//! same order.

use super::markup::{
    Line, PAGE_BREAK, SECTION, Side, Stand, TEXT_WIDTH, gap, picture, rule, table,
};
use crate::entry::ProofPage;
use crate::paper::{Align, Annex, Block, Paper, SignatureBlock, Table};

/// Millimetres of a code beside the text, and of one that holds a proof.
const SHORT_CODE: u32 = 26;
const FULL_CODE: u32 = 62;
/// 1.27 cm.
const INDENT: u32 = 720;
/// Six points, the least gap between paragraphs.
const PARAGRAPH_GAP: u32 = 120;
/// Room to sign, 26 mm.
const ROOM_TO_SIGN: u32 = 1_474;
const LEFT: u32 = TEXT_WIDTH * 2 / 5;
const RIGHT: u32 = TEXT_WIDTH - LEFT;
/// The width of the motto in bold 13 points.
const MOTTO: u32 = 3_240;

const TEXT: Line = Line {
    indent: INDENT,
    ..Line::new(28, Side::Both).spaced(0, PARAGRAPH_GAP)
};

pub(super) fn document(papers: &[Paper]) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>",
    );
    let mut code = 0;
    for (at, paper) in papers.iter().enumerate() {
        if at > 0 {
            text.push_str(PAGE_BREAK);
        }
        code += usize::from(paper.address.is_some());
        push_paper(&mut text, paper, code);
        if let Some(page) = &paper.proof {
            text.push_str(PAGE_BREAK);
            push_proof(&mut text, page, code);
            code += page.codes.len();
        }
    }
    text.push_str(SECTION);
    text.push_str("</w:body></w:document>");
    text
}

fn push_paper(text: &mut String, paper: &Paper, code: usize) {
    text.push_str(&letterhead(paper));
    push_title(text, paper);
    for ground in &paper.grounds {
        text.push_str(&TEXT.italic().write(ground));
    }
    for block in &paper.blocks {
        push_block(text, block, paper, code);
    }
    push_signatures(text, paper);
    for annex in &paper.annexes {
        // The section ends here, so that the annex has its own page numbers.
        text.push_str("<w:p><w:pPr>");
        text.push_str(SECTION);
        text.push_str("</w:pPr></w:p>");
        push_annex(text, annex);
    }
}

fn letterhead(paper: &Paper) -> String {
    let head = &paper.letterhead;
    let centred = |half_points| Line::new(half_points, Side::Centre);
    let mut left = String::new();
    if let Some(superior) = &head.superior {
        left.push_str(&centred(24).write(&superior.to_uppercase()));
    }
    for name in &head.issuer {
        left.push_str(&centred(24).bold().write(&name.to_uppercase()));
    }
    left.push_str(&rule(LEFT / 3, LEFT));
    let right = [
        centred(24)
            .bold()
            .write("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        centred(26).bold().write("Độc lập - Tự do - Hạnh phúc"),
        rule(MOTTO, RIGHT),
    ];
    let number = if paper.numbered {
        let number = if head.number.is_empty() {
            "\u{A0}".repeat(6)
        } else {
            head.number.clone()
        };
        centred(26).write(&format!("Số: {number}/{}", head.symbol))
    } else {
        gap(200)
    };
    let date = head.date.as_ref().map_or_else(
        || gap(200),
        |date| {
            centred(26)
                .italic()
                .write(&format!("{}, {date}", head.place))
        },
    );
    table(
        &[LEFT, RIGHT],
        false,
        &[vec![left, right.concat()], vec![number, date]],
    )
}

fn push_title(text: &mut String, paper: &Paper) {
    let title = Line {
        style: Some("Heading1"),
        ..Line::new(28, Side::Centre).bold().spaced(280, 0)
    };
    text.push_str(&title.write_lines(&[&paper.type_name.to_uppercase(), &paper.summary]));
    text.push_str(&rule(TEXT_WIDTH / 5, TEXT_WIDTH));
    text.push_str(&gap(160));
}

fn push_block(text: &mut String, block: &Block, paper: &Paper, code: usize) {
    match block {
        Block::Heading { text: words } => {
            let heading = Line {
                style: Some("Heading2"),
                indent: INDENT,
                ..Line::new(28, Side::Left).bold().spaced(80, PARAGRAPH_GAP)
            };
            text.push_str(&heading.write(words));
        }
        Block::Paragraph { text: words } | Block::Item { text: words } => {
            text.push_str(&TEXT.write(words));
        }
        Block::Last { text: words } => text.push_str(&TEXT.kept().write(words)),
        Block::Frame { text: words } => {
            let frame = Line {
                stand: Stand::Framed,
                ..Line::new(28, Side::Centre).bold().spaced(120, 160)
            };
            text.push_str(&frame.write(words));
        }
        Block::Centred { text: words } => {
            let line = Line::new(28, Side::Centre)
                .bold()
                .kept()
                .spaced(80, PARAGRAPH_GAP);
            text.push_str(&line.write(words));
        }
        Block::Article {
            label,
            text: words,
            last,
        } => {
            let line = if *last { TEXT.kept() } else { TEXT };
            text.push_str(&line.write_marked(label, words));
        }
        Block::Table(block) => text.push_str(&lined(block)),
        Block::Code { text: words } => {
            let address = paper.address.as_deref().unwrap_or_default();
            text.push_str(&table(
                &[TEXT_WIDTH - 1_700, 1_700],
                false,
                &[vec![
                    Line::new(28, Side::Left).write(words),
                    picture(code, &format!("Mã QR: {address}"), SHORT_CODE),
                ]],
            ));
            text.push_str(&gap(PARAGRAPH_GAP));
        }
    }
}

fn lined(block: &Table) -> String {
    let whole: u32 = block
        .columns
        .iter()
        .map(|column| u32::from(column.width))
        .sum();
    let widths: Vec<u32> = block
        .columns
        .iter()
        .map(|column| TEXT_WIDTH * u32::from(column.width) / whole.max(1))
        .collect();
    let head = Line::new(26, Side::Centre).bold().spaced(40, 40);
    let gaps = if block.roomy { 140 } else { 40 };
    let mut rows = vec![
        block
            .columns
            .iter()
            .map(|column| head.write(&column.title))
            .collect::<Vec<String>>(),
    ];
    for row in &block.rows {
        let cells = row.iter().zip(&block.columns).map(|(cell, column)| {
            let side = match column.align {
                Align::Left => Side::Left,
                Align::Centre => Side::Centre,
                Align::Right => Side::Right,
            };
            Line::new(26, side).spaced(gaps, gaps).write(cell)
        });
        rows.push(cells.collect());
    }
    if block.rows.is_empty() {
        let empty = Line::new(26, Side::Centre).write("–");
        rows.push(block.columns.iter().map(|_| empty.clone()).collect());
    }
    format!("{}{}", table(&widths, true, &rows), gap(PARAGRAPH_GAP))
}

/// As in the PDF: rows of two; the recipients stand beside the first signature that is alone, else below.
fn push_signatures(text: &mut String, paper: &Paper) {
    let half = TEXT_WIDTH / 2;
    let alone = paper.signatures.iter().position(|row| row.len() == 1);
    for (at, row) in paper.signatures.iter().enumerate() {
        let cells = match row.as_slice() {
            [left, right] => vec![signature(left), signature(right)],
            [right] if alone == Some(at) => vec![recipients(paper), signature(right)],
            [right] => vec![gap(200), signature(right)],
            _ => continue,
        };
        text.push_str(&gap(200));
        text.push_str(&table(&[half, half], false, &[cells]));
    }
    if alone.is_none() && !paper.recipients.is_empty() {
        text.push_str(&gap(200));
        text.push_str(&recipients(paper));
    }
}

fn signature(block: &SignatureBlock) -> String {
    let line = Line::new(28, Side::Centre).bold().kept();
    let mut text: String = block
        .authority
        .iter()
        .map(|authority| line.write(&authority.to_uppercase()))
        .collect();
    text.push_str(&line.write(&block.post.to_uppercase()));
    text.push_str(&gap(ROOM_TO_SIGN));
    text.push_str(&line.write(block.name.as_deref().unwrap_or_default()));
    text
}

fn recipients(paper: &Paper) -> String {
    if paper.recipients.is_empty() {
        return gap(200);
    }
    let mut text = Line::new(24, Side::Left).bold().italic().write("Nơi nhận:");
    for line in &paper.recipients {
        text.push_str(&Line::new(22, Side::Left).write(line));
    }
    text
}

/// The last page; `code` pictures stand before its own.
fn push_proof(text: &mut String, page: &ProofPage, code: usize) {
    let title = Line {
        style: Some("Heading2"),
        ..Line::new(28, Side::Centre).bold().spaced(0, PARAGRAPH_GAP)
    };
    text.push_str(&title.write(&page.title.to_uppercase()));
    for paragraph in &page.paragraphs {
        text.push_str(&TEXT.write(paragraph));
    }
    let cells: Vec<String> = (code + 1..)
        .zip(&page.codes)
        .map(|(number, caption)| {
            let words = Line::new(22, Side::Centre).write(&caption.words);
            picture(number, &caption.spoken, FULL_CODE) + &words
        })
        .collect();
    for row in cells.chunks(2) {
        let mut row = row.to_vec();
        row.resize(2, gap(200));
        let half = TEXT_WIDTH / 2;
        text.push_str(&table(&[half, TEXT_WIDTH - half], false, &[row]));
        text.push_str(&gap(PARAGRAPH_GAP));
    }
    text.push_str(&Line::new(22, Side::Left).bold().write(&page.lines_title));
    for line in &page.lines {
        text.push_str(&Line::new(18, Side::Left).write(line));
    }
}

fn push_annex(text: &mut String, annex: &Annex) {
    let title = Line {
        style: Some("Heading2"),
        ..Line::new(28, Side::Centre).bold()
    };
    text.push_str(&title.write_lines(&[&annex.label, &annex.title.to_uppercase()]));
    text.push_str(&Line::new(28, Side::Centre).italic().write(&annex.reference));
    text.push_str(&rule(TEXT_WIDTH / 5, TEXT_WIDTH));
    text.push_str(&gap(160));
    text.push_str(&lined(&annex.table));
}
