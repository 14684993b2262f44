//! Care for what is kept: files that no row names are collected, files that rows name are looked for and read, and what was not
//! scanned is scanned. In pieces, so that neither the database nor the disk is busy with it for long.

use std::collections::BTreeSet;

use dinh_store::file_care::{self, FileFault};
use dinh_store::files::Kept;
use dinh_store::register::erasing;
use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};

use super::scan::Verdict;
use crate::error::Result;
use crate::platform::Context;

/// An upload takes minutes; what nothing names after this many seconds is named by nobody any more.
pub const GRACE: i64 = 24 * 60 * 60;
/// Named digests that are read at one time.
const PAGE: i64 = 500;
/// Bytes that are read in one turn, to see whether they are still what they were.
const READ: u64 = 64 * 1024 * 1024;
/// Files that are scanned in one turn.
const SCANS: i64 = 20;

/// How far the care has come. One goes round again and again.
#[derive(Clone, Debug, Default)]
pub struct Round {
    /// First two hex signs of the digests of the next turn.
    folder: u8,
    /// The digest that was read last.
    read: Vec<u8>,
}

/// What a look at files found. Digests in hexadecimal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Files in the store.
    pub kept: usize,
    /// Files that rows name.
    pub named: usize,
    /// Files that nothing names, older than [`GRACE`]; with their bytes.
    pub orphans: Vec<(String, u64)>,
    /// Files that nothing names yet.
    pub young: usize,
    /// Files that rows name and that are not there.
    pub missing: Vec<String>,
    /// Files whose content has another digest.
    pub damaged: Vec<String>,
}

/// One turn of the clockwork: a 256th of the files, some of them read, some of them scanned.
pub async fn turn(ctx: &Context<'_>, round: &mut Round) -> Result<()> {
    let found = look(ctx, round.folder).await?;
    for (digest, _) in &found.orphans {
        collect(ctx, digest).await?;
    }
    for digest in &found.missing {
        say(ctx, digest, FileFault::Missing, "").await?;
    }
    read_some(ctx, round).await?;
    scan_some(ctx).await?;
    if round.folder == u8::MAX {
        let before = ctx.now().as_second() - GRACE;
        ctx.platform.files.sweep_staging(before).await?;
    }
    round.folder = round.folder.wrapping_add(1);
    Ok(())
}

/// Compare the files whose digest begins with these two hex signs with what rows name. Changes nothing.
pub async fn look(ctx: &Context<'_>, folder: u8) -> Result<Found> {
    // Files before rows: what is kept meanwhile is young, not missing.
    let kept = ctx.platform.files.kept(folder).await?;
    let named = named(ctx, folder).await?;
    let there: BTreeSet<&str> = kept.iter().map(|file| file.digest.as_str()).collect();
    let mut found = Found {
        kept: kept.len(),
        named: named.len(),
        ..Found::default()
    };
    let before = ctx.now().as_second() - GRACE;
    for Kept {
        digest,
        size,
        second,
    } in &kept
    {
        if named.contains(digest) {
            continue;
        }
        if *second < before {
            found.orphans.push((digest.clone(), *size));
        } else {
            found.young += 1;
        }
    }
    for digest in named
        .iter()
        .filter(|digest| !there.contains(digest.as_str()))
    {
        // It may have come in between.
        if !ctx.platform.files.has(digest).await? {
            found.missing.push(digest.clone());
        }
    }
    Ok(found)
}

async fn named(ctx: &Context<'_>, folder: u8) -> Result<BTreeSet<String>> {
    let mut tx = ctx.read().await?;
    let mut found = BTreeSet::new();
    // Greater than everything in the folder before, smaller than every whole digest of this one.
    let mut after = vec![folder];
    loop {
        let page = file_care::named_after(&mut tx, &after, PAGE).await?;
        let full = page.len() == usize::try_from(PAGE).unwrap_or(0);
        for digest in page {
            if digest.first() != Some(&folder) {
                return Ok(found);
            }
            found.insert(dinh_register::hex(&digest));
            after = digest;
        }
        if !full {
            return Ok(found);
        }
    }
}

