//! What a public page says of its place in the register, for machines:
//!
//! ```text
//! <meta name="dinh-register" content="<thing> <rev> <position>[ <last day of display>]">
//! ```

const BEFORE: &str = "<meta name=\"dinh-register\" content=\"";

/// The newest entry that a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The UUID of the thing.
    pub thing: String,
    /// Its revision.
    pub rev: u64,
    /// Its position in the register.
    pub position: u64,
    /// The last day on which it must be shown, as `2026-12-30`; nothing if there is none.
    pub until: Option<String>,
}

impl Mark {
    /// The value of the attribute.
    pub fn text(&self) -> String {
        let until = self.until.as_ref().map(|day| format!(" {day}"));
        let Self {
            thing,
            rev,
            position,
            ..
        } = self;
        format!("{thing} {rev} {position}{}", until.unwrap_or_default())
    }

    /// Reads the value of the attribute. It has one spelling.
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        let (thing, rev, position, until) = match *words {
            [thing, rev, position] => (thing, rev, position, None),
            [thing, rev, position, until] => (thing, rev, position, Some(until)),
            _ => return None,
        };
        let is_right = is_uuid(thing) && until.is_none_or(is_day);
        let mark = Self {
            thing: thing.to_owned(),
            rev: rev.parse().ok().filter(|rev| *rev > 0)?,
            position: position.parse().ok()?,
            until: until.map(str::to_owned),
        };
        (is_right && mark.text() == text).then_some(mark)
    }

    /// The mark of a page; nothing if it carries none or more than one.
    pub fn find(page: &[u8]) -> Option<Self> {
        let page = String::from_utf8_lossy(page);
        let mut parts = page.split(BEFORE).skip(1);
        let (text, _) = parts.next()?.split_once('"')?;
        if parts.next().is_some() {
            return None;
        }
        Self::parse(text)
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, sign)| match place {
            8 | 13 | 18 | 23 => sign == b'-',
            _ => matches!(sign, b'0'..=b'9' | b'a'..=b'f'),
        })
}

fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(place, sign)| match place {
            4 | 7 => sign == b'-',
            _ => sign.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::{BEFORE, Mark};
    use proptest::prelude::*;

    fn marks() -> impl Strategy<Value = Mark> {
        let thing = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
        let until = prop::option::of("20[0-9]{2}-[0-1][0-9]-[0-3][0-9]");
        (thing, 1..u64::MAX, any::<u64>(), until).prop_map(|(thing, rev, position, until)| Mark {
            thing,
            rev,
            position,
            until,
        })
    }

    proptest! {
        #[test]
        fn a_mark_is_read_back_from_a_page(mark in marks(), before in ".{0,40}", after in "[^\"]{0,40}") {
            let page = format!("{before}{BEFORE}{}\">{after}", mark.text());
            prop_assert_eq!(Mark::find(page.as_bytes()), Some(mark.clone()));
            let twice = format!("{page}{page}");
            prop_assert_eq!(Mark::find(twice.as_bytes()), None);
            prop_assert_eq!(Mark::parse(&mark.text()), Some(mark));
        }

        #[test]
        fn what_is_no_mark_is_refused(text in ".{0,80}") {
            if let Some(mark) = Mark::parse(&text) {
                prop_assert_eq!(mark.text(), text);
            }
        }

        #[test]
        fn any_bytes_can_be_a_page(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(Mark::find(&bytes), None);
        }
    }

    #[test]
    fn other_spellings_of_a_mark_are_refused() {
        let thing = "0197c1d2-7a43-7c55-9d0e-2f3b6a1c8e11";
        assert!(Mark::parse(&format!("{thing} 1 0")).is_some());
        for rest in [
            "",
            " 1",
            " 0 3",
            " 01 3",
            " 1 +3",
            " 1  3",
            " 1 3 ",
            " 1 3 30/12/2026",
            " 1 3 2026-12-30 x",
        ] {
            assert_eq!(Mark::parse(&format!("{thing}{rest}")), None, "{rest}");
        }
        let upper = thing.to_uppercase();
        assert_eq!(Mark::parse(&format!("{upper} 1 0")), None);
    }
}
