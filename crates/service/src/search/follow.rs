//! The index follows the register: whatever entries came since the last commit are
//! read with the things that they are about, and those things are indexed anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use dinh_store::decision::lists;
use dinh_store::{ReadTx, projections};

use super::collect::{Indexed, Names};
use super::index::{SearchIndex, Session, fault};
use crate::error::Result;
use crate::platform::Context;

/// Entries read at once.
const STRIDE: i64 = 1_000;
/// All documents fit into one list; the city publishes a few of them a year.
const DOCUMENTS: i64 = 2_000;

impl SearchIndex {
    /// Index what the register says since the last time; gives the position reached.
    /// Does nothing when there is nothing new. When the register is shorter than the
    /// index remembers (another database), everything is built again.
    pub async fn follow(&self, ctx: &Context<'_>) -> Result<i64> {
        if size(ctx).await? == self.position() {
            return Ok(self.position());
        }
        let _session = self.inner.session.lock().await;
        let from = self.position();
        let size = size(ctx).await?;
        if size == from {
            return Ok(size);
        }
        self.index_span(ctx, if size < from { 0 } else { from }, size)
            .await
    }

    /// Throw everything away and index it again.
    pub async fn rebuild(&self, ctx: &Context<'_>) -> Result<i64> {
        let _session = self.inner.session.lock().await;
        let size = size(ctx).await?;
        self.index_span(ctx, 0, size).await
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

    async fn index_span(&self, ctx: &Context<'_>, from: i64, size: i64) -> Result<i64> {
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
        blocking(move || session.commit(size)).await?;
        Ok(size)
    }

    async fn write_one(&self, thing: Indexed) -> Result<()> {
        let inner = Arc::clone(&self.inner);
        let position = self.position();
        blocking(move || {
            let session = Session::begin(inner, false)?;
            session.put(&[thing])?;
            session.commit(position)
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

async fn size(ctx: &Context<'_>) -> Result<i64> {
    let mut tx = ctx.read().await?;
    Ok(dinh_store::register::size(&mut tx).await?)
}
