//! How much one address or one login may try. Counts live in memory only.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Attempts a minute.
#[derive(Clone, Debug)]
pub struct Quotas {
    /// Sign-ins from one address: a whole office may share it.
    pub sign_in_address: NonZeroU32,
    /// Sign-ins with one login.
    pub sign_in_login: NonZeroU32,
    /// Forms sent without account from one address.
    pub public_form: NonZeroU32,
}

impl Default for Quotas {
    fn default() -> Self {
        let a_minute = |count| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        Self {
            sign_in_address: a_minute(30),
            sign_in_login: a_minute(10),
            public_form: a_minute(40),
        }
    }
}

impl Quotas {
    /// So much that tests and trials never meet it.
    pub fn unlimited() -> Self {
        Self {
            sign_in_address: NonZeroU32::MAX,
            sign_in_login: NonZeroU32::MAX,
            public_form: NonZeroU32::MAX,
        }
    }
}

pub(crate) struct Limits {
    sign_in_address: DefaultKeyedRateLimiter<IpAddr>,
    sign_in_login: DefaultKeyedRateLimiter<[u8; 32]>,
    public_form: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limits {
    pub fn new(quotas: &Quotas) -> Self {
        Self {
            sign_in_address: RateLimiter::keyed(Quota::per_minute(quotas.sign_in_address)),
            sign_in_login: RateLimiter::keyed(Quota::per_minute(quotas.sign_in_login)),
            public_form: RateLimiter::keyed(Quota::per_minute(quotas.public_form)),
        }
    }

    /// Whether this address may still try to sign in with this login.
    pub fn may_sign_in(&self, address: IpAddr, login: [u8; 32]) -> bool {
        self.sign_in_address.check_key(&address).is_ok()
            && self.sign_in_login.check_key(&login).is_ok()
    }

    /// Whether this address may still send a form without account.
    pub fn may_send_form(&self, address: IpAddr) -> bool {
        self.public_form.check_key(&address).is_ok()
    }

    pub fn sweep(&self) {
        self.sign_in_address.retain_recent();
        self.sign_in_login.retain_recent();
        self.public_form.retain_recent();
    }
}