/// Erase a file that nothing names. Within the writer's seat, in which others give a file its address and name it; so nobody is
/// about to. Gives whether it went.
pub async fn collect(ctx: &Context<'_>, digest: &str) -> Result<bool> {
    let bytes = bytes_of(digest);
    let mut tx = ctx.write().await?;
    if erasing::is_in_use(&mut tx, &bytes).await? {
        return Ok(false);
    }
    ctx.platform.files.erase(digest).await?;
    file_care::forget(&mut tx, &bytes).await?;
    tx.commit().await?;
    tracing::info!("a file that nothing names was removed");
    Ok(true)
}

/// Read a kept file to its end. True when its content has its digest.
pub async fn is_whole(ctx: &Context<'_>, digest: &str) -> Result<Option<(u64, bool)>> {
    let Some(content) = ctx.platform.files.open(digest, None).await? else {
        return Ok(None);
    };
    let mut stream = content.stream;
    let mut hash = Sha256::new();
    while let Some(piece) = stream.next().await {
        hash.update(piece?);
    }
    let is_same = dinh_register::hex(&hash.finalize()) == digest;
    Ok(Some((content.size, is_same)))
}

async fn read_some(ctx: &Context<'_>, round: &mut Round) -> Result<()> {
    let mut tx = ctx.read().await?;
    let page = file_care::named_after(&mut tx, &round.read, PAGE).await?;
    drop(tx);
    let mut left = READ;
    for bytes in &page {
        let digest = dinh_register::hex(bytes);
        match is_whole(ctx, &digest).await? {
            Some((size, true)) => {
                take_back(ctx, bytes).await?;
                left = left.saturating_sub(size);
            }
            Some((size, false)) => {
                say(ctx, &digest, FileFault::Damaged, "").await?;
                left = left.saturating_sub(size);
            }
            // Whoever looks at its folder says so.
            None => {}
        }
        round.read.clone_from(bytes);
        if left == 0 {
            return Ok(());
        }
    }
    if page.len() < usize::try_from(PAGE).unwrap_or(0) {
        round.read.clear();
    }
    Ok(())
}

/// Take back what was said of a file, if anything was.
async fn take_back(ctx: &Context<'_>, bytes: &[u8]) -> Result<()> {
    let mut tx = ctx.read().await?;
    let counts = file_care::counts(&mut tx).await?;
    drop(tx);
    if counts.missing + counts.damaged == 0 {
        return Ok(());
    }
    let mut tx = ctx.write().await?;
    file_care::take_back(&mut tx, bytes).await?;
    tx.commit().await?;
    Ok(())
}

async fn say(ctx: &Context<'_>, digest: &str, fault: FileFault, said: &str) -> Result<()> {
    let bytes = bytes_of(digest);
    let mut tx = ctx.write().await?;
    // It may have been erased by law meanwhile.
    if erasing::is_in_use(&mut tx, &bytes).await? {
        file_care::say(&mut tx, &bytes, fault, said, ctx.now()).await?;
        tx.commit().await?;
        tracing::error!(
            fault = fault.code(),
            digest,
            "something is wrong with a file"
        );
    }
    Ok(())
}

async fn scan_some(ctx: &Context<'_>) -> Result<()> {
    let Some(scanner) = &ctx.platform.scanner else {
        return Ok(());
    };
    let mut tx = ctx.read().await?;
    let waiting = file_care::unscanned(&mut tx, SCANS).await?;
    drop(tx);
    for bytes in waiting {
        let digest = dinh_register::hex(&bytes);
        let verdict = match ctx.platform.files.open(&digest, None).await? {
            Some(content) => scanner.scan(content.stream).await,
            None => Verdict::Clean,
        };
        match verdict {
            Verdict::Clean => {}
            Verdict::Infected(virus) => say(ctx, &digest, FileFault::Infected, &virus).await?,
            // It is tried again in the next turn.
            Verdict::NoAnswer(_) => return Ok(()),
        }
        let mut tx = ctx.write().await?;
        file_care::scanned(&mut tx, &bytes).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn bytes_of(digest: &str) -> Vec<u8> {
    let pairs = digest.as_bytes().chunks(2);
    let byte = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(pair, 16).ok()
    };
    pairs.filter_map(byte).collect()
}
