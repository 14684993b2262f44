//! Who opened pages with personal data is noted, and told to the person.

use axum::http::StatusCode;
use dinh_domain::access::Role;

use crate::ballots::household;
use crate::online::open_vote;
use crate::town::{CSRF, town};

const MINE: &str = "/tai-khoan/ai-da-xem";

#[tokio::test]
async fn a_person_reads_which_administrator_opened_their_account_and_when() {
    let town = town().await;
    let boss = town.account("boss").await;
    let mandate = town
        .mandate(boss, Role::CityAdministrator, &town.city, None)
        .await;
    let admin = town.session(boss, Some(mandate)).await;
    let lan = town.account("lan").await;
    let session = town.session(lan, None).await;
    let empty = town.get(MINE, &session).await;
    assert!(empty.text.contains("Chưa có ai mở trang"), "{}", empty.text);
    let lines = async || {
        town.get(MINE, &session)
            .await
            .text
            .matches("dinh-read")
            .count()
    };
    let path = format!("/quan-tri/tai-khoan/{lan}");
    for (minutes, expected) in [(0, 1), (30, 1), (29, 1), (2, 2)] {
        town.pass(minutes);
        let page = town.get(&path, &admin).await;
        assert_eq!(page.status, StatusCode::OK);
        let shown = lines().await;
        assert_eq!(shown, expected, "after {minutes} more minutes");
    }
    let shouted = format!("/quan-tri/tai-khoan/{}", lan.to_string().to_uppercase());
    town.get(&shouted, &admin).await;
    assert_eq!(lines().await, 2, "the same subject however it is written");
    let page = town.get(MINE, &session).await;
    assert!(page.text.contains("Người mẫu boss"), "{}", page.text);
    assert!(page.text.contains("Quản trị hệ thống thành phố"));
    assert!(page.text.contains("Tài khoản của bạn"));
    let nobody = "/quan-tri/tai-khoan/00000000-0000-0000-0000-000000000000";
    assert_eq!(town.get(nobody, &admin).await.status, StatusCode::NOT_FOUND);
    let own = town.get(MINE, &admin).await;
    assert!(
        own.text.contains("Chưa có ai mở trang"),
        "their own reading is not told"
    );
}

#[tokio::test]
async fn a_representative_reads_who_opened_the_roll_and_the_file_of_their_household() {
    let vote = open_vote().await;
    let town = &vote.town;
    let head = town.session(vote.head.0, Some(vote.head.1)).await;
    let account = town.account("dai-dien").await;
    let mandate = town
        .mandate(account, Role::HouseholdRepresentative, &vote.unit, None)
        .await;
    let rep = town.session(account, Some(mandate)).await;
    let id = household(1, vote.unit.id).id.to_string();
    let link = [("_csrf", CSRF), ("login", "dai-dien")];
    let page = format!("/lam-viec/ho/{id}/tai-khoan");
    town.post(&page, &head, &link).await;
    let yes = [("_csrf", CSRF), ("ho", &*id), ("dong-y", "1")];
    let confirmed = town.post("/bieu-quyet/noi-ho", &rep, &yes).await;
    assert_eq!(
        confirmed.status,
        StatusCode::SEE_OTHER,
        "{}",
        confirmed.text
    );
    let roll = format!("/lam-viec/so-ho/{}", vote.unit.slug);
    for path in [&*roll, &*format!("/lam-viec/ho/{id}")] {
        assert_eq!(town.get(path, &head).await.status, StatusCode::OK, "{path}");
    }
    let other = household(2, vote.unit.id).id;
    town.get(&format!("/lam-viec/ho/{other}"), &head).await;
    let export = town
        .post(&format!("{roll}/xuat"), &head, &[("_csrf", CSRF)])
        .await;
    assert_eq!(export.status, StatusCode::OK, "{}", export.text);
    let mine = town.get(MINE, &rep).await.text;
    assert_eq!(mine.matches("Hồ sơ hộ của bạn").count(), 1, "{mine}");
    assert_eq!(
        mine.matches("Sổ hộ có hộ của bạn").count(),
        2,
        "opened and taken"
    );
    assert_eq!(mine.matches("Đã tải về").count(), 1);
}
