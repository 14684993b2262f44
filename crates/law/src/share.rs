//! A share of a whole, compared exactly: integers only, never a rounded percentage.

use serde::Serialize;

/// How many of a whole must agree: "từ hai phần ba trở lên", "trên 50%".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Numerator.
    pub part: u32,
    /// Denominator; never 0 in a pack that loads.
    pub of: u32,
    /// More than the share, as opposed to at least the share.
    pub strict: bool,
}

impl Share {
    /// Whether `count` of `total` is enough. Of an empty whole nothing is ever enough.
    pub const fn passes(self, count: u64, total: u64) -> bool {
        if total == 0 || self.of == 0 {
            return false;
        }
        // 64 bits times 32 bits always fit into 128.
        let left = count as u128 * self.of as u128;
        let right = total as u128 * self.part as u128;
        if self.strict {
            left > right
        } else {
            left >= right
        }
    }

    /// The least count that is enough of `total`; of an empty whole there is none.
    ///
    /// ```
    /// # use dinh_law::Share;
    /// let most = Share { part: 1, of: 2, strict: true };
    /// assert_eq!(most.needed(8_318), Some(4_160));
    /// assert_eq!(most.needed(100), Some(51));
    /// ```
    pub fn needed(self, total: u64) -> Option<u64> {
        if total == 0 || self.of == 0 {
            return None;
        }
        let right = u128::from(total) * u128::from(self.part);
        let of = u128::from(self.of);
        let least = if self.strict {
            right / of + 1
        } else {
            right.div_ceil(of)
        };
        u64::try_from(least).ok()
    }

    /// The share in the words of the law.
    pub fn label(self) -> String {
        match (self.part, self.of, self.strict) {
            (1, 2, true) => "trên 50%".to_owned(),
            (1, 2, false) => "từ 50% trở lên".to_owned(),
            (2, 3, false) => "từ hai phần ba trở lên".to_owned(),
            (1, 3, false) => "từ một phần ba trở lên".to_owned(),
            (1, 10, false) => "từ 10% trở lên".to_owned(),
            (part, of, true) => format!("trên {part}/{of}"),
            (part, of, false) => format!("từ {part}/{of} trở lên"),
        }
    }
}
