//! Addresses of units: readable, and unique for ever because they are never given twice.

use std::collections::BTreeSet;

use dinh_domain::folding::slug;
use jiff::civil::Date;

/// The year written for a unit whose first day is not known: the oldest list has it.
const OLDEST_LIST: &str = "2004";

/// The addresses that are taken.
#[derive(Default)]
pub struct Slugs {
    taken: BTreeSet<String>,
}

impl Slugs {
    /// With these taken.
    pub fn new(taken: impl IntoIterator<Item = String>) -> Self {
        Self {
            taken: taken.into_iter().collect(),
        }
    }

    /// The short address of a unit that is there now: `phuong-cai-khe`; with code and
    /// year when the short one is taken.
    pub fn give(&mut self, full_name: &str, code: Option<&str>, from: Option<Date>) -> String {
        let short = slug(full_name);
        if !short.is_empty() && self.take(&short) {
            return short;
        }
        self.give_dated(full_name, code, from)
    }

    /// The long address of a unit of the past: `phuong-cai-khe-31117-2004`.
    pub fn give_dated(
        &mut self,
        full_name: &str,
        code: Option<&str>,
        from: Option<Date>,
    ) -> String {
        let year = from.map_or_else(|| OLDEST_LIST.to_owned(), |day| day.year().to_string());
        let parts = [slug(full_name), slug(code.unwrap_or_default()), year];
        let base = parts
            .iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("-");
        if self.take(&base) {
            return base;
        }
        let mut number = 2_u32;
        loop {
            let numbered = format!("{base}-{number}");
            if self.take(&numbered) {
                return numbered;
            }
            number += 1;
        }
    }

    /// Take an address as it is; `false` when somebody has it.
    pub fn take(&mut self, address: &str) -> bool {
        self.taken.insert(address.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_given_once() {
        let mut slugs = Slugs::new(["phuong-cai-khe".to_owned()]);
        let from = Some(jiff::civil::date(2025, 7, 1));
        assert_eq!(
            slugs.give("Phường Cái Khế", Some("31120"), from),
            "phuong-cai-khe-31120-2025"
        );
        assert_eq!(
            slugs.give("Phường Cái Khế", Some("31120"), from),
            "phuong-cai-khe-31120-2025-2"
        );
        assert_eq!(slugs.give("Xã Nhơn Ái", None, None), "xa-nhon-ai");
    }
}
