//! What is printed can be checked without any network: the codes are read from a picture of the page, as a phone would.

use std::collections::BTreeMap;

use dinh_domain::access::Action;
use dinh_domain::decision::Subject;
use dinh_domain::ids::DecisionId;
use dinh_register::paper::from_codes;
use dinh_register::receipt::verify;
use dinh_register::{Act, Policy};
use dinh_report::{
    PrintedEntry, candidate_minutes_pdf, decision_minutes_pdf, meeting_notice_pdf,
    recognition_decision_docx, recognition_decision_pdf,
};
use dinh_service::Error;
use dinh_service::decision::{
    Answer, DecisionView, candidate_minutes, conclude_meeting, decision_minutes, get_decision,
    meeting_notice, recognise, recognition_decision, send,
};
use dinh_service::register::{policy, sign_newest};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

use super::scene::{MEET, begin, come, hamlets, hands, open};
use crate::ballots::hamlet::{HEAD, Hamlet};
use crate::witnesses::reached;

/// Points of the picture to a point of the page: 180 to an inch, less than any laser printer or phone.
const SCALE: f32 = 2.5;

/// Text and version of every code on the pages, in no particular order.
fn scanned(pdf: Vec<u8>) -> BTreeMap<String, usize> {
    scanned_at(pdf, SCALE)
}

fn scanned_at(pdf: Vec<u8>, scale: f32) -> BTreeMap<String, usize> {
    let pdf = Pdf::new(pdf).expect("a PDF");
    let cache = RenderCache::new();
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
        ..RenderSettings::default()
    };
    let mut found = BTreeMap::new();
    for page in pdf.pages().iter() {
        let picture = render(
            page,
            &cache,
            &hayro::hayro_interpret::InterpreterSettings::default(),
            &settings,
        );
        let width = usize::from(picture.width());
        let height = usize::from(picture.height());
        let points = picture.data();
        let grey = |x: usize, y: usize| points.get(y * width + x).map_or(255, |point| point.g);
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
        for grid in prepared.detect_grids() {
            let (about, text) = grid.decode().expect("a code that can be read");
            found.insert(text, about.version.0);
        }
    }
    found
}

async fn view(hamlet: &Hamlet, id: DecisionId) -> DecisionView {
    let mut tx = hamlet
        .stage
        .platform
        .store
        .read()
        .await
        .expect("a snapshot");
    let number = dinh_store::decision::get(&mut tx, id)
        .await
        .expect("there")
        .decision
        .number;
    drop(tx);
    get_decision(&hamlet.acting(HEAD), number, Action::CountVotes)
        .await
        .expect("a decision")
}

/// A meeting that has decided.
async fn decided(hamlet: &Hamlet) -> DecisionId {
    let id = open(hamlet).await;
    come(hamlet, id, 9).await;
    begin(hamlet, id, 9).await;
    conclude_meeting(&hamlet.acting(HEAD), id, hands(9, 0))
        .await
        .expect("closed");
    id
}

async fn trusted(hamlet: &Hamlet) -> Policy {
    let mut tx = hamlet
        .stage
        .platform
        .store
        .read()
        .await
        .expect("a snapshot");
    policy(&hamlet.stage.platform, &mut tx)
        .await
        .expect("a policy")
}

/// The minutes as printed now, with what their codes say.
async fn printed(hamlet: &Hamlet, id: DecisionId) -> (PrintedEntry, BTreeMap<String, usize>) {
    let view = view(hamlet, id).await;
    let minutes = decision_minutes(&hamlet.acting(HEAD), &view)
        .await
        .expect("minutes");
    let entry = minutes.paper.entry.clone().expect("an entry");
    let pdf = decision_minutes_pdf(&minutes).expect("a paper");
    (entry, scanned(pdf))
}

fn full(codes: &BTreeMap<String, usize>) -> String {
    let full: Vec<&str> = codes
        .keys()
        .filter(|text| text.starts_with("DINH1:"))
        .map(String::as_str)
        .collect();
    full.join("\n")
}

