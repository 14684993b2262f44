//! The work desk as officers meet it: every form of the room, in process.

use dinh_domain::access::Role;

use crate::office::{Office, Officer, hidden, number, officer, officer_of, ward_office};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

const DATE: [(&str, &str); 3] = [
    ("document_date-day", "19"),
    ("document_date-month", "11"),
    ("document_date-year", "2026"),
];

/// A clerk opens a duty for a decision of 19 November 2026; gives its number.
async fn open_duty(clerk: &Officer, title: &str) -> i64 {
    let fields = [
        ("rule", "11.3:projects"),
        ("title", title),
        ("document", "12/QĐ-UBND"),
        ("event_date-day", "19"),
        ("event_date-month", "11"),
        ("event_date-year", "2026"),
    ];
    let answer = clerk.post("/lam-viec/mo-muc", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    number(&answer)
}

/// A draft of a new duty; gives duty and draft.
pub async fn draft(clerk: &Officer, title: &str) -> (i64, i64) {
    let duty = open_duty(clerk, title).await;
    let answer = clerk.post(&format!("/lam-viec/muc/{duty}/soan"), &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    (duty, number(&answer))
}

fn fields<'a>(title: &'a str, document: &'a str, version: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("version", version),
        ("title", title),
        ("document_number", document),
        (
            "summary",
            "Đường Trần Phú được nâng cấp\ntừ tháng 12 năm 2026.",
        ),
    ];
    fields.extend(DATE);
    fields
}

/// A publication on the portal; gives its number.
pub async fn published(clerk: &Officer, chairman: &Officer, title: &str, document: &str) -> i64 {
    let (_, draft) = draft(clerk, title).await;
    let page = clerk.get(&format!("/lam-viec/ban/{draft}")).await.text();
    let version = hidden(&page, "version");
    let mut typed = fields(title, document, &version);
    typed.push(("submit", "1"));
    let answer = clerk
        .post_files(&format!("/lam-viec/ban/{draft}"), &typed, &[])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let path = format!("/lam-viec/ban/{draft}/duyet");
    let page = chairman.get(&path).await.text();
    let answer = chairman
        .post(&path, &[("version", &hidden(&page, "version"))])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(answer.header("location"), format!("/cong-khai/{draft}"));
    draft
}

pub async fn office() -> (Office, Officer, Officer) {
    let office = ward_office().await;
    let clerk = officer(&office, Role::CommuneClerk, 1).await;
    let chairman = officer(&office, Role::CommuneChairman, 2).await;
    (office, clerk, chairman)
}

#[tokio::test]
async fn a_duty_is_opened_with_its_due_day_and_the_reason_for_it() {
    let (_office, clerk, _) = office().await;
    let wrong = [
        ("rule", ""),
        ("title", "Số"),
        ("event_date-day", "31"),
        ("event_date-month", "2"),
        ("event_date-year", "2026"),
        ("document", "125/QĐ-UBND"),
    ];
    let answer = clerk.post("/lam-viec/mo-muc", &wrong).await;
    assert_eq!(answer.status, 422);
    let page = answer.text();
    for shown in [
        "#rule",
        "#title",
        "#event_date",
        "31/2/2026",
        "value=\"125/QĐ-UBND\"",
        "value=\"31\"",
    ] {
        assert!(page.contains(shown), "{shown} is missing");
    }
    let duty = open_duty(&clerk, "Dự án nâng cấp đường Trần Phú").await;
    let page = clerk
        .get(&format!("/lam-viec/muc/{duty}?da=mo"))
        .await
        .text();
    for shown in [
        "Vì sao là ngày này?",
        "27/11/2026",
        "Ngày Văn hóa",
        "Niêm yết",
        "Soạn bản công khai",
        "Đề nghị “không áp dụng”",
    ] {
        assert!(page.contains(shown), "{shown} is missing: {page}");
    }
    let desk = clerk.get("/lam-viec").await.text();
    assert!(desk.contains("Dự án nâng cấp đường Trần Phú"));
    assert!(desk.contains(&format!("/lam-viec/muc/{duty}/soan")));
}

