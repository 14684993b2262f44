//! One line of a fixed roll: the household as it stood when the decision was opened.
//!
//! The text of a line is what its household checks. Its form never changes; a new form
//! gets a new first line.

use super::capacity::nobody_represents;
use super::{Household, Representative};
use crate::Refusal;

const FORM: &str = "dinh/roll-line/1";

/// What a fixed roll says of one household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollLine {
    /// Number within the hamlet.
    pub number: i64,
    /// Household cluster, may be empty.
    pub cluster: String,
    /// Name of the representative.
    pub representative: String,
    /// Address of the household.
    pub address: String,
}

impl RollLine {
    /// The line of a household; refused when nobody may represent it (Art. 18(2)).
    pub fn of(household: &Household, by: &Representative) -> Result<Self, Refusal> {
        if !by.may_represent() {
            return Err(nobody_represents(household.number));
        }
        Ok(Self {
            number: household.number,
            cluster: household.cluster.clone(),
            representative: by.name.clone(),
            address: by.address.clone(),
        })
    }

    /// The bytes that are committed to, as text.
    pub fn text(&self) -> String {
        format!(
            "{FORM}\nnumber {}\ncluster {}\nrepresentative {}\naddress {}\n",
            self.number, self.cluster, self.representative, self.address
        )
    }

    /// A line from its text; nothing once it was erased.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        if lines.next() != Some(FORM) {
            return None;
        }
        let mut value = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        Some(Self {
            number: value("number")?.parse().ok()?,
            cluster: value("cluster")?.to_owned(),
            representative: value("representative")?.to_owned(),
            address: value("address")?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::RollLine;

    #[test]
    fn a_line_reads_back_from_its_text() {
        let line = RollLine {
            number: 12,
            cluster: String::new(),
            representative: "Nguyễn Thị Mẫu".into(),
            address: "12 đường Mẫu".into(),
        };
        assert_eq!(RollLine::parse(&line.text()), Some(line));
        assert_eq!(RollLine::parse(""), None);
        assert_eq!(RollLine::parse("dinh/roll-line/2\nnumber 1\n"), None);
    }
}
