//! `dinh migrate`: bring the schema of an installation up to date, and say what was done and how to go back.

use anyhow::Result;

use crate::platform::{Place, Where};
use crate::upgrade::{back, upgrade};

/// Nâng cấp cấu trúc cơ sở dữ liệu sau khi cài bản mới, hoặc quay về trước lần nâng cấp gần nhất.
#[derive(clap::Args, Debug)]
pub struct Command {
    #[command(flatten)]
    at: Where,
    /// Quay về điểm giữ trước lần nâng cấp gần nhất; hãy dừng máy chủ trước. Với PostgreSQL, --database chỉ một cơ sở dữ liệu trống
    #[arg(long)]
    back: bool,
}

/// Apply what is missing, or go back.
pub async fn run(command: Command) -> Result<()> {
    let place = command.at.place();
    if command.back {
        go_back(&place).await
    } else {
        go_on(&place).await
    }
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
async fn go_on(place: &Place) -> Result<()> {
    let store = crate::platform::open_database(place).await?;
    let upgraded = upgrade(place, &store).await?;
    store.close().await;
    if upgraded.applied.is_empty() {
        println!("Cấu trúc dữ liệu đã ở bản mới nhất.");
    }
    for name in upgraded.applied {
        println!("Đã áp dụng {name}");
    }
    if let Some(point) = upgraded.point {
        println!("Điểm quay về: {}", point.display());
        println!(
            "Nếu bản mới không chạy được: dừng máy chủ, chạy dinh migrate --back --data {}{}, rồi cài lại bản cũ.",
            place.data.display(),
            if place.database.is_some() {
                " --database CO_SO_DU_LIEU_TRONG"
            } else {
                ""
            }
        );
        println!("Khi đã yên tâm, xóa tệp đó: trong tệp có dữ liệu cá nhân, không mã hóa.");
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the person at the terminal reads it")]
async fn go_back(place: &Place) -> Result<()> {
    let (point, aside) = back(place).await?;
    println!("Đã quay về {}.", point.display());
    if let Some(aside) = aside {
        println!("Cơ sở dữ liệu mới hơn được giữ ở {}.", aside.display());
    }
    println!("Hãy cài lại bản Đình cũ rồi mới khởi động; bản mới sẽ nâng cấp lại ngay.");
    println!(
        "Nếu sau lần nâng cấp đã có việc được ghi vào sổ, bên chứng kiến sẽ biết và máy chủ không ký: nạp phần thiếu bằng dinh register refill."
    );
    Ok(())
}