#[tokio::test]
async fn a_draft_tells_every_error_at_once_and_loses_nothing() {
    let (_office, clerk, _) = office().await;
    let (_, draft) = draft(&clerk, "Dự án nâng cấp đường Trần Phú").await;
    let path = format!("/lam-viec/ban/{draft}");
    let wrong = [
        ("version", "1"),
        ("title", "Số"),
        ("document_number", "12/BC-UBND"),
        ("document_date-day", "30"),
        ("document_date-month", "2"),
        ("document_date-year", "2026"),
        ("summary", ""),
    ];
    let program: &[u8] = b"MZ\x90\x00 a program";
    let answer = clerk
        .post_files(&path, &wrong, &[("file", "bang.pdf", program)])
        .await;
    assert_eq!(answer.status, 422);
    let page = answer.text();
    for shown in [
        "#title",
        "#document_date",
        "#summary",
        "#file",
        "value=\"12/BC-UBND\"",
        "value=\"30\"",
        "không phải PDF",
    ] {
        assert!(page.contains(shown), "{shown} is missing");
    }
    let stored = clerk.get(&path).await.text();
    assert!(stored.contains("Dự án nâng cấp đường Trần Phú"));
    assert!(stored.contains("Chưa có tệp đính kèm"));
}

#[tokio::test]
async fn a_file_comes_and_goes_without_touching_what_is_typed() {
    let (_office, clerk, _) = office().await;
    let (_, draft) = draft(&clerk, "Dự án nâng cấp đường Trần Phú").await;
    let path = format!("/lam-viec/ban/{draft}");
    let typed = fields("Tiêu đề chưa lưu", "12/BC-UBND", "1");
    let answer = clerk
        .post_files(
            &format!("{path}/tep"),
            &typed,
            &[("file", "trang.html", b"<html>")],
        )
        .await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("value=\"Tiêu đề chưa lưu\""));
    let answer = clerk.post_files(&format!("{path}/tep"), &typed, &[]).await;
    assert!(answer.text().contains("Hãy chọn tệp"));
    let answer = clerk
        .post_files(
            &format!("{path}/tep"),
            &typed,
            &[("file", "bản vẽ.pdf", PDF)],
        )
        .await;
    assert_eq!(answer.status, 200);
    let page = answer.text();
    assert!(page.contains("bản vẽ.pdf") && page.contains("value=\"Tiêu đề chưa lưu\""));
    let (_, rest) = page.split_once("formaction=\"").expect("a button");
    let remove = rest.split('"').next().expect("its address");
    let answer = clerk.post_files(remove, &typed, &[]).await;
    assert_eq!(answer.status, 200);
    assert!(!answer.text().contains("bản vẽ.pdf"));
    assert!(answer.text().contains("value=\"Tiêu đề chưa lưu\""));
}

#[tokio::test]
async fn two_officers_at_the_same_draft_see_both_texts_and_lose_none() {
    let (office, clerk, _) = office().await;
    let other = officer(&office, Role::CommuneClerk, 3).await;
    let (_, draft) = draft(&clerk, "Dự án nâng cấp đường Trần Phú").await;
    let path = format!("/lam-viec/ban/{draft}");
    let first = fields("Tiêu đề của người thứ nhất", "12/BC-UBND", "1");
    assert_eq!(clerk.post_files(&path, &first, &[]).await.status, 303);
    let second = fields("Tiêu đề của người thứ hai", "12/BC-UBND", "1");
    let answer = other.post_files(&path, &second, &[]).await;
    assert_eq!(answer.status, 409);
    let page = answer.text();
    assert!(page.contains("Bản đang lưu"));
    assert!(page.contains("Tiêu đề của người thứ nhất"));
    assert!(page.contains("value=\"Tiêu đề của người thứ hai\""));
    let version = hidden(&page, "version");
    let again = fields("Tiêu đề của người thứ hai", "12/BC-UBND", &version);
    assert_eq!(other.post_files(&path, &again, &[]).await.status, 303);
    let stored = clerk.get(&path).await.text();
    assert!(stored.contains("value=\"Tiêu đề của người thứ hai\""));
}

