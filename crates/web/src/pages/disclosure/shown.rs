//! Things of the room as readers see them: status tags, lines of lists, dates.

use dinh_domain::disclosure::{JudgedBy, Standing, Timing};
use dinh_service::clock::local;
use dinh_service::disclosure::CatalogueLine;
use dinh_store::StoredTime;
use dinh_store::disclosure::Stored;
use jiff::civil::Date;

use crate::components::{Status, StatusTag, Tone};
use crate::texts::Texts;

/// The tags of a duty: its clock first, then its faults.
pub fn tags(texts: Texts, standing: Standing) -> Vec<StatusTag> {
    let mut tags = Vec::new();
    match standing.timing {
        Timing::Withdrawn => {}
        timing => tags.push(StatusTag::new(texts, status(timing))),
    }
    let decided = matches!(standing.timing, Timing::OnTime | Timing::Late(_));
    if decided && standing.judged_by == Some(JudgedBy::Waiting) {
        let words = texts.text("disclosure-status-provisional");
        tags.push(StatusTag::worded(words, Tone::Quiet));
    }
    if standing.missing_forms > 0 {
        tags.push(StatusTag::new(texts, Status::MissingForm));
    }
    if standing.early_ends > 0 {
        tags.push(StatusTag::new(texts, Status::TakenDownEarly));
    }
    tags
}

fn status(timing: Timing) -> Status {
    match timing {
        Timing::OnTime => Status::OnTime,
        Timing::Late(days) => Status::Late {
            days: i64::from(days),
        },
        Timing::Overdue(days) => Status::Overdue {
            days: i64::from(days),
        },
        Timing::DueSoon(days) => Status::DueSoon {
            days_left: i64::from(days),
        },
        Timing::NotApplicable => Status::NotApplicable,
        Timing::NotDue(_) | Timing::Withdrawn => Status::NotYet,
    }
}

/// One line of a unit's catalogue.
pub struct Line {
    /// Code of the rule.
    pub code: String,
    /// What must be disclosed.
    pub title: String,
    /// Article.
    pub citation: String,
    /// Whether the reading of the law waits for review.
    pub pending: bool,
    /// How it stands.
    pub tags: Vec<StatusTag>,
    /// The due day, where a duty arose.
    pub due: String,
    /// What the newest duty is about, when that says more than the title.
    pub newest: String,
    /// The search that shows everything of this item.
    pub item: String,
}

impl Line {
    /// A line of the catalogue.
    pub fn new(texts: Texts, line: &CatalogueLine, english: bool) -> Self {
        let title = if english {
            &line.rule.title_en
        } else {
            &line.rule.title
        };
        let (tags, due, newest) = match &line.duty {
            None => (Vec::new(), String::new(), String::new()),
            Some((duty, standing)) => (
                self::tags(texts, *standing),
                texts.formats().date(duty.due_on),
                if duty.title == line.rule.title {
                    String::new()
                } else {
                    duty.title.clone()
                },
            ),
        };
        Self {
            code: line.rule.code.clone(),
            title: title.clone(),
            citation: line.rule.citation.to_string(),
            pending: line.rule.status == dinh_law::Status::PendingReview,
            tags,
            due,
            newest,
            item: line.rule.item.clone(),
        }
    }
}

/// A publication in a list.
pub struct Entry {
    /// Short number.
    pub number: i64,
    /// Title.
    pub title: String,
    /// Code of the rule.
    pub code: String,
    /// Name of the unit, in lists over several.
    pub unit: String,
    /// When it was published.
    pub at: String,
}

impl Entry {
    /// A publication in a list; `unit` may be empty.
    pub fn new(texts: Texts, stored: &Stored, unit: &str) -> Self {
        Self {
            number: stored.publication.number,
            title: stored.publication.content.title.clone(),
            code: stored.publication.rule_code.clone(),
            unit: unit.to_owned(),
            at: stored
                .publication
                .published_on
                .map(|day| texts.formats().date(day))
                .unwrap_or_default(),
        }
    }
}

/// A stored instant in words.
pub fn moment(texts: Texts, at: StoredTime) -> String {
    texts.formats().date_time(local(at.to_jiff()).datetime())
}

/// A day, or nothing.
pub fn day(texts: Texts, day: Option<Date>) -> String {
    day.map(|day| texts.formats().date(day)).unwrap_or_default()
}

/// A list cursor as it stands in an address: seconds and number.
pub fn cursor(stored: &Stored) -> String {
    let seconds = stored.published_at.map_or(0, jiff::Timestamp::as_second);
    format!("{seconds}-{}", stored.publication.number)
}

/// The place that a cursor names; the start when it names none.
pub fn place(cursor: Option<&str>) -> dinh_store::disclosure::Place {
    let read = |text: &str| {
        let (seconds, number) = text.split_once('-')?;
        let at = jiff::Timestamp::from_second(seconds.parse().ok()?).ok()?;
        Some((at, number.parse().ok()?))
    };
    cursor
        .and_then(read)
        .unwrap_or(dinh_store::disclosure::START)
}
