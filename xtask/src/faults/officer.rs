//! An officer who corrects one publication again and again, and notes in a file of their own what was acknowledged.
//!
//! Each correction is one entry of the register and one revision of the publication, so that what is there can be counted: the
//! revision at the beginning plus what was acknowledged, no less and no more. A form whose answer was lost is sent again as it
//! was, as browsers do, until there is an answer; the city does it once.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

use super::client::{Client, Fields, form, set};

const PATIENCE: Duration = Duration::from_millis(20);

/// What all officers of a load have in common.
pub struct Load {
    /// When it is set they stop.
    pub stop: AtomicBool,
    /// Acknowledged since the load began.
    pub acknowledged: AtomicU64,
    /// When the first was acknowledged after [`Load::watch`].
    first: Mutex<Option<Instant>>,
}

impl Load {
    pub fn new() -> Self {
        Self {
            stop: AtomicBool::new(false),
            acknowledged: AtomicU64::new(0),
            first: Mutex::new(None),
        }
    }

    /// Forget when the first was acknowledged.
    pub fn watch(&self) {
        *self.first.lock().expect("nobody panics with it") = None;
    }

    /// When the first was acknowledged since [`Load::watch`].
    pub fn first(&self) -> Option<Instant> {
        *self.first.lock().expect("nobody panics with it")
    }

    fn count(&self) {
        self.acknowledged.fetch_add(1, Ordering::SeqCst);
        let mut first = self.first.lock().expect("nobody panics with it");
        first.get_or_insert_with(Instant::now);
    }
}

/// What was found about the writes of an officer since it was counted before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub acknowledged: u64,
    pub lost: u64,
    pub doubled: u64,
}

/// One officer.
pub struct Officer {
    pub client: Client,
    publication: u64,
    notes: File,
    /// Revision before the first correction of this file of notes.
    base: u64,
    acknowledged: u64,
    /// Sent, and nobody knows yet whether it was done.
    open: Option<Fields>,
    /// The last acknowledged text.
    last: Option<String>,
    /// Of the acknowledged ones, how many [`Officer::count`] has told.
    told: u64,
}

impl Officer {
    /// Signs in. The file of notes is gone on with; what was open when it was interrupted is settled by what is there.
    pub fn begin(
        mut client: Client,
        login: &str,
        publication: u64,
        file: &Path,
    ) -> anyhow::Result<Self> {
        client.sign_in(login)?;
        let known = std::fs::read_to_string(file).unwrap_or_default();
        let mut notes = OpenOptions::new().create(true).append(true).open(file)?;
        let now = revision(&mut client, publication)?.0;
        let number = |word: &str| {
            let lines = known.lines().filter_map(|line| line.strip_prefix(word));
            lines
                .filter_map(|text| text.trim().parse::<u64>().ok())
                .next_back()
        };
        let base = if let Some(base) = number("base ") {
            base
        } else {
            writeln!(notes, "base {now}")?;
            now
        };
        let mut acknowledged = u64::try_from(
            known
                .lines()
                .filter(|line| line.starts_with("done "))
                .count(),
        )?;
        let was_open = known
            .lines()
            .last()
            .is_some_and(|line| line.starts_with("send "));
        if was_open && now == base + acknowledged + 1 {
            acknowledged += 1;
            writeln!(notes, "done {now} (found there)")?;
        }
        Ok(Self {
            client,
            publication,
            notes,
            base,
            acknowledged,
            open: None,
            last: None,
            told: acknowledged,
        })
    }

    pub fn publication(&self) -> u64 {
        self.publication
    }

    /// One correction, which must be done at once; gives its text.
    pub fn correct_once(&mut self) -> anyhow::Result<String> {
        ensure!(self.correct()?, "the city was busy");
        self.last.clone().context("no text")
    }

