//! Decisions as readers see them: tags, lines of lists, numbers in words.

use dinh_domain::decision::{Decision, DueStep, NextDue, Outcome, State};
use dinh_law::{DecisionForm, Denominator, Matter, Scope, Threshold};
use dinh_store::decision::Stored;
use jiff::civil::{Date, DateTime};

use crate::components::{Status, StatusTag, Tone};
use crate::texts::{Lang, Texts};

/// The state of a decision in words.
pub fn state_words(texts: Texts, state: State) -> String {
    texts.text(match state {
        State::Proposed => "decision-state-proposed",
        State::Planned => "decision-state-planned",
        State::Noticed => "decision-state-noticed",
        State::Open => "decision-state-open",
        State::Decided => "decision-state-decided",
        State::Sent => "decision-state-sent",
        State::Recognised => "decision-state-recognised",
        State::Refused => "decision-state-refused",
        State::Effective => "decision-state-effective",
        State::Amended => "decision-state-amended",
        State::Annulled => "decision-state-annulled",
        State::Dropped => "decision-state-dropped",
    })
}

/// What came out, in words.
pub fn outcome_words(texts: Texts, outcome: &Outcome) -> String {
    texts.text(match outcome {
        Outcome::Passed { .. } => "decision-outcome-passed",
        Outcome::NotPassed => "decision-outcome-not-passed",
        Outcome::NotEnoughHouseholds => "decision-outcome-not-enough",
        Outcome::FailedElection => "decision-outcome-failed",
    })
}

/// The tags of a decision: its state, and what came out where the state does not say it.
pub fn tags(texts: Texts, decision: &Decision) -> Vec<StatusTag> {
    let tone = match decision.state {
        State::Effective | State::Recognised => Tone::Good,
        State::Open | State::Sent => Tone::Soon,
        State::Refused | State::Annulled => Tone::Bad,
        _ => Tone::Quiet,
    };
    let outcome = decision.outcome().map(|outcome| {
        let tone = if outcome.is_passed() {
            Tone::Good
        } else {
            Tone::Bad
        };
        StatusTag::worded(outcome_words(texts, outcome), tone)
    });
    match (decision.state, outcome) {
        (State::Decided, Some(outcome)) => vec![outcome],
        (state, outcome) => std::iter::once(StatusTag::worded(state_words(texts, state), tone))
            .chain(outcome)
            .collect(),
    }
}

/// The form of deciding in words.
pub fn form_words(texts: Texts, form: DecisionForm) -> String {
    texts.text(match form {
        DecisionForm::Meeting => "decision-form-meeting",
        DecisionForm::Ballots => "decision-form-ballots",
        DecisionForm::Online => "decision-form-online",
        DecisionForm::Conference => "decision-form-conference",
    })
}

/// Where a decision is carried out, in words.
pub fn scope_words(texts: Texts, scope: Scope) -> String {
    texts.text(match scope {
        Scope::Community => "decision-scope-community",
        Scope::Commune => "decision-scope-commune",
        Scope::Workplace => "decision-scope-workplace",
    })
}

/// The title of a matter in the reader's language.
pub fn matter_title(texts: Texts, matter: &Matter, lang: Lang) -> String {
    let title = if lang == Lang::En {
        &matter.title_en
    } else {
        &matter.title
    };
    texts.with(
        "decision-matter-line",
        &[("code", &matter.code), ("title", title)],
    )
}

/// "từ 2/3 trở lên tổng số đại diện hộ gia đình".
pub fn share_words(texts: Texts, threshold: &Threshold) -> String {
    let share = threshold.share;
    let whole = texts.text(match threshold.denominator {
        Denominator::Households => "decision-of-households",
        Denominator::Communities => "decision-of-communities",
        Denominator::Attending => "decision-of-attending",
        Denominator::Members => "decision-of-members",
    });
    let part = format!("{}/{}", share.part, share.of);
    let key = if share.strict {
        "decision-share-more"
    } else {
        "decision-share-least"
    };
    texts.with(key, &[("part", &part), ("whole", &whole)])
}

