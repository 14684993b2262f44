//! The list of checks of Decree 30/2020/NĐ-CP, Appendix I, Part I, on every paper of the decision room: what is laid
//! out on the pages is measured, not what the template says. The test prints the list as a table.

#![expect(
    clippy::unnecessary_wraps,
    reason = "every check has one type, also those that fit every paper"
)]

use super::sheet::{Rule, Run, Sheet, sheets};
use super::specimens::{decision, decision_sheets};
use crate::decision::made;
use crate::paper::Paper;

const POINTS_PER_MM: f64 = 72.0 / 25.4;
const LEFT: f64 = 30.0;
const RIGHT: f64 = 20.0;

/// One check: what the decree asks, and whether the pages have it; `None` where the paper has no such part.
type Check = (&'static str, fn(&Paper, &[Sheet]) -> Option<bool>);

const CHECKS: [Check; 20] = [
    ("khổ A4 đứng, 210 x 297 mm", page_size),
    ("lề trên, dưới 20-25, trái 30-35, phải 15-20 mm", margins),
    ("Quốc hiệu: in hoa, đậm, cỡ 12-13, bên phải", national_name),
    (
        "Tiêu ngữ: in thường, đậm, cỡ 13-14, giữa dưới Quốc hiệu",
        motto,
    ),
    ("đường kẻ dưới Tiêu ngữ dài bằng Tiêu ngữ", motto_rule),
    ("cơ quan chủ quản: in hoa, đứng, cỡ 12-13", superior),
    ("cơ quan ban hành: in hoa, đậm, cỡ 12-13", issuer),
    (
        "đường kẻ dưới tên cơ quan bằng 1/3-1/2 dòng chữ",
        issuer_rule,
    ),
    ("số, ký hiệu: cỡ 13, số dưới 10 thêm số 0", number),
    (
        "địa danh, ngày: nghiêng, cỡ 13-14, ngày dưới 10 và tháng 1, 2 thêm số 0",
        place_and_date,
    ),
    ("tên loại: in hoa, đậm, cỡ 13-14, giữa", type_name),
    (
        "trích yếu: đậm, cỡ 13-14; đường kẻ bằng 1/3-1/2 dòng chữ",
        summary,
    ),
    (
        "căn cứ: nghiêng, cỡ 13-14, cuối dòng \";\", dòng cuối \".\"",
        grounds,
    ),
    ("nội dung: cỡ 13-14, dòng đầu lùi 1 hoặc 1,27 cm", body),
    (
        "số trang: không ở trang 1, giữa lề trên, cỡ 13-14",
        page_numbers,
    ),
    ("phụ lục: đánh số trang riêng", annex),
    ("chức vụ ký: in hoa, đậm, cỡ 13-14; họ tên đậm", signatures),
    ("Nơi nhận: cỡ 12 nghiêng đậm, danh sách cỡ 11", recipients),
    ("mọi trang dữ liệu mẫu có dấu DỮ LIỆU MẪU", sample),
    ("PDF/A-2a, PDF/UA-1, tiếng Việt", flags),
];

fn mm(points: f64) -> f64 {
    points / POINTS_PER_MM
}

fn runs(sheet: &Sheet) -> impl Iterator<Item = &Run> {
    sheet
        .runs
        .iter()
        .filter(|run| mm(run.baseline) > 20.0 && !run.text.trim().is_empty())
}

fn is_size(run: &Run, least: f64, most: f64) -> bool {
    (least - 0.01..=most + 0.01).contains(&run.size)
}

fn is_upper(text: &str) -> bool {
    text == text.to_uppercase()
}

/// The runs of a text that may have been broken over lines.
fn runs_of<'a>(sheet: &'a Sheet, text: &str) -> Vec<&'a Run> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let found: Vec<&Run> = runs(sheet)
        .filter(|run| {
            let parts: Vec<&str> = run.text.split_whitespace().collect();
            words.windows(parts.len()).any(|window| window == parts)
        })
        .collect();
    found
}

