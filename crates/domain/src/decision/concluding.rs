//! Closing a round: the numbers are checked, the result is computed, its clock starts.

use dinh_law::{DecisionForm, EffectMoment, Law, Threshold};
use jiff::civil::{Date, DateTime};

use super::opening::too_early;
use super::refuse::{forbidden, invalid, procedure, unlawful};
use super::{Count, Decision, Outcome, Plan, State, VotingMethod};
use crate::folding::fold;
use crate::refusal::Refusal;

/// What is known at the moment of closing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The moment, local time.
    pub now: DateTime,
    /// The numbers.
    pub count: Count,
    /// Household representatives who watched the count; their names.
    pub witnesses: Vec<String>,
    /// Ballots whose two entries are missing or differ; conflicts between channels not resolved.
    pub unresolved: u64,
}

impl Decision {
    /// Close the round and compute its result.
    pub fn conclude(&mut self, closing: Closing, law: &Law) -> Result<&Outcome, Refusal> {
        self.must_be(&[State::Open], "công bố kết quả")?;
        let plan = self.planned()?.clone();
        let on = plan.starts.date();
        let total = self.round.roll.as_ref().map_or(0, |roll| roll.total);
        let options = self.proposal.options.len();
        if closing.count.total != total || closing.count.approve.len() != options {
            return Err(invalid(
                "total",
                format!("Tổng số hộ phải là {total}, theo danh sách đã chốt."),
            ));
        }
        if self.round.opened.is_some_and(|opened| closing.now < opened) {
            return Err(Refusal::State(
                "Đồng hồ đang chỉ thời điểm trước khi mở; hãy kiểm tra lại giờ của máy.".into(),
            ));
        }
        let errors = closing.count.check(self.proposal.seats);
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors));
        }
        if closing.unresolved > 0 {
            return Err(Refusal::State(format!(
                "Còn {} chỗ chưa thống nhất khi nhập phiếu hoặc giữa giấy và trực tuyến. Hãy giải quyết hết rồi công bố kết quả.",
                closing.unresolved
            )));
        }
        let threshold = self.threshold(law, on)?;
        let meeting = plan.form == DecisionForm::Meeting && !self.is_thread();
        if meeting {
            self.meeting_may_close(&closing, &plan, &threshold, law)?;
        } else {
            time_is_over(&closing, &plan, total, law)?;
            if plan.form == DecisionForm::Ballots && !self.is_thread() {
                enough_witnesses(&closing.witnesses, "ballot_witnesses", law, on)?;
            }
        }
        let decided_on = self.day_of_result(&plan, closing.now);
        let outcome = closing.count.outcome(
            &threshold,
            self.proposal.subject.is_election(),
            self.proposal.seats,
            meeting,
        );
        if outcome.is_passed() {
            (self.send_by, self.effective_on) = self.clocks(law, decided_on)?;
        }
        self.round.count = Some(closing.count);
        self.round.witnesses = closing.witnesses;
        self.round.decided_on = Some(decided_on);
        self.state = State::Decided;
        Ok(self.round.outcome.insert(outcome))
    }

    /// The day of the (last) meeting; the day on which the time for ballots or votes ended, which is earlier when
    /// everybody had voted; for the common thread, the day on which the results of the communities are added up.
    fn day_of_result(&self, plan: &Plan, now: DateTime) -> Date {
        match plan.form {
            _ if self.is_thread() => now.date(),
            DecisionForm::Meeting | DecisionForm::Conference => plan.last_meeting_day(),
            DecisionForm::Ballots | DecisionForm::Online => {
                plan.closes.map_or(now, |closes| closes.min(now)).date()
            }
        }
    }

    /// A meeting that could not reach the share may close without a vote; any other needs secretary, method, and
    /// for a secret ballot its committee and witnesses.
    fn meeting_may_close(
        &self,
        closing: &Closing,
        plan: &Plan,
        threshold: &Threshold,
        law: &Law,
    ) -> Result<(), Refusal> {
        let on = plan.starts.date();
        if closing.now < plan.starts || closing.now.date() < plan.last_meeting_day() {
            return Err(too_early(plan, law));
        }
        let needed = threshold.share.needed(closing.count.total);
        let possible = needed.is_some_and(|needed| closing.count.represented >= needed);
        if !possible {
            return Ok(());
        }
        let proceedings = &self.round.proceedings;
        if proceedings.secretary.is_none() || proceedings.method.is_none() {
            return Err(forbidden(
                law,
                "meeting_order",
                on,
                "Cuộc họp chưa cử thư ký hoặc chưa chọn cách biểu quyết.",
                "Hãy biểu quyết cử thư ký và chọn giơ tay hoặc bỏ phiếu kín trước.",
            ));
        }
        if matches!(proceedings.method, Some((VotingMethod::Secret, _))) {
            if proceedings.committee.is_none() {
                let rule = procedure(law, "counting_committee_size", on)?;
                return Err(unlawful(
                    &rule.citation,
                    "Bỏ phiếu kín phải có Ban kiểm phiếu do cuộc họp biểu quyết.",
                    "Hãy bầu Ban kiểm phiếu từ 03 đến 05 người.",
                ));
            }
            enough_witnesses(&closing.witnesses, "counting_witnesses", law, on)?;
        }
        Ok(())
    }

    /// By when it must be sent (Article 20(3)), and from when it binds if it needs nobody else (Article 21(2)).
    fn clocks(&self, law: &Law, decided_on: Date) -> Result<(Option<Date>, Option<Date>), Refusal> {
        let send_by = match procedure(law, "decision_sent", decided_on)?.term() {
            Some(term) => {
                let due = law.calendar().end_of_term(decided_on, term, None, &[]);
                Some(due.map_err(|error| Refusal::State(error.to_string()))?.end)
            }
            None => None,
        };
        let moment = self
            .matter(law, decided_on)?
            .effect(self.proposal.scope)
            .map(|effect| effect.moment);
        let effective_on = (moment == Some(EffectMoment::Passed)).then_some(decided_on);
        Ok((send_by, effective_on))
    }
}

