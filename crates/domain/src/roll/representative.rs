//! Who represents a household, from one day to another: personal data, kept apart.

use jiff::civil::Date;

use super::capacity::{Capacity, CapacityFault};
use crate::FieldError;
use crate::folding::clean;

/// The one who represents a household over a span of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Representative {
    /// Name; empty once erased.
    pub name: String,
    /// Address of the household; empty once erased.
    pub address: String,
    /// Telephone, may be empty.
    pub phone: String,
    /// Why they may represent it.
    pub capacity: Capacity,
    /// Basis of a nomination or authorisation.
    pub basis: String,
    /// First day.
    pub valid_from: Date,
    /// First day on which they no longer represent it.
    pub valid_to: Option<Date>,
    /// Whether the personal data were erased.
    pub erased: bool,
}

impl Representative {
    /// Whether a ballot, a hand or a click of this one counts for the household.
    pub fn may_represent(&self) -> bool {
        !self.erased
            && !self.name.is_empty()
            && match self.capacity {
                Capacity::Full => true,
                Capacity::Nominated => !self.basis.is_empty(),
                Capacity::Vacant => false,
            }
    }
}

/// A representative as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepresentativeDraft {
    /// Name.
    pub name: String,
    /// Address of the household.
    pub address: String,
    /// Telephone, may be empty.
    pub phone: String,
    /// Code of a [`Capacity`], or a word of a list.
    pub capacity: String,
    /// Basis of a nomination or authorisation.
    pub basis: String,
}

impl RepresentativeDraft {
    /// The representative from `from` on, or everything that is wrong. Only a change
    /// may leave the place vacant; whoever enters the roll has a representative.
    pub fn check(
        &self,
        from: Date,
        may_be_vacant: bool,
    ) -> Result<Representative, Vec<FieldError>> {
        let mut errors = Vec::new();
        let vacant = may_be_vacant && self.capacity.trim() == Capacity::Vacant.code();
        let name = line(&mut errors, "name", &self.name, 120);
        let address = line(&mut errors, "address", &self.address, 300);
        let basis = line(&mut errors, "basis", &self.basis, 300);
        if !vacant && !name.chars().any(char::is_alphabetic) {
            errors.push(FieldError::new(
                "name",
                "Hãy nhập họ và tên người đại diện hộ.",
            ));
        }
        if address.is_empty() {
            errors.push(FieldError::new(
                "address",
                "Hãy nhập địa chỉ của hộ, ví dụ số nhà, đường, hẻm.",
            ));
        }
        let phone = self.phone(&mut errors);
        let capacity = if vacant {
            Capacity::Vacant
        } else {
            Capacity::of_cell(&self.capacity, &basis).unwrap_or_else(|fault| {
                let field = match fault {
                    CapacityFault::NoBasis => "basis",
                    CapacityFault::Lacking | CapacityFault::Unknown => "capacity",
                };
                errors.push(FieldError::new(field, fault.message()));
                Capacity::Vacant
            })
        };
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Representative {
            name: if vacant { String::new() } else { name },
            address,
            phone: if vacant { String::new() } else { phone },
            capacity,
            basis,
            valid_from: from,
            valid_to: None,
            erased: false,
        })
    }

    fn phone(&self, errors: &mut Vec<FieldError>) -> String {
        let phone = clean(&self.phone);
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        let plain = |sign: char| sign.is_ascii_digit() || " .-+()".contains(sign);
        if !phone.is_empty() && (!phone.chars().all(plain) || !(8..=15).contains(&digits)) {
            errors.push(FieldError::new(
                "phone",
                format!(
                    "“{phone}” không phải là số điện thoại; hãy nhập ví dụ 0907 123 456, hoặc để trống."
                ),
            ));
        }
        phone
    }
}

/// One line of text, not too long.
fn line(errors: &mut Vec<FieldError>, field: &str, typed: &str, most: usize) -> String {
    let text = clean(typed)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if text.chars().count() > most {
        errors.push(FieldError::new(
            field,
            format!("Hãy rút còn tối đa {most} ký tự."),
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn draft() -> RepresentativeDraft {
        RepresentativeDraft {
            name: "Nguyễn Thị  Mẫu".into(),
            address: "12 đường Mẫu\nhẻm 3".into(),
            phone: "0907 000 001".into(),
            capacity: "full".into(),
            basis: String::new(),
        }
    }

    #[test]
    fn a_whole_draft_becomes_a_representative_on_single_lines() {
        let made = draft().check(date(2026, 2, 1), false).expect("good");
        assert_eq!(made.name, "Nguyễn Thị Mẫu");
        assert_eq!(made.address, "12 đường Mẫu hẻm 3");
        assert!(made.may_represent());
    }

    #[test]
    fn every_error_of_a_draft_comes_at_once() {
        let bad = RepresentativeDraft {
            name: " 1 ".into(),
            address: String::new(),
            phone: "không có".into(),
            capacity: "đề cử".into(),
            basis: String::new(),
        };
        let errors = bad.check(date(2026, 2, 1), false).expect_err("bad");
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "address", "phone", "basis"]);
    }

    #[test]
    fn only_a_change_may_leave_the_place_vacant() {
        let vacant = RepresentativeDraft {
            capacity: "vacant".into(),
            name: "Ai đó".into(),
            ..draft()
        };
        assert!(vacant.check(date(2026, 2, 1), false).is_err());
        let made = vacant.check(date(2026, 2, 1), true).expect("a vacancy");
        assert!(!made.may_represent());
        assert_eq!((made.name.as_str(), made.phone.as_str()), ("", ""));
    }

    #[test]
    fn erased_data_represent_nobody() {
        let mut made = draft().check(date(2026, 2, 1), false).expect("good");
        made.erased = true;
        assert!(!made.may_represent());
    }
}
