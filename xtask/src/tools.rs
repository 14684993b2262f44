//! The programs that the tests need, and how they get onto the machine.
//!
//! On Debian as root the missing packages are installed; otherwise the command says exactly what to install.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use crate::run::{ask, must_succeed};
use crate::workspace::Workspace;

/// One thing that must be there: how to see it, and the Debian packages that bring it.
struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    is_there: fn() -> bool,
}

const NEEDS: [Need; 13] = [
    Need {
        what: "PostgreSQL (initdb, postgres, pg_ctl)",
        packages: &["postgresql"],
        is_there: || postgres_programs().is_some(),
    },
    Need {
        what: "nginx",
        packages: &["nginx-light"],
        is_there: || on_path("nginx").is_some(),
    },
    Need {
        what: "Chromium",
        packages: &["chromium", "fonts-noto-core"],
        is_there: || chromium().is_some(),
    },
    Need {
        what: "Node.js and npm",
        packages: &["nodejs", "npm"],
        is_there: || on_path("npm").is_some(),
    },
    Need {
        what: "pdftotext",
        packages: &["poppler-utils"],
        is_there: || on_path("pdftotext").is_some(),
    },
    Need {
        what: "OpenSSL",
        packages: &["openssl"],
        is_there: || on_path("openssl").is_some(),
    },
    Need {
        what: "strip",
        packages: &["binutils"],
        is_there: || on_path("strip").is_some(),
    },
    Need {
        what: "systemd-analyze",
        packages: &["systemd"],
        is_there: || on_path("systemd-analyze").is_some(),
    },
    Need {
        what: "unshare and setpriv",
        packages: &["util-linux"],
        is_there: || on_path("unshare").is_some() && on_path("setpriv").is_some(),
    },
    Need {
        what: "Go",
        packages: &["golang-go"],
        is_there: || on_path("go").is_some(),
    },
    Need {
        what: "golang.org/x/mod",
        packages: &["golang-golang-x-mod-dev"],
        is_there: || Path::new("/usr/share/gocode/src/golang.org/x/mod/sumdb/note").is_dir(),
    },
    Need {
        what: "ClamAV (clamd)",
        packages: &["clamav-daemon"],
        is_there: || {
            ["/usr/sbin/clamd", "/usr/bin/clamd", "/usr/local/sbin/clamd"]
                .iter()
                .any(|at| Path::new(at).is_file())
        },
    },
    Need {
        what: "Python with venv",
        packages: &["python3", "python3-venv"],
        is_there: || ask("python3", &["-c", "import ensurepip, venv"]).is_some(),
    },
];

/// Makes sure that everything the tests need is there.
pub fn ensure_all(workspace: &Workspace) -> anyhow::Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    install_packages(&missing)?;
    install_s3_server(workspace)?;
    if ask("cargo", &["nextest", "--version"]).is_none() {
        must_succeed(
            workspace
                .cargo()
                .args(["install", "--locked", "cargo-nextest"]),
        )?;
    }
    Ok(())
}

fn install_packages(missing: &[&Need]) -> anyhow::Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|need| need.packages)
        .copied()
        .collect();
    if !is_root() || on_path("apt-get").is_none() {
        let what: Vec<&str> = missing.iter().map(|need| need.what).collect();
        bail!(
            "missing: {}. On Debian or Ubuntu: sudo apt-get install -y {}",
            what.join(", "),
            packages.join(" ")
        );
    }
    must_succeed(Command::new("apt-get").args(["-q", "update"]))?;
    must_succeed(
        Command::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-q", "install", "-y", "--no-install-recommends"])
            .args(&packages),
    )?;
    match missing.iter().find(|need| !(need.is_there)()) {
        Some(need) => bail!("{} is still missing after its installation", need.what),
        None => Ok(()),
    }
}

/// The server that speaks S3, for the tests of files that lie on one.
pub fn s3_server(workspace: &Workspace) -> PathBuf {
    workspace.target.join("xtask/moto/bin/moto_server")
}

/// Moto keeps everything in memory and needs nothing but Python; it comes from the Python package index.
fn install_s3_server(workspace: &Workspace) -> anyhow::Result<()> {
    if s3_server(workspace).is_file() {
        return Ok(());
    }
    let folder = workspace.target.join("xtask/moto");
    must_succeed(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    must_succeed(Command::new(folder.join("bin/pip")).args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "moto[s3]==5.2.1",
        "flask",
        "flask-cors",
    ]))
}

/// Whether this process is the administrator of the machine.
pub fn is_root() -> bool {
    ask("id", &["-u"]).as_deref() == Some("0")
}

/// Where a program lies, if it is on the search path.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// The browser of the machine, under the names that distributions give it.
pub fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(on_path)
}

/// The folder with the server programs of the newest PostgreSQL on this machine. Debian keeps them off the
/// search path, one folder for each version.
pub fn postgres_programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let debian = versions
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse::<u32>().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, folder)| is_complete(folder))
        .max_by_key(|(version, _)| *version)
        .map(|(_, folder)| folder);
    debian
        .or_else(|| {
            Some(on_path("initdb")?.canonicalize().ok()?.parent()?.to_owned())
                .filter(|f| is_complete(f))
        })
        .or_else(|| {
            ask("pg_config", &["--bindir"])
                .map(PathBuf::from)
                .filter(|folder| is_complete(folder))
        })
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "postgres", "pg_ctl"]
        .iter()
        .all(|program| folder.join(program).is_file())
}
