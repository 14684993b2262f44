//! Telling the community in time, and opening with a frozen roll.

use dinh_law::{DecisionForm, Law};
use jiff::civil::{Date, DateTime};

use super::planning::last_day_before;
use super::preparing::check_names;
use super::refuse::{forbidden, invalid, procedure, unlawful, written};
use super::{Decision, HandVote, Notice, Plan, Roll, State, TeamMember, VotingMethod};
use crate::refusal::Refusal;

/// What is known at the moment of opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The moment, local time.
    pub now: DateTime,
    /// The roll as just frozen.
    pub roll: Roll,
    /// Households of the roll that got the papers in time, when the law wants papers.
    pub papers_in_time: u64,
}

impl Decision {
    /// The community has been told. Days are those on which it was done; too late is refused.
    pub fn notify(&mut self, notice: Notice, law: &Law, today: Date) -> Result<(), Refusal> {
        self.must_be(&[State::Planned, State::Noticed], "ghi nhận thông báo")?;
        let plan = self.planned()?;
        let on = plan.starts.date();
        let meeting = plan.form == DecisionForm::Meeting && !self.is_thread();
        let rule = procedure(law, notice_key(plan.form), on)?;
        // An online vote has no period of its own in Article 5, and the common thread of a commune-wide matter none at
        // all, because each community gives its own notice. Both must have been announced before they open.
        let last = if plan.form == DecisionForm::Online || self.is_thread() {
            on
        } else {
            last_day_before(law, rule.term(), on)?
        };
        let Some(told) = notice.told_on else {
            return Err(invalid(
                "told_on",
                "Hãy ghi ngày đã thông báo xong cho các hộ.",
            ));
        };
        let days = [notice.told_on, notice.posted_on, notice.papers_on];
        if days.iter().flatten().any(|day| *day > today) {
            return Err(invalid(
                "told_on",
                "Ngày thông báo ở tương lai; hãy ghi nhận sau khi đã thông báo.",
            ));
        }
        if days.iter().flatten().any(|day| *day < plan.made_on) {
            return Err(invalid(
                "told_on",
                "Ngày thông báo trước ngày lập kế hoạch; khi lập lại kế hoạch thì phải thông báo lại.",
            ));
        }
        if notice.ways.iter().all(|way| way.trim().is_empty()) {
            return Err(invalid("ways", "Hãy chọn ít nhất một cách đã thông báo."));
        }
        let posted_late = meeting && notice.posted_on.is_some_and(|day| day > last);
        if told > last || posted_late {
            return Err(unlawful(
                &rule.citation,
                format!(
                    "Thông báo, niêm yết ngày {} là quá muộn cho ngày {}.",
                    written(notice.posted_on.filter(|_| posted_late).unwrap_or(told)),
                    written(on)
                ),
                format!(
                    "Phải thông báo chậm nhất ngày {}. Hãy lập lại kế hoạch với ngày muộn hơn.",
                    written(last)
                ),
            ));
        }
        if meeting && notice.posted_on.is_none() {
            return Err(unlawful(
                &rule.citation,
                "Thông báo họp còn phải được niêm yết tại nhà văn hóa, các điểm sinh hoạt cộng đồng.",
                format!(
                    "Hãy niêm yết chậm nhất ngày {} và ghi ngày niêm yết.",
                    written(last)
                ),
            ));
        }
        self.round.notice = Some(notice);
        self.state = State::Noticed;
        Ok(())
    }

    /// Open: the meeting begins, ballots go out, the online vote starts. The roll is frozen from here on.
    pub fn open(&mut self, opening: Opening, law: &Law) -> Result<(), Refusal> {
        self.must_be(&[State::Noticed], "mở")?;
        let plan = self.planned()?;
        let on = plan.starts.date();
        if opening.now.date() < on
            || (plan.form == DecisionForm::Online && opening.now < plan.starts)
        {
            return Err(too_early(plan, law));
        }
        let too_late = match plan.form {
            DecisionForm::Meeting | DecisionForm::Conference if !self.is_thread() => {
                opening.now.date() > on
            }
            _ => plan.closes.is_some_and(|closes| opening.now >= closes),
        };
        if too_late {
            return Err(forbidden(
                law,
                notice_key(plan.form),
                on,
                "Đã quá thời điểm đã thông báo mà chưa mở.",
                "Hãy lập lại kế hoạch với ngày mới và thông báo lại.",
            ));
        }
        if opening.roll.total == 0 {
            return Err(invalid(
                "roll",
                "Sổ hộ của thôn, tổ dân phố đang trống; hãy lập sổ hộ trước khi mở.",
            ));
        }
        let papers = self.matter(law, on)?.papers.clone();
        if let (Some(citation), DecisionForm::Meeting) = (papers, plan.form)
            && !self.is_thread()
            && opening.papers_in_time < opening.roll.total
        {
            let rule = procedure(law, "meeting_papers", on)?;
            let last = last_day_before(law, rule.term(), on)?;
            return Err(unlawful(
                &citation,
                format!(
                    "Mới có {} trên {} hộ được gửi tài liệu chậm nhất ngày {}.",
                    opening.papers_in_time,
                    opening.roll.total,
                    written(last)
                ),
                "Hãy gửi tài liệu đến mọi hộ, rồi lập lại kế hoạch với ngày họp muộn hơn.",
            ));
        }
        self.round.roll = Some(opening.roll);
        self.round.opened = Some(opening.now);
        self.state = State::Open;
        Ok(())
    }

