//! Where an installation lives on disk, and how it is opened:
//! `DIR/dinh.sqlite`, `DIR/files/` (or `DIR/incoming/` and a machine that speaks S3), `DIR/search/`, `DIR/register.key`,
//! `DIR/register-N.key` once the key was replaced, and `DIR/secret.key`, with which second factors are sealed and forms,
//! tickets and known machines are marked.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use dinh_law::Law;
use dinh_register::{SignerKey, VerifierKey};
use dinh_service::clock::{Clock, SystemClock};
use dinh_service::random::{Random as _, SystemRandom};
use dinh_service::register::{SHORT_NAME, Signer, retired_keys};
use dinh_service::{Platform, Secrets};
use dinh_store::Database;

use crate::file_place::FilePlace;
use crate::secret_file::must_be_private;

/// Where everything is.
#[derive(Clone, Debug)]
pub struct Place {
    /// Folder of the installation.
    pub data: PathBuf,
    /// Address of the database; the embedded one in the folder when nothing is said.
    pub database: Option<String>,
    /// Where files are.
    pub files: FilePlace,
    /// Address that readers use.
    pub base_url: String,
    /// Whether what is stored is sample data.
    pub sample: bool,
}

/// Where an installation is, as it is said on the command line.
#[derive(clap::Args, Debug)]
pub struct Where {
    /// Thư mục của bản cài đặt
    #[arg(long, env = "DINH_DATA", value_name = "THU_MUC")]
    data: PathBuf,
    /// Cơ sở dữ liệu khác cơ sở dữ liệu nhúng (postgres://…)
    #[arg(
        long,
        env = "DINH_DATABASE",
        value_name = "DIA_CHI",
        hide_env_values = true
    )]
    database: Option<String>,
    #[command(flatten)]
    files: FilePlace,
}

impl Where {
    /// The place, for what needs no address of readers.
    pub fn place(&self) -> Place {
        Place {
            data: self.data.clone(),
            database: self.database.clone(),
            files: self.files.clone(),
            base_url: String::new(),
            sample: false,
        }
    }
}

/// An installation that is opened as a whole.
#[derive(clap::Args, Debug)]
pub struct Installation {
    #[command(flatten)]
    at: Where,
    /// Địa chỉ người đọc dùng; khi tạo mới bản cài đặt, tên của sổ lấy theo địa chỉ này
    #[arg(
        long,
        env = "DINH_BASE_URL",
        default_value = "http://localhost:8080",
        value_name = "DIA_CHI"
    )]
    base_url: String,
}

impl Installation {
    /// The place.
    pub fn place(&self) -> Place {
        Place {
            base_url: self.base_url.clone(),
            ..self.at.place()
        }
    }

    /// Open it.
    pub async fn open(&self) -> Result<Platform> {
        open(&self.place()).await
    }
}

impl Place {
    /// Address of the database.
    pub fn database(&self) -> String {
        match &self.database {
            Some(address) => address.clone(),
            None => format!("sqlite://{}", self.data.join("dinh.sqlite").display()),
        }
    }

    /// The address without what stands before the host: it may hold a password.
    pub fn shown_database(&self) -> String {
        let address = self.database();
        match address.rsplit_once('@') {
            Some((_, host)) => host.to_owned(),
            None => address,
        }
    }

    /// A command that only reads does not make an installation: a folder that is not there was mistyped.
    pub fn must_be_there(&self) -> Result<()> {
        let there = match self.database {
            Some(_) => self.data.is_dir(),
            None => self.data.join("dinh.sqlite").is_file(),
        };
        anyhow::ensure!(
            there,
            "Trong {} không có bản cài đặt nào. Hãy kiểm tra --data.",
            self.data.display()
        );
        Ok(())
    }

    /// Folder of the search index.
    pub fn search(&self) -> PathBuf {
        self.data.join("search")
    }
}

