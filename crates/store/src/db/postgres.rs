//! Which of several PostgreSQL servers is the primary, and connections to that one only.
//!
//! The address may name several servers, as those of libpq do: `postgres://user@one:5432,two:5432/dinh`. The primary is the one
//! that is not in recovery; of two that say so, the one with the newer timeline, because a promotion begins a new one. A server
//! that was demoted, or that came back after its replica was promoted, is refused by its timeline, behind whatever address it
//! stands. Each time another server or a newer timeline is found, a new tenure begins: whoever signs asks the witnesses again.

use std::str::FromStr;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{ConnectOptions, PgPool, Postgres, Transaction};
use tokio::time::{interval, timeout};

use super::{READERS, WAIT};
use crate::error::{Result, StoreError};

/// Whether a server is a replica, and otherwise its timeline.
const STANDING: &str = "SELECT pg_is_in_recovery(), CASE WHEN pg_is_in_recovery() THEN 0 ELSE \
    ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::bigint END";
/// A server that takes longer to say what it is, is away.
const PATIENCE: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_secs(1);
/// So often the other servers are looked at too, although the present one answers.
const LOOK_AROUND: u32 = 5;
/// Nothing that a person waits for takes longer; whoever waits for a server that is cut off is told so then.
const LONGEST: Duration = Duration::from_secs(20);
/// The server itself ends a writing transaction in which a node has been silent for so long: that node may be cut off, and the
/// others wait for what it holds.
const SILENCE: (&str, &str) = ("idle_in_transaction_session_timeout", "20s");

/// The servers of one installation. Cheap to clone.
#[derive(Clone)]
pub(super) struct Servers(Arc<Shared>);

struct Shared {
    hosts: Vec<PgConnectOptions>,
    present: RwLock<Server>,
    mark: Arc<Mark>,
    closed: AtomicBool,
}

/// The primary of the moment.
#[derive(Clone)]
pub(super) struct Server {
    host: usize,
    pub readers: PgPool,
    pub writer: PgPool,
}

/// The newest timeline that was seen, and how often there was a newer one.
#[derive(Default)]
struct Mark {
    timeline: AtomicI64,
    tenure: AtomicU64,
}

impl Mark {
    /// Whether a server of this timeline may be used; a newer one begins a new tenure.
    fn admits(&self, timeline: i64) -> bool {
        let known = self.timeline.fetch_max(timeline, Ordering::SeqCst);
        if known != 0 && timeline > known {
            self.tenure.fetch_add(1, Ordering::SeqCst);
        }
        timeline >= known
    }
}

impl Servers {
    /// Find the primary among the servers of an address, and keep an eye on it for as long as the value lives.
    pub async fn open(address: &str) -> Result<Self> {
        let hosts = hosts(address)?;
        let mark = Arc::new(Mark::default());
        let host = find(&hosts, &mark).await?;
        let present = RwLock::new(server(&hosts, host, &mark));
        let shared = Arc::new(Shared {
            hosts,
            present,
            mark,
            closed: AtomicBool::new(false),
        });
        tokio::spawn(watch(Arc::downgrade(&shared)));
        Ok(Self(shared))
    }

    /// How often another server took over since the beginning.
    pub fn tenure(&self) -> u64 {
        self.0.mark.tenure.load(Ordering::SeqCst)
    }

    /// The primary of the moment.
    pub fn present(&self) -> Server {
        self.0.present()
    }

    /// Begin a transaction on the primary, also when another one took over while its turn came.
    pub async fn begin(
        &self,
        pool: fn(Server) -> PgPool,
        how: &'static str,
    ) -> Result<Transaction<'static, Postgres>> {
        loop {
            let pool = pool(self.present());
            match patient(pool.begin_with(how)).await {
                Err(StoreError::Engine(sqlx::Error::PoolClosed)) if !self.0.is_closed() => {}
                begun => return begun,
            }
        }
    }

    /// A session of its own on the primary.
    pub async fn session(&self) -> Result<PgConnection> {
        let place = self.present().host;
        let host = self.0.hosts.get(place).ok_or(StoreError::Busy)?;
        match standing(host).await {
            Ok((session, timeline)) if self.0.mark.admits(timeline) => Ok(session),
            Ok(_) => Err(demoted().into()),
            Err(error) => Err(error),
        }
    }

    /// Wait until running transactions end, then close every connection.
    pub async fn close(&self) {
        self.0.closed.store(true, Ordering::SeqCst);
        self.present().close().await;
    }
}

impl Shared {
    fn present(&self) -> Server {
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner);
        present.clone()
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// Look for the primary. Connections to another server, or to one that was away, are let go.
    async fn look(&self, was_away: bool) {
        let Ok(host) = find(&self.hosts, &self.mark).await else {
            return;
        };
        let before = self.present();
        if self.is_closed() || (host == before.host && !was_away) {
            return;
        }
        let next = server(&self.hosts, host, &self.mark);
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = next;
        // Whoever still works there ends by itself, or when patience does.
        tokio::spawn(async move { before.close().await });
    }
}

