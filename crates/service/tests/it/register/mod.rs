//! The signer of the register over real witnesses: keys that are replaced, processes that are killed.

mod killed;
mod rotation;

use std::collections::BTreeMap;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use dinh_domain::units::{Unit, UnitKind};
use dinh_register::witness::Refusal;
use dinh_register::{Cosigner, Policy, VerifierKey, tree};
use dinh_service::clock::SetClock;
use dinh_service::register::{ActContent, Answer, Bytes, Carrier, NewAct, record_act};
use dinh_service::witness::Witness;
use dinh_service::{Actor, Context, Platform};
use uuid::Uuid;

use crate::stage::{DECIDED, unit};

/// Witnesses without a network: a request is handed over.
pub struct Hall(BTreeMap<String, Witness>);

impl Hall {
    /// So many witnesses that follow the register of these keys, with their memories in a folder.
    pub async fn open(folder: &Path, count: u8, logs: &[VerifierKey]) -> Self {
        let mut witnesses = BTreeMap::new();
        for number in 0..count {
            let file = folder.join(format!("witness-{number}.sqlite"));
            let address_of_memory = format!("sqlite://{}", file.display());
            let memory = dinh_store::witness::open(&address_of_memory);
            let clock = SetClock::on(DECIDED, 10);
            let witness = Witness::new(
                memory.await.expect("a memory"),
                cosigner(number),
                logs.to_vec(),
                Arc::new(clock),
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

/// The ward of the stage, for a process that has only the address of its database.
pub fn ward() -> Unit {
    unit(
        2,
        UnitKind::Ward,
        "31117",
        "Phường Cái Khế",
        Some(unit(1, UnitKind::City, "92", "Thành phố Cần Thơ", None).id),
    )
}

/// An invented act in a transaction of its own that is not committed yet.
pub async fn begin(platform: &Platform, thing: Uuid) -> (dinh_store::WriteTx, i64) {
    let ctx = Context::new(platform, Actor::Clockwork);
    let mut tx = ctx.write().await.expect("the seat");
    let ward = ward();
    let act = NewAct {
        unit: &ward,
        room: "disclosure",
        act: "publish",
        thing,
        laws: vec!["L10-2022/11.2".into()],
        contents: vec![ActContent {
            name: "mau.txt".into(),
            media_type: "text/plain".into(),
            bytes: Bytes::Text(format!("việc mẫu {thing}")),
            sealed: true,
        }],
    };
    let position = record_act(&ctx, &mut tx, act).await.expect("recorded");
    (tx, position)
}

/// The same, committed; gives its position.
pub async fn record(platform: &Platform, thing: Uuid) -> i64 {
    let (tx, position) = begin(platform, thing).await;
    tx.commit().await.expect("commit");
    position
}

/// Each checkpoint that was kept with a quorum is a head of the one tree over what is stored; gives how many there are.
pub async fn heads_of_one_history(platform: &Platform, policy: &Policy) -> usize {
    let mut tx = platform.store.read().await.expect("a snapshot");
    let size = dinh_store::register::size(&mut tx).await.expect("a size");
    let (mut frontier, mut heads) = (tree::Frontier::new(), 0);
    for position in 0..size {
        let entry = dinh_store::register::find(&mut tx, position).await;
        let entry = entry.expect("read").expect("no gap");
        frontier.push(tree::leaf_hash(&entry.entry));
        let quorum = dinh_store::register::heads::find_quorum_up_to(&mut tx, position + 1).await;
        if let Some(row) = quorum.expect("read").filter(|row| row.size == position + 1) {
            let judged = policy.judge(&row.note).expect("signed");
            assert_eq!(judged.checkpoint.root, frontier.root(), "{position}");
            assert!(judged.seen.is_some());
            heads += 1;
        }
    }
    heads
}
