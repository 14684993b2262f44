//! What a household keeps of its vote, and how it checks that the vote is stored and counted.
//!
//! The receipt proves to the household that its line was not changed. It also shows others how it voted: the page says
//! so before it is printed, because an online vote is not secret.

use dinh_domain::decision::{Choice, Decision, State, VoteChannel, vote_line};
use dinh_domain::roll::LineProof;
use dinh_register::Hash;
use dinh_store::ReadTx;
use dinh_store::decision::online::SaidRow;
use dinh_verify::vote::{FORMAT, VoteReceiptFile};
use jiff::civil::DateTime;

use super::load::{bytes, damaged, heard, round_of, votes};
use super::voter::{Credential, Voter, voter};
use crate::clock::local;
use crate::error::Result;
use crate::platform::Context;

/// The proof that an answer is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The line as it is sealed.
    pub text: String,
    /// Its salt.
    pub salt: [u8; 32],
    /// What stands in the tree.
    pub commitment: [u8; 32],
    /// How often the household gave or changed its answer.
    pub revision: i64,
    /// When, local time.
    pub at: DateTime,
}

impl Receipt {
    /// The receipt of a stored answer.
    pub(super) fn of(decision: &Decision, row: &SaidRow) -> Result<Self> {
        let line = u64::try_from(row.line).map_err(|_| damaged("line"))?;
        let choice = Choice::parse(&row.choice).ok_or_else(|| damaged("choice"))?;
        Ok(Self {
            text: vote_line(decision.number, decision.round.number, line, &choice),
            salt: bytes(&row.salt)?,
            commitment: bytes(&row.commitment)?,
            revision: row.revision,
            at: local(row.cast_at.to_jiff()).datetime(),
        })
    }

    /// The first signs of the commitment, to compare two receipts by eye.
    pub fn short(&self) -> String {
        let hex = dinh_register::hex(&self.commitment);
        let mut short = String::new();
        for (place, sign) in hex.chars().take(16).enumerate() {
            if place > 0 && place % 4 == 0 {
                short.push(' ');
            }
            short.push(sign);
        }
        short
    }
}

/// Where the answer of a household stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoteState {
    /// The household has said nothing.
    Nothing,
    /// Stored; the vote has no result yet.
    Stored(Receipt),
    /// Different answers on different channels; the counting team decides.
    Conflict,
    /// Counted.
    Counted(Box<CountedVote>),
}

/// A vote in the tree whose root the register holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedVote {
    /// Its receipt.
    pub receipt: Receipt,
    /// How it came in.
    pub channel: VoteChannel,
    /// From its line to the root.
    pub proof: LineProof,
    /// The entry of the count; none in the first moments.
    pub position: Option<i64>,
}

/// Whether the vote of a household is stored and, once there is a result, counted.
pub async fn check_vote(
    ctx: &Context<'_>,
    credential: Credential<'_>,
) -> Result<(Decision, VoteState)> {
    let mut tx = ctx.read().await?;
    let voter = voter(ctx, &mut tx, credential).await?;
    let state = state_of(&mut tx, &voter).await?;
    Ok((voter.decision, state))
}

async fn state_of(tx: &mut ReadTx, voter: &Voter) -> Result<VoteState> {
    let decision = &voter.decision;
    let round = round_of(decision);
    let own = heard(tx, round, voter.household).await?;
    if own.rows.is_empty() {
        return Ok(VoteState::Nothing);
    }
    let Some((channel, row)) = own.counting() else {
        return Ok(VoteState::Conflict);
    };
    let receipt = Receipt::of(decision, row)?;
    if decision.state == State::Open {
        return Ok(VoteState::Stored(receipt));
    }
    let counted = votes(tx, decision).await?;
    let leaves = counted.leaves()?;
    let Some(place) = leaves
        .iter()
        .position(|leaf| leaf.household == voter.household)
    else {
        return Ok(VoteState::Stored(receipt));
    };
    let index = u64::try_from(place).map_err(|_| damaged("place"))?;
    let tree = counted.tree()?;
    let proof = LineProof {
        text: receipt.text.clone(),
        salt: receipt.salt,
        root: tree.root().map_err(|_| damaged("root"))?,
        index,
        size: tree.size(),
        hashes: tree.path(index).map_err(|_| damaged("path"))?,
    };
    let steps = dinh_store::decision::steps::of(tx, decision.id).await?;
    let position = steps
        .iter()
        .rev()
        .find(|step| step.step == "conclude" && step.round == round.1)
        .and_then(|step| step.register_position);
    Ok(VoteState::Counted(Box::new(CountedVote {
        receipt,
        channel,
        proof,
        position,
    })))
}

/// The receipt as a file. Once the vote is counted and its entry signed, it holds everything that a check without any
/// network needs: the line, its way to the root, the text that names the root, and the receipt of the entry.
pub async fn receipt_json(ctx: &Context<'_>, credential: Credential<'_>) -> Result<Option<String>> {
    let mut tx = ctx.read().await?;
    let voter = voter(ctx, &mut tx, credential).await?;
    let state = state_of(&mut tx, &voter).await?;
    let (receipt, counted) = match &state {
        VoteState::Nothing | VoteState::Conflict => return Ok(None),
        VoteState::Stored(receipt) => (receipt, None),
        VoteState::Counted(counted) => (&counted.receipt, Some(counted)),
    };
    let mut file = VoteReceiptFile {
        format: FORMAT.to_owned(),
        line: receipt.text.clone(),
        salt: Hash(receipt.salt).base64(),
        commitment: Hash(receipt.commitment).base64(),
        index: None,
        size: None,
        hashes: None,
        root: None,
        box_text: None,
        entry: None,
    };
    if let Some(counted) = counted {
        let proof = &counted.proof;
        let hashes = proof.hashes.iter().map(|hash| Hash(*hash).base64());
        file.index = Some(proof.index);
        file.size = Some(proof.size);
        file.hashes = Some(hashes.collect());
        file.root = Some(Hash(proof.root).base64());
        if let Some(position) = counted.position {
            add_entry(&mut tx, &mut file, position).await?;
        }
    }
    serde_json::to_string(&file)
        .map(Some)
        .map_err(|_| damaged("receipt"))
}

/// The entry of the count with its proof, once the register has signed it.
async fn add_entry(tx: &mut ReadTx, file: &mut VoteReceiptFile, position: i64) -> Result<()> {
    let Some(entry) = crate::register::find_proof(tx, position).await? else {
        return Ok(());
    };
    file.box_text = entry
        .contents
        .iter()
        .find(|content| content.name == super::seal::BOX_TEXT)
        .and_then(|content| content.text.clone());
    file.entry = crate::register::receipt(&entry, false)?
        .map(|receipts| dinh_register::Receipt::from_json(&receipts.json))
        .transpose()
        .map_err(|_| damaged("receipt of the entry"))?;
    Ok(())
}
