//! A server that lost its database, or got an old copy of it back, takes the missing entries from a mirror. Entries are only
//! added behind those that are stored, and only if together they are the register that was signed and witnessed. The checkpoints
//! that bound their time come back with them. Contents are not in a mirror: their digests stay.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dinh_domain::ids::UnitId;
use dinh_domain::units::{Unit, UnitKind};
use dinh_register::policy::Judged;
use dinh_register::{Checkpoint, Hash, Policy, cosignature, tree};
use dinh_store::WriteTx;
use dinh_store::register::heads::{self, CosignatureRow, QuorumRow};
use dinh_store::register::{NewEntry, add_checkpoint};
use dinh_verify::source::Source;
use dinh_verify::{Entry, Fault, KeptHead, Register, each_head};
use jiff::Timestamp;
use tokio::runtime::Handle;
use uuid::Uuid;

use super::witnesses::keep_quorum;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Platform};

/// More units than any city has had.
const UNITS: i64 = 100_000;

/// What was refilled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refilled {
    /// Entries before.
    pub from: u64,
    /// Entries now.
    pub to: u64,
    /// Checkpoints that a quorum of the policy had seen: they bound the time of the entries.
    pub heads: u64,
    /// Units that entries name and this database does not know: these entries are listed under the city.
    pub unknown_units: BTreeSet<String>,
}

/// Append what is missing, from a source that is checked against the policy. All of it or nothing is stored.
pub async fn refill(
    platform: &Arc<Platform>,
    source: Box<dyn Source>,
    policy: Policy,
) -> Result<Refilled> {
    let (platform, runtime) = (Arc::clone(platform), Handle::current());
    // The source waits for files or for the network; the store is asked in between.
    let work = move || {
        let register = Register::open(source.as_ref(), &policy).map_err(|fault| refused(&fault))?;
        Refill::begin(&platform, &runtime, &register)?.run(&register, &policy)
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::Internal(format!("refill: {error}")))?
}

/// The work in one transaction of the one writer.
struct Refill<'all> {
    platform: &'all Platform,
    runtime: &'all Handle,
    tx: WriteTx,
    from: u64,
    units: Units,
}

/// Units by the name that the register has for them.
struct Units {
    city: UnitId,
    known: BTreeMap<String, UnitId>,
    unknown: BTreeSet<String>,
}

impl<'all> Refill<'all> {
    fn begin(
        platform: &'all Platform,
        runtime: &'all Handle,
        register: &Register<'_>,
    ) -> Result<Self> {
        let origin = &register.head.checkpoint.origin;
        let own = platform.signer.verifiers();
        let is_own = register.head.signers.iter().any(|key| own.contains(key));
        if origin != platform.signer.origin() || !is_own {
            let own: Vec<String> = own.iter().map(ToString::to_string).collect();
            return Err(Error::Conflict(format!(
                "Sổ ở nguồn là {origin}, không do khóa của hệ thống này ({}) ký. Hãy kiểm tra --data (tệp register.key) và --base-url.",
                own.join(", ")
            )));
        }
        runtime.block_on(async {
            let mut tx = platform.store.write().await?;
            let units = units(platform, &mut tx).await?;
            let size = dinh_store::register::size(&mut tx).await?;
            Ok(Self {
                platform,
                runtime,
                tx,
                from: count(size)?,
                units,
            })
        })
    }

