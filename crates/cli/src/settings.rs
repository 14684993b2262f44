//! One file of settings: `--settings FILE`, else `DINH_SETTINGS`, else `/etc/dinh/dinh.toml` if it is there. What it says stands
//! in the place of the defaults, so that the environment overrides it and arguments override both.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Command;
use toml::{Table, Value};

const USUAL: &str = "/etc/dinh/dinh.toml";

/// What may stand in the file: the long names of the arguments.
pub const KEYS: [&str; 28] = [
    "base-url",
    "behind-proxy",
    "data",
    "database",
    "disk-full-mb",
    "disk-low-mb",
    "files",
    "files-key-file",
    "listen",
    "log",
    "mail-from",
    "metrics",
    "oidc-client",
    "oidc-issuer",
    "oidc-label",
    "oidc-name-claim",
    "oidc-roles",
    "oidc-secret-file",
    "oidc-subject-claim",
    "recipient",
    "scanner",
    "scanner-down",
    "smtp",
    "smtp-ca",
    "smtp-password-file",
    "smtp-user",
    "traces",
    "traces-share",
];
/// Commands that work on the installation of this machine.
const COMMANDS: [&str; 6] = ["admin", "backup", "files", "migrate", "register", "serve"];

/// The file that holds for these arguments, if there is one.
#[expect(
    clippy::disallowed_methods,
    reason = "settings come in here, before the arguments are read"
)]
pub fn file(arguments: &[OsString]) -> Option<PathBuf> {
    let named = arguments.iter().enumerate().find_map(|(place, argument)| {
        let text = argument.to_str()?;
        match text.strip_prefix("--settings")? {
            "" => arguments.get(place + 1).map(PathBuf::from),
            rest => rest.strip_prefix('=').map(PathBuf::from),
        }
    });
    let usual = || Some(PathBuf::from(USUAL)).filter(|path| path.is_file());
    named
        .or_else(|| std::env::var_os("DINH_SETTINGS").map(PathBuf::from))
        .or_else(usual)
}

/// Read the file and put what it says in the place of the defaults.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line reads the file that a person names"
)]
pub fn apply(command: Command, file: &Path) -> Result<Command> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("không đọc được tệp cài đặt {}", file.display()))?;
    crate::secret_file::check_settings(file, &text)?;
    let settings = read(&text, file)?;
    let command = with(command, &settings, false);
    Ok(COMMANDS.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |command| with(command, &settings, true))
    }))
}

/// What a file of settings says: keys of [`KEYS`] with their values as arguments. The name of the file is for the reasons.
pub fn read(text: &str, file: &Path) -> Result<Vec<(String, String)>> {
    let table: Table = toml::from_str(text)
        .with_context(|| format!("tệp cài đặt {} sai cách viết", file.display()))?;
    let mut settings = Vec::new();
    for (key, value) in table {
        if !KEYS.contains(&key.as_str()) {
            bail!(
                "Tệp cài đặt {} có mục lạ \"{key}\". Các mục dùng được: {}.",
                file.display(),
                KEYS.join(", ")
            );
        }
        let text = as_argument(&value)
            .with_context(|| format!("mục {key} trong {} sai kiểu", file.display()))?;
        settings.push((key, text));
    }
    Ok(settings)
}

fn as_argument(value: &Value) -> Option<String> {
    Some(match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Array(list) => {
            let texts: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            texts?.join(",")
        }
        _ => return None,
    })
}

