//! An observer outside the city: looks at public pages by a list, signs what it saw, and tells where pages and register differ.
//! Absence is testimony, not proof: several observers say more than one.

mod judge;
mod mark;
mod note;

pub use judge::{Difference, Kind, differences};
pub use mark::Mark;
pub use note::{Observation, Seen, is_address};

use std::collections::{BTreeMap, BTreeSet};

use dinh_register::{Hash, Policy, SignerKey};

use crate::folder::Folder;
use crate::log::{Fault, Register};
use crate::source::Source;
use crate::thing::{Things, read_things};

/// The file of everything that was seen, to which each round is added.
const FILE: &str = "observations";
/// No file of observations is read further than this.
const LARGEST_FILE: usize = 1 << 30;

/// What one round found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// What was signed.
    pub observation: Observation,
    /// Where pages and register differ.
    pub differences: Vec<Difference>,
}

/// What a page answered: status and body; the error says why nobody did.
pub type Fetched = Result<(u16, Vec<u8>), String>;

/// An observer with its key and its memory.
pub struct Observer<'all> {
    /// Where the register is read.
    pub source: &'all dyn Source,
    /// Whose signatures count.
    pub policy: &'all Policy,
    /// Where observations are kept.
    pub memory: &'all Folder,
    /// Its own key.
    pub key: &'all SignerKey,
}

impl Observer<'_> {
    /// One round over the pages of a list. `fetch` reads a page, `now` is the observer's clock in seconds since 1970.
    pub fn look(
        &self,
        pages: &[String],
        fetch: &dyn Fn(&str) -> Fetched,
        now: &dyn Fn() -> u64,
    ) -> Result<Round, Fault> {
        let before = self.remembered()?;
        // The register first: what a page then lacks or shows of an older revision, it lacked although the register had it.
        let register = Register::open(self.source, self.policy)?;
        let seen: Vec<Seen> = pages.iter().map(|url| see(url, fetch, now)).collect();
        let things = chains(&register, &seen, &before)?;
        let differ = |things: &Things| differences(&seen, |url| before.get(url).cloned(), things);
        let mut found = differ(&things);
        let is_unrecorded = |one: &Difference| matches!(one.kind, Kind::NotRecorded { .. });
        if found.iter().any(is_unrecorded) {
            // A page may be newer than the register that was read before it.
            let newer = Register::open(self.source, self.policy)?;
            let still = differ(&chains(&newer, &seen, &before)?);
            found.retain(|one| !is_unrecorded(one) || still.contains(one));
        }
        let observation = Observation {
            register: register.head.checkpoint.clone(),
            pages: seen,
        };
        self.remember(&observation)?;
        Ok(Round {
            observation,
            differences: found,
        })
    }

    /// What each page said last of itself.
    fn remembered(&self) -> Result<BTreeMap<String, Mark>, Fault> {
        let mut marks = BTreeMap::new();
        for note in Observation::split(&self.file()?) {
            let observation = Observation::open(&note, self.key.verifier()).ok_or_else(|| {
                Fault::Source(format!(
                    "Tệp {FILE} trong {} có quan sát không do khóa này ký: hãy dùng thư mục khác.",
                    self.memory.path().display()
                ))
            })?;
            let said = observation.pages.into_iter();
            marks.extend(said.filter_map(|page| Some((page.url, page.mark?))));
        }
        Ok(marks)
    }

    fn remember(&self, observation: &Observation) -> Result<(), Fault> {
        let note = observation.sign(self.key);
        let note = note.map_err(|error| Fault::Source(error.to_string()))?;
        self.memory
            .append(FILE, note.as_bytes())
            .map_err(Fault::Source)
    }

    fn file(&self) -> Result<String, Fault> {
        let bytes = self
            .memory
            .fetch(FILE, LARGEST_FILE)
            .map_err(Fault::Source)?;
        String::from_utf8(bytes.unwrap_or_default())
            .map_err(|_| Fault::Source(format!("Tệp {FILE} không phải văn bản UTF-8.")))
    }
}

/// The chains of everything that a page names or named.
fn chains(
    register: &Register<'_>,
    seen: &[Seen],
    before: &BTreeMap<String, Mark>,
) -> Result<Things, Fault> {
    let now = seen.iter().filter_map(|page| page.mark.as_ref());
    let wanted: BTreeSet<String> = now
        .chain(before.values())
        .map(|mark| mark.thing.clone())
        .collect();
    read_things(register, &wanted)
}

fn see(url: &str, fetch: &dyn Fn(&str) -> Fetched, now: &dyn Fn() -> u64) -> Seen {
    let answer = fetch(url);
    let (status, body) = match &answer {
        Ok((status, body)) => (*status, Some(body)),
        Err(_) => (0, None),
    };
    Seen {
        url: url.to_owned(),
        at: now(),
        status,
        digest: body.map(|body| Hash::of(body)),
        mark: body
            .filter(|_| status == 200)
            .and_then(|body| Mark::find(body)),
    }
}

/// The addresses of a list: one on a line; empty lines and lines that begin with `#` say nothing.
pub fn read_list(text: &str) -> Result<Vec<String>, String> {
    let lines = text.lines().map(str::trim).enumerate();
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let read = |(place, line): (usize, &str)| {
        is_address(line).then(|| line.to_owned()).ok_or_else(|| {
            format!(
                "Danh sách trang sai ở dòng {}: “{line}” không phải địa chỉ.",
                place + 1
            )
        })
    };
    lines.map(read).collect()
}