/// "cần ít nhất 134 trong 200 hộ tán thành"; nothing before the roll is fixed.
pub fn needed_words(texts: Texts, threshold: &Threshold, total: Option<u64>) -> Option<String> {
    let total = total?;
    let needed = threshold.share.needed(total)?;
    let key = match threshold.denominator {
        Denominator::Communities => "decision-needed-communities",
        _ => "decision-needed-households",
    };
    Some(texts.with(key, &[("needed", &whole(needed)), ("total", &whole(total))]))
}

/// A count for a text.
pub fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A day, or nothing.
pub fn day(texts: Texts, day: Option<Date>) -> String {
    day.map(|day| texts.formats().date(day)).unwrap_or_default()
}

/// A local moment, or nothing.
pub fn moment(texts: Texts, at: Option<DateTime>) -> String {
    at.map(|at| texts.formats().date_time(at))
        .unwrap_or_default()
}

/// What a step is called in the timetable.
pub fn step_words(texts: Texts, step: &str) -> String {
    let key = match step {
        "propose" => "decision-step-propose",
        "agree" => "decision-step-agree",
        "drop" => "decision-step-drop",
        "plan" => "decision-step-plan",
        "notify" => "decision-step-notify",
        "open" => "decision-step-open",
        "correct" => "decision-step-correct",
        "secretary" => "decision-step-secretary",
        "method" => "decision-step-method",
        "committee" => "decision-step-committee",
        "conclude" => "decision-step-conclude",
        "attach" => "decision-step-attach",
        "send" => "decision-step-send",
        "contribute" => "contribution-step-open",
        "recognise" => "decision-step-recognise",
        "refuse" => "decision-step-refuse",
        "effect" => "decision-step-effect",
        "annul" => "decision-step-annul",
        "mend" => "decision-step-mend",
        "amend" => "decision-step-amend",
        other => return other.to_owned(),
    };
    texts.text(key)
}

/// What is to be done next, in words.
pub fn due_words(texts: Texts, step: DueStep) -> String {
    texts.text(match step {
        DueStep::Agree => "decision-due-agree",
        DueStep::Plan => "decision-due-plan",
        DueStep::Notify => "decision-due-notify",
        DueStep::Open => "decision-due-open",
        DueStep::Conclude => "decision-due-conclude",
        DueStep::PlanAgain => "decision-due-plan-again",
        DueStep::Send => "decision-due-send",
        DueStep::Recognise => "decision-due-recognise",
    })
}

/// How the day of the next step stands; nothing while there is time.
pub fn due_tag(texts: Texts, due: NextDue, today: Date) -> Option<StatusTag> {
    const SOON: i64 = 3;
    let left = i64::from(today.until(due.by?).ok()?.get_days());
    let status = match left {
        ..0 => Status::Overdue { days: -left },
        0..=SOON => Status::DueSoon { days_left: left },
        _ => return None,
    };
    Some(StatusTag::new(texts, status))
}

/// A decision in a public list.
pub struct Entry {
    /// Short number.
    pub number: i64,
    /// Title.
    pub title: String,
    /// Its community.
    pub unit: String,
    /// Code of the matter.
    pub matter: String,
    /// The day that matters most: of the result, else of the round.
    pub at: String,
    /// How it stands.
    pub tags: Vec<StatusTag>,
}

impl Entry {
    /// A decision in a list; `unit` may be empty.
    pub fn new(texts: Texts, stored: &Stored, unit: &str) -> Self {
        let decision = &stored.decision;
        Self {
            number: decision.number,
            title: decision.proposal.title.clone(),
            unit: unit.to_owned(),
            matter: decision.proposal.subject.matter().to_owned(),
            at: day(
                texts,
                decision.round.decided_on.or(decision.round.law_day()),
            ),
            tags: tags(texts, decision),
        }
    }
}
