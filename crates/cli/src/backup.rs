//! `dinh backup`: everything that a city needs to begin again, in one sealed file, while the city works on.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, Read as _, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use dinh_register::hex;
use dinh_service::backup::{self, BackupKey, LastBackup, Recipients, Source, Written};
use dinh_service::clock::{Clock as _, SystemClock, local};
use dinh_store::Database;
use dinh_store::files::FileStore;
use sha2::{Digest as _, Sha256};

use crate::amounts::{bytes, grouped, pace};
use crate::file_place::FilePlace;
use crate::platform::{Place, write_secret};

/// The disk keeps at least this much room whatever is backed up.
const RESERVE: u64 = 512 * 1024 * 1024;
/// How often the room is looked at, in bytes written.
const LOOK: u64 = 32 * 1024 * 1024;

/// Sao lưu toàn bộ dữ liệu vào một tệp mã hóa, trong lúc hệ thống vẫn chạy.
///
/// Bản sao lưu có mọi bảng và mọi tệp ở cùng một thời điểm. Trong đó KHÔNG có khóa ký sổ (register.key, phải cất riêng),
/// phiên đăng nhập, chỉ mục tìm kiếm (tự dựng lại).
#[derive(clap::Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Command {
    #[command(subcommand)]
    task: Option<Task>,
    #[command(flatten)]
    make: Option<Make>,
}

#[derive(clap::Subcommand, Debug)]
enum Task {
    /// Tạo khóa để mở bản sao lưu; cất tệp khóa ở nơi khác, máy chủ chỉ cần khóa công khai
    Key {
        /// Tệp khóa bí mật sẽ tạo
        #[arg(long, value_name = "TEP")]
        out: PathBuf,
    },
}

#[derive(clap::Args, Debug)]
struct Make {
    // Not [`Where`](crate::platform::Where): clap takes an optional group for absent when it holds another group.
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
    /// Nơi chứa tệp nói giao thức S3: s3+https://may-chu:cong/bucket
    #[arg(long, env = "DINH_FILES", value_name = "DIA_CHI")]
    files: Option<String>,
    /// Tệp chứa khóa của nơi chứa tệp: tên khóa, rồi mật khóa
    #[arg(long, env = "DINH_FILES_KEY_FILE", value_name = "TEP")]
    files_key_file: Option<PathBuf>,
    /// Tệp sẽ ghi, hoặc thư mục để đặt tên theo giờ sao lưu
    #[arg(long, value_name = "NOI_GHI")]
    to: PathBuf,
    /// Khóa công khai age1… của người được mở bản sao lưu; có thể ghi nhiều lần
    #[arg(
        long,
        env = "DINH_BACKUP_RECIPIENT",
        value_name = "KHOA",
        value_delimiter = ','
    )]
    recipient: Vec<String>,
    /// Tệp có các khóa công khai, mỗi dòng một khóa
    #[arg(long, value_name = "TEP")]
    recipients_file: Option<PathBuf>,
    /// Ghi không mã hóa; ai có tệp là đọc được dữ liệu cá nhân trong đó
    #[arg(long, conflicts_with_all = ["recipient", "recipients_file"])]
    unencrypted: bool,
    /// Tệp khóa bí mật, để mở ra đọc lại ngay sau khi ghi
    #[arg(long, value_name = "TEP")]
    key: Option<PathBuf>,
}

