//! The hall on a phone: clusters, what is said, who raised a hand.

use axum::http::StatusCode;

use crate::decision::{Hamlet, hamlet, id, plan};

/// What a plan says of two clusters.
const TWO_CLUSTERS: [(&str, &str); 17] = [
    ("says", "scattered"),
    ("says", "front_agrees"),
    ("clusters_document", "15/QĐ-UBND ngày 20/11/2026"),
    ("cluster-name-1", "Cụm đầu ngõ"),
    ("cluster-chair-1", "Lê Văn Mẫu"),
    ("cluster-place-1", "Nhà văn hóa"),
    ("cluster-1-day", "27"),
    ("cluster-1-month", "11"),
    ("cluster-1-year", "2026"),
    ("cluster-1-time", "8:00"),
    ("cluster-name-2", "Cụm cuối ngõ"),
    ("cluster-chair-2", "Lê Thị Mẫu"),
    ("cluster-place-2", "Sân bóng"),
    ("cluster-2-day", "27"),
    ("cluster-2-month", "11"),
    ("cluster-2-year", "2026"),
    ("cluster-2-time", "8:00"),
];

/// Secretary and raised hands, by all who are there.
async fn begin(hamlet: &Hamlet, meeting: &str, hands: &str) {
    let secretary = [
        ("chooses", "secretary"),
        ("secretary", "Lê Thị Mẫu"),
        ("hands", hands),
    ];
    hamlet.done(hamlet.head, meeting, &secretary).await;
    let method = [("chooses", "method"), ("method", "hands"), ("hands", hands)];
    hamlet.done(hamlet.head, meeting, &method).await;
}

async fn come(hamlet: &Hamlet, meeting: &str, households: std::ops::RangeInclusive<u128>) {
    for number in households {
        let household = id(number).to_string();
        hamlet
            .done(hamlet.head, meeting, &[("arrive", &household)])
            .await;
    }
}

#[tokio::test]
async fn what_is_said_is_noted_and_a_refused_note_is_given_back() {
    let hamlet = hamlet().await;
    let base = hamlet.told().await;
    hamlet.done(hamlet.head, &format!("{base}/mo"), &[]).await;
    let meeting = format!("{base}/hop");
    let words = "Đề nghị lắp đầu ngõ trước, cuối ngõ sau";
    let nobody = [
        ("speech_send", "1"),
        ("speaker", ""),
        ("speech_household", "2"),
        ("words", words),
    ];
    let refused = hamlet.post(hamlet.head, &meeting, &nobody).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Hãy ghi ai phát biểu"));
    assert!(refused.text.contains(words), "nothing typed is lost");
    assert_eq!(refused.value("speech_household"), "2");
    let unknown = [
        ("speech_send", "1"),
        ("speaker", "Bà Mẫu"),
        ("speech_household", "77"),
        ("words", words),
    ];
    let refused = hamlet.post(hamlet.head, &meeting, &unknown).await;
    assert!(refused.text.contains("id=\"speech_household-error\""));
    let said = [
        ("speech_send", "1"),
        ("speaker", "Bà Mẫu"),
        ("speech_household", "2"),
        ("words", words),
    ];
    hamlet.done(hamlet.head, &meeting, &said).await;
    let page = hamlet.get(hamlet.head, &meeting).await;
    assert!(page.text.contains(words), "{}", page.text);
    let note = page.text.split("name=\"speech_remove\" value=\"").nth(1);
    let note = note
        .and_then(|rest| rest.split('"').next())
        .expect("a note");
    let stranger = hamlet.post(hamlet.board, &meeting, &said).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
    hamlet
        .done(hamlet.head, &meeting, &[("speech_remove", note)])
        .await;
    let page = hamlet.get(hamlet.head, &meeting).await;
    assert!(!page.text.contains(words));
}

