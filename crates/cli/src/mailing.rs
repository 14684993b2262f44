//! Letters that go out by themselves: what is due is queued every quarter of an hour, what is queued is handed over every fifteen seconds.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use dinh_service::machine::Room;
use dinh_service::reminders::{Login, MailServer, Postman, deliver, remind};
use dinh_service::secret::Secret;
use dinh_service::{Actor, Context};
use dinh_web::AppState;
use tokio::task::JoinHandle;

use crate::secret_file::first_line;

/// How often it is looked whether a letter waits.
const TURN: Duration = Duration::from_secs(15);
/// How many turns until it is computed again who is to be reminded: every open duty of the city is read for that, and what is due
/// changes with the day.
const TURNS_OF_A_QUARTER: u32 = 60;
/// A letter that is being handed over when the server is told to stop has this long to arrive.
const GOODBYE: Duration = Duration::from_secs(20);

/// The server that takes mail. Without it nothing is sent.
#[derive(clap::Args, Debug)]
pub struct Arguments {
    /// Máy chủ thư: smtps://may-chu:465, smtp://may-chu:587 (bắt buộc STARTTLS), smtp://localhost:25; không ghi thì không gửi thư
    #[arg(long, env = "DINH_SMTP", value_name = "DIA_CHI")]
    smtp: Option<String>,
    /// Tên đăng nhập ở máy chủ thư, nếu máy chủ đòi
    #[arg(long, env = "DINH_SMTP_USER", value_name = "TEN")]
    smtp_user: Option<String>,
    /// Tệp chứa mật khẩu ở máy chủ thư, một dòng
    #[arg(long, env = "DINH_SMTP_PASSWORD_FILE", value_name = "TEP")]
    smtp_password_file: Option<PathBuf>,
    /// Tệp PEM của nơi cấp chứng chỉ riêng cho máy chủ thư, nếu máy này chưa tin nơi cấp ấy
    #[arg(long, env = "DINH_SMTP_CA", value_name = "TEP")]
    smtp_ca: Option<PathBuf>,
    /// Người gửi, như "Đình Cần Thơ <dinh@cantho.gov.vn>"
    #[arg(long, env = "DINH_MAIL_FROM", value_name = "NGUOI_GUI")]
    mail_from: Option<String>,
}

impl Arguments {
    /// A postman to the server, if one was named.
    pub fn postman(&self, base_url: &str) -> Result<Option<Postman>> {
        let Some(address) = &self.smtp else {
            return Ok(None);
        };
        let from = self.mail_from.as_deref();
        let from = from.context("có máy chủ thư (smtp) thì phải có người gửi (mail-from)")?;
        let login = match (&self.smtp_user, &self.smtp_password_file) {
            (None, None) => None,
            (Some(user), Some(file)) => Some(Login {
                user: Secret::new(user),
                password: first_line(file)?,
            }),
            _ => bail!("smtp-user và smtp-password-file phải đi cùng nhau"),
        };
        let mut server = MailServer::parse(address, login, from).map_err(|error| anyhow!(error))?;
        if let Some(file) = &self.smtp_ca {
            server.authority = Some(authority(file)?);
        }
        let postman = Postman::new(server, base_url).map_err(|error| anyhow!(error))?;
        Ok(Some(postman))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the file that the settings name"
)]
fn authority(file: &std::path::Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("không đọc được {}", file.display()))
}

/// Send by itself until the process ends; of several nodes, the one that leads.
pub fn start(
    postman: Option<Postman>,
    state: &AppState,
    leads: &Arc<AtomicBool>,
) -> Option<JoinHandle<()>> {
    let postman = postman?;
    state.post.name(postman.server().shown());
    let (state, leads) = (state.clone(), Arc::clone(leads));
    Some(tokio::spawn(follow(postman, state, leads)))
}

/// Take no further letter, and wait for the one that is on its way.
pub async fn end(state: &AppState, mailing: Option<JoinHandle<()>>) {
    state.post.close();
    let Some(mut mailing) = mailing else { return };
    if tokio::time::timeout(GOODBYE, &mut mailing).await.is_err() {
        mailing.abort();
    }
}

async fn follow(postman: Postman, state: AppState, leads: Arc<AtomicBool>) {
    let mut tick = tokio::time::interval(TURN);
    let mut turns = 0;
    while !state.post.is_closing() {
        tokio::select! {
            _ = tick.tick() => {}
            () = state.post.woken() => turns = 0,
            () = state.post.closed() => break,
        }
        let platform = &state.platform;
        let may_write = state.machine.room() != Room::Full && !platform.signer.is_held();
        if !leads.load(Ordering::SeqCst) || !may_write {
            continue;
        }
        if turns % TURNS_OF_A_QUARTER == 0 {
            let ctx = Context::new(platform, Actor::Clockwork);
            match remind(&ctx).await {
                Ok(0) => {}
                Ok(letters) => tracing::info!(letters, "reminders were queued"),
                Err(error) => tracing::error!(%error, "reminders failed and are tried again"),
            }
        }
        turns += 1;
        if let Err(error) = deliver(platform, &postman, &state.post).await {
            tracing::error!(%error, "letters could not be handed over; it is tried again");
        }
    }
}
