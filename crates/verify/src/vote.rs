//! The receipt of a vote as a file, and its check without any network: the line of the household is sealed in the tree
//! whose root the register holds in the entry of the count.
//!
//! What the check proves: this line, letter for letter, is one of the counted votes. It also shows how the household
//! voted, so the page says so before the file is taken home. Every field is untrusted and recomputed.

use dinh_register::{Hash, Policy, Verified, VerifyError, receipt, seal, tree};
use serde::{Deserialize, Serialize};

/// The value of `format` in every receipt of a vote.
pub const FORMAT: &str = "dinh/vote-receipt/1";
/// The name under which the register's text about the votes is compared; no part of the proof.
const BOX_TEXT: &str = "bieu-quyet.txt";
/// The room of the entry of a count.
const ROOM: &str = "decision";

/// Everything about one vote in one file. Bytes are base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteReceiptFile {
    /// Always [`FORMAT`].
    pub format: String,
    /// The line as it is sealed.
    pub line: String,
    /// Its salt.
    pub salt: String,
    /// What stands in the tree.
    pub commitment: String,
    /// Place among the counted votes, from 0; this and what follows once the vote is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<u64>,
    /// Counted votes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// From the sibling of the line up to the child of the root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hashes: Option<Vec<String>>,
    /// The root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// The text of the register that names the root; none in the first moments.
    #[serde(rename = "box", default, skip_serializing_if = "Option::is_none")]
    pub box_text: Option<String>,
    /// The receipt of the entry of the count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<receipt::Receipt>,
}

/// Why a receipt of a vote is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum VoteReceiptFault {
    /// It is no receipt of a vote, or it is broken.
    #[error("not a receipt of a vote")]
    Json,
    /// It was taken before the vote was counted and proves nothing yet.
    #[error("the vote was not counted yet")]
    NotCounted,
    /// The line is not written as lines of votes are.
    #[error("not a line of a vote")]
    Line,
    /// The line and its salt do not give the sealed value.
    #[error("another line was sealed")]
    Commitment,
    /// The way of the line does not end at the root.
    #[error("the line does not lead to the root")]
    Path,
    /// The text of the register is about another vote, or names another root.
    #[error("the register names another root")]
    Box,
    /// The entry is not the count of a decision.
    #[error("the entry is not a count")]
    Act,
    /// The entry is not shown to be in the register.
    #[error(transparent)]
    Register(#[from] VerifyError),
}

/// What a receipt of a vote has proven.
#[derive(Clone, Debug)]
pub struct CheckedVote {
    /// Number of the decision.
    pub decision: i64,
    /// Round.
    pub round: i64,
    /// Line of the household on the fixed roll.
    pub line: u64,
    /// What it said: `for` and the numbers of options, `against`, `other` or `invalid`.
    pub choice: String,
    /// Place among the counted votes, from 1.
    pub place: u64,
    /// Counted votes.
    pub votes: u64,
    /// The entry of the register.
    pub verified: Verified,
    /// Its exact text.
    pub entry: String,
}

/// Whether a text is meant to be a receipt of a vote.
pub fn is_vote_receipt(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text)
        .is_ok_and(|value| value.get("format").and_then(|format| format.as_str()) == Some(FORMAT))
}