#[tokio::test]
async fn the_chairman_sees_everything_before_it_becomes_public() {
    let (_office, clerk, chairman) = office().await;
    let (duty, draft) = draft(&clerk, "Dự án nâng cấp đường Trần Phú").await;
    let path = format!("/lam-viec/ban/{draft}");
    let mut typed = fields("Nâng cấp đường Trần Phú", "12/BC-UBND", "1");
    typed.push(("submit", "1"));
    let answer = clerk
        .post_files(&path, &typed, &[("file", "quyet-dinh.pdf", PDF)])
        .await;
    assert_eq!(
        answer.header("location"),
        format!("/lam-viec/muc/{duty}?da=trinh")
    );
    let desk = chairman.get("/lam-viec").await.text();
    assert!(desk.contains(&format!("{path}/duyet")) && desk.contains("Xem và duyệt"));
    assert_eq!(clerk.get(&format!("{path}/duyet")).await.status, 403);
    let page = chairman.get(&format!("{path}/duyet")).await.text();
    for shown in [
        "Nâng cấp đường Trần Phú",
        "12/BC-UBND, 19/11/2026",
        "từ tháng 12 năm 2026.",
        "quyet-dinh.pdf",
        "không xóa được",
    ] {
        assert!(page.contains(shown), "{shown} is missing");
    }
    let file = page
        .split('"')
        .find(|text| text.starts_with(&format!("/cong-khai/{draft}/tep/")));
    let kept = chairman.get(file.expect("the file")).await;
    assert_eq!(kept.body, PDF);
    let rules = kept.header("content-security-policy");
    assert_eq!(
        rules,
        "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"
    );
    let version = hidden(&page, "version");
    // What waits for approval cannot be changed behind the chairman's back.
    let late = clerk
        .post_files(
            &format!("{path}/tep"),
            &[],
            &[("file", "khac.pdf", b"%PDF-1.4 x %%EOF")],
        )
        .await;
    assert_eq!(late.status, 409);
    let answer = chairman
        .post(&format!("{path}/duyet"), &[("version", &version)])
        .await;
    assert_eq!(answer.header("location"), format!("/cong-khai/{draft}"));
    let public = chairman.get(&format!("/cong-khai/{draft}")).await.text();
    assert!(public.contains("Nâng cấp đường Trần Phú") && public.contains("quyet-dinh.pdf"));
    let twice = chairman
        .post(&format!("{path}/duyet"), &[("version", &version)])
        .await;
    assert_eq!(twice.status, 409);
    assert!(twice.text().contains("đã được công khai rồi"));
}

#[tokio::test]
async fn a_draft_that_is_given_back_can_be_changed_again() {
    let (_office, clerk, chairman) = office().await;
    let (_, draft) = draft(&clerk, "Dự án nâng cấp đường Trần Phú").await;
    let path = format!("/lam-viec/ban/{draft}");
    let mut typed = fields("Nâng cấp đường Trần Phú", "12/BC-UBND", "1");
    typed.push(("submit", "1"));
    assert_eq!(clerk.post_files(&path, &typed, &[]).await.status, 303);
    assert_eq!(clerk.get(&path).await.status, 303);
    let page = chairman.get(&format!("{path}/duyet")).await.text();
    let version = hidden(&page, "version");
    let answer = chairman
        .post(&format!("{path}/tra-lai"), &[("version", &version)])
        .await;
    assert_eq!(answer.status, 303);
    assert_eq!(clerk.get(&path).await.status, 200);
}

