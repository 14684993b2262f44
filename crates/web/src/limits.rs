//! How much one network, one machine or one card may try. Counts live in memory only.
//!
//! Signing in: what is counted here keeps the hashing of passwords from eating the processor, and nothing else; how long
//! somebody waits after failures is decided by the use case. A machine on which somebody signed in before has a count of
//! its own, so that a neighbour behind the same address does not take its place. A login has none: whoever knows a login
//! could shut its owner out.
//!
//! The online vote: a hamlet of 400 households votes in an evening from the one address of its culture house. A
//! household sends about four forms (code, choice, vote, leave), so 1,200 forms a minute let 300 households through;
//! what keeps order is the limit for each card. Guessing a card is stopped by counting misses: a code has 12 signs of
//! 32, that is 60 bits or 1.15 × 10^18 codes. An address may miss 20 times a minute, 288,000 times in a vote of ten
//! days. Even if 500,000 cards were in force in the city, a guess hits with 4.3 × 10^-13, and the address opens any card
//! at all with 1.3 × 10^-7; a hundred thousand addresses together stay at about one in eighty. Who has missed too often
//! is not told whether the next code is right.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Attempts a minute.
#[derive(Clone, Debug)]
pub struct Quotas {
    /// Sign-ins from one address: a whole office may share it.
    pub sign_in_address: NonZeroU32,
    /// Sign-ins from a machine on which somebody signed in before.
    pub sign_in_device: NonZeroU32,
    /// Forms sent without account from one address.
    pub public_form: NonZeroU32,
    /// Forms of an online vote from one address: a hamlet house with all its households.
    pub vote_address: NonZeroU32,
    /// Forms of an online vote with one card.
    pub vote_card: NonZeroU32,
    /// Codes without a card from one address.
    pub missed_code: NonZeroU32,
}

impl Default for Quotas {
    fn default() -> Self {
        let a_minute = |count| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        Self {
            sign_in_address: a_minute(30),
            sign_in_device: a_minute(10),
            public_form: a_minute(40),
            vote_address: a_minute(1200),
            vote_card: a_minute(20),
            missed_code: a_minute(20),
        }
    }
}

impl Quotas {
    /// So much that tests and trials never meet it.
    pub fn unlimited() -> Self {
        Self {
            sign_in_address: NonZeroU32::MAX,
            sign_in_device: NonZeroU32::MAX,
            public_form: NonZeroU32::MAX,
            vote_address: NonZeroU32::MAX,
            vote_card: NonZeroU32::MAX,
            missed_code: NonZeroU32::MAX,
        }
    }
}

pub(crate) struct Limits {
    sign_in_address: DefaultKeyedRateLimiter<IpAddr>,
    sign_in_device: DefaultKeyedRateLimiter<[u8; 16]>,
    public_form: DefaultKeyedRateLimiter<IpAddr>,
    vote_address: DefaultKeyedRateLimiter<IpAddr>,
    vote_card: DefaultKeyedRateLimiter<[u8; 32]>,
    missed_code: Misses,
}

impl Limits {
    pub fn new(quotas: &Quotas) -> Self {
        Self {
            sign_in_address: RateLimiter::keyed(Quota::per_minute(quotas.sign_in_address)),
            sign_in_device: RateLimiter::keyed(Quota::per_minute(quotas.sign_in_device)),
            public_form: RateLimiter::keyed(Quota::per_minute(quotas.public_form)),
            vote_address: RateLimiter::keyed(Quota::per_minute(quotas.vote_address)),
            vote_card: RateLimiter::keyed(Quota::per_minute(quotas.vote_card)),
            missed_code: Misses::new(quotas.missed_code),
        }
    }

    /// Whether somebody may still try to sign in, from this network or on this machine that is known.
    pub fn may_sign_in(&self, address: IpAddr, device: Option<[u8; 16]>) -> bool {
        match device {
            Some(device) => self.sign_in_device.check_key(&device).is_ok(),
            None => self.sign_in_address.check_key(&address).is_ok(),
        }
    }

    /// Whether this address may still send a form without account.
    pub fn may_send_form(&self, address: IpAddr) -> bool {
        self.public_form.check_key(&address).is_ok()
    }

    /// Whether this address may still send a form of an online vote; `card` is the digest of the code it sends.
    pub fn may_vote(&self, address: IpAddr, card: Option<[u8; 32]>) -> bool {
        self.vote_address.check_key(&address).is_ok()
            && card.is_none_or(|card| self.vote_card.check_key(&card).is_ok())
    }

    /// Whether this address may still try a code. Ask before looking a code up, and say nothing of it when it may not.
    pub fn may_try_code(&self, address: IpAddr) -> bool {
        self.missed_code.may_try(address, Instant::now())
    }

    /// A code of this address belongs to no card.
    pub fn missed_code(&self, address: IpAddr) {
        self.missed_code.count(address, Instant::now());
    }

    pub fn sweep(&self) {
        self.sign_in_address.retain_recent();
        self.sign_in_device.retain_recent();
        self.public_form.retain_recent();
        self.vote_address.retain_recent();
        self.vote_card.retain_recent();
        self.missed_code.sweep(Instant::now());
    }
}

const WINDOW: Duration = Duration::from_mins(1);

/// Misses of each address in its running minute. Whether one more may be tried is asked without counting it.
struct Misses {
    most: u32,
    running: Mutex<HashMap<IpAddr, (Instant, u32)>>,
}

impl Misses {
    fn new(most: NonZeroU32) -> Self {
        Self {
            most: most.get(),
            running: Mutex::new(HashMap::new()),
        }
    }

    fn may_try(&self, address: IpAddr, now: Instant) -> bool {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running
            .get(&address)
            .is_none_or(|(began, missed)| is_over(*began, now) || *missed < self.most)
    }

    fn count(&self, address: IpAddr, now: Instant) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let (began, missed) = running.entry(address).or_insert((now, 0));
        if is_over(*began, now) {
            (*began, *missed) = (now, 0);
        }
        *missed = missed.saturating_add(1);
    }

    fn sweep(&self, now: Instant) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|_, (began, _)| !is_over(*began, now));
    }
}

fn is_over(began: Instant, now: Instant) -> bool {
    now.saturating_duration_since(began) >= WINDOW
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn misses_are_counted_for_each_address_and_forgotten_after_a_minute() {
        let misses = Misses::new(NonZeroU32::new(2).expect("two"));
        let (here, there) = (
            Ipv4Addr::new(10, 0, 0, 1).into(),
            Ipv4Addr::LOCALHOST.into(),
        );
        let now = Instant::now();
        for _ in 0..2 {
            assert!(misses.may_try(here, now));
            misses.count(here, now);
        }
        assert!(!misses.may_try(here, now));
        assert!(misses.may_try(there, now), "another address");
        misses.count(here, now + Duration::from_secs(59));
        assert!(!misses.may_try(here, now + Duration::from_secs(59)));
        let later = now + WINDOW;
        assert!(misses.may_try(here, later));
        misses.sweep(later);
        assert!(misses.running.lock().expect("free").is_empty());
    }
}
