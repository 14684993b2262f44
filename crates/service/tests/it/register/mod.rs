//! The signer of the register over real witnesses: keys that are replaced, processes that are killed.

mod killed;
mod refill;
mod rotation;

use dinh_domain::units::{Unit, UnitKind};
use dinh_register::{Policy, tree};
use dinh_service::register::{ActContent, Bytes, NewAct, record_act};
use dinh_service::{Actor, Context, Platform};
use uuid::Uuid;

use crate::stage::unit;

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
