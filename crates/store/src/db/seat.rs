//! The seat of the one node that does what happens by itself: duties of the day, signatures, stamps, mail.
//!
//! An embedded database has one process, which always has it. On PostgreSQL it is an advisory lock of a session of its own: it is
//! free again as soon as that session ends, however it ends, and another node takes it. Whoever believes to have it for a moment
//! longer does no harm: each of these things is done in the writer's seat and looks there whether it is done already. The seat
//! only spares the work of doing it twice.

use std::time::Duration;

use sqlx::{ConnectOptions, Connection as _, PgConnection};

use super::{Database, Pools};
use crate::error::Result;

/// "clok" in ASCII, for the schema of this city.
const TAKE: &str = "SELECT pg_try_advisory_lock(1668050795, hashtext(current_schema()))";
/// A node that is cut off must notice it, and give up, sooner than its next turn but one.
const PATIENCE: Duration = Duration::from_secs(2);

/// A node's claim to the seat.
pub struct Seat {
    database: Database,
    session: Option<PgConnection>,
}

impl Seat {
    /// A claim of a node over this database; it has the seat only once [`Seat::is_ours`] says so.
    pub fn new(database: &Database) -> Self {
        Self {
            database: database.clone(),
            session: None,
        }
    }

    /// Whether this node has the seat now; takes it when it is free. To be asked before each turn.
    pub async fn is_ours(&mut self) -> Result<bool> {
        let Pools::Postgres { writer, .. } = &self.database.pools else {
            return Ok(true);
        };
        if let Some(session) = &mut self.session {
            let answer = tokio::time::timeout(PATIENCE, session.ping()).await;
            if matches!(answer, Ok(Ok(()))) {
                return Ok(true);
            }
            self.session = None;
        }
        let mut session = writer.connect_options().connect().await?;
        let (taken,): (bool,) = sqlx::query_as(TAKE).fetch_one(&mut session).await?;
        self.session = taken.then_some(session);
        Ok(taken)
    }
}
