//! A city that lost its database, or got an old copy of it back, with real stores, witnesses with a memory, and a mirror in a
//! folder: nothing is signed before the register is refilled, and then it goes on as one history.

use std::collections::BTreeSet;
use std::sync::Arc;

use dinh_domain::units::Unit;
use dinh_register::tile::HeadBundle;
use dinh_register::{Policy, Receipt, SignerKey, Tile, chain, receipt};
use dinh_service::clock::SetClock;
use dinh_service::register::{
    ActContent, Bytes, Carrier, Interval, NewAct, Signer, Start, Witnesses, act_time,
    find_checkpoint, find_heads, find_proof, find_tile, may_start, name_witnesses, policy_text,
    record_act, refill, sign_newest,
};
use dinh_service::units::real::import_real_city;
use dinh_service::{Actor, Context, Error, Platform};
use dinh_verify::source::Source;
use dinh_verify::{Copied, Fault, Folder, Register, copy, copy_heads, read_things};
use tempfile::TempDir;
use tokio::runtime::Handle;
use uuid::Uuid;

use crate::installation::{Installation, TODAY, installations};
use crate::witnesses::{Hall, lines};

/// Three witnesses of which two must have signed.
struct Three {
    hall: Arc<dyn Carrier>,
    lines: String,
    _folder: TempDir,
}

impl Three {
    async fn new() -> Arc<Self> {
        Self::at(Arc::new(SetClock::on(TODAY, 10))).await
    }

    async fn at(clock: Arc<SetClock>) -> Arc<Self> {
        let folder = TempDir::new().expect("a folder");
        let log = SignerKey::from_seed("dangky.example.vn/so-cong-khai", &[7; 32]);
        let log = log.expect("a name").verifier().clone();
        Arc::new(Self {
            hall: Arc::new(Hall::at(folder.path(), 3, &[log], clock).await),
            lines: lines(3, 2),
            _folder: folder,
        })
    }
}

/// A city as it is served, without the network.
struct Live(Arc<Platform>, Handle);

impl Source for Live {
    fn fetch(&self, path: &str, _most: usize) -> Result<Option<Vec<u8>>, String> {
        let found = self.1.block_on(async {
            if let Some(bundle) = path.strip_prefix("checkpoints/") {
                let bundle = HeadBundle::parse(bundle).ok_or(Error::NotFound)?;
                return Ok(find_heads(&self.0, bundle).await?.map(String::into_bytes));
            }
            match path.strip_prefix("tile/").map(Tile::parse) {
                Some(tile) => find_tile(&self.0, tile.ok_or(Error::NotFound)?).await,
                None => Ok(find_checkpoint(&self.0).await?.map(String::into_bytes)),
            }
        });
        found.map_err(|error| error.to_string())
    }
}

/// A city with its witnesses.
struct City {
    platform: Arc<Platform>,
    three: Arc<Three>,
    _folder: TempDir,
}

impl City {
    async fn new(installation: Installation, three: &Arc<Three>) -> Self {
        let (platform, folder) = installation.shared();
        name_witnesses(&platform, &three.lines)
            .await
            .expect("a policy");
        Self {
            platform,
            three: Arc::clone(three),
            _folder: folder,
        }
    }

    /// The real units, which the register records with its first entry.
    async fn settle(&self) {
        let ctx = Context::new(&self.platform, Actor::Clockwork);
        let mut tx = ctx.write().await.expect("the seat");
        import_real_city(&ctx, &mut tx)
            .await
            .expect("the real city");
        tx.commit().await.expect("commit");
    }

    async fn ward(&self) -> Unit {
        let mut tx = self.platform.store.read().await.expect("a snapshot");
        let ward = dinh_store::units::find_by_slug(&mut tx, "phuong-cai-khe").await;
        ward.expect("read").expect("the ward")
    }