    /// Works until the load stops.
    pub fn work(&mut self, load: &Load) {
        while !load.stop.load(Ordering::SeqCst) {
            match self.correct() {
                Ok(true) => load.count(),
                Ok(false) | Err(_) => std::thread::sleep(PATIENCE),
            }
        }
    }

    /// One correction, or once more the one whose answer was lost; whether it was acknowledged.
    fn correct(&mut self) -> anyhow::Result<bool> {
        let path = format!("/lam-viec/ban/{}/dinh-chinh", self.publication);
        let fields = if let Some(fields) = self.open.clone() {
            fields
        } else {
            let answer = self.client.get(&path)?;
            let Some(mut fields) = form(&answer.text(), &path) else {
                bail!("no form: {}", answer.status);
            };
            let next = self.base + self.acknowledged + 1;
            set(&mut fields, "summary", &format!("Dữ liệu mẫu, lần {next}."));
            set(&mut fields, "reason", &format!("Chữa lỗi gõ, lần {next}."));
            writeln!(self.notes, "send {next}")?;
            self.open = Some(fields.clone());
            fields
        };
        let answer = self.client.post(&path, &fields)?;
        let was_done = match answer.status {
            303 => answer.header("location") == Some(&*format!("/cong-khai/{}", self.publication)),
            // The city says that it did it when it was first sent.
            409 => answer.text().contains("Việc này đã được ghi nhận"),
            _ => false,
        };
        if !was_done {
            ensure!(
                matches!(answer.status, 429 | 500 | 502 | 503 | 504),
                "{path} answers {}",
                answer.status
            );
            return Ok(false);
        }
        self.open = None;
        self.acknowledged += 1;
        self.last = Some(format!("lần {}.", self.base + self.acknowledged));
        writeln!(self.notes, "done {}", self.base + self.acknowledged)?;
        Ok(true)
    }

    /// Counts what is there, then has the open form done, and counts again.
    pub fn count(&mut self, limit: Duration) -> anyhow::Result<Count> {
        let began = Instant::now();
        let before = self.see(began, limit)?.0;
        let noted = self.base + self.acknowledged;
        let mut found = Count {
            acknowledged: 0,
            lost: noted.saturating_sub(before),
            doubled: before.saturating_sub(noted + u64::from(self.open.is_some())),
        };
        let mut refused = None;
        while self.open.is_some() {
            ensure!(
                began.elapsed() < limit,
                "the open form was never answered: {refused:?}"
            );
            match self.correct() {
                Ok(true) => {}
                Ok(false) => std::thread::sleep(PATIENCE),
                Err(error) => {
                    refused = Some(error.to_string());
                    std::thread::sleep(PATIENCE);
                }
            }
        }
        let (after, summary) = self.see(began, limit)?;
        let noted = self.base + self.acknowledged;
        found.lost = found.lost.max(noted.saturating_sub(after));
        found.doubled = found.doubled.max(after.saturating_sub(noted));
        if let Some(last) = &self.last {
            ensure!(
                summary.contains(last),
                "{} shows {summary:?}, not {last:?}",
                self.publication
            );
        }
        found.acknowledged =
            self.acknowledged - std::mem::replace(&mut self.told, self.acknowledged);
        Ok(found)
    }

    fn see(&mut self, began: Instant, limit: Duration) -> anyhow::Result<(u64, String)> {
        loop {
            match revision(&mut self.client, self.publication) {
                Err(_) if began.elapsed() < limit => std::thread::sleep(PATIENCE),
                other => return other,
            }
        }
    }
}

/// Revision and text of a publication, as everybody may read them.
pub fn revision(client: &mut Client, publication: u64) -> anyhow::Result<(u64, String)> {
    let answer = client.get(&format!("/api/v1/publications/{publication}"))?;
    ensure!(answer.status == 200, "publication: {}", answer.status);
    let read: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let number = read["revision"].as_u64().context("no revision")?;
    Ok((
        number,
        read["summary"].as_str().unwrap_or_default().to_owned(),
    ))
}