fn with(command: Command, settings: &[(String, String)], deep: bool) -> Command {
    let command = command.mut_args(|argument| {
        let name = argument.get_long().unwrap_or_default().to_owned();
        match settings
            .iter()
            .find(|(key, value)| *key == name && !value.is_empty())
        {
            // Once for each process: clap keeps defaults for as long as it lives.
            Some((_, value)) => argument
                .required(false)
                .default_value(&*value.clone().leak()),
            None => argument,
        }
    });
    if deep {
        return command.mut_subcommands(|command| with(command, settings, true));
    }
    command
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    const SHIPPED: &str = include_str!("../../../packaging/dinh.toml");

    /// Keys with the values that the shipped file shows, those behind `# ` too.
    fn shown() -> Vec<(String, String)> {
        let lines = SHIPPED.lines().filter_map(|line| {
            let (key, value) = line.trim_start_matches("# ").split_once(" =")?;
            KEYS.contains(&key)
                .then(|| (key.to_owned(), value.trim().trim_matches('"').to_owned()))
        });
        lines.collect()
    }

    #[test]
    fn the_shipped_file_shows_every_setting_with_its_default_and_explains_it() {
        let mut keys: Vec<String> = shown().into_iter().map(|(key, _)| key).collect();
        keys.sort();
        assert_eq!(keys, KEYS);
        let command = crate::Arguments::command();
        let serve = command.find_subcommand("serve").expect("serve").clone();
        let all: Vec<_> = command
            .get_arguments()
            .chain(serve.get_arguments())
            .cloned()
            .collect();
        for (key, value) in shown() {
            let argument = all
                .iter()
                .find(|argument| argument.get_long() == Some(key.as_str()));
            let Some(argument) = argument else {
                assert_eq!((key.as_str(), value.as_str()), ("recipient", "[]"));
                continue;
            };
            let default = argument.get_default_values().first();
            let default = default.map_or("", |value| value.to_str().expect("text"));
            let default = if key == "behind-proxy" {
                "false"
            } else {
                default
            };
            // The one that must be said has an example in the place of a default.
            let expected = if key == "data" {
                "/var/lib/dinh"
            } else {
                default
            };
            let value = if value == "[]" { "" } else { value.as_str() };
            assert_eq!(value, expected, "{key}");
        }
        let lines: Vec<&str> = SHIPPED.lines().collect();
        for (place, line) in lines.iter().enumerate() {
            if shown().iter().any(|(key, _)| {
                line.trim_start_matches("# ")
                    .starts_with(&format!("{key} ="))
            }) {
                assert!(lines[place - 1].starts_with("# "), "not explained: {line}");
            }
        }
    }

    #[test]
    fn arguments_override_the_file_and_the_file_the_defaults() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let file = folder.path().join("dinh.toml");
        let parsed = |text: &str, arguments: &[&str]| {
            write(&file, text);
            let command = apply(crate::Arguments::command(), &file)?;
            let found = command.try_get_matches_from(arguments)?;
            let (_, serve) = found.subcommand().context("a command")?;
            let listen: &String = serve.get_one("listen").context("listen")?;
            Ok::<_, anyhow::Error>((listen.clone(), serve.get_flag("behind_proxy")))
        };
        let text = "data = \"/x\"\nlisten = \"0.0.0.0:9\"\nbehind-proxy = true\nrecipient = [\"age1a\", \"age1b\"]\n";
        let answer = parsed(text, &["dinh", "serve"]).expect("read");
        assert_eq!(answer, ("0.0.0.0:9".to_owned(), true));
        let answer = parsed(text, &["dinh", "serve", "--listen", "127.0.0.1:1"]).expect("read");
        assert_eq!(answer.0, "127.0.0.1:1");
        assert!(parsed("", &["dinh", "serve"]).is_err(), "data must be said");
        let unknown = parsed("lisen = \"x\"\n", &["dinh", "serve"]).expect_err("refused");
        assert!(
            unknown.to_string().contains("mục lạ \"lisen\""),
            "{unknown}"
        );
        parsed(SHIPPED, &["dinh", "serve"]).expect("the shipped file is read");
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the test writes the file that is read"
    )]
    fn write(file: &Path, text: &str) {
        std::fs::write(file, text).expect("written");
    }

    #[test]
    fn the_file_is_found_wherever_it_is_named() {
        let named = |arguments: &[&str]| {
            let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            file(&arguments)
        };
        let expected = Some(PathBuf::from("/a/b.toml"));
        assert_eq!(
            named(&["dinh", "serve", "--settings", "/a/b.toml"]),
            expected
        );
        assert_eq!(named(&["dinh", "--settings=/a/b.toml", "serve"]), expected);
    }
}