    /// Acts about ten things of a ward until the register has so many entries.
    async fn act(&self, face: u128, size: i64) {
        let (ctx, ward) = (
            Context::new(&self.platform, Actor::Clockwork),
            self.ward().await,
        );
        let mut tx = ctx.write().await.expect("the seat");
        for number in dinh_store::register::size(&mut tx).await.expect("a size")..size {
            let content = |name: &str, sealed| ActContent {
                name: name.into(),
                media_type: "text/plain".into(),
                bytes: Bytes::Text(format!("Nội dung mẫu {face} {number}")),
                sealed,
            };
            let new = NewAct {
                unit: &ward,
                room: "disclosure",
                act: "amend",
                thing: Uuid::from_u128(
                    (face << 64) + u128::try_from(number % 10).expect("positive"),
                ),
                laws: vec!["L10-2022/11.2".into()],
                contents: vec![content("ke-hoach.txt", false), content("thu.txt", true)],
            };
            record_act(&ctx, &mut tx, new).await.expect("recorded");
        }
        tx.commit().await.expect("commit");
    }

    /// What were recorded over an old copy would stand in the place of what was lost: no copy could heal that.
    async fn refuses_acts(&self) {
        let (ctx, ward) = (
            Context::new(&self.platform, Actor::Clockwork),
            self.ward().await,
        );
        let mut tx = ctx.write().await.expect("the seat");
        let new = NewAct {
            unit: &ward,
            room: "disclosure",
            act: "publish",
            thing: Uuid::from_u128(7),
            laws: vec!["L10-2022/11.2".into()],
            contents: vec![],
        };
        let refused = record_act(&ctx, &mut tx, new).await;
        assert!(
            matches!(refused, Err(Error::Conflict(ref text)) if text.contains("chờ khôi phục")),
            "{refused:?}"
        );
    }

    async fn size(&self) -> i64 {
        let mut tx = self.platform.store.read().await.expect("a snapshot");
        dinh_store::register::size(&mut tx).await.expect("a size")
    }

    async fn start(&self) -> Start {
        may_start(&self.platform, &self.three.hall)
            .await
            .expect("asked")
    }

    /// Signed, and cosigned by whoever agrees; gives the size that a quorum has seen.
    async fn sign(&self) -> i64 {
        sign_newest(&self.platform).await.expect("signed");
        let asked = Witnesses::default()
            .ask(&self.platform, &self.three.hall)
            .await;
        asked.expect("asked")
    }

    async fn policy(&self) -> (Policy, String) {
        let mut tx = self.platform.store.read().await.expect("a snapshot");
        let text = policy_text(&self.platform, &mut tx)
            .await
            .expect("a policy");
        (Policy::parse(&text).expect("a policy"), text)
    }

    async fn copy_to(&self, mirror: &TempDir) -> Copied {
        let (policy, text) = self.policy().await;
        let live = Live(Arc::clone(&self.platform), Handle::current());
        let into = Folder::new(mirror.path());
        let work = move || {
            let copied = copy(&live, &policy, &text, &into)?;
            copy_heads(&live, &policy, &into, 1000)?;
            Ok::<_, Fault>(copied)
        };
        let copied = tokio::task::spawn_blocking(work);
        copied.await.expect("no panic").expect("copied")
    }

    async fn refill(&self, mirror: &TempDir) -> Result<(u64, u64), String> {
        let (done, unknown) = self.refill_with_units(mirror).await?;
        assert_eq!(unknown, BTreeSet::new());
        Ok(done)
    }

    async fn refill_with_units(
        &self,
        mirror: &TempDir,
    ) -> Result<((u64, u64), BTreeSet<String>), String> {
        let (policy, _) = self.policy().await;
        let source = Box::new(Folder::new(mirror.path()));
        let done = refill(&self.platform, source, policy).await;
        let done = done.map_err(|error| error.to_string())?;
        Ok(((done.from, done.to), done.unknown_units))
    }
}

