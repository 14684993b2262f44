//! Words and figures as Decree 30/2020/NĐ-CP, Appendix I, writes them.

use jiff::civil::{Date, DateTime, Weekday};

/// "ngày 05 tháng 01 năm 2026": days below 10 and months 1 and 2 take a leading zero (Part II, item 4).
pub fn long_date(date: Date) -> String {
    let month = if date.month() <= 2 {
        format!("{:02}", date.month())
    } else {
        date.month().to_string()
    };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

/// "05/01/2026", as in tables.
pub(crate) fn short_date(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// "Số: 05/TB-UBND"; without a number, space is left to write it by hand.
pub(crate) fn number_and_symbol(number: Option<&str>, symbol: &str) -> (String, String) {
    let number = number.map_or("", str::trim);
    let single_digit = number.len() == 1 && number.chars().all(|digit| digit.is_ascii_digit());
    let number = if single_digit {
        format!("0{number}")
    } else {
        number.to_owned()
    };
    (number, symbol.trim().to_owned())
}

/// The name of a body on the lines of the letterhead: the kind of body, then whose it is.
pub(crate) fn letterhead_lines(body: &str) -> Vec<String> {
    for kind in ["Ủy ban nhân dân", "Hội đồng nhân dân"] {
        let start: String = body.chars().take(kind.chars().count()).collect();
        let rest: String = body.chars().skip(kind.chars().count()).collect();
        if start.to_lowercase() == kind.to_lowercase() && !rest.trim().is_empty() {
            return vec![start, rest.trim().to_owned()];
        }
    }
    vec![body.to_owned()]
}

/// Legal grounds: each line ends with ";", the last with "." (Part II, item 6).
pub(crate) fn grounds(grounds: &[String]) -> Vec<String> {
    let bare: Vec<String> = grounds
        .iter()
        .map(|ground| {
            ground
                .trim()
                .trim_end_matches([';', '.', ','])
                .trim_end()
                .to_owned()
        })
        .filter(|ground| !ground.is_empty())
        .collect();
    let last = bare.len().saturating_sub(1);
    bare.into_iter()
        .enumerate()
        .map(|(at, ground)| format!("{ground}{}", if at == last { '.' } else { ';' }))
        .collect()
}

/// Recipients: each line begins with "- " and ends with ";", the last with "." (Part II, item 9).
pub(crate) fn recipients(recipients: &[String]) -> Vec<String> {
    let bare: Vec<String> = recipients
        .iter()
        .map(|recipient| recipient.trim().trim_start_matches('-').to_owned())
        .collect();
    grounds(&bare)
        .into_iter()
        .map(|recipient| format!("- {}", recipient.trim_start()))
        .collect()
}

/// The lines of the authority to sign, as "TM. ỦY BAN NHÂN DÂN" and "KT. CHỦ TỊCH".
pub(crate) fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The subject after "Về việc", whether or not the view already begins with these words.
pub(crate) fn subject(title: &str) -> String {
    let title = title.trim();
    let start: String = title.chars().take(7).collect();
    if start.to_lowercase() == "về việc" {
        title.to_owned()
    } else {
        format!("Về việc {title}")
    }
}

/// The clause that a code names: "11.2" for the recurring duty "11.2:quarter".
pub(crate) fn item(code: &str) -> String {
    code.split(':').next().unwrap_or_default().trim().to_owned()
}

/// "184,2 kB", with the decimal comma; one kB is 1,000 bytes.
pub(crate) fn file_size(bytes: u64) -> String {
    let (unit, name): (u64, &str) = match bytes {
        0..1_000 => return format!("{bytes} byte"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = (u128::from(bytes) * 10 + u128::from(unit / 2)) / u128::from(unit);
    format!("{},{} {name}", tenths / 10, tenths % 10)
}

/// "19 giờ 00 phút, thứ Bảy, ngày 05 tháng 01 năm 2026".
pub(crate) fn moment(moment: DateTime) -> String {
    format!(
        "{}, {}, {}",
        clock_time(moment),
        weekday(moment.date()),
        long_date(moment.date())
    )
}

/// "19 giờ 00 phút".
pub(crate) fn clock_time(moment: DateTime) -> String {
    format!("{:02} giờ {:02} phút", moment.hour(), moment.minute())
}

fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "thứ Hai",
        Weekday::Tuesday => "thứ Ba",
        Weekday::Wednesday => "thứ Tư",
        Weekday::Thursday => "thứ Năm",
        Weekday::Friday => "thứ Sáu",
        Weekday::Saturday => "thứ Bảy",
        Weekday::Sunday => "Chủ nhật",
    }
}

/// "8.318": three digits to a group, parted by a point.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

const DIGITS: [&str; 10] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
];

/// The number in letters, as receipts and minutes ask for: 134 is "một trăm ba mươi tư".
pub(crate) fn spelled(number: u64) -> String {
    const BILLION: u64 = 1_000_000_000;
    if number >= BILLION {
        let rest = number % BILLION;
        let head = format!("{} tỷ", spelled(number / BILLION));
        return if rest == 0 {
            head
        } else {
            format!("{head} {}", below_billion(rest, true).join(" "))
        };
    }
    if number == 0 {
        return DIGITS[0].to_owned();
    }
    below_billion(number, false).join(" ")
}

fn below_billion(number: u64, mut follows: bool) -> Vec<String> {
    let mut words = Vec::new();
    for (scale, name) in [(1_000_000, "triệu"), (1_000, "nghìn"), (1, "")] {
        let group = number / scale % 1_000;
        if group > 0 {
            words.extend(below_thousand(group, follows));
            if !name.is_empty() {
                words.push(name.to_owned());
            }
            follows = true;
        }
    }
    words
}

/// Up to three digits; behind a larger group the hundreds are always named.
fn below_thousand(number: u64, follows: bool) -> Vec<String> {
    let (hundreds, tens, units) = (number / 100, number / 10 % 10, number % 10);
    let mut words: Vec<&str> = Vec::new();
    if hundreds > 0 || follows {
        words.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if units > 0 && !words.is_empty() => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        tens => words.extend([digit(tens), "mươi"]),
    }
    match (tens, units) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        (_, units) => words.push(digit(units)),
    }
    words.into_iter().map(str::to_owned).collect()
}

