//! A register over real HTTP on the loopback: read whole, copied, served again by the copy with the same bytes and headers, and
//! observed beside the pages of the city.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use dinh_register::{Policy, SignerKey, Tile, chain};
use dinh_service::register::sign_newest;
use dinh_verify::observe::{Fetched, Observer, Round};
use dinh_verify::{Copied, Fault, Folder, Register, copy, copy_heads, read_things};
use dinh_web::{HttpCarrier, Served, mirror_router};
use tempfile::TempDir;
use tokio::runtime::Handle;

use crate::site::{Site, site};
use crate::tiles::append;

/// Serve on a port of the loopback until the test ends.
async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    format!("http://{address}")
}

fn policy(site: &Site) -> (Policy, String) {
    let text = format!("log {}\nquorum none\n", site.platform.signer.verifiers()[0]);
    (Policy::parse(&text).expect("a policy"), text)
}

async fn copied(site: &Site, from: &str, into: &Folder) -> Result<Copied, Fault> {
    let (policy, text) = policy(site);
    copied_by(policy, text, from, into).await
}

async fn copied_by(
    policy: Policy,
    text: String,
    from: &str,
    into: &Folder,
) -> Result<Copied, Fault> {
    let into = into.clone();
    let source = Served::new(from, Handle::current());
    let work = move || {
        let copied = copy(&source, &policy, &text, &into)?;
        copy_heads(&source, &policy, &into, 1000)?;
        Ok(copied)
    };
    tokio::task::spawn_blocking(work).await.expect("no panic")
}

#[tokio::test]
async fn a_register_is_copied_over_http_and_the_copy_serves_what_the_city_serves() {
    let site = site(&["Dự án một"]).await;
    append(&site.platform, &site.ward, 9, 700).await;
    sign_newest(&site.platform).await.expect("signed");
    let city = format!("{}/so-cong-khai/", serve(site.router.clone()).await);
    let folder = TempDir::new().expect("a folder");
    let into = Folder::new(folder.path());
    assert_eq!(
        copied(&site, &city, &into).await,
        Ok(Copied::Grown { from: 0, to: 700 })
    );
    append(&site.platform, &site.ward, 9, 1030).await;
    sign_newest(&site.platform).await.expect("signed");
    assert_eq!(
        copied(&site, &city, &into).await,
        Ok(Copied::Grown {
            from: 700,
            to: 1030
        })
    );
    assert_eq!(
        copied(&site, &city, &into).await,
        Ok(Copied::Same { size: 1030 })
    );

    let mirror = serve(mirror_router(into.clone())).await;
    let again = TempDir::new().expect("a folder");
    let second = Folder::new(again.path());
    assert_eq!(
        copied(&site, &mirror, &second).await,
        Ok(Copied::Grown { from: 0, to: 1030 })
    );
    let (policy, _) = policy(&site);
    let source = Served::new(&mirror, Handle::current());
    let thing = uuid::Uuid::from_u128((9 << 64) + 900).to_string();
    let read = move || {
        let register = Register::open(&source, &policy)?;
        let things = read_things(&register, &BTreeSet::from([thing]))?;
        Ok::<_, Fault>((register.size(), things))
    };
    let (entries, things) = tokio::task::spawn_blocking(read)
        .await
        .expect("no panic")
        .expect("whole");
    assert_eq!(entries, 1030);
    let links = things.into_values().next().expect("a thing");
    assert_eq!((links[0].index, chain::faults(&links)), (900, vec![]));
    same_answers(&city, &mirror).await;
}

/// Bytes and headers of city and copy, and what neither has.
async fn same_answers(city: &str, mirror: &str) {
    let carrier = HttpCarrier::default();
    let mut paths = vec![
        "checkpoint".to_owned(),
        "checkpoints/000".into(),
        "checkpoints/004".into(),
        "checkpoints/005".into(),
        "checkpoints/5".into(),
        "tile/8/000".into(),
        "tile/0/1".into(),
        "tile/0/999".into(),
    ];
    paths.extend(Tile::of(1030).map(|tile| format!("tile/{tile}")));
    paths.push("tile/0/002.p/188".into());
    paths.push("tile/0/000.p/7".into());
    paths.push("tile/entries/000.p/7".into());
    for path in paths {
        let ask = async |base: &str| {
            let url = format!("{}/{path}", base.trim_end_matches('/'));
            carrier.get(&url, 2 << 20).await.expect("an answer")
        };
        let (one, other) = (ask(city).await, ask(mirror).await);
        assert_eq!(one.status, other.status, "{path}");
        if one.status == 200 {
            assert!(one.body == other.body, "{path}");
        }
    }
}

#[tokio::test]
async fn the_copy_has_the_headers_of_the_city() {
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt as _;

    let site = site(&[]).await;
    append(&site.platform, &site.ward, 9, 300).await;
    sign_newest(&site.platform).await.expect("signed");
    let city = format!("{}/so-cong-khai", serve(site.router.clone()).await);
    let folder = TempDir::new().expect("a folder");
    let into = Folder::new(folder.path());
    let text = site.get("/so-cong-khai/policy").await.text();
    let policy = Policy::parse(&text).expect("a policy");
    copied_by(policy, text, &city, &into).await.expect("copied");
    let copy = mirror_router(into);
    for path in [
        "/checkpoint",
        "/checkpoints/000",
        "/policy",
        "/tile/0/000",
        "/tile/entries/001.p/44",
    ] {
        let own = site
            .get_with(
                &format!("/so-cong-khai{path}"),
                &[("accept-encoding", "gzip")],
            )
            .await;
        let request = Request::get(path).header("accept-encoding", "gzip");
        let request = request.body(Body::empty()).expect("a request");
        let other = copy.clone().oneshot(request).await.expect("an answer");
        for name in [
            "content-type",
            "cache-control",
            "access-control-allow-origin",
            "content-encoding",
            "etag",
        ] {
            let there = other
                .headers()
                .get(name)
                .map_or("", |value| value.to_str().expect("text"));
            assert_eq!(there, own.header(name), "{path} {name}");
        }
    }
    for path in [
        "/tile/../checkpoint",
        "/tile/0/000.p/0",
        "/evidence",
        "/observer.key",
    ] {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let answer = copy.clone().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), 404, "{path}");
    }
}

