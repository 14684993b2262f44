//! `dinh move`: a whole installation from the embedded database to PostgreSQL, or back, or to another folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use dinh_service::Seat;
use dinh_service::backup::{Restored, Source, Target, move_all};
use dinh_service::clock::{Clock as _, SystemClock, local};
use dinh_store::Database;
use dinh_store::archive::Load;
use dinh_store::files::FileStore;

use crate::amounts::{bytes, grouped, seconds};
use crate::file_place::FilePlace;
use crate::platform::{Place, Use, key_files, open_database, open_to_fill, write_secret};

/// Chuyển toàn bộ bản cài đặt sang cơ sở dữ liệu khác: từ cơ sở dữ liệu nhúng sang PostgreSQL, hoặc ngược lại.
///
/// Dừng mọi máy chủ Đình trước. Mọi dòng, mọi tệp và sổ công khai được chép sang nơi mới (phải còn trống), đọc lại và so sánh;
/// khi tất cả khớp, nơi cũ được đánh dấu đã chuyển và không chạy được nữa. Nếu giữa chừng có lỗi hay mất điện, nơi cũ vẫn
/// nguyên vẹn, nơi mới vẫn trống: chạy lại lệnh này.
#[derive(clap::Args, Debug)]
pub struct Command {
    /// Thư mục của bản cài đặt cũ
    #[arg(long, value_name = "THU_MUC")]
    from: PathBuf,
    /// Cơ sở dữ liệu cũ, nếu không phải cơ sở dữ liệu nhúng (postgres://…)
    #[arg(long, value_name = "DIA_CHI")]
    from_database: Option<String>,
    /// Thư mục của bản cài đặt mới; có thể là thư mục cũ, khi đó tệp và khóa ở yên chỗ
    #[arg(long, value_name = "THU_MUC")]
    to: PathBuf,
    /// Cơ sở dữ liệu mới, còn trống, nếu không phải cơ sở dữ liệu nhúng (postgres://…)
    #[arg(long, value_name = "DIA_CHI")]
    to_database: Option<String>,
}

/// Move, compare, and say what was moved.
#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
pub async fn run(command: Command) -> Result<()> {
    let from = place(command.from, command.from_database);
    let to = place(command.to, command.to_database);
    ensure!(
        from.database() != to.database(),
        "Nơi cũ và nơi mới là một. Hãy ghi --to hoặc --to-database khác."
    );
    from.must_be_there()?;
    let _alone = Use::alone(&from.data)?;
    let (old, new) = (open_database(&from).await?, open_to_fill(&to).await?);
    let began = Instant::now();
    let moved = all(&from, &old, &to, &new).await;
    old.close().await;
    new.close().await;
    let moved = moved?;
    print!(
        "{}{}",
        report(&from, &to, &moved, began),
        what_next(&from, &to)
    );
    Ok(())
}

fn place(data: PathBuf, database: Option<String>) -> Place {
    Place {
        data,
        database,
        files: FilePlace::default(),
        base_url: String::new(),
        sample: false,
    }
}

async fn all(from: &Place, old: &Database, to: &Place, new: &Database) -> Result<Restored> {
    let mut leading = Seat::new(old);
    if !leading.is_ours().await? {
        bail!(
            "Một máy chủ Đình đang chạy trên {}. Hãy dừng mọi máy chủ (systemctl stop dinh) rồi chạy lại.",
            from.shown_database()
        );
    }
    must_be_empty(to, new).await?;
    let same_folder = same(&from.data, &to.data);
    let files = FileStore::in_folder(&from.data.join("files"))?;
    let new_files = FileStore::in_folder(&to.data.join("files"))?;
    // Before anything is copied: without its keys the new place could not sign.
    if !same_folder {
        copy_keys(&from.data, &to.data)?;
    }
    let seat = old.write().await?;
    let source = Source {
        store: old,
        files: (!same_folder).then_some(&files),
        version: env!("CARGO_PKG_VERSION"),
        at: SystemClock.now(),
    };
    let target = Target {
        store: new,
        files: &new_files,
    };
    Ok(move_all(&source, seat, &target, &to.shown_database()).await?)
}

