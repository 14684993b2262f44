//! The register as files for machines: what is served, how long it may be kept, and that a programme by other people
//! reads the whole of it.
#![expect(
    clippy::disallowed_methods,
    reason = "the oracle is another program, built into a folder of the tests"
)]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use axum::http::StatusCode;
use dinh_domain::units::Unit;
use dinh_register::tile::{TileContent, read_bundle};
use dinh_register::{Act, Checkpoint, Policy, Tile, VerifierKey, tree};
use dinh_service::Platform;
use dinh_service::register::sign_newest;
use dinh_store::register::NewEntry;
use uuid::Uuid;

use crate::site::{Site, site};

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Append invented acts of a unit until the register has so many entries; `face` tells two histories apart.
pub async fn append(platform: &Platform, unit: &Unit, face: u128, size: i64) {
    let origin = platform.signer.origin();
    let mut tx = platform.store.write().await.expect("the seat");
    let first = dinh_store::register::size(&mut tx).await.expect("a size");
    for number in first..size {
        let number = u128::try_from(number).expect("positive");
        let thing = Uuid::from_u128((face << 64) + number);
        let act = Act {
            register: origin.to_owned(),
            unit: unit.register_key(),
            room: "disclosure".into(),
            act: "publish".into(),
            thing: thing.to_string(),
            rev: 1,
            prev: None,
            laws: vec!["L10-2022/11.2".into()],
            at: "2026-11-23T15:39:47+07:00".into(),
            office: "ubnd-xa".into(),
            contents: vec![],
        };
        let entry = NewEntry {
            bytes: &act.encode().expect("an act"),
            thing,
            rev: 1,
            unit: unit.id,
            room: "disclosure",
            act: "publish",
            at: platform.clock.now(),
        };
        dinh_store::register::append(&mut tx, &entry)
            .await
            .expect("appended");
    }
    tx.commit().await.expect("commit");
}

async fn grow(site: &Site, entries: i64) {
    append(&site.platform, &site.ward, 9, entries).await;
    sign_newest(&site.platform).await.expect("signed");
}

async fn head(site: &Site) -> Checkpoint {
    let note = site.get("/so-cong-khai/checkpoint").await.text();
    let keys = [site.platform.signer.verifiers()[0].clone()];
    Checkpoint::open(&note, &keys).expect("signed").0
}

#[tokio::test]
async fn everything_of_the_register_is_served_as_tiles_and_bundles() {
    let site = site(&[]).await;
    grow(&site, 300).await;
    let head = head(&site).await;
    assert_eq!(head.size, 300);
    let (mut leaves, mut entries) = (Vec::new(), Vec::new());
    for tile in Tile::of(head.size) {
        let answer = site.get(&format!("/so-cong-khai/tile/{tile}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{tile}");
        assert_eq!(answer.header("content-type"), "application/octet-stream");
        assert_eq!(answer.header("cache-control"), FOR_EVER);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        match tile.content() {
            TileContent::Hashes(level) => {
                assert_eq!(answer.body.len(), 32 * usize::from(tile.width()));
                if level == 0 {
                    leaves.extend(answer.body.chunks_exact(32).map(<[u8]>::to_vec));
                }
            }
            TileContent::Entries => {
                let bundle = read_bundle(&answer.body).expect("a bundle");
                assert_eq!(bundle.len(), usize::from(tile.width()));
                entries.extend(bundle.into_iter().map(<[u8]>::to_vec));
            }
        }
    }
    let hashes: Vec<_> = entries.iter().map(|entry| tree::leaf_hash(entry)).collect();
    assert_eq!(
        leaves,
        hashes
            .iter()
            .map(|hash| hash.0.to_vec())
            .collect::<Vec<_>>()
    );
    let mut frontier = tree::Frontier::new();
    for leaf in hashes {
        frontier.push(leaf);
    }
    assert_eq!(frontier.root(), head.root);
}

#[tokio::test]
async fn a_full_tile_is_read_from_the_database_once() {
    let site = site(&[]).await;
    grow(&site, 260).await;
    let path = "/so-cong-khai/tile/0/000";
    let first = site.get(path).await;
    let before = site.platform.store.statements_made();
    let again = site.get(path).await;
    assert_eq!(site.platform.store.statements_made(), before);
    assert_eq!(first.body, again.body);
    for path in [
        "/so-cong-khai/tile/0/001.p/4",
        "/so-cong-khai/tile/1/000.p/1",
        "/so-cong-khai/tile/entries/000",
    ] {
        let before = site.platform.store.statements_made();
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path}");
        assert_eq!(site.platform.store.statements_made() - before, 2, "{path}");
    }
}