/// Do what was asked.
pub async fn run(command: Command) -> Result<()> {
    match (command.task, command.make) {
        (Some(Task::Key { out }), _) => make_key(&out),
        (None, Some(make)) => back_up(make).await,
        (None, None) => bail!("Hãy ghi --data và --to; xem dinh backup --help."),
    }
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
fn make_key(out: &Path) -> Result<()> {
    let (text, public) = backup::new_key();
    write_secret(out, text.as_bytes())?;
    println!("Đã tạo tệp khóa bí mật {}.", out.display());
    println!(
        "Cất tệp này ở hai nơi ngoài máy chủ (két, USB niêm phong). Mất khóa thì không mở được bản sao lưu nào."
    );
    println!("Khóa công khai, dùng khi sao lưu:\n{public}");
    Ok(())
}

async fn back_up(make: Make) -> Result<()> {
    let recipients = recipients(&make)?;
    if recipients.is_empty() && !make.unencrypted {
        bail!(
            "Bản sao lưu có dữ liệu cá nhân nên phải mã hóa. Hãy ghi khóa công khai bằng --recipient age1… \
             (tạo khóa: dinh backup key --out khoa-sao-luu.txt). Nếu thật sự muốn ghi không mã hóa, thêm --unencrypted."
        );
    }
    let key = make.key.as_deref().map(read_key).transpose()?;
    let place = Place {
        data: make.data,
        database: make.database,
        files: FilePlace {
            files: make.files,
            files_key_file: make.files_key_file,
        },
        base_url: String::new(),
        sample: false,
    };
    place.must_be_there()?;
    let store = crate::platform::open_database(&place).await?;
    let files = place.files.open(&place.data).await?;
    let path = target(&make.to, !recipients.is_empty());
    if path.exists() {
        bail!(
            "Đã có tệp {}, không ghi đè. Hãy chọn tên khác, hoặc chỉ một thư mục để tệp được đặt tên theo giờ.",
            path.display()
        );
    }
    let began = Instant::now();
    let written = write(&store, &files, &path, &recipients).await;
    let taken = began.elapsed();
    let written = written?;
    let part = part(&path);
    let opened = read_back(&part, &written, recipients.is_empty(), key).await;
    if let Err(error) = opened {
        remove(&part);
        return Err(
            error.context("đọc lại bản sao lưu thì thấy sai; tệp đã được xóa, hãy sao lưu lại")
        );
    }
    let opened = opened?;
    rename(&part, &path)?;
    last(&path, &written, opened).save(&store).await?;
    store.close().await;
    say(&path, &written, opened, taken);
    Ok(())
}

fn recipients(make: &Make) -> Result<Recipients> {
    let named = Recipients::parse(&make.recipient.join("\n"))?;
    Ok(match &make.recipients_file {
        None => named,
        Some(file) => named.and(Recipients::parse(&read(file)?)?),
    })
}

/// The secret key that a person names.
pub fn read_key(file: &Path) -> Result<BackupKey> {
    Ok(BackupKey::parse(&read(file)?)?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the file that a person names"
)]
fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("không đọc được {}", file.display()))
}

/// In a folder the file is named after the moment, so that none is written over.
fn target(to: &Path, sealed: bool) -> PathBuf {
    if !to.is_dir() {
        return to.to_owned();
    }
    let now = local(SystemClock.now()).strftime("%Y%m%d-%H%M%S");
    to.join(format!(
        "dinh-{now}.tar{}",
        if sealed { ".age" } else { "" }
    ))
}

fn part(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line takes back what it wrote itself"
)]
fn remove(path: &Path) {
    if let Err(error) = std::fs::remove_file(path) {
        tracing::warn!(%error, "a file that is not needed could not be removed");
    }
}

/// Under its name only once it is whole. A drive that is carried away may know no links, so it is renamed.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line names what it wrote itself"
)]
fn rename(part: &Path, path: &Path) -> Result<()> {
    std::fs::rename(part, path).with_context(|| format!("không đặt được tên {}", path.display()))
}

async fn write(
    store: &Database,
    files: &FileStore,
    path: &Path,
    recipients: &Recipients,
) -> Result<Written> {
    let (part, folder) = (
        part(path),
        path.parent()
            .filter(|folder| !folder.as_os_str().is_empty()),
    );
    let out = Careful::create(&part, folder.unwrap_or(Path::new(".")))?;
    let source = Source {
        store,
        files: Some(files),
        version: env!("CARGO_PKG_VERSION"),
        at: SystemClock.now(),
    };
    let written = backup::write(&source, out, recipients).await;
    if written.is_err() {
        remove(&part);
    }
    Ok(written?)
}

/// A file for its owner only, which stops while the disk still has room for the city's work.
struct Careful {
    file: File,
    folder: PathBuf,
    since: u64,
}

