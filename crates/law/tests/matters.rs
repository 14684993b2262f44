//! What people decide: the rows say what the articles say, and a damaged row does not load.

use std::sync::LazyLock;

use dinh_law::{
    BallotGround, Date, DecisionForm, DecisionQuestion, Law, LawError, PackError, Question, Scope,
    SourceFile, Status,
};
use include_dir::{Dir, DirEntry, include_dir};
use proptest::prelude::*;

static PACKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../rules");

const TODAY: Date = Date::constant(2026, 11, 25);
const COMMUNITY_MATTERS: [&str; 6] = ["15.1", "15.2", "15.3", "15.4", "15.5", "15.6"];

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

fn packs() -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(&PACKS, &mut files);
    files
}

fn load(files: &[(String, String)]) -> Result<Law, Vec<PackError>> {
    let files: Vec<SourceFile<'_>> = files
        .iter()
        .map(|(path, text)| SourceFile { path, text })
        .collect();
    Law::load(&files)
}

#[test]
fn on_the_last_day_without_the_law_no_matter_is_known_and_the_next_day_all_are() {
    let law = Law::embedded();
    for code in COMMUNITY_MATTERS {
        let before = law.matter(code, Date::constant(2023, 6, 30));
        assert!(matches!(before, Err(LawError::NotInForce { .. })), "{code}");
        assert!(
            law.matter(code, Date::constant(2023, 7, 1)).is_ok(),
            "{code}"
        );
    }
}

#[test]
fn only_the_community_s_own_affairs_are_voted_on_online() {
    for matter in Law::embedded().matters() {
        let online = matter.allows(DecisionForm::Online, Scope::Community);
        assert_eq!(online.is_some(), matter.code == "15.6", "{}", matter.code);
    }
}

#[test]
fn ballots_by_agreement_are_narrowed_to_the_own_affairs_when_decree_59_begins() {
    let law = Law::embedded();
    let agreed = |code: &str, on: Date| {
        law.matter(code, on)
            .expect("in force")
            .allows(DecisionForm::Ballots, Scope::Community)
            .expect("ballots")
            .grounds
            .contains(&BallotGround::Agreed)
    };
    for code in ["15.1", "15.2"] {
        assert!(agreed(code, Date::constant(2023, 8, 14)));
        assert!(!agreed(code, Date::constant(2023, 8, 15)));
    }
    for code in ["15.3", "15.4", "15.5"] {
        assert!(!agreed(code, Date::constant(2023, 8, 14)));
        assert!(!agreed(code, TODAY));
    }
    assert!(agreed("15.6", TODAY));
}

#[test]
fn papers_go_to_every_household_for_the_first_three_matters() {
    let law = Law::embedded();
    for code in COMMUNITY_MATTERS {
        let papers = law.matter(code, TODAY).expect("in force").papers.is_some();
        assert_eq!(papers, ["15.1", "15.2", "15.3"].contains(&code), "{code}");
    }
}

#[test]
fn a_contribution_that_is_decided_must_then_be_disclosed() {
    let law = Law::embedded();
    for code in ["15.1", "15.2"] {
        let matter = law.matter(code, TODAY).expect("in force");
        let disclosure = matter.disclosure.as_deref().expect("a duty");
        assert!(law.rule(disclosure, TODAY).is_ok());
    }
}

#[test]
fn what_is_not_read_in_the_official_text_is_pending_and_says_why() {
    let law = Law::embedded();
    let pending: Vec<&str> = law
        .procedures()
        .iter()
        .filter(|procedure| procedure.status == Status::PendingReview)
        .map(|procedure| procedure.key.as_str())
        .collect();
    for key in ["community_approves", "head_term", "interim_head_term"] {
        assert!(pending.contains(&key), "{key}");
    }
    for procedure in law.procedures() {
        let sound = procedure.status != Status::PendingReview || procedure.note.is_some();
        assert!(sound, "{}", procedure.key);
        let secondary = procedure.citation.instrument == "D185-2026";
        assert!(!secondary || procedure.status == Status::PendingReview);
    }
}

#[test]
fn every_matter_and_every_rule_of_procedure_has_a_case() {
    let law = Law::embedded();
    let asked: Vec<&str> = law
        .cases()
        .iter()
        .filter_map(|case| match &case.question {
            Question::Decision(DecisionQuestion::Procedure { key, .. }) => Some(key.as_str()),
            Question::Decision(
                DecisionQuestion::Threshold { matter, .. }
                | DecisionQuestion::Allowed { matter, .. }
                | DecisionQuestion::Effect { matter, .. },
            ) => Some(matter.as_str()),
            _ => None,
        })
        .collect();
    let matters = law.matters().iter().map(|matter| &matter.code);
    let keys = law.procedures().iter().map(|procedure| &procedure.key);
    for name in matters.chain(keys) {
        assert!(asked.contains(&name.as_str()), "{name} has no case");
    }
}

