//! The pages of the household roll.

use axum::http::{Method, StatusCode};
use dinh_domain::access::Role;
use dinh_domain::ids::UnitId;
use dinh_domain::units::{Unit, UnitKind};
use jiff::civil::date;
use uuid::Uuid;

use crate::town::{Answer, CSRF, MULTIPART, Town, town};

const HEADER: &str = "Họ và tên đại diện;Địa chỉ;Điện thoại;Năng lực;Căn cứ;Cụm";

struct Hamlet {
    town: Town,
    here: Unit,
    head: String,
    clerk: String,
}

fn hamlet_unit(number: u128, name: &str, ward: &Unit) -> Unit {
    Unit {
        id: UnitId(Uuid::from_u128(number)),
        code: None,
        slug: dinh_domain::folding::slug(name),
        kind: UnitKind::ResidentialGroup,
        local_kind: "khu vực".into(),
        name: name.into(),
        full_name: name.into(),
        parent: Some(ward.id),
        valid_from: Some(date(2025, 7, 1)),
        ..ward.clone()
    }
}

async fn hamlet() -> Hamlet {
    let town = town().await;
    let here = hamlet_unit(20, "Khu vực Một", &town.ward);
    let there = hamlet_unit(21, "Khu vực Hai", &town.ward);
    let mut tx = town.platform.store.write().await.expect("the seat");
    for unit in [&here, &there] {
        dinh_store::units::add(&mut tx, unit).await.expect("a unit");
    }
    tx.commit().await.expect("commit");
    let mut tokens = Vec::new();
    let cast = [
        ("truong", Role::CommunityHead, &here),
        ("can-bo", Role::CommuneClerk, &town.ward),
    ];
    for (login, role, unit) in cast {
        let account = town.account(login).await;
        let mandate = town.mandate(account, role, unit, None).await;
        tokens.push(town.session(account, Some(mandate)).await);
    }
    let clerk = tokens.pop().expect("the clerk");
    let head = tokens.pop().expect("the head");
    Hamlet {
        town,
        here,
        head,
        clerk,
    }
}

impl Hamlet {
    async fn get(&self, path: &str) -> Answer {
        self.town.get(path, &self.head).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_as(&self.head, path, fields).await
    }

    async fn post_as(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = [&[("_csrf", CSRF)], fields].concat();
        self.town.post(path, token, &fields).await
    }

    async fn upload(&self, file: &str) -> Answer {
        let path = format!("/lam-viec/so-ho/{}/nhap", self.here.slug);
        let fields = [
            ("_csrf", CSRF),
            ("tep", file),
            ("from-day", "1"),
            ("from-month", "11"),
            ("from-year", "2026"),
        ];
        let headers = [("sec-fetch-site", "same-origin"), MULTIPART];
        self.town
            .send(Method::POST, &path, &self.head, &fields, &headers)
            .await
    }

    /// Add a household; gives its address.
    async fn add(&self, name: &str, address: &str) -> String {
        let path = format!("/lam-viec/so-ho/{}/them", self.here.slug);
        let added = self.post(&path, &household(name, address)).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        let place = added.header("location");
        place.split('?').next().unwrap_or_default().to_owned()
    }
}

fn household<'a>(name: &'a str, address: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("name", name),
        ("address", address),
        ("capacity", "full"),
        ("from-day", "1"),
        ("from-month", "11"),
        ("from-year", "2026"),
    ]
}

const ON: [(&str, &str); 4] = [
    ("on-day", "20"),
    ("on-month", "11"),
    ("on-year", "2026"),
    ("reason", "Theo đơn của hộ ngày 19/11/2026"),
];

#[tokio::test]
async fn the_head_goes_straight_to_the_own_roll_and_the_clerk_chooses() {
    let hamlet = hamlet().await;
    let own = hamlet.get("/lam-viec/so-ho").await;
    assert_eq!(own.header("location"), "/lam-viec/so-ho/khu-vuc-mot");
    let choice = hamlet.town.get("/lam-viec/so-ho", &hamlet.clerk).await;
    assert!(choice.text.contains("Khu vực Hai") && choice.text.contains("Khu vực Một"));
    let head = hamlet.get("/lam-viec").await;
    assert!(head.text.contains("href=\"/lam-viec/so-ho\""));
    let strange = hamlet.get("/lam-viec/so-ho/khu-vuc-hai").await;
    assert_eq!(strange.status, StatusCode::FORBIDDEN);
    let ward = hamlet
        .town
        .get("/lam-viec/so-ho/phuong-mau", &hamlet.clerk)
        .await;
    assert_eq!(ward.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ward.text.contains("khoản 3 Điều 2"));
}

