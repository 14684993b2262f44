//! The pages of the units room.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dinh_domain::access::Role;
use dinh_service::people::{
    Entered, NewAccount, NewMandate, Origin, SignIn, create_account, give_mandate, sign_in,
};
use dinh_service::{Actor, Context};
use jiff::civil::date;

use crate::office::encoded;
use crate::site::{Answer, Site, site};

const PASSWORD: &str = "mot mat khau rat dai";

/// What the administrator's browser carries.
struct Session {
    cookie: String,
    csrf: String,
}

async fn administrator(site: &Site) -> Session {
    let ctx = Context::new(&site.platform, Actor::Clockwork);
    let account = create_account(
        &ctx,
        NewAccount {
            login: "quan-tri".into(),
            name: "Quản trị mẫu".into(),
            password: PASSWORD.into(),
            must_change_password: false,
            sample: true,
        },
    )
    .await
    .expect("an account");
    let mut tx = ctx.read().await.expect("a snapshot");
    let city = dinh_store::units::find_by_slug(&mut tx, "thanh-pho-can-tho")
        .await
        .expect("read")
        .expect("the city");
    drop(tx);
    let mandate = NewMandate {
        account,
        role: Role::CityAdministrator,
        unit: city.id,
        valid_from: date(2025, 7, 1),
        valid_to: None,
        document: "01/QĐ-UBND".into(),
    };
    give_mandate(&ctx, mandate).await.expect("a mandate");
    let asked = SignIn {
        login: "quan-tri".into(),
        password: PASSWORD.into(),
        old_token: None,
        origin: Origin::default(),
    };
    let begun = sign_in(&Context::public(&site.platform), asked)
        .await
        .expect("signed in");
    let Entered::Open(begun) = begun else {
        panic!("a password is enough")
    };
    let open = dinh_service::people::find_session(&site.platform, &begun.token).await;
    Session {
        cookie: format!("__Host-dinh={}", begun.token),
        csrf: open.expect("read").expect("a session").csrf,
    }
}

impl Session {
    async fn get(&self, site: &Site, path: &str) -> Answer {
        site.get_with(path, &[("cookie", &self.cookie)]).await
    }

    async fn post(&self, site: &Site, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = format!("_csrf={}", encoded(&self.csrf));
        for (name, value) in fields {
            body.extend(["&", name, "=", &encoded(value)]);
        }
        self.send(site, path, "application/x-www-form-urlencoded", body)
            .await
    }

    async fn upload(&self, site: &Site, path: &str, file: &str) -> Answer {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{}\r\n\
             --x\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"don-vi.csv\"\r\n\
             Content-Type: text/csv\r\n\r\n{file}\r\n--x--\r\n",
            self.csrf
        );
        self.send(site, path, "multipart/form-data; boundary=x", body)
            .await
    }

    async fn send(&self, site: &Site, path: &str, kind: &str, body: String) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, kind)
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .expect("a request");
        site.send(request).await
    }
}

fn shows(answer: &Answer, expected: &[&str]) {
    let text = answer.text();
    for words in expected {
        assert!(text.contains(words), "“{words}” is missing in\n{text}");
    }
}

#[tokio::test]
async fn the_list_shows_the_units_of_today_and_of_any_day() {
    let site = site(&[]).await;
    let before = site.platform.store.statements_made();
    let today = site.get("/don-vi").await;
    assert!(site.platform.store.statements_made() - before <= 10);
    assert_eq!(today.status, StatusCode::OK);
    shows(
        &today,
        &[
            "103 đơn vị vào ngày 23/11/2026",
            "/don-vi/phuong-cai-khe",
            "10,04 km²",
            "57.688",
        ],
    );
    let then = site.get("/don-vi?ngay=17/11/2024").await;
    shows(&then, &["263 đơn vị vào ngày 17/11/2024", "Quận Ninh Kiều"]);
    let districts = site.get("/don-vi?ngay=2025-06-30&loai=district").await;
    shows(&districts, &["28 đơn vị vào ngày 30/06/2025"]);
    let none = site.get("/don-vi?loai=district").await;
    shows(&none, &["0 đơn vị vào ngày 23/11/2026"]);
    let wrong = site.get("/don-vi?ngay=31/02/2024").await;
    shows(
        &wrong,
        &["“31/02/2024” không phải là ngày có thật", "103 đơn vị"],
    );
    let english = site.get("/don-vi?lang=en").await;
    shows(&english, &["103 units on 23/11/2026"]);
}

#[tokio::test]
async fn an_old_name_leads_to_the_units_of_today() {
    let site = site(&[]).await;
    let found = site.get("/don-vi?q=an+hoa").await;
    shows(
        &found,
        &["Phường An Hòa (cũ)", "Nay thuộc:", ">Phường Cái Khế</a>"],
    );
    let split = site.get("/don-vi?q=B%C3%B9i+H%E1%BB%AFu+Ngh%C4%A9a").await;
    shows(
        &split,
        &["Phường Bình Thủy (một phần)", "Phường Cái Khế (một phần)"],
    );
    let nothing = site.get("/don-vi?q=%3Cscript%3E").await;
    shows(
        &nothing,
        &[
            "Không có đơn vị nào mang tên này",
            "value=\"&#60;script&#62;\"",
        ],
    );
}

