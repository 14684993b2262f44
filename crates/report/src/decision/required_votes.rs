//! How many must agree, in words and numbers, and what a count of votes means against it (Art. 21(1)).
//!
//! The verdict is always computed from the two whole numbers that stand beside it, so no paper can announce a result
//! that its own numbers contradict.

use crate::wording;

/// The share that a matter needs, and the number that follows from it.
#[derive(Debug, Clone)]
pub struct RequiredVotes {
    /// Numerator of the share.
    pub part: u32,
    /// Denominator of the share.
    pub of: u32,
    /// More than the share, as opposed to at least the share.
    pub strict: bool,
    /// The whole that the share is taken of.
    pub total: u64,
    /// The smallest number that is enough.
    pub needed: u64,
    /// Who is counted.
    pub voters: Voters,
    /// The article, as "khoản 1 Điều 21 Luật Thực hiện dân chủ ở cơ sở".
    pub citation: String,
}

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voters {
    /// All household representatives of the community.
    Households,
    /// Household representatives who attend the meeting.
    Attending,
    /// Villages and residential groups of a commune.
    Communities,
}

impl Voters {
    const fn word(self) -> &'static str {
        match self {
            Self::Households | Self::Attending => "hộ",
            Self::Communities => "thôn, tổ dân phố",
        }
    }

    const fn whole(self) -> &'static str {
        match self {
            Self::Households => "tổng số đại diện hộ gia đình trong thôn, tổ dân phố",
            Self::Attending => "số đại diện hộ gia đình tham dự cuộc họp",
            Self::Communities => "tổng số thôn, tổ dân phố",
        }
    }
}

impl RequiredVotes {
    /// "từ 2/3 trở lên" or "trên 50%".
    pub(crate) fn share(&self) -> String {
        match (self.strict, self.part, self.of) {
            (true, 1, 2) => "trên 50%".to_owned(),
            (false, 1, 2) => "từ 50% trở lên".to_owned(),
            (true, part, of) => format!("trên {part}/{of}"),
            (false, part, of) => format!("từ {part}/{of} trở lên"),
        }
    }

    /// "từ 2/3 tổng số đại diện hộ gia đình trở lên", in the order of the law.
    fn share_of_whole(&self) -> String {
        let whole = self.voters.whole();
        let share = self.share();
        share.strip_suffix(" trở lên").map_or_else(
            || format!("{share} {whole}"),
            |share| format!("{share} {whole} trở lên"),
        )
    }

    /// "cần ít nhất 134 trong 200 hộ".
    pub(crate) fn demand(&self) -> String {
        format!(
            "cần ít nhất {} trong {} {}",
            wording::count(self.needed),
            wording::count(self.total),
            self.voters.word()
        )
    }

    /// The rule and the number that follows from it, with the number in letters.
    pub(crate) fn rule(&self) -> String {
        let citation = wording::in_brackets(&self.citation);
        format!(
            "Quyết định được thông qua khi có {} tán thành{citation}: {} (bằng chữ: {} {}).",
            self.share_of_whole(),
            self.demand(),
            wording::spelled(self.needed),
            self.voters.word()
        )
    }

    /// Whether so many are enough.
    pub(crate) const fn is_met(&self, approve: u64) -> bool {
        self.total > 0 && approve >= self.needed
    }

    /// "4.160 trên 8.318 hộ, đạt yêu cầu trên 50% (ít nhất 4.160 hộ)".
    pub(crate) fn verdict(&self, approve: u64) -> String {
        let met = if self.is_met(approve) {
            "đạt"
        } else {
            "không đạt"
        };
        format!(
            "{} trên {} {unit}, {met} yêu cầu {} (ít nhất {} {unit})",
            wording::count(approve),
            wording::count(self.total),
            self.share(),
            wording::count(self.needed),
            unit = self.voters.word()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half(total: u64, needed: u64) -> RequiredVotes {
        RequiredVotes {
            part: 1,
            of: 2,
            strict: true,
            total,
            needed,
            voters: Voters::Households,
            citation: String::new(),
        }
    }

    #[test]
    fn the_verdict_names_the_exact_fraction() {
        let required = half(8_318, 4_160);
        assert_eq!(
            required.verdict(4_160),
            "4.160 trên 8.318 hộ, đạt yêu cầu trên 50% (ít nhất 4.160 hộ)"
        );
        assert_eq!(
            half(100, 51).verdict(50),
            "50 trên 100 hộ, không đạt yêu cầu trên 50% (ít nhất 51 hộ)"
        );
    }

    #[test]
    fn two_thirds_are_named_as_the_law_names_them() {
        let required = RequiredVotes {
            part: 2,
            of: 3,
            strict: false,
            ..half(200, 134)
        };
        assert_eq!(required.demand(), "cần ít nhất 134 trong 200 hộ");
        assert_eq!(required.share(), "từ 2/3 trở lên");
        assert!(required.rule().starts_with(
            "Quyết định được thông qua khi có từ 2/3 tổng số đại diện hộ gia đình trong thôn, tổ dân phố trở lên tán thành"
        ));
    }

    #[test]
    fn nobody_passes_anything_in_an_empty_community() {
        assert!(!half(0, 0).is_met(0));
    }
}
