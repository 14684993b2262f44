//! A pack with a fault does not load; every fault names its file, line and reason.

use dinh_law::{Law, PackError, SourceFile};
use include_dir::{Dir, DirEntry, include_dir};
use proptest::prelude::*;

static PACKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../rules");

const ARTICLE_11: &str = "l10-2022/11.toml";
const ARTICLE_12: &str = "l10-2022/12.toml";
const ARTICLE_13: &str = "l10-2022/13.toml";
const HOLIDAYS: &str = "calendar/holidays.toml";
const NOTICES: &str = "calendar/holiday-notices.csv";
const LUNAR: &str = "calendar/lunar.csv";
const INSTRUMENTS: &str = "instruments.toml";

fn collect(folder: &'static Dir<'static>, files: &mut Vec<(String, String)>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, files),
            DirEntry::File(file) => files.push((
                file.path().to_str().expect("a path in UTF-8").to_owned(),
                file.contents_utf8().expect("a text in UTF-8").to_owned(),
            )),
        }
    }
}

/// The real packs with one text replaced, once, in one file.
fn damaged(path: &str, from: &str, to: &str) -> (Vec<(String, String)>, usize) {
    let mut files = Vec::new();
    collect(&PACKS, &mut files);
    let file = files
        .iter_mut()
        .find(|(name, _)| name == path)
        .expect("the file is in the pack");
    let offset = file.1.find(from).expect("the text is in the file");
    let line = file
        .1
        .bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1;
    file.1 = file.1.replacen(from, to, 1);
    (files, line)
}

fn load(files: &[(String, String)]) -> Result<Law, Vec<PackError>> {
    let files: Vec<SourceFile<'_>> = files
        .iter()
        .map(|(path, text)| SourceFile { path, text })
        .collect();
    Law::load(&files)
}

/// Expects exactly one fault, on the damaged line or `below` lines after it.
fn expect_fault(path: &str, from: &str, to: &str, below: usize, reason: &str) {
    let (files, line) = damaged(path, from, to);
    let errors = load(&files).expect_err("the pack is damaged");
    let found: Vec<(&str, usize, bool)> = errors
        .iter()
        .map(|error| {
            (
                error.file.as_str(),
                error.line,
                error.reason.contains(reason),
            )
        })
        .collect();
    assert_eq!(found, [(path, line + below, true)], "{errors:?}");
}

#[test]
fn the_packs_as_they_are_load() {
    let mut files = Vec::new();
    collect(&PACKS, &mut files);
    assert!(load(&files).is_ok());
}

#[test]
fn a_rule_without_citation_is_refused() {
    let rule = "code = \"11.12\"";
    let (mut files, line) = damaged(ARTICLE_11, rule, rule);
    let text = &mut files
        .iter_mut()
        .find(|(path, _)| path == ARTICLE_11)
        .expect("there")
        .1;
    *text = text.replacen("citation = { clause = 12 }\n", "", 1);
    let errors = load(&files).expect_err("a citation is missing");
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].line, line);
    assert!(errors[0].reason.contains("thiếu căn cứ"), "{}", errors[0]);
}

#[test]
fn a_citation_of_another_clause_than_the_code_is_refused() {
    let wrong = "citation = { clause = 13 }";
    let (files, _) = damaged(ARTICLE_11, "citation = { clause = 12 }", wrong);
    let errors = load(&files).expect_err("the code and the citation differ");
    assert!(
        errors[0].reason.contains("không khớp với căn cứ"),
        "{errors:?}"
    );
}

#[test]
fn an_unknown_unit_of_days_is_refused() {
    expect_fault(
        ARTICLE_12,
        "unit = \"working_days\"",
        "unit = \"business_days\"",
        0,
        "đơn vị ngày không rõ",
    );
}

#[test]
fn a_deadline_of_no_days_is_refused() {
    expect_fault(ARTICLE_12, "days = 5", "days = 0", 0, "lớn hơn 0");
}

#[test]
fn an_unknown_form_is_refused() {
    expect_fault(
        ARTICLE_13,
        "form = \"loudspeaker\"",
        "form = \"megaphone\"",
        0,
        "hình thức công khai không rõ",
    );
}

#[test]
fn an_unknown_place_condition_and_event_are_refused() {
    expect_fault(
        ARTICLE_13,
        "condition = \"if_portal\"",
        "condition = \"if_rich\"",
        0,
        "điều kiện không rõ",
    );
    expect_fault(
        ARTICLE_13,
        "\"culture_house\"",
        "\"pagoda\"",
        0,
        "nơi niêm yết không rõ",
    );
    expect_fault(
        ARTICLE_13,
        "trigger = \"period_ended\"",
        "trigger = \"rain\"",
        0,
        "sự kiện không rõ",
    );
    expect_fault(
        ARTICLE_13,
        "recurrence = \"quarter\"",
        "recurrence = \"weekly\"",
        0,
        "chu kỳ không rõ",
    );
}

