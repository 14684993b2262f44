//! How long somebody waits after failed tries. Nobody is shut out for good, and nobody shuts out another:
//!
//! | Whose tries | forgiven | then | forgotten |
//! |---|---|---|---|
//! | one login from one network | 4 | 1, 2, 4 … 60 minutes | after a success, a new password or a day |
//! | one login from anywhere | 20 | 1, 2, 4 … 15 minutes | one in three minutes |
//! | one network, whatever login | 40 | 1, 2, 4 … 15 minutes | one a minute |
//! | one login on a machine that it signed in on before | 4 | 1, 2, 4 … 60 minutes | after a success, a new password or a day |
//!
//! Who comes from a known machine is judged by the last line alone, so that strangers who try their login from elsewhere,
//! or a neighbour behind the same address, do not slow them down. A login that does not exist is treated like any other.

use dinh_store::WriteTx;
use dinh_store::people::failures::{self, Failures};
use dinh_store::{ReadTx, people::accounts::Account};
use jiff::{SignedDuration, Timestamp};

use super::origin::Origin;
use super::token::digest;
use crate::error::Result;
use crate::platform::Context;

/// How patient we are with somebody.
#[derive(Clone, Copy)]
struct Patience {
    /// Failures that are forgiven.
    forgiven: i64,
    /// The longest wait, in minutes.
    longest: i64,
    /// Minutes after which one failure is forgotten; without it all are kept until a success.
    leak: Option<i64>,
}

const PERSON: Patience = Patience {
    forgiven: 4,
    longest: 60,
    leak: None,
};
const LOGIN: Patience = Patience {
    forgiven: 20,
    longest: 15,
    leak: Some(3),
};
const NETWORK: Patience = Patience {
    forgiven: 40,
    longest: 15,
    leak: Some(1),
};

/// The counts by which a try is judged. There are always three, so that the work is always the same.
pub(super) struct Tries([(Patience, [u8; 32]); 3]);

impl Tries {
    /// Tries of a login; `what` is what is guessed. Who is known here is judged by the machine.
    pub fn new(
        ctx: &Context<'_>,
        what: &str,
        login: &str,
        account: Option<&Account>,
        origin: &Origin,
    ) -> Self {
        // A new password begins anew; an unknown login has none.
        let password = account.map_or("", |account| account.password_hash.as_str());
        let known =
            account.is_some_and(|account| origin.device.knows(&ctx.platform.secrets, account));
        if known {
            let number = digest_of(&["device", what, login, password], origin.device.number());
            return Self([(PERSON, number); 3]);
        }
        let network = origin.network.as_bytes();
        Self([
            (PERSON, digest_of(&["here", what, login, password], network)),
            (LOGIN, digest_of(&["anywhere", what, login, password], b"")),
            (NETWORK, digest_of(&["network"], network)),
        ])
    }

    /// Tries of a network that name no login.
    pub fn of_network(origin: &Origin) -> Self {
        let network = digest_of(&["network"], origin.network.as_bytes());
        Self([(NETWORK, network); 3])
    }

    /// Tries of a person who is signed in.
    pub fn of_person(what: &str, account: &Account) -> Self {
        let id = account.id.to_string();
        let person = digest_of(&["person", what, &id, &account.password_hash], b"");
        Self([(PERSON, person); 3])
    }

    /// Minutes still to wait, rounded up; `None` when a try is allowed.
    pub async fn minutes_left(&self, tx: &mut ReadTx, now: Timestamp) -> Result<Option<i64>> {
        let found = failures::of_three(tx, self.0.map(|(_, digest)| digest)).await?;
        Ok(found
            .iter()
            .filter_map(|failures| minutes_left(*failures, now))
            .max())
    }

    /// Whether there is anything to forgive.
    pub async fn any(&self, tx: &mut ReadTx) -> Result<bool> {
        let found = failures::of_three(tx, self.0.map(|(_, digest)| digest)).await?;
        Ok(found.iter().any(|failures| failures.count > 0))
    }

