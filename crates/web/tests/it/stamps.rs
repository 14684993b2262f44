//! Time stamps: an authority made with OpenSSL answers on the loopback, OpenSSL judges what the city keeps, and what is not an
//! answer to the city's own question is refused.
#![expect(
    clippy::disallowed_methods,
    reason = "the authority and the judge are another program, with files of its own"
)]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use dinh_domain::units::Unit;
use dinh_register::{Cosigner, Hash};
use dinh_service::register::stamp::token::{self, StampFault};
use dinh_service::register::{
    Authority, Carrier, name_stamp_authority, name_witnesses, sign_newest, stamp_newest,
};
use dinh_service::{Error, Platform};
use dinh_web::HttpCarrier;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::site::site;
use crate::tiles::append;
use crate::town::town;

const SETTINGS: &str = "[tsa]\ndefault_tsa = mau\n[mau]\nserial = serial\ncrypto_device = builtin\nsigner_cert = tsa.pem\n\
certs = ca.pem\nsigner_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.3.6.1.4.1.99999.1\ndigests = sha256, sha384\n\
accuracy = secs:1\nordering = no\ntsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n";
const USAGE: &str = "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n";

/// OpenSSL in a folder; whether it was content.
fn openssl(folder: &Path, arguments: &str) -> bool {
    Command::new("openssl")
        .args(arguments.split(' '))
        .current_dir(folder)
        .output()
        .expect("openssl is installed")
        .status
        .success()
}

fn write(folder: &Path, name: &str, content: &[u8]) {
    std::fs::write(folder.join(name), content).expect("the folder is writable");
}

fn read(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(name)).expect("OpenSSL made it")
}

/// A folder with an authority of this kind of key, its certificate made by an authority above it.
fn authority(kind: &str) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let at = folder.path();
    write(at, "tsa.cnf", SETTINGS.as_bytes());
    write(at, "usage.cnf", USAGE.as_bytes());
    write(at, "serial", b"01\n");
    for steps in [
        format!("req -x509 -newkey {kind} -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Goc-mau"),
        format!("req -newkey {kind} -nodes -keyout tsa.key -out tsa.csr -subj /CN=Dau-thoi-gian-mau"),
        "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile usage.cnf -out tsa.pem".into(),
    ] {
        assert!(openssl(at, &steps), "{steps}");
    }
    folder
}

fn certificate(folder: &TempDir) -> String {
    String::from_utf8(read(folder.path(), "tsa.pem")).expect("PEM is text")
}

/// The answer of the authority to a question.
fn reply(folder: &Path, question: &[u8]) -> Vec<u8> {
    write(folder, "question.tsq", question);
    let done = openssl(
        folder,
        "ts -reply -config tsa.cnf -queryfile question.tsq -out answer.tsr",
    );
    assert!(done, "OpenSSL understands the question");
    read(folder, "answer.tsr")
}

/// Serve the authority on the loopback; gives its address.
async fn serve(folder: Arc<TempDir>) -> String {
    let answer = |State(folder): State<Arc<TempDir>>, question: Bytes| async move {
        reply(folder.path(), &question)
    };
    let router = Router::new().route("/", post(answer)).with_state(folder);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/")
}

fn carrier() -> Arc<dyn Carrier> {
    Arc::new(HttpCarrier::default())
}

async fn grow(platform: &Platform, ward: &Unit, size: i64) {
    append(platform, ward, 1, size).await;
    sign_newest(platform).await.expect("signed");
}

/// Whether OpenSSL takes these two files for a stamp under this authority.
fn openssl_accepts(folder: &Path, text: &[u8], stamp: &[u8]) -> bool {
    write(folder, "dau-so.txt", text);
    write(folder, "dau-so.tsr", stamp);
    openssl(
        folder,
        "ts -verify -data dau-so.txt -in dau-so.tsr -token_in -CAfile ca.pem",
    )
}

