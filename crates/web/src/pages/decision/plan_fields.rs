//! The fields of a plan that the chosen form needs, and what was typed in them.

use std::fmt::Write;

use dinh_domain::FieldError;
use dinh_domain::decision::{
    Cluster, Convener, Decision, DismissalGround, ElectionDays, Outcome, Plan, Subject, TeamMember,
};
use dinh_law::{BallotGround, DecisionForm};
use dinh_service::decision::DecisionView;
use dinh_service::{Context, Error};
use jiff::civil::{Date, DateTime, Time};

use super::subject::Refused;
use crate::components::{Choice, Choices, DateInput, Field};
use crate::posted::Posted;
use crate::texts::Texts;

const CLUSTERS: usize = 6;
const MEMBERS: usize = 5;

/// A field as it is shown; already safe HTML.
pub struct Shown(String);

impl std::fmt::Display for Shown {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Shown {}

impl Shown {
    /// A component as it is shown.
    pub fn of<C: std::fmt::Display + askama::filters::HtmlSafe>(component: &C) -> Self {
        Self(component.to_string())
    }
}

/// What the last plan said, as it would be typed; the proposer's usual convener for the first one.
pub fn typed_of(decision: &Decision, form: DecisionForm) -> Posted {
    let convener = match decision.proposal.subject {
        Subject::ElectHead => Convener::ElectionTeam,
        Subject::DismissHead => Convener::FrontWorkCommittee,
        _ if decision.is_thread() => Convener::Chairman,
        _ => Convener::Head,
    };
    let mut fields = vec![
        ("form".to_owned(), form.code().to_owned()),
        ("convener".to_owned(), convener.code().to_owned()),
    ];
    if let Some(plan) = &decision.round.plan {
        fields.push(("place".to_owned(), plan.place.clone()));
    }
    Posted {
        fields,
        ..Posted::default()
    }
}

/// The plan as typed; everything that cannot be read is told at once.
pub fn read_plan(ctx: &Context<'_>, form: DecisionForm, typed: &Posted) -> Result<Plan, Error> {
    let mut reader = Reader {
        typed,
        errors: Vec::new(),
    };
    let starts = reader.moment("starts");
    let made_on = reader.day("made_on").unwrap_or_else(|| ctx.today());
    let closes = match form {
        DecisionForm::Ballots | DecisionForm::Online => reader.moment("closes"),
        DecisionForm::Meeting | DecisionForm::Conference => None,
    };
    let reported_on = reader.day("reported_on");
    let election = ElectionDays {
        decided_on: reader.day("decided_on"),
        candidates_on: reader.day("candidates_on"),
        team_on: reader.day("team_on"),
        announced_on: reader.day("announced_on"),
    };
    let clusters = reader.clusters();
    let Some(starts) = starts.filter(|_| reader.errors.is_empty()) else {
        return Err(Error::Invalid(reader.errors));
    };
    let has = |name: &str| typed.all("says").contains(&name);
    let text = |name: &str| dinh_domain::folding::clean(typed.text(name));
    Ok(Plan {
        form,
        ground: typed.text("ground").parse::<BallotGround>().ok(),
        convener: Convener::find(typed.text("convener")).unwrap_or_default(),
        head_vacant: has("head_vacant"),
        head_leads_front: has("head_leads_front"),
        front_agrees: has("front_agrees"),
        starts,
        closes,
        place: text("place"),
        clusters,
        clusters_document: text("clusters_document"),
        scattered: has("scattered"),
        team: team(typed),
        reported_on,
        made_on,
        devices: has("devices"),
        election,
        reelection_document: text("reelection_document"),
        dismissal: DismissalGround::find(typed.text("dismissal")),
        dismissal_document: text("dismissal_document"),
    })
}

struct Reader<'a> {
    typed: &'a Posted,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn day(&mut self, name: &str) -> Option<Date> {
        match self.typed.date(name) {
            Ok(day) => day,
            Err(wrong) => {
                self.errors.push(wrong);
                None
            }
        }
    }

    /// A day and a time "18:30".
    fn moment(&mut self, name: &str) -> Option<DateTime> {
        let day = match self.typed.needed_date(name) {
            Ok(day) => day,
            Err(wrong) => {
                self.errors.push(wrong);
                return None;
            }
        };
        let field = format!("{name}-time");
        if let Some(time) = clock(self.typed.text(&field)) {
            Some(day.to_datetime(time))
        } else {
            self.errors.push(FieldError::new(
                &field,
                "Nhập giờ và phút theo 24 giờ, ví dụ 18:30.",
            ));
            None
        }
    }

    fn clusters(&mut self) -> Vec<Cluster> {
        let mut found = Vec::new();
        for place in 1..=CLUSTERS {
            let text = |name: &str| {
                dinh_domain::folding::clean(self.typed.text(&format!("cluster-{name}-{place}")))
            };
            let (name, chair, at) = (text("name"), text("chair"), text("place"));
            if name.is_empty() && chair.is_empty() && at.is_empty() {
                continue;
            }
            let starts = self.moment(&format!("cluster-{place}"));
            found.push(Cluster {
                name,
                chair,
                place: at,
                starts,
            });
        }
        found
    }
}

