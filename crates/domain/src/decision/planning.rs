//! Planning a round: who may plan it again, the form that the law allows for the matter, its ground, its convener.

use dinh_law::{BallotGround, CalendarDays, DecisionForm, Law, Matter, Scope, Term};
use jiff::civil::Date;

use super::dismissal::check_dismissal;
use super::election::check_election;
use super::preparing::{check_clusters, check_team_and_report};
use super::proposal::{may_propose, supported};
use super::refuse::{forbidden, invalid, matter, unlawful};
use super::{Convener, Decision, Origin, Outcome, Plan, Previous, Round, State, Subject};
use crate::refusal::Refusal;

/// What the plan leans on and the roll knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backing {
    /// Households of the community today.
    pub households: u64,
    /// Households whose support of the initiative is still valid.
    pub supports: u64,
    /// Households that chose the online vote as the method.
    pub online: u64,
    /// Households that ask for the dismissal of the head.
    pub dismissal: u64,
    /// For one community's part of a commune-wide matter: the form that the chairman chose, which is the form of the
    /// plan of the common thread (Article 16(1)).
    pub chosen: Option<DecisionForm>,
}

impl Decision {
    /// The Front agrees that the matter is put before the people (Article 16(1)-(3)).
    pub fn agree(&mut self, on: Date) -> Result<(), Refusal> {
        self.must_be(&[State::Proposed], "ghi nhận ý kiến thống nhất")?;
        self.front_agreed_on = Some(on);
        Ok(())
    }

    /// It is not put before the people, and the reason is said.
    pub fn drop_proposal(&mut self, reason: &str) -> Result<(), Refusal> {
        self.must_be(
            &[State::Proposed, State::Planned, State::Noticed],
            "thôi đưa ra bàn",
        )?;
        self.reason = super::after::reason_given(reason)?;
        self.state = State::Dropped;
        Ok(())
    }

    /// Whether the proposer may put this matter before the people.
    pub fn may_be_proposed(&self, law: &Law, today: Date) -> Result<(), Refusal> {
        may_propose(&self.proposal, law, today)
    }

    /// Plan the first round, or another one: instead of a plan that was not carried out, or after a meeting that was
    /// too small, a failed election or a refusal. A new plan needs a new notice.
    pub fn plan(
        &mut self,
        plan: Plan,
        backing: Backing,
        law: &Law,
        today: Date,
    ) -> Result<(), Refusal> {
        self.may_be_planned()?;
        let on = plan.starts.date();
        days_make_sense(&plan, today)?;
        may_propose(&self.proposal, law, on)?;
        if self.state == State::Proposed {
            self.agreed_or_supported(backing, law, on)?;
        }
        let rules = matter(law, self.proposal.subject.matter(), on)?;
        let previous = self.attempt_before();
        self.check_form(&plan, previous.as_ref(), rules)?;
        self.check_chosen_form(&plan, backing, law, on)?;
        self.check_convener(&plan, law, on)?;
        if !self.is_thread() {
            if plan.form == DecisionForm::Meeting {
                check_clusters(&plan, backing, law, on)?;
            } else {
                check_team_and_report(&plan, backing, law, on)?;
            }
        }
        check_election(&self.proposal, &plan, previous.as_ref(), law, on)?;
        check_dismissal(self.proposal.subject, &plan, backing, law, on)?;
        self.supports = backing.supports;
        self.round = Round {
            number: self.round.number + 1,
            previous,
            plan: Some(plan),
            ..Round::default()
        };
        // Clocks of an attempt that was refused; its document and reason stay to be read until there are others.
        self.sent_on = None;
        self.send_by = None;
        self.recognise_by = None;
        self.state = State::Planned;
        Ok(())
    }

