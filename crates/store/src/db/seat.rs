//! The seat of the one node that does what happens by itself: duties of the day, signatures, stamps, mail.
//!
//! An embedded database has one process, which always has it. On PostgreSQL it is an advisory lock of a session of its own: it is
//! free again as soon as that session ends, however it ends, and another node takes it. Whoever believes to have it for a moment
//! longer does no harm: each of these things is done in the writer's seat and looks there whether it is done already. The seat
//! only spares the work of doing it twice.

use std::time::Duration;

use sqlx::{Connection as _, PgConnection};

use super::{Database, Pools};
use crate::error::Result;

/// "clok" in ASCII, for the schema of this city.
const TAKE: &str = "SELECT pg_try_advisory_lock(1668050795, hashtext(current_schema()))";
/// A node that is cut off must notice it, and give up, sooner than its next turn but one.
const PATIENCE: Duration = Duration::from_secs(2);

/// A node's claim to the seat.
pub struct Seat {
    database: Database,
    /// The one session that holds the lock or asks for it.
    session: Option<PgConnection>,
    held: bool,
    /// The tenure of the server on which the session is.
    tenure: u64,
}

impl Seat {
    /// A claim of a node over this database; it has the seat only once [`Seat::is_ours`] says so.
    pub fn new(database: &Database) -> Self {
        Self {
            database: database.clone(),
            session: None,
            held: false,
            tenure: database.tenure(),
        }
    }

    /// Whether this node has the seat now; takes it when it is free. To be asked before each turn.
    pub async fn is_ours(&mut self) -> Result<bool> {
        let Pools::Postgres(servers) = &self.database.pools else {
            return Ok(true);
        };
        // A seat on a server that is not the primary any more is worth nothing.
        let tenure = servers.tenure();
        if std::mem::replace(&mut self.tenure, tenure) != tenure {
            (self.session, self.held) = (None, false);
        }
        let mut session = match self.session.take() {
            Some(session) => session,
            None => servers.session().await?,
        };
        // Until an answer came nothing is held: whatever goes wrong, the session is dropped, and the lock with it.
        let held = std::mem::take(&mut self.held);
        let answer = tokio::time::timeout(PATIENCE, ask(&mut session, held)).await;
        let Ok(Ok(ours)) = answer else {
            return Ok(false);
        };
        self.session = Some(session);
        self.held = ours;
        Ok(ours)
    }
}

/// Whether the session is alive, if it holds the lock; otherwise whether it gets it now.
async fn ask(session: &mut PgConnection, held: bool) -> sqlx::Result<bool> {
    if held {
        session.ping().await?;
        return Ok(true);
    }
    let (taken,): (bool,) = sqlx::query_as(TAKE).fetch_one(session).await?;
    Ok(taken)
}
