//! `cargo xtask package`: a Debian package around a binary that was built before. Everything in it has its place and mode in
//! one table.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::workspace::Workspace;

/// What to put into the package.
#[derive(clap::Args)]
pub struct Options {
    /// The binary; by default that of the release profile.
    #[arg(long)]
    binary: Option<PathBuf>,
}

/// From `packaging/` (or where it says), to its place, with its mode.
const FILES: [(&str, &str, u32); 11] = [
    ("packaging/dinh.toml", "etc/dinh/dinh.toml", 0o640),
    (
        "packaging/dinh.service",
        "usr/lib/systemd/system/dinh.service",
        0o644,
    ),
    (
        "packaging/dinh-backup.service",
        "usr/lib/systemd/system/dinh-backup.service",
        0o644,
    ),
    (
        "packaging/dinh-backup.timer",
        "usr/lib/systemd/system/dinh-backup.timer",
        0o644,
    ),
    (
        "packaging/dinh.sysusers",
        "usr/lib/sysusers.d/dinh.conf",
        0o644,
    ),
    ("packaging/copyright", "usr/share/doc/dinh/copyright", 0o644),
    (
        "packaging/nginx.conf",
        "usr/share/doc/dinh/nginx.conf",
        0o644,
    ),
    ("docs/van-hanh.md", "usr/share/doc/dinh/van-hanh.md", 0o644),
    ("CHANGELOG.md", "usr/share/doc/dinh/CHANGELOG.md", 0o644),
    ("packaging/postinst", "DEBIAN/postinst", 0o755),
    ("packaging/prerm", "DEBIAN/prerm", 0o755),
];
const BINARY: (&str, u32) = ("usr/bin/dinh", 0o755);
const CONFFILES: &str = "/etc/dinh/dinh.toml\n";

/// Build the package below the target folder; says where it is.
pub fn run(workspace: &Workspace, options: &Options) -> anyhow::Result<()> {
    let usual = workspace.target.join("release/dinh");
    let binary = options.binary.clone().unwrap_or(usual);
    if !binary.is_file() {
        bail!(
            "{} is not there: cargo build --release first",
            binary.display()
        );
    }
    let into = workspace.target.join("package");
    let package = build(&workspace.root, &binary, &into, Pressing::Tight)?;
    println!("{}", package.display());
    Ok(())
}

/// How the package is made smaller.
#[derive(Clone, Copy)]
pub enum Pressing {
    /// As for a city: small.
    Tight,
    /// As for a test: soon.
    Quick,
}

impl Pressing {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Tight => &[],
            Self::Quick => &["-Zgzip", "-z1"],
        }
    }
}

/// Build it around a binary, into a folder; gives where it is.
pub fn build(
    root: &Path,
    binary: &Path,
    into: &Path,
    pressing: Pressing,
) -> anyhow::Result<PathBuf> {
    let version = env!("CARGO_PKG_VERSION");
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    let name = format!("dinh_{version}_{architecture}");
    let layout = into.join(&name);
    if layout.exists() {
        fs::remove_dir_all(&layout)?;
    }
    let mut size = put(binary, &layout.join(BINARY.0), BINARY.1)?;
    for (from, to, mode) in FILES {
        size += put(&root.join(from), &layout.join(to), mode)?;
    }
    let control = format!(
        "Package: dinh\nVersion: {version}\nArchitecture: {architecture}\nMaintainer: Dinh <dinh@localhost>\n\
         Installed-Size: {}\nDepends: libc6, ca-certificates, systemd\nSection: web\nPriority: optional\n\
         Description: grassroots democracy platform for a Vietnamese city\n \
         Disclosure, decisions of communities and the public register of a city,\n \
         in one program with its own database.\n",
        size.div_ceil(1024)
    );
    fs::write(layout.join("DEBIAN/control"), control)?;
    fs::write(layout.join("DEBIAN/conffiles"), CONFFILES)?;
    folders_are_open(&layout)?;
    let package = into.join(format!("{name}.deb"));
    let status = Command::new("dpkg-deb")
        .args(pressing.arguments())
        .args(["--build", "--root-owner-group"])
        .arg(&layout)
        .arg(&package)
        .stdout(std::process::Stdio::null())
        .status()
        .context("dpkg-deb is needed")?;
    if !status.success() {
        bail!("dpkg-deb ended with {status}");
    }
    Ok(package)
}

fn put(from: &Path, to: &Path, mode: u32) -> anyhow::Result<u64> {
    fs::create_dir_all(to.parent().context("a folder")?)?;
    let size = fs::copy(from, to).with_context(|| format!("{} is missing", from.display()))?;
    fs::set_permissions(to, fs::Permissions::from_mode(mode))?;
    Ok(size)
}

/// Whatever the mask of whoever builds.
fn folders_are_open(folder: &Path) -> anyhow::Result<()> {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders_are_open(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    fn told(arguments: &[&str], package: &Path) -> String {
        let output = Command::new("dpkg-deb")
            .args(arguments)
            .arg(package)
            .output();
        let output = output.expect("dpkg-deb runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    #[test]
    fn the_package_has_every_file_in_its_place_with_its_mode() {
        let folder = std::env::temp_dir().join(format!("dinh-package-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let binary = folder.join("dummy");
        fs::write(&binary, "#!/bin/sh\nexit 0\n").expect("a dummy");
        let package = build(&root(), &binary, &folder, Pressing::Quick).expect("built");
        let info = told(&["--info"], &package);
        for words in [
            "Package: dinh",
            "conffiles",
            "postinst",
            "prerm",
            "Depends: libc6",
        ] {
            assert!(info.contains(words), "{words}: {info}");
        }
        let contents = told(&["--contents"], &package);
        let mut files: Vec<(String, String)> = Vec::new();
        for line in contents.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(words[1], "root/root", "{line}");
            let name = words[5].trim_start_matches("./").to_owned();
            if name.ends_with('/') || name.is_empty() {
                assert_eq!(words[0], "drwxr-xr-x", "{line}");
            } else {
                files.push((name, words[0].to_owned()));
            }
        }
        let mut expected: Vec<(String, String)> = FILES
            .iter()
            .filter(|(_, to, _)| !to.starts_with("DEBIAN/"))
            .map(|(_, to, mode)| ((*to).to_owned(), shown(*mode)))
            .collect();
        expected.push((BINARY.0.to_owned(), shown(BINARY.1)));
        files.sort();
        expected.sort();
        assert_eq!(files, expected);
        fs::remove_dir_all(&folder).expect("removed");
    }

    fn shown(mode: u32) -> String {
        match mode {
            0o755 => "-rwxr-xr-x",
            0o640 => "-rw-r-----",
            _ => "-rw-r--r--",
        }
        .to_owned()
    }

    /// Both units run as nobody in particular, see a read-only system, and can gain nothing.
    #[test]
    fn the_units_are_hardened() {
        for unit in ["dinh.service", "dinh-backup.service"] {
            let text = fs::read_to_string(root().join("packaging").join(unit)).expect("the unit");
            for line in [
                "User=dinh",
                "NoNewPrivileges=yes",
                "ProtectSystem=strict",
                "ProtectHome=yes",
                "PrivateDevices=yes",
                "MemoryDenyWriteExecute=yes",
                "CapabilityBoundingSet=",
                "SystemCallFilter=@system-service",
                "UMask=0077",
            ] {
                assert!(text.lines().any(|found| found == line), "{unit}: {line}");
            }
        }
    }
}