async fn stamped_by(kind: &str) {
    let folder = Arc::new(authority(kind));
    let site = site(&[]).await;
    grow(&site.platform, &site.ward, 3).await;
    assert!(
        stamp_newest(&site.platform, &carrier())
            .await
            .expect("nobody asked")
            .is_none()
    );
    let named = Authority {
        url: serve(Arc::clone(&folder)).await,
        certificate: certificate(&folder),
    };
    name_stamp_authority(&site.platform, Some(named))
        .await
        .expect("named");
    let row = stamp_newest(&site.platform, &carrier())
        .await
        .expect("asked")
        .expect("stamped");
    assert_eq!(row.size, 3);

    let text = site.get("/so-cong-khai/dau-thoi-gian/3.txt").await.text();
    let served = site.get("/so-cong-khai/dau-thoi-gian/3.tsr").await.body;
    assert_eq!(served.to_vec(), row.token);
    assert!(text.starts_with("dangky.example.vn/so-cong-khai\n3\n"));
    assert!(openssl_accepts(folder.path(), text.as_bytes(), &served));
    let other = text.replace("\n3\n", "\n4\n");
    assert!(!openssl_accepts(folder.path(), other.as_bytes(), &served));
    let pem = site
        .get("/so-cong-khai/dau-thoi-gian/chung-thu.pem")
        .await
        .text();
    assert_eq!(pem, certificate(&folder));
    let page = site.get("/so-cai/1").await.text();
    assert!(page.contains("/so-cong-khai/dau-thoi-gian/3.tsr"), "{page}");
    assert!(
        page.contains("Đã ghi nhận") && !page.contains("Đã đóng dấu thời gian"),
        "no time is legal before witnesses"
    );
    for path in ["4.tsr", "4.txt", "3.pem", "x.tsr", "3"] {
        let answer = site
            .get(&format!("/so-cong-khai/dau-thoi-gian/{path}"))
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_head_is_stamped_by_an_authority_and_openssl_agrees() {
    stamped_by("ec -pkeyopt ec_paramgen_curve:P-256").await;
    stamped_by("rsa:2048").await;
}

#[tokio::test]
async fn one_stamp_a_day_is_asked_for_and_one_an_hour_while_witnesses_are_missing() {
    let folder = Arc::new(authority("ec -pkeyopt ec_paramgen_curve:P-256"));
    let town = town().await;
    let named = Authority {
        url: serve(Arc::clone(&folder)).await,
        certificate: certificate(&folder),
    };
    name_stamp_authority(&town.platform, Some(named))
        .await
        .expect("named");
    grow(&town.platform, &town.ward, 1).await;
    let first = stamp_newest(&town.platform, &carrier())
        .await
        .expect("asked")
        .expect("stamped");
    let after =
        |minutes: i64| Timestamp::from_second(first.stamped_second + minutes * 60).expect("a time");
    let stamp = async |size: i64, minutes: i64| {
        town.clock.set(after(minutes));
        grow(&town.platform, &town.ward, size).await;
        let kept = stamp_newest(&town.platform, &carrier())
            .await
            .expect("asked");
        kept.map(|row| row.size)
    };
    // OpenSSL puts its own time into a stamp: all of these are counted from about the first one.
    assert_eq!(stamp(1, 30 * 60).await, None, "nothing new");
    assert_eq!(stamp(2, 23 * 60).await, None, "not yet a day");
    assert_eq!(stamp(2, 25 * 60).await, Some(2), "a day later");
    assert_eq!(stamp(3, 60).await, None, "not yet a day");
    let witness = Cosigner::from_seed("bao.example", &[9; 32]).expect("a name");
    let lines = format!(
        "witness bao {} https://bao.example/\nquorum bao\n",
        witness.key()
    );
    name_witnesses(&town.platform, &lines).await.expect("named");
    assert_eq!(stamp(3, 119).await, None, "the witness may still sign");
    assert_eq!(
        stamp(3, 122).await,
        Some(3),
        "the witness did not sign for an hour"
    );
}

#[tokio::test]
async fn what_answers_another_question_or_another_key_is_no_stamp() {
    let kind = "ec -pkeyopt ec_paramgen_curve:P-256";
    let (folder, other) = (authority(kind), authority(kind));
    let pem = certificate(&folder);
    let (right, wrong) = (
        token::certificate(&pem).expect("a certificate"),
        token::certificate(&certificate(&other)).expect("a certificate"),
    );
    let digest = Hash::of(b"dau so");
    let question = token::request(&digest, [7; 16]).expect("a question");
    let answer = reply(folder.path(), &question);
    let stamp = token::judge(&answer, &digest, [7; 16], &right).expect("a stamp");
    for (fault, judged) in [
        (
            StampFault::Other,
            token::judge(&answer, &Hash::of(b"khac"), [7; 16], &right),
        ),
        (
            StampFault::Other,
            token::judge(&answer, &digest, [8; 16], &right),
        ),
        (
            StampFault::Signature,
            token::judge(&answer, &digest, [7; 16], &wrong),
        ),
        (
            StampFault::Malformed,
            token::judge(b"<html>", &digest, [7; 16], &right),
        ),
        (
            StampFault::Refused,
            token::judge(&[0x30, 5, 0x30, 3, 2, 1, 2], &digest, [7; 16], &right),
        ),
    ] {
        assert_eq!(judged, Err(fault));
    }
    // A changed byte is refused, or stands where nothing is said: the certificates beside the token and their names.
    let mut accepted = 0;
    for place in 0..answer.len() {
        let mut changed = answer.clone();
        changed[place] ^= 0x20;
        if let Ok(other) = token::judge(&changed, &digest, [7; 16], &right) {
            assert_eq!(other.second, stamp.second, "byte {place}");
            accepted += 1;
        }
    }
    assert!(
        accepted < answer.len() * 2 / 3,
        "{accepted} of {}",
        answer.len()
    );
    for pem in [
        "",
        &String::from_utf8(read(folder.path(), "ca.pem")).expect("text"),
    ] {
        assert!(matches!(
            token::certificate(pem),
            Err(StampFault::Certificate)
        ));
    }
}

#[tokio::test]
async fn an_authority_that_cannot_be_one_is_refused_with_advice() {
    let site = site(&[]).await;
    let pem = certificate(&authority("rsa:2048"));
    for (url, certificate) in [
        ("ftp://a.example/", pem.as_str()),
        ("https://a.example/", "x"),
    ] {
        let named = Authority {
            url: url.into(),
            certificate: certificate.into(),
        };
        let refused = name_stamp_authority(&site.platform, Some(named)).await;
        assert!(
            matches!(refused, Err(Error::Conflict(text)) if text.contains("phải") || text.contains("cần"))
        );
    }
}

#[tokio::test]
async fn why_there_is_no_stamp_is_told_in_words() {
    let site = site(&[]).await;
    grow(&site.platform, &site.ward, 1).await;
    let refusing = Router::new().route("/", post(|| async { StatusCode::SERVICE_UNAVAILABLE }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let busy = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, refusing).await });
    let silent = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        format!("http://{}/", listener.local_addr().expect("an address"))
    };
    let folder = Arc::new(authority("rsa:2048"));
    let other = certificate(&authority("rsa:2048"));
    for (url, certificate, words) in [
        (busy, certificate(&folder), "trả lời mã 503"),
        (silent, certificate(&folder), "không trả lời"),
        (
            serve(Arc::clone(&folder)).await,
            other,
            "không được ký bằng chứng thư đã đặt",
        ),
    ] {
        let named = Authority { url, certificate };
        name_stamp_authority(&site.platform, Some(named))
            .await
            .expect("named");
        let none = stamp_newest(&site.platform, &carrier()).await;
        let said = none.expect_err("no stamp").to_string();
        assert!(said.contains(words), "{said}");
    }
    let mut tx = site.platform.store.read().await.expect("a snapshot");
    let kept = dinh_store::register::stamps::find_newest_stamp(&mut tx).await;
    assert!(kept.expect("read").is_none());
}