    /// The roll was corrected after the opening and before the time for votes is over; its new total and root.
    pub fn correct_roll(&mut self, roll: Roll, now: DateTime) -> Result<(), Refusal> {
        self.must_be(&[State::Open], "sửa danh sách hộ đã chốt")?;
        if self.planned()?.closes.is_some_and(|closes| now >= closes) {
            return Err(Refusal::State(
                "Đã hết thời hạn biểu quyết, danh sách hộ không sửa được nữa.".into(),
            ));
        }
        if roll.total == 0 {
            return Err(invalid("roll", "Danh sách hộ đã chốt không được trống."));
        }
        if self.round.count.is_some() {
            return Err(Refusal::State(
                "Đã kiểm đếm xong, danh sách hộ không sửa được nữa.".into(),
            ));
        }
        let before = self.round.roll.as_ref().map_or(0, |roll| roll.corrections);
        self.round.roll = Some(Roll {
            corrections: before.saturating_add(1),
            ..roll
        });
        Ok(())
    }

    /// The meeting chooses its secretary.
    pub fn choose_secretary(
        &mut self,
        name: &str,
        vote: HandVote,
        law: &Law,
    ) -> Result<(), Refusal> {
        self.in_meeting("cử thư ký")?;
        if name.trim().is_empty() {
            return Err(invalid(
                "secretary",
                "Hãy ghi họ và tên người được cử làm thư ký.",
            ));
        }
        self.hands_pass(vote, "secretary_vote", law)?;
        self.round.proceedings.secretary = Some((crate::folding::clean(name), vote));
        Ok(())
    }

    /// The meeting chooses raised hands or a secret ballot.
    pub fn choose_method(
        &mut self,
        method: VotingMethod,
        vote: HandVote,
        law: &Law,
    ) -> Result<(), Refusal> {
        self.in_meeting("chọn cách biểu quyết")?;
        if self.round.proceedings.secretary.is_none() {
            return Err(forbidden(
                law,
                "secretary_vote",
                self.law_day(Date::ZERO),
                "Cuộc họp chưa cử thư ký.",
                "Hãy biểu quyết cử thư ký trước.",
            ));
        }
        self.hands_pass(vote, "voting_method_vote", law)?;
        self.round.proceedings.method = Some((method, vote));
        Ok(())
    }

    /// The meeting chooses the counting committee of a secret ballot.
    pub fn choose_committee(
        &mut self,
        members: Vec<TeamMember>,
        vote: HandVote,
        law: &Law,
    ) -> Result<(), Refusal> {
        self.in_meeting("bầu Ban kiểm phiếu")?;
        if !matches!(
            self.round.proceedings.method,
            Some((VotingMethod::Secret, _))
        ) {
            return Err(Refusal::State(
                "Ban kiểm phiếu chỉ cần khi cuộc họp đã chọn bỏ phiếu kín.".into(),
            ));
        }
        check_names(&members)?;
        let rule = procedure(law, "counting_committee_size", self.law_day(Date::ZERO))?;
        let size = u32::try_from(members.len()).unwrap_or(u32::MAX);
        let leaders = members.iter().filter(|member| member.leader).count();
        if !rule.fits(size) || leaders != 1 {
            return Err(unlawful(
                &rule.citation,
                format!(
                    "Ban kiểm phiếu có {size} người, {leaders} Trưởng ban; luật quy định từ 03 đến 05 người, gồm một Trưởng ban."
                ),
                "Hãy chọn lại số lượng và Trưởng ban.",
            ));
        }
        self.hands_pass(vote, "counting_committee_vote", law)?;
        self.round.proceedings.committee = Some((members, vote));
        Ok(())
    }

    pub(super) fn planned(&self) -> Result<&Plan, Refusal> {
        self.round
            .plan
            .as_ref()
            .ok_or_else(|| Refusal::State("Chưa có kế hoạch.".into()))
    }

    pub(super) fn in_meeting(&self, step: &str) -> Result<(), Refusal> {
        self.must_be(&[State::Open], step)?;
        if self.planned()?.form == DecisionForm::Meeting {
            Ok(())
        } else {
            Err(Refusal::State(format!(
                "Không thể {step}: việc này không quyết định tại cuộc họp."
            )))
        }
    }

    fn hands_pass(&self, vote: HandVote, key: &str, law: &Law) -> Result<(), Refusal> {
        let total = self.round.roll.as_ref().map_or(0, |roll| roll.total);
        if vote.attending > total || vote.approve > vote.attending {
            return Err(invalid(
                "approve",
                format!(
                    "Số giơ tay ({}) không được nhiều hơn số hộ đang dự ({}), và số hộ đang dự không được nhiều hơn tổng số hộ ({total}).",
                    vote.approve, vote.attending
                ),
            ));
        }
        let rule = procedure(law, key, self.law_day(Date::ZERO))?;
        if rule.passes(vote.approve, vote.attending) {
            return Ok(());
        }
        Err(unlawful(
            &rule.citation,
            format!(
                "Mới có {} trên {} hộ dự họp đồng ý, chưa quá một nửa.",
                vote.approve, vote.attending
            ),
            "Hãy đề xuất lại để cuộc họp biểu quyết.",
        ))
    }
}

/// The rule by which the community is told of the time.
const fn notice_key(form: DecisionForm) -> &'static str {
    match form {
        DecisionForm::Ballots => "ballot_notice",
        DecisionForm::Online => "online_notice",
        DecisionForm::Meeting | DecisionForm::Conference => "meeting_notice",
    }
}

/// Nothing begins before the time of which the community was told.
pub(super) fn too_early(plan: &Plan, law: &Law) -> Refusal {
    forbidden(
        law,
        notice_key(plan.form),
        plan.starts.date(),
        format!(
            "Chưa đến thời điểm đã thông báo ({}).",
            plan.starts.strftime("%H:%M ngày %d/%m/%Y")
        ),
        "Hãy chờ đến thời điểm đó; nếu cần tổ chức sớm hơn, hãy lập lại kế hoạch và thông báo lại.",
    )
}