#[tokio::test]
async fn a_notice_cannot_come_down_early_but_its_loss_can_be_told() {
    let (_office, clerk, chairman) = office().await;
    let draft = published(&clerk, &chairman, "Nâng cấp đường Trần Phú", "12/BC-UBND").await;
    let path = format!("/lam-viec/ban/{draft}/hinh-thuc");
    let answer = clerk
        .post_files(&path, &[("by_whom", "Văn phòng")], &[])
        .await;
    assert_eq!(answer.status, 422);
    let page = answer.text();
    for shown in [
        "#form",
        "#place",
        "#from",
        "value=\"Văn phòng\"",
        "Niêm yết – Trụ sở",
    ] {
        assert!(page.contains(shown), "{shown} is missing");
    }
    let posting = [
        ("form", "posting:headquarters"),
        ("place", "Bảng tin trụ sở UBND phường"),
        ("from-day", "23"),
        ("from-month", "11"),
        ("from-year", "2026"),
        ("by_whom", "Văn phòng HĐND và UBND"),
    ];
    let answer = clerk
        .post_files(&path, &posting, &[("proof", "anh.pdf", PDF)])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = clerk.get(&path).await.text();
    assert!(page.contains("phải giữ đến hết ngày 23/12/2026"), "{page}");
    let record = hidden(&page, "record");
    let day = [
        ("ended-day", "23"),
        ("ended-month", "11"),
        ("ended-year", "2026"),
    ];
    let early = clerk
        .post(&format!("/lam-viec/hinh-thuc/{record}/go"), &day)
        .await;
    assert_eq!(early.status, 422);
    let refusal = early.text();
    assert!(
        refusal.contains("khoản 2 Điều 13") && refusal.contains("bị gỡ sớm"),
        "{refusal}"
    );
    let told = format!("/lam-viec/hinh-thuc/{record}/go-som");
    let mut fields = vec![("record", record.as_str()), ("reason", "mưa")];
    fields.extend(day);
    let answer = clerk.post(&told, &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains(&format!("#reason-{record}")));
    fields[1] = ("reason", "Mưa bão làm hỏng bảng tin");
    assert_eq!(clerk.post(&told, &fields).await.status, 303);
    let public = clerk.get(&format!("/cong-khai/{draft}")).await.text();
    assert!(public.contains("Mưa bão làm hỏng bảng tin") && public.contains("Gỡ sớm"));
}

#[tokio::test]
async fn a_correction_adds_a_version_and_keeps_the_old_one() {
    let (_office, clerk, chairman) = office().await;
    let draft = published(&clerk, &chairman, "Nâng cấp đường Trần Phú", "12/BC-UBND").await;
    let path = format!("/lam-viec/ban/{draft}/dinh-chinh");
    let version = hidden(&clerk.get(&path).await.text(), "version");
    let mut typed = fields("Nâng cấp đường Trần Phú, đoạn 2", "12/BC-UBND", &version);
    let answer = clerk.post_files(&path, &typed, &[]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("#reason"));
    assert!(
        answer
            .text()
            .contains("value=\"Nâng cấp đường Trần Phú, đoạn 2\"")
    );
    typed.push(("reason", "Ghi thiếu đoạn đường trong tiêu đề"));
    assert_eq!(clerk.post_files(&path, &typed, &[]).await.status, 303);
    let page = clerk.get(&format!("/cong-khai/{draft}")).await.text();
    for shown in [
        "Nâng cấp đường Trần Phú, đoạn 2",
        "Ghi thiếu đoạn đường trong tiêu đề",
        "Xem bản cũ",
    ] {
        assert!(page.contains(shown), "{shown} is missing");
    }
    let stale = clerk.post_files(&path, &typed, &[]).await;
    assert_eq!(stale.status, 409);
    assert!(stale.text().contains("Bản đang lưu"));
}

#[tokio::test]
async fn a_publication_leaves_the_portal_only_lawfully() {
    let (_office, clerk, chairman) = office().await;
    let draft = published(&clerk, &chairman, "Nâng cấp đường Trần Phú", "12/BC-UBND").await;
    let path = format!("/lam-viec/ban/{draft}");
    let version = hidden(
        &chairman.get(&format!("{path}/rut")).await.text(),
        "version",
    );
    let early = clerk
        .post(&format!("{path}/ket-thuc"), &[("version", &version)])
        .await;
    assert_eq!(early.status, 422);
    assert!(
        early
            .text()
            .contains("Chưa hết thời gian công khai tối thiểu")
    );
    assert_eq!(clerk.get(&format!("{path}/rut")).await.status, 403);
    let answer = chairman
        .post(&format!("{path}/rut"), &[("version", &version)])
        .await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("#article") && answer.text().contains("#reason"));
    let lawful = [
        ("version", version.as_str()),
        ("article", "khoản 1 Điều 7 Luật Bảo vệ bí mật nhà nước"),
        ("reason", "Có nội dung thuộc bí mật nhà nước"),
    ];
    assert_eq!(
        chairman.post(&format!("{path}/rut"), &lawful).await.status,
        303
    );
    let page = chairman.get(&format!("/cong-khai/{draft}")).await.text();
    assert!(page.contains("khoản 1 Điều 7") && !page.contains("từ tháng 12 năm 2026"));
    assert!(
        page.contains("Giờ máy chủ ghi nhận"),
        "no witnesses were named"
    );

    let entry = newest_entry(&chairman, draft).await;
    the_unit_may_ask_for_erasure(&clerk, &chairman, &entry).await;
    the_reason_is_erased(&clerk, &chairman, (draft, &entry)).await;
}