/// Votes are taken until the announced end, unless every household, or every community, has said what it says.
fn time_is_over(closing: &Closing, plan: &Plan, total: u64, law: &Law) -> Result<(), Refusal> {
    let over = plan.closes.is_some_and(|closes| closing.now >= closes);
    if over || closing.count.represented == total {
        return Ok(());
    }
    let until = plan.closes.map_or_else(String::new, |closes| {
        closes.strftime(" (%H:%M ngày %d/%m/%Y)").to_string()
    });
    let key = match plan.form {
        DecisionForm::Ballots => "ballot_time",
        DecisionForm::Online => "online_notice",
        DecisionForm::Meeting | DecisionForm::Conference => "proposal_commune",
    };
    Err(forbidden(
        law,
        key,
        plan.starts.date(),
        format!("Chưa hết thời hạn đã thông báo{until}."),
        "Hãy chờ hết thời hạn; chỉ được kết thúc sớm khi mọi hộ đã biểu quyết, hoặc mọi thôn, tổ dân phố đã có kết quả.",
    ))
}

/// Different people, each with a name, as many as the law says.
fn enough_witnesses(witnesses: &[String], key: &str, law: &Law, on: Date) -> Result<(), Refusal> {
    let rule = procedure(law, key, on)?;
    let mut names: Vec<String> = witnesses
        .iter()
        .map(|name| fold(name))
        .filter(|name| !name.trim().is_empty())
        .collect();
    names.sort();
    names.dedup();
    if rule.fits(u32::try_from(names.len()).unwrap_or(u32::MAX)) {
        return Ok(());
    }
    Err(unlawful(
        &rule.citation,
        format!(
            "Việc kiểm phiếu phải có 02 đại diện hộ gia đình chứng kiến, mà ghi {} người.",
            names.len()
        ),
        "Hãy mời 02 đại diện hộ gia đình chứng kiến và ghi họ tên từng người.",
    ))
}