#[test]
fn a_rule_that_names_a_missing_form_or_deadline_is_refused() {
    expect_fault(
        ARTICLE_11,
        "\"13.1\"",
        "\"13.9\"",
        0,
        "không có hình thức “13.9”",
    );
    expect_fault(
        ARTICLE_11,
        "deadline = \"12.3\"",
        "deadline = \"12.4\"",
        0,
        "không có thời hạn “12.4”",
    );
}

#[test]
fn two_versions_of_one_code_on_the_same_day_are_refused() {
    let (files, _) = damaged(
        ARTICLE_11,
        "valid_to = \"2025-06-30\"",
        "valid_to = \"2025-07-01\"",
    );
    let errors = load(&files).expect_err("the versions overlap");
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(
        errors[0].reason.contains("hai bản cùng hiệu lực"),
        "{}",
        errors[0]
    );
    assert_eq!(errors[0].file, ARTICLE_11);
    assert!(errors[0].line > 1);
}

#[test]
fn a_duplicate_of_a_rule_is_refused() {
    expect_fault(
        ARTICLE_11,
        "code = \"11.1:results\"",
        "code = \"11.1:plan\"",
        0,
        "hai bản cùng hiệu lực",
    );
}

#[test]
fn a_badly_formed_code_is_refused() {
    expect_fault(
        ARTICLE_11,
        "code = \"11.12\"",
        "code = \"11-12\"",
        0,
        "không đúng dạng",
    );
    expect_fault(
        ARTICLE_11,
        "code = \"11.1:plan\"",
        "code = \"11.1:Kế hoạch\"",
        0,
        "không đúng dạng",
    );
}

#[test]
fn an_impossible_date_is_refused() {
    expect_fault(
        ARTICLE_11,
        "valid_from = \"2023-07-01\"",
        "valid_from = \"2023-02-30\"",
        0,
        "không phải ngày",
    );
}

#[test]
fn a_rule_that_ends_before_it_begins_is_refused() {
    let (files, line) = damaged(
        ARTICLE_11,
        "valid_to = \"2025-06-30\"",
        "valid_to = \"2020-06-30\"",
    );
    let errors = load(&files).expect_err("the version is empty");
    assert!(
        errors[0].reason.contains("hết hiệu lực trước"),
        "{errors:?}"
    );
    assert!(errors[0].line < line);
}

#[test]
fn a_pending_rule_must_say_why() {
    let rule = "\nstatus = \"pending_review\"\nnote = \"Luật 47";
    let (mut files, _) = damaged(ARTICLE_11, rule, rule);
    let text = &mut files
        .iter_mut()
        .find(|(path, _)| path == ARTICLE_11)
        .expect("there")
        .1;
    let (head, tail) = text.split_once(rule).expect("a pending rule");
    let (_, rest) = tail.split_once('\n').expect("more lines");
    *text = format!("{head}\nstatus = \"pending_review\"\n{rest}");
    let errors = load(&files).expect_err("the note is missing");
    assert!(errors[0].reason.contains("không nêu lý do"), "{errors:?}");
}

#[test]
fn an_unknown_word_of_the_pack_language_is_refused() {
    expect_fault(
        ARTICLE_11,
        "title_en = ",
        "titel_en = ",
        0,
        "không đúng cấu trúc TOML",
    );
    expect_fault(
        ARTICLE_12,
        "days = 5",
        "days = five",
        0,
        "không đúng cấu trúc TOML",
    );
}

#[test]
fn an_unknown_instrument_is_refused() {
    let (files, _) = damaged(
        ARTICLE_12,
        "instrument = \"L10-2022\"",
        "instrument = \"L99-2099\"",
    );
    let errors = load(&files).expect_err("the instrument is not in the list");
    assert!(errors.iter().any(|error| {
        error.file == ARTICLE_12 && error.reason.contains("không có trong danh mục")
    }));
    expect_fault(
        INSTRUMENTS,
        "amends = [\"L10-2022\"]",
        "amends = [\"L9-1999\"]",
        0,
        "không có trong danh mục",
    );
}

#[test]
fn a_holiday_without_citation_or_on_no_day_is_refused() {
    let (files, _) = damaged(
        HOLIDAYS,
        "citation = { instrument = \"L45-2019\", article = 112, clause = 1, point = \"a\" }\n",
        "",
    );
    let errors = load(&files).expect_err("a holiday without its law");
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].reason.contains("thiếu căn cứ"), "{}", errors[0]);
    let (files, _) = damaged(HOLIDAYS, "month = 4\nday = 30", "month = 4\nday = 31");
    let errors = load(&files).expect_err("31 April");
    assert!(
        errors[0].reason.contains("không có ngày 31/4"),
        "{errors:?}"
    );
}