#[tokio::test]
async fn what_no_checkpoint_covers_is_not_served() {
    let site = site(&[]).await;
    let signed = head(&site).await.size;
    site.publish_more("Dự án chưa ký", "9/QĐ-UBND").await;
    for path in [
        format!("0/000.p/{}", signed + 1),
        format!("entries/000.p/{}", signed + 1),
        "0/000".into(),
        "0/001.p/1".into(),
        "1/000.p/1".into(),
        "0/000.p/0".into(),
        "0/000.p/256".into(),
        "8/000.p/1".into(),
        "0/0".into(),
        "data/000".into(),
    ] {
        let answer = site.get(&format!("/so-cong-khai/tile/{path}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_ne!(answer.header("cache-control"), FOR_EVER, "{path}");
    }
    sign_newest(&site.platform).await.expect("signed");
    let later = head(&site).await.size;
    assert!(later > signed);
    for width in [signed, later] {
        let path = format!("/so-cong-khai/tile/entries/000.p/{width}");
        assert_eq!(site.get(&path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_bundle_is_pressed_together_and_hashes_are_not() {
    let site = site(&[]).await;
    let asks = [("accept-encoding", "gzip")];
    let bundle = site
        .get_with("/so-cong-khai/tile/entries/000.p/2", &asks)
        .await;
    assert_eq!(bundle.header("content-encoding"), "gzip");
    let hashes = site.get_with("/so-cong-khai/tile/0/000.p/2", &asks).await;
    assert_eq!(hashes.header("content-encoding"), "");
    assert_eq!(hashes.body.len(), 64);
}

#[tokio::test]
async fn the_checkpoint_is_asked_for_each_time_and_sent_when_it_changed() {
    let site = site(&[]).await;
    let first = site.get("/so-cong-khai/checkpoint").await;
    assert_eq!(first.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(first.header("cache-control"), "no-cache");
    let tag = [("if-none-match", first.header("etag"))];
    let again = site.get_with("/so-cong-khai/checkpoint", &tag).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    site.publish_more("Dự án mới", "9/QĐ-UBND").await;
    sign_newest(&site.platform).await.expect("signed");
    let later = site.get_with("/so-cong-khai/checkpoint", &tag).await;
    assert_eq!(later.status, StatusCode::OK);
    assert_ne!(first.body, later.body);
}

#[tokio::test]
async fn the_policy_names_the_key_and_the_address_that_is_the_name() {
    let site = site(&[]).await;
    let text = site.get("/so-cong-khai/policy").await.text();
    let policy = Policy::parse(&text).expect("a policy");
    assert_eq!(policy.quorum, None);
    let key = site.get("/so-cai/khoa").await.text();
    let log = &policy.logs[0];
    assert_eq!(log.key, VerifierKey::parse(key.trim()).expect("a key"));
    let url = log.url.as_deref();
    assert_eq!(url, Some("https://dinh.example.vn/so-cong-khai/"));
    let door = site.get("/so-cong-khai").await;
    assert_eq!(
        (door.status, door.header("location")),
        (StatusCode::SEE_OTHER, "/so-cai")
    );
}

/// Debian's Go with `golang.org/x/mod/sumdb` reads the served register; nothing if Go is not installed.
fn build_oracle() -> Option<PathBuf> {
    Command::new("go").arg("version").output().ok()?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("go-log");
    std::fs::create_dir_all(&folder).expect("the target folder is writable");
    let build = Command::new("go")
        .args(["build", "-o"])
        .arg(folder.join("oracle"))
        .arg(".")
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../register/tests/oracle"))
        .envs([
            ("GO111MODULE", "off"),
            ("GOPATH", "/usr/share/gocode"),
            ("GOFLAGS", ""),
            ("CGO_ENABLED", "0"),
        ])
        .env("GOCACHE", folder.join("cache"))
        .output()
        .expect("go runs");
    let said = String::from_utf8_lossy(&build.stderr);
    assert!(build.status.success(), "{said}");
    Some(folder.join("oracle"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn go_reads_a_register_of_70_000_entries_whole_and_refuses_one_turned_bit() {
    let Some(oracle) = build_oracle() else {
        println!(
            "Go is not installed (apt-get install golang-go golang-golang-x-mod-dev): nothing was checked"
        );
        return;
    };
    let site = site(&[]).await;
    grow(&site, 70_000).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = site
        .router
        .clone()
        .into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(async move { axum::serve(listener, server).await });
    let key = site.platform.signer.verifiers()[0].to_string();
    let judged = tokio::task::spawn_blocking(move || {
        let ask = |spoiled: Option<&str>| {
            let mut command = Command::new(&oracle);
            command.args(["log", &key, &format!("http://{address}/so-cong-khai/")]);
            let output = command
                .args(spoiled)
                .output()
                .expect("the oracle was built");
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            (output.status.code(), said)
        };
        let spoiled = [
            "checkpoint",
            "tile/0/000",
            "tile/0/273.p/112",
            "tile/1/000",
            "tile/2/000.p/1",
            "tile/entries/100",
            "tile/entries/273.p/112",
        ];
        (ask(None), spoiled.map(|path| (path, ask(Some(path)))))
    });
    let (whole, spoiled) = judged.await.expect("the oracle answers");
    assert_eq!(whole, (Some(0), "70000 entries\naccepted\n".to_owned()));
    for (path, (code, said)) in spoiled {
        assert_eq!(code, Some(1), "{path}: {said}");
    }
    serving.abort();
}