#[tokio::test]
async fn a_list_of_raised_hands_is_ticked_and_must_have_as_many_households_as_were_counted() {
    let hamlet = hamlet().await;
    let base = hamlet.told().await;
    hamlet.done(hamlet.head, &format!("{base}/mo"), &[]).await;
    let meeting = format!("{base}/hop");
    come(&hamlet, &meeting, 1..=4).await;
    let before = hamlet.get(hamlet.head, &meeting).await;
    let list = format!("{meeting}/tan-thanh");
    assert!(!before.text.contains(&list), "no method is chosen");
    begin(&hamlet, &meeting, "4").await;
    let page = hamlet.get(hamlet.head, &meeting).await;
    assert!(page.text.contains(&list));
    let all = hamlet.post(hamlet.head, &list, &[("all", "1")]).await;
    assert!(all.text.contains("Đã đánh dấu 4 hộ"), "{}", all.text);
    let (absent, three) = (id(5).to_string(), [1, 2, 3].map(|one| id(one).to_string()));
    let refused = hamlet.post(hamlet.head, &list, &[("hands", &absent)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let ticked: Vec<(&str, &str)> = three.iter().map(|one| ("hands", one.as_str())).collect();
    hamlet.done(hamlet.head, &list, &ticked).await;
    let kept = hamlet.get(hamlet.head, &list).await;
    assert!(kept.text.contains("Đã đánh dấu 3 hộ"), "{}", kept.text);
    let end = format!("{meeting}/ket-thuc");
    let numbers = |approve: &'static str| {
        [
            ("approve-0-0", approve),
            ("against-0", "0"),
            ("other-0", ""),
        ]
    };
    let check = hamlet.post(hamlet.head, &end, &numbers("4")).await;
    assert_eq!(check.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(check.text.contains("có 3 hộ, mà số đếm là 4"));
    let mut save = numbers("3").to_vec();
    save.push(("save", "1"));
    hamlet.done(hamlet.head, &end, &save).await;
    let minutes = format!("{base}/tai/bien-ban.pdf");
    assert_eq!(hamlet.get(hamlet.head, &minutes).await.status, 200);
    assert_eq!(hamlet.get(hamlet.board, &minutes).await.status, 403);
    let public = base.replace("/lam-viec/quyet-dinh", "/ban-va-quyet-dinh");
    let shown = hamlet.town.get(&public, "").await;
    assert!(!shown.text.contains("Nguyễn Văn Mẫu"), "no names of people");
}

#[tokio::test]
async fn households_of_clusters_are_entered_at_the_cluster_where_the_phone_is() {
    let hamlet = hamlet().await;
    let mut fields = plan("27").to_vec();
    fields.retain(|(name, _)| *name != "place");
    fields.extend(TWO_CLUSTERS);
    let base = hamlet.planned_with(&fields).await;
    hamlet.tell(&base).await;
    hamlet.done(hamlet.head, &format!("{base}/mo"), &[]).await;
    let meeting = format!("{base}/hop");
    let unplaced = id(1).to_string();
    let refused = hamlet
        .post(hamlet.head, &meeting, &[("arrive", &unplaced)])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Hãy chọn cụm đang điểm danh"));
    come(&hamlet, &format!("{meeting}?cum=1"), 1..=3).await;
    let card = id(4).to_string();
    let scanned = hamlet
        .get(hamlet.head, &format!("{meeting}?ho={card}"))
        .await;
    assert!(scanned.text.contains("id=\"scanned-cluster\""));
    hamlet
        .done(hamlet.head, &meeting, &[("scan", &card), ("cum", "2")])
        .await;
    let page = hamlet.get(hamlet.head, &format!("{meeting}?cum=1")).await;
    for words in [
        "Cụm đầu ngõ: 3 hộ có mặt",
        "Cụm cuối ngõ: 1 hộ có mặt",
        "Đã có mặt tại Cụm cuối ngõ",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    begin(&hamlet, &meeting, "4").await;
    let wrong = [
        ("approve-0-0", "2"),
        ("against-0", "0"),
        ("approve-1-0", "2"),
        ("against-1", "0"),
    ];
    let check = hamlet
        .post(hamlet.head, &format!("{meeting}/ket-thuc"), &wrong)
        .await;
    assert_eq!(check.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(check.text.contains("dự họp tại cụm (1)"), "{}", check.text);
}
