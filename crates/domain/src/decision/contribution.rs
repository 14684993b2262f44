//! Contributions under a decision on matters 15.1 and 15.2: sources, levels, what is received and spent. Money is whole
//! đồng, labour is tenths of a day; nothing is rounded.

use serde::{Deserialize, Serialize};

use crate::folding::clean;
use crate::refusal::FieldError;

/// No single amount is larger: 10 000 billion đồng, and a sum of millions of rows still fits.
pub const LARGEST_AMOUNT: i64 = 10_000_000_000_000;
/// No single gift of labour is larger: 10 000 days.
const MOST_LABOUR: i64 = 100_000;
const WORDS_LIMIT: usize = 300;

/// Where a receipt comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContributionSource {
    /// A household of the community.
    Household,
    /// A sponsor.
    Sponsor,
    /// The state budget.
    Budget,
    /// Another lawful source.
    Other,
}

impl ContributionSource {
    /// Every source.
    pub const ALL: &[Self] = &[Self::Household, Self::Sponsor, Self::Budget, Self::Other];

    /// Stable code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Household => "household",
            Self::Sponsor => "sponsor",
            Self::Budget => "budget",
            Self::Other => "other",
        }
    }

    /// The source with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|source| source.code() == code)
    }
}

/// What is planned: what each household gives, and what comes from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContributionPlan {
    /// From each household, in đồng.
    pub household_amount: i64,
    /// From each household, in tenths of a day of labour.
    pub household_labour: i64,
    /// From the state budget, in đồng.
    pub budget: i64,
    /// From sponsors, in đồng.
    pub sponsors: i64,
    /// From elsewhere, in đồng.
    pub other: i64,
    /// What that is.
    pub other_words: String,
}

/// What somebody gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gift {
    /// Money, in đồng.
    pub amount: i64,
    /// Labour, in tenths of a day.
    pub labour: i64,
    /// Land, goods and other things, in words.
    pub goods: String,
    /// What they are worth, in đồng; 0 when nobody valued them.
    pub goods_value: i64,
}

impl ContributionPlan {
    /// Clean it and tell everything that is wrong with it.
    pub fn check(mut self) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        for (field, amount) in [
            ("household_amount", self.household_amount),
            ("budget", self.budget),
            ("sponsors", self.sponsors),
            ("other", self.other),
        ] {
            check_amount(field, amount, &mut errors);
        }
        check_labour("household_labour", self.household_labour, &mut errors);
        self.other_words = clean(&self.other_words);
        check_words("other_words", &self.other_words, &mut errors);
        if self.other > 0 && self.other_words.is_empty() {
            errors.push(FieldError::new(
                "other_words",
                "Hãy ghi nguồn khác là nguồn nào.",
            ));
        }
        let empty = [
            self.household_amount,
            self.household_labour,
            self.budget,
            self.sponsors,
            self.other,
        ]
        .iter()
        .all(|number| *number == 0);
        if empty {
            errors.push(FieldError::new(
                "household_amount",
                "Hãy ghi ít nhất một mức đóng góp hoặc một nguồn, theo quyết định của cộng đồng dân cư.",
            ));
        }
        if errors.is_empty() {
            Ok(self)
        } else {
            Err(errors)
        }
    }
}

impl Gift {
    /// Clean it and tell everything that is wrong with it.
    pub fn check(mut self) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        check_amount("amount", self.amount, &mut errors);
        check_labour("labour", self.labour, &mut errors);
        check_amount("goods_value", self.goods_value, &mut errors);
        self.goods = clean(&self.goods);
        check_words("goods", &self.goods, &mut errors);
        if self.goods_value > 0 && self.goods.is_empty() {
            errors.push(FieldError::new(
                "goods",
                "Hãy ghi hiện vật là gì, số lượng bao nhiêu.",
            ));
        }
        if self.amount == 0 && self.labour == 0 && self.goods.is_empty() {
            errors.push(FieldError::new(
                "amount",
                "Hãy ghi số tiền, số ngày công hoặc hiện vật đã nhận.",
            ));
        }
        if errors.is_empty() {
            Ok(self)
        } else {
            Err(errors)
        }
    }
}