/// "18:30", "18h30", "7:00".
fn clock(typed: &str) -> Option<Time> {
    let typed = typed.trim().replace(['h', 'H', 'g', '.'], ":");
    let (hour, minute) = typed.split_once(':')?;
    let minute = if minute.is_empty() { "0" } else { minute };
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// Members with a name; the leader is the one whose place was chosen.
pub(super) fn team(typed: &Posted) -> Vec<TeamMember> {
    let leader = typed.text("leader");
    (1..=MEMBERS)
        .filter_map(|place| {
            let text = |name: &str| {
                dinh_domain::folding::clean(typed.text(&format!("member-{name}-{place}")))
            };
            let name = text("name");
            let place = place.to_string();
            (!name.is_empty()).then(|| TeamMember {
                body: text("body"),
                front: typed.all("front").contains(&place.as_str()),
                leader: leader == place,
                name,
            })
        })
        .collect()
}

/// The fields of a form, in the order in which they are asked.
pub fn add_fields(
    texts: Texts,
    view: &DecisionView,
    form: DecisionForm,
    typed: &Posted,
    refused: &Refused,
) -> Vec<Shown> {
    let asked = Asked {
        texts,
        typed,
        refused,
    };
    let decision = view.decision();
    let mut made = Vec::new();
    made.push(asked.convener());
    if form == DecisionForm::Ballots {
        made.push(asked.ground());
    }
    made.extend(asked.moment("starts", "decision-plan-starts"));
    if matches!(form, DecisionForm::Ballots | DecisionForm::Online) {
        made.extend(asked.moment("closes", "decision-plan-closes"));
        made.push(asked.day("reported_on", "decision-plan-reported"));
    }
    if form != DecisionForm::Online && !decision.is_thread() {
        made.push(asked.text("place", "decision-place"));
    }
    made.push(asked.says(form));
    if form == DecisionForm::Meeting && !decision.is_thread() {
        made.extend(asked.clusters());
    }
    if matches!(form, DecisionForm::Ballots | DecisionForm::Online)
        || decision.proposal.subject == Subject::ElectHead
    {
        made.extend(asked.team());
    }
    if decision.proposal.subject == Subject::ElectHead {
        for (name, label) in [
            ("decided_on", "decision-plan-decided"),
            ("candidates_on", "decision-plan-candidates"),
            ("team_on", "decision-plan-team-day"),
            ("announced_on", "decision-plan-announced"),
        ] {
            made.push(asked.day(name, label));
        }
        if matches!(decision.outcome(), Some(Outcome::FailedElection)) {
            made.push(asked.text("reelection_document", "decision-plan-reelection"));
        }
    }
    if matches!(
        decision.proposal.subject,
        Subject::DismissHead | Subject::DismissInspectionBoard
    ) {
        made.push(asked.dismissal());
        made.push(asked.text("dismissal_document", "decision-plan-dismissal-document"));
    }
    made.push(asked.day("made_on", "decision-plan-made"));
    made
}

struct Asked<'a> {
    texts: Texts,
    typed: &'a Posted,
    refused: &'a Refused,
}

