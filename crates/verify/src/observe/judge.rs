//! Where pages and register differ. Pure: what was seen now, what was seen before, what the register says.

use dinh_register::chain::Link;

use super::mark::Mark;
use super::note::Seen;
use crate::thing::Things;
use crate::when::{day, said};

/// A page that does not show what the register says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its address.
    pub url: String,
    /// What differs.
    pub kind: Kind,
}

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The page is gone; the register does not say that the thing was withdrawn.
    Hidden {
        /// The newest entry about it.
        position: u64,
    },
    /// The same, before the last day of its display.
    GoneEarly {
        /// The newest entry about it.
        position: u64,
        /// The day on which it was found gone.
        on: String,
        /// The last day on which it must be shown.
        until: String,
    },
    /// The page shows an older revision than the register's newest.
    OldRevision {
        /// The revision that is shown.
        shown: u64,
        /// The newest one.
        newest: u64,
        /// Its position.
        position: u64,
    },
    /// The page names an entry that the register does not have.
    NotRecorded {
        /// What it says.
        mark: Mark,
    },
    /// The page named its entry before and names none any more.
    Unmarked {
        /// What it said last.
        mark: Mark,
    },
}

/// Where pages and register differ. `before` is what each page said last of itself; `things` are the chains of everything that
/// any of them named, in a register of `size` entries that was read before the pages were.
pub fn differences(
    pages: &[Seen],
    before: impl Fn(&str) -> Option<Mark>,
    things: &Things,
) -> Vec<Difference> {
    let judge = |page: &Seen| {
        let kind = judge(page, before(&page.url), things)?;
        let url = page.url.clone();
        Some(Difference { url, kind })
    };
    pages.iter().filter_map(judge).collect()
}

fn judge(page: &Seen, before: Option<Mark>, things: &Things) -> Option<Kind> {
    match page.status {
        200 => match (&page.mark, before) {
            (Some(mark), _) => shown(mark, things),
            (None, Some(mark)) => Some(Kind::Unmarked { mark }),
            (None, None) => None,
        },
        // Moved away, forbidden, not found: whoever follows the address does not read the notice.
        300..=428 | 430..=499 => gone(page, &before?, things),
        // No answer and a server in trouble bear witness of nothing.
        _ => None,
    }
}

fn shown(mark: &Mark, things: &Things) -> Option<Kind> {
    let links: &[Link] = things.get(&mark.thing).map_or(&[], Vec::as_slice);
    let is_recorded = links
        .iter()
        .any(|link| link.index == mark.position && link.act.rev == mark.rev);
    if !is_recorded {
        return Some(Kind::NotRecorded { mark: mark.clone() });
    }
    let newest = links.last()?;
    (newest.act.rev > mark.rev).then_some(Kind::OldRevision {
        shown: mark.rev,
        newest: newest.act.rev,
        position: newest.index,
    })
}

fn gone(page: &Seen, before: &Mark, things: &Things) -> Option<Kind> {
    let links = things.get(&before.thing)?;
    let newest = links.last()?;
    // An erasure follows a withdrawal and takes nothing of it back.
    let mut says = links.iter().rev().filter(|link| link.act.act != "erase");
    if says.next().is_some_and(|link| link.act.act == "withdraw") {
        return None;
    }
    let (position, on) = (newest.index, day(page.at));
    Some(match &before.until {
        Some(until) if on <= *until => Kind::GoneEarly {
            position,
            on,
            until: until.clone(),
        },
        _ => Kind::Hidden { position },
    })
}

impl Difference {
    /// A stable code; never changes once published.
    pub fn code(&self) -> &'static str {
        match self.kind {
            Kind::Hidden { .. } => "hidden",
            Kind::GoneEarly { .. } => "gone-early",
            Kind::OldRevision { .. } => "old-revision",
            Kind::NotRecorded { .. } => "not-recorded",
            Kind::Unmarked { .. } => "unmarked",
        }
    }

    /// What differs, as a sentence.
    pub fn sentence(&self) -> String {
        let url = &self.url;
        match &self.kind {
            Kind::Hidden { position } => format!(
                "{url}: trang không còn, trong khi sổ (mục {position}) không ghi là đã rút."
            ),
            Kind::GoneEarly {
                position,
                on,
                until,
            } => format!(
                "{url}: trang đã mất vào ngày {}, trong khi phải còn đến hết ngày {} và sổ (mục {position}) không ghi là đã rút.",
                said(on),
                said(until)
            ),
            Kind::OldRevision {
                shown,
                newest,
                position,
            } => format!(
                "{url}: trang cho xem lần {shown}, trong khi sổ đã có lần {newest} (mục {position})."
            ),
            Kind::NotRecorded { mark } => format!(
                "{url}: trang nhận là mục {} (lần {}) của sổ, nhưng sổ đã ký không có mục đó về việc này.",
                mark.position, mark.rev
            ),
            Kind::Unmarked { mark } => format!(
                "{url}: trang trước đây ghi là mục {} của sổ, nay không ghi mục nào.",
                mark.position
            ),
        }
    }
}
