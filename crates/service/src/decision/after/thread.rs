//! The common thread of a commune-wide matter: it opens one part in every community, each of which runs through the
//! ordinary steps; two thirds of all communities must approve (Articles 16(1), 21(1)).

use std::fmt::Write;

use dinh_domain::access::Action;
use dinh_domain::decision::{Choice, Closing, Count, Decision, Opening, Outcome, Roll, State};
use dinh_domain::ids::{DecisionId, UnitId};
use dinh_domain::units::Unit;
use dinh_store::WriteTx;
use dinh_store::decision as stored;
use sha2::{Digest, Sha256};

use super::super::conclude::conclude_in;
use super::super::propose::add_first_step;
use super::super::public_text::{head, opening_text, question, text};
use super::super::thing::{PublicAct, finish, read};
use crate::clock::local;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::units::UnitDirectory;

const COMMUNITIES: i64 = 1_000;

/// Open the thread: its roll are the communities of the commune today, and each gets its part.
pub(in crate::decision) async fn open_thread_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    mut decision: Decision,
) -> Result<()> {
    let today = ctx.today();
    let below = dinh_store::units::children(tx, decision.unit, today, COMMUNITIES).await?;
    let communities: Vec<Unit> = below.into_iter().filter(Unit::has_roll).collect();
    if communities.is_empty() {
        return Err(Error::field(
            "roll",
            "Xã, phường này chưa có thôn, tổ dân phố nào trong danh mục; hãy nhờ quản trị bổ sung trước khi mở.",
        ));
    }
    let total = u64::try_from(communities.len())
        .map_err(|_| Error::Internal("too many communities".into()))?;
    let opening = Opening {
        now: local(ctx.now()).datetime(),
        roll: Roll {
            total,
            root: root_of(&communities),
            corrections: 0,
        },
        papers_in_time: 0,
    };
    decision.open(opening, ctx.law())?;
    let threshold = decision.threshold(ctx.law(), today)?;
    let matter = decision.matter(ctx.law(), today)?;
    let public = PublicAct {
        act: "open",
        laws: vec![
            matter.citation.register_code(),
            threshold.citation.register_code(),
        ],
        contents: vec![
            opening_text(&decision, &threshold),
            communities_text(&decision, &communities),
            question(&decision),
        ],
    };
    let note = format!("{total} thôn, tổ dân phố");
    finish(ctx, tx, &mut decision, "open", &note, Some(public)).await?;
    for community in &communities {
        add_part_in(ctx, tx, &decision, community.id).await?;
    }
    Ok(())
}

/// A digest over who decides, as the register names each.
fn root_of(communities: &[Unit]) -> String {
    let mut keys: Vec<String> = communities.iter().map(Unit::register_key).collect();
    keys.sort();
    let digest: [u8; 32] = Sha256::digest(keys.join("\n").as_bytes()).into();
    dinh_register::hex(&digest)
}

fn communities_text(decision: &Decision, communities: &[Unit]) -> crate::register::ActContent {
    let mut lines = head("communities", decision);
    let mut keys: Vec<String> = communities.iter().map(Unit::register_key).collect();
    keys.sort();
    for key in keys {
        let _ = writeln!(lines, "community {key}");
    }
    text("thon-to-dan-pho.txt", lines, false)
}

/// One community's part: the same proposal, on which the Front of the commune has agreed already.
async fn add_part_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    thread: &Decision,
    community: UnitId,
) -> Result<()> {
    let number = dinh_store::numbers::next(tx, "decision").await?;
    let id = DecisionId(ctx.new_id());
    let proposal = thread.proposal.clone();
    let part = Decision {
        parent: Some(thread.id),
        author: thread.author,
        front_agreed_on: thread.front_agreed_on,
        sample: thread.sample,
        ..Decision::proposed(id, number, community, proposal, ctx.today())
    };
    stored::add(tx, &part, thread.unit, ctx.now()).await?;
    add_first_step(ctx, tx, &part).await
}