impl Server {
    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Look at the primary every second until nobody has the servers any more.
async fn watch(servers: Weak<Shared>) {
    let mut tick = interval(LOOK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut session: Option<(usize, PgConnection)> = None;
    for turn in (0..LOOK_AROUND).cycle() {
        tick.tick().await;
        let Some(servers) = servers.upgrade().filter(|servers| !servers.is_closed()) else {
            return;
        };
        let host = servers.present().host;
        let there = is_there(&servers, host, &mut session).await;
        if !there || (turn == 0 && servers.hosts.len() > 1) {
            servers.look(!there).await;
        }
    }
}

/// Whether the primary answers as one, on a session that is kept.
async fn is_there(
    servers: &Shared,
    host: usize,
    session: &mut Option<(usize, PgConnection)>,
) -> bool {
    let kept = session.take().filter(|(kept, _)| *kept == host);
    let mut connection = match (kept, servers.hosts.get(host)) {
        (Some((_, connection)), _) => connection,
        (None, Some(options)) => match standing(options).await {
            Ok((connection, _)) => connection,
            Err(_) => return false,
        },
        (None, None) => return false,
    };
    let asked = timeout(PATIENCE, ask(&mut connection)).await;
    let is_there = matches!(asked, Ok(Ok(timeline)) if servers.mark.admits(timeline));
    if is_there {
        *session = Some((host, connection));
    }
    is_there
}

/// The place of the primary among the servers.
async fn find(hosts: &[PgConnectOptions], mark: &Mark) -> Result<usize> {
    let asked = hosts.iter().map(standing);
    let answers = futures_util::future::join_all(asked).await;
    let (mut best, mut failure) = (None, None);
    for (place, answer) in answers.into_iter().enumerate() {
        match answer {
            Ok((_, timeline)) => best = best.max(Some((timeline, std::cmp::Reverse(place)))),
            Err(error) => failure = Some(error),
        }
    }
    match best {
        Some((timeline, std::cmp::Reverse(place))) if mark.admits(timeline) => Ok(place),
        Some(_) => Err(demoted().into()),
        None => Err(failure.unwrap_or(StoreError::Busy)),
    }
}

/// A session on a primary, and its timeline; an error on a replica.
async fn standing(host: &PgConnectOptions) -> Result<(PgConnection, i64)> {
    let asking = async {
        let mut session = host.connect().await?;
        let timeline = ask(&mut session).await?;
        Ok::<_, StoreError>((session, timeline))
    };
    let asked = timeout(PATIENCE, asking).await;
    asked.unwrap_or_else(|_| Err(StoreError::Away("it does not answer".into())))
}

async fn ask(session: &mut PgConnection) -> sqlx::Result<i64> {
    let (is_replica, timeline): (bool, i64) = sqlx::query_as(STANDING).fetch_one(session).await?;
    if is_replica {
        Err(demoted())
    } else {
        Ok(timeline)
    }
}

fn demoted() -> sqlx::Error {
    let what = "this server is a replica, or was the primary before another one";
    sqlx::Error::Io(std::io::Error::new(
        std::io::ErrorKind::ReadOnlyFilesystem,
        what,
    ))
}

/// Pools of connections to one server, each of which is refused if the server is not the primary any more.
fn server(hosts: &[PgConnectOptions], host: usize, mark: &Arc<Mark>) -> Server {
    let options = hosts.get(host).cloned().unwrap_or_default();
    let pool = |most: u32, options: PgConnectOptions| {
        let mark = Arc::clone(mark);
        let checked = PgPoolOptions::new()
            .max_connections(most)
            .acquire_timeout(WAIT)
            .after_connect(move |session, _| {
                let mark = Arc::clone(&mark);
                Box::pin(async move {
                    let timeline = ask(session).await?;
                    if mark.admits(timeline) {
                        Ok(())
                    } else {
                        Err(demoted())
                    }
                })
            });
        checked.connect_lazy_with(options)
    };
    Server {
        host,
        readers: pool(READERS, options.clone()),
        writer: pool(1, options.options([SILENCE])),
    }
}

/// Wait for an answer of the server, but not for ever.
pub(super) async fn patient<T>(answer: impl Future<Output = sqlx::Result<T>> + Send) -> Result<T> {
    match timeout(LONGEST, answer).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(StoreError::Away("it did not answer in time".into())),
    }
}

/// One address for each server that an address names.
fn hosts(address: &str) -> Result<Vec<PgConnectOptions>> {
    let all = each_host(address).ok_or_else(|| wrong("there is no host in the address"))?;
    let read = |address: &String| Ok(PgConnectOptions::from_str(address)?);
    all.iter().map(read).collect()
}

fn each_host(address: &str) -> Option<Vec<String>> {
    let (scheme, rest) = address.split_once("://")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (who, hosts) = match authority.rsplit_once('@') {
        Some((who, hosts)) => (format!("{who}@"), hosts),
        None => (String::new(), authority),
    };
    // The one choice that there is here: libpq has to be told, and whoever copies its address leaves it there.
    let path = path
        .replace("target_session_attrs=read-write", "")
        .replace("target_session_attrs=primary", "");
    let path = path.trim_end_matches(['&', '?']);
    let one = |host: &str| format!("{scheme}://{who}{host}{path}");
    Some(hosts.split(',').map(one).collect())
}

fn wrong(what: &str) -> StoreError {
    StoreError::Engine(sqlx::Error::Configuration(what.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_name_several_servers() {
        let all = each_host("postgres://u:p%40@one:5432,two/dinh?sslmode=disable").expect("hosts");
        assert_eq!(
            all,
            [
                "postgres://u:p%40@one:5432/dinh?sslmode=disable",
                "postgres://u:p%40@two/dinh?sslmode=disable"
            ]
        );
        let all = each_host("postgres://a,b?target_session_attrs=read-write").expect("hosts");
        assert_eq!(all, ["postgres://a", "postgres://b"]);
        assert!(each_host("one,two").is_none());
    }

    #[test]
    fn a_newer_timeline_begins_a_tenure_and_an_older_one_is_refused() {
        let mark = Mark::default();
        assert!(mark.admits(3) && mark.admits(3));
        assert_eq!(mark.tenure.load(Ordering::SeqCst), 0);
        assert!(mark.admits(4));
        assert!(!mark.admits(3));
        assert_eq!(mark.tenure.load(Ordering::SeqCst), 1);
    }
}