fn first<'a>(sheet: &'a Sheet, start: &str) -> Option<&'a Run> {
    runs(sheet).find(|run| run.text.starts_with(start))
}

fn rule_below<'a>(sheet: &'a Sheet, run: &Run) -> Option<&'a Rule> {
    sheet.rules.iter().find(|rule| {
        (0.0..14.0).contains(&(rule.height - run.baseline))
            && rule.left < run.right
            && rule.right > run.left
    })
}

fn middle(left: f64, right: f64) -> f64 {
    f64::midpoint(left, right)
}

fn page_size(_: &Paper, pages: &[Sheet]) -> Option<bool> {
    Some(
        pages
            .iter()
            .all(|page| (mm(page.width).round(), mm(page.height).round()) == (210.0, 297.0)),
    )
}

fn margins(_: &Paper, pages: &[Sheet]) -> Option<bool> {
    Some(pages.iter().all(|page| {
        runs(page).all(|run| {
            mm(run.left) > LEFT - 0.1
                && mm(page.width - run.right) > RIGHT - 0.2
                && mm(page.height - run.baseline) > 20.0
        })
    }))
}

fn national_name(_: &Paper, pages: &[Sheet]) -> Option<bool> {
    let run = first(&pages[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")?;
    Some(run.bold && is_size(run, 12.0, 13.0) && run.left > pages[0].width * 0.4)
}

fn motto(_: &Paper, pages: &[Sheet]) -> Option<bool> {
    let name = first(&pages[0], "CỘNG HÒA")?;
    let motto = first(&pages[0], "Độc lập - Tự do - Hạnh phúc")?;
    let centred = (middle(name.left, name.right) - middle(motto.left, motto.right)).abs() < 1.0;
    Some(motto.bold && is_size(motto, 13.0, 14.0) && centred)
}

fn motto_rule(_: &Paper, pages: &[Sheet]) -> Option<bool> {
    let motto = first(&pages[0], "Độc lập")?;
    let rule = rule_below(&pages[0], motto)?;
    Some(((rule.right - rule.left) - (motto.right - motto.left)).abs() < 1.0)
}

fn superior(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    let name = paper.letterhead.superior.as_ref()?;
    let found = runs_of(&pages[0], &name.to_uppercase());
    Some(
        !found.is_empty()
            && found
                .iter()
                .all(|run| !run.bold && is_size(run, 12.0, 13.0) && is_upper(&run.text)),
    )
}

fn issuer(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    Some(paper.letterhead.issuer.iter().all(|name| {
        let found = runs_of(&pages[0], &name.to_uppercase());
        found.iter().any(|run| run.bold && is_size(run, 12.0, 13.0))
    }))
}

fn issuer_rule(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    let name = paper.letterhead.issuer.last()?.to_uppercase();
    let found = runs_of(&pages[0], &name);
    let last = found.iter().rfind(|run| run.bold && run.size < 13.0)?;
    let rule = rule_below(&pages[0], last)?;
    // A name of several lines is measured as a whole.
    let whole: f64 = found
        .iter()
        .filter(|run| run.bold && run.size < 13.0)
        .map(|run| run.right - run.left)
        .fold(0.0, f64::max);
    let share = (rule.right - rule.left) / whole;
    Some((0.33..=0.5).contains(&share))
}

fn number(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    if !paper.numbered {
        return None;
    }
    let line = pages[0]
        .lines()
        .into_iter()
        .find(|line| line.starts_with("Số: "))?;
    let run = first(&pages[0], "Số:")?;
    let digits = paper.letterhead.number.chars().count() > 1;
    Some(
        is_size(run, 13.0, 13.0)
            && digits
            && line.contains(&format!("/{}", paper.letterhead.symbol)),
    )
}

fn place_and_date(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    let date = paper.date?;
    let found = pages[0].lines();
    let day = format!("ngày {:02} tháng ", date.day());
    let month = if date.month() <= 2 {
        format!("{:02}", date.month())
    } else {
        date.month().to_string()
    };
    let wanted = format!(
        "{}, {day}{month} năm {}",
        paper.letterhead.place,
        date.year()
    );
    let line = found.contains(&wanted);
    let run =
        runs(&pages[0]).find(|run| run.text.starts_with(&paper.letterhead.place) && run.italic)?;
    Some(line && is_size(run, 13.0, 14.0))
}

fn type_name(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    let run = first(&pages[0], &paper.type_name.to_uppercase())?;
    let centre = middle(LEFT * POINTS_PER_MM, pages[0].width - RIGHT * POINTS_PER_MM);
    let centred = (middle(run.left, run.right) - centre).abs() < 2.0;
    Some(run.bold && is_size(run, 13.0, 14.0) && centred)
}

fn summary(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    let title = first(&pages[0], &paper.type_name.to_uppercase())?;
    let lines: Vec<&Run> = runs_of(&pages[0], &paper.summary)
        .into_iter()
        .filter(|run| {
            run.bold && run.baseline > title.baseline && run.baseline < title.baseline + 90.0
        })
        .collect();
    let longest = lines
        .iter()
        .map(|run| run.right - run.left)
        .fold(0.0, f64::max);
    let last = lines.last()?;
    let rule = rule_below(&pages[0], last)?;
    let share = (rule.right - rule.left) / longest;
    Some(lines.iter().all(|run| is_size(run, 13.0, 14.0)) && (0.33..=0.5).contains(&share))
}

fn grounds(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    let (last, others) = paper.grounds.split_last()?;
    let marked = last.ends_with('.') && others.iter().all(|ground| ground.ends_with(';'));
    let run = first(&pages[0], "Căn cứ")?;
    Some(marked && run.italic && is_size(run, 13.0, 14.0))
}

fn body(_: &Paper, pages: &[Sheet]) -> Option<bool> {
    let indents = pages
        .iter()
        .flat_map(|page| runs(page).filter(|run| run.text.starts_with("- ") && run.size > 11.5));
    let indented = indents
        .map(|run| mm(run.left) - LEFT)
        .all(|indent| (indent - 12.7).abs() < 0.2);
    let sizes = pages
        .iter()
        .flat_map(runs)
        .filter(|run| !run.bold && !run.italic)
        .all(|run| is_size(run, 11.0, 14.0));
    Some(indented && sizes)
}

fn header_numbers(page: &Sheet) -> Vec<&Run> {
    let header = page.runs.iter().filter(|run| mm(run.baseline) <= 20.0);
    header
        .filter(|run| run.text.chars().all(|digit| digit.is_ascii_digit()))
        .collect()
}

fn page_numbers(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    let body = pages.len() - annex_pages(paper, pages);
    let centre = middle(LEFT * POINTS_PER_MM, pages[0].width - RIGHT * POINTS_PER_MM);
    Some((1..).zip(&pages[..body]).all(|(number, page)| {
        match (number, header_numbers(page).as_slice()) {
            (1, numbers) => numbers.is_empty(),
            (number, [run]) => {
                run.text == number.to_string()
                    && is_size(run, 13.0, 14.0)
                    && (middle(run.left, run.right) - centre).abs() < 2.0
            }
            _ => false,
        }
    }))
}

fn annex_pages(paper: &Paper, pages: &[Sheet]) -> usize {
    if paper.annexes.is_empty() {
        return 0;
    }
    let begin = pages
        .iter()
        .position(|page| first(page, "Phụ lục").is_some());
    begin.map_or(0, |begin| pages.len() - begin)
}

fn annex(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    let count = annex_pages(paper, pages);
    if count == 0 {
        return None;
    }
    let annex = &pages[pages.len() - count..];
    Some((1..).zip(annex).all(
        |(number, page)| match (number, header_numbers(page).as_slice()) {
            (1, numbers) => numbers.is_empty(),
            (number, [run]) => run.text == number.to_string(),
            _ => false,
        },
    ))
}

fn signatures(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    let blocks: Vec<_> = paper.signatures.iter().flatten().collect();
    if blocks.is_empty() {
        return None;
    }
    Some(blocks.iter().all(|block| {
        let post = block.post.to_uppercase();
        let of = |text: &str| -> bool {
            pages.iter().any(|page| {
                let found = runs_of(page, text);
                found.iter().any(|run| run.bold && is_size(run, 13.0, 14.0))
            })
        };
        of(&post) && block.name.as_deref().is_none_or(of)
    }))
}

fn recipients(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    let last = paper.recipients.last()?;
    let head = pages.iter().find_map(|page| first(page, "Nơi nhận:"))?;
    let addressees: Vec<&Run> = pages
        .iter()
        .flat_map(|page| runs(page).filter(|run| last.starts_with(run.text.trim())))
        .collect();
    Some(
        head.bold
            && head.italic
            && is_size(head, 12.0, 12.0)
            && last.contains("Lưu")
            && !addressees.is_empty()
            && addressees
                .iter()
                .all(|run| is_size(run, 11.0, 11.0) && !run.bold),
    )
}

fn sample(paper: &Paper, pages: &[Sheet]) -> Option<bool> {
    Some(
        pages
            .iter()
            .all(|page| page.letters().contains("DỮLIỆUMẪU") == paper.sample),
    )
}

fn flags(paper: &Paper, _: &[Sheet]) -> Option<bool> {
    let pdf = paper.pdf().ok()?;
    let holds = |text: &str| {
        pdf.windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    Some(
        [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "pdfuaid:part",
            "vi-VN",
        ]
        .iter()
        .all(|mark| holds(mark)),
    )
}

fn papers() -> Vec<(&'static str, Paper)> {
    vec![
        ("01", made::meeting_notice(&decision::meeting_notice())),
        ("02", made::counting_minutes(&decision::counting_minutes())),
        ("03", made::decision_minutes(&decision::decision_minutes())),
        (
            "03tt",
            made::decision_minutes(&decision::online_minutes(120)),
        ),
        ("04", made::ballot_minutes(&decision::ballot_minutes())),
        (
            "05",
            made::candidate_minutes(&decision::candidate_minutes()),
        ),
        ("KH", made::ballot_plan(&decision_sheets::ballot_plan())),
        (
            "QĐ",
            made::recognition_decision(&decision_sheets::recognised()),
        ),
        (
            "TB",
            made::recognition_decision(&decision_sheets::refused()),
        ),
        (
            "BN",
            made::contribution_receipt(&decision_sheets::contribution_receipt()),
        ),
        ("DS", made::roll_paper(&decision_sheets::roll_sheet(60))),
        ("KĐ", made::tally_paper(&decision_sheets::tally_sheet())),
    ]
}

/// The table of all checks over all papers; a dash stands where a paper has no such part.
fn table(papers: &[(&str, Paper)]) -> String {
    let laid: Vec<Vec<Sheet>> = papers
        .iter()
        .map(|(_, paper)| sheets(&paper.order().expect("order")))
        .collect();
    let names: Vec<String> = papers
        .iter()
        .map(|(name, _)| format!("{name:>5}"))
        .collect();
    let mut lines = vec![format!(
        "{:<76}{}",
        "Nghị định 30/2020/NĐ-CP, Phụ lục I",
        names.concat()
    )];
    for (name, check) in CHECKS {
        let marks: Vec<String> = papers
            .iter()
            .zip(&laid)
            .map(|((_, paper), pages)| {
                let mark = match check(paper, pages) {
                    Some(true) => "đạt",
                    Some(false) => "SAI",
                    None => "-",
                };
                format!("{mark:>5}")
            })
            .collect();
        lines.push(format!("{name:<76}{}", marks.concat()));
    }
    lines.join("\n")
}

#[test]
fn every_paper_passes_the_list_of_checks() {
    let table = table(&papers());
    insta::assert_snapshot!(table);
    assert!(!table.contains("SAI"), "\n{table}");
}