    fn run(mut self, register: &Register<'_>, policy: &Policy) -> Result<Refilled> {
        let head = &register.head.checkpoint;
        let (from, to) = (self.from, head.size);
        let common = from.min(to);
        let stored = self.stored_root(common)?;
        let mut tiles = register.tiles();
        let served = tiles.root_of(common).map_err(Fault::from);
        if served.map_err(|fault| refused(&fault))? != stored {
            return Err(Error::Conflict(format!(
                "Cơ sở dữ liệu có {from} mục và nguồn có {to} mục, nhưng {common} mục đầu khác nhau. Không ghi gì. Hãy giữ cả hai làm bằng chứng và tìm nguyên nhân."
            )));
        }
        self.add_entries(register)?;
        if self.stored_root(to)? != head.root {
            return Err(Error::Internal(
                "the refilled register has another root".into(),
            ));
        }
        let heads = self.keep_heads(register, policy)?;
        let runtime = self.runtime;
        runtime.block_on(async move {
            if to > 0 {
                keep_newest(self.platform, &mut self.tx, register, policy).await?;
            }
            self.tx.commit().await?;
            Ok(Refilled {
                from,
                to: to.max(from),
                heads,
                unknown_units: self.units.unknown,
            })
        })
    }

    fn add_entries(&mut self, register: &Register<'_>) -> Result<()> {
        let mut failure = None;
        let read = register.each(self.from.min(register.size()), &mut |entry| {
            let added = add(&mut self.tx, &mut self.units, entry);
            kept(self.runtime.block_on(added), &mut failure, || {
                format!("Mục {}", entry.index)
            })
        });
        failure.map_or_else(|| read.map_err(|fault| refused(&fault)), Err)
    }

    /// The checkpoints that a quorum had seen; gives how many the source has. Those of witnesses that the policy does not know
    /// prove nothing here.
    fn keep_heads(&mut self, register: &Register<'_>, policy: &Policy) -> Result<u64> {
        let (mut failure, mut heads) = (None, 0);
        let mut keep = |head: KeptHead| {
            let Some(quorum) = quorum(&head.note, &head.judged) else {
                return Ok(());
            };
            heads += 1;
            let done = async {
                keep_own(self.platform, &mut self.tx, &head.note, &head.judged).await?;
                keep_quorum(self.platform, &mut self.tx, &quorum).await
            };
            kept(self.runtime.block_on(done), &mut failure, || {
                format!("Đầu sổ {} mục", quorum.size)
            })
        };
        let read = each_head(register, policy, &mut keep);
        failure.map_or_else(|| read.map_err(|fault| refused(&fault)), Err)?;
        Ok(heads)
    }

    /// The root of the first entries that are stored.
    fn stored_root(&mut self, size: u64) -> Result<Hash> {
        let reads = tree::root_reads(size);
        let nodes = dinh_store::register::nodes(&mut self.tx, &reads);
        let nodes = self.runtime.block_on(nodes)?;
        tree::root(size, &|node| nodes.get(&node).copied())
            .map_err(|error| Error::Internal(format!("stored root: {error}")))
    }
}

/// The units of the database; those that the product carries if it has none.
async fn units(platform: &Platform, tx: &mut WriteTx) -> Result<Units> {
    if dinh_store::units::version(tx).await? == 0 && dinh_store::units::all(tx, 1).await?.is_empty()
    {
        let ctx = Context::new(platform, Actor::Clockwork);
        crate::units::real::restore_units(&ctx, tx).await?;
    }
    let all = dinh_store::units::all(tx, UNITS).await?;
    let is_city = |unit: &&Unit| unit.kind == UnitKind::City && unit.valid_to.is_none();
    let city = all.iter().find(is_city).map(|unit| unit.id);
    Ok(Units {
        city: city.ok_or_else(|| Error::Conflict("Cơ sở dữ liệu chưa có thành phố nào.".into()))?,
        known: all
            .iter()
            .map(|unit| (unit.register_key(), unit.id))
            .collect(),
        unknown: BTreeSet::new(),
    })
}