    /// Count a failure; gives the minutes to wait from now on.
    pub async fn fail(&self, tx: &mut WriteTx, now: Timestamp) -> Result<Option<i64>> {
        let found = failures::of_three(tx, self.0.map(|(_, digest)| digest)).await?;
        let mut longest = None;
        let mut saved: Vec<[u8; 32]> = Vec::new();
        for ((patience, digest), before) in self.0.iter().zip(found) {
            if saved.contains(digest) {
                continue;
            }
            let after = one_more(*patience, before, now);
            failures::save(tx, *digest, after, now).await?;
            saved.push(*digest);
            longest = longest.max(minutes_left(after, now));
        }
        Ok(longest)
    }

    /// Forget the failures after a success; those of the network stay.
    pub async fn forgive(&self, tx: &mut WriteTx) -> Result<()> {
        let [(_, here), (_, anywhere), _] = &self.0;
        failures::forget(tx, *here).await?;
        if anywhere != here {
            failures::forget(tx, *anywhere).await?;
        }
        Ok(())
    }
}

fn digest_of(parts: &[&str], more: &[u8]) -> [u8; 32] {
    let more = dinh_register::hex(more);
    digest(&format!("{}\n{more}", parts.join("\n")))
}

/// Failures after one more.
fn one_more(patience: Patience, before: Failures, now: Timestamp) -> Failures {
    let forgotten = match (patience.leak, before.last_at) {
        (Some(minutes), Some(last)) => (now.as_second() - last.as_second()).max(0) / (minutes * 60),
        _ => 0,
    };
    let count = (before.count - forgotten).max(0).saturating_add(1);
    Failures {
        count,
        last_at: Some(now),
        locked_until: wait(patience, count).and_then(|wait| now.checked_add(wait).ok()),
    }
}

fn minutes_left(failures: Failures, now: Timestamp) -> Option<i64> {
    let until = failures.locked_until.filter(|until| *until > now)?;
    Some((until.as_second() - now.as_second() + 59) / 60)
}

fn wait(patience: Patience, count: i64) -> Option<SignedDuration> {
    let step = u32::try_from(count - patience.forgiven - 1).ok()?;
    let minutes = 1_i64.checked_shl(step.min(6)).unwrap_or(patience.longest);
    Some(SignedDuration::from_mins(minutes.min(patience.longest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn the_wait_begins_after_what_is_forgiven_and_doubles_up_to_the_longest() {
        let minutes = |patience, counts: std::ops::RangeInclusive<i64>| -> Vec<Option<i64>> {
            counts
                .map(|count| wait(patience, count).map(|wait| wait.as_mins()))
                .collect()
        };
        assert_eq!(minutes(PERSON, 1..=4), [None; 4]);
        let grown: Vec<i64> = minutes(PERSON, 5..=13).into_iter().flatten().collect();
        assert_eq!(grown, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(minutes(LOGIN, 1..=20), [None; 20]);
        let grown: Vec<i64> = minutes(LOGIN, 21..=26).into_iter().flatten().collect();
        assert_eq!(grown, [1, 2, 4, 8, 15, 15]);
    }

    #[test]
    fn failures_of_a_network_are_forgotten_one_by_one() {
        let mut failures = Failures::default();
        for _ in 0..10 {
            failures = one_more(NETWORK, failures, at(0));
        }
        assert_eq!(failures.count, 10);
        assert_eq!(one_more(NETWORK, failures, at(300)).count, 6);
        assert_eq!(one_more(NETWORK, failures, at(86_400)).count, 1);
        assert_eq!(
            one_more(PERSON, failures, at(86_400)).count,
            11,
            "not those of a person"
        );
    }

    #[test]
    fn what_is_left_of_a_wait_is_rounded_up_to_minutes() {
        let locked = |until| Failures {
            count: 5,
            last_at: None,
            locked_until: Some(at(until)),
        };
        assert_eq!(minutes_left(locked(61), at(0)), Some(2));
        assert_eq!(minutes_left(locked(0), at(0)), None);
    }
}
