//! The index follows the register: whatever entries came since the last commit are
//! read with the things that they are about, and those things are indexed anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use dinh_store::decision::lists;
use dinh_store::register::{self, heads};
use dinh_store::{ReadTx, projections};

use super::collect::{Indexed, Names};
use super::index::{Reached, SearchIndex, Session, fault};
use crate::error::Result;
use crate::platform::Context;

/// Entries read at once.
const STRIDE: i64 = 1_000;
/// All documents fit into one list; the city publishes a few of them a year.
const DOCUMENTS: i64 = 2_000;

impl SearchIndex {
    /// Index what the register says since the last time; gives the position reached.
    /// Does nothing when there is nothing new. When the register is shorter than the
    /// index remembers (another database), and after an erasure, everything is built
    /// again: words of the index that are only marked as gone would stay on the disk.
    pub async fn follow(&self, ctx: &Context<'_>) -> Result<i64> {
        if newest(ctx).await? == self.reached() {
            return Ok(self.position());
        }
        let _session = self.inner.session.lock().await;
        let before = self.reached();
        let now = newest(ctx).await?;
        if now == before {
            return Ok(now.position);
        }
        let from = start(ctx, before, now).await?;
        self.index_span(ctx, from, now).await
    }

    /// Throw everything away and index it again.
    pub async fn rebuild(&self, ctx: &Context<'_>) -> Result<i64> {
        let _session = self.inner.session.lock().await;
        let now = newest(ctx).await?;
        self.index_span(ctx, 0, now).await
    }

    /// Index one publication anew, wherever the register stands.
    pub async fn index_publication(&self, ctx: &Context<'_>, number: i64) -> Result<()> {
        let _session = self.inner.session.lock().await;
        let mut tx = ctx.read().await?;
        let Some(row) = projections::find_published(&mut tx, number).await? else {
            return Ok(());
        };
        let thing = Names::read(ctx, &mut tx).await?.publication(&row);
        drop(tx);
        self.write_one(thing).await
    }

    /// Take a publication out.
    pub async fn remove(&self, ctx: &Context<'_>, number: i64) -> Result<()> {
        let _session = self.inner.session.lock().await;
        let mut tx = ctx.read().await?;
        let Some(row) = projections::find_published(&mut tx, number).await? else {
            return Ok(());
        };
        let mut thing = Names::read(ctx, &mut tx).await?.publication(&row);
        drop(tx);
        thing.gone = true;
        self.write_one(thing).await
    }

    async fn index_span(&self, ctx: &Context<'_>, from: i64, reached: Reached) -> Result<i64> {
        let size = reached.position;
        let mut tx = ctx.read().await?;
        let names = Names::read(ctx, &mut tx).await?;
        let documents = dinh_store::documents::newest(&mut tx, DOCUMENTS).await?;
        let mut things = names.units(ctx.today());
        things.extend(
            documents
                .iter()
                .filter(|row| row.register_position >= from)
                .map(|row| names.document(row)),
        );
        // One session and one commit, however long the span is: a session costs threads and buffers.
        let inner = Arc::clone(&self.inner);
        let mut session = blocking(move || {
            let session = Session::begin(inner, from == 0)?;
            session.put(&things)?;
            Ok(session)
        })
        .await?;
        // What is read is how things stand now, so each is put once, however many entries are about it.
        let mut seen = BTreeSet::new();
        let mut here = from;
        while here < size {
            let next = (here + STRIDE).min(size);
            let mut rows = projections::published_in_entries(&mut tx, here, next).await?;
            rows.retain(|row| seen.insert(row.number));
            let things: Vec<Indexed> = rows.iter().map(|row| names.publication(row)).collect();
            session = blocking(move || {
                session.put(&things)?;
                Ok(session)
            })
            .await?;
            here = next;
        }
        let session = put_decisions(&mut tx, &names, session, from).await?;
        blocking(move || session.commit(reached)).await?;
        Ok(size)
    }

    async fn write_one(&self, thing: Indexed) -> Result<()> {
        let inner = Arc::clone(&self.inner);
        let reached = self.reached();
        blocking(move || {
            let session = Session::begin(inner, false)?;
            session.put(&[thing])?;
            session.commit(reached)
        })
        .await
    }
}

/// Decisions whose newest entry of the register stands at `from` or behind it.
async fn put_decisions(
    tx: &mut ReadTx,
    names: &Names,
    mut session: Session,
    from: i64,
) -> Result<Session> {
    let mut last = from - 1;
    loop {
        let rows = lists::changed_since(tx, last, STRIDE).await?;
        let Some(newest) = rows.last().and_then(|row| row.register_position) else {
            return Ok(session);
        };
        last = newest;
        let things: Vec<Indexed> = rows.iter().map(|row| names.decision(row)).collect();
        session = blocking(move || {
            session.put(&things)?;
            Ok(session)
        })
        .await?;
    }
}

/// Writing touches the disk, so it leaves the threads of the requests.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(fault)?
}

/// Where the register and its newest quorum stand.
async fn newest(ctx: &Context<'_>) -> Result<Reached> {
    let mut tx = ctx.read().await?;
    let quorum = heads::find_quorum_up_to(&mut tx, i64::MAX).await?;
    Ok(Reached {
        position: register::size(&mut tx).await?,
        witnessed: quorum.map_or(0, |row| row.size),
    })
}

/// From which entry on things have to be read again.
async fn start(ctx: &Context<'_>, before: Reached, now: Reached) -> Result<i64> {
    // An index that knows nothing reads everything, whatever was erased.
    if before.position == 0 || now.position < before.position {
        return Ok(0);
    }
    let mut tx = ctx.read().await?;
    if register::erasing::was_in(&mut tx, before.position, now.position).await? {
        return Ok(0);
    }
    Ok(if now.witnessed == before.witnessed {
        before.position
    } else {
        before.position.min(before.witnessed)
    })
}