#[tokio::test]
async fn minutes_scanned_from_paper_prove_offline_what_was_recorded() {
    for hamlet in hamlets().await {
        let platform = &hamlet.stage.platform;
        let five = reached(platform, &hamlet.stage.clock, 5).await;
        five.name(platform).await;
        let id = decided(&hamlet).await;

        // Not signed yet: the short code only.
        let (entry, codes) = printed(&hamlet, id).await;
        assert!(entry.full_codes.is_empty());
        assert_eq!(codes.keys().collect::<Vec<_>>(), [&entry.short_code]);
        assert!(codes.values().all(|version| *version <= 7), "{codes:?}");

        // Signed by the city alone.
        sign_newest(platform).await.expect("signed");
        let (entry, codes) = printed(&hamlet, id).await;
        assert!(!entry.is_witnessed && codes.contains_key(&entry.short_code));
        let policy = trusted(&hamlet).await;
        let receipt = from_codes(&full(&codes), &policy).expect("read");
        assert!(
            verify(&receipt, &policy, &[]).is_err(),
            "the policy asks for witnesses"
        );
        let city = Policy::of_logs([platform.signer.verifiers()[0].clone()]);
        verify(&receipt, &city, &[]).expect("signed by the city");

        // With a quorum of five.
        five.ask(platform).await;
        let (entry, codes) = printed(&hamlet, id).await;
        assert!(entry.is_witnessed);
        assert_eq!(codes.len(), 1 + entry.full_codes.len());
        for (text, version) in &codes {
            let most = if text.starts_with("DINH1:") { 23 } else { 7 };
            assert!(*version <= most, "version {version}: {text}");
        }
        let receipt = from_codes(&full(&codes), &policy).expect("read");
        let verified = verify(&receipt, &policy, &[]).expect("accepted offline");
        assert_eq!(verified.head.cosigned.len(), 5);
        assert_eq!(verified.index, entry.position);
        assert_eq!(receipt.entry, entry.text);
        let act = Act::parse(receipt.entry.as_bytes()).expect("an act");
        assert_eq!((act.act.as_str(), act.thing), ("count", id.0.to_string()));

        // Somebody else's paper, or another entry under the same proof, is refused.
        let changed = full(&codes).replacen(":1/", ":2/", 1);
        assert!(from_codes(&changed, &policy).is_err());
    }
}

/// What the full codes of a paper say, checked by the policy without the register.
async fn proven(hamlet: &Hamlet, entry: &PrintedEntry, pdf: Vec<u8>) -> Act {
    let mut codes = BTreeMap::new();
    // One picture may miss a code that the next one, from nearer, shows: as a phone does.
    for scale in [SCALE, 3.0, 3.5] {
        if codes.len() <= entry.full_codes.len() {
            codes.extend(scanned_at(pdf.clone(), scale));
        }
    }
    assert_eq!(codes.len(), 1 + entry.full_codes.len());
    let policy = trusted(hamlet).await;
    let receipt = from_codes(&full(&codes), &policy).expect("read");
    let verified = verify(&receipt, &policy, &[]).expect("accepted offline");
    assert_eq!(verified.index, entry.position);
    assert_eq!(verified.head.seen.is_some(), entry.is_witnessed);
    assert_eq!(receipt.entry, entry.text);
    verified.act
}

#[tokio::test]
async fn the_minutes_on_candidates_prove_offline_the_question_that_names_them() {
    for hamlet in hamlets().await {
        let platform = &hamlet.stage.platform;
        let three = reached(platform, &hamlet.stage.clock, 3).await;
        three.name(platform).await;
        let id = open(&hamlet).await;
        three.ask(platform).await;
        let mut view = view(&hamlet, id).await;
        view.stored.decision.proposal.subject = Subject::ElectHead;
        let minutes = candidate_minutes(&hamlet.acting(HEAD), &view).await;
        let minutes = minutes.expect("minutes");
        let entry = minutes.paper.entry.as_ref().expect("an entry");
        assert!(entry.is_witnessed);
        let pdf = candidate_minutes_pdf(&minutes).expect("a paper");
        let act = proven(&hamlet, entry, pdf).await;
        assert_eq!((act.act.as_str(), act.thing), ("notify", id.0.to_string()));
        assert_eq!(act.contents.len(), 2, "the notice, and the sealed question");
    }
}