#[tokio::test]
async fn readers_who_have_the_list_are_told_so() {
    let site = site(&[]).await;
    let first = site.get("/don-vi").await;
    let tag = first.header("etag").to_owned();
    let second = site.get_with("/don-vi", &[("if-none-match", &tag)]).await;
    assert_eq!(second.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_file_is_checked_shown_and_then_stored() {
    let site = site(&[]).await;
    let session = administrator(&site).await;
    let bad = "kind,code,name,parent\nvillage,A1,,phuong-cai-khe\nlang,A2,Hai,khong-co\n";
    let refused = session.upload(&site, "/quan-tri/don-vi/tep", bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    shows(
        &refused,
        &["Tệp có 2 lỗi", "Dòng 2, cột “name”", "Dòng 3, cột “kind”"],
    );
    let good = "kind,code,local_kind,name,parent\nvillage,A1,ấp,Một,phuong-cai-khe\n";
    let shown = session.upload(&site, "/quan-tri/don-vi/tep", good).await;
    assert_eq!(shown.status, StatusCode::OK);
    shows(&shown, &["1 đơn vị mới", "Ấp Một"]);
    let text = shown.text();
    let digest = text
        .split_once("name=\"digest\" value=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(digest, _)| digest.to_owned())
        .expect("a digest");
    let stored = session
        .post(&site, "/quan-tri/don-vi/tep/luu", &[("digest", &digest)])
        .await;
    assert_eq!(stored.status, StatusCode::SEE_OTHER);
    assert_eq!(stored.header("location"), "/quan-tri/don-vi?moi=1");
    let again = session
        .post(&site, "/quan-tri/don-vi/tep/luu", &[("digest", &digest)])
        .await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    let file = session
        .get(&site, "/quan-tri/don-vi/xuat?loai=village")
        .await;
    assert!(file.text().starts_with("\u{feff}kind,code,slug"));
    shows(&file, &["village,A1,ap-mot,ấp,Một,Ấp Một,phuong-cai-khe"]);
}

#[tokio::test]
async fn a_ward_is_renamed_only_after_everything_was_shown_once_more() {
    let site = site(&[]).await;
    let session = administrator(&site).await;
    let page = session.get(&site, "/quan-tri/don-vi/phuong-cai-khe").await;
    assert_eq!(page.status, StatusCode::OK);
    shows(
        &page,
        &[
            "Được thành lập từ",
            "Phường Bùi Hữu Nghĩa (cũ)",
            "một phần; khoản 2, 1668/NQ-UBTVQH15",
        ],
    );
    let path = "/quan-tri/don-vi/phuong-cai-khe/doi-ten";
    let fields = [
        ("kind", "ward"),
        ("name", "Cái Khế Mới"),
        ("code", ""),
        ("effective_on-day", "1"),
        ("effective_on-month", "1"),
        ("effective_on-year", "2027"),
        ("document", "01/NQ-UBTVQH16"),
    ];
    let asked = session.post(&site, path, &fields).await;
    assert_eq!(asked.status, StatusCode::OK);
    shows(&asked, &["Xác nhận", "Cái Khế Mới", "01/01/2027"]);
    let mut wrong = fields;
    wrong[1].1 = " ";
    wrong[3].1 = "31";
    wrong[4].1 = "2";
    let refused = session.post(&site, path, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    shows(
        &refused,
        &["Ngày không có thật", "value=\"01/NQ-UBTVQH16\""],
    );
    let confirmed = [&fields[..], &[("confirmed", "1")]].concat();
    let done = session.post(&site, path, &confirmed).await;
    assert_eq!(
        done.header("location"),
        "/quan-tri/don-vi/phuong-cai-khe-moi",
        "{}",
        done.text()
    );
    let old = session.get(&site, "/quan-tri/don-vi/phuong-cai-khe").await;
    shows(
        &old,
        &[
            "sẽ chấm dứt hoạt động từ ngày 01/01/2027",
            "Phường Cái Khế Mới",
        ],
    );
}

#[tokio::test]
async fn a_merger_says_everything_that_is_wrong_and_keeps_what_was_typed() {
    let site = site(&[]).await;
    let session = administrator(&site).await;
    let refused = session
        .post(
            &site,
            "/quan-tri/don-vi/sap-nhap",
            &[
                ("units", "phuong-cai-khe"),
                ("kind", ""),
                ("name", "Mới"),
                ("document", "01/NQ"),
            ],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    shows(
        &refused,
        &[
            "Hãy chọn ít nhất hai đơn vị",
            "Hãy chọn loại đơn vị",
            "Nhập ngày, tháng và năm",
            "value=\"Mới\"",
            "value=\"01/NQ\"",
        ],
    );
}

const SPLIT: &str = "/quan-tri/don-vi/phuong-cai-khe/chia";

/// A ward with two residential groups, and its administrator.
async fn ward_with_groups() -> (Site, Session) {
    let site = site(&[]).await;
    let ctx = Context::new(&site.platform, Actor::Clockwork);
    let hamlets = "kind,code,local_kind,name,parent,valid_from\n\
        residential_group,K1,khu vực,1,phuong-cai-khe,2025-07-01\n\
        residential_group,K2,khu vực,2,phuong-cai-khe,2025-07-01\n";
    dinh_service::units::import_units(&ctx, hamlets.as_bytes())
        .await
        .expect("two groups");
    let session = administrator(&site).await;
    (site, session)
}

#[tokio::test]
async fn the_form_that_splits_a_ward_grows_and_says_everything_that_is_missing() {
    let (site, session) = ward_with_groups().await;
    let unit = session.get(&site, "/quan-tri/don-vi/phuong-cai-khe").await;
    shows(&unit, &[&format!("href=\"{SPLIT}\"")]);
    let page = session.get(&site, SPLIT).await;
    assert_eq!(page.status, StatusCode::OK);
    shows(&page, &["Đơn vị mới thứ 2", "name=\"below-khu-vuc-1\""]);
    let added = session
        .post(
            &site,
            SPLIT,
            &[("parts", "2"), ("add", "1"), ("name-1", "Đông")],
        )
        .await;
    assert_eq!(added.status, StatusCode::OK);
    shows(&added, &["Đơn vị mới thứ 3", "value=\"Đông\""]);
    let refused = session.post(&site, SPLIT, &[("name-1", "Đông")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    shows(
        &refused,
        &[
            "href=\"#kind-1\"",
            "href=\"#kind-2\"",
            "href=\"#below-khu-vuc-2\"",
            "Nhập ngày, tháng và năm",
            "value=\"Đông\"",
        ],
    );
}

#[tokio::test]
async fn a_ward_is_split_once_every_unit_below_it_has_its_place_and_all_was_shown() {
    let (site, session) = ward_with_groups().await;
    let fields = [
        ("parts", "2"),
        ("kind-1", "ward"),
        ("name-1", "Cái Khế Đông"),
        ("code-1", "31121"),
        ("kind-2", "ward"),
        ("name-2", "Cái Khế Tây"),
        ("code-2", "31121"),
        ("below-khu-vuc-1", "1"),
        ("below-khu-vuc-2", "2"),
        ("effective_on-day", "1"),
        ("effective_on-month", "1"),
        ("effective_on-year", "2027"),
        ("document", "01/NQ-UBTVQH16"),
    ];
    let confirmed = [&fields[..], &[("confirmed", "1")]].concat();
    let same_code = session.post(&site, SPLIT, &confirmed).await;
    assert_eq!(same_code.status, StatusCode::UNPROCESSABLE_ENTITY);
    shows(&same_code, &["href=\"#code-2\"", "không thể dùng chung"]);
    let mut good = fields;
    good[6].1 = "31120";
    let asked = session.post(&site, SPLIT, &good).await;
    assert_eq!(asked.status, StatusCode::OK);
    shows(
        &asked,
        &["Xác nhận", "Cái Khế Đông", "Khu vực 2", "01/01/2027"],
    );
    let confirmed = [&good[..], &[("confirmed", "1")]].concat();
    let done = session.post(&site, SPLIT, &confirmed).await;
    assert_eq!(
        done.header("location"),
        "/quan-tri/don-vi/phuong-cai-khe-dong",
        "{}",
        done.text()
    );
    let old = session.get(&site, SPLIT).await;
    assert_eq!(
        old.status,
        StatusCode::NOT_FOUND,
        "what has ended is not split"
    );
}

#[tokio::test]
async fn facts_are_saved_and_wrong_numbers_are_named() {
    let site = site(&[]).await;
    let session = administrator(&site).await;
    let path = "/quan-tri/don-vi/phuong-cai-khe/so-lieu";
    let wrong = [
        ("area_hectares", "-1"),
        ("population", "nhiều"),
        ("headquarters", "x"),
    ];
    let refused = session.post(&site, path, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    shows(
        &refused,
        &["Hãy nhập số nguyên không âm", "value=\"nhiều\""],
    );
    let good = [
        ("area_hectares", "1.004"),
        ("population", "60.000"),
        ("population_source", "Niên giám thống kê 2026"),
        ("headquarters", "01 đường mẫu"),
        ("means", "portal"),
    ];
    let saved = session.post(&site, path, &good).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let list = site.get("/don-vi").await;
    shows(&list, &["60.000"]);
}

#[tokio::test]
async fn nobody_else_comes_near_the_administration() {
    let site = site(&[]).await;
    for path in [
        "/quan-tri/don-vi",
        "/quan-tri/don-vi/xuat",
        "/quan-tri/don-vi/sap-nhap",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.header("location").starts_with("/dang-nhap"));
    }
}