/// An amount of đồng that somebody paid: positive and not absurd.
pub fn check_spending(amount: i64) -> Result<(), FieldError> {
    let mut errors = Vec::new();
    check_amount("amount", amount, &mut errors);
    if let Some(error) = errors.pop() {
        return Err(error);
    }
    if amount == 0 {
        return Err(FieldError::new("amount", "Hãy ghi số tiền đã chi."));
    }
    Ok(())
}

fn check_amount(field: &str, amount: i64, errors: &mut Vec<FieldError>) {
    if !(0..=LARGEST_AMOUNT).contains(&amount) {
        errors.push(FieldError::new(
            field,
            "Số tiền phải là số đồng từ 0 đến 10.000 tỷ; hãy kiểm tra lại.",
        ));
    }
}

fn check_labour(field: &str, labour: i64, errors: &mut Vec<FieldError>) {
    if !(0..=MOST_LABOUR).contains(&labour) {
        errors.push(FieldError::new(
            field,
            "Số ngày công phải từ 0 đến 10.000; hãy kiểm tra lại.",
        ));
    }
}

fn check_words(field: &str, words: &str, errors: &mut Vec<FieldError>) {
    if words.chars().count() > WORDS_LIMIT {
        errors.push(FieldError::new(field, "Hãy rút ngắn còn tối đa 300 ký tự."));
    }
}

/// "1.500.000" or "1500000" as đồng; nothing typed is 0.
pub fn parse_amount(field: &str, typed: &str) -> Result<i64, FieldError> {
    let digits: String = typed
        .chars()
        .filter(|sign| !matches!(sign, '.' | ' ' | '\u{a0}'))
        .collect();
    let digits = digits.trim_end_matches(['đ', 'Đ']);
    if digits.is_empty() {
        return Ok(0);
    }
    let plain = digits.len() <= 15 && digits.chars().all(|sign| sign.is_ascii_digit());
    digits
        .parse()
        .ok()
        .filter(|_| plain)
        .ok_or_else(|| FieldError::new(field, "Hãy ghi số đồng bằng chữ số, ví dụ 1.500.000."))
}

/// "2" or "1,5" days as tenths of a day; nothing typed is 0.
pub fn parse_labour(field: &str, typed: &str) -> Result<i64, FieldError> {
    let wrong = || {
        FieldError::new(
            field,
            "Hãy ghi số ngày công, lẻ đến một phần mười, ví dụ 2 hoặc 1,5.",
        )
    };
    let typed = typed.trim().replace('.', ",");
    if typed.is_empty() {
        return Ok(0);
    }
    let (days, tenth) = typed.split_once(',').unwrap_or((&typed, "0"));
    let digits = |text: &str, most: usize| {
        !text.is_empty() && text.len() <= most && text.chars().all(|sign| sign.is_ascii_digit())
    };
    if !digits(days, 5) || !digits(tenth, 1) {
        return Err(wrong());
    }
    let days: i64 = days.parse().map_err(|_| wrong())?;
    let tenth: i64 = tenth.parse().map_err(|_| wrong())?;
    Ok(days * 10 + tenth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_with_and_without_dots() {
        assert_eq!(parse_amount("amount", "1.500.000"), Ok(1_500_000));
        assert_eq!(parse_amount("amount", "1500000 đ"), Ok(1_500_000));
        assert_eq!(parse_amount("amount", ""), Ok(0));
        for wrong in ["-5", "1,5", "mười", "9999999999999999"] {
            assert!(parse_amount("amount", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn labour_is_read_in_tenths_of_a_day() {
        assert_eq!(parse_labour("labour", "1,5"), Ok(15));
        assert_eq!(parse_labour("labour", "1.5"), Ok(15));
        assert_eq!(parse_labour("labour", "2"), Ok(20));
        assert_eq!(parse_labour("labour", ""), Ok(0));
        for wrong in ["1,55", "-1", "x", "1,"] {
            assert!(parse_labour("labour", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_gift_of_nothing_is_not_received() {
        assert!(Gift::default().check().is_err());
        let goods = Gift {
            goods: " 20 bao xi măng ".into(),
            ..Gift::default()
        };
        assert_eq!(
            goods.check().map(|gift| gift.goods),
            Ok("20 bao xi măng".into())
        );
    }
}