#[tokio::test]
async fn the_recognition_scanned_from_paper_proves_offline_that_it_was_recorded() {
    for hamlet in hamlets().await {
        let platform = &hamlet.stage.platform;
        let three = reached(platform, &hamlet.stage.clock, 3).await;
        three.name(platform).await;
        let id = decided(&hamlet).await;
        let head = hamlet.acting(HEAD);
        let early = recognition_decision(&head, &view(&hamlet, id).await).await;
        assert!(matches!(early, Err(Error::NotFound)), "not recognised yet");
        // The matter of a convention waits for the People's Committee.
        let mut tx = platform.store.write().await.expect("the seat");
        let stored = dinh_store::decision::get(&mut tx, id).await.expect("there");
        let mut decision = stored.decision;
        decision.proposal.subject = Subject::Convention;
        decision.effective_on = None;
        dinh_store::decision::save(&mut tx, &mut decision, platform.clock.now())
            .await
            .expect("saved");
        tx.commit().await.expect("commit");
        send(&head, id, MEET).await.expect("sent");
        let answer = Answer {
            document: "45/QĐ-UBND".into(),
            on: MEET,
            logins: Vec::new(),
        };
        recognise(&hamlet.stage.chairman(), id, answer)
            .await
            .expect("recognised");
        three.ask(platform).await;
        let paper = recognition_decision(&head, &view(&hamlet, id).await).await;
        let paper = paper.expect("a document");
        assert_eq!(paper.paper.number.as_deref(), Some("45"));
        assert_eq!((paper.approve, paper.received_on), (9, MEET));
        assert!(
            paper
                .grounds
                .iter()
                .all(|ground| ground.starts_with("Căn cứ "))
        );
        assert_eq!(
            paper.grounds.last().map(String::as_str),
            Some("Căn cứ khoản 2 Điều 21 Luật 10/2022/QH15")
        );
        assert!(
            paper.grounds.iter().any(|one| one.contains("21")),
            "{:?}",
            paper.grounds
        );
        let entry = paper.paper.entry.as_ref().expect("an entry");
        let pdf = recognition_decision_pdf(&paper).expect("a paper");
        let act = proven(&hamlet, entry, pdf).await;
        assert_eq!(
            (act.act.as_str(), act.thing),
            ("recognise", id.0.to_string())
        );
        recognition_decision_docx(&paper).expect("a document");
    }
}

#[tokio::test]
async fn the_notice_of_a_meeting_leads_to_its_entry_by_a_small_code() {
    for hamlet in hamlets().await {
        let id = open(&hamlet).await;
        let view = view(&hamlet, id).await;
        let notice = meeting_notice(&hamlet.acting(HEAD), &view)
            .await
            .expect("a notice");
        let entry = notice.paper.entry.clone().expect("an entry");
        let codes = scanned(meeting_notice_pdf(&notice).expect("a paper"));
        assert_eq!(
            codes.into_iter().collect::<Vec<_>>(),
            [(entry.short_code.clone(), 6)]
        );
        let (address, rest) = entry.short_code.split_once('#').expect("a fragment");
        assert_eq!(address, notice.url);
        let (index, leaf) = rest.split_once(',').expect("position and leaf");
        assert_eq!(index, entry.position.to_string());
        let wanted = dinh_register::tree::leaf_hash(entry.text.as_bytes());
        assert_eq!(leaf, wanted.to_string());
    }
}