/// The address of the newest entry about a publication; nothing is signed in this office, and no witness was named.
async fn newest_entry(chairman: &Officer, draft: i64) -> String {
    let data = chairman.get(&format!("/api/v1/publications/{draft}")).await;
    let data: serde_json::Value = serde_json::from_str(&data.text()).expect("JSON");
    assert_eq!(
        data["register_state"], "waiting",
        "nothing is signed in this office"
    );
    assert_eq!(
        (&data["not_after"], &data["judged_by"]),
        (&serde_json::Value::Null, &"recorded".into())
    );
    format!("/so-cai/{}", data["register_position"])
}

async fn the_unit_may_ask_for_erasure(clerk: &Officer, chairman: &Officer, entry: &str) {
    let erase = format!("/lam-viec{entry}/xoa");
    let link = format!("href=\"{erase}\"");
    for officer in [clerk, chairman] {
        assert!(officer.get(entry).await.text().contains(&link));
        assert!(officer.get(&erase).await.text().contains("ly-do.txt"));
    }
}

/// The reason of the withdrawal is sealed, so it can be erased: one asks, and the form tells what is wrong; another agrees, and it is gone.
async fn the_reason_is_erased(clerk: &Officer, chairman: &Officer, (draft, entry): (i64, &str)) {
    let erase = format!("/lam-viec{entry}/xoa");
    let answer = clerk.post(&erase, &[]).await;
    assert_eq!(answer.status, 422);
    let place = {
        let page = clerk.get(&erase).await.text();
        let radio = page
            .split("name=\"place\"")
            .nth(1)
            .expect("a choice")
            .to_owned();
        let value = radio.split("value=\"").nth(1).expect("a value");
        value.split('"').next().expect("a number").to_owned()
    };
    let short = [("place", place.as_str()), ("article", ""), ("reason", "")];
    let answer = clerk.post(&erase, &short).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("#article") && answer.text().contains("#reason"));
    let lawful = [
        ("place", place.as_str()),
        ("article", "Luật 91/2025/QH15"),
        ("reason", "Theo đơn ngày 20/11/2026 của người có tên"),
    ];
    let answer = clerk.post(&erase, &lawful).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(!clerk.get(entry).await.text().contains("đã được xóa theo"));
    let list = clerk.get("/lam-viec/so-cai/cho-xoa").await.text();
    assert!(list.contains("Luật 91/2025/QH15") && !list.contains("/dong-y\""));
    let list = chairman.get("/lam-viec/so-cai/cho-xoa").await.text();
    let agree = list
        .split('"')
        .find(|text| text.ends_with("/dong-y"))
        .expect("a form");
    assert_eq!(clerk.post(agree, &[]).await.status, 403);
    assert_eq!(chairman.post(agree, &[]).await.status, 303);
    let seen = clerk.get(entry).await.text();
    assert!(
        seen.contains("đã được xóa theo Luật 91/2025/QH15"),
        "{seen}"
    );
    assert!(
        chairman
            .get(&erase)
            .await
            .text()
            .contains("không còn nội dung niêm phong")
    );
    let page = clerk.get(&format!("/cong-khai/{draft}")).await.text();
    assert!(
        !page.contains("Có nội dung thuộc bí mật nhà nước"),
        "{page}"
    );
    assert!(page.contains("Nội dung đã được xóa theo Luật 91/2025/QH15"));
}

