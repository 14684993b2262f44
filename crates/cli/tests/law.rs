//! `dinh law` as an officer meets it: what it says, and its exit status.
#![expect(
    clippy::disallowed_methods,
    reason = "the command reads a folder, so the test writes one"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// What was said and the exit status.
fn law(arguments: &[&str]) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_dinh"))
        .arg("law")
        .args(arguments)
        .output()
        .expect("the command starts");
    let said = [output.stdout, output.stderr].concat();
    (
        String::from_utf8(said).expect("the answer is UTF-8"),
        output.status.code().expect("the command ends by itself"),
    )
}

fn json(arguments: &[&str]) -> serde_json::Value {
    let (said, status) = law(arguments);
    assert_eq!(status, 0, "{said}");
    serde_json::from_str(&said).expect("the answer is JSON")
}

const BUDGET: [&str; 7] = [
    "due",
    "--rule",
    "11.2",
    "--unit-kind",
    "commune",
    "--event",
    "decision_issued=2026-02-12",
];

#[test]
fn the_deadline_of_a_budget_decided_before_tet_is_counted_in_words() {
    let (said, status) = law(&BUDGET);
    assert_eq!(status, 0);
    insta::assert_snapshot!(said);
}

#[test]
fn the_deadline_in_json_has_the_promised_keys() {
    let answer = json(&[&BUDGET[..], &["--json"]].concat());
    let mut keys: Vec<&String> = answer.as_object().expect("an object").keys().collect();
    keys.sort();
    assert_eq!(keys, ["due", "durations", "explanation", "forms", "rule"]);
    assert_eq!(answer["rule"], "11.2");
    assert_eq!(answer["due"], "2026-02-26");
    assert_eq!(answer["explanation"]["unit"], "working_days");
    insta::assert_json_snapshot!(answer);
}

#[test]
fn a_state_enterprise_counts_calendar_days_and_moves_off_a_day_of_rest() {
    let (said, status) = law(&[
        "due",
        "--rule",
        "64.1.a",
        "--unit-kind",
        "state_enterprise",
        "--event",
        "decision_issued=2026-11-09",
    ]);
    assert_eq!(status, 0);
    insta::assert_snapshot!(said);
}

#[test]
fn an_extension_a_suspension_and_a_missing_loudspeaker_are_heeded() {
    let (said, status) = law(&[
        "due",
        "--rule",
        "11.8:relief",
        "--unit-kind",
        "commune",
        "--event",
        "decision_issued=2026-03-02",
        "--without",
        "loudspeaker",
        "--extend",
        "1=Công văn 20/UBND-VP",
        "--suspend",
        "2026-03-04..2026-03-05=Quyết định 12/QĐ-UBND",
    ]);
    assert_eq!(status, 0);
    insta::assert_snapshot!(said);
}

#[test]
fn a_quarter_says_that_its_deadline_waits_for_review() {
    let (said, status) = law(&[
        "due",
        "--rule",
        "11.2:quarter",
        "--unit-kind",
        "commune",
        "--event",
        "period_ended=2026-09-30",
    ]);
    assert_eq!(status, 0);
    assert!(said.contains("chờ đối chiếu với văn bản gốc"), "{said}");
    assert!(said.contains("15/10/2026"), "{said}");
}

#[test]
fn the_catalogue_of_each_kind_of_unit_is_printed_in_the_order_of_the_law() {
    for kind in [
        "commune",
        "agency",
        "public_service_unit",
        "state_enterprise",
    ] {
        let (said, status) = law(&["catalogue", "--unit-kind", kind, "--on", "2026-11-23"]);
        assert_eq!(status, 0);
        insta::assert_snapshot!(format!("catalogue_{kind}"), said);
    }
}

#[test]
fn the_catalogue_in_json_holds_items_and_duties_with_their_citations() {
    let answer = json(&[
        "catalogue",
        "--unit-kind",
        "commune",
        "--on",
        "2026-11-23",
        "--json",
    ]);
    assert_eq!(answer["items"].as_array().expect("items").len(), 14);
    for duty in answer["duties"].as_array().expect("duties") {
        assert!(duty["citation"]["article"].is_number(), "{duty}");
        assert!(duty["deadline_citation"]["article"].is_number(), "{duty}");
    }
}

#[test]
fn working_days_are_counted_over_a_swapped_saturday() {
    let (said, status) = law(&["working-days", "--from", "2026-08-20", "--add", "3"]);
    assert_eq!(status, 0);
    insta::assert_snapshot!(said);
    let answer = json(&[
        "working-days",
        "--from",
        "2026-08-20",
        "--add",
        "3",
        "--json",
    ]);
    assert_eq!(answer["date"], "2026-08-24");
}

