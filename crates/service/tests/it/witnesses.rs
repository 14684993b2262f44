//! Witnesses in this process, with real memories and no network in between.

use std::collections::BTreeMap;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use dinh_register::witness::Refusal;
use dinh_register::{Cosigner, VerifierKey};
use dinh_service::Platform;
use dinh_service::clock::{Clock, SetClock};
use dinh_service::register::{Answer, Carrier, Witnesses, name_witnesses, sign_newest};
use dinh_service::witness::Witness;
use tempfile::TempDir;

use crate::stage::DECIDED;

/// Witnesses without a network: a request is handed over.
pub struct Hall(BTreeMap<String, Witness>);

impl Hall {
    /// So many witnesses that follow the register of these keys, with their memories in a folder, at ten o'clock of the day on
    /// which the tests begin.
    pub async fn open(folder: &Path, count: u8, logs: &[VerifierKey]) -> Self {
        Self::at(folder, count, logs, Arc::new(SetClock::on(DECIDED, 10))).await
    }

    /// The same with a clock that the test moves.
    pub async fn at(folder: &Path, count: u8, logs: &[VerifierKey], clock: Arc<dyn Clock>) -> Self {
        let mut witnesses = BTreeMap::new();
        for number in 0..count {
            let file = folder.join(format!("witness-{number}.sqlite"));
            let address_of_memory = format!("sqlite://{}", file.display());
            let memory = dinh_store::witness::open(&address_of_memory);
            let witness = Witness::new(
                memory.await.expect("a memory"),
                cosigner(number),
                logs.to_vec(),
                Arc::clone(&clock),
            );
            witnesses.insert(address(number), witness);
        }
        Self(witnesses)
    }
}

fn address(number: u8) -> String {
    format!("https://chung-kien-{number}.example.vn")
}

fn cosigner(number: u8) -> Cosigner {
    let name = format!("chung-kien-{number}.example.vn");
    Cosigner::from_seed(&name, &[50 + number; 32]).expect("a name")
}

/// The lines that name so many witnesses, `least` of whom must sign.
pub fn lines(count: u8, least: u8) -> String {
    let (mut text, mut names) = (String::new(), String::new());
    for number in 0..count {
        let key = cosigner(number).key().clone();
        text.extend([format!("witness w{number} {key} {}\n", address(number))]);
        names.extend([format!(" w{number}")]);
    }
    format!("{text}group du {least}{names}\nquorum du\n")
}

impl Carrier for Hall {
    fn post<'a>(
        &'a self,
        url: &'a str,
        _media_type: &'static str,
        body: Vec<u8>,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, String>> + Send + 'a>> {
        Box::pin(async move {
            let host = url.strip_suffix("/add-checkpoint").unwrap_or(url);
            let witness = self.0.get(host).ok_or("no such host")?;
            let body = String::from_utf8(body).map_err(|error| error.to_string())?;
            let said = witness
                .cosign(&body)
                .await
                .map_err(|error| error.to_string())?;
            Ok(match said {
                Ok(lines) => Answer {
                    status: 200,
                    body: lines.into_bytes(),
                },
                Err(refusal) => Answer {
                    status: refusal.status(),
                    body: match refusal {
                        Refusal::Conflict(size) => format!("{size}\n").into_bytes(),
                        other => other.to_string().into_bytes(),
                    },
                },
            })
        })
    }
}

/// Witnesses that a city names, all of whom must sign.
pub struct Reached {
    hall: Arc<dyn Carrier>,
    lines: String,
    _folder: TempDir,
}

/// So many witnesses of this register, at the time of this clock.
pub async fn reached(platform: &Platform, clock: &Arc<SetClock>, count: u8) -> Reached {
    let folder = TempDir::new().expect("a temporary folder");
    let clock = Arc::<SetClock>::clone(clock);
    let hall = Hall::at(folder.path(), count, &platform.signer.verifiers(), clock).await;
    Reached {
        hall: Arc::new(hall),
        lines: lines(count, count),
        _folder: folder,
    }
}

impl Reached {
    /// The city names them.
    pub async fn name(&self, platform: &Platform) {
        name_witnesses(platform, &self.lines).await.expect("named");
    }

    /// The city signs, and asks them.
    pub async fn ask(&self, platform: &Platform) {
        sign_newest(platform).await.expect("signed");
        let asked = Witnesses::default().ask(platform, &self.hall).await;
        assert!(asked.expect("asked") > 0);
    }
}
