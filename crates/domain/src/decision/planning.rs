//! Planning a round: the form that the law allows for the matter, its ground, its team, its days.

use dinh_law::{BallotGround, CalendarDays, DecisionForm, Law, Matter, Scope, Term};
use jiff::civil::Date;

use super::proposal::{may_propose, supported};
use super::refuse::{invalid, matter, procedure, unlawful, written};
use super::{Convener, Decision, Origin, Outcome, Plan, Round, State, Subject, TeamMember};
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

    /// Plan the first round, or another one after a meeting that was too small, a failed election or a refusal.
    pub fn plan(
        &mut self,
        plan: Plan,
        backing: Backing,
        law: &Law,
        today: Date,
    ) -> Result<(), Refusal> {
        self.may_be_planned()?;
        let on = plan.starts.date();
        if on < today {
            return Err(invalid(
                "starts",
                "Ngày tổ chức đã qua; hãy chọn ngày từ hôm nay trở đi.",
            ));
        }
        may_propose(&self.proposal, law, on)?;
        if self.state == State::Proposed {
            self.agreed_or_supported(backing, law, on)?;
        }
        let rules = matter(law, self.proposal.subject.matter(), on)?;
        self.check_form(&plan, rules)?;
        self.check_convener(&plan, law)?;
        match plan.form {
            DecisionForm::Meeting => self.check_meeting(&plan, backing, law, on)?,
            DecisionForm::Ballots => check_ballots(&plan, law, on)?,
            DecisionForm::Online => check_online(&plan, backing, law, on)?,
            DecisionForm::Conference => {}
        }
        self.supports = backing.supports;
        self.round = Round {
            number: self.round.number + 1,
            plan: Some(plan),
            ..Round::default()
        };
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
        self.must_be(&[State::Proposed, State::Planned], "lập kế hoạch")
    }

    fn agreed_or_supported(&self, backing: Backing, law: &Law, on: Date) -> Result<(), Refusal> {
        let agreed = self.front_agreed_on.is_some();
        match self.proposal.origin {
            Origin::Citizen => supported(backing.supports, backing.households, agreed, law, on),
            Origin::Head | Origin::Chairman if agreed => Ok(()),
            Origin::Head => Err(Refusal::Unlawful {
                article: "khoản 2 Điều 16 Luật 10/2022/QH15".into(),
                reason: "Việc này chưa được thống nhất với Trưởng Ban công tác Mặt trận.".into(),
                alternative: "Hãy đề nghị Trưởng Ban công tác Mặt trận ghi nhận ý kiến thống nhất rồi lập kế hoạch.".into(),
            }),
            Origin::Chairman => Err(Refusal::Unlawful {
                article: "khoản 1 Điều 16 Luật 10/2022/QH15".into(),
                reason: "Việc này chưa được thống nhất với Chủ tịch Ủy ban Mặt trận Tổ quốc cùng cấp.".into(),
                alternative: "Hãy đề nghị Ủy ban Mặt trận Tổ quốc ghi nhận ý kiến thống nhất rồi lập kế hoạch.".into(),
            }),
        }
    }

    /// The form must be one of those that the law lists for the matter, on a ground that it lists.
    fn check_form(&self, plan: &Plan, rules: &Matter) -> Result<(), Refusal> {
        let scope = self.proposal.scope;
        let short = matches!(self.outcome(), Some(Outcome::NotEnoughHouseholds));
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

    fn check_convener(&self, plan: &Plan, law: &Law) -> Result<(), Refusal> {
        let lawful = match self.proposal.subject {
            Subject::ElectHead => Convener::ElectionTeam,
            Subject::DismissHead if plan.head_leads_front => Convener::Chairman,
            Subject::DismissHead => Convener::FrontWorkCommittee,
            _ if self.is_thread() => Convener::Chairman,
            _ if plan.head_vacant => Convener::Appointed,
            _ => Convener::Head,
        };
        if plan.convener == lawful {
            return Ok(());
        }
        let rule = procedure(law, "meeting_notice", plan.starts.date())?;
        Err(Refusal::Unlawful {
            article: format!("khoản 1 Điều 3 {}", rule.citation.instrument_name),
            reason: format!(
                "“{}” không có thẩm quyền triệu tập, chủ trì việc này.",
                plan.convener.label()
            ),
            alternative: format!("Hãy để {} triệu tập, chủ trì.", lawful.label()),
        })
    }

    fn check_meeting(
        &self,
        plan: &Plan,
        backing: Backing,
        law: &Law,
        on: Date,
    ) -> Result<(), Refusal> {
        if plan.place.trim().is_empty() && plan.clusters.is_empty() && !self.is_thread() {
            return Err(invalid("place", "Hãy ghi nơi họp."));
        }
        if !plan.clusters.is_empty() {
            let rule = procedure(law, "cluster_households", on)?;
            let households = u32::try_from(backing.households).unwrap_or(u32::MAX);
            if !rule.fits(households) && !plan.scattered {
                return Err(unlawful(
                    &rule.citation,
                    format!(
                        "Thôn, tổ dân phố có {households} hộ, chưa đến 200 hộ, nên không họp theo cụm dân cư."
                    ),
                    "Hãy họp chung toàn thôn, tổ dân phố; nếu địa bàn không tập trung thì ghi rõ điều đó trong kế hoạch.",
                ));
            }
            if plan.clusters_document.trim().is_empty() {
                return Err(Refusal::Unlawful {
                    article: "khoản 6 Điều 3 Nghị định 59/2023/NĐ-CP".into(),
                    reason: "Phương án họp theo cụm dân cư chưa được Ủy ban nhân dân cấp xã quyết định.".into(),
                    alternative: "Hãy báo cáo Ủy ban nhân dân cấp xã, rồi ghi số và ngày văn bản quyết định phương án.".into(),
                });
            }
        }
        if matches!(self.outcome(), Some(Outcome::FailedElection))
            && plan.reelection_document.trim().is_empty()
        {
            return Err(Refusal::Unlawful {
                article: "điểm d khoản 5 Điều 3, Điều 8 Nghị định 59/2023/NĐ-CP".into(),
                reason: "Bầu lại phải có quyết định của Ủy ban nhân dân cấp xã.".into(),
                alternative: "Hãy ghi số và ngày quyết định bầu lại.".into(),
            });
        }
        match self.proposal.subject {
            Subject::ElectHead => self.check_election_days(plan, law, on),
            _ => Ok(()),
        }
    }

    /// Twenty, fifteen, ten and seven days before the meeting (Decree 59 Article 6). An election that is held again
    /// follows the decision of the People's Committee, and its own announcement.
    fn check_election_days(&self, plan: &Plan, law: &Law, on: Date) -> Result<(), Refusal> {
        let days = &plan.election;
        let again = self.round.number > 0;
        let steps = [
            (
                "election_plan",
                days.decided_on,
                "decided_on",
                "Quyết định tổ chức bầu cử",
                !again,
            ),
            (
                "election_candidates",
                days.candidates_on,
                "candidates_on",
                "Danh sách chính thức người ứng cử",
                !again,
            ),
            (
                "election_team",
                days.team_on,
                "team_on",
                "Quyết định thành lập Tổ bầu cử",
                !again,
            ),
            (
                "election_announced",
                days.announced_on,
                "announced_on",
                "Việc thông báo, niêm yết các quyết định",
                true,
            ),
        ];
        for (key, day, field, what, owed) in steps {
            if !owed {
                continue;
            }
            let rule = procedure(law, key, on)?;
            let last = last_day_before(law, rule.term(), on)?;
            match day {
                None => {
                    return Err(invalid(
                        field,
                        format!("{what}: hãy ghi ngày ({}).", rule.citation),
                    ));
                }
                Some(day) if day > last => {
                    return Err(unlawful(
                        &rule.citation,
                        format!(
                            "{what} ngày {} là quá muộn cho ngày bầu {}.",
                            written(day),
                            written(on)
                        ),
                        format!(
                            "Hãy làm xong chậm nhất ngày {}, hoặc dời ngày bầu.",
                            written(last)
                        ),
                    ));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
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

fn check_team(team: &[TeamMember], key: &str, law: &Law, on: Date) -> Result<(), Refusal> {
    let rule = procedure(law, key, on)?;
    let size = u32::try_from(team.len()).unwrap_or(u32::MAX);
    if !rule.fits(size) {
        return Err(unlawful(
            &rule.citation,
            format!("Tổ có {size} người, mà luật quy định từ 03 đến 05 người."),
            "Hãy bổ sung hoặc bớt thành viên.",
        ));
    }
    let leaders: Vec<&TeamMember> = team.iter().filter(|member| member.leader).collect();
    match leaders.as_slice() {
        [leader] if leader.front => Ok(()),
        _ => Err(unlawful(
            &rule.citation,
            "Tổ trưởng phải là đại diện Ban công tác Mặt trận, và chỉ có một Tổ trưởng.",
            "Hãy chọn đại diện Ban công tác Mặt trận làm Tổ trưởng.",
        )),
    }
}

fn check_closing(plan: &Plan) -> Result<(), Refusal> {
    match plan.closes {
        Some(closes) if closes > plan.starts => Ok(()),
        _ => Err(invalid(
            "closes",
            "Hãy ghi thời hạn kết thúc, sau thời điểm bắt đầu.",
        )),
    }
}

fn check_ballots(plan: &Plan, law: &Law, on: Date) -> Result<(), Refusal> {
    check_closing(plan)?;
    check_team(&plan.team, "ballot_team_size", law, on)?;
    let rule = procedure(law, "ballot_plan_sent", on)?;
    let term = rule
        .term()
        .unwrap_or(Term::CalendarDays(CalendarDays::new(0)));
    let last = law
        .calendar()
        .end_of_term(plan.made_on, term, None, &[])
        .map_err(|error| Refusal::State(error.to_string()))?
        .end;
    match plan.reported_on {
        Some(day) if day >= plan.made_on && day <= last && day <= on => Ok(()),
        Some(day) if day < plan.made_on => Err(invalid(
            "reported_on",
            "Ngày gửi kế hoạch trước ngày ban hành kế hoạch; hãy kiểm tra lại.",
        )),
        _ => Err(unlawful(
            &rule.citation,
            "Kế hoạch phát phiếu phải được gửi đến Chủ tịch Ủy ban nhân dân và Chủ tịch Ủy ban Mặt trận Tổ quốc cấp xã.",
            format!("Hãy gửi chậm nhất ngày {} và ghi ngày gửi.", written(last)),
        )),
    }
}

fn check_online(plan: &Plan, backing: Backing, law: &Law, on: Date) -> Result<(), Refusal> {
    check_closing(plan)?;
    check_team(&plan.team, "online_team_size", law, on)?;
    let agreement = procedure(law, "online_agreement", on)?;
    if !agreement.passes(backing.online, backing.households) {
        return Err(unlawful(
            &agreement.citation,
            format!(
                "Mới có {} trên {} hộ chọn biểu quyết trực tuyến, chưa quá một nửa tổng số hộ.",
                backing.online, backing.households
            ),
            "Hãy lấy thêm ý kiến các hộ về hình thức, hoặc tổ chức cuộc họp, phát phiếu.",
        ));
    }
    let article = |clause: &str| format!("{clause} Điều 5 {}", agreement.citation.instrument_name);
    if !plan.front_agrees {
        return Err(Refusal::Unlawful {
            article: article("điểm a khoản 1"),
            reason:
                "Việc không cần họp hoặc phát phiếu chưa được thống nhất với Ban công tác Mặt trận."
                    .into(),
            alternative: "Hãy thống nhất với Ban công tác Mặt trận trước.".into(),
        });
    }
    if !plan.devices {
        return Err(Refusal::Unlawful {
            article: article("điểm c khoản 1"),
            reason: "Chưa xác nhận đại diện các hộ có thiết bị kết nối internet.".into(),
            alternative: "Hãy khảo sát thiết bị của các hộ; nếu không đủ, hãy tổ chức cuộc họp hoặc phát phiếu.".into(),
        });
    }
    match plan.reported_on {
        Some(day) if day <= on => Ok(()),
        _ => Err(Refusal::Unlawful {
            article: article("điểm a khoản 2"),
            reason: "Chưa báo cáo Ủy ban nhân dân và Ủy ban Mặt trận Tổ quốc cấp xã trước khi thực hiện.".into(),
            alternative: "Hãy gửi báo cáo và ghi ngày báo cáo.".into(),
        }),
    }
}
