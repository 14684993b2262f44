//! Runs programs with their output on the terminal, and reads along where a summary is needed.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, bail};

/// What a program that was read along said.
pub struct Heard {
    pub success: bool,
    /// Standard output and standard error, line by line, in the order of their arrival within each.
    pub lines: Vec<String>,
}

/// Runs a program to its end; its output goes to the terminal. Gives whether it succeeded.
pub fn succeeds(command: &mut Command) -> anyhow::Result<bool> {
    announce(command);
    let status = command
        .status()
        .with_context(|| format!("{} does not start", name(command)))?;
    Ok(status.success())
}

/// Runs a program to its end and fails when it fails.
pub fn must_succeed(command: &mut Command) -> anyhow::Result<()> {
    if succeeds(command)? {
        return Ok(());
    }
    bail!("{} failed", line(command))
}

/// Runs a program, shows its output while it comes, and keeps the lines.
pub fn listen(command: &mut Command) -> anyhow::Result<Heard> {
    announce(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} does not start", name(command)))?;
    let output = child.stdout.take().context("no standard output")?;
    let errors = child.stderr.take().context("no standard error")?;
    let reader = thread::spawn(move || tee(errors, std::io::stderr()));
    let mut lines = tee(output, std::io::stdout());
    lines.extend(reader.join().unwrap_or_default());
    let status = child.wait()?;
    Ok(Heard {
        success: status.success(),
        lines,
    })
}

/// The output of a short question to a program; nothing when it fails or is absent.
pub fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn tee(from: impl Read, mut to: impl Write) -> Vec<String> {
    let mut lines = Vec::new();
    let mut reader = BufReader::new(from);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match reader.read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => return lines,
            Ok(_) => {
                // A closed terminal must not stop the run; the lines are kept all the same.
                let _ = to.write_all(&bytes).and_then(|()| to.flush());
                lines.push(String::from_utf8_lossy(&bytes).trim_end().to_owned());
            }
        }
    }
}

fn announce(command: &Command) {
    eprintln!("\u{2192} {}", line(command));
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    let program = name(command);
    let program = program.rsplit('/').next().unwrap_or_default().to_owned();
    let arguments = command
        .get_args()
        .map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program)
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}
