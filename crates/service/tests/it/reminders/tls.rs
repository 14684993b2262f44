//! The way to the mail server is protected: TLS from the first byte or after STARTTLS, and a certificate that is not right is
//! refused with words that say what to do; no letter goes out then and none is lost.

use dinh_service::reminders::{MailServer, Post, Postman, Security, deliver};
use jiff::civil::date;

use super::scene::{CLERK, SECOND, Scene, places, scenes};
use super::smtp::SmtpServer;
use super::wire::Authority;

const VALID: (&str, &str) = ("20200101000000Z", "20490101000000Z");
const EXPIRED: (&str, &str) = ("20200101000000Z", "20200201000000Z");

/// A postman over TLS, who trusts this authority.
fn postman(server: &SmtpServer, security: Security, authority: Option<&Authority>) -> Postman {
    let address = format!("smtps://localhost:{}", server.port());
    let parsed = MailServer::parse(&address, None, "dinh@example.vn");
    let mut named = parsed.expect("a server");
    named.security = security;
    named.authority = authority.map(Authority::certificate);
    Postman::new(named, "https://dinh.example.vn").expect("a postman")
}

/// Two letters wait.
async fn waiting(scene: &Scene) {
    scene.duty().await;
    assert_eq!(scene.queue_on(date(2026, 3, 4)).await, 2);
}

async fn sent(scene: &Scene, postman: &Postman) -> (usize, Option<String>) {
    let post = Post::default();
    let sent = deliver(&scene.stage.platform, postman, &post).await;
    let trouble = post.seen().trouble.map(|trouble| trouble.reason);
    (sent.expect("tried"), trouble)
}

#[tokio::test]
async fn letters_go_over_tls_from_the_first_byte_and_after_starttls() {
    let authority = Authority::new();
    for (at_once, security) in [(true, Security::Tls), (false, Security::StartTls)] {
        for scene in scenes().await {
            waiting(&scene).await;
            let tls = authority.tls("localhost", at_once, VALID);
            let server = SmtpServer::start_with(Some(tls));
            let postman = postman(&server, security, Some(&authority));
            assert_eq!(sent(&scene, &postman).await, (2, None));
            assert_eq!(places(&server.taken()), [CLERK, SECOND]);
            let plain = server
                .said()
                .into_iter()
                .take_while(|line| line != "STARTTLS");
            let plain: Vec<String> = plain.collect();
            if !at_once {
                assert_eq!(plain.len(), 1, "only the greeting was readable: {plain:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_right_is_refused_with_what_to_do_and_no_letter_is_lost() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let table = [
        ("localhost", VALID, &stranger, "smtp-ca"),
        ("thu.example.vn", VALID, &authority, "mang tên khác"),
        ("localhost", EXPIRED, &authority, "đã hết hạn"),
    ];
    for scene in scenes().await {
        waiting(&scene).await;
        for (name, days, trusted, words) in table {
            for (at_once, security) in [(true, Security::Tls), (false, Security::StartTls)] {
                let server = SmtpServer::start_with(Some(authority.tls(name, at_once, days)));
                let (count, trouble) =
                    sent(&scene, &postman(&server, security, Some(trusted))).await;
                let trouble = trouble.expect("it is told");
                assert!(trouble.contains(words), "{words} is not in {trouble}");
                assert_eq!(count, 0);
                assert!(server.taken().is_empty(), "nothing was said in the clear");
            }
        }
        let right = SmtpServer::start_with(Some(authority.tls("localhost", true, VALID)));
        let postman = postman(&right, Security::Tls, Some(&authority));
        assert_eq!(sent(&scene, &postman).await, (2, None), "both were kept");
    }
}

#[tokio::test]
async fn without_starttls_nothing_is_said_to_a_server_elsewhere() {
    for scene in scenes().await {
        waiting(&scene).await;
        let server = SmtpServer::start();
        let (count, trouble) = sent(&scene, &postman(&server, Security::StartTls, None)).await;
        assert_eq!(count, 0);
        let trouble = trouble.expect("it is told");
        assert!(trouble.contains("không có STARTTLS"), "{trouble}");
        assert!(
            server
                .said()
                .iter()
                .all(|line| line.starts_with("EHLO") || line.starts_with("QUIT"))
        );
    }
}

#[test]
fn a_file_that_is_no_certificate_is_refused_at_the_start() {
    let named = MailServer::parse("smtps://localhost", None, "dinh@example.vn");
    let mut named = named.expect("a server");
    named.authority = Some(b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n".to_vec());
    let refused = Postman::new(named, "https://dinh.example.vn").err();
    assert!(refused.expect("refused").contains("smtp-ca"));
}