/// An observer of one page of the city.
struct Watch {
    page: String,
    register: String,
    folder: TempDir,
}

impl Watch {
    async fn look(&self, site: &Site) -> Round {
        let ((policy, _), runtime) = (policy(site), Handle::current());
        let (page, memory) = (self.page.clone(), Folder::new(self.folder.path()));
        let source = Served::new(&self.register, runtime.clone());
        let work = move || {
            let key = SignerKey::from_seed("bao.example.vn", &[3; 32]).expect("a name");
            let carrier = HttpCarrier::default();
            let fetch = |url: &str| -> Fetched {
                let page = runtime.block_on(carrier.get(url, 1 << 20))?;
                Ok((page.status, page.body))
            };
            let observer = Observer {
                source: &source,
                policy: &policy,
                memory: &memory,
                key: &key,
            };
            observer.look(&[page], &fetch, &|| 1_795_402_800)
        };
        tokio::task::spawn_blocking(work)
            .await
            .expect("no panic")
            .expect("a round")
    }
}

#[tokio::test]
async fn an_observer_reads_the_mark_of_a_page_and_tells_when_the_page_and_the_register_part() {
    let site = site(&["Dự án một"]).await;
    let city = serve(site.router.clone()).await;
    let mut watch = Watch {
        page: format!("{city}/cong-khai/1"),
        register: format!("{city}/so-cong-khai"),
        folder: TempDir::new().expect("a folder"),
    };
    let round = watch.look(&site).await;
    assert_eq!(round.differences, []);
    let mark = round.observation.pages[0]
        .mark
        .clone()
        .expect("the page says where it stands");
    assert_eq!(mark.rev, 1);
    let entry = site.get(&format!("/so-cai/{}", mark.position)).await.text();
    assert!(entry.contains(&format!("thing {}", mark.thing)), "{entry}");

    // A city that keeps serving an old page, and one that takes it away: the same address, another server.
    let old = site.get("/cong-khai/1").await.text();
    let mut tx = site.platform.store.read().await.expect("a snapshot");
    let thing = mark.thing.parse().expect("a UUID");
    let last = dinh_store::register::find_last_of_thing(&mut tx, thing).await;
    drop(tx);
    amend(&site, thing, last.expect("read").expect("published")).await;
    sign_newest(&site.platform).await.expect("signed");
    let is_gone = Arc::new(AtomicBool::new(false));
    let show = Arc::clone(&is_gone);
    let page = move || async move {
        let status = if show.load(Ordering::SeqCst) {
            404
        } else {
            200
        };
        (StatusCode::from_u16(status).expect("a status"), Html(old))
    };
    watch.page = format!(
        "{}/cong-khai/1",
        serve(Router::new().route("/cong-khai/1", get(page))).await
    );
    let round = watch.look(&site).await;
    assert_eq!(round.differences[0].code(), "old-revision", "{round:?}");
    is_gone.store(true, Ordering::SeqCst);
    let round = watch.look(&site).await;
    assert_eq!(round.differences[0].code(), "hidden", "{round:?}");
    let nowhere = serve(Router::new()).await;
    watch.page = format!("{nowhere}/cong-khai/1");
    assert_eq!(
        watch.look(&site).await.differences,
        [],
        "an address that was never seen"
    );
}

/// One more entry about a thing, in the register only.
async fn amend(site: &Site, thing: uuid::Uuid, last: dinh_store::register::LastEntry) {
    let leaf: [u8; 32] = last.leaf.try_into().expect("a hash");
    let act = dinh_register::Act {
        register: site.platform.signer.origin().to_owned(),
        unit: site.ward.register_key(),
        room: "disclosure".into(),
        act: "amend".into(),
        thing: thing.to_string(),
        rev: 2,
        prev: Some(dinh_register::Prev {
            index: u64::try_from(last.position).expect("positive"),
            leaf: dinh_register::Hash(leaf),
        }),
        laws: vec!["L10-2022/11.2".into()],
        at: "2026-11-23T15:39:47+07:00".into(),
        office: "ubnd-xa".into(),
        contents: vec![dinh_register::Content::File {
            sha256: dinh_register::Hash([4; 32]),
            size: 4096,
            media_type: "application/pdf".into(),
        }],
    };
    let mut tx = site.platform.store.write().await.expect("the seat");
    let entry = dinh_store::register::NewEntry {
        bytes: &act.encode().expect("an act"),
        thing,
        rev: 2,
        unit: site.ward.id,
        room: "disclosure",
        act: "amend",
        at: jiff::Timestamp::UNIX_EPOCH,
    };
    let position = dinh_store::register::append(&mut tx, &entry)
        .await
        .expect("appended");
    tx.commit().await.expect("commit");
    // As after a refill: the entry is here, its content is not.
    let page = site.get(&format!("/so-cai/{position}")).await;
    assert_eq!(page.status, 200);
    assert!(
        page.text()
            .contains("chưa được giữ tại đây, mã băm vẫn còn"),
        "{}",
        page.text()
    );
    assert!(page.text().contains(&"04".repeat(32)));
}