impl Asked<'_> {
    fn text(&self, name: &str, label: &str) -> Shown {
        let field = Field::text(self.texts, name, self.texts.text(label))
            .value(self.typed.text(name))
            .error(self.refused.find(name));
        Shown(field.to_string())
    }

    fn day(&self, name: &str, label: &str) -> Shown {
        let input = DateInput::new(self.texts, name, self.texts.text(label))
            .values(self.typed.date_parts(name))
            .error(self.refused.find(name));
        Shown(input.to_string())
    }

    fn moment(&self, name: &str, label: &str) -> [Shown; 2] {
        let time = format!("{name}-time");
        let field = Field::text(
            self.texts,
            time.clone(),
            self.texts.text("decision-plan-time"),
        )
        .hint(self.texts.text("decision-plan-time-hint"))
        .class("govuk-input--width-5")
        .value(self.typed.text(&time))
        .error(self.refused.find(&time));
        [self.day(name, label), Shown(field.to_string())]
    }

    fn convener(&self) -> Shown {
        let mut group = Choices::radios(
            self.texts,
            "convener",
            self.texts.text("decision-plan-convener"),
        )
        .chosen([self.typed.text("convener")])
        .error(self.refused.find("convener"));
        for one in Convener::ALL {
            group = group.item(Choice::new(one.code(), one.label()));
        }
        Shown(group.to_string())
    }

    fn ground(&self) -> Shown {
        let mut group = Choices::radios(
            self.texts,
            "ground",
            self.texts.text("decision-plan-ground"),
        )
        .chosen([self.typed.text("ground")])
        .error(self.refused.find("ground"));
        for one in [
            BallotGround::MeetingShort,
            BallotGround::Agreed,
            BallotGround::Chairman,
        ] {
            group = group.item(Choice::new(one.code(), one.label()));
        }
        Shown(group.to_string())
    }

    fn dismissal(&self) -> Shown {
        let mut group = Choices::radios(
            self.texts,
            "dismissal",
            self.texts.text("decision-plan-dismissal"),
        )
        .chosen([self.typed.text("dismissal")])
        .error(self.refused.find("dismissal"));
        for one in DismissalGround::ALL {
            group = group.item(Choice::new(one.code(), one.label()));
        }
        Shown(group.to_string())
    }

    /// What must be true for the form.
    fn says(&self, form: DecisionForm) -> Shown {
        let mut group =
            Choices::checkboxes(self.texts, "says", self.texts.text("decision-plan-says"))
                .chosen(self.typed.all("says"));
        let mut items = vec![
            ("front_agrees", "decision-plan-front-agrees"),
            ("head_vacant", "decision-plan-head-vacant"),
            ("head_leads_front", "decision-plan-head-leads"),
        ];
        match form {
            DecisionForm::Meeting => items.push(("scattered", "decision-plan-scattered")),
            DecisionForm::Online => items.push(("devices", "decision-plan-devices")),
            DecisionForm::Ballots | DecisionForm::Conference => {}
        }
        for (value, key) in items {
            group = group.item(Choice::new(value, self.texts.text(key)));
        }
        Shown(group.to_string())
    }

    /// Clusters stand in a part that is closed until somebody needs it.
    fn clusters(&self) -> Vec<Shown> {
        let mut inner = String::new();
        for place in 1..=CLUSTERS {
            let number = i64::try_from(place).unwrap_or(0);
            let title = self
                .texts
                .with("decision-plan-cluster-number", &[("place", &number)]);
            let _ = write!(inner, "<h3 class=\"govuk-heading-s\">{title}</h3>");
            for (name, label) in [
                ("name", "decision-plan-cluster-name"),
                ("chair", "decision-plan-cluster-chair"),
                ("place", "decision-place"),
            ] {
                let name = format!("cluster-{name}-{place}");
                inner.push_str(&self.text(&name, label).0);
            }
            for shown in self.moment(&format!("cluster-{place}"), "decision-plan-starts") {
                inner.push_str(&shown.0);
            }
        }
        let open = if self.refused.find("clusters").is_some()
            || !self.typed.text("cluster-name-1").is_empty()
        {
            " open"
        } else {
            ""
        };
        let title = self.texts.text("decision-plan-clusters");
        vec![
            Shown(format!(
                "<details class=\"govuk-details\" id=\"clusters\"{open}><summary class=\"govuk-details__summary\"><span class=\"govuk-details__summary-text\">{title}</span></summary><div class=\"govuk-details__text\">{inner}</div></details>"
            )),
            self.text("clusters_document", "decision-plan-clusters-document"),
        ]
    }

    fn team(&self) -> Vec<Shown> {
        team_fields(self.texts, self.typed, self.refused)
    }
}

/// The rows of a team: name, body, sent by the Front, leader.
pub(super) fn team_fields(texts: Texts, typed: &Posted, refused: &Refused) -> Vec<Shown> {
    let mut made = vec![Shown(format!(
        "<h2 class=\"govuk-heading-m\" id=\"team\">{}</h2>",
        texts.text("decision-plan-team")
    ))];
    if let Some(wrong) = refused.find("team") {
        made.push(Shown(format!(
            "<p class=\"govuk-error-message\">{}</p>",
            askama::filters::escape(&wrong, askama::filters::Html)
                .map(|safe| safe.to_string())
                .unwrap_or_default()
        )));
    }
    let mut leaders = Choices::radios(texts, "leader", texts.text("decision-plan-which-leader"))
        .class("govuk-radios--inline")
        .chosen([typed.text("leader")]);
    let mut front = Choices::checkboxes(texts, "front", texts.text("decision-plan-which-front"))
        .class("govuk-checkboxes--small")
        .chosen(typed.all("front"));
    for place in 1..=MEMBERS {
        let number = i64::try_from(place).unwrap_or(0);
        let label = texts.with("decision-plan-member-number", &[("place", &number)]);
        for (kind, words) in [
            ("name", label.clone()),
            ("body", texts.text("decision-plan-body")),
        ] {
            let name = format!("member-{kind}-{place}");
            let field = Field::text(texts, name.clone(), words).value(typed.text(&name));
            made.push(Shown(field.to_string()));
        }
        leaders = leaders.item(Choice::new(place.to_string(), label.clone()));
        front = front.item(Choice::new(place.to_string(), label));
    }
    made.push(Shown(leaders.to_string()));
    made.push(Shown(front.to_string()));
    made
}
