//! An observer beside an invented register: what a page lacks, hides or invents is told; what is right is not.

mod city;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use city::City;
use dinh_register::{Policy, SignerKey};
use dinh_verify::Folder;
use dinh_verify::observe::{Fetched, Mark, Observation, Observer, Round, read_list};
use dinh_verify::source::Source as _;
use tempfile::TempDir;

const FIRST: &str = "https://dinh.example.vn/cong-khai/1";
/// 18 November 2026, 18:06 in Việt Nam.
const START: u64 = 1_795_000_000;

/// A city with its pages, an observer, and a clock.
struct Scene {
    city: City,
    served: TempDir,
    memory: TempDir,
    pages: RefCell<BTreeMap<String, (u16, String)>>,
    now: Cell<u64>,
}

fn key() -> SignerKey {
    SignerKey::from_seed("bao.example.vn", &[3; 32]).expect("a name")
}

impl Scene {
    fn new() -> Self {
        Self {
            city: City::of(5),
            served: TempDir::new().expect("a folder"),
            memory: TempDir::new().expect("a folder"),
            pages: RefCell::default(),
            now: START.into(),
        }
    }

    fn page(&self, thing: u64, rev: u64, position: u64, until: Option<&str>) {
        let mark = Mark {
            thing: city::thing(thing),
            rev,
            position,
            until: until.map(str::to_owned),
        };
        let html = format!(
            "<!doctype html><meta name=\"dinh-register\" content=\"{}\"><p>Kế hoạch",
            mark.text()
        );
        self.answer(200, &html);
    }

    fn answer(&self, status: u16, html: &str) {
        self.pages
            .borrow_mut()
            .insert(FIRST.into(), (status, html.into()));
    }

    fn look(&self) -> Round {
        self.city.serve(self.served.path());
        let policy = Policy::parse(&city::policy()).expect("a policy");
        let (source, memory, key) = (
            Folder::new(self.served.path()),
            Folder::new(self.memory.path()),
            key(),
        );
        let observer = Observer {
            source: &source,
            policy: &policy,
            memory: &memory,
            key: &key,
        };
        let fetch = |url: &str| -> Fetched {
            let page = self.pages.borrow().get(url).cloned();
            let (status, html) = page.ok_or("nobody answers")?;
            Ok((status, html.into_bytes()))
        };
        let round = observer.look(&[FIRST.to_owned()], &fetch, &|| self.now.get());
        round.expect("a round")
    }

    fn codes(&self) -> Vec<&'static str> {
        self.look()
            .differences
            .iter()
            .map(dinh_verify::observe::Difference::code)
            .collect()
    }

    fn pass(&self, days: u64) {
        self.now.set(self.now.get() + days * 86_400);
    }
}

#[test]
fn a_page_that_shows_what_the_register_says_is_signed_and_nothing_is_told() {
    let scene = Scene::new();
    scene.page(3, 1, 3, None);
    assert_eq!(scene.look().differences, []);
    scene.pass(1);
    assert_eq!(scene.look().differences, []);
    let memory = Folder::new(scene.memory.path());
    let file = memory
        .fetch("observations", 1 << 20)
        .expect("read")
        .expect("kept");
    let file = String::from_utf8(file).expect("text");
    let notes: Vec<_> = Observation::split(&file).collect();
    assert_eq!(notes.len(), 2);
    let seen = Observation::open(&notes[1], key().verifier()).expect("signed");
    assert_eq!(
        (seen.pages[0].status, seen.pages[0].at),
        (200, START + 86_400)
    );
    assert_eq!(
        seen.pages[0].mark.as_ref().map(|mark| mark.position),
        Some(3)
    );
    assert_eq!(seen.register.size, 5);
}