#[tokio::test]
async fn a_file_is_checked_shown_and_imported_after_a_yes() {
    let hamlet = hamlet().await;
    hamlet.add("Nguyễn Văn Mẫu", "1 đường Mẫu").await;
    let bad = hamlet
        .upload(&format!(
            "{HEADER}\n;2 đường Mẫu;;đủ;;\nTrần Văn Trẻ;3 đường Mẫu;;không;;\n"
        ))
        .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("Dòng 2") && bad.text.contains("Dòng 3"));
    assert!(bad.text.contains("khoản 2 Điều 18"));
    assert_eq!(
        bad.value("from-year"),
        "2026",
        "what was typed is still there"
    );
    let good = format!(
        "{HEADER}\nNGUYEN VAN MAU;1 đường mẫu;;đủ;;\nLê Thị Mẫu;4 đường Mẫu;;đủ;;Cụm 1\nLe Thi Mau;4 duong Mau;;đủ;;\n"
    );
    let waiting = hamlet.upload(&good).await;
    assert_eq!(waiting.status, StatusCode::SEE_OTHER, "{}", waiting.text);
    let address = waiting.header("location").to_owned();
    let shown = hamlet.get(&address).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains("với hộ số 1") && shown.text.contains("với dòng 3"));
    let other = hamlet.town.get(&address, &hamlet.clerk).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let stored = hamlet.post(&address, &[("other", "4")]).await;
    assert_eq!(
        stored.header("location"),
        "/lam-viec/so-ho/khu-vuc-mot?moi=2&bo=1"
    );
    let roll = hamlet.get("/lam-viec/so-ho/khu-vuc-mot?q=le+thi").await;
    assert!(roll.text.contains("Tìm thấy 2 hộ"), "{}", roll.text);
    assert_eq!(hamlet.get(&address).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_without_a_file_tells_so_and_a_file_can_be_thrown_away() {
    let hamlet = hamlet().await;
    let path = "/lam-viec/so-ho/khu-vuc-mot/nhap";
    let none = hamlet.post(path, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("id=\"tep-error\""));
    let waiting = hamlet
        .upload(&format!("{HEADER}\nLê Thị Mẫu;4 đường;;đủ;;\n"))
        .await;
    let address = waiting.header("location").to_owned();
    let gone = hamlet.post(&format!("{address}/bo"), &[]).await;
    assert_eq!(gone.header("location"), "/lam-viec/so-ho/khu-vuc-mot");
    assert_eq!(hamlet.get(&address).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_twin_comes_back_with_a_box_to_tick_and_nothing_typed_is_lost() {
    let hamlet = hamlet().await;
    hamlet.add("Nguyễn Văn Mẫu", "1 đường Mẫu").await;
    let path = "/lam-viec/so-ho/khu-vuc-mot/them";
    let twin = household("NGUYEN VAN MAU", "1 duong mau");
    let asked = hamlet.post(path, &twin).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(asked.value("name"), "NGUYEN VAN MAU");
    assert!(asked.text.contains("name=\"is_another\""));
    let ticked = [&twin[..], &[("is_another", "1")]].concat();
    let added = hamlet.post(path, &ticked).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_step_is_shown_once_more_before_it_is_taken() {
    let hamlet = hamlet().await;
    let going = hamlet.add("Hộ Nhập", "1 đường Mẫu").await;
    hamlet.add("Hộ Giữ", "2 đường Mẫu").await;
    let path = format!("{going}/nhap-ho");
    assert_eq!(hamlet.get(&path).await.status, StatusCode::OK);
    let wrong = hamlet.post(&path, &[("version", "1"), ("into", "9")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["into-error", "on-error", "reason-error"] {
        assert!(wrong.text.contains(field), "{field} is missing");
    }
    let fields = [&ON[..], &[("version", "1"), ("into", "2")]].concat();
    let check = hamlet.post(&path, &fields).await;
    assert_eq!(check.status, StatusCode::OK);
    assert!(check.text.contains("name=\"confirmed\"") && check.text.contains("20/11/2026"));
    let roll = hamlet.get("/lam-viec/so-ho/khu-vuc-mot").await;
    assert!(roll.text.contains("Hộ Nhập"), "nothing has happened yet");
    let taken = [&fields[..], &[("confirmed", "1")]].concat();
    let taken = hamlet.post(&path, &taken).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let kept = hamlet.get(taken.header("location")).await;
    assert!(kept.text.contains("Hộ Giữ") && kept.text.contains("nhập vào hộ này"));
    let roll = hamlet.get("/lam-viec/so-ho/khu-vuc-mot").await;
    assert!(!roll.text.contains("Hộ Nhập"));
}

#[tokio::test]
async fn every_form_of_a_household_opens_and_the_clerk_alone_moves_it() {
    let hamlet = hamlet().await;
    let household = hamlet.add("Hộ Mẫu", "1 đường Mẫu").await;
    for word in ["dai-dien", "ket-thuc", "nhap-ho", "tach", "xoa-du-lieu"] {
        let page = hamlet.get(&format!("{household}/{word}")).await;
        assert_eq!(page.status, StatusCode::OK, "{word}");
    }
    let path = format!("{household}/chuyen");
    assert_eq!(hamlet.get(&path).await.status, StatusCode::FORBIDDEN);
    let form = hamlet.town.get(&path, &hamlet.clerk).await;
    assert!(form.text.contains("Khu vực Hai"));
    let fields = [
        &ON[..],
        &[
            ("version", "1"),
            ("to", "khu-vuc-hai"),
            ("address", "5 hẻm Mới"),
            ("confirmed", "1"),
        ],
    ]
    .concat();
    let moved = hamlet.post_as(&hamlet.clerk, &path, &fields).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let there = hamlet
        .town
        .get(moved.header("location"), &hamlet.clerk)
        .await;
    assert!(there.text.contains("Khu vực Hai") && there.text.contains("5 hẻm Mới"));
}

#[tokio::test]
async fn data_are_handed_over_and_erased() {
    let hamlet = hamlet().await;
    let household = hamlet.add("Phạm Thị Riêng", "1 đường Mẫu").await;
    let own = hamlet.post(&format!("{household}/du-lieu"), &[]).await;
    assert!(own.text.contains("Phạm Thị Riêng"));
    let file = hamlet.post(&format!("{household}/du-lieu.json"), &[]).await;
    assert!(file.text.contains("\"form\": \"dinh/household/1\""));
    let roll = hamlet.post("/lam-viec/so-ho/khu-vuc-mot/xuat", &[]).await;
    assert!(roll.text.starts_with("\u{feff}Số hộ,"), "{}", roll.text);
    let path = format!("{household}/xoa-du-lieu");
    let nothing = hamlet.post(&path, &[("version", "1")]).await;
    assert!(nothing.text.contains("scope-error"));
    let why = ("reason", "Theo yêu cầu của hộ ngày 22/11/2026");
    let erased = hamlet
        .post(&path, &[("version", "1"), ("scope", "all"), why])
        .await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER, "{}", erased.text);
    let page = hamlet.get(&household).await;
    assert!(!page.text.contains("Phạm Thị Riêng"));
    assert!(page.text.contains("Dữ liệu cá nhân đã xóa"));
}

#[tokio::test]
async fn hamlets_do_not_crowd_the_search_and_carry_their_ward_where_mandates_are_given() {
    let hamlet = hamlet().await;
    let search = hamlet.town.get("/tim-kiem?q=phuong+mau", "").await;
    let found = search.text.replace("<mark>", "").replace("</mark>", "");
    assert!(found.contains("Phường Mẫu"), "{found}");
    assert!(!found.contains("Khu vực Một"), "{found}");
    let search = hamlet.town.get("/tim-kiem?q=khu+vuc+mot", "").await;
    let found = search.text.replace("<mark>", "").replace("</mark>", "");
    assert!(found.contains("Đơn vị · Phường Mẫu"), "{found}");
    let home = hamlet.town.get("/", "").await;
    assert!(!home.text.contains("Khu vực Một"));
    let account = hamlet.town.account("quan-tri").await;
    let role = Role::CityAdministrator;
    let mandate = hamlet
        .town
        .mandate(account, role, &hamlet.town.city, None)
        .await;
    let token = hamlet.town.session(account, Some(mandate)).await;
    let page = hamlet
        .town
        .get(&format!("/quan-tri/tai-khoan/{account}"), &token)
        .await;
    assert!(
        page.text.contains("Khu vực Một, Phường Mẫu"),
        "{}",
        page.text
    );
}
