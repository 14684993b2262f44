//! The play of a move up to the result, by the use case of the officer whose task it is.

use dinh_domain::decision::{
    Choice, Collected, Decision, Notice, Origin, Plan, SecretPapers, TeamMember, VotingMethod,
};
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_law::DecisionForm;
use dinh_store::WriteTx;
use dinh_store::decision as stored;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::scene::{Move, Planned};
use super::stage::Hamlet;
use crate::decision as room;
use crate::decision::ballots;
use crate::decision::online::{self, Credential, NewVote};
use crate::decision::{DeliveryKind, Handed, MeetingVote, Purpose, Support};
use crate::error::Result;
use crate::platform::{Actor, Context, Person, Platform};

/// A move of one hamlet about one decision on its day.
pub struct Turn<'a, 'p> {
    /// The installation.
    pub stage: &'p Platform,
    /// Whose move it is.
    pub hamlet: &'a Hamlet,
    /// Decision.
    pub id: DecisionId,
    /// Day of the move.
    pub day: Date,
}

impl<'p> Turn<'_, 'p> {
    pub(super) fn by(&self, person: &Person) -> Context<'p> {
        Context::new(self.stage, Actor::Person(person.clone()))
    }

    pub(super) fn officer(&self, place: usize) -> Result<Context<'p>> {
        Ok(self.by(self.hamlet.officer(place)?))
    }

    pub(super) async fn decision(&self, tx: &mut WriteTx) -> Result<Decision> {
        Ok(stored::get(tx, self.id).await?.decision)
    }

    /// The first households of the roll.
    pub(super) fn first(&self, count: u64) -> impl Iterator<Item = HouseholdId> {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let all = self.hamlet.households.iter();
        all.map(|(household, _)| *household).take(count)
    }

    /// Play one move.
    pub async fn play(&self, tx: &mut WriteTx, step: &Move) -> Result<()> {
        let head = self.officer(0)?;
        match step {
            Move::Agree => self.agree(tx).await,
            Move::Support(count) => self.support(tx, Purpose::Initiative, *count).await,
            Move::ChooseOnline(count) => self.support(tx, Purpose::Online, *count).await,
            Move::Plan(planned) => self.plan(tx, planned).await,
            Move::Papers => self.papers(tx).await,
            Move::Notify => self.notify(tx).await,
            Move::Open => room::open_in(&self.runner(tx).await?, tx, self.id).await,
            Move::Attend(count) => self.attend(tx, *count).await,
            Move::Begin(method) => self.begin(tx, *method).await,
            Move::Vote(approve, against, other) => self.vote(tx, approve, *against, *other).await,
            Move::TooSmall => room::close_small_meeting_in(&head, tx, self.id)
                .await
                .map(|_| ()),
            Move::Print => self.print(tx).await,
            Move::Collect(total) => self.collect(tx, *total).await,
            Move::Count(count) => self.count(tx, *count).await,
            Move::VoteOnline(approve, against) => self.vote_online(tx, *approve, *against).await,
            Move::CloseOnline => online::conclude_online_in(&head, tx, self.id)
                .await
                .map(|_| ()),
            Move::Drop(reason) => room::drop_proposal_in(&head, tx, self.id, reason).await,
            later => self.play_after(tx, later).await,
        }
    }

    /// Who conducts it: the chairman orders an election and leads a matter of the whole commune; the head does the rest,
    /// and the hamlet's part of such a matter.
    pub(super) async fn runner(&self, tx: &mut WriteTx) -> Result<Context<'p>> {
        let decision = self.decision(tx).await?;
        match decision.proposal.origin {
            Origin::Chairman if decision.parent.is_none() => Ok(self.by(&self.hamlet.chairman)),
            _ => self.officer(0),
        }
    }

    async fn agree(&self, tx: &mut WriteTx) -> Result<()> {
        let decision = self.decision(tx).await?;
        let who = match decision.proposal.origin {
            Origin::Chairman => self.by(&self.hamlet.front),
            _ => self.officer(1)?,
        };
        room::agree_in(&who, tx, self.id).await
    }

    async fn support(&self, tx: &mut WriteTx, purpose: Purpose, count: u64) -> Result<()> {
        let team = self.officer(2)?;
        for household in self.first(count) {
            let support = Support {
                decision: self.id,
                purpose,
                household,
                given_on: self.day,
                way: "Bằng văn bản (mẫu)".to_owned(),
            };
            room::support_in(&team, tx, support).await?;
        }
        Ok(())
    }

    async fn plan(&self, tx: &mut WriteTx, planned: &Planned) -> Result<()> {
        let starts = self.day.saturating_add(i64::from(planned.starts_in).days());
        let at = |day: Date, hour: i8| DateTime::from_parts(day, jiff::civil::time(hour, 0, 0, 0));
        let mut plan = Plan::new(DecisionForm::Meeting, at(starts, 8), self.day);
        if planned.lasts > 0 {
            let ends = starts.saturating_add(i64::from(planned.lasts).days());
            plan.closes = Some(at(ends, 17));
        }
        (planned.shape)(&mut plan, self.day);
        room::plan_in(&self.runner(tx).await?, tx, self.id, plan).await
    }

    async fn papers(&self, tx: &mut WriteTx) -> Result<()> {
        let handed = Handed {
            kind: DeliveryKind::Papers,
            on: self.day,
            way: "Tận tay từng hộ (mẫu)".to_owned(),
        };
        room::deliver_to_all_in(&self.officer(2)?, tx, self.id, handed).await?;
        Ok(())
    }

    async fn notify(&self, tx: &mut WriteTx) -> Result<()> {
        let notice = Notice {
            told_on: Some(self.day),
            ways: vec!["Giấy mời".to_owned(), "Loa của thôn, tổ dân phố".to_owned()],
            posted_on: Some(self.day),
            papers_on: None,
        };
        room::notify_in(&self.runner(tx).await?, tx, self.id, notice).await
    }

    async fn attend(&self, tx: &mut WriteTx, count: u64) -> Result<()> {
        let team = self.officer(2)?;
        for household in self.first(count) {
            room::arrive_in(&team, tx, self.id, household, room::ArrivalWay::Tap).await?;
        }
        Ok(())
    }

    async fn begin(&self, tx: &mut WriteTx, method: VotingMethod) -> Result<()> {
        let front = self.officer(1)?;
        let decision = self.decision(tx).await?;
        let all = room::attending(tx, &decision).await?;
        let most = all - all / 9;
        room::choose_secretary_in(&front, tx, self.id, "Bà Trương Thị Mẫu", most).await?;
        room::choose_method_in(&front, tx, self.id, method, most).await?;
        if method == VotingMethod::Secret {
            let members = ["Ông Phan Văn Mẫu", "Bà Lý Thị Mẫu", "Ông Thạch Văn Mẫu"]
                .into_iter()
                .enumerate()
                .map(|(place, name)| TeamMember {
                    name: name.to_owned(),
                    body: "Đại diện hộ gia đình".to_owned(),
                    front: false,
                    leader: place == 0,
                })
                .collect();
            room::choose_committee_in(&front, tx, self.id, members, most).await?;
        }
        Ok(())
    }

    async fn vote(
        &self,
        tx: &mut WriteTx,
        approve: &[u64],
        against: u64,
        other: u64,
    ) -> Result<()> {
        let decision = self.decision(tx).await?;
        let secret = matches!(
            decision.round.proceedings.method,
            Some((VotingMethod::Secret, _))
        );
        let issued = room::attending(tx, &decision).await?;
        let valid = approve.iter().sum::<u64>() + against + other;
        let vote = MeetingVote {
            approve: approve.to_vec(),
            against,
            other,
            secret: secret.then_some(SecretPapers {
                issued,
                returned: issued,
                valid,
                invalid: issued.saturating_sub(valid),
            }),
            clusters: Vec::new(),
            witnesses: if secret { witnesses() } else { Vec::new() },
        };
        room::conclude_meeting_in(&self.runner(tx).await?, tx, self.id, vote).await?;
        Ok(())
    }

    async fn print(&self, tx: &mut WriteTx) -> Result<()> {
        let handed = Handed {
            kind: DeliveryKind::Ballot,
            on: self.day,
            way: "Tận tay từng hộ (mẫu)".to_owned(),
        };
        ballots::print_in(&self.officer(0)?, tx, self.id).await?;
        ballots::give_to_all_in(&self.officer(2)?, tx, self.id, &handed).await?;
        Ok(())
    }

    async fn collect(&self, tx: &mut WriteTx, total: u64) -> Result<()> {
        let team = self.officer(2)?;
        for household in self.first(total) {
            let collecting = ballots::Collecting {
                household,
                state: Collected::Returned,
                in_time: false,
            };
            ballots::collect_in(&team, tx, self.id, collecting).await?;
        }
        Ok(())
    }

    /// Two people read the ballots; every twentieth is misread once and settled by a third.
    async fn count(&self, tx: &mut WriteTx, [approve, against, other]: [u32; 3]) -> Result<()> {
        let (first, second, third) = (self.officer(2)?, self.officer(3)?, self.officer(4)?);
        for serial in 1..=approve + against + other {
            let choice = match serial {
                serial if serial <= approve => Choice::option(0),
                serial if serial <= approve + against => Choice::Against,
                _ => Choice::Other,
            };
            let misread = serial % 20 == 0;
            let read = |choice: Choice| ballots::Read {
                serial,
                choice,
                opinion: String::new(),
            };
            ballots::enter_in(&first, tx, self.id, read(choice.clone())).await?;
            let again = if misread {
                Choice::Invalid
            } else {
                choice.clone()
            };
            ballots::enter_in(&second, tx, self.id, read(again)).await?;
            if misread {
                let settling = ballots::Settling {
                    serial,
                    choice,
                    reason: "Đối chiếu lại phiếu giấy, người nhập thứ hai đọc nhầm (mẫu)"
                        .to_owned(),
                };
                ballots::settle_in(&third, tx, self.id, settling).await?;
            }
        }
        let head = self.officer(0)?;
        ballots::conclude_ballots_in(&head, tx, self.id, &witnesses()).await?;
        Ok(())
    }

    async fn vote_online(&self, tx: &mut WriteTx, approve: u64, against: u64) -> Result<()> {
        let cards = online::invite_in(&self.officer(2)?, tx, self.id).await?;
        let public = Context::public(self.stage);
        let total = usize::try_from(approve + against).unwrap_or(0);
        for (place, card) in cards.iter().take(total).enumerate() {
            let agreed = u64::try_from(place).is_ok_and(|place| place < approve);
            let vote = NewVote {
                choice: if agreed {
                    Choice::option(0)
                } else {
                    Choice::Against
                },
                opinion: String::new(),
                seen: 0,
            };
            let code = card.code.shown();
            online::cast_in(&public, tx, Credential::Code(&code), vote).await?;
        }
        Ok(())
    }
}

fn witnesses() -> Vec<String> {
    vec!["Bà Mai Thị Mẫu".to_owned(), "Ông Sơn Văn Mẫu".to_owned()]
}