/// Every thing of the copy is one unbroken chain, and so many entries are there.
async fn is_one_history(mirror: &TempDir, city: &City, entries: u64) {
    let (policy, _) = city.policy().await;
    let source = Folder::new(mirror.path());
    let register = Register::open(&source, &policy).expect("witnessed");
    let wanted = (0..10).map(|number| Uuid::from_u128((1 << 64) + number).to_string());
    let things = read_things(&register, &wanted.collect()).expect("whole");
    assert_eq!((register.size(), things.len()), (entries, 10));
    for links in things.values() {
        assert_eq!(chain::faults(links), []);
    }
}

#[tokio::test]
async fn an_old_copy_and_an_empty_database_are_refilled_and_the_register_goes_on() {
    let (cities, restored, lost) = (
        installations().await,
        installations().await,
        installations().await,
    );
    for ((city, restored), lost) in cities.into_iter().zip(restored).zip(lost) {
        let (three, mirror) = (Three::new().await, TempDir::new().expect("a folder"));
        let city = City::new(city, &three).await;
        city.settle().await;
        for (from, to) in [(0, 26), (26, 300)] {
            city.act(1, to).await;
            assert_eq!(city.sign().await, to);
            let (from, to) = (count(from), count(to));
            assert_eq!(city.copy_to(&mirror).await, Copied::Grown { from, to });
        }
        // The same database as it was at 20 entries.
        let restored = City::new(restored, &three).await;
        restored.settle().await;
        restored.act(1, 20).await;
        goes_on(&restored, &mirror, 20, 300).await;
        // Nothing was left at all.
        let lost = City::new(lost, &three).await;
        goes_on(&lost, &mirror, 0, 305).await;
        has_receipts_without_contents(&lost).await;
    }
}

impl City {
    /// What is proven of the time of each entry.
    async fn intervals(&self, size: i64) -> Vec<Interval> {
        let mut tx = self.platform.store.read().await.expect("a snapshot");
        let mut intervals = Vec::new();
        for position in 0..size {
            let row = dinh_store::register::times::of_entry(&mut tx, position).await;
            let row = row.expect("read").expect("an entry");
            intervals.push(act_time(&row).proven);
        }
        intervals
    }
}

#[tokio::test]
async fn the_time_of_every_entry_is_as_close_after_a_refill_as_before_the_loss() {
    let (cities, restored, lost) = (
        installations().await,
        installations().await,
        installations().await,
    );
    for ((city, restored), lost) in cities.into_iter().zip(restored).zip(lost) {
        let clock = Arc::new(SetClock::on(TODAY, 10));
        let (three, mirror) = (
            Three::at(Arc::clone(&clock)).await,
            TempDir::new().expect("a folder"),
        );
        let city = City::new(city, &three).await;
        city.settle().await;
        // A mirror that comes late misses nothing.
        for (size, hour) in [(26, 11), (60, 12), (300, 13), (301, 14)] {
            clock.set_day(TODAY, hour);
            city.act(1, size).await;
            assert_eq!(city.sign().await, size);
        }
        city.copy_to(&mirror).await;
        let before = city.intervals(301).await;
        let ends = before.iter().map(|time| time.not_after);
        assert_eq!(ends.collect::<BTreeSet<_>>().len(), 4);

        clock.set_day(TODAY, 15);
        let restored = City::new(restored, &three).await;
        restored.settle().await;
        restored.act(1, 20).await;
        let lost = City::new(lost, &three).await;
        for (own, city) in [(20, &restored), (0, &lost)] {
            assert_eq!(city.refill(&mirror).await, Ok((own, 301)));
            assert_eq!(city.intervals(301).await, before);
            // Nobody is asked again, at a later time, for what was cosigned before.
            assert_eq!(city.sign().await, 301);
            assert_eq!(city.intervals(301).await, before);
        }
        lost.act(1, 310).await;
        assert_eq!(lost.sign().await, 310);
        let after = lost.intervals(310).await;
        assert_eq!(after[..301], before);
        assert_eq!(after[305].not_before, before[300].not_after);
        // The next mirror has them from the refilled city.
        let second = TempDir::new().expect("a folder");
        lost.copy_to(&second).await;
        let file = |mirror: &TempDir| Folder::new(mirror.path()).fetch("checkpoints/000", 1 << 20);
        assert_eq!(file(&second), file(&mirror));
    }
}