    fn may_be_planned(&self) -> Result<(), Refusal> {
        let again = matches!(
            (self.state, self.outcome()),
            (
                State::Decided,
                Some(Outcome::NotEnoughHouseholds | Outcome::FailedElection)
            ) | (State::Refused, _)
        );
        if again {
            return Ok(());
        }
        self.must_be(
            &[State::Proposed, State::Planned, State::Noticed],
            "lập kế hoạch",
        )
    }

    /// What became of the last attempt that had a result. A plan that replaces a plan leans on the same attempt.
    fn attempt_before(&self) -> Option<Previous> {
        match self.outcome() {
            Some(outcome) => Some(Previous {
                outcome: outcome.clone(),
                decided_on: self.round.decided_on,
                refused: self.state == State::Refused,
            }),
            None => self.round.previous.clone(),
        }
    }

    fn agreed_or_supported(&self, backing: Backing, law: &Law, on: Date) -> Result<(), Refusal> {
        let agreed = self.front_agreed_on.is_some();
        let refused = |key, who: &str| {
            Err(forbidden(
                law,
                key,
                on,
                format!("Việc này chưa được thống nhất với {who}."),
                format!("Hãy đề nghị {who} ghi nhận ý kiến thống nhất rồi lập kế hoạch."),
            ))
        };
        let commune_front = "Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã";
        match (self.proposal.origin, self.proposal.subject) {
            (Origin::Citizen, _) => {
                supported(backing.supports, backing.households, agreed, law, on)
            }
            _ if agreed => Ok(()),
            (Origin::Head, _) => refused("proposal_front", "Trưởng Ban công tác Mặt trận"),
            (Origin::Chairman, Subject::ElectHead) => refused("election_plan", commune_front),
            (Origin::Chairman, Subject::DismissHead) => {
                refused("convener_dismissal", "Mặt trận Tổ quốc")
            }
            (Origin::Chairman, _) => refused("proposal_commune", commune_front),
        }
    }

    /// The form must be one of those that the law lists for the matter, on a ground that it lists.
    fn check_form(
        &self,
        plan: &Plan,
        previous: Option<&Previous>,
        rules: &Matter,
    ) -> Result<(), Refusal> {
        let scope = self.proposal.scope;
        let short = previous.is_some_and(|last| last.outcome == Outcome::NotEnoughHouseholds);
        let Some(allowed) = rules.allows(plan.form, scope) else {
            return Err(unlawful(
                &rules.citation,
                format!(
                    "Việc “{}” không được quyết định bằng hình thức “{}”.",
                    self.proposal.subject.label(),
                    plan.form.label().to_lowercase()
                ),
                lawful_forms(rules, scope),
            ));
        };
        if plan.form != DecisionForm::Ballots {
            return Ok(());
        }
        let alternative = if allowed.grounds.contains(&BallotGround::MeetingShort)
            && scope == Scope::Community
        {
            "Hãy tổ chức cuộc họp trước; nếu không đủ số hộ dự họp để có thể đạt tỷ lệ thì mới phát phiếu."
        } else {
            "Hãy chọn đúng trường hợp được phát phiếu, hoặc tổ chức cuộc họp."
        };
        match plan.ground {
            Some(ground) if !allowed.grounds.contains(&ground) => Err(unlawful(
                &allowed.citation,
                format!(
                    "Với việc này không được phát phiếu theo trường hợp “{}”.",
                    ground.label()
                ),
                alternative,
            )),
            None => Err(unlawful(
                &allowed.citation,
                "Phát phiếu lấy ý kiến chỉ được thực hiện trong các trường hợp luật quy định.",
                alternative,
            )),
            Some(BallotGround::MeetingShort) if !short => Err(unlawful(
                &allowed.citation,
                "Chưa có cuộc họp nào không đủ số hộ để có thể đạt tỷ lệ tối thiểu.",
                alternative,
            )),
            Some(BallotGround::Agreed) if !plan.front_agrees => Err(unlawful(
                &allowed.citation,
                "Việc phát phiếu chưa được thống nhất với Ban công tác Mặt trận.",
                "Hãy thống nhất với Ban công tác Mặt trận trước, hoặc tổ chức cuộc họp.",
            )),
            Some(_) => Ok(()),
        }
    }

