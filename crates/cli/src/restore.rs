//! `dinh restore`: a backup into an empty place; or a drill of it, which leaves nothing behind but its report.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use dinh_register::Policy;
use dinh_service::backup::{self, Checked, Restored, Target};
use dinh_service::clock::{Clock as _, SystemClock, local};
use dinh_service::register::{Carrier, Start, is_newest};
use dinh_store::Database;
use dinh_web::HttpCarrier;

use crate::amounts::{bytes, grouped, pace, seconds};
use crate::backup::{open_file, read_key};
use crate::file_place::FilePlace;
use crate::mirror::read_policy;
use crate::platform::{Place, SECRET_FILE, key_number};

/// Khôi phục một bản sao lưu vào thư mục trống, hoặc diễn tập khôi phục.
#[derive(clap::Args, Debug)]
pub struct Command {
    /// Tệp sao lưu
    #[arg(value_name = "TEP")]
    archive: PathBuf,
    /// Thư mục trống sẽ thành bản cài đặt
    #[arg(
        long,
        env = "DINH_DATA",
        value_name = "THU_MUC",
        required_unless_present = "drill"
    )]
    data: Option<PathBuf>,
    /// Cơ sở dữ liệu trống khác cơ sở dữ liệu nhúng (postgres://…)
    #[arg(
        long,
        env = "DINH_DATABASE",
        value_name = "DIA_CHI",
        hide_env_values = true
    )]
    database: Option<String>,
    #[command(flatten)]
    files: FilePlace,
    /// Tệp khóa bí mật mở bản sao lưu
    #[arg(long, value_name = "TEP")]
    key: Option<PathBuf>,
    /// Tệp chính sách của sổ, để kiểm chữ ký trên đầu sổ; đừng lấy từ chính bản sao lưu
    #[arg(long, value_name = "TEP")]
    policy: Option<PathBuf>,
    /// Diễn tập: khôi phục vào nơi tạm, so sánh, in biên bản, rồi xóa nơi tạm
    #[arg(long)]
    drill: bool,
    /// Nơi tạm của cuộc diễn tập; mặc định là thư mục chứa tệp sao lưu
    #[arg(long, value_name = "THU_MUC", requires = "drill")]
    temp: Option<PathBuf>,
    /// Ghi biên bản vào tệp này, ngoài việc in ra
    #[arg(long, value_name = "TEP")]
    report: Option<PathBuf>,
}

/// Restore, or drill.
#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
pub async fn run(command: Command) -> Result<()> {
    let text = if command.drill {
        drill(&command).await?
    } else {
        in_earnest(&command).await?
    };
    if let Some(file) = &command.report {
        keep(file, &text)?;
    }
    print!("{text}");
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line writes the file that a person names"
)]
fn keep(file: &Path, text: &str) -> Result<()> {
    std::fs::write(file, text)
        .with_context(|| format!("không ghi được biên bản {}", file.display()))
}

async fn in_earnest(command: &Command) -> Result<String> {
    let data = command.data.clone().context("thiếu --data")?;
    must_be_empty(&data)?;
    let place = Place {
        data,
        database: command.database.clone(),
        files: command.files.clone(),
        base_url: String::new(),
        sample: false,
    };
    let (restored, _) = restore(command, &place).await?;
    Ok(report(command, &restored) + &what_next(&place, &restored))
}

/// The temporary folder is gone however it ends. A drill is held in the embedded engine, wherever the backup came from: the
/// archive belongs to neither.
async fn drill(command: &Command) -> Result<String> {
    let beside = command
        .archive
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let parent = command.temp.as_deref().or(beside).unwrap_or(Path::new("."));
    let name = format!("dinh-drill-{}", std::process::id());
    let temporary = Temporary(parent.join(name));
    must_be_empty(&temporary.0)?;
    let place = Place {
        data: temporary.0.clone(),
        database: None,
        files: FilePlace::default(),
        base_url: String::new(),
        sample: false,
    };
    let (restored, start) = restore(command, &place).await?;
    let asked = asked(start)?;
    Ok(report(command, &restored) + &asked + "Diễn tập đạt. Nơi tạm đã được xóa.\n")
}

/// What the witnesses say of a backup; an older one than they signed for does not pass, nor does one of which too few say anything.
fn asked(start: Option<Start>) -> Result<String> {
    let line = |said: &str| format!("  {:<24}{said}\n", "Bên chứng kiến:");
    Ok(match start {
        None => line("chưa hỏi: không có --policy, hoặc trong đó không có bên chứng kiến"),
        Some(Start::Clear) => line("đã hỏi; không bên nào biết nhiều hơn bản này"),
        Some(Start::Ahead {
            witness,
            known,
            signed,
        }) => bail!(
            "Diễn tập KHÔNG đạt: bản sao lưu cũ hơn sổ đã được chứng kiến. Bên {witness} đã ký đến mục {known}, bản này mới đến mục \
             {signed}. Khôi phục bản này thì máy chủ sẽ không ký. Hãy dùng bản sao lưu mới hơn; nếu không có, sau khi khôi phục nạp \
             phần thiếu bằng dinh register refill từ một bản chép của sổ."
        ),
        Some(Start::TooFew { answered, of }) => bail!(
            "Diễn tập CHƯA kết luận được: mới có {answered} trên {of} bên chứng kiến trả lời, nên chưa biết bản sao lưu có cũ không. Hãy \
             kiểm tra đường mạng rồi diễn tập lại."
        ),
    })
}

struct Temporary(PathBuf);