fn digit(number: u64) -> &'static str {
    usize::try_from(number)
        .ok()
        .and_then(|at| DIGITS.get(at))
        .copied()
        .unwrap_or_default()
}

/// The text without gaps around it and without a mark at its end, to stand inside a sentence.
pub(crate) fn bare(text: &str) -> String {
    text.trim()
        .trim_end_matches(['.', ';', ','])
        .trim_end()
        .to_owned()
}

/// The text with a capital letter and a full stop.
pub(crate) fn sentence(text: &str) -> String {
    let text = bare(text);
    let mut letters = text.chars();
    let end = if text.ends_with(['?', '!', ':']) {
        ""
    } else {
        "."
    };
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}{end}", first.to_uppercase(), letters.as_str())
    })
}

/// " (khoản 1 Điều 21)", or nothing.
pub(crate) fn in_brackets(text: &str) -> String {
    let text = bare(text);
    if text.is_empty() {
        text
    } else {
        format!(" ({text})")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_small_days_and_the_first_two_months_take_a_leading_zero() {
        assert_eq!(long_date(date(2026, 2, 5)), "ngày 05 tháng 02 năm 2026");
        assert_eq!(long_date(date(2026, 3, 15)), "ngày 15 tháng 3 năm 2026");
    }

    #[test]
    fn a_number_below_ten_takes_a_leading_zero() {
        assert_eq!(
            number_and_symbol(Some("5"), "TB-UBND"),
            ("05".to_owned(), "TB-UBND".to_owned())
        );
        assert_eq!(number_and_symbol(Some("12a"), "TB-UBND").0, "12a");
        assert_eq!(number_and_symbol(None, "TB-UBND").0, "");
    }

    #[test]
    fn grounds_end_with_semicolons_and_a_full_stop() {
        let given = [
            "Căn cứ Luật A;".to_owned(),
            String::new(),
            "Căn cứ Luật B.".to_owned(),
        ];
        assert_eq!(grounds(&given), ["Căn cứ Luật A;", "Căn cứ Luật B."]);
        assert_eq!(grounds(&[]), Vec::<String>::new());
    }

    #[test]
    fn recipients_are_dashed_once() {
        let given = ["- Như trên;".to_owned(), "Lưu: VT".to_owned()];
        assert_eq!(recipients(&given), ["- Như trên;", "- Lưu: VT."]);
    }

    #[test]
    fn a_peoples_committee_stands_on_two_lines() {
        assert_eq!(
            letterhead_lines("Ủy ban nhân dân xã Phong Điền"),
            ["Ủy ban nhân dân", "xã Phong Điền"]
        );
        assert_eq!(letterhead_lines("Sở Nội vụ"), ["Sở Nội vụ"]);
        assert_eq!(letterhead_lines("Ủy ban nhân dân"), ["Ủy ban nhân dân"]);
    }

    #[test]
    fn the_word_of_a_recurring_duty_is_not_printed() {
        assert_eq!(item("11.2:quarter"), "11.2");
        assert_eq!(item("64.1.a"), "64.1.a");
    }

    #[test]
    fn sizes_use_the_decimal_comma() {
        assert_eq!(file_size(999), "999 byte");
        assert_eq!(file_size(184_233), "184,2 kB");
        assert_eq!(file_size(41_870), "41,9 kB");
        assert_eq!(file_size(25_000_000), "25,0 MB");
    }

    #[test]
    fn the_subject_begins_once_with_its_words() {
        assert_eq!(subject("niêm yết công khai"), "Về việc niêm yết công khai");
        assert_eq!(subject("Về việc niêm yết"), "Về việc niêm yết");
    }

    #[test]
    fn groups_of_three_are_parted_by_points() {
        assert_eq!(count(7), "7");
        assert_eq!(count(999), "999");
        assert_eq!(count(8_318), "8.318");
        assert_eq!(count(1_234_567_890), "1.234.567.890");
    }

    #[test]
    fn numbers_are_spelled_as_they_are_read() {
        for (number, words) in [
            (0, "không"),
            (5, "năm"),
            (10, "mười"),
            (15, "mười lăm"),
            (21, "hai mươi mốt"),
            (44, "bốn mươi tư"),
            (55, "năm mươi lăm"),
            (101, "một trăm linh một"),
            (134, "một trăm ba mươi tư"),
            (1_000, "một nghìn"),
            (1_005, "một nghìn không trăm linh năm"),
            (4_160, "bốn nghìn một trăm sáu mươi"),
            (2_500_000, "hai triệu năm trăm nghìn"),
            (3_000_000_000, "ba tỷ"),
            (1_000_000_010, "một tỷ không trăm mười"),
        ] {
            assert_eq!(spelled(number), words);
        }
        assert!(spelled(u64::MAX).starts_with("mười tám tỷ bốn trăm bốn mươi sáu triệu"));
    }

    #[test]
    fn a_moment_names_hour_weekday_and_date() {
        assert_eq!(
            moment(date(2026, 3, 7).at(19, 5, 0, 0)),
            "19 giờ 05 phút, thứ Bảy, ngày 07 tháng 3 năm 2026"
        );
    }

    #[test]
    fn a_sentence_begins_large_and_ends_once() {
        assert_eq!(sentence("cần ít nhất."), "Cần ít nhất.");
        assert_eq!(sentence("có tán thành không?"), "Có tán thành không?");
        assert_eq!(sentence(" "), "");
        assert_eq!(in_brackets("Điều 3;"), " (Điều 3)");
    }
}
