//! The ballots of a round, from what is stored.

use std::collections::BTreeMap;

use dinh_domain::access::Action;
use dinh_domain::decision::{Ballot, BallotBox, Choice, Collected, Decision, Entry, Place, State};
use dinh_domain::ids::{AccountId, DecisionId, HouseholdId};
use dinh_law::DecisionForm;
use dinh_store::decision::ballots as stored;
use dinh_store::decision::households;
use dinh_store::roll::frozen;
use dinh_store::{ReadTx, WriteTx};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::clock::local;
use crate::decision::deliver::DeliveryKind;
use crate::decision::thing::read;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::roll::MOST_HOUSEHOLDS;

/// A round whose ballots are out, for whoever may count.
pub(super) struct Running {
    pub decision: Decision,
    pub account: AccountId,
    pub ballots: BallotBox,
    /// Whose law decides.
    pub on: Date,
    /// Local time.
    pub now: DateTime,
}

impl Running {
    /// The decision and its running round.
    pub fn round(&self) -> (DecisionId, i64) {
        (self.decision.id, self.decision.round.number)
    }
}

/// Read a round whose ballots are out. Ballots exist only after the roll was frozen.
pub(super) async fn running(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    action: Action,
) -> Result<Running> {
    let (decision, account) = read(ctx, tx, id, action).await?;
    if !is_on_paper(&decision) {
        return Err(Error::Conflict(
            "Việc này không lấy ý kiến bằng phiếu của hộ gia đình. Hãy mở lại trang của việc để xem hình thức đã chọn."
                .into(),
        ));
    }
    match decision.state {
        State::Open => {}
        State::Proposed | State::Planned | State::Noticed => {
            return Err(Error::Conflict(
                "Việc này chưa mở lấy ý kiến. Hãy mở để chốt danh sách hộ, rồi in và phát phiếu."
                    .into(),
            ));
        }
        _ => {
            return Err(Error::Conflict(
                "Việc này đã có kết quả; phiếu và danh sách không sửa được nữa.".into(),
            ));
        }
    }
    let ballots = load(tx, &decision).await?.ballots;
    Ok(Running {
        account,
        ballots,
        on: decision.law_day(ctx.today()),
        now: local(ctx.now()).datetime(),
        decision,
    })
}

/// Whether the newest round is decided by household ballots.
pub(super) fn is_on_paper(decision: &Decision) -> bool {
    decision
        .round
        .plan
        .as_ref()
        .is_some_and(|plan| plan.form == DecisionForm::Ballots)
}

/// The ballots with what is not for the rules: salts, and when the first paper was read.
pub(super) struct Loaded {
    pub ballots: BallotBox,
    pub salts: BTreeMap<u32, [u8; 32]>,
    pub first_read: Option<Timestamp>,
}

/// The ballots of the newest round of a decision.
pub(super) async fn load(tx: &mut ReadTx, decision: &Decision) -> Result<Loaded> {
    let round = (decision.id, decision.round.number);
    let lines = frozen::lines(tx, round.0, round.1, 0, MOST_HOUSEHOLDS * 2).await?;
    let given = households::delivered(tx, round, DeliveryKind::Ballot.code()).await?;
    let mut loaded = Loaded {
        ballots: BallotBox {
            roll: lines
                .iter()
                .filter(|line| line.removed_by.is_none())
                .map(|line| HouseholdId(line.household_id))
                .collect(),
            options: decision.proposal.options.len(),
            seats: decision.proposal.seats,
            closes: decision.round.plan.as_ref().and_then(|plan| plan.closes),
            given: given.into_iter().map(|(household, _)| household).collect(),
            ..BallotBox::default()
        },
        salts: BTreeMap::new(),
        first_read: None,
    };
    for (household, state) in stored::collected(tx, round).await? {
        let state = Collected::find(&state).ok_or_else(|| damaged("state of a collection"))?;
        loaded.ballots.collected.insert(household, state);
    }
    for row in stored::ballots(tx, round).await? {
        let serial = unsigned(row.serial)?;
        let salt = row.salt.as_slice().try_into();
        loaded
            .salts
            .insert(serial, salt.map_err(|_| damaged("salt"))?);
        let asked = row.asked_by.filter(|_| row.state == "asked");
        let ballot = Ballot {
            asked: asked.map(|by| (row.reason.clone(), AccountId(by))),
            void: (row.state == "void").then_some(row.reason),
            replaced_by: row.replaced_by.map(unsigned).transpose()?,
            entries: Vec::new(),
        };
        loaded.ballots.ballots.insert(serial, ballot);
    }
    for row in stored::entries(tx, round).await? {
        let at = row.at.to_jiff();
        loaded.first_read = Some(loaded.first_read.map_or(at, |first| first.min(at)));
        let entry = entry(&row)?;
        if let Some(ballot) = loaded.ballots.ballots.get_mut(&unsigned(row.serial)?) {
            ballot.entries.push(entry);
        }
    }
    Ok(loaded)
}

fn entry(row: &stored::EntryRow) -> Result<Entry> {
    Ok(Entry {
        place: Place::find(row.entry).ok_or_else(|| damaged("place of an entry"))?,
        account: AccountId(row.account_id),
        choice: Choice::parse(&row.choice).ok_or_else(|| damaged("choice"))?,
        reason: row.reason.clone(),
    })
}

fn unsigned(serial: i64) -> Result<u32> {
    u32::try_from(serial).map_err(|_| damaged("serial"))
}

fn damaged(what: &str) -> Error {
    Error::Internal(format!("stored ballots: {what} does not make sense"))
}
