//! The hamlets with their rolls and officers, and the play of their scenes by the officers' own use cases.

use std::collections::{BTreeMap, BTreeSet};

use dinh_domain::access::Role;
use dinh_domain::decision::{
    AnnulmentGround, Choice, Collected, Decision, Notice, Origin, Plan, TeamMember, VotingMethod,
};
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_domain::units::Unit;
use dinh_law::DecisionForm;
use dinh_store::WriteTx;
use dinh_store::decision as stored;
use dinh_store::roll::households::{self, Part};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::people::OFFICERS;
use super::scene::{Move, Planned, Scene};
use super::{COMMUNES, HAMLETS, HOUSEHOLDS, roll, scenes};
use crate::clock::SetClock;
use crate::decision as room;
use crate::decision::ballots;
use crate::decision::online::{self, Credential, NewVote};
use crate::decision::{DeliveryKind, Handed, MeetingVote, NewDecision, Purpose, Support};
use crate::demo::dice::Dice;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Person, Platform};
use crate::roll::import;

/// The roll is handed in some days after the communes began.
const ROLL_DAY: Date = Date::constant(2025, 7, 21);
const ROLL_FROM: [&str; 3] = ["1", "7", "2025"];
const MANY: i64 = 1_000;

/// A hamlet with whoever acts for it.
struct Hamlet {
    unit: Unit,
    /// Head, Front work committee, three members of teams.
    officers: Vec<Person>,
    chairman: Person,
    front: Person,
    households: Vec<HouseholdId>,
}

/// The hamlets, their scenes, and how far each has come.
pub struct Assembly {
    hamlets: Vec<Hamlet>,
    scenes: Vec<Scene>,
    /// The decision of each scene, once it is proposed.
    decisions: BTreeMap<usize, DecisionId>,
}

/// Hand in the rolls. The hamlets exist already; `officers` names who acts in each, five to a hamlet, then the
/// chairman and the Front of its commune.
pub async fn prepare(
    stage: &Platform,
    clock: &SetClock,
    cast: Vec<(Unit, Vec<Person>, Person, Person)>,
) -> Result<Assembly> {
    let back = stage.clock.now();
    clock.set(crate::clock::start_of(ROLL_DAY) + 9.hours());
    let dice = Dice::new(crate::demo::SEED + 1);
    let mut hamlets = Vec::with_capacity(cast.len());
    for (place, (unit, officers, chairman, front)) in cast.into_iter().enumerate() {
        let count = HOUSEHOLDS.get(place).copied().unwrap_or(60);
        let head = officers.first().cloned().ok_or(Error::NotFound)?;
        let ctx = Context::new(stage, Actor::Person(head));
        let file = roll::workbook(&dice, &unit.full_name, count);
        let report = import::preview_import(
            &ctx,
            unit.id,
            &ROLL_FROM.map(str::to_owned),
            file.into_bytes(),
        )
        .await?;
        let id = report.waiting.ok_or_else(|| {
            Error::Internal(format!(
                "the sample roll has errors: {:?}",
                report.errors.first()
            ))
        })?;
        let others: BTreeSet<u64> = report.twins.iter().map(|twin| twin.line).collect();
        if import::store_import(&ctx, id, &others).await?.is_err() {
            return Err(Error::Internal("the sample roll was not stored".into()));
        }
        hamlets.push(Hamlet {
            households: on_roll(&ctx, &unit).await?,
            unit,
            officers,
            chairman,
            front,
        });
    }
    clock.set(back);
    Ok(Assembly {
        hamlets,
        scenes: scenes::all(),
        decisions: BTreeMap::new(),
    })
}

async fn on_roll(ctx: &Context<'_>, unit: &Unit) -> Result<Vec<HouseholdId>> {
    let part = Part {
        unit: unit.id,
        on: ctx.today(),
        words: "",
        number: None,
    };
    let mut tx = ctx.read().await?;
    let entries = households::on_day(&mut tx, &part, MANY, 0).await?;
    Ok(entries
        .into_iter()
        .map(|entry| entry.household.id)
        .collect())
}

/// The communes and hamlets that take part: commune, then its hamlets in order.
pub fn places() -> impl Iterator<Item = (&'static str, usize)> {
    COMMUNES
        .into_iter()
        .flat_map(|commune| (1..=HAMLETS).map(move |number| (commune, number)))
}

/// The officers of a hamlet, in order.
pub fn officers() -> impl Iterator<Item = Role> {
    OFFICERS.into_iter()
}

/// Days of all moves up to the last day: scene, place of the move, day.
pub fn days(assembly: &Assembly, last: Date) -> Vec<(usize, usize, Date)> {
    let mut all = Vec::new();
    for (number, scene) in assembly.scenes.iter().enumerate() {
        let begins = last.saturating_sub(i64::from(scene.begins).days());
        for (place, (after, _)) in scene.moves.iter().enumerate() {
            let day = begins.saturating_add(i64::from(*after).days());
            if day <= last {
                all.push((number, place, day));
            }
        }
    }
    all
}

