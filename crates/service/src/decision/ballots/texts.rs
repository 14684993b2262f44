//! What the register vouches for when ballots were counted.

use std::fmt::Write;

use dinh_domain::decision::{BallotBox, Choice, Decision};
use dinh_domain::roll::{RollTree, commitment};

use super::load::Loaded;
use crate::error::{Error, Result};
use crate::register::{ActContent, Bytes};

/// A serial as it is printed: three signs or more.
pub fn serial_words(serial: u32) -> String {
    format!("{serial:03}")
}

/// The line of one ballot in the tree of the count. Its form never changes; a new form gets a new first line.
pub fn ballot_line(serial: u32, choice: &Choice) -> String {
    format!(
        "dinh/ballot-line/1\nserial {serial}\nchoice {}\n",
        choice.code()
    )
}

/// The numbers with the root over the sealed lines of the ballots, and the sealed list of the lines itself.
pub(super) fn contents(decision: &Decision, loaded: &Loaded) -> Result<Vec<ActContent>> {
    let mut leaves = Vec::new();
    let mut list = format!(
        "dinh/decision-ballot-list/1\ndecision {}\nround {}\n",
        decision.number, decision.round.number
    );
    for (serial, choice) in loaded.ballots.settled() {
        let salt = loaded
            .salts
            .get(&serial)
            .ok_or_else(|| Error::Internal("a ballot without salt".into()))?;
        leaves.push(commitment(salt, &ballot_line(serial, &choice)));
        let _ = writeln!(list, "{serial} {}", choice.code());
    }
    let tree = RollTree::over(leaves).map_err(|error| Error::Internal(error.to_string()))?;
    let root = tree
        .root()
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(vec![
        text(
            "phieu.txt",
            numbers(decision, &loaded.ballots, &root),
            false,
        ),
        // Serials with what they say: who knew the serial of a household would know its vote.
        text("bang-phieu.txt", list, true),
    ])
}

fn numbers(decision: &Decision, ballots: &BallotBox, root: &[u8; 32]) -> String {
    let progress = ballots.progress();
    format!(
        "dinh/decision-ballots/1\ndecision {}\nround {}\nprinted {}\nvoid {}\ngiven {}\nreturned {}\nrefused {}\n\
         absent {}\ncounted {}\ndiffered {}\nballots {}\n",
        decision.number,
        decision.round.number,
        progress.printed,
        progress.void,
        progress.given,
        progress.returned,
        progress.refused,
        progress.absent,
        progress.settled,
        ballots.differences().len(),
        dinh_register::hex(root),
    )
}

fn text(name: &str, text: String, sealed: bool) -> ActContent {
    ActContent {
        name: name.to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: Bytes::Text(text),
        sealed,
    }
}
