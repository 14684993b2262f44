//! Cast and change the vote of one's household.
//!
//! The closing time is read from the platform's clock inside the write transaction: what arrives later is refused and
//! the voter is told, whatever the clock of a phone says.

use dinh_domain::decision::{Change, Choice, Decision, Standing, VoteChannel, vote_line};
use dinh_domain::folding::clean;
use dinh_domain::ids::{AccountId, HouseholdId};
use dinh_domain::roll::commitment;
use dinh_store::WriteTx;
use dinh_store::decision::online as stored;
use jiff::Timestamp;
use serde_json::json;

use super::load::{bytes, heard, round_of};
use super::receipt::Receipt;
use super::voter::{Credential, voter};
use crate::audit;
use crate::clock::local;
use crate::error::{Error, Result};
use crate::platform::Context;

/// Signs that another opinion may have.
const LONGEST_OPINION: usize = 1000;

/// What a household says.
#[derive(Clone, Debug)]
pub struct NewVote {
    /// Agreed, not agreed, another opinion.
    pub choice: Choice,
    /// The words of another opinion.
    pub opinion: String,
    /// The revision that the voter had before the eyes; 0 for the first vote.
    pub seen: i64,
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct Cast {
    /// Proof that it is stored.
    pub receipt: Receipt,
    /// Nothing was stored before, or something else.
    pub changed: bool,
    /// The household said something else on paper; the counting team will decide.
    pub conflict: bool,
}

/// Cast or change it, in one durable transaction with whoever votes at the same moment.
pub async fn cast(ctx: &Context<'_>, credential: Credential<'_>, vote: NewVote) -> Result<Cast> {
    ctx.platform.votes.cast(ctx, credential, &vote).await
}

/// The same inside a transaction of the caller. Whoever is refused has changed nothing: all checks stand before the
/// first statement that writes.
pub async fn cast_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    credential: Credential<'_>,
    vote: NewVote,
) -> Result<Cast> {
    let voter = voter(ctx, tx, credential).await?;
    let line = voter.counted_line()?;
    let who = Who {
        household: voter.household,
        line,
        channel: VoteChannel::Online,
        by: voter.account,
    };
    say(ctx, tx, &voter.decision, &who, (vote, ""), ctx.now()).await
}

/// Whose answer it is, and how it came in.
pub(super) struct Who {
    pub household: HouseholdId,
    pub line: i64,
    pub channel: VoteChannel,
    pub by: Option<AccountId>,
}

/// Write an answer down, with its audit row. `at` is when it was given; the second text is its source.
pub(super) async fn say(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &Decision,
    who: &Who,
    (vote, source): (NewVote, &str),
    at: Timestamp,
) -> Result<Cast> {
    let round = round_of(decision);
    let mut heard = heard(tx, round, who.household).await?;
    let moment = local(at).datetime();
    decision.takes_votes(moment, !heard.rows.is_empty(), ctx.law())?;
    let opinion = checked(decision, &vote)?;
    let had_words = heard
        .voice
        .said
        .get(&who.channel)
        .is_some_and(|said| said.choice == Choice::Other);
    let change = heard
        .voice
        .say(who.channel, (vote.choice.clone(), moment), vote.seen)?;
    let receipt = match (change, heard.rows.get(&who.channel)) {
        (Change::Same(_), Some(row)) => Receipt::of(decision, row)?,
        (Change::Same(revision) | Change::Stored(revision), _) => {
            let receipt = store(ctx, tx, decision, who, (&vote.choice, revision), at).await?;
            let detail = json!({
                "number": decision.number, "round": round.1, "channel": who.channel.code(),
                "change": revision > 1,
            });
            let unit = Some(decision.unit);
            audit::record(ctx, tx, "cast_vote", decision.id, unit, detail).await?;
            receipt
        }
    };
    if had_words || !opinion.is_empty() || !source.is_empty() {
        let whose = (who.household, who.channel.code());
        stored::set_words(tx, round, whose, (&opinion, source)).await?;
    }
    let standing = heard.voice.standing();
    let conflict = standing == Standing::Conflict;
    if matches!(change, Change::Stored(_)) && (conflict || heard.disputed) {
        stored::open_conflict(tx, round, who.household, ctx.now()).await?;
    }
    Ok(Cast {
        receipt,
        changed: matches!(change, Change::Stored(_)),
        conflict,
    })
}

async fn store(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &Decision,
    who: &Who,
    (choice, revision): (&Choice, i64),
    at: Timestamp,
) -> Result<Receipt> {
    let number = u64::try_from(who.line).map_err(|_| super::load::damaged("line"))?;
    let text = vote_line(decision.number, decision.round.number, number, choice);
    let salt = ctx.platform.random.bytes();
    let said = stored::NewSaid {
        household: who.household,
        channel: who.channel.code(),
        line: who.line,
        choice: &choice.code(),
        salt,
        commitment: commitment(&salt, &text),
        revision,
        at,
        by: who.by,
    };
    let sealed = said.commitment;
    stored::say(tx, round_of(decision), said).await?;
    Ok(Receipt {
        text,
        salt,
        commitment: bytes(&sealed)?,
        revision,
        at: local(at).datetime(),
    })
}

/// The choice is one that the screen offers; another opinion has its words. Gives the words.
fn checked(decision: &Decision, vote: &NewVote) -> Result<String> {
    let proposal = &decision.proposal;
    let possible = vote
        .choice
        .is_possible(proposal.options.len(), proposal.seats);
    if !possible || vote.choice == Choice::Invalid {
        return Err(Error::field(
            "choice",
            "Hãy chọn một trong các ý: đồng ý, không đồng ý hoặc ý kiến khác.",
        ));
    }
    if vote.choice != Choice::Other {
        return Ok(String::new());
    }
    let opinion = clean(&vote.opinion);
    if opinion.is_empty() {
        return Err(Error::field(
            "opinion",
            "Hãy ghi ý kiến khác của hộ, một vài từ cũng được.",
        ));
    }
    if opinion.chars().count() > LONGEST_OPINION {
        return Err(Error::field(
            "opinion",
            format!("Ý kiến dài quá {LONGEST_OPINION} ký tự; hãy ghi ngắn hơn."),
        ));
    }
    Ok(opinion)
}
