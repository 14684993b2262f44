//! Whether the one who represents a household may do so (Art. 18(2)).

use crate::Refusal;
use crate::folding::fold;

/// Citation of the rule on who may represent a household.
pub(super) const ARTICLE: &str = "khoản 2 Điều 18 Luật 10/2022/QH15";

/// Why a representative may represent the household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capacity {
    /// Of full civil capacity.
    Full,
    /// No member has full civil capacity; the members nominated or authorised this one.
    Nominated,
    /// Nobody represents the household for now: the representative died, lost civil
    /// capacity, or their data were erased. Such a household holds up a decision.
    Vacant,
}

/// Why a typed capacity cannot be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapacityFault {
    /// No capacity, and no nomination either.
    Lacking,
    /// Nominated, but by what is not said.
    NoBasis,
    /// A word that is not known.
    Unknown,
}

impl Capacity {
    /// Every capacity.
    pub const ALL: &[Self] = &[Self::Full, Self::Nominated, Self::Vacant];

    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Nominated => "nominated",
            Self::Vacant => "vacant",
        }
    }

    /// Vietnamese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Full => "Đầy đủ năng lực hành vi dân sự",
            Self::Nominated => "Được các thành viên đề cử hoặc ủy nhiệm",
            Self::Vacant => "Chưa có người đại diện",
        }
    }

    /// The capacity with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|capacity| capacity.code() == code)
            .copied()
    }

    /// The capacity that a cell of a list gives, with what is written beside it.
    ///
    /// An empty cell or "không" with a basis is a nomination; without one the household
    /// has nobody who may represent it.
    pub fn of_cell(cell: &str, basis: &str) -> Result<Self, CapacityFault> {
        let has_basis = !basis.trim().is_empty();
        match fold(cell).as_str() {
            "co" | "du" | "day du" | "x" | "full" | "day du nang luc hanh vi dan su" => {
                Ok(Self::Full)
            }
            "de cu" | "uy nhiem" | "duoc de cu" | "duoc uy nhiem" | "nominated" => {
                if has_basis {
                    Ok(Self::Nominated)
                } else {
                    Err(CapacityFault::NoBasis)
                }
            }
            "" | "khong" | "ko" | "k" | "khong day du" | "chua du" | "mat" | "han che" => {
                if has_basis {
                    Ok(Self::Nominated)
                } else {
                    Err(CapacityFault::Lacking)
                }
            }
            folded if fold(Self::Nominated.label()) == folded && has_basis => Ok(Self::Nominated),
            folded if fold(Self::Nominated.label()) == folded => Err(CapacityFault::NoBasis),
            _ => Err(CapacityFault::Unknown),
        }
    }
}

impl CapacityFault {
    /// What is wrong and what to do, with the article where it is the law that asks.
    pub fn message(self) -> String {
        match self {
            Self::Lacking => format!(
                "Người đại diện phải có năng lực hành vi dân sự đầy đủ; nếu trong hộ không ai có, người đại diện phải được các thành viên đề cử hoặc ủy nhiệm ({ARTICLE}). Hãy chọn người khác, hoặc ghi căn cứ đề cử, ủy nhiệm."
            ),
            Self::NoBasis => format!(
                "Người được đề cử hoặc ủy nhiệm cần có căn cứ, ví dụ “Giấy ủy nhiệm ngày 02/02/2026” ({ARTICLE}). Hãy ghi căn cứ."
            ),
            Self::Unknown => {
                "Không hiểu năng lực ghi ở đây; hãy ghi “đầy đủ”, “đề cử” hoặc “ủy nhiệm”.".into()
            }
        }
    }
}

/// A household that nobody may represent on the day a roll is fixed.
pub(super) fn nobody_represents(number: i64) -> Refusal {
    Refusal::Unlawful {
        article: ARTICLE.into(),
        reason: format!(
            "Hộ số {number} chưa có người đại diện có năng lực hành vi dân sự đầy đủ hoặc được các thành viên đề cử, ủy nhiệm."
        ),
        alternative: format!(
            "Hãy ghi người đại diện mới của hộ số {number} vào sổ hộ (hoặc ghi việc hộ này kết thúc), rồi làm lại bước này."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_cell_or_a_no_without_a_basis_is_refused_with_the_article() {
        for cell in ["", " ", "không", "Không đầy đủ", "mất"] {
            let fault = Capacity::of_cell(cell, " ").expect_err(cell);
            assert_eq!(fault, CapacityFault::Lacking, "{cell}");
            assert!(fault.message().contains("khoản 2 Điều 18"), "{cell}");
        }
    }

    #[test]
    fn a_nomination_needs_its_basis() {
        let basis = "Giấy ủy nhiệm 02/02/2026";
        for cell in ["", "không", "Đề cử", "ỦY NHIỆM", "được đề cử"] {
            assert_eq!(Capacity::of_cell(cell, basis), Ok(Capacity::Nominated));
        }
        assert_eq!(Capacity::of_cell("đề cử", ""), Err(CapacityFault::NoBasis));
    }

    #[test]
    fn full_capacity_is_read_however_people_write_it() {
        for cell in ["Đầy đủ", "có", "ĐỦ", "x", "full", "đầy đủ"] {
            assert_eq!(Capacity::of_cell(cell, ""), Ok(Capacity::Full), "{cell}");
        }
        assert_eq!(
            Capacity::of_cell("chín tuổi", ""),
            Err(CapacityFault::Unknown)
        );
    }

    #[test]
    fn codes_lead_back_to_their_capacity() {
        for capacity in Capacity::ALL {
            assert_eq!(Capacity::find(capacity.code()), Some(*capacity));
        }
        assert_eq!(Capacity::find("other"), None);
    }
}
