//! Hand queued letters over, one after the other. A letter belongs to this process until its lease ends; the writer's seat
//! makes that sure between processes too. Nothing is written while the server is spoken with.

use dinh_store::reminders::mails::{self, Claimed, Outcome, Problem};
use jiff::SignedDuration;

use super::needed::aim;
use super::post::Post;
use super::postman::{Answer, Outgoing, Postman};
use crate::error::Result;
use crate::platform::{Actor, Context, Platform};

/// Letters of one round.
const MOST_AT_ONCE: usize = 50;
/// How long a process has a letter; longer than the server may take for it.
pub const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// Minutes after each of the first tries that were put off; greylisting asks for five to fifteen.
const PAUSES: [i64; 7] = [1, 5, 15, 30, 60, 120, 240];
/// Minutes after every later one.
const LONGEST_PAUSE: i64 = 360;
/// Tries, over two days and a half; then the letter is given up.
const MOST_TRIES: i64 = 16;

/// The pause after a try that was put off; nothing after the last one.
pub fn pause_after(tries: i64) -> Option<SignedDuration> {
    let place = usize::try_from(tries.max(1) - 1).unwrap_or(usize::MAX);
    let minutes = PAUSES.get(place).copied().unwrap_or(LONGEST_PAUSE);
    (tries < MOST_TRIES).then(|| SignedDuration::from_mins(minutes))
}

/// Hand over what waits, at most fifty letters; gives how many the server took. What stands in the way is kept in `post`.
pub async fn deliver(platform: &Platform, postman: &Postman, post: &Post) -> Result<usize> {
    let now = platform.clock.now();
    let mut tx = platform.store.read().await?;
    let waits = mails::is_waiting(&mut tx, now).await?;
    drop(tx);
    if !waits || post.is_paused(now) {
        return Ok(0);
    }
    let mut open = None;
    let mut sent = 0;
    for _ in 0..MOST_AT_ONCE {
        if post.is_closing() {
            break;
        }
        // Before a letter is taken: a closed way is no letter's fault.
        let mut conversation = match open.take() {
            Some(conversation) => conversation,
            None => match postman.open().await {
                Ok(conversation) => conversation,
                Err(reason) => {
                    tracing::warn!(reason, "the mail server takes nothing; it is tried again");
                    post.fails(platform.clock.now(), reason);
                    break;
                }
            },
        };
        let Some((mail, address)) = take(platform).await? else {
            post.works();
            conversation.end().await;
            break;
        };
        let letter = Outgoing {
            id: mail.id,
            to: &address,
            subject: &mail.subject,
            body: &mail.body,
            at: mail.queued_at,
        };
        let answer = conversation.hand_over(&letter).await;
        let closed = settle(platform, post, &mail, &answer).await?;
        if let Answer::Taken(_) = answer {
            sent += 1;
            open = Some(conversation);
        } else {
            conversation.end().await;
        }
        if closed {
            break;
        }
    }
    if let Some(conversation) = open {
        conversation.end().await;
    }
    Ok(sent)
}

/// Take the next letter that somebody still needs and that has an address.
async fn take(platform: &Platform) -> Result<Option<(Claimed, String)>> {
    let ctx = Context::new(platform, Actor::Clockwork);
    let now = ctx.now();
    let mut tx = platform.store.write().await?;
    let mut found = None;
    for _ in 0..MOST_AT_ONCE {
        let Some(mut mail) = mails::claim(&mut tx, now, now + LEASE).await? else {
            break;
        };
        match aim(&ctx, &mut tx, &mut mail).await? {
            Ok(address) => {
                found = Some((mail, address));
                break;
            }
            Err(outcome) => mails::settle(&mut tx, &mail, &outcome, "", now).await?,
        }
    }
    tx.commit().await?;
    Ok(found)
}

/// Keep what the server said; true when it takes nothing from us.
async fn settle(platform: &Platform, post: &Post, mail: &Claimed, answer: &Answer) -> Result<bool> {
    let now = platform.clock.now();
    let mut tx = platform.store.write().await?;
    let (outcome, said) = match answer {
        Answer::Taken(said) => (Outcome::Sent, said),
        Answer::Never(said) => (Outcome::Failed(Problem::Rejected), said),
        Answer::NotNow(said) => match pause_after(mail.attempts) {
            Some(pause) => (Outcome::Deferred(now + pause), said),
            None => (Outcome::Failed(Problem::GivenUp), said),
        },
        Answer::Closed(said) => {
            post.fails(now, said.clone());
            mails::give_back(&mut tx, mail, said, now).await?;
            tx.commit().await?;
            return Ok(true);
        }
    };
    mails::settle(&mut tx, mail, &outcome, said, now).await?;
    tx.commit().await?;
    post.works();
    Ok(false)
}