#[test]
fn the_holidays_of_a_year_name_their_notice_or_say_that_they_are_expected() {
    for year in ["2026", "2027", "2030"] {
        let (said, status) = law(&["holidays", year]);
        assert_eq!(status, 0);
        insta::assert_snapshot!(format!("holidays_{year}"), said);
    }
    let answer = json(&["holidays", "2030", "--json"]);
    let tet = answer["holidays"]
        .as_array()
        .expect("holidays")
        .iter()
        .find(|day| day["date"] == "2030-02-02")
        .expect("2 February 2030");
    assert_eq!(tet["expected"], true);
}

#[test]
fn every_fault_of_a_question_comes_at_once_with_exit_status_two() {
    let (said, status) = law(&[
        "due",
        "--unit-kind",
        "village",
        "--event",
        "decision=2026-02-30",
        "--extend",
        "many",
        "--suspend",
        "soon",
    ]);
    assert_eq!(status, 2);
    insta::assert_snapshot!(said);
}

#[test]
fn a_question_the_law_does_not_answer_is_refused_with_exit_status_two() {
    let questions: [&[&str]; 8] = [
        &[
            "due",
            "--rule",
            "11.99",
            "--unit-kind",
            "commune",
            "--event",
            "decision_issued=2026-02-12",
        ],
        &[
            "due",
            "--rule",
            "11.2",
            "--unit-kind",
            "agency",
            "--event",
            "decision_issued=2026-02-12",
        ],
        &[
            "due",
            "--rule",
            "11.2",
            "--unit-kind",
            "commune",
            "--event",
            "period_ended=2026-03-31",
        ],
        &[
            "due",
            "--rule",
            "11.2",
            "--unit-kind",
            "commune",
            "--event",
            "decision_issued=2023-06-30",
        ],
        &["working-days", "--from", "2050-12-30", "--add", "5"],
        &["working-days", "--from", "30/12/2026", "--add", "-1"],
        &["holidays", "2051"],
        &["catalogue"],
    ];
    let mut said = String::new();
    for question in questions {
        let (answer, status) = law(question);
        assert_eq!(status, 2, "{answer}");
        said.push_str(&answer);
    }
    insta::assert_snapshot!(said);
    let (answer, status) = law(&["holidays", "2051", "--json"]);
    assert_eq!(status, 2);
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_packs_of_the_program_hold_with_at_least_120_cases() {
    let answer = json(&["check", "--json"]);
    assert_eq!(answer["sound"], true);
    let cases = answer["report"]["cases"].as_u64().expect("a number");
    assert!(cases >= 120, "{cases}");
    let (said, status) = law(&["check"]);
    assert_eq!(status, 0);
    assert!(said.contains("0 sai"), "{said}");
}

fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a file");
        }
    }
}

#[test]
fn a_tampered_pack_is_refused_with_file_line_and_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&rules(), folder.path());
    let named = folder.path().to_str().expect("a path in UTF-8").to_owned();
    let (said, status) = law(&["check", "--rules", &named]);
    assert_eq!(status, 0, "{said}");

    let article = folder.path().join("l10-2022/12.toml");
    let text = std::fs::read_to_string(&article).expect("the article");
    std::fs::write(&article, text.replace("working_days", "business_days")).expect("written");
    let (said, status) = law(&["check", "--rules", &named]);
    assert_eq!(status, 1);
    insta::assert_snapshot!(said);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let (said, status) = law(&["check", "--rules", "/khong-co"]);
    assert_eq!(status, 2);
    assert!(said.contains("/khong-co"), "{said}");
}

fn threshold(arguments: &[&str]) -> serde_json::Value {
    json(&[&["threshold", "--on", "2026-11-25", "--json"], arguments].concat())
}

#[test]
fn one_household_more_than_half_passes_and_half_does_not() {
    let count = |total: &str, approve: &str| {
        let answer = threshold(&["--matter", "15.3", "--total", total, "--approve", approve]);
        (answer["passed"].clone(), answer["needed"].clone())
    };
    assert_eq!(count("8318", "4160"), (true.into(), 4160.into()));
    assert_eq!(count("8318", "4159"), (false.into(), 4160.into()));
    assert_eq!(count("100", "50"), (false.into(), 51.into()));
    assert_eq!(
        count("18446744073709551615", "18446744073709551615"),
        (true.into(), 9_223_372_036_854_775_808_u64.into())
    );
}

#[test]
fn a_vote_on_a_convention_is_answered_in_words_and_in_json() {
    let question = [
        "threshold",
        "--matter",
        "15.3",
        "--total",
        "8318",
        "--approve",
        "4159",
        "--on",
        "2026-11-25",
    ];
    let (said, status) = law(&question);
    assert_eq!(status, 0, "a vote that fails is an answer");
    insta::assert_snapshot!("threshold", said);
    insta::assert_json_snapshot!(
        "threshold_json",
        json(&[&question[..], &["--json"]].concat())
    );
}

