//! Elections: candidates and seats, the days before the election of a head, its team, electing again (Decree 59
//! Articles 3(5)(d), 6, 8, 13(2), 17(2)).

use dinh_law::{DecisionForm, Law, ProcedureValue};
use jiff::civil::Date;

use super::planning::last_day_before;
use super::preparing::check_members;
use super::proposal::OPTIONS_LIMIT;
use super::refuse::{forbidden, invalid, procedure, unlawful, written};
use super::{Decision, Outcome, Plan, Previous, Proposal, Subject};
use crate::folding::{clean, fold};
use crate::refusal::{FieldError, Refusal};

/// Everything that the law wants before an election.
pub(super) fn check_election(
    proposal: &Proposal,
    plan: &Plan,
    previous: Option<&Previous>,
    law: &Law,
    on: Date,
) -> Result<(), Refusal> {
    match proposal.subject {
        Subject::ElectHead => {}
        // The whole board of a small commune has at most five members; elsewhere each community sends its own.
        Subject::ElectInspectionBoard => {
            return check_seats(proposal.seats, "inspection_board_small_commune", law, on);
        }
        Subject::ElectInvestmentBoard => {
            return check_seats(proposal.seats, "investment_board_residents", law, on);
        }
        _ => return Ok(()),
    }
    let rule = procedure(law, "candidate_count", on)?;
    if !rule.fits(u32::try_from(proposal.options.len()).unwrap_or(u32::MAX)) {
        return Err(unlawful(
            &rule.citation,
            "Chưa có người ứng cử.",
            "Hãy ghi danh sách chính thức, ít nhất 01 người.",
        ));
    }
    check_reelection(plan, previous, law, on)?;
    check_members(&plan.team, "election_team", law, on)?;
    for option in &proposal.options {
        not_in_team(option, plan, law, on)?;
    }
    if plan.form == DecisionForm::Meeting {
        check_election_days(plan, law, on)?;
    }
    Ok(())
}

fn check_seats(seats: u32, key: &str, law: &Law, on: Date) -> Result<(), Refusal> {
    let rule = procedure(law, key, on)?;
    let ProcedureValue::Size {
        most: Some(most), ..
    } = rule.value
    else {
        return Ok(());
    };
    if seats <= most {
        return Ok(());
    }
    Err(unlawful(
        &rule.citation,
        format!("Không được bầu {seats} người ở một thôn, tổ dân phố; nhiều nhất là {most} người."),
        "Hãy bầu theo số lượng mà Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã quyết định.",
    ))
}

/// After a failed election or a refused result it is the People's Committee that decides to elect again (Decree 59
/// Articles 3(5)(d), 8), and that decision is announced like the others.
fn check_reelection(
    plan: &Plan,
    previous: Option<&Previous>,
    law: &Law,
    on: Date,
) -> Result<(), Refusal> {
    let Some(last) =
        previous.filter(|last| last.refused || last.outcome == Outcome::FailedElection)
    else {
        return Ok(());
    };
    let announced = plan
        .election
        .announced_on
        .is_some_and(|day| last.decided_on.is_none_or(|failed| day >= failed));
    if !plan.reelection_document.trim().is_empty() && announced {
        return Ok(());
    }
    Err(forbidden(
        law,
        if last.refused {
            "election_recognition"
        } else {
            "reelection"
        },
        on,
        "Bầu lại phải có quyết định của Ủy ban nhân dân cấp xã, được thông báo sau lần bầu trước.",
        "Hãy ghi số và ngày quyết định bầu lại, và ngày đã thông báo, niêm yết quyết định đó.",
    ))
}

/// A member of the election team may not stand (Decree 59 Article 6(1)(b)).
fn not_in_team(candidate: &str, plan: &Plan, law: &Law, on: Date) -> Result<(), Refusal> {
    let folded = fold(candidate);
    if plan.team.iter().all(|member| fold(&member.name) != folded) {
        return Ok(());
    }
    Err(forbidden(
        law,
        "election_team",
        on,
        format!("“{candidate}” vừa là người ứng cử vừa là thành viên Tổ bầu cử."),
        "Hãy thay thành viên đó của Tổ bầu cử; nếu hai người trùng tên, hãy ghi thêm để phân biệt.",
    ))
}

/// Twenty, fifteen, ten and seven days before the meeting (Decree 59 Article 6). When the election is held again, the
/// days of the first decisions still count, as long as they stand.
fn check_election_days(plan: &Plan, law: &Law, on: Date) -> Result<(), Refusal> {
    let days = &plan.election;
    let steps = [
        (
            "election_plan",
            days.decided_on,
            "decided_on",
            "Quyết định tổ chức bầu cử",
        ),
        (
            "election_candidates",
            days.candidates_on,
            "candidates_on",
            "Danh sách chính thức người ứng cử",
        ),
        (
            "election_team",
            days.team_on,
            "team_on",
            "Quyết định thành lập Tổ bầu cử",
        ),
        (
            "election_announced",
            days.announced_on,
            "announced_on",
            "Việc thông báo, niêm yết các quyết định",
        ),
    ];
    let mut errors = Vec::new();
    for (key, day, field, what) in steps {
        let rule = procedure(law, key, on)?;
        let last = last_day_before(law, rule.term(), on)?;
        match day {
            None => errors.push(FieldError::new(
                field,
                format!("{what}: hãy ghi ngày ({}).", rule.citation),
            )),
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
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(errors))
    }
}

impl Decision {
    /// Somebody who attends the meeting stands or is named as a candidate (Decree 59 Article 3(5)(b)), before the
    /// meeting has chosen how to vote.
    pub fn nominate(&mut self, name: &str, law: &Law) -> Result<(), Refusal> {
        self.in_meeting("nhận thêm người ứng cử")?;
        if !self.proposal.subject.is_election() {
            return Err(Refusal::State(
                "Việc này không phải là bầu cử nên không có người ứng cử.".into(),
            ));
        }
        if self.round.proceedings.method.is_some() {
            return Err(Refusal::State(
                "Cuộc họp đã chọn cách biểu quyết nên danh sách người ứng cử không thêm được nữa."
                    .into(),
            ));
        }
        let name = clean(name);
        let folded = fold(&name);
        let known = self
            .proposal
            .options
            .iter()
            .any(|option| fold(option) == folded);
        if name.is_empty() || known {
            return Err(invalid(
                "name",
                "Hãy ghi họ và tên người ứng cử; nếu trùng tên với người đã có, hãy ghi thêm để phân biệt.",
            ));
        }
        if self.proposal.options.len() >= OPTIONS_LIMIT {
            return Err(invalid(
                "name",
                format!("Tối đa {OPTIONS_LIMIT} người ứng cử."),
            ));
        }
        let plan = self.planned()?;
        if self.proposal.subject == Subject::ElectHead {
            not_in_team(&name, plan, law, plan.starts.date())?;
        }
        self.proposal.options.push(name);
        Ok(())
    }
}
