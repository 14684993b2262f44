//! A ward with two clerks, a chairman and the office of the city above it, all with addresses, and a mail server.

use std::sync::Arc;

use dinh_domain::access::Role;
use dinh_domain::disclosure::Duty;
use dinh_domain::ids::{AccountId, UnitId};
use dinh_domain::people::Mandate;
use dinh_service::reminders::{
    Choice, Post, Postman, TypedReach, change_my_reach, confirm_address, deliver, my_reach, remind,
};
use dinh_service::{Actor, Context, Person};
use dinh_store::people::accounts::{self, Account};
use jiff::SignedDuration;
use jiff::civil::{Date, date};

use super::smtp::{SmtpServer, Taken};
use crate::stage::{Stage, person, stages};

/// Opened on this Monday, due five working days later: on Monday 9 March 2026.
pub const OPENED: Date = date(2026, 3, 2);
pub const DUE: Date = date(2026, 3, 9);
pub const RULE: &str = "11.3:projects";

pub struct Scene {
    pub stage: Stage,
    pub server: SmtpServer,
    pub postman: Postman,
    pub post: Post,
}

/// A person of the stage by their place in the cast: where their mail goes.
pub fn address(place: usize) -> String {
    format!("nguoi{place}@example.vn")
}

pub const CLERK: usize = 0;
pub const SECOND: usize = 1;
pub const CHAIRMAN: usize = 2;
pub const OFFICE: usize = 6;

/// One scene per engine, everybody with a letter for each thing.
pub async fn scenes() -> Vec<Scene> {
    scenes_with(Choice::Each).await
}

pub async fn scenes_with(choice: Choice) -> Vec<Scene> {
    let mut made = Vec::new();
    for mut stage in stages().await {
        let city = stage.city.id;
        add_person(&mut stage, 110, Role::HomeAffairs, city).await;
        let server = SmtpServer::start();
        let scene = Scene {
            stage,
            postman: server.postman(),
            server,
            post: Post::default(),
        };
        for place in [CLERK, SECOND, CHAIRMAN, OFFICE] {
            scene.reach(place, &address(place), choice).await;
        }
        scene.stage.move_to(OPENED);
        made.push(scene);
    }
    made
}

/// Somebody more in the cast.
pub async fn add_person(stage: &mut Stage, number: u128, role: Role, unit: UnitId) {
    let person = person(number, role, unit);
    let mut tx = stage.platform.store.write().await.expect("the seat");
    let account = Account {
        id: person.account,
        login: format!("nguoi-mau-{number}"),
        name: person.name.clone(),
        password_hash: String::new(),
        must_change_password: false,
        disabled_at: None,
        created_at: stage.platform.clock.now(),
        sample: true,
    };
    accounts::add(&mut tx, &account).await.expect("an account");
    let mandate = person.mandate.clone().expect("a mandate");
    give(&mut tx, &mandate).await;
    tx.commit().await.expect("commit");
    stage.people.push(person);
}

pub async fn give(tx: &mut dinh_store::WriteTx, mandate: &Mandate) {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let added = dinh_store::people::mandates::add_mandate(tx, mandate, at).await;
    added.expect("a mandate");
}

impl Scene {
    pub fn who(&self, place: usize) -> &Person {
        self.stage.people.get(place).expect("somebody of the cast")
    }

    pub fn account(&self, place: usize) -> AccountId {
        self.who(place).account
    }

    pub fn acting(&self, place: usize) -> Context<'_> {
        let person = self.who(place).clone();
        Context::new(&self.stage.platform, Actor::Person(person))
    }

    pub async fn reach(&self, place: usize, address: &str, choice: Choice) {
        let typed = TypedReach {
            address: address.into(),
            choice: choice.code().into(),
        };
        let changed = change_my_reach(&self.acting(place), typed).await;
        changed.expect("an address");
        let now = my_reach(&self.acting(place)).await.expect("read");
        if now.is_some_and(|reach| reach.pending.is_some()) {
            let code = self.code(address).await;
            let public = Context::public(&self.stage.platform);
            assert!(confirm_address(&public, &code).await.expect("asked"));
        }
        self.server.forget();
    }

    /// The code in the newest letter to an address, once everything was sent.
    pub async fn code(&self, to: &str) -> String {
        self.send().await;
        let letters = self.server.taken();
        let letter = letters.iter().rfind(|letter| letter.to == to);
        let text = letter.expect("a letter with a link").text();
        let (_, code) = text
            .split_once("/tai-khoan/thu/xac-nhan?ma=")
            .expect("a link");
        code.split_whitespace().next().expect("a code").to_owned()
    }

    /// A duty of the ward that is due on [`DUE`] when it is opened on [`OPENED`].
    pub async fn duty(&self) -> Duty {
        self.stage.open(RULE, "Dự án của bà Nguyễn Thị Kín").await
    }

    /// What the clockwork does in a minute; gives the letters that were taken meanwhile.
    pub async fn tick(&self) -> Vec<Taken> {
        let before = self.server.taken().len();
        remind(&self.stage.clockwork()).await.expect("queued");
        self.send().await;
        self.server.taken().split_off(before)
    }

    pub async fn send(&self) -> usize {
        let sent = deliver(&self.stage.platform, &self.postman, &self.post).await;
        sent.expect("sent")
    }

    /// The clockwork on a day at nine.
    pub async fn tick_on(&self, day: Date) -> Vec<Taken> {
        self.stage.move_to(day);
        self.tick().await
    }

    /// Queue what is due on a day, without sending it.
    pub async fn queue_on(&self, day: Date) -> usize {
        self.stage.move_to(day);
        remind(&self.stage.clockwork()).await.expect("queued")
    }

    pub fn pass(&self, time: SignedDuration) {
        let now = self.stage.platform.clock.now();
        self.stage.clock.set(now + time);
    }

    /// A second machine over the same database and the same clock.
    pub async fn second_node(&self) -> dinh_service::Platform {
        let first = &self.stage.platform;
        let store = dinh_store::Database::open(&self.stage.address).await;
        dinh_service::Platform {
            store: store.expect("the database"),
            files: first.files.clone(),
            scanner: None,
            law: first.law,
            clock: Arc::clone(&first.clock),
            random: Arc::new(dinh_service::random::SystemRandom),
            signer: first.signer.clone(),
            secrets: first.secrets.clone(),
            base_url: first.base_url.clone(),
            sample: true,
            units: dinh_service::units::DirectoryCell::default(),
            votes: dinh_service::decision::online::VoteQueue::default(),
        }
    }
}

/// To whom letters went, with their subjects, in order.
pub fn told(letters: &[Taken]) -> Vec<(String, String)> {
    let mut told: Vec<_> = letters
        .iter()
        .map(|letter| (letter.to.clone(), letter.header("Subject")))
        .collect();
    told.sort();
    told
}

/// Places in the cast to whom letters went.
pub fn places(letters: &[Taken]) -> Vec<usize> {
    let place = |letter: &Taken| {
        let mut places = 0..=OFFICE + 3;
        places.find(|place| letter.to == address(*place))
    };
    let mut places: Vec<usize> = letters.iter().filter_map(place).collect();
    places.sort_unstable();
    assert_eq!(places.len(), letters.len());
    places
}