impl Drop for Temporary {
    #[expect(
        clippy::disallowed_methods,
        reason = "the drill takes back what it made itself"
    )]
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, folder = %self.0.display(), "the folder of the drill could not be removed");
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line looks into the folder that a person names"
)]
fn must_be_empty(folder: &Path) -> Result<()> {
    let taken = std::fs::read_dir(folder).is_ok_and(|mut entries| {
        // A key may lie there already: it has to be put back by hand in any case.
        entries.any(|entry| {
            entry.is_ok_and(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                key_number(&name).is_none() && name != SECRET_FILE
            })
        })
    });
    if taken {
        bail!(
            "Thư mục {} không trống. Chỉ khôi phục vào thư mục trống; không ghi đè gì.",
            folder.display()
        );
    }
    Ok(())
}

async fn restore(command: &Command, place: &Place) -> Result<(Restored, Option<Start>)> {
    let key = command.key.as_deref().map(read_key).transpose()?;
    let policy: Option<Policy> = match &command.policy {
        None => None,
        Some(file) => Some(read_policy(file)?.0),
    };
    let input = open_file(&command.archive)?;
    let store: Database = crate::platform::open_to_fill(place).await?;
    let files = place.files.open(&place.data).await?;
    let target = Target {
        store: &store,
        files: &files,
    };
    let (pieces, reading) = backup::read(input, key);
    let restored = backup::restore(pieces, &target, policy.as_ref()).await;
    let start = match (&restored, &policy) {
        (Ok(_), Some(policy)) if command.drill => {
            let carrier: Arc<dyn Carrier> = Arc::new(HttpCarrier::default());
            is_newest(policy, &store, &carrier).await
        }
        _ => Ok(None),
    };
    store.close().await;
    // Why it could not be read says more than that it ended early.
    reading.await??;
    Ok((restored?, start?))
}

/// What can be kept as the record of a drill.
fn report(command: &Command, restored: &Restored) -> String {
    let size = std::fs::metadata(&command.archive).map_or(0, |told| told.len());
    let archive = format!("{} ({})", command.archive.display(), bytes(size));
    let now = local(SystemClock.now()).strftime("%d/%m/%Y %H:%M:%S");
    let title = if command.drill {
        "BIÊN BẢN DIỄN TẬP KHÔI PHỤC"
    } else {
        "BIÊN BẢN KHÔI PHỤC"
    };
    let upgraded = match restored.migrated.len() {
        0 => "không cần".into(),
        _ => restored.migrated.join(", "),
    };
    let mut lines = vec![("Lúc:", now.to_string()), ("Tệp sao lưu:", archive)];
    lines.extend(contents(&restored.checked));
    lines.push(("Đọc và ghi:", pace(restored.storing, size)));
    lines.push(("So sánh lại:", seconds(restored.comparing)));
    lines.push(("Nâng cấp sau đó:", upgraded));
    for name in &restored.checked.manifest.erased_meanwhile {
        lines.push(("Đã xóa theo luật:", name.clone()));
    }
    let line =
        |text: String, (name, value): &(&str, String)| format!("{text}  {name:<24}{value}\n");
    lines.iter().fold(format!("{title}\n"), line)
}

/// What was in the archive and was compared.
fn contents(checked: &Checked) -> [(&'static str, String); 6] {
    let (head, manifest) = (&checked.head, &checked.manifest);
    let signed = grouped(checked.signed);
    let signed = match (checked.by_policy, checked.signed) {
        (_, 0) => "sổ chưa có đầu sổ được ký".to_owned(),
        (true, _) => format!("đầu sổ {signed} mục, chữ ký đúng khóa trong tệp chính sách"),
        (false, _) => {
            format!("đầu sổ {signed} mục khớp cây; chữ ký chưa kiểm vì không có --policy")
        }
    };
    let rows = format!(
        "{} bảng, {} dòng",
        manifest.tables.len(),
        grouped(manifest.rows())
    );
    let files = format!(
        "{} tệp, {}",
        grouped(manifest.files),
        bytes(manifest.file_bytes)
    );
    let register = format!(
        "{} mục, gốc {}",
        grouped(head.register.size),
        head.register.root
    );
    [
        (
            "Sao lưu lúc:",
            format!("{}, bằng Đình {}", head.made_at, head.version),
        ),
        ("Dòng, đã so từng bảng:", rows),
        ("Tệp, đã so mã băm:", files),
        ("Sổ, đã dựng lại cây:", register),
        ("Đầu sổ:", signed),
        (
            "Không có trong bản:",
            format!("khóa ký sổ, khóa bí mật, {}", head.left_out.join(", ")),
        ),
    ]
}

fn what_next(place: &Place, restored: &Restored) -> String {
    format!(
        "Khôi phục xong, mọi dòng và mọi tệp đều khớp. Việc tiếp theo:\n\
         1. Chép khóa ký sổ (register.key, và register-N.key nếu có) từ nơi cất riêng vào {data}. Đừng tạo khóa mới.\n\
         \x20  Chép cả {SECRET_FILE}: thiếu tệp này thì mã xác thực hai bước đã lưu không mở được, người dùng phải dùng mã dự phòng.\n\
         2. Chạy dinh serve --data {data} …. Máy chủ hỏi các bên chứng kiến trước khi ký.\n\
         3. Nếu bên chứng kiến biết nhiều hơn {size} mục, máy chủ không ký và không ghi: nạp phần thiếu bằng\n\
         \x20  dinh register refill --data {data} --from BAN_CHEP --policy TEP, rồi chạy lại.\n\
         4. Nếu sau thời điểm sao lưu có nội dung đã xóa theo luật, hãy xóa lại (sổ có mục \"erase\" cho từng lần).\n",
        data = place.data.display(),
        size = grouped(restored.checked.head.register.size),
    )
}