async fn add(tx: &mut WriteTx, units: &mut Units, entry: &Entry<'_>) -> Result<()> {
    let act = &entry.act;
    let wrong = || Error::Internal(format!("entry {} cannot be read", entry.index));
    let known = units.known.get(act.unit()).copied();
    if known.is_none() {
        units.unknown.insert(act.unit().to_owned());
    }
    let at: Timestamp = act.at().parse().map_err(|_| wrong())?;
    let position = dinh_store::register::append(
        tx,
        &NewEntry {
            bytes: entry.bytes,
            thing: Uuid::parse_str(act.thing()).map_err(|_| wrong())?,
            rev: i64::try_from(act.rev()).map_err(|_| wrong())?,
            unit: known.unwrap_or(units.city),
            room: act.room(),
            act: act.act(),
            at,
        },
    )
    .await?;
    if count(position)? == entry.index {
        Ok(())
    } else {
        Err(wrong())
    }
}

/// The newest signed checkpoint, its quorum if the policy asks for one, and the lines of its witnesses: they need not be asked
/// for it again, at a later time. What is stored of the same size stays.
async fn keep_newest(
    platform: &Platform,
    tx: &mut WriteTx,
    register: &Register<'_>,
    policy: &Policy,
) -> Result<()> {
    let head = &register.head;
    let size = stored_size(head)?;
    keep_own(platform, tx, &register.note, head).await?;
    let (text, lines) = parts(&register.note)?;
    for (place, _) in &head.cosigned {
        let key = &policy.witnesses[*place].key;
        let line = cosignature::read_answer(lines, &format!("{text}\n"), key);
        let (line, time) =
            line.map_err(|error| Error::Internal(format!("cosigned checkpoint: {error}")))?;
        let row = CosignatureRow {
            witness: key.to_string(),
            line,
            cosigned_second: second(time),
        };
        heads::cosign(tx, size, &row).await?;
    }
    match quorum(&register.note, head) {
        Some(quorum) => keep_quorum(platform, tx, &quorum).await,
        None => Ok(()),
    }
}

/// A checkpoint as it is kept once a quorum had seen it.
fn quorum(note: &str, judged: &Judged) -> Option<QuorumRow> {
    let seen = judged.seen?;
    Some(QuorumRow {
        size: i64::try_from(judged.checkpoint.size).ok()?,
        note: note.to_owned(),
        earliest: second(seen.earliest),
        latest: second(seen.latest),
    })
}

fn second(second: u64) -> i64 {
    i64::try_from(second).unwrap_or(i64::MAX)
}

/// An error of the store ends the reading of the source; it is told as it is.
fn kept(
    done: Result<()>,
    failure: &mut Option<Error>,
    what: impl FnOnce() -> String,
) -> std::result::Result<(), Fault> {
    done.map_err(|error| {
        let reason = format!("{}: {error}", what());
        *failure = Some(error);
        Fault::Source(reason)
    })
}

/// A checkpoint as the signer stores it: with the lines of the register's keys only, those that signed it then.
async fn keep_own(
    platform: &Platform,
    tx: &mut WriteTx,
    note: &str,
    judged: &Judged,
) -> Result<()> {
    let (text, lines) = parts(note)?;
    let keys = &judged.signers;
    let is_own = |line: &&str| Checkpoint::open(&format!("{text}\n\n{line}\n"), keys).is_ok();
    let own: Vec<&str> = lines.lines().filter(is_own).collect();
    let own = format!("{text}\n\n{}\n", own.join("\n"));
    let size = stored_size(judged)?;
    Ok(add_checkpoint(tx, size, &own, platform.clock.now()).await?)
}

fn stored_size(judged: &Judged) -> Result<i64> {
    i64::try_from(judged.checkpoint.size).map_err(|_| Error::Internal("size".into()))
}

/// Text and signature lines of a signed note.
fn parts(note: &str) -> Result<(&str, &str)> {
    let parts = note.split_once("\n\n");
    parts.ok_or_else(|| Error::Internal("the served checkpoint is no note".into()))
}

fn count(size: i64) -> Result<u64> {
    u64::try_from(size).map_err(|_| Error::Internal("negative size".into()))
}

fn refused(fault: &Fault) -> Error {
    Error::Conflict(format!("Không ghi gì. {}", fault.sentence()))
}
