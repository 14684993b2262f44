//! A representative with an account votes without a card: linked by who keeps the roll, confirmed by its holder.

use axum::http::{Method, StatusCode};
use dinh_domain::access::Role;

use crate::ballots::household;
use crate::online::{Vote, open_vote};
use crate::town::CSRF;

/// A representative in the community of the vote.
async fn representative(vote: &Vote, login: &str) -> String {
    let account = vote.town.account(login).await;
    let role = Role::HouseholdRepresentative;
    let mandate = vote.town.mandate(account, role, &vote.unit, None).await;
    vote.town.session(account, Some(mandate)).await
}

fn accounts_page(vote: &Vote, number: u32) -> String {
    format!(
        "/lam-viec/ho/{}/tai-khoan",
        household(number, vote.unit.id).id
    )
}

async fn head(vote: &Vote) -> String {
    vote.town.session(vote.head.0, Some(vote.head.1)).await
}

#[tokio::test]
async fn a_linked_account_votes_once_its_holder_has_said_yes_and_no_longer_after_unlinking() {
    let vote = open_vote().await;
    let (town, head) = (&vote.town, head(&vote).await);
    let rep = representative(&vote, "dai-dien").await;
    let page = accounts_page(&vote, 1);
    let typed = [("_csrf", CSRF), ("login", "khong-co")];
    let unknown = town.post(&page, &head, &typed).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unknown.value("login"), "khong-co");
    let link = [("_csrf", CSRF), ("login", "dai-dien")];
    let linked = town.post(&page, &head, &link).await;
    assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.text);
    let listed = town.get(&page, &head).await;
    assert!(listed.text.contains("Chờ người đó xác nhận"));

    let ballot = format!("/bieu-quyet/phieu?viec={}", vote.number);
    assert_eq!(town.get(&ballot, &rep).await.status, StatusCode::FORBIDDEN);
    let asked = town.get("/bieu-quyet", &rep).await;
    assert!(asked.text.contains("Hộ số 1"), "{}", asked.text);
    assert!(!asked.text.contains(&ballot), "no vote before the yes");
    let id = household(1, vote.unit.id).id.to_string();
    let yes = [("_csrf", CSRF), ("ho", &id), ("dong-y", "1")];
    let confirmed = town.post("/bieu-quyet/noi-ho", &rep, &yes).await;
    assert_eq!(
        confirmed.status,
        StatusCode::SEE_OTHER,
        "{}",
        confirmed.text
    );
    let waiting = town.get("/bieu-quyet", &rep).await;
    assert!(waiting.text.contains(&ballot), "{}", waiting.text);

    let cast = [
        ("_csrf", CSRF),
        ("seen", "0"),
        ("choice", "for 1"),
        ("buoc", "gui"),
    ];
    let sent = town.post(&ballot, &rep, &cast).await;
    let receipt = format!("/bieu-quyet/bien-nhan?viec={}", vote.number);
    assert_eq!(sent.header("location"), receipt, "{}", sent.text);
    assert!(town.get(&receipt, &rep).await.text.contains("Đồng ý"));
    let card = vote
        .phone(Method::GET, "/bieu-quyet/phieu", &vote.code(0), &[])
        .await;
    assert!(
        card.text.contains("Đồng ý"),
        "card and account are one vote of one household"
    );

    let account = listed.text.split("name=\"unlink\" value=\"").nth(1);
    let account = account.and_then(|rest| rest.split('"').next());
    let unlink = [("_csrf", CSRF), ("unlink", account.expect("an account"))];
    let gone = town.post(&page, &head, &unlink).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(town.get(&ballot, &rep).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nobody_is_linked_by_strangers_or_says_yes_for_another_household() {
    let vote = open_vote().await;
    let (town, head) = (&vote.town, head(&vote).await);
    let rep = representative(&vote, "dai-dien").await;
    let link = [("_csrf", CSRF), ("login", "dai-dien")];
    let page = accounts_page(&vote, 1);
    let front = town.session(vote.front.0, Some(vote.front.1)).await;
    for stranger in [&front, &rep] {
        let refused = town.post(&page, stranger, &link).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    let linked = town.post(&page, &head, &link).await;
    assert_eq!(linked.status, StatusCode::SEE_OTHER);
    let second = town.post(&accounts_page(&vote, 2), &head, &link).await;
    assert_eq!(
        second.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "one household an account"
    );
    let other = household(2, vote.unit.id).id.to_string();
    let yes = [("_csrf", CSRF), ("ho", &other), ("dong-y", "1")];
    let refused = town.post("/bieu-quyet/noi-ho", &rep, &yes).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let own = household(1, vote.unit.id).id.to_string();
    let no = [("_csrf", CSRF), ("ho", &own), ("thoi", "1")];
    let dropped = town.post("/bieu-quyet/noi-ho", &rep, &no).await;
    assert_eq!(dropped.status, StatusCode::SEE_OTHER);
    let page = town.get("/bieu-quyet", &rep).await;
    assert!(!page.text.contains("Hộ số 1"));
}