#[test]
fn a_matter_of_the_whole_commune_counts_villages() {
    let villages = ["--villages", "103", "--villages-approve", "69"];
    let answer = threshold(&[&["--matter", "15.1"], &villages[..]].concat());
    assert_eq!(answer["passed"], true);
    assert_eq!(answer["needed"], 69);
    assert_eq!(answer["denominator"], "communities");
    let beside = ["--matter", "15.1", "--total", "8318", "--approve", "1"];
    let answer = threshold(&[&beside[..], &villages].concat());
    assert_eq!(answer["needed"], 69, "the households do not decide");
    let (said, status) = law(&[
        "threshold",
        "--matter",
        "15.1",
        "--on",
        "2026-11-25",
        "--villages",
        "103",
        "--villages-approve",
        "68",
    ]);
    assert_eq!(status, 0);
    insta::assert_snapshot!("threshold_commune", said);
}

#[test]
fn a_conference_counts_those_who_attend() {
    let answer = threshold(&["--matter", "49.3", "--total", "80", "--approve", "40"]);
    assert_eq!(answer["passed"], false);
    assert_eq!(answer["denominator"], "attending");
    assert_eq!(answer["citation"]["article"], 51);
}

#[test]
fn impossible_numbers_are_refused_with_exit_status_two() {
    let mut refusals = Vec::new();
    for numbers in [
        &["--matter", "15.3", "--total", "100", "--approve", "101"][..],
        &["--matter", "15.3", "--total", "0", "--approve", "0"],
        &["--matter", "15.3", "--total", "100"],
        &["--matter", "15.3", "--approve", "-1", "--total", "1,5"],
        &["--matter", "15.1", "--villages", "12"],
        &[
            "--matter",
            "15.1",
            "--villages",
            "12",
            "--villages-approve",
            "13",
            "--total",
            "9",
        ],
        &[
            "--matter",
            "15.3",
            "--villages",
            "12",
            "--villages-approve",
            "12",
        ],
        &["--matter", "15.9", "--total", "2", "--approve", "1"],
        &[],
    ] {
        let question = [&["threshold", "--on", "2026-11-25"], numbers].concat();
        let (words, status) = law(&question);
        assert_eq!(status, 2, "{numbers:?}: {words}");
        refusals.push(format!("{}\n{words}\n", numbers.join(" ")));
    }
    insta::assert_snapshot!("threshold_refused", refusals.concat());
    let early = [
        "--matter",
        "15.3",
        "--total",
        "2",
        "--approve",
        "2",
        "--on",
        "2023-06-30",
    ];
    let (words, status) = law(&[&["threshold"], &early[..]].concat());
    assert_eq!(status, 2);
    assert!(words.contains("30/06/2023"), "{words}");
}

#[test]
fn a_rule_of_procedure_answers_by_its_key_and_its_day() {
    let (said, status) = law(&["procedure", "--key", "meeting_notice", "--on", "2026-11-25"]);
    assert_eq!(status, 0);
    insta::assert_snapshot!("procedure", said);
    let (said, _) = law(&[
        "procedure",
        "--key",
        "community_approves",
        "--on",
        "2026-11-25",
    ]);
    assert!(said.contains("Luật không nêu tỷ lệ hộ"), "{said}");
    let term = |on: &str| json(&["procedure", "--key", "head_term", "--on", on, "--json"]);
    assert_eq!(term("2026-05-25")["value"]["months"], 30);
    assert_eq!(term("2026-05-26")["value"]["months"], 60);
    assert_eq!(term("2026-05-26")["status"], "pending_review");
    for question in [
        &["--key", "meeting_notice", "--on", "2023-08-14"][..],
        &["--key", "tea_break", "--on", "2026-11-25"],
        &["--key", "meeting_notice"],
    ] {
        let (words, status) = law(&[&["procedure"], question].concat());
        assert_eq!(status, 2, "{words}");
    }
}

#[test]
fn the_matters_of_a_day_are_listed_with_forms_shares_and_effect() {
    let (said, status) = law(&["matters", "--on", "2026-11-25"]);
    assert_eq!(status, 0);
    assert!(
        said.contains("meeting_notice  Thông báo trước cuộc họp: 02 ngày"),
        "{said}"
    );
    let (matters, _) = said
        .split_once("\nTrình tự:")
        .expect("the rules on the way follow");
    let (_, matters) = matters.split_once("\n\n").expect("a head");
    insta::assert_snapshot!("matters", matters);
    let answer = json(&["matters", "--on", "2023-06-30", "--json"]);
    assert_eq!(answer["matters"].as_array().map(Vec::len), Some(0));
    let answer = json(&["matters", "--on", "2026-11-25", "--json"]);
    assert_eq!(answer["matters"].as_array().map(Vec::len), Some(14));
}
