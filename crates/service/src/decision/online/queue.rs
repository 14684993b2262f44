//! Votes that arrive at the same moment share one durable transaction.
//!
//! The writer's seat of the database is one, and making a transaction last is the slow part of it. Whoever gets the
//! seat writes down every vote that waits and answers each by itself, after the commit: nobody is told "stored" before
//! the disk has said so. A vote that is refused leaves nothing behind, because all checks stand before its first
//! statement that writes; after any other fault the transaction is given up and each vote is tried alone. When the
//! database is busy, all are told so at once.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::cast::{Cast, NewVote, cast_in};
use super::voter::Credential;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Platform};

/// Votes in one transaction at most: a vote takes well below a millisecond, so no one waits long for the others.
const TOGETHER: usize = 64;

/// Votes that wait for the writer's seat; begins empty.
#[derive(Default)]
pub struct VoteQueue {
    waiting: Mutex<VecDeque<Waiting>>,
    seat: tokio::sync::Mutex<()>,
}

struct Waiting {
    actor: Actor,
    credential: Kept,
    vote: NewVote,
    answer: oneshot::Sender<Result<Cast>>,
}

enum Kept {
    Code(String),
    Account(i64),
}

impl Kept {
    fn of(credential: Credential<'_>) -> Self {
        match credential {
            Credential::Code(code) => Self::Code(code.to_owned()),
            Credential::Account(number) => Self::Account(number),
        }
    }

    fn shown(&self) -> Credential<'_> {
        match self {
            Self::Code(code) => Credential::Code(code),
            Self::Account(number) => Credential::Account(*number),
        }
    }
}

impl VoteQueue {
    /// Cast or change a vote; answered once it lasts, or refused.
    pub(super) async fn cast(
        &self,
        ctx: &Context<'_>,
        credential: Credential<'_>,
        vote: &NewVote,
    ) -> Result<Cast> {
        loop {
            let answer = self.join(ctx, credential, vote);
            if let Some(told) = self.wait(ctx.platform, answer).await {
                return told;
            }
            // Who wrote for us was cut off. To say the same once more is harmless: a vote that is stored already is
            // found as it is, and its receipt given.
        }
    }

    fn join(
        &self,
        ctx: &Context<'_>,
        credential: Credential<'_>,
        vote: &NewVote,
    ) -> oneshot::Receiver<Result<Cast>> {
        let (answer, told) = oneshot::channel();
        self.line().push_back(Waiting {
            actor: ctx.actor.clone(),
            credential: Kept::of(credential),
            vote: vote.clone(),
            answer,
        });
        told
    }

    /// The answer, from whoever had the seat or after taking it; none when that one was cut off.
    async fn wait(
        &self,
        platform: &Platform,
        mut answer: oneshot::Receiver<Result<Cast>>,
    ) -> Option<Result<Cast>> {
        loop {
            tokio::select! {
                biased;
                told = &mut answer => return told.ok(),
                _seat = self.seat.lock() => self.serve(platform).await,
            }
        }
    }

    fn line(&self) -> MutexGuard<'_, VecDeque<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next of the line. Who went away before being served is left out, as if the vote had not arrived.
    fn next(&self) -> Vec<Waiting> {
        let mut line = self.line();
        let count = line.len().min(TOGETHER);
        line.drain(..count)
            .filter(|waiting| !waiting.answer.is_closed())
            .collect()
    }

    async fn serve(&self, platform: &Platform) {
        let votes = self.next();
        match together(platform, &votes).await {
            Ok(answers) => {
                for (waiting, told) in votes.into_iter().zip(answers) {
                    tell(waiting.answer, told);
                }
            }
            // The database has no seat to give: to wait for it once more for each vote would hold up all others.
            Err(Error::Busy) => {
                for waiting in votes {
                    tell(waiting.answer, Err(Error::Busy));
                }
            }
            Err(_) => {
                for waiting in votes {
                    let told = alone(platform, &waiting).await;
                    tell(waiting.answer, told);
                }
            }
        }
    }
}

/// Who asked may have gone; the vote stands, and the page shows it next time.
fn tell(answer: oneshot::Sender<Result<Cast>>, told: Result<Cast>) {
    drop(answer.send(told));
}

/// All in one transaction: an answer for each, or the fault because of which none is stored.
async fn together(platform: &Platform, votes: &[Waiting]) -> Result<Vec<Result<Cast>>> {
    let mut answers = Vec::with_capacity(votes.len());
    if votes.is_empty() {
        return Ok(answers);
    }
    let mut tx = platform.store.write().await?;
    for waiting in votes {
        let ctx = Context::new(platform, waiting.actor.clone());
        let told = cast_in(
            &ctx,
            &mut tx,
            waiting.credential.shown(),
            waiting.vote.clone(),
        )
        .await;
        match told {
            Err(fault @ (Error::Conflict(_) | Error::Busy | Error::Internal(_))) => {
                return Err(fault);
            }
            told => answers.push(told),
        }
    }
    tx.commit().await?;
    Ok(answers)
}

async fn alone(platform: &Platform, waiting: &Waiting) -> Result<Cast> {
    let ctx = Context::new(platform, waiting.actor.clone());
    let mut tx = ctx.write().await?;
    let cast = cast_in(
        &ctx,
        &mut tx,
        waiting.credential.shown(),
        waiting.vote.clone(),
    )
    .await?;
    tx.commit().await?;
    Ok(cast)
}
