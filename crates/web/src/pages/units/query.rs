//! What the address of a list asks for: words, kind, day, page.

use dinh_domain::units::UnitKind;
use jiff::civil::Date;

/// The part of the address after `?`, in whatever order and however often.
pub(super) struct Asked(pub Vec<(String, String)>);

impl Asked {
    /// The first value of a name; an absent one is empty.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// The kind asked for, if it is one.
    pub(super) fn kind(&self) -> Option<UnitKind> {
        UnitKind::find(self.text("loai"))
    }

    /// The day asked for: `Err` with what was typed when it is no day.
    pub(super) fn day(&self) -> Result<Option<Date>, String> {
        let typed = self.text("ngay");
        if typed.is_empty() {
            return Ok(None);
        }
        typed
            .parse()
            .ok()
            .or_else(|| written(typed))
            .filter(|day: &Date| (1945..=2100).contains(&day.year()))
            .map(Some)
            .ok_or_else(|| typed.to_owned())
    }

    /// The page asked for, from 1.
    pub(super) fn page(&self) -> usize {
        self.text("trang").parse().unwrap_or(1).max(1)
    }
}

/// `17/11/2024`.
fn written(typed: &str) -> Option<Date> {
    let parts: Vec<&str> = typed.split(['/', '-', '.']).collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// One page of a list: its items, and how many pages there are.
pub(super) fn cut<T>(items: Vec<T>, page: usize, size: usize) -> (Vec<T>, usize, usize) {
    let pages = items.len().div_ceil(size).max(1);
    let page = page.min(pages);
    let items = items
        .into_iter()
        .skip((page - 1) * size)
        .take(size)
        .collect();
    (items, page, pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(day: &str) -> Result<Option<Date>, String> {
        Asked(vec![("ngay".into(), day.into())]).day()
    }

    #[test]
    fn a_day_can_be_written_in_both_ways_and_a_wrong_one_is_given_back() {
        let day = jiff::civil::date(2024, 11, 17);
        assert_eq!(asked("17/11/2024"), Ok(Some(day)));
        assert_eq!(asked("2024-11-17"), Ok(Some(day)));
        assert_eq!(asked("31/02/2024"), Err("31/02/2024".to_owned()));
        assert_eq!(asked(" "), Ok(None));
    }

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        assert_eq!(cut(vec![1, 2, 3], 9, 2), (vec![3], 2, 2));
        assert_eq!(cut(Vec::<i32>::new(), 1, 2), (Vec::new(), 1, 1));
    }
}
