//! What an observer saw, as a signed note (C2SP `signed-note`) that stands for itself:
//!
//! ```text
//! dinh/observation/1
//! observer <name of the key>
//! register <origin> <size> <root>
//! page <address> <seconds since 1970> <status> <sha256 of the body|-> <thing|-> <rev|-> <position|-> <last day|->
//! ```
//!
//! One line for each page, then an empty line and the signature. Status 0 stands for "no answer".

use dinh_register::{Checkpoint, Hash, SignerKey, VerifierKey, note};

use super::mark::Mark;

const FORMAT: &str = "dinh/observation/1";

/// A page at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its address.
    pub url: String,
    /// When, in seconds since 1970, by the observer's clock.
    pub at: u64,
    /// Status of HTTP; 0 if nobody answered.
    pub status: u16,
    /// The SHA-256 of the body; nothing without an answer.
    pub digest: Option<Hash>,
    /// What the page says of its place in the register.
    pub mark: Option<Mark>,
}

/// Everything seen in one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The register at that time.
    pub register: Checkpoint,
    /// The pages, in the order of the list.
    pub pages: Vec<Seen>,
}

impl Observation {
    /// The signed note.
    pub fn sign(&self, key: &SignerKey) -> dinh_register::Result<String> {
        let Checkpoint { origin, size, root } = &self.register;
        let mut text = format!(
            "{FORMAT}\nobserver {}\nregister {origin} {size} {root}\n",
            key.name()
        );
        for page in &self.pages {
            text.extend([&line(page), "\n"]);
        }
        note::sign(&text, key)
    }

    /// Reads a note that this key signed.
    pub fn open(text: &str, key: &VerifierKey) -> Option<Self> {
        let opened = note::open(text, std::slice::from_ref(key)).ok()?;
        let mut lines = opened.text.lines();
        let observer = format!("observer {}", key.name());
        if lines.next() != Some(FORMAT) || lines.next() != Some(observer.as_str()) {
            return None;
        }
        let register = lines.next()?.strip_prefix("register ")?;
        let [origin, size, root] = *register.split(' ').collect::<Vec<_>>() else {
            return None;
        };
        Some(Self {
            register: Checkpoint {
                origin: origin.to_owned(),
                size: size.parse().ok()?,
                root: Hash::from_base64(root).ok()?,
            },
            pages: lines.map(read_line).collect::<Option<_>>()?,
        })
    }

    /// The notes of a file, one after the other.
    pub fn split(file: &str) -> impl Iterator<Item = String> {
        let begin = format!("{FORMAT}\n");
        let mut notes = Vec::new();
        for line in file.split_inclusive('\n') {
            if line == begin {
                notes.push(String::new());
            }
            if let Some(note) = notes.last_mut() {
                note.push_str(line);
            }
        }
        notes.into_iter()
    }
}

/// Whether an address can stand in a line.
pub fn is_address(url: &str) -> bool {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web && url.bytes().all(|sign| sign.is_ascii_graphic())
}

fn line(page: &Seen) -> String {
    let Seen {
        url,
        at,
        status,
        digest,
        mark,
    } = page;
    let digest = digest.map_or_else(|| "-".to_owned(), |digest| digest.hex());
    let mark = match mark {
        None => "- - - -".to_owned(),
        Some(mark) if mark.until.is_some() => mark.text(),
        Some(mark) => format!("{} -", mark.text()),
    };
    format!("page {url} {at} {status} {digest} {mark}")
}

/// Reads a line. It has one spelling.
fn read_line(text: &str) -> Option<Seen> {
    let words = text
        .strip_prefix("page ")?
        .splitn(5, ' ')
        .collect::<Vec<_>>();
    let [url, at, status, digest, mark] = *words else {
        return None;
    };
    let page = Seen {
        url: url.to_owned(),
        at: at.parse().ok()?,
        status: status.parse().ok()?,
        digest: match digest {
            "-" => None,
            hex => Some(Hash::from_hex(hex).ok()?),
        },
        mark: match mark {
            "- - - -" => None,
            text => Some(Mark::parse(text.strip_suffix(" -").unwrap_or(text))?),
        },
    };
    (is_address(url) && line(&page) == text).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen() -> impl Strategy<Value = Seen> {
        let mark = (any::<u32>(), 1..9_u64, any::<u64>(), any::<bool>()).prop_map(
            |(thing, rev, position, until)| Mark {
                thing: format!("0197c1d2-7a43-7c55-9d0e-{thing:012x}"),
                rev,
                position,
                until: until.then(|| "2026-12-30".to_owned()),
            },
        );
        let parts = (
            "[!-~]{0,30}",
            any::<u64>(),
            any::<u16>(),
            any::<Option<[u8; 32]>>(),
            prop::option::of(mark),
        );
        parts.prop_map(|(path, at, status, digest, mark)| Seen {
            url: format!("https://dinh.example.vn/{path}"),
            at,
            status,
            digest: digest.map(Hash),
            mark,
        })
    }

    proptest! {
        #[test]
        fn observations_are_read_back_from_a_file_and_no_byte_can_be_flipped(
            rounds in prop::collection::vec(prop::collection::vec(seen(), 0..4), 1..4),
            at in any::<prop::sample::Index>(),
        ) {
            let key = SignerKey::from_seed("bao.example.vn", &[3; 32]).expect("a name");
            let register = Checkpoint { origin: "dangky.example.vn/so".into(), size: 7, root: Hash([5; 32]) };
            let observations: Vec<_> = rounds.into_iter().map(|pages| Observation { register: register.clone(), pages }).collect();
            let file: String = observations.iter().map(|one| one.sign(&key).expect("signed")).collect();
            let read: Vec<_> = Observation::split(&file).map(|note| Observation::open(&note, key.verifier())).collect();
            prop_assert_eq!(read, observations.into_iter().map(Some).collect::<Vec<_>>());
            let note = Observation::split(&file).next().expect("one");
            let mut bytes = note.into_bytes();
            let at = at.index(bytes.len());
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).ok();
            prop_assert!(changed.is_none_or(|note| Observation::open(&note, key.verifier()).is_none()));
        }
    }
}
