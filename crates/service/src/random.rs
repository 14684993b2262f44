//! Randomness as a parameter: the system's, or a seeded one for tests and the demo.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// Where unpredictable bytes come from.
pub trait Random: Send + Sync {
    /// 32 new bytes.
    fn bytes(&self) -> [u8; 32];

    /// A new identity (UUIDv7) for something that begins at `at`.
    fn id(&self, at: Timestamp) -> Uuid {
        let mut tail = [0; 10];
        tail.copy_from_slice(&self.bytes()[..10]);
        let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    }
}

/// The operating system's source.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        #[expect(
            clippy::expect_used,
            reason = "without randomness no secret is safe: the process must stop"
        )]
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }
}

/// The same bytes for the same seed: never for secrets that must hold.
pub struct SeededRandom {
    seed: u64,
    count: AtomicU64,
}

impl SeededRandom {
    /// A source for `seed`.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            count: AtomicU64::new(0),
        }
    }
}

impl Random for SeededRandom {
    fn bytes(&self) -> [u8; 32] {
        let count = self.count.fetch_add(1, Ordering::SeqCst);
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        hash.update(count.to_be_bytes());
        hash.finalize().into()
    }
}
