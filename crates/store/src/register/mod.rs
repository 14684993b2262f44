//! The public register: entries only ever added, each with its new tree nodes, in
//! the transaction of the act that it records.

pub mod browse;
pub mod erasing;
pub mod heads;
pub mod requests;
pub mod stamps;
pub mod tiles;
pub mod times;

pub use heads::{CheckpointRow, add_checkpoint, find_newest_checkpoint};

use dinh_domain::ids::UnitId;
use dinh_register::{Hash, NodeId, tree};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

/// Nodes at so many places, each found by its key.
macro_rules! nodes {
    ($first_level:literal $first_number:literal $(, $level:literal $number:literal)*) => {
        concat!(
            "SELECT level, number, hash FROM register_node WHERE level = ",
            $first_level,
            " AND number = ",
            $first_number,
            $(
                " UNION ALL SELECT level, number, hash FROM register_node WHERE level = ",
                $level,
                " AND number = ",
                $number,
            )*
        )
    };
}

/// How many places [`NODES`] asks for: enough for a proof in a register of a million entries.
const PLACES: usize = 20;
/// A level that no node has, for places that are not needed.
const NO_LEVEL: i64 = -1;

statements! {
    SIZE = "SELECT CAST(COALESCE(MAX(position) + 1, 0) AS BIGINT) FROM register_entry";
    ADD = "INSERT INTO register_entry (position, entry, leaf, thing, rev, unit_id, room, act, at) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ADD_NODE = "INSERT INTO register_node (level, number, hash) VALUES ($1, $2, $3)";
    NODES = nodes!("$1" "$2", "$3" "$4", "$5" "$6", "$7" "$8", "$9" "$10", "$11" "$12", "$13" "$14", "$15" "$16", "$17" "$18",
        "$19" "$20", "$21" "$22", "$23" "$24", "$25" "$26", "$27" "$28", "$29" "$30", "$31" "$32", "$33" "$34", "$35" "$36",
        "$37" "$38", "$39" "$40");
    LAST_OF_THING = "SELECT position, leaf, rev FROM register_entry WHERE thing = $1 \
                     ORDER BY rev DESC LIMIT 1";
    GET = "SELECT position, entry, leaf, thing, rev, unit_id, room, act, at FROM register_entry \
           WHERE position = $1";
    NEWEST = "SELECT position, entry, leaf, thing, rev, unit_id, room, act, at FROM register_entry \
              WHERE position < $1 ORDER BY position DESC LIMIT $2";
    CHAIN = "SELECT position, entry, leaf, thing, rev, unit_id, room, act, at FROM register_entry \
             WHERE thing = $1 ORDER BY rev LIMIT 200";
    UNIT_VERSION = "SELECT CAST(COALESCE(MAX(position) + 1, 0) AS BIGINT) FROM register_entry \
                    WHERE unit_id = $1";
    ADD_CONTENT = "INSERT INTO register_content \
                   (position, place, name, media_type, size, sha256, salt, text) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    CONTENTS = "SELECT position, place, name, media_type, size, sha256, salt, text, erased_position, erased_article \
                FROM register_content WHERE position = $1 ORDER BY place LIMIT 200";
}

/// An entry as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EntryRow {
    /// Place in the register, from 0.
    pub position: i64,
    /// The exact bytes that were hashed.
    pub entry: Vec<u8>,
    /// Their leaf hash.
    pub leaf: Vec<u8>,
    /// The thing that the act is about.
    pub thing: Uuid,
    /// Which version of the thing.
    pub rev: i64,
    /// The unit whose act it is.
    pub unit_id: Uuid,
    /// Room.
    pub room: String,
    /// Act.
    pub act: String,
    /// Claimed time.
    pub at: jiff_sqlx::Timestamp,
}

/// The last entry about a thing.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LastEntry {
    /// Place in the register.
    pub position: i64,
    /// Its leaf hash.
    pub leaf: Vec<u8>,
    /// Its version.
    pub rev: i64,
}

/// What one digest of an entry stands for. `text` is kept here for small texts,
/// other bytes are in the file store under `sha256`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ContentRow {
    /// Entry.
    pub position: i64,
    /// Which of its digests, from 0.
    pub place: i64,
    /// Name of the file.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Plain digest of the content.
    pub sha256: Vec<u8>,
    /// Salt when sealed.
    pub salt: Option<Vec<u8>>,
    /// The content itself, if it is a text of ours.
    pub text: Option<String>,
    /// The entry that says that it was erased: salt, name, digest and content are gone then.
    pub erased_position: Option<i64>,
    /// The article by which it was erased.
    pub erased_article: String,
}

impl ContentRow {
    /// Whether it is public for ever.
    pub fn is_open(&self) -> bool {
        self.salt.is_none() && self.erased_position.is_none()
    }
}