#[test]
fn a_hidden_page_is_told_unless_the_register_says_that_it_was_withdrawn() {
    let mut scene = Scene::new();
    scene.answer(404, "không có");
    assert_eq!(scene.codes(), [""; 0], "nobody knows what it was");
    scene.page(3, 1, 3, None);
    assert_eq!(scene.codes(), [""; 0]);
    for status in [404, 410, 403, 302] {
        scene.answer(status, "không có");
        assert_eq!(scene.codes(), ["hidden"], "{status}");
    }
    for status in [500, 503, 429] {
        scene.answer(status, "bận");
        assert_eq!(scene.codes(), [""; 0], "{status} bears witness of nothing");
    }
    scene.pages.borrow_mut().clear();
    assert_eq!(scene.codes(), [""; 0], "neither does silence");
    scene.answer(404, "không có");
    scene.city.then(3, "withdraw");
    assert_eq!(scene.codes(), [""; 0]);
    scene.city.then(3, "erase");
    assert_eq!(scene.codes(), [""; 0], "what was erased stays withdrawn");
    scene.city.then(3, "publish");
    assert_eq!(scene.codes(), ["hidden"], "published again");
}

#[test]
fn a_notice_that_is_gone_on_the_twelfth_of_thirty_days_is_told_with_its_day() {
    let scene = Scene::new();
    scene.page(3, 1, 3, Some("2026-12-18"));
    assert_eq!(scene.codes(), [""; 0]);
    scene.pass(12);
    scene.answer(404, "không có");
    let round = scene.look();
    assert_eq!(round.differences[0].code(), "gone-early");
    assert_eq!(
        round.differences[0].sentence(),
        "https://dinh.example.vn/cong-khai/1: trang đã mất vào ngày 30/11/2026, trong khi phải còn đến hết ngày 18/12/2026 và sổ (mục 3) không ghi là đã rút."
    );
    scene.pass(18);
    assert_eq!(scene.codes(), ["gone-early"], "its last day");
    scene.pass(1);
    assert_eq!(scene.codes(), ["hidden"], "after its last day");
}

#[test]
fn an_older_revision_and_a_position_that_was_never_recorded_are_told() {
    let mut scene = Scene::new();
    scene.city.append(3);
    scene.page(3, 1, 3, None);
    let round = scene.look();
    assert_eq!(round.differences[0].code(), "old-revision");
    assert!(round.differences[0].sentence().contains("lần 2 (mục 5)"));
    scene.page(3, 2, 5, None);
    assert_eq!(scene.codes(), [""; 0]);
    for (thing, rev, position) in [(3, 3, 9), (3, 2, 4), (4, 1, 3), (3, 1, 5), (77, 1, 0)] {
        scene.page(thing, rev, position, None);
        assert_eq!(scene.codes(), ["not-recorded"], "{thing} {rev} {position}");
    }
    scene.answer(200, "<p>không còn dấu");
    assert_eq!(scene.codes(), ["unmarked"]);
}

#[test]
fn a_memory_that_was_changed_is_not_gone_on_with() {
    let scene = Scene::new();
    scene.page(3, 1, 3, None);
    scene.look();
    let memory = Folder::new(scene.memory.path());
    memory
        .append("observations", "dinh/observation/1\n".as_bytes())
        .expect("written");
    let policy = Policy::parse(&city::policy()).expect("a policy");
    let source = Folder::new(scene.served.path());
    let observer = Observer {
        source: &source,
        policy: &policy,
        memory: &memory,
        key: &key(),
    };
    assert!(
        observer
            .look(&[], &|_| Err(String::new()), &|| START)
            .is_err()
    );
}

#[test]
fn a_list_of_pages_is_read_or_refused_with_its_line() {
    let list = read_list("# trang\n\nhttps://a.vn/1\n  http://b.vn/2  \n");
    assert_eq!(
        list,
        Ok(vec!["https://a.vn/1".into(), "http://b.vn/2".into()])
    );
    for (text, line) in [
        ("a.vn", "dòng 1"),
        ("\nhttps://a.vn/có dấu\n", "dòng 2"),
        ("https://a b", "dòng 1"),
    ] {
        assert!(
            read_list(text).expect_err("refused").contains(line),
            "{text}"
        );
    }
}