/// What one community said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommunityResult {
    /// Number of its part.
    pub number: i64,
    /// The community.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Where its part stands.
    pub state: State,
    /// What came out; none before.
    pub outcome: Option<Outcome>,
    /// Households of its frozen roll.
    pub total: Option<u64>,
    /// Households that must agree; none before the roll is fixed.
    pub needed: Option<u64>,
    /// Households in favour of the strongest option; none before the result.
    pub approve: Option<u64>,
    /// Whether readers may see its page.
    pub is_public: bool,
    /// How often its part has changed.
    pub version: i64,
}

impl CommunityResult {
    fn new(ctx: &Context<'_>, part: stored::Stored, units: &UnitDirectory) -> Result<Self> {
        let decision = part.decision;
        let total = decision.round.roll.as_ref().map(|roll| roll.total);
        let threshold = decision.threshold(ctx.law(), ctx.today())?;
        let count = decision.round.count.as_ref();
        Ok(Self {
            number: decision.number,
            unit: decision.unit,
            unit_name: units
                .find(decision.unit)
                .map(|unit| unit.full_name.clone())
                .unwrap_or_default(),
            state: decision.state,
            total,
            needed: total.and_then(|total| threshold.share.needed(total)),
            approve: count.and_then(|count| count.approve.iter().copied().max()),
            outcome: decision.outcome().cloned(),
            is_public: part.register_position.is_some(),
            version: decision.version,
        })
    }
}

/// What each community said, by number of its part: two statements, however many there are.
pub async fn community_results(
    ctx: &Context<'_>,
    thread: DecisionId,
) -> Result<Vec<CommunityResult>> {
    let mut tx = ctx.read().await?;
    let units = crate::units::directory(ctx.platform, &mut tx).await?;
    let parts = stored::children(&mut tx, thread, 0, COMMUNITIES).await?;
    parts
        .into_iter()
        .map(|part| CommunityResult::new(ctx, part, &units))
        .collect()
}

/// Add up what the communities said: once all have decided, or the time is over and who said nothing did not approve.
pub async fn conclude_thread(ctx: &Context<'_>, id: DecisionId) -> Result<Outcome> {
    let mut tx = ctx.write().await?;
    let outcome = conclude_thread_in(ctx, &mut tx, id).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// The same inside a transaction of the caller.
pub async fn conclude_thread_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
) -> Result<Outcome> {
    let (mut decision, _) = read(ctx, tx, id, Action::RunDecision).await?;
    if !decision.is_thread() {
        return Err(Error::Conflict(
            "Việc này do chính cộng đồng dân cư quyết định, không tổng hợp từ các thôn, tổ dân phố."
                .into(),
        ));
    }
    let parts = stored::children(tx, id, 0, COMMUNITIES).await?;
    let total = decision.round.roll.as_ref().map_or(0, |roll| roll.total);
    let mut count = Count::new(total, decision.proposal.options.len());
    let mut lines = head("parts", &decision);
    for part in &parts {
        if let Some(choice) = said(&part.decision) {
            count.add(&choice);
        }
        let outcome = part.decision.outcome().map_or("none", Outcome::code);
        let _ = writeln!(lines, "part {} {outcome}", part.decision.number);
    }
    let closing = Closing {
        now: local(ctx.now()).datetime(),
        count,
        witnesses: Vec::new(),
        unresolved: 0,
    };
    let contents = vec![text("ket-qua-tung-noi.txt", lines, false)];
    conclude_in(ctx, tx, &mut decision, closing, contents).await
}

/// What a community said with its part. A meeting that was too small said nothing yet: ballots may follow.
fn said(part: &Decision) -> Option<Choice> {
    if part.state == State::Annulled {
        return None;
    }
    match part.outcome()? {
        Outcome::Passed { options } => Some(Choice::For {
            options: options.clone(),
        }),
        Outcome::NotPassed | Outcome::FailedElection => Some(Choice::Against),
        Outcome::NotEnoughHouseholds => None,
    }
}
