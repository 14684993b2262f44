//! The hamlets with their rolls and officers, their scenes, and how far each has come.

use std::collections::{BTreeMap, BTreeSet};

use dinh_domain::access::Role;
use dinh_domain::decision::{Origin, Proposal};
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_domain::units::Unit;
use dinh_law::Scope;
use dinh_store::WriteTx;
use dinh_store::decision as stored;
use dinh_store::roll::households::{self, Part};
use jiff::ToSpan;
use jiff::civil::Date;

use super::people::OFFICERS;
use super::scene::{Move, Scene};
use super::turn::Turn;
use super::{COMMUNES, HAMLETS, HOUSEHOLDS, roll, scenes};
use crate::clock::SetClock;
use crate::decision as room;
use crate::decision::NewDecision;
use crate::demo::dice::Dice;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Person, Platform};
use crate::roll::import;

/// The roll is handed in some days after the communes began.
const ROLL_DAY: Date = Date::constant(2025, 7, 21);
const ROLL_FROM: [&str; 3] = ["1", "7", "2025"];
const MANY: i64 = 1_000;

/// A hamlet with whoever acts for it.
#[derive(Clone)]
pub struct Hamlet {
    /// The hamlet.
    pub unit: Unit,
    /// Head, Front work committee, three members of teams.
    pub officers: Vec<Person>,
    /// Chairman of its commune.
    pub chairman: Person,
    /// Front of its commune.
    pub front: Person,
    /// Every household with who represents it, in the order of their numbers.
    pub households: Vec<(HouseholdId, String)>,
}

impl Hamlet {
    /// The officer at this place.
    pub(super) fn officer(&self, place: usize) -> Result<&Person> {
        self.officers.get(place).ok_or(Error::NotFound)
    }
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

/// The households of a hamlet today, with who represents them.
pub async fn on_roll(ctx: &Context<'_>, unit: &Unit) -> Result<Vec<(HouseholdId, String)>> {
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
        .map(|entry| (entry.household.id, entry.representative.name))
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
        let before = self.decisions.get(&scene).copied();
        let begun = match step {
            Move::Propose(proposal) => Some(propose(stage, tx, hamlet, proposal, None).await?),
            Move::Replace(proposal) => Some(propose(stage, tx, hamlet, proposal, before).await?),
            Move::Join => Some(part_of_newest(tx, &hamlet.unit).await?),
            _ => None,
        };
        if let Some(begun) = begun {
            self.decisions.insert(scene, begun);
            return Ok(());
        }
        let turn = Turn {
            stage,
            hamlet,
            id: before.ok_or(Error::NotFound)?,
            day,
        };
        turn.play(tx, step).await
    }
}

/// Who proposes it depends on whose matter it is; a matter of the whole commune is the commune's.
pub async fn propose(
    stage: &Platform,
    tx: &mut WriteTx,
    hamlet: &Hamlet,
    proposal: &Proposal,
    replaces: Option<DecisionId>,
) -> Result<DecisionId> {
    let who = match proposal.origin {
        Origin::Chairman => &hamlet.chairman,
        _ => hamlet.officer(0)?,
    };
    let ctx = Context::new(stage, Actor::Person(who.clone()));
    let unit = match proposal.scope {
        Scope::Commune => hamlet.unit.parent.ok_or(Error::NotFound)?,
        _ => hamlet.unit.id,
    };
    let new = NewDecision {
        unit,
        proposal: proposal.clone(),
        replaces,
    };
    Ok(room::propose_in(&ctx, tx, new).await?.id)
}

/// The hamlet's part of the newest matter of its whole commune.
async fn part_of_newest(tx: &mut WriteTx, hamlet: &Unit) -> Result<DecisionId> {
    let commune = hamlet.parent.ok_or(Error::NotFound)?;
    let newest = stored::of_unit(tx, commune, i64::MAX, 1).await?;
    let thread = newest.first().ok_or(Error::NotFound)?.decision.id;
    let parts = stored::children(tx, thread, 0, MANY).await?;
    parts
        .into_iter()
        .map(|part| part.decision)
        .find(|part| part.unit == hamlet.id)
        .map(|part| part.id)
        .ok_or(Error::NotFound)
}