/// That this process uses the folder of an installation; ends when the value goes away, however the process ends.
pub struct Use(#[expect(dead_code, reason = "it holds the lock")] std::fs::File);

impl Use {
    /// Use it beside others that only serve it.
    pub fn shared(folder: &Path) -> Result<Self> {
        Self::locked(folder, std::fs::File::try_lock_shared)
    }

    /// Use it alone.
    pub fn alone(folder: &Path) -> Result<Self> {
        Self::locked(folder, std::fs::File::try_lock)
    }

    fn locked(
        folder: &Path,
        lock: fn(&std::fs::File) -> Result<(), std::fs::TryLockError>,
    ) -> Result<Self> {
        let path = folder.join("in-use.lock");
        let mut options = std::fs::OpenOptions::new();
        options.create(true).truncate(false).write(true);
        let file = options
            .open(&path)
            .with_context(|| format!("không mở được {}", path.display()))?;
        match lock(&file) {
            Ok(()) => Ok(Self(file)),
            Err(std::fs::TryLockError::WouldBlock) => anyhow::bail!(
                "Thư mục {} đang được một lệnh hay máy chủ Đình khác dùng. Hãy dừng nó (systemctl stop dinh) rồi chạy lại.",
                folder.display()
            ),
            Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Open an installation, bring its schema up to date, make its key on the first start.
pub async fn open(place: &Place) -> Result<Platform> {
    open_with_clock(place, Arc::new(SystemClock)).await
}

/// Open it with a clock other than the machine's, which only sample data may have.
pub async fn open_with_clock(place: &Place, clock: Arc<dyn Clock>) -> Result<Platform> {
    let store = open_database(place).await?;
    let upgraded = crate::upgrade::upgrade(place, &store).await?;
    if let Some(point) = &upgraded.point {
        tracing::info!(point = %point.display(), applied = upgraded.applied.len(), "the schema was upgraded; this is the way back");
    }
    let mut tx = store.read().await?;
    if let Some(to) = dinh_service::backup::moved_to(&mut tx).await? {
        anyhow::bail!(
            "Bản cài đặt này đã chuyển sang {to}, không chạy ở đây nữa. Hãy sửa data và database trong tệp cài đặt."
        );
    }
    drop(tx);
    let origin = kept(&store, "register_origin", || origin(&place.base_url)).await?;
    let signer = signer(&place.data, &origin, &store).await?;
    let secrets = secrets(&place.data, &store).await?;
    Ok(Platform {
        store,
        files: place.files.open(&place.data).await?,
        scanner: None,
        law: Law::embedded(),
        clock,
        random: Arc::new(SystemRandom),
        signer,
        secrets,
        base_url: place.base_url.clone(),
        sample: place.sample,
        units: dinh_service::units::DirectoryCell::default(),
        votes: dinh_service::decision::online::VoteQueue::default(),
    })
}

/// Make the folder and open the database, without touching the schema.
pub async fn open_database(place: &Place) -> Result<Database> {
    make_folder(place)?;
    opened(place, Database::open(&place.database()).await)
}

/// The same for a place that is filled at once: by a backup, or by another place.
pub async fn open_to_fill(place: &Place) -> Result<Database> {
    make_folder(place)?;
    opened(place, Database::open_to_fill(&place.database()).await)
}

fn make_folder(place: &Place) -> Result<()> {
    make_private(&place.data)
        .with_context(|| format!("không tạo được thư mục {}", place.data.display()))
}

fn opened(place: &Place, database: dinh_store::Result<Database>) -> Result<Database> {
    database.with_context(|| format!("không mở được cơ sở dữ liệu {}", place.shown_database()))
}

/// A new folder is open to its owner only: it holds personal data and the key.
#[cfg(unix)]
pub fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

/// The name of the file with the secret.
pub const SECRET_FILE: &str = "secret.key";
/// What the database knows of the secret: which one it is, and nothing of it.
const SECRET_CHECK: &str = "secret_check";

/// The secret beside the database, made on the first start. A database that knows another one is not served: what was
/// sealed there could not be opened, and every form of another node would be refused.
#[expect(
    clippy::disallowed_methods,
    reason = "the secret is a file of its own, readable by its owner only"
)]
async fn secrets(folder: &Path, store: &Database) -> Result<Secrets> {
    let file = folder.join(SECRET_FILE);
    let mut tx = store.read().await?;
    let known = dinh_store::settings::find(&mut tx, SECRET_CHECK).await?;
    drop(tx);
    if known.is_none() && !file.exists() {
        write_secret(&file, &SystemRandom.bytes())?;
    }
    if file.exists() {
        must_be_private(&file)?;
    }
    let bytes = std::fs::read(&file).with_context(|| {
        format!(
            "Cơ sở dữ liệu này dùng một khóa bí mật mà {} không có. Hãy chép tệp {SECRET_FILE} từ máy chủ kia hoặc từ nơi cất riêng; \
             không tạo khóa mới, vì mã xác thực hai bước đã lưu chỉ mở được bằng khóa đã dùng.",
            folder.display()
        )
    })?;
    let bytes = <[u8; 32]>::try_from(bytes.as_slice())
        .map_err(|_| anyhow::anyhow!("tệp khóa {} không đúng 32 byte", file.display()))?;
    let secrets = Secrets::new(bytes);
    let hex = |text: String, byte: &u8| format!("{text}{byte:02x}");
    let check = secrets.key("check").iter().fold(String::new(), hex);
    let check = kept(store, SECRET_CHECK, || check.clone()).await? == check;
    anyhow::ensure!(
        check,
        "Tệp {} không phải khóa bí mật mà cơ sở dữ liệu này đang dùng. Hãy chép đúng tệp từ máy chủ kia hoặc từ nơi cất riêng.",
        file.display()
    );
    Ok(secrets)
}

/// A fact that is settled on the first start and never changes, whatever is said later.
async fn kept(store: &Database, name: &str, first: impl FnOnce() -> String) -> Result<String> {
    let mut tx = store.write().await?;
    if let Some(value) = dinh_store::settings::find(&mut tx, name).await? {
        return Ok(value);
    }
    let value = first();
    dinh_store::settings::save(&mut tx, name, &value).await?;
    tx.commit().await?;
    Ok(value)
}

/// The register's name: the host that readers use and a short name.
fn origin(base_url: &str) -> String {
    let host = base_url
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_end_matches('/');
    format!("{host}/{SHORT_NAME}")
}

/// The file of one secret key of the register.
pub struct KeyFile {
    /// 1 for `register.key`, N for `register-N.key`.
    pub number: u32,
    /// Where it is.
    pub path: PathBuf,
}

impl KeyFile {
    #[expect(
        clippy::disallowed_methods,
        reason = "the key is a file of its own, readable by its owner only"
    )]
    fn seed(&self) -> Result<[u8; 32]> {
        must_be_private(&self.path)?;
        let bytes = std::fs::read(&self.path)
            .with_context(|| format!("không đọc được {}", self.path.display()))?;
        <[u8; 32]>::try_from(bytes.as_slice())
            .map_err(|_| anyhow::anyhow!("tệp khóa {} không đúng 32 byte", self.path.display()))
    }

    /// The public half, under the name of the register.
    pub fn key(&self, origin: &str) -> Result<VerifierKey> {
        let key = SignerKey::from_seed(origin, &self.seed()?)?;
        Ok(key.verifier().clone())
    }
}