/// A new entry with everything that is stored beside it.
pub struct NewEntry<'a> {
    /// Exact bytes.
    pub bytes: &'a [u8],
    /// Thing, version, unit, room, act, time: copies of what the bytes say.
    pub thing: Uuid,
    /// Version of the thing.
    pub rev: i64,
    /// Unit.
    pub unit: UnitId,
    /// Room.
    pub room: &'a str,
    /// Act.
    pub act: &'a str,
    /// Claimed time.
    pub at: Timestamp,
}

/// Number of entries.
pub async fn size(tx: &mut ReadTx) -> Result<i64> {
    let (size,): (i64,) = tx.select(SIZE).one().await?;
    Ok(size)
}

/// Append an entry and the tree nodes that it completes; gives its position.
pub async fn append(tx: &mut WriteTx, entry: &NewEntry<'_>) -> Result<i64> {
    let position = size(tx).await?;
    let count = u64::try_from(position).map_err(|_| damaged("negative size"))?;
    let leaf = tree::leaf_hash(entry.bytes);
    let known = nodes(tx, &tree::append_reads(count)).await?;
    let made = tree::append(count, leaf, &|id| known.get(&id).copied())
        .map_err(|error| StoreError::Register(error.to_string()))?;
    tx.change(ADD)
        .bind(position)
        .bind(entry.bytes.to_vec())
        .bind(leaf.0.to_vec())
        .bind(entry.thing)
        .bind(entry.rev)
        .bind(entry.unit.0)
        .bind(entry.room.to_owned())
        .bind(entry.act.to_owned())
        .bind(entry.at.to_sqlx())
        .run_one()
        .await?;
    for (id, hash) in made {
        tx.change(ADD_NODE)
            .bind(i64::from(id.level))
            .bind(number(id.index)?)
            .bind(hash.0.to_vec())
            .run_one()
            .await?;
    }
    Ok(position)
}

/// Nodes of the tree as a look-up.
pub type Nodes = std::collections::BTreeMap<NodeId, Hash>;

/// Read nodes, twenty with one statement; a proof over 2^32 entries needs at most 64 of them.
pub async fn nodes(tx: &mut ReadTx, ids: &[NodeId]) -> Result<Nodes> {
    let mut found = Nodes::new();
    for some in ids.chunks(PLACES) {
        let mut select = tx.select(NODES);
        for place in 0..PLACES {
            let (level, index) = match some.get(place) {
                Some(id) => (i64::from(id.level), number(id.index)?),
                None => (NO_LEVEL, 0),
            };
            select = select.bind(level).bind(index);
        }
        let rows: Vec<(i64, i64, Vec<u8>)> = select.all().await?;
        for (level, index, bytes) in rows {
            let id = NodeId {
                level: u8::try_from(level).map_err(|_| damaged("a level is too large"))?,
                index: u64::try_from(index).map_err(|_| damaged("a node number is negative"))?,
            };
            found.insert(id, hash(&bytes)?);
        }
    }
    Ok(found)
}

/// The last entry about a thing.
pub async fn find_last_of_thing(tx: &mut ReadTx, thing: Uuid) -> Result<Option<LastEntry>> {
    tx.select(LAST_OF_THING).bind(thing).optional().await
}

/// An entry by position.
pub async fn find(tx: &mut ReadTx, position: i64) -> Result<Option<EntryRow>> {
    tx.select(GET).bind(position).optional().await
}

/// Entries before a position, newest first.
pub async fn newest(tx: &mut ReadTx, before: i64, limit: i64) -> Result<Vec<EntryRow>> {
    tx.select(NEWEST).bind(before).bind(limit).all().await
}

/// Every version of a thing (the first 200), oldest first.
pub async fn chain(tx: &mut ReadTx, thing: Uuid) -> Result<Vec<EntryRow>> {
    tx.select(CHAIN).bind(thing).all().await
}

/// One more than the newest position of a unit: the version of its public pages.
pub async fn unit_version(tx: &mut ReadTx, unit: UnitId) -> Result<i64> {
    let (version,): (i64,) = tx.select(UNIT_VERSION).bind(unit.0).one().await?;
    Ok(version)
}

/// Keep what a digest stands for.
pub async fn add_content(tx: &mut WriteTx, row: ContentRow) -> Result<()> {
    tx.change(ADD_CONTENT)
        .bind(row.position)
        .bind(row.place)
        .bind(row.name)
        .bind(row.media_type)
        .bind(row.size)
        .bind(row.sha256)
        .bind(row.salt)
        .bind(row.text)
        .run_one()
        .await
}

/// What the digests of an entry stand for, in their order.
pub async fn contents(tx: &mut ReadTx, position: i64) -> Result<Vec<ContentRow>> {
    tx.select(CONTENTS).bind(position).all().await
}

fn hash(bytes: &[u8]) -> Result<Hash> {
    Ok(Hash(
        bytes
            .try_into()
            .map_err(|_| damaged("a hash is not 32 bytes long"))?,
    ))
}

fn number(value: u64) -> Result<i64> {
    i64::try_from(value).map_err(|_| damaged("a node number is too large"))
}

fn damaged(what: &str) -> StoreError {
    StoreError::Damaged(what.to_owned())
}
