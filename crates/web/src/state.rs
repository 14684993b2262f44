//! What every handler is given: the installation, the key of public forms, the quotas.

use std::ops::Deref;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use dinh_service::Platform;
use dinh_service::machine::{Machine, RoomLimits};
use dinh_service::people::provider::Authority;
use dinh_service::register::Watch;
use dinh_service::reminders::Post;
use dinh_service::search::SearchIndex;
use tokio::sync::Semaphore;

use crate::byte_cache::ByteCache;
use crate::form_token::FormKey;
use crate::kept::Kept;
use crate::limits::{Limits, Quotas};
use crate::metrics::Metrics;
use crate::once::Answers;
use crate::press::Press;
use crate::traces::{TraceSettings, Tracer};

/// Front page and unit pages in both languages fit in, plain and pressed; item pages come and go.
const PAGES: usize = 32 * 1024 * 1024;
/// There is no end of questions, so they have a room of their own and push no page out.
const QUESTIONS: usize = 16 * 1024 * 1024;
/// Tables that are read as a whole at one time, of 25 MB each.
const TABLES: usize = 2;
/// Five hundred tiles of hashes: all that proofs of a million entries need, again and again.
const TILES: usize = 4 * 1024 * 1024;

/// How this installation is reached and shown.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether a proxy in front tells the reader's address in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// How much one address may do.
    pub quotas: Quotas,
    /// Below how much free room what is refused.
    pub room: RoomLimits,
    /// Where traces of requests go; nowhere when nothing is said.
    pub traces: Option<TraceSettings>,
    /// Who else knows people by an account; nobody unless the city says so.
    pub provider: Option<Arc<Authority>>,
}

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// What [`AppState`] points to.
pub struct Inner {
    /// The installation.
    pub platform: Arc<Platform>,
    /// The search index, once it is open.
    pub search: OnceLock<SearchIndex>,
    /// How the signing of the register goes in this process.
    pub watch: Arc<Watch>,
    /// How the mail goes in this process.
    pub post: Arc<Post>,
    /// How this process sees its machine.
    pub machine: Arc<Machine>,
    /// Signs the tokens of forms that need no account.
    pub(crate) form_key: FormKey,
    /// How this installation is reached and shown.
    pub settings: Settings,
    /// Numbers of sent forms and of pages with forms, each used once.
    numbers: AtomicU64,
    /// What those who sent a form were told, for those who send it again.
    pub(crate) answers: Answers,
    /// Turns for reading a table that was handed in.
    pub(crate) tables: Semaphore,
    /// Sets papers.
    pub(crate) press: Press,
    /// Requests, counted.
    pub(crate) metrics: Metrics,
    /// Traces, if a collector was named.
    pub tracer: Option<Tracer>,
    /// Who did how much lately.
    pub(crate) limits: Limits,
    /// Public pages as they were last made.
    pages: ByteCache<Kept>,
    /// Answers to questions: addresses with a query.
    questions: ByteCache<Kept>,
    /// Full tiles of the register, which never change.
    pub(crate) tiles: ByteCache<Bytes>,
    /// Whether the session cookie travels over TLS only: always, but on this machine.
    pub(crate) secure: bool,
}

impl AppState {
    /// The state of a site over an installation.
    pub fn new(platform: Arc<Platform>, settings: Settings) -> Self {
        let local = ["http://localhost", "http://127.0.0.1"];
        let secure = !local
            .iter()
            .any(|start| platform.base_url.starts_with(start));
        let form_key = FormKey::new(platform.secrets.key("form"));
        let first = platform.random.id(platform.clock.now()).as_u64_pair().1;
        Self(Arc::new(Inner {
            numbers: AtomicU64::new(first),
            answers: Answers::default(),
            tables: Semaphore::new(TABLES),
            press: Press::default(),
            platform,
            search: OnceLock::new(),
            watch: Arc::default(),
            post: Arc::default(),
            machine: Arc::new(Machine::new(settings.room)),
            metrics: Metrics::default(),
            tracer: settings.traces.clone().map(Tracer::new),
            form_key,
            limits: Limits::new(&settings.quotas),
            settings,
            pages: ByteCache::new(PAGES),
            questions: ByteCache::new(QUESTIONS),
            tiles: ByteCache::new(TILES),
            secure,
        }))
    }

    /// Open the search index in `folder`; it follows the register from there.
    pub fn open_search(&self, folder: &Path) -> dinh_service::Result<()> {
        let index = SearchIndex::open(folder)?;
        self.search
            .set(index)
            .map_err(|_| dinh_service::Error::Conflict("the search index is open already".into()))
    }

    /// Where answers of this address are kept.
    pub(crate) fn kept(&self, address: &str) -> &ByteCache<Kept> {
        let query = address.split_once('?').map(|(_, query)| query);
        match query {
            None | Some("lang=vi" | "lang=en") => &self.pages,
            Some(_) => &self.questions,
        }
    }

    /// A number that no other page and no other sending of a form has, on this node or, as good as certainly, on another.
    pub(crate) fn next_number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Forget the counts of those who have not come for a while; to be called now and then.
    pub fn sweep(&self) {
        self.limits.sweep();
    }
}

impl Deref for AppState {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}
