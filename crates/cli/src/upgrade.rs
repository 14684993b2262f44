//! A new release brings the schema up to date. Before it does, it leaves a way back in `DIR/upgrade`: a copy of the embedded
//! database, or the rows of another one.
#![expect(
    clippy::disallowed_methods,
    reason = "the way back is files beside the installation"
)]

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use dinh_service::backup::{self, Recipients, Source, Target};
use dinh_service::clock::{Clock as _, SystemClock, local};
use dinh_store::schema::{Standing, applied, migrate, standing};
use dinh_store::{Database, Engine};

use crate::backup::open_file;
use crate::platform::{Place, make_private};

/// What an upgrade did.
pub struct Upgraded {
    /// Names of the migrations.
    pub applied: Vec<&'static str>,
    /// The way back; nothing if there was nothing before.
    pub point: Option<PathBuf>,
}

/// Bring the schema up to date: all of it or nothing, in one transaction.
pub async fn upgrade(place: &Place, store: &Database) -> Result<Upgraded> {
    let is_new = applied(store).await?.is_empty();
    let point = match standing(store).await? {
        Standing::Ahead(name) => bail!(
            "Cơ sở dữ liệu đã được bản Đình mới hơn nâng cấp (có {name}). Hãy cài lại bản mới đó, hoặc quay về điểm trước \
             nâng cấp bằng: dinh migrate --back --data {}",
            place.data.display()
        ),
        Standing::Behind(first) if !is_new => Some(keep_point(place, store, first).await?),
        Standing::Behind(_) | Standing::Current => None,
    };
    let done = migrate(store).await;
    let done = done.context("không nâng cấp được cấu trúc cơ sở dữ liệu; dữ liệu vẫn như trước")?;
    Ok(Upgraded {
        applied: done,
        point,
    })
}

fn folder(place: &Place) -> PathBuf {
    place.data.join("upgrade")
}

async fn keep_point(place: &Place, store: &Database, first: &str) -> Result<PathBuf> {
    make_private(&folder(place))?;
    let now = local(SystemClock.now()).strftime("%Y%m%d-%H%M%S");
    let ending = match store.engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "tar",
    };
    let stem = format!("before-{}-{now}", first.trim_end_matches(".sql"));
    // Twice in one second: after going back, or in a test.
    let mut paths = (1..).map(|number| folder(place).join(format!("{stem}-{number}.{ending}")));
    let path = paths
        .find(|path| !path.exists())
        .context("no name is free")?;
    let kept = match path.to_str() {
        Some(text) => store.copy_into(text).await?,
        None => bail!("đường dẫn {} có ký tự lạ", path.display()),
    };
    if !kept {
        let source = Source {
            store,
            files: None,
            version: env!("CARGO_PKG_VERSION"),
            at: SystemClock.now(),
        };
        let out = std::fs::File::create_new(&path)?;
        backup::write(&source, out, &Recipients::default()).await?;
    }
    Ok(path)
}

/// Go back to the newest point. What was recorded since is lost here; the register comes back from a mirror. Gives the point
/// and where the newer database was put, if it was a file.
pub async fn back(place: &Place) -> Result<(PathBuf, Option<PathBuf>)> {
    let ending = if place.database.is_some() {
        "tar"
    } else {
        "sqlite"
    };
    let point = newest(&folder(place), ending)?;
    if place.database.is_some() {
        load(place, &point).await?;
        return Ok((point, None));
    }
    let current = place.data.join("dinh.sqlite");
    // Opening and closing moves what is still in the log into the file.
    let store = crate::platform::open_database(place).await?;
    store.close().await;
    let now = local(SystemClock.now()).strftime("%Y%m%d-%H%M%S");
    let aside = folder(place).join(format!("after-{now}.sqlite"));
    std::fs::rename(&current, &aside)?;
    std::fs::copy(&point, &current)?;
    std::fs::File::open(&current)?.sync_all()?;
    Ok((point, Some(aside)))
}

fn newest(folder: &Path, ending: &str) -> Result<PathBuf> {
    let mut points: Vec<PathBuf> = Vec::new();
    if let Ok(entries) = std::fs::read_dir(folder) {
        for entry in entries {
            let path = entry?.path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if name.starts_with("before-") && path.extension().is_some_and(|kind| kind == ending) {
                points.push(path);
            }
        }
    }
    let made = |path: &PathBuf| path.metadata().and_then(|told| told.modified()).ok();
    points.sort_by_key(made);
    points.pop().with_context(|| {
        format!(
            "Trong {} không có điểm quay về nào; hãy khôi phục từ bản sao lưu: dinh restore.",
            folder.display()
        )
    })
}

async fn load(place: &Place, point: &Path) -> Result<()> {
    let store = crate::platform::open_to_fill(place).await?;
    let files = place.files.open(&place.data).await?;
    let target = Target {
        store: &store,
        files: &files,
    };
    let (pieces, reading) = backup::read(open_file(point)?, None);
    let restored = backup::restore_as_it_was(pieces, &target).await;
    store.close().await;
    reading.await??;
    restored?;
    Ok(())
}
