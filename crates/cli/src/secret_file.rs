//! Secrets are files, never settings and never rows: each is readable by its owner only, or handed over by systemd
//! (`LoadCredential=`), and a file that others can read is refused with what to do.
#![expect(
    clippy::disallowed_methods,
    reason = "secrets are files of their own, readable by their owner only"
)]

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use dinh_service::secret::Secret;

/// The first line of a file that holds a password.
pub fn first_line(file: &Path) -> Result<Secret> {
    must_be_private(file)?;
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("không đọc được {}", file.display()))?;
    Ok(Secret::new(text.lines().next().unwrap_or_default()))
}

/// Refuse a file that anybody beside its owner and its group can read, or that anybody but its owner can change. The group may
/// read: that is how root gives a file to the user of the service, and how systemd hands over credentials.
#[cfg(unix)]
pub fn must_be_private(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let facts =
        std::fs::metadata(file).with_context(|| format!("không đọc được {}", file.display()))?;
    let mode = facts.permissions().mode() & 0o777;
    if mode & 0o037 != 0 {
        bail!(
            "Tệp bí mật {0} đang mở cho người khác trên máy (quyền {mode:03o}). Hãy chạy: chmod 600 {0} (hoặc chmod 640 {0} nếu \
             tệp thuộc root và nhóm dinh), rồi khởi động lại. Nếu máy có nhiều người dùng, hãy thay bí mật này vì có thể đã lộ.",
            file.display()
        );
    }
    Ok(())
}

/// The same for the file of settings, when it holds the password of the database.
pub fn check_settings(file: &Path, text: &str) -> Result<()> {
    let table: toml::Table = toml::from_str(text).unwrap_or_default();
    let database = table.get("database").and_then(toml::Value::as_str);
    let has_password = database.is_some_and(|address| {
        let after = address.split_once("://").map_or("", |(_, rest)| rest);
        let before_host = after.rsplit_once('@').map_or("", |(before, _)| before);
        before_host.contains(':')
    });
    if has_password {
        must_be_private(file).context("tệp cài đặt có mật khẩu của cơ sở dữ liệu")?;
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn with_mode(mode: u32, text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::TempDir::new().expect("a folder");
        let file = folder.path().join("mat-khau");
        std::fs::write(&file, text).expect("written");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).expect("a mode");
        (folder, file)
    }

    #[test]
    fn a_secret_that_others_can_read_is_refused_with_the_command_that_mends_it() {
        for mode in [0o644, 0o604, 0o666, 0o620, 0o601] {
            let (_folder, file) = with_mode(mode, "bi-mat\n");
            let refused = first_line(&file).expect_err("refused").to_string();
            assert!(
                refused.contains(&format!("chmod 600 {}", file.display())),
                "{refused}"
            );
            assert!(!refused.contains("bi-mat"), "{refused}");
        }
        for mode in [0o600, 0o400, 0o640, 0o440] {
            let (_folder, file) = with_mode(mode, "bi-mat\nthem");
            assert_eq!(first_line(&file).expect("read").reveal(), "bi-mat");
        }
    }

    #[test]
    fn settings_with_the_password_of_the_database_are_a_secret_too() {
        let open = "database = \"postgres://dinh:mk@a/dinh\"";
        let (_folder, file) = with_mode(0o644, open);
        assert!(check_settings(&file, open).is_err());
        let without = "database = \"postgres://dinh@a:5432/dinh\"";
        assert!(check_settings(&file, without).is_ok());
        let (_folder, file) = with_mode(0o640, open);
        assert!(check_settings(&file, open).is_ok());
    }
}