#[test]
fn the_inspection_board_serves_as_long_as_the_heads() {
    let law = Law::embedded();
    for on in [(2023, 7, 1), (2026, 5, 25), (2026, 5, 26), (2030, 1, 1)] {
        let on = Date::constant(on.0, on.1, on.2);
        let head = law.procedure("head_term", on).expect("in force");
        let board = law
            .procedure("inspection_board_term", on)
            .expect("in force");
        assert_eq!(head.value, board.value, "{on}");
    }
}

#[test]
fn a_value_reads_as_the_law_writes_it() {
    let label = |key: &str| {
        Law::embedded()
            .procedure(key, TODAY)
            .expect("in force")
            .value
            .label()
    };
    assert_eq!(label("meeting_notice"), "02 ngày");
    assert_eq!(label("decision_sent"), "05 ngày làm việc");
    assert_eq!(label("head_term"), "60 tháng");
    assert_eq!(label("ballot_team_size"), "từ 03 đến 05");
    assert_eq!(label("counting_witnesses"), "02");
    assert_eq!(label("cluster_households"), "ít nhất 200");
    assert_eq!(label("investment_board_residents"), "nhiều nhất 05");
    assert_eq!(
        label("online_agreement"),
        "trên 50% tổng số đại diện hộ gia đình"
    );
}

#[test]
fn a_team_fits_between_the_least_and_the_most() {
    let team = Law::embedded()
        .procedure("ballot_team_size", TODAY)
        .expect("in force");
    let sizes: Vec<u32> = (0..10).filter(|size| team.fits(*size)).collect();
    assert_eq!(sizes, [3, 4, 5]);
    assert_eq!(team.term(), None);
    assert!(!team.passes(5, 5), "a size is no share");
}

/// A line of a row, and how it is damaged.
struct Damage {
    file: String,
    /// First and last line of the row, counted from 1.
    row: (usize, usize),
    line: usize,
    text: Option<String>,
}

/// What a word, a number or a citation of a row becomes; nothing for lines
/// that a row may lose or change.
fn damaged(line: &str) -> Vec<Option<String>> {
    let Some((name, _)) = line.split_once(" = ") else {
        return Vec::new();
    };
    let to = |text: &str| Some(format!("{name} = {text}"));
    let mut damages = vec![Some(line.replace(" = ", " : ")), Some(format!("x_{line}"))];
    match name {
        "form" | "scope" | "moment" | "by" | "unit" | "status" => damages.push(to("\"khong_ro\"")),
        "title" | "title_en" | "wording" => damages.push(to("\" \"")),
        "days" | "months" => damages.push(to("0")),
        "code" => damages.extend([to("\"14.9\""), to("\"15\"")]),
        "condition" => damages.extend([to("false"), to("true\nmonths = 1")]),
        "key" => damages.push(to("\"Khoá\"")),
        "disclosure" => damages.push(to("\"11.5:nothing\"")),
        "valid_to" => damages.extend([to("\"2000-01-01\""), to("\"2023-02-30\"")]),
        "grounds" => damages.extend([None, to("[\"agreed\"]"), to("[\"meeting_short\", \"x\"]")]),
        "papers" => damages.push(to("{ instrument = \"D59-1959\", article = 3 }")),
        "citation" => damages.extend([
            None,
            to("{ instrument = \"D59-1959\" }"),
            to("{ point = \"a\" }"),
        ]),
        "share" => damages.extend([
            to("{ part = 1, of = 0, strict = true, denominator = \"households\" }"),
            to("{ part = 0, of = 2, strict = true, denominator = \"households\" }"),
            to("{ part = 3, of = 2, strict = false, denominator = \"households\" }"),
            to("{ part = 2, of = 2, strict = true, denominator = \"households\" }"),
            to("{ part = 1, of = 2, strict = true, denominator = \"people\" }"),
            to("{ part = 1, of = 2, denominator = \"households\" }"),
            to("{ part = -1, of = 2, strict = true, denominator = \"households\" }"),
        ]),
        "size" => damages.extend([
            to("{ least = 5, most = 3 }"),
            to("{ least = 0 }"),
            to("{ least = 0, most = 0 }"),
            to("{ least = -1 }"),
        ]),
        "term" => damages.extend([
            to("{ days = 0, unit = \"working_days\" }"),
            to("{ days = 2, unit = \"days\" }"),
            to("{ days = 99999, unit = \"working_days\" }"),
            None,
        ]),
        _ => {}
    }
    damages
}