/// The secret keys of an installation, the oldest first.
#[expect(
    clippy::disallowed_methods,
    reason = "the keys are files of their own, readable by their owner only"
)]
pub fn key_files(folder: &Path) -> Result<Vec<KeyFile>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("không đọc được {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if let Some(number) = name.and_then(key_number) {
            files.push(KeyFile { number, path });
        }
    }
    files.sort_by_key(|file| file.number);
    Ok(files)
}

/// The number of a key by the name of its file.
pub fn key_number(name: &str) -> Option<u32> {
    if name == "register.key" {
        return Some(1);
    }
    let number = name.strip_prefix("register-")?.strip_suffix(".key")?;
    number.parse().ok().filter(|number| *number > 1)
}

/// The signer with every key that was not retired: the process may have ended before the file of a retired one was gone.
async fn signer(folder: &Path, origin: &str, store: &Database) -> Result<Signer> {
    let mut tx = store.read().await?;
    let retired = retired_keys(&mut tx).await?;
    let newest = dinh_store::register::find_newest_checkpoint(&mut tx).await?;
    drop(tx);
    let mut files = key_files(folder)?;
    // Only a register that nobody has signed yet begins with a new key.
    if files.is_empty() && newest.is_none() {
        write_secret(&folder.join("register.key"), &SystemRandom.bytes())?;
        files = key_files(folder)?;
    }
    let mut signer: Option<Signer> = None;
    for file in files {
        if retired.contains(&file.key(origin)?) {
            continue;
        }
        let seed = file.seed()?;
        signer = Some(match signer {
            None => Signer::new(origin, &seed)?,
            Some(signer) => signer.and(&seed)?,
        });
    }
    signer.with_context(|| {
        format!(
            "Sổ đã được ký nhưng trong {} không có tệp khóa nào. Hãy khôi phục tệp register.key từ bản sao lưu; không tạo khóa mới, \
             vì các bên chứng kiến và biên nhận cũ chỉ biết khóa đã dùng.",
            folder.display()
        )
    })
}

/// A new file that only its owner can read, safely on the disk.
#[cfg(unix)]
pub fn write_secret(file: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut made = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .with_context(|| format!("không tạo được {}", file.display()))?;
    made.write_all(bytes)?;
    made.sync_all()?;
    Ok(())
}
