//! Letters on their way: put off, refused, cut off, repeated after a crash; a server that takes nothing.

use std::pin::pin;
use std::sync::mpsc;

use dinh_service::reminders::{
    LEASE, Login, MailServer, Post, Postman, Problem, Security, deliver, pause_after, unreached,
};
use dinh_service::secret::Secret;
use jiff::SignedDuration;
use jiff::civil::date;
use tokio::sync::mpsc::unbounded_channel;

use super::scene::{CHAIRMAN, CLERK, SECOND, address, places, scenes};
use super::smtp::Act;

#[tokio::test]
async fn a_greylisted_letter_comes_after_its_pause_and_one_that_was_cut_off_too() {
    for scene in scenes().await {
        scene.duty().await;
        scene
            .server
            .plan(&address(CLERK), [Act::PutOff, Act::PutOff]);
        scene.server.plan(&address(SECOND), [Act::HangUp]);
        assert!(scene.tick_on(date(2026, 3, 4)).await.is_empty());
        assert_eq!(scene.send().await, 0, "not before the pause is over");
        scene.pass(SignedDuration::from_mins(1));
        assert_eq!(scene.send().await, 1);
        assert_eq!(places(&scene.server.taken()), [SECOND]);
        scene.pass(SignedDuration::from_mins(4));
        assert_eq!(scene.send().await, 0, "the second pause is longer");
        scene.pass(SignedDuration::from_mins(1));
        assert_eq!(scene.send().await, 1);
        assert_eq!(places(&scene.server.taken()), [CLERK, SECOND]);
        let list = unreached(&scene.acting(CHAIRMAN), 1).await.expect("a list");
        assert!(list.failed.is_empty());
    }
}

#[tokio::test]
async fn a_refused_address_and_a_refused_letter_are_not_tried_again_and_stand_on_the_list() {
    for scene in scenes().await {
        scene.duty().await;
        scene.server.plan(&address(CLERK), [Act::Refuse]);
        scene.server.plan(&address(SECOND), [Act::RefuseLetter]);
        assert!(scene.tick_on(date(2026, 3, 4)).await.is_empty());
        scene.pass(SignedDuration::from_hours(48));
        assert_eq!(scene.send().await, 0);
        let list = unreached(&scene.acting(CHAIRMAN), 1).await.expect("a list");
        let mut found: Vec<(String, &str)> = list
            .failed
            .iter()
            .map(|mail| (mail.who.clone(), mail.answer.as_str()))
            .collect();
        found.sort();
        assert_eq!(
            found,
            [
                (
                    "Người mẫu 100".to_owned(),
                    "550 5.1.1 (địa chỉ) user unknown"
                ),
                ("Người mẫu 101".to_owned(), "554 5.7.1 looks like spam"),
            ]
        );
        assert!(
            list.failed
                .iter()
                .all(|mail| mail.problem == Problem::Rejected)
        );
    }
}

#[tokio::test]
async fn a_letter_that_is_always_put_off_is_given_up_after_two_days_and_a_half() {
    let pauses: Vec<_> = (1..=20).map_while(pause_after).collect();
    assert_eq!(pauses.len(), 15);
    let whole: SignedDuration = pauses.iter().sum();
    assert_eq!(
        whole,
        SignedDuration::from_mins(1 + 5 + 15 + 30 + 60 + 120 + 240 + 8 * 360)
    );
    for scene in scenes().await {
        scene.duty().await;
        let always = std::iter::repeat_with(|| Act::PutOff).take(100);
        scene.server.plan(&address(CLERK), always);
        assert_eq!(scene.tick_on(date(2026, 3, 4)).await.len(), 1);
        for pause in &pauses {
            let before = scene.server.said().len();
            scene.pass(*pause);
            scene.send().await;
            assert!(scene.server.said().len() > before, "tried after {pause}");
        }
        let list = unreached(&scene.acting(CHAIRMAN), 1).await.expect("a list");
        assert_eq!(list.failed.len(), 1);
        assert_eq!(list.failed[0].problem, Problem::GivenUp);
        assert_eq!(list.failed[0].attempts, 16);
        let before = scene.server.said().len();
        scene.pass(SignedDuration::from_hours(24));
        scene.send().await;
        assert_eq!(scene.server.said().len(), before);
    }
}