#[tokio::test]
async fn a_duty_is_closed_once_and_not_applicable_needs_two_people() {
    let (_office, clerk, chairman) = office().await;
    let duty = open_duty(&clerk, "Hỗ trợ thiên tai năm 2026").await;
    let path = format!("/lam-viec/muc/{duty}");
    let short = [("version", "1"), ("reason", "không có")];
    let answer = clerk.post(&format!("{path}/khong-ap-dung"), &short).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("#reason") && answer.text().contains("không có"));
    let reason = [
        ("version", "1"),
        ("reason", "Trong năm không phát sinh hỗ trợ thiên tai"),
    ];
    let answer = clerk.post(&format!("{path}/khong-ap-dung"), &reason).await;
    assert_eq!(answer.status, 303);
    assert_eq!(
        clerk
            .post(&format!("{path}/xac-nhan"), &reason)
            .await
            .status,
        403
    );
    let page = chairman.get(&path).await.text();
    assert!(page.contains("Trong năm không phát sinh hỗ trợ thiên tai"));
    let version = hidden(&page, "version");
    let confirm = [("version", version.as_str())];
    assert_eq!(
        chairman
            .post(&format!("{path}/xac-nhan"), &confirm)
            .await
            .status,
        303
    );
    let twice = chairman.post(&format!("{path}/xac-nhan"), &confirm).await;
    assert_eq!(twice.status, 409);
    assert!(twice.text().contains("đã được xác nhận"));
    let late = clerk.post(&format!("{path}/soan"), &[]).await;
    assert_eq!(late.status, 409);
    assert!(late.text().contains("đã được xử lý"));
}

#[tokio::test]
async fn who_asks_is_shown_only_to_those_who_answer() {
    let (office, clerk, _) = office().await;
    let front = officer(&office, Role::FrontCommittee, 4).await;
    let ask = format!("/don-vi/{}/yeu-cau", office.ward.slug);
    let question = [
        ("item", "11.3:projects"),
        ("text", "Xin xem quyết toán đường Trần Phú"),
        ("name", "Nguyễn Thị Mẫu"),
        ("contact", "0900 000 000"),
    ];
    let sent = clerk.post(&ask, &question).await;
    let path = format!("/lam-viec/yeu-cau/{}", number(&sent));
    assert_eq!(front.get(&path).await.status, 403);
    assert!(
        !front
            .get("/lam-viec")
            .await
            .text()
            .contains("Nguyễn Thị Mẫu")
    );
    let page = clerk.get(&path).await.text();
    assert!(page.contains("Nguyễn Thị Mẫu") && page.contains("quyết toán đường Trần Phú"));
    let version = hidden(&page, "version");
    let short = clerk
        .post(&path, &[("version", &version), ("answer", "Có")])
        .await;
    assert_eq!(short.status, 422);
    let answer = [
        ("version", version.as_str()),
        ("answer", "Đã công khai tại trang số 1."),
    ];
    assert_eq!(clerk.post(&path, &answer).await.status, 303);
    let twice = clerk.post(&path, &answer).await;
    assert_eq!(twice.status, 409);
    assert!(twice.text().contains("Đã công khai tại trang số 1."));
}

#[tokio::test]
async fn a_desk_is_closed_to_other_units_and_shows_watchers_no_buttons() {
    let (office, clerk, _) = office().await;
    let mut tx = office.platform.store.read().await.expect("a snapshot");
    let other = dinh_store::units::find_by_slug(&mut tx, "phuong-ninh-kieu")
        .await
        .expect("read")
        .expect("a ward");
    let city = office.ward.parent.expect("the city");
    drop(tx);
    let (duty, draft) = draft(&clerk, "Nâng cấp đường Trần Phú").await;
    let stranger = officer_of(&office.platform, Role::CommuneClerk, other.id, 5).await;
    for path in [
        format!("/lam-viec/muc/{duty}"),
        format!("/lam-viec/ban/{draft}"),
        format!("/lam-viec?don-vi={}", office.ward.slug),
    ] {
        assert_eq!(stranger.get(&path).await.status, 403, "{path}");
    }
    let watcher = officer_of(&office.platform, Role::HomeAffairs, city, 6).await;
    let choice = watcher.get("/lam-viec").await.text();
    assert!(choice.contains(&format!("/lam-viec?don-vi={}", office.ward.slug)));
    let desk = watcher
        .get(&format!("/lam-viec?don-vi={}", office.ward.slug))
        .await
        .text();
    assert!(desk.contains("Nâng cấp đường Trần Phú"));
    assert!(!desk.contains("Soạn tiếp") && !desk.contains("mo-muc"));
}