#[tokio::test]
async fn checkpoints_of_a_key_that_signs_no_more_come_back_too() {
    let (cities, lost) = (installations().await, installations().await);
    for (city, mut lost) in cities.into_iter().zip(lost) {
        let (three, mirror) = (Three::new().await, TempDir::new().expect("a folder"));
        let mut city = City::new(city, &three).await;
        city.settle().await;
        city.act(1, 26).await;
        assert_eq!(city.sign().await, 26);
        // From here on a second key signs too.
        let platform = Arc::get_mut(&mut city.platform).expect("nobody else has it");
        platform.signer = platform.signer.clone().and(&[8; 32]).expect("a key");
        city.act(1, 60).await;
        assert_eq!(city.sign().await, 60);
        city.copy_to(&mirror).await;
        let (policy, _) = city.policy().await;
        // The database is lost, and of the keys only the new one is left.
        lost.platform.signer =
            Signer::new("dangky.example.vn/so-cong-khai", &[8; 32]).expect("a key");
        let lost = City::new(lost, &three).await;
        let source = Box::new(Folder::new(mirror.path()));
        let done = refill(&lost.platform, source, policy)
            .await
            .expect("refilled");
        assert_eq!((done.from, done.to, done.heads), (0, 60, 2));
        assert_eq!(lost.intervals(60).await, city.intervals(60).await);
    }
}

fn count(size: i64) -> u64 {
    u64::try_from(size).expect("positive")
}

/// A city with `own` entries may not sign until it has taken all `size` back; then its next entries are one history with them.
async fn goes_on(city: &City, mirror: &TempDir, own: i64, size: i64) {
    let ahead = city.start().await;
    let known = count(size);
    assert!(
        matches!(ahead, Start::Ahead { known: found, .. } if found == known),
        "{ahead:?}"
    );
    if own > 0 {
        city.refuses_acts().await;
    }
    assert_eq!(city.refill(mirror).await, Ok((count(own), known)));
    assert_eq!(city.start().await, Start::Clear);
    let again = city.refill(mirror).await;
    assert_eq!(again, Ok((known, known)), "nothing is added twice");
    city.act(1, size + 5).await;
    assert_eq!(city.sign().await, size + 5);
    let to = count(size + 5);
    assert_eq!(
        city.copy_to(mirror).await,
        Copied::Grown { from: known, to }
    );
    is_one_history(mirror, city, to).await;
}

/// What was refilled is proven by its digests, with the time of the witnesses.
async fn has_receipts_without_contents(city: &City) {
    let mut tx = city.platform.store.read().await.expect("a snapshot");
    let proof = find_proof(&mut tx, 30)
        .await
        .expect("read")
        .expect("an entry");
    assert!(proof.contents.is_empty());
    let taken = dinh_service::register::receipt(&proof, false)
        .expect("made")
        .expect("signed");
    let taken = Receipt::from_json(&taken.json).expect("a receipt");
    drop(tx);
    let (policy, _) = city.policy().await;
    let verified = receipt::verify(&taken, &policy, &[]).expect("accepted");
    assert_eq!((verified.index, verified.act.contents.len()), (30, 2));
    assert!(verified.head.seen.is_some());
    assert_eq!(verified.act.unit, city.ward().await.register_key());
    let mut tx = city.platform.store.read().await.expect("a snapshot");
    let row = dinh_store::register::find(&mut tx, 30)
        .await
        .expect("read")
        .expect("an entry");
    let columns = (
        row.thing.to_string(),
        row.rev,
        row.unit_id,
        row.room,
        row.act,
    );
    let (ward, act) = (city.ward().await.id.0, verified.act);
    assert_eq!(
        columns,
        (
            act.thing,
            i64::try_from(act.rev).expect("small"),
            ward,
            act.room,
            act.act
        )
    );
}

