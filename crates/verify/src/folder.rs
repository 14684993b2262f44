//! A register in a folder, laid out as it is served. What is written is on the disk before anything refers to it.
#![expect(
    clippy::disallowed_methods,
    reason = "the folder is named by a person; nothing here belongs to a city"
)]

use std::fs::File;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::source::Source;

/// A folder with `checkpoint`, `policy` and `tile/…`.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at this path.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Puts bytes under a name in one step: whoever reads finds the old ones or the new ones, whole, even after a crash.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let target = self.0.join(name);
        self.write(&target, bytes)
            .map_err(|error| format!("Không ghi được {}: {error}.", target.display()))
    }

    /// Adds bytes at the end of a file, safely on the disk.
    pub fn append(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let target = self.0.join(name);
        let add = || {
            std::fs::create_dir_all(&self.0)?;
            let mut file = File::options().create(true).append(true).open(&target)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        add().map_err(|error| format!("Không ghi được {}: {error}.", target.display()))
    }

    fn write(&self, target: &Path, bytes: &[u8]) -> std::io::Result<()> {
        let folder = target.parent().unwrap_or(&self.0);
        std::fs::create_dir_all(folder)?;
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let draft = folder.join(name);
        let mut file = File::create(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&draft, target)?;
        File::open(folder)?.sync_all()
    }
}

impl Source for Folder {
    fn fetch(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, String> {
        let place = self.0.join(path);
        let failed =
            |error: std::io::Error| format!("Không đọc được {}: {error}.", place.display());
        let file = match File::open(&place) {
            Ok(file) => file,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(failed(error)),
        };
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        // Room for all of it at once; what the folder says of its length is not relied on.
        let length = file.metadata().map_err(failed)?.len().min(limit);
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() > most {
            return Err(format!("Tệp {} dài quá mức cho phép.", place.display()));
        }
        Ok(Some(bytes))
    }
}