    /// In a commune-wide matter the chairman chooses the form for all communities (Articles 16(1), 19(1)(a)); ballots
    /// after a meeting that was too small stay open to each of them (19(1)(b)).
    fn check_chosen_form(
        &self,
        plan: &Plan,
        backing: Backing,
        law: &Law,
        on: Date,
    ) -> Result<(), Refusal> {
        if self.parent.is_none() || plan.ground == Some(BallotGround::MeetingShort) {
            return Ok(());
        }
        let (reason, alternative) = match backing.chosen {
            Some(chosen) if chosen == plan.form => return Ok(()),
            Some(chosen) => (
                format!(
                    "Chủ tịch Ủy ban nhân dân cấp xã đã chọn hình thức “{}” cho việc này.",
                    chosen.label().to_lowercase()
                ),
                "Hãy lập kế hoạch theo hình thức đã được chọn.",
            ),
            None => (
                "Chủ tịch Ủy ban nhân dân cấp xã chưa chọn hình thức cho việc có phạm vi toàn xã này."
                    .to_owned(),
                "Hãy chờ kế hoạch chung của xã.",
            ),
        };
        Err(forbidden(law, "proposal_commune", on, reason, alternative))
    }

    /// Who calls and chairs. For ballots of an election or a dismissal of the head the law names nobody else, so the
    /// convener of the meeting that was too small stays.
    fn check_convener(&self, plan: &Plan, law: &Law, on: Date) -> Result<(), Refusal> {
        let (lawful, key) = match self.proposal.subject {
            Subject::ElectHead => (Convener::ElectionTeam, "convener_election"),
            Subject::DismissHead if plan.head_leads_front => {
                (Convener::Chairman, "convener_dismissal")
            }
            Subject::DismissHead => (Convener::FrontWorkCommittee, "convener_dismissal"),
            _ if self.is_thread() => (Convener::Chairman, "proposal_commune"),
            _ if plan.head_vacant => (Convener::Appointed, "convener_vacant"),
            _ => (Convener::Head, "convener_head"),
        };
        if plan.convener == lawful {
            return Ok(());
        }
        Err(forbidden(
            law,
            key,
            on,
            format!(
                "“{}” không có thẩm quyền triệu tập, chủ trì việc này.",
                plan.convener.label()
            ),
            format!("Hãy để {} triệu tập, chủ trì.", lawful.label()),
        ))
    }
}

fn days_make_sense(plan: &Plan, today: Date) -> Result<(), Refusal> {
    if plan.starts.date() < today {
        return Err(invalid(
            "starts",
            "Ngày tổ chức đã qua; hãy chọn ngày từ hôm nay trở đi.",
        ));
    }
    if plan.made_on > today {
        return Err(invalid(
            "made_on",
            "Ngày lập kế hoạch ở tương lai; hãy kiểm tra lại.",
        ));
    }
    Ok(())
}

fn lawful_forms(rules: &Matter, scope: Scope) -> String {
    let forms: Vec<String> = rules
        .forms
        .iter()
        .filter(|allowed| allowed.scope == scope)
        .map(|allowed| allowed.form.label().to_lowercase())
        .collect();
    format!("Hình thức được dùng: {}.", forms.join("; "))
}

/// The last day on which something may still be done that the law wants so long before `on`.
pub(super) fn last_day_before(law: &Law, term: Option<Term>, on: Date) -> Result<Date, Refusal> {
    let calendar = law.calendar();
    let explained = match term {
        Some(Term::WorkingDays(days)) => calendar.working_days_before(on, days),
        Some(Term::CalendarDays(days)) => calendar.calendar_days_before(on, days),
        None => calendar.calendar_days_before(on, CalendarDays::new(0)),
    };
    explained
        .map(|explanation| explanation.end)
        .map_err(|error| Refusal::State(error.to_string()))
}