/// Check a receipt against a policy: the keys of the register, and the witnesses if it asks for them. Needs nothing
/// else.
pub fn check_vote_receipt(text: &str, policy: &Policy) -> Result<CheckedVote, VoteReceiptFault> {
    use VoteReceiptFault as Fault;
    let file: VoteReceiptFile = serde_json::from_str(text).map_err(|_| Fault::Json)?;
    if file.format != FORMAT {
        return Err(Fault::Json);
    }
    let salt: [u8; 32] = bytes(&file.salt)?;
    let said = read_line(&file.line).ok_or(Fault::Line)?;
    let sealed = seal(&salt, &Hash::of(file.line.as_bytes()));
    if sealed.0 != bytes(&file.commitment)? {
        return Err(Fault::Commitment);
    }
    let (Some(box_text), Some(entry)) = (&file.box_text, &file.entry) else {
        return Err(Fault::NotCounted);
    };
    let proof = proof_of(&file)?;
    let leaf = tree::leaf_hash(&sealed.0);
    tree::verify_inclusion(&leaf, proof.index, proof.size, &proof.hashes, &proof.root)
        .map_err(|_| Fault::Path)?;
    if !names(box_text, &said, &proof) {
        return Err(Fault::Box);
    }
    let verified = receipt::verify(entry, policy, &[(BOX_TEXT, box_text.as_bytes())])?;
    if verified.act.room != ROOM || verified.act.act != "count" {
        return Err(Fault::Act);
    }
    Ok(CheckedVote {
        decision: said.decision,
        round: said.round,
        line: said.line,
        choice: said.choice,
        place: proof.index + 1,
        votes: proof.size,
        verified,
        entry: entry.entry.clone(),
    })
}

/// The way of the line to the root.
struct Way {
    index: u64,
    size: u64,
    hashes: Vec<Hash>,
    root: Hash,
}

fn proof_of(file: &VoteReceiptFile) -> Result<Way, VoteReceiptFault> {
    let (Some(index), Some(size), Some(hashes), Some(root)) =
        (file.index, file.size, &file.hashes, &file.root)
    else {
        return Err(VoteReceiptFault::Json);
    };
    let hashes = hashes.iter().map(|hash| bytes(hash).map(Hash));
    Ok(Way {
        index,
        size,
        hashes: hashes.collect::<Result<_, _>>()?,
        root: Hash(bytes(root)?),
    })
}

fn bytes(text: &str) -> Result<[u8; 32], VoteReceiptFault> {
    Hash::from_base64(text)
        .map(|hash| hash.0)
        .map_err(|_| VoteReceiptFault::Json)
}

/// What a line of a vote says.
struct SaidLine {
    decision: i64,
    round: i64,
    line: u64,
    choice: String,
}

/// Reads a line; what is written otherwise than lines are is none.
fn read_line(text: &str) -> Option<SaidLine> {
    let said = SaidLine {
        decision: value(text, "decision")?.parse().ok()?,
        round: value(text, "round")?.parse().ok()?,
        line: value(text, "line")?.parse().ok()?,
        choice: value(text, "choice")
            .filter(|code| is_choice(code))?
            .to_owned(),
    };
    let written = format!(
        "dinh/vote-line/1\ndecision {}\nround {}\nline {}\nchoice {}\n",
        said.decision, said.round, said.line, said.choice
    );
    (written == text).then_some(said)
}

/// `against`, `other`, `invalid`, or `for` with numbers of options from 1 in their order.
fn is_choice(code: &str) -> bool {
    let Some(options) = code.strip_prefix("for ") else {
        return matches!(code, "against" | "other" | "invalid");
    };
    let read = |text: &str| {
        let number: u64 = text.parse().ok()?;
        (number > 0 && number.to_string() == text).then_some(number)
    };
    let options: Option<Vec<u64>> = options.split(' ').map(read).collect();
    options.is_some_and(|options| options.is_sorted())
}

fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let (name, value) = line.split_once(' ')?;
        (name == key).then_some(value)
    })
}

/// Whether the text of the register is about this vote, with this root and so many votes.
fn names(box_text: &str, said: &SaidLine, proof: &Way) -> bool {
    let wanted = [
        ("decision", said.decision.to_string()),
        ("round", said.round.to_string()),
        ("votes", proof.size.to_string()),
        ("root", proof.root.hex()),
    ];
    box_text.starts_with("dinh/decision-votes/1\n")
        && wanted
            .iter()
            .all(|(key, wanted)| value(box_text, key) == Some(wanted.as_str()))
}