#[tokio::test]
async fn another_history_a_damaged_mirror_and_a_foreign_register_change_nothing() {
    let (cities, others) = (installations().await, installations().await);
    for (city, other) in cities.into_iter().zip(others) {
        let three = Three::new().await;
        let city = City::new(city, &three).await;
        city.settle().await;
        city.act(1, 300).await;
        assert_eq!(city.sign().await, 300);
        let mirror = TempDir::new().expect("a folder");
        city.copy_to(&mirror).await;

        let other = City::new(other, &three).await;
        other.settle().await;
        other.act(1, 10).await;
        let bundle = mirror.path().join("tile/entries/001.p/44");
        let right = Folder::new(mirror.path()).fetch("tile/entries/001.p/44", 100_000);
        let right = right.expect("read").expect("kept");
        let mut wrong = right.clone();
        wrong[5000] ^= 1;
        put(&bundle, &wrong);
        let refused = other.refill(&mirror).await.expect_err("damaged");
        assert!(refused.contains("khác với sổ đã ký"), "{refused}");
        assert_eq!(other.size().await, 10, "all or nothing");
        put(&bundle, &right);

        other.act(2, 12).await;
        let refused = other.refill(&mirror).await.expect_err("another history");
        assert!(refused.contains("12 mục đầu khác nhau"), "{refused}");
        assert_eq!(other.size().await, 12);

        let (policy, _) = city.policy().await;
        let foreign = Policy::of_logs([SignerKey::from_seed("khac.vn/so", &[8; 32])
            .expect("a name")
            .verifier()
            .clone()]);
        for (policy, reason) in [(foreign, "không được ký"), (policy, "12 mục đầu")] {
            let source = Box::new(Folder::new(mirror.path()));
            let refused = refill(&other.platform, source, policy)
                .await
                .expect_err("refused");
            assert!(refused.to_string().contains(reason), "{refused}");
        }
    }
}

#[tokio::test]
async fn entries_of_a_unit_that_nobody_knows_any_more_stand_under_the_city() {
    let (cities, lost) = (installations().await, installations().await);
    for (city, lost) in cities.into_iter().zip(lost) {
        let three = Three::new().await;
        let city = City::new(city, &three).await;
        city.settle().await;
        let mut hamlet = city.ward().await;
        hamlet.id = dinh_domain::ids::UnitId(Uuid::from_u128(77));
        hamlet.code = Some("ap-mau-1".into());
        hamlet.slug = "ap-mau-1".into();
        let ctx = Context::new(&city.platform, Actor::Clockwork);
        let mut tx = ctx.write().await.expect("the seat");
        dinh_store::units::add(&mut tx, &hamlet)
            .await
            .expect("a unit");
        let new = NewAct {
            unit: &hamlet,
            room: "decision",
            act: "open",
            thing: Uuid::from_u128(5),
            laws: vec![],
            contents: vec![],
        };
        record_act(&ctx, &mut tx, new).await.expect("recorded");
        tx.commit().await.expect("commit");
        assert_eq!(city.sign().await, 2);
        let mirror = TempDir::new().expect("a folder");
        city.copy_to(&mirror).await;

        let lost = City::new(lost, &three).await;
        let done = lost.refill_with_units(&mirror).await;
        let unknown = BTreeSet::from([hamlet.register_key()]);
        assert_eq!(done, Ok(((0, 2), unknown)));
        let mut tx = lost.platform.store.read().await.expect("a snapshot");
        let row = dinh_store::register::find(&mut tx, 1)
            .await
            .expect("read")
            .expect("an entry");
        let unit = dinh_domain::ids::UnitId(row.unit_id);
        let unit = dinh_store::units::get(&mut tx, unit).await.expect("a unit");
        assert_eq!(unit.kind, dinh_domain::units::UnitKind::City);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test damages a file of the mirror"
)]
fn put(path: &std::path::Path, bytes: &[u8]) {
    std::fs::write(path, bytes).expect("written");
}