impl Careful {
    fn create(path: &Path, folder: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path);
        let file = file.with_context(|| format!("không tạo được tệp {}", path.display()))?;
        let folder = folder.to_owned();
        Ok(Self {
            file,
            folder,
            since: LOOK,
        })
    }
}

impl Write for Careful {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.since >= LOOK {
            self.since = 0;
            if dinh_store::disk::space(&self.folder)?.free < RESERVE {
                return Err(std::io::Error::new(
                    std::io::ErrorKind::StorageFull,
                    "ổ đĩa sắp đầy, dừng lại để hệ thống còn chỗ làm việc",
                ));
            }
        }
        let written = self.file.write(bytes)?;
        self.since += u64::try_from(written).unwrap_or(0);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.sync_all()
    }
}

/// Read the file back: opened if that can be, otherwise its bytes. Gives whether it was opened.
async fn read_back(
    part: &Path,
    written: &Written,
    open: bool,
    key: Option<BackupKey>,
) -> Result<bool> {
    if same_bytes(part)? != written.sha256 {
        bail!("nội dung trên đĩa khác nội dung đã ghi");
    }
    if !open && key.is_none() {
        return Ok(false);
    }
    let (pieces, reading) = backup::read(open_file(part)?, key);
    let checked = backup::check(pieces, None).await;
    reading.await??;
    if checked?.manifest != written.manifest {
        bail!("bảng kê đọc lại khác bảng kê đã ghi");
    }
    Ok(true)
}

fn same_bytes(path: &Path) -> Result<String> {
    let (mut file, mut digest, mut some) = (open_file(path)?, Sha256::new(), vec![0; 1 << 20]);
    loop {
        let count = file.read(&mut some)?;
        if count == 0 {
            return Ok(hex(&digest.finalize()));
        }
        digest.update(some.get(..count).unwrap_or_default());
    }
}

/// An archive that a person names.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the file that a person names"
)]
pub fn open_file(path: &Path) -> Result<BufReader<File>> {
    let file = File::open(path).with_context(|| format!("không đọc được {}", path.display()))?;
    Ok(BufReader::with_capacity(1 << 20, file))
}

fn last(path: &Path, written: &Written, opened: bool) -> LastBackup {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    LastBackup {
        at: written.head.made_at.clone(),
        file: name.unwrap_or_default(),
        bytes: written.bytes,
        rows: written.manifest.rows(),
        files: written.manifest.files,
        register: written.head.register.size,
        opened,
    }
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
fn say(path: &Path, written: &Written, opened: bool, taken: std::time::Duration) {
    let (manifest, register) = (&written.manifest, &written.head.register);
    println!(
        "Đã sao lưu vào {} ({}).",
        path.display(),
        bytes(written.bytes)
    );
    println!("  Thời điểm:   {}", written.head.made_at);
    println!(
        "  Bảng, dòng:  {} bảng, {} dòng",
        manifest.tables.len(),
        grouped(manifest.rows())
    );
    println!(
        "  Tệp:         {} tệp, {}",
        grouped(manifest.files),
        bytes(manifest.file_bytes)
    );
    println!(
        "  Sổ:          {} mục, gốc {}",
        grouped(register.size),
        register.root
    );
    println!("  Thời gian:   {}", pace(taken, written.bytes));
    println!("  SHA-256:     {}", written.sha256);
    if opened {
        println!("Đã mở ra đọc lại: đủ dòng, đủ tệp, gốc của sổ khớp.");
    } else {
        println!(
            "Đã đọc lại từng byte. Chưa mở ra vì máy này không giữ khóa bí mật (như thế là đúng)."
        );
        println!("Hãy diễn tập ở máy giữ khóa: dinh restore TEP --key khoa-sao-luu.txt --drill");
    }
    for name in &manifest.erased_meanwhile {
        println!(
            "Lưu ý: tệp {name} được xóa theo luật trong lúc sao lưu nên không có trong bản này."
        );
    }
    println!("Bản sao lưu không có khóa ký sổ (register*.key): hãy cất riêng các tệp này.");
}
