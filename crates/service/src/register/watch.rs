//! What this process knows of its own signing while it runs: whether it may sign, how its witnesses do, what stands in the way
//! of a time stamp. For the administrator's page; nothing of it is stored.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::start::Start;
use super::witnesses::Peer;

/// One of these is shared by those who sign and those who look.
#[derive(Default)]
pub struct Watch(Mutex<Seen>);

/// What was seen last.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// What the start rule said; nothing before it was asked.
    pub start: Option<Start>,
    /// The witnesses, by their keys.
    pub peers: BTreeMap<String, Peer>,
    /// Why there is no time stamp; nothing if nothing is in the way.
    pub stamp_problem: Option<String>,
}

impl Watch {
    /// What is known now.
    pub fn seen(&self) -> Seen {
        self.lock().clone()
    }

    /// Keep what the start rule said.
    pub fn started(&self, start: Start) {
        self.lock().start = Some(start);
    }

    /// Keep how the witnesses do.
    pub fn heard(&self, peers: BTreeMap<String, Peer>) {
        self.lock().peers = peers;
    }

    /// Keep what stands in the way of a time stamp.
    pub fn stamping(&self, problem: Option<String>) {
        self.lock().stamp_problem = problem;
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
