//! Closing a round: the numbers are checked, the result is computed, its clock starts.

use dinh_law::{DecisionForm, EffectMoment, Law};
use jiff::civil::{Date, DateTime};

use super::refuse::{invalid, procedure, unlawful};
use super::{Count, Decision, Outcome, State, VotingMethod};
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
        let decided_on = match plan.form {
            DecisionForm::Meeting | DecisionForm::Conference => {
                self.meeting_may_close(&closing, &threshold, law, on)?;
                on
            }
            DecisionForm::Ballots | DecisionForm::Online => {
                time_is_over(&closing, plan.closes, total)?;
                if plan.form == DecisionForm::Ballots {
                    enough_witnesses(&closing.witnesses, "ballot_witnesses", law, on)?;
                }
                plan.closes.map_or(on, DateTime::date)
            }
        };
        let meeting = plan.form == DecisionForm::Meeting && !self.is_thread();
        let outcome = closing.count.outcome(
            &threshold,
            self.proposal.subject.is_election(),
            self.proposal.seats,
            meeting,
        );
        if outcome.is_passed() {
            self.start_clocks(law, decided_on)?;
        }
        self.round.count = Some(closing.count);
        self.round.witnesses = closing.witnesses;
        self.round.decided_on = Some(decided_on);
        self.state = State::Decided;
        Ok(self.round.outcome.insert(outcome))
    }

    /// A meeting that could not reach the share may close without a vote; any other needs secretary, method, and
    /// for a secret ballot its committee and witnesses.
    fn meeting_may_close(
        &self,
        closing: &Closing,
        threshold: &dinh_law::Threshold,
        law: &Law,
        on: Date,
    ) -> Result<(), Refusal> {
        let needed = threshold.share.needed(closing.count.total);
        let possible = needed.is_some_and(|needed| closing.count.represented >= needed);
        if self.is_thread() || !possible {
            return Ok(());
        }
        let proceedings = &self.round.proceedings;
        if proceedings.secretary.is_none() || proceedings.method.is_none() {
            return Err(Refusal::Unlawful {
                article: "khoản 5 Điều 3 Nghị định 59/2023/NĐ-CP".into(),
                reason: "Cuộc họp chưa cử thư ký hoặc chưa chọn cách biểu quyết.".into(),
                alternative: "Hãy biểu quyết cử thư ký và chọn giơ tay hoặc bỏ phiếu kín trước."
                    .into(),
            });
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

    /// Article 20(3) starts for what was passed; what takes effect by itself does so now.
    fn start_clocks(&mut self, law: &Law, decided_on: Date) -> Result<(), Refusal> {
        let rule = procedure(law, "decision_sent", decided_on)?;
        if let Some(term) = rule.term() {
            let due = law
                .calendar()
                .end_of_term(decided_on, term, None, &[])
                .map_err(|error| Refusal::State(error.to_string()))?;
            self.send_by = Some(due.end);
        }
        let moment = self
            .matter(law, decided_on)?
            .effect(self.proposal.scope)
            .map(|effect| effect.moment);
        if moment == Some(EffectMoment::Passed) {
            self.effective_on = Some(decided_on);
        }
        Ok(())
    }
}

fn time_is_over(closing: &Closing, closes: Option<DateTime>, total: u64) -> Result<(), Refusal> {
    let over = closes.is_some_and(|closes| closing.now >= closes);
    if over || closing.count.represented == total {
        return Ok(());
    }
    Err(Refusal::State(format!(
        "Chưa hết thời hạn ({}). Chỉ được kết thúc sớm khi mọi hộ đã biểu quyết.",
        closes.map_or_else(String::new, |closes| closes
            .strftime("%H:%M ngày %d/%m/%Y")
            .to_string())
    )))
}

fn enough_witnesses(witnesses: &[String], key: &str, law: &Law, on: Date) -> Result<(), Refusal> {
    let rule = procedure(law, key, on)?;
    let named = witnesses
        .iter()
        .filter(|name| !name.trim().is_empty())
        .count();
    if rule.fits(u32::try_from(named).unwrap_or(u32::MAX)) {
        return Ok(());
    }
    Err(unlawful(
        &rule.citation,
        format!("Việc kiểm phiếu mới có {named} đại diện hộ gia đình chứng kiến."),
        "Hãy mời 02 đại diện hộ gia đình chứng kiến và ghi họ tên.",
    ))
}
