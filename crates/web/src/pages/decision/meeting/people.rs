//! People of the meeting's page: households of the roll, guests, who spoke.

use dinh_domain::ids::HouseholdId;
use dinh_service::decision::{Attendance, Attendee, DecisionView, attendance};
use dinh_service::{Context, Error};
use dinh_store::decision::speeches::SpeechRow;

use super::{Asked, Refused};
use crate::components::{Field, SelectOption};
use crate::posted::Posted;
use crate::texts::Texts;

/// A household of the list.
pub struct Line {
    pub id: String,
    pub number: String,
    pub name: String,
    /// Address, and the cluster of the roll.
    pub address: String,
    /// The cluster of the roll.
    pub cluster: String,
    /// "Đã có mặt", with the cluster where clusters meet apart; nothing when it is not there.
    pub here: Option<String>,
}

/// A guest of the list.
pub struct Guest {
    pub id: String,
    pub name: String,
    pub attended: bool,
}

/// A note of the discussion.
pub struct Speech {
    pub id: String,
    pub speaker: String,
    pub words: String,
}

impl From<SpeechRow> for Speech {
    fn from(row: SpeechRow) -> Self {
        Self {
            id: row.id.to_string(),
            speaker: row.speaker,
            words: row.words,
        }
    }
}

impl Line {
    /// A household as pages of the meeting show it.
    pub fn of(texts: Texts, attendee: Attendee) -> Self {
        let here = attendee.present.map(|cluster| {
            if cluster.is_empty() {
                texts.text("decision-meet-here")
            } else {
                texts.with("decision-meet-here-at", &[("cluster", &cluster)])
            }
        });
        let mut address = attendee.address;
        if !attendee.cluster.is_empty() {
            if !address.is_empty() {
                address.push_str(" · ");
            }
            address.push_str(&attendee.cluster);
        }
        Self {
            id: attendee.household.to_string(),
            number: attendee.number.map_or_else(
                || format!("({})", attendee.line),
                |number| number.to_string(),
            ),
            name: attendee.representative,
            address,
            cluster: attendee.cluster,
            here,
        }
    }
}

/// The households that match, those of the chosen cluster first.
pub fn lines(texts: Texts, list: Attendance, cluster: &str) -> Vec<Line> {
    let mut found: Vec<Line> = list
        .households
        .into_iter()
        .map(|attendee| Line::of(texts, attendee))
        .collect();
    if !cluster.is_empty() {
        let wanted = dinh_domain::folding::fold(cluster);
        found.sort_by_key(|line| dinh_domain::folding::fold(&line.cluster) != wanted);
    }
    found
}

/// The household whose card was scanned.
pub async fn scanned(
    ctx: &Context<'_>,
    texts: Texts,
    view: &DecisionView,
    typed: &str,
) -> Result<Option<Line>, Error> {
    let Ok(household) = typed.parse::<HouseholdId>() else {
        return Ok(None);
    };
    let all = attendance(ctx, view.decision(), "").await?.households;
    let one = all.into_iter().find(|one| one.household == household);
    Ok(one.map(|one| Line::of(texts, one)))
}

/// Which cluster's meeting this phone is at; nothing when all meet together.
pub fn cluster_field(
    texts: Texts,
    view: &DecisionView,
    chosen: &str,
    refused: &Refused,
) -> Option<Field> {
    let plan = view.decision().round.plan.as_ref()?;
    if plan.clusters.is_empty() {
        return None;
    }
    let mut options = vec![SelectOption::new("", texts.text("decision-meet-by-roll"))];
    for (place, cluster) in (1..).zip(&plan.clusters) {
        let place: usize = place;
        options.push(SelectOption::new(place.to_string(), cluster.name.clone()));
    }
    Some(
        Field::select(texts, "cum", texts.text("decision-meet-cluster"), options)
            .id("cluster")
            .value(chosen)
            .error(refused.find("cluster")),
    )
}

/// The same for a scanned card: what was chosen before, or else the cluster of the roll.
pub fn scanned_cluster(
    texts: Texts,
    view: &DecisionView,
    asked: &Asked,
    scanned: Option<&Line>,
) -> Option<Field> {
    let line = scanned?;
    let plan = view.decision().round.plan.as_ref()?;
    let of_roll = plan.find_cluster(&line.cluster).and_then(|found| {
        let at = plan.clusters.iter().position(|one| one == found)?;
        Some((at + 1).to_string())
    });
    let chosen = if asked.cum.is_empty() {
        of_roll.unwrap_or_default()
    } else {
        asked.cum.clone()
    };
    let field = cluster_field(texts, view, &chosen, &Refused::none(texts))?;
    Some(field.id("scanned-cluster"))
}

/// The guests who registered.
pub fn guests(list: &Attendance) -> Vec<Guest> {
    list.guests
        .iter()
        .map(|row| Guest {
            id: row.id.to_string(),
            name: row.name.clone(),
            attended: row.attended,
        })
        .collect()
}

/// What was typed in a form of the page; nothing when another one was sent.
fn typed_in<'a>(typed: &'a Posted, button: &str, name: &str) -> &'a str {
    if typed.find(button).is_some() {
        typed.text(name)
    } else {
        ""
    }
}

/// A guest to be registered.
pub fn guest_fields(texts: Texts, typed: &Posted, refused: &Refused) -> Vec<Field> {
    let value = |name: &str| typed_in(typed, "guest_send", name).to_owned();
    vec![
        Field::text(texts, "guest", texts.text("decision-meet-guest-name"))
            .value(value("guest"))
            .error(refused.find("guest")),
        Field::text(texts, "household", texts.text("decision-household-number"))
            .class("govuk-input--width-5")
            .input_mode("numeric")
            .value(value("household"))
            .error(refused.find("household")),
    ]
}

/// A note of the discussion.
pub fn speech_fields(texts: Texts, typed: &Posted, refused: &Refused) -> Vec<Field> {
    let value = |name: &str| typed_in(typed, "speech_send", name).to_owned();
    vec![
        Field::text(texts, "speaker", texts.text("decision-speech-speaker"))
            .hint(texts.text("decision-speech-speaker-hint"))
            .value(value("speaker"))
            .error(refused.find("speaker")),
        Field::text(
            texts,
            "speech_household",
            texts.text("decision-speech-household"),
        )
        .class("govuk-input--width-5")
        .input_mode("numeric")
        .value(value("speech_household"))
        .error(refused.find("speech_household")),
        Field::area(texts, "words", texts.text("decision-speech-words"))
            .rows(3)
            .value(value("words"))
            .error(refused.find("words")),
    ]
}