struct Turn<'a, 'p> {
    stage: &'p Platform,
    hamlet: &'a Hamlet,
    id: DecisionId,
    day: Date,
}

impl Assembly {
    /// Play one move on its day.
    pub async fn play(
        &mut self,
        stage: &Platform,
        tx: &mut WriteTx,
        (scene, place): (usize, usize),
        day: Date,
    ) -> Result<()> {
        let Some(played) = self.scenes.get(scene) else {
            return Ok(());
        };
        let hamlet = self.hamlets.get(played.hamlet).ok_or(Error::NotFound)?;
        let Some((_, step)) = played.moves.get(place) else {
            return Ok(());
        };
        if let Move::Propose(proposal) = step {
            let who = match proposal.origin {
                Origin::Chairman => &hamlet.chairman,
                _ => officer(hamlet, 0)?,
            };
            let ctx = Context::new(stage, Actor::Person(who.clone()));
            let new = NewDecision {
                unit: hamlet.unit.id,
                proposal: (**proposal).clone(),
                replaces: None,
            };
            let decision = room::propose_in(&ctx, tx, new).await?;
            self.decisions.insert(scene, decision.id);
            return Ok(());
        }
        let id = *self.decisions.get(&scene).ok_or(Error::NotFound)?;
        let turn = Turn {
            stage,
            hamlet,
            id,
            day,
        };
        turn.play(tx, step).await
    }
}

fn officer(hamlet: &Hamlet, place: usize) -> Result<&Person> {
    hamlet.officers.get(place).ok_or(Error::NotFound)
}

impl<'p> Turn<'_, 'p> {
    fn by(&self, person: &Person) -> Context<'p> {
        Context::new(self.stage, Actor::Person(person.clone()))
    }

    fn officer(&self, place: usize) -> Result<Context<'p>> {
        Ok(self.by(officer(self.hamlet, place)?))
    }

    async fn decision(&self, tx: &mut WriteTx) -> Result<Decision> {
        Ok(stored::get(tx, self.id).await?.decision)
    }

    fn first(&self, count: u64) -> &[HouseholdId] {
        let count = usize::try_from(count)
            .unwrap_or(usize::MAX)
            .min(self.hamlet.households.len());
        self.hamlet.households.get(..count).unwrap_or_default()
    }

    async fn play(&self, tx: &mut WriteTx, step: &Move) -> Result<()> {
        let head = self.officer(0)?;
        match step {
            Move::Propose(_) => Ok(()),
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
            Move::Send => room::send_in(&head, tx, self.id, self.day).await,
            Move::Recognise => self.recognise(tx).await,
            Move::Refuse(reason) => self.refuse(tx, reason).await,
            Move::Annul(reason) => self.annul(tx, reason).await,
        }
    }

    /// Who conducts it: the chairman orders an election, the Front work committee leads its team.
    async fn runner(&self, tx: &mut WriteTx) -> Result<Context<'p>> {
        let decision = self.decision(tx).await?;
        match decision.proposal.origin {
            Origin::Chairman => Ok(self.by(&self.hamlet.chairman)),
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
                household: *household,
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
            room::arrive_in(&team, tx, self.id, *household, room::ArrivalWay::Tap).await?;
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
            secret: secret.then_some(dinh_domain::decision::SecretPapers {
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
                household: *household,
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

impl Turn<'_, '_> {
    /// The body that the law names: the Front for boards, the People's Committee for the rest.
    async fn recogniser(&self, tx: &mut WriteTx) -> Result<Person> {
        let decision = self.decision(tx).await?;
        let by = decision.recogniser(self.stage.law, self.day)?;
        Ok(match by {
            Some(dinh_law::Recogniser::FatherlandFront) => self.hamlet.front.clone(),
            _ => self.hamlet.chairman.clone(),
        })
    }

    fn answer(&self) -> room::Answer {
        room::Answer {
            document: "52/QĐ (mẫu)".to_owned(),
            on: self.day,
            logins: Vec::new(),
        }
    }

    async fn recognise(&self, tx: &mut WriteTx) -> Result<()> {
        let who = self.recogniser(tx).await?;
        room::recognise_in(&self.by(&who), tx, self.id, self.answer()).await
    }

    async fn refuse(&self, tx: &mut WriteTx, reason: &str) -> Result<()> {
        let who = self.recogniser(tx).await?;
        room::refuse_recognition_in(&self.by(&who), tx, self.id, self.answer(), reason).await
    }

    async fn annul(&self, tx: &mut WriteTx, reason: &str) -> Result<()> {
        let chairman = self.by(&self.hamlet.chairman);
        let ground = AnnulmentGround::Procedure;
        room::annul_in(
            &chairman,
            tx,
            self.id,
            ground,
            "61/QĐ-UBND (mẫu)",
            reason,
            self.day,
        )
        .await
    }
}

fn witnesses() -> Vec<String> {
    vec!["Bà Mai Thị Mẫu".to_owned(), "Ông Sơn Văn Mẫu".to_owned()]
}