/// Nothing is ever written over.
async fn must_be_empty(to: &Place, new: &Database) -> Result<()> {
    if Load::is_empty(new).await? {
        return Ok(());
    }
    bail!(
        "Nơi mới {} đã có dữ liệu; không ghi đè gì. Hãy tạo một cơ sở dữ liệu trống, hoặc cất tệp dinh.sqlite cũ trong {} đi nơi khác.",
        to.shown_database(),
        to.data.display()
    )
}

fn same(one: &Path, other: &Path) -> bool {
    let found = |path: &Path| path.canonicalize().ok();
    found(one).is_some() && found(one) == found(other)
}

/// A key that is there already must be the same one.
#[expect(
    clippy::disallowed_methods,
    reason = "the keys are files of their own, readable by their owner only"
)]
fn copy_keys(from: &Path, to: &Path) -> Result<()> {
    for key in key_files(from)? {
        let name = key.path.file_name().context("a key without a name")?;
        let (bytes, target) = (std::fs::read(&key.path)?, to.join(name));
        if !target.exists() {
            write_secret(&target, &bytes)?;
        } else if std::fs::read(&target)? != bytes {
            bail!(
                "Tệp khóa {} khác khóa của bản cài đặt cũ. Hãy kiểm tra lại nơi mới.",
                target.display()
            );
        }
    }
    Ok(())
}

fn report(from: &Place, to: &Place, moved: &Restored, began: Instant) -> String {
    let (head, manifest) = (&moved.checked.head, &moved.checked.manifest);
    let files = match manifest.files {
        0 if same(&from.data, &to.data) => "ở yên chỗ, đã thấy đủ".to_owned(),
        count => format!("{} tệp, {}", grouped(count), bytes(manifest.file_bytes)),
    };
    let lines = [
        (
            "Lúc:",
            local(SystemClock.now())
                .strftime("%d/%m/%Y %H:%M:%S")
                .to_string(),
        ),
        ("Từ:", from.shown_database()),
        ("Sang:", to.shown_database()),
        (
            "Bảng, dòng:",
            format!(
                "{} bảng, {} dòng",
                manifest.tables.len(),
                grouped(manifest.rows())
            ),
        ),
        ("Tệp:", files),
        (
            "Sổ công khai:",
            format!(
                "{} mục, gốc {}",
                grouped(head.register.size),
                head.register.root
            ),
        ),
        ("Thời gian:", seconds(began.elapsed())),
    ];
    let mut text = "BIÊN BẢN CHUYỂN DỮ LIỆU\n".to_owned();
    for (name, value) in lines {
        let _ = writeln!(text, "  {name:<16}{value}");
    }
    text.push_str("  Số dòng từng bảng, nơi cũ và nơi mới bằng nhau, nội dung giống nhau:\n");
    for table in manifest.tables.iter().filter(|table| table.rows > 0) {
        let rows = grouped(table.rows);
        let _ = writeln!(text, "    {:<28}{rows:>12}", table.name);
    }
    text
}

fn what_next(from: &Place, to: &Place) -> String {
    let database = match &to.database {
        Some(_) => " và database chỉ cơ sở dữ liệu mới".to_owned(),
        None => " và bỏ dòng database".to_owned(),
    };
    format!(
        "Chuyển xong, mọi dòng khớp, gốc của sổ bằng nhau. Việc tiếp theo:\n\
         1. Sửa /etc/dinh/dinh.toml: data là {data}{database}; rồi systemctl start dinh.\n\
         2. Mọi người đăng nhập lại một lần (phiên đăng nhập không chuyển theo).\n\
         3. Nơi cũ ({old}) đã được đánh dấu và không chạy được nữa. Sao lưu nơi mới xong thì xóa nơi cũ:\n\
         \x20  trong đó có dữ liệu cá nhân.\n",
        data = to.data.display(),
        old = from.shown_database(),
    )
}