#[test]
fn a_bad_line_of_the_notices_is_refused() {
    expect_fault(
        NOTICES,
        "2026-02-16,off",
        "2026-02-16,maybe",
        0,
        "off hoặc work",
    );
    expect_fault(
        NOTICES,
        "2026-02-16,off",
        "2026-16-02,off",
        0,
        "không phải ngày",
    );
    expect_fault(
        NOTICES,
        "2026-01-10,work",
        "2026-01-12,work",
        0,
        "phải là thứ Bảy hoặc Chủ nhật",
    );
    expect_fault(
        NOTICES,
        "2026-02-17,off",
        "2026-02-16,off",
        0,
        "đã có ở dòng khác",
    );
    expect_fault(
        NOTICES,
        "9441/TB-BNV (16/10/2025),secondary",
        "9441/TB-BNV (16/10/2025),sure",
        0,
        "độ tin cậy",
    );
    expect_fault(
        NOTICES,
        "2023-01-20,off",
        "2019-01-21,off",
        0,
        "nằm ngoài bảng âm lịch",
    );
}

#[test]
fn a_gap_in_the_lunar_table_is_refused() {
    let (mut files, _) = damaged(LUNAR, "2030,", "2030,");
    let text = &mut files
        .iter_mut()
        .find(|(path, _)| path == LUNAR)
        .expect("there")
        .1;
    *text = text.replacen("2029,2029-02-13,2029-04-23\n", "", 1);
    let errors = load(&files).expect_err("a year is missing");
    assert!(errors[0].reason.contains("liền nhau"), "{errors:?}");
    expect_fault(LUNAR, "2040-02-12", "2041-02-12", 0, "không thuộc năm");
}

#[test]
fn a_missing_file_is_named() {
    let mut files = Vec::new();
    collect(&PACKS, &mut files);
    files.retain(|(path, _)| path != HOLIDAYS);
    let errors = load(&files).expect_err("a file is missing");
    assert_eq!(errors[0].file, HOLIDAYS);
    assert!(load(&[]).expect_err("nothing").len() >= 4);
}

#[test]
fn all_faults_come_at_once_in_the_order_of_files_and_lines() {
    let mut files = Vec::new();
    collect(&PACKS, &mut files);
    for (path, text) in &mut files {
        match path.as_str() {
            ARTICLE_12 => *text = text.replace("working_days", "business_days"),
            ARTICLE_13 => *text = text.replace("\"loudspeaker\"", "\"megaphone\""),
            NOTICES => *text = text.replace(",work,", ",maybe,"),
            _ => {}
        }
    }
    let errors = load(&files).expect_err("many faults");
    let megaphones = errors
        .iter()
        .filter(|error| error.file == ARTICLE_13)
        .count();
    let notices = errors.iter().filter(|error| error.file == NOTICES).count();
    assert!(megaphones >= 2, "{errors:?}");
    assert_eq!(notices, 4, "{errors:?}");
    assert!(errors.iter().any(|error| error.file == ARTICLE_12));
    assert!(errors.is_sorted());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_torn_or_scribbled_pack_never_stops_the_program(
        which in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        cut in 0..40_usize,
        scribble in "[0-9a-zđ=\"\\[\\]{}:,.\n-]{0,12}",
    ) {
        let mut files = Vec::new();
        collect(&PACKS, &mut files);
        let which = which.index(files.len());
        let text = &mut files[which].1;
        let letters: Vec<char> = text.chars().collect();
        let start = place.index(letters.len());
        let end = letters.len().min(start + cut);
        *text = letters[..start]
            .iter()
            .copied()
            .chain(scribble.chars())
            .chain(letters[end..].iter().copied())
            .collect();
        // Refused with a place, or still whole: then every question has an answer.
        match load(&files) {
            Ok(law) => {
                law.check();
            }
            Err(errors) => prop_assert!(errors.iter().all(|error| error.line > 0)),
        }
    }
}

#[test]
fn a_case_that_does_not_hold_is_reported_with_its_place() {
    let (files, _) = damaged(
        "l10-2022/cases/due.toml",
        "due = \"2026-02-26\"",
        "due = \"2026-02-27\"",
    );
    let law = load(&files).expect("a wrong expectation is not a fault of the pack");
    let report = law.check();
    assert_eq!(report.failures.len(), 1);
    assert_eq!(report.failures[0].file, "l10-2022/cases/due.toml");
    assert!(report.failures[0].reason.contains("2026-02-26"));
}