/// Every damage of every line of every matter and rule of procedure.
static DAMAGES: LazyLock<Vec<Damage>> = LazyLock::new(|| {
    let mut damages = Vec::new();
    for (file, text) in packs() {
        if file.contains("cases/") {
            continue;
        }
        let lines: Vec<&str> = text.lines().collect();
        let starts: Vec<usize> = (0..lines.len())
            .filter(|line| ["[[matter]]", "[[procedure]]"].contains(&lines[*line]))
            .collect();
        for (place, start) in starts.iter().enumerate() {
            let end = starts.get(place + 1).copied().unwrap_or(lines.len());
            for (line, old) in lines.iter().enumerate().take(end).skip(*start) {
                damages.extend(damaged(old).into_iter().map(|text| Damage {
                    file: file.clone(),
                    row: (start + 1, end),
                    line,
                    text,
                }));
            }
        }
    }
    damages
});

/// The packs with the one line replaced or left out.
fn with(damage: &Damage) -> Vec<(String, String)> {
    let mut files = packs();
    for (_, text) in files.iter_mut().filter(|(path, _)| *path == damage.file) {
        let lines: Vec<&str> = text
            .lines()
            .enumerate()
            .filter_map(|(line, old)| {
                if line == damage.line {
                    damage.text.as_deref()
                } else {
                    Some(old)
                }
            })
            .collect();
        *text = lines.join("\n");
    }
    files
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_row_with_one_damaged_line_is_refused_with_its_file_and_line(
        which in any::<prop::sample::Index>(),
    ) {
        let damage = &DAMAGES[which.index(DAMAGES.len())];
        let Err(errors) = load(&with(damage)) else {
            return Err(TestCaseError::fail(format!(
                "{} line {} became {:?} and loads",
                damage.file,
                damage.line + 1,
                damage.text
            )));
        };
        let (first, last) = damage.row;
        let placed = errors
            .iter()
            .filter(|error| error.file == damage.file)
            .any(|error| (first..=last).contains(&error.line) && !error.reason.is_empty());
        prop_assert!(placed, "{} line {}: {errors:?}", damage.file, damage.line + 1);
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_row_that_stands_twice_is_refused(which in any::<prop::sample::Index>()) {
        let damage = &DAMAGES[which.index(DAMAGES.len())];
        let mut files = packs();
        for (_, text) in files.iter_mut().filter(|(path, _)| *path == damage.file) {
            let row: Vec<&str> = text
                .lines()
                .skip(damage.row.0 - 1)
                .take(damage.row.1 + 1 - damage.row.0)
                .collect();
            *text = format!("{text}\n{}\n", row.join("\n"));
        }
        let errors = load(&files).expect_err("two versions on one day");
        prop_assert!(errors.iter().any(|error| {
            error.file == damage.file && error.reason.contains("hai bản cùng hiệu lực")
        }), "{errors:?}");
    }
}

/// The real packs with one text replaced, once, after a marker in one file.
fn replaced(file: &str, marker: &str, from: &str, to: &str) -> Vec<PackError> {
    let mut files = packs();
    let text = &mut files
        .iter_mut()
        .find(|(path, _)| path == file)
        .expect("the file is in the pack")
        .1;
    let start = text.rfind(marker).expect("the marker is in the file");
    let (head, tail) = text.split_at(start);
    assert!(tail.contains(from), "{from} follows {marker}");
    *text = format!("{head}{}", tail.replacen(from, to, 1));
    load(&files).expect_err("the pack is damaged")
}

fn expect(errors: &[PackError], reason: &str) {
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].reason.contains(reason), "{}", errors[0]);
}

#[test]
fn what_the_law_does_not_know_together_is_refused() {
    let article = "l10-2022/15.toml";
    let refused = |marker: &str, from: &str, to: &str, reason: &str| {
        expect(&replaced(article, marker, from, to), reason);
    };
    refused(
        "code = \"15.6\"",
        "form = \"online\"",
        "form = \"meeting\"",
        "hai lần",
    );
    refused(
        "code = \"15.6\"",
        "form = \"online\"",
        "form = \"conference\"",
        "workplace",
    );
    refused(
        "code = \"15.6\"",
        "\"meeting_short\", \"agreed\"",
        "\"meeting_short\", \"chairman\"",
        "chỉ dùng cho phạm vi commune",
    );
    refused(
        "code = \"15.6\"",
        "form = \"online\"",
        "form = \"online\"\ngrounds = [\"agreed\"]",
        "mới có grounds",
    );
    refused(
        "code = \"15.6\"",
        "denominator = \"households\"",
        "denominator = \"attending\"",
        "phải tính trên",
    );
    refused(
        "code = \"15.6\"",
        "moment = \"passed\"",
        "moment = \"recognised\"",
        "không nêu ai công nhận",
    );
    refused(
        "code = \"15.5\"",
        "moment = \"recognised\"",
        "moment = \"passed\"",
        "không chờ công nhận",
    );
}
