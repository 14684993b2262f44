//! A decision as data. No text that may name a person leaves with it: of an election only who was elected, as the
//! result itself says it.

use dinh_service::decision::elected_of;
use dinh_service::register::ActTimes;
use dinh_service::units::UnitDirectory;
use dinh_store::decision::Stored;
use serde::Serialize;
use utoipa::ToSchema;

use super::wire::proven_words;

/// Something that a community discusses and decides.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Decision {
    /// Short number.
    pub number: i64,
    /// Address part of the community, or of the commune for a commune-wide matter.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// Address part of the commune.
    pub commune: String,
    /// Its name.
    pub commune_name: String,
    /// Matter of the law, such as 15.1.
    pub matter: String,
    /// What is decided, more exactly than the law numbers it.
    pub subject: String,
    /// community, commune or workplace.
    pub scope: String,
    /// Title.
    pub title: String,
    /// State.
    pub state: String,
    /// Which attempt, from 1.
    pub round: i64,
    /// meeting, ballots, online or conference.
    pub form: Option<String>,
    /// When it begins, local time.
    pub starts: Option<String>,
    /// When the time for voting ends, local time.
    pub closes: Option<String>,
    /// Day of the result.
    pub decided_on: Option<String>,
    /// passed, not_passed, not_enough_households or failed_election.
    pub outcome: Option<String>,
    /// Households on the fixed roll.
    pub total: Option<u64>,
    /// Households that attended, returned a ballot or voted online.
    pub represented: Option<u64>,
    /// In favour, for each option in order.
    pub approve: Vec<u64>,
    /// Not agreed.
    pub against: Option<u64>,
    /// Another opinion.
    pub other: Option<u64>,
    /// Invalid.
    pub invalid: Option<u64>,
    /// Who was elected; nobody else is named.
    pub elected: Vec<String>,
    /// Day on which it was sent to the commune.
    pub sent_on: Option<String>,
    /// First day of its effect.
    pub effective_on: Option<String>,
    /// First day on which it no longer holds.
    pub ended_on: Option<String>,
    /// Newest register position.
    pub register_position: Option<i64>,
    /// How far the proof of that entry has come: waiting, recorded, witnessed or stamped.
    pub register_state: Option<String>,
    /// Not earlier than this it was recorded, as witnesses say.
    pub not_before: Option<String>,
    /// Not later than this it was recorded, as witnesses say; nothing before they had seen it.
    pub not_after: Option<String>,
    /// Invented for the demo.
    pub sample: bool,
}

impl Decision {
    pub(crate) fn new(stored: &Stored, units: &UnitDirectory, acts: &ActTimes) -> Self {
        let decision = &stored.decision;
        let round = &decision.round;
        let plan = round.plan.as_ref();
        let count = round.count.as_ref();
        let unit = units.find(decision.unit);
        let commune = units.find(stored.commune);
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        let proven = stored
            .register_position
            .and_then(|position| acts.get(&position));
        let (register_state, not_before, not_after) = proven_words(proven.map(|act| act.proven));
        Self {
            number: decision.number,
            unit: unit.map(|unit| unit.slug.clone()).unwrap_or_default(),
            unit_name: unit.map(|unit| unit.full_name.clone()).unwrap_or_default(),
            commune: commune.map(|unit| unit.slug.clone()).unwrap_or_default(),
            commune_name: commune
                .map(|unit| unit.full_name.clone())
                .unwrap_or_default(),
            matter: decision.proposal.subject.matter().to_owned(),
            subject: decision.proposal.subject.code().to_owned(),
            scope: decision.proposal.scope.code().to_owned(),
            title: decision.proposal.title.clone(),
            state: decision.state.code().to_owned(),
            round: round.number,
            form: plan.map(|plan| plan.form.code().to_owned()),
            starts: plan.map(|plan| plan.starts.to_string()),
            closes: plan
                .and_then(|plan| plan.closes)
                .map(|closes| closes.to_string()),
            decided_on: day(round.decided_on),
            outcome: decision.outcome().map(|outcome| outcome.code().to_owned()),
            total: round.roll.as_ref().map(|roll| roll.total),
            represented: count.map(|count| count.represented),
            approve: count.map(|count| count.approve.clone()).unwrap_or_default(),
            against: count.map(|count| count.against),
            other: count.map(|count| count.other),
            invalid: count.map(|count| count.invalid),
            elected: elected_of(decision)
                .into_iter()
                .map(ToOwned::to_owned)
                .collect(),
            sent_on: day(decision.sent_on),
            effective_on: day(decision.effective_on),
            ended_on: day(decision.ended_on),
            register_position: stored.register_position,
            register_state,
            not_before,
            not_after,
            sample: decision.sample,
        }
    }
}