#[tokio::test]
async fn a_process_that_dies_after_250_and_before_its_commit_sends_the_same_letter_again() {
    for scene in scenes().await {
        scene.duty().await;
        let (has_letter, mut has) = unbounded_channel();
        let (say_go, go) = mpsc::channel();
        let (did_send, mut did) = unbounded_channel();
        let wait = Act::Wait {
            has_letter,
            go,
            did: did_send,
        };
        scene.server.plan(&address(CLERK), [wait]);
        scene
            .reach(SECOND, "", dinh_service::reminders::Choice::Each)
            .await;
        assert_eq!(scene.queue_on(date(2026, 3, 4)).await, 1);
        {
            let platform = &scene.stage.platform;
            let mut sending = pin!(deliver(platform, &scene.postman, &scene.post));
            tokio::select! {
                _ = &mut sending => panic!("the server has not answered yet"),
                has = has.recv() => has.expect("the letter"),
            }
            // Who holds the seat keeps the process from its commit; then it dies.
            let seat = platform.store.write().await.expect("the seat");
            say_go.send(()).expect("told");
            tokio::select! {
                _ = &mut sending => panic!("it cannot have committed"),
                did = did.recv() => did.expect("250 was said"),
            }
            drop(seat);
        }
        assert_eq!(
            scene.send().await,
            0,
            "the dead process still has the lease"
        );
        scene.pass(LEASE);
        assert_eq!(scene.send().await, 1);
        let letters = scene.server.taken();
        assert_eq!(letters.len(), 2);
        assert!(
            letters[0]
                .header("Message-ID")
                .ends_with("@dinh.example.vn>")
        );
        assert_eq!(letters[0], letters[1], "the same bytes");
        scene.pass(SignedDuration::from_hours(24));
        assert_eq!(scene.send().await, 0);
    }
}

#[tokio::test]
async fn while_the_server_takes_nothing_no_letter_is_blamed_and_it_is_left_alone_for_longer() {
    let closed = [
        ("", "554 no service"),
        ("MAIL", "550 5.7.1 sender not allowed"),
        ("RCPT", "530 5.7.0 must sign in first"),
    ];
    for scene in scenes().await {
        scene.duty().await;
        assert_eq!(scene.queue_on(date(2026, 3, 4)).await, 2);
        for (command, answer) in closed {
            scene.server.instead(command, Some(answer));
            for _ in 0..20 {
                assert_eq!(scene.send().await, 0);
                let trouble = scene.post.seen().trouble.expect("trouble");
                assert!(
                    answer
                        .split(' ')
                        .next()
                        .is_some_and(|code| trouble.reason.starts_with(code)),
                    "{}",
                    trouble.reason
                );
                let said = scene.server.said().len();
                scene.send().await;
                assert_eq!(scene.server.said().len(), said, "it is left alone");
                let now = scene.stage.platform.clock.now();
                scene.pass(trouble.again.duration_since(now));
            }
            scene.server.instead(command, None);
        }
        assert_eq!(scene.send().await, 2);
        assert_eq!(scene.post.seen().trouble, None);
        let list = unreached(&scene.acting(CHAIRMAN), 1).await.expect("a list");
        assert!(list.failed.is_empty());
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_without_the_password_and_a_right_one_signs_in() {
    let login = Login {
        user: Secret::new("dinh"),
        password: Secret::new("rất-bí-mật"),
    };
    for scene in scenes().await {
        scene.duty().await;
        scene.queue_on(date(2026, 3, 4)).await;
        let postman = scene.server.postman_with(Some(login.clone()));
        scene
            .server
            .instead("AUTH", Some("535 5.7.8 wrong password"));
        let platform = &scene.stage.platform;
        assert_eq!(
            deliver(platform, &postman, &scene.post)
                .await
                .expect("tried"),
            0
        );
        let trouble = scene.post.seen().trouble.expect("trouble");
        assert_eq!(trouble.reason, "535 5.7.8 wrong password");
        scene.server.instead("AUTH", None);
        scene.pass(SignedDuration::from_mins(1));
        assert_eq!(
            deliver(platform, &postman, &scene.post)
                .await
                .expect("sent"),
            2
        );
    }
}

#[tokio::test]
async fn without_the_protection_that_was_asked_for_nothing_is_said() {
    for scene in scenes().await {
        scene.duty().await;
        scene.queue_on(date(2026, 3, 4)).await;
        let mut server: MailServer = scene.postman.server().clone();
        server.security = Security::StartTls;
        server.login = Some(Login {
            user: Secret::new("dinh"),
            password: Secret::new("rất-bí-mật"),
        });
        let postman = Postman::new(server, "https://dinh.example.vn").expect("a postman");
        let platform = &scene.stage.platform;
        assert_eq!(
            deliver(platform, &postman, &scene.post)
                .await
                .expect("tried"),
            0
        );
        let trouble = scene.post.seen().trouble.expect("trouble");
        assert!(trouble.reason.contains("STARTTLS"), "{}", trouble.reason);
        let said = scene.server.said();
        assert!(
            said.iter()
                .all(|line| !line.starts_with("AUTH") && !line.starts_with("MAIL"))
        );
    }
}

#[tokio::test]
async fn a_process_that_ends_takes_no_further_letter() {
    for scene in scenes().await {
        scene.duty().await;
        scene.queue_on(date(2026, 3, 4)).await;
        let post = Post::default();
        post.close();
        let platform = &scene.stage.platform;
        assert_eq!(
            deliver(platform, &scene.postman, &post)
                .await
                .expect("ended"),
            0
        );
        assert!(scene.server.said().is_empty());
        assert_eq!(scene.send().await, 2, "they wait for the next one");
    }
}
