//! Specimen papers: invented contents on the names of real units, for tests and for the eye.

pub mod decision;
pub mod decision_sheets;

use dinh_report::{
    Attachment, CitedDocument, DisclosureRegister, DisclosureRow, FormRecord, LegalDocument,
    LegalNode, NodeKind, Notice, Posting,
};
use jiff::civil::date;

fn texts(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

pub fn notice() -> Notice {
    Notice {
        superior: None,
        issuer: "Ủy ban nhân dân phường Ninh Kiều".to_owned(),
        number: Some("5".to_owned()),
        symbol: "TB-UBND".to_owned(),
        place: "Ninh Kiều".to_owned(),
        date: date(2026, 2, 9),
        title: "niêm yết công khai dự toán ngân sách nhà nước năm 2026 của phường".to_owned(),
        grounds: texts(&[
            "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022",
            "Căn cứ Quyết định số 15/QĐ-UBND ngày 06 tháng 02 năm 2026 của Ủy ban nhân dân phường Ninh Kiều",
        ]),
        item_code: "11.2".to_owned(),
        item_citation: "khoản 2 Điều 11 Luật Thực hiện dân chủ ở cơ sở".to_owned(),
        item_title: "Dự toán ngân sách, kế hoạch hoạt động tài chính đã được Hội đồng nhân dân cấp xã quyết định".to_owned(),
        document: CitedDocument {
            number: Some("15/QĐ-UBND".to_owned()),
            date: date(2026, 2, 6),
            title: "Quyết định công bố công khai dự toán ngân sách năm 2026 của phường Ninh Kiều".to_owned(),
        },
        summary: texts(&[
            "Tổng thu ngân sách phường là 48,6 tỷ đồng, trong đó thu bổ sung từ ngân sách thành phố là 31,2 tỷ đồng.",
            "Tổng chi ngân sách phường là 48,6 tỷ đồng, gồm chi đầu tư phát triển 9,4 tỷ đồng, chi thường xuyên 38,2 tỷ đồng và dự phòng 1,0 tỷ đồng.",
        ]),
        attachments: vec![
            Attachment {
                name: "quyet-dinh-15-cong-khai-du-toan-2026.pdf".to_owned(),
                sha256: "8d3f0b6c1a2e4d5f7081928374655647382910abcdef1234567890fedcba0987".to_owned(),
                size: 184_233,
            },
            Attachment {
                name: "bieu-du-toan-thu-chi-2026.xlsx".to_owned(),
                sha256: "0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0".to_owned(),
                size: 41_870,
            },
        ],
        posting: posting(),
        forms: texts(&["Đăng tải trên trang thông tin điện tử của phường", "Gửi đến Tổ trưởng tổ dân phố"]),
        url: "https://dinh.cantho.gov.vn/don-vi/ninh-kieu/cong-khai/1234".to_owned(),
        register_position: Some(1_234),
        short_code: Some(
            "https://dinh.cantho.gov.vn/don-vi/ninh-kieu/cong-khai/1234#182734,sKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs="
                .to_owned(),
        ),
        register_hash: "sKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=".to_owned(),
        request_citation: Some("khoản 2 Điều 14 Luật Thực hiện dân chủ ở cơ sở".to_owned()),
        signer_authority: "TM. Ủy ban nhân dân\nKT. Chủ tịch".to_owned(),
        signer_post: "Phó Chủ tịch".to_owned(),
        signer_name: Some("Nguyễn Văn Mẫu".to_owned()),
        recipients: texts(&[
            "Thường trực Hội đồng nhân dân phường",
            "Ủy ban Mặt trận Tổ quốc Việt Nam phường",
            "Tổ trưởng các tổ dân phố",
            "Lưu: VT",
        ]),
        sample: true,
    }
}

fn posting() -> Vec<Posting> {
    vec![
        Posting {
            place: "Trụ sở Hội đồng nhân dân, Ủy ban nhân dân phường Ninh Kiều".to_owned(),
            from: date(2026, 2, 10),
            to: Some(date(2026, 3, 12)),
        },
        Posting {
            place: "Nhà văn hóa khu vực 1".to_owned(),
            from: date(2026, 2, 10),
            to: Some(date(2026, 3, 12)),
        },
        Posting {
            place: "Điểm sinh hoạt cộng đồng khu vực 2".to_owned(),
            from: date(2026, 2, 11),
            to: None,
        },
    ]
}

fn row(stt: u32) -> DisclosureRow {
    let published = date(2026, 7, 3).saturating_add(jiff::Span::new().days(i64::from(stt) * 2));
    DisclosureRow {
        stt,
        item_code: ["11.1", "11.2", "11.7", "11.12"][usize::try_from(stt % 4).unwrap_or(0)]
            .to_owned(),
        item_title:
            "Số liệu và thuyết minh tình hình thực hiện dự toán ngân sách cấp xã định kỳ theo quý"
                .to_owned(),
        title: format!("Báo cáo tình hình thực hiện dự toán ngân sách lần {stt}"),
        document_number: Some(format!("{stt:02}/BC-UBND")),
        document_date: Some(date(2026, 7, 1)),
        forms: vec![
            FormRecord {
                form: "Niêm yết".to_owned(),
                place: Some("trụ sở Ủy ban nhân dân phường".to_owned()),
                from: published,
                to: Some(published.saturating_add(jiff::Span::new().days(30))),
            },
            FormRecord {
                form: "Đăng trang thông tin điện tử".to_owned(),
                place: None,
                from: published,
                to: None,
            },
        ],
        published_at: (!stt.is_multiple_of(5)).then_some(published),
        judged_at: (!stt.is_multiple_of(5)).then_some(published),
        due: Some(date(2026, 7, 18)),
        status: if stt.is_multiple_of(5) {
            "Quá hạn"
        } else {
            "Đúng hạn"
        }
        .to_owned(),
        register_position: (!stt.is_multiple_of(5)).then_some(1_000 + u64::from(stt)),
    }
}

pub fn disclosure_register(rows: u32) -> DisclosureRegister {
    DisclosureRegister {
        superior: None,
        issuer: "Ủy ban nhân dân phường Ninh Kiều".to_owned(),
        place: "Ninh Kiều".to_owned(),
        date: date(2026, 10, 2),
        quarter: 3,
        year: 2026,
        citation: "khoản 2 Điều 13 Luật Thực hiện dân chủ ở cơ sở".to_owned(),
        rows: (1..=rows).map(row).collect(),
        signer_authority: "TM. Ủy ban nhân dân".to_owned(),
        signer_post: "Chủ tịch".to_owned(),
        signer_name: Some("Trần Thị Mẫu".to_owned()),
        sample: true,
    }
}

pub fn legal_document() -> LegalDocument {
    let node = |kind, label: &str, text: &str| LegalNode {
        kind,
        label: label.to_owned(),
        text: text.to_owned(),
    };
    LegalDocument {
        superior: None,
        issuer: "Hội đồng nhân dân thành phố Cần Thơ".to_owned(),
        number: None,
        symbol: "NQ-HĐND".to_owned(),
        place: "Cần Thơ".to_owned(),
        date: None,
        type_name: "Nghị quyết".to_owned(),
        title:
            "Ban hành mục tiêu và biện pháp bảo đảm thực hiện dân chủ ở cơ sở giai đoạn 2025 - 2030"
                .to_owned(),
        addressee: None,
        grounds: texts(&[
            "Căn cứ Luật Tổ chức chính quyền địa phương",
            "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022",
        ]),
        nodes: vec![
            node(NodeKind::Division, "Chương I", "Quy định chung"),
            node(
                NodeKind::Article,
                "Điều 1.",
                "Phạm vi điều chỉnh và đối tượng áp dụng",
            ),
            node(
                NodeKind::Clause,
                "1.",
                "Nghị quyết này ban hành mục tiêu và biện pháp bảo đảm thực hiện dân chủ ở cơ sở trên địa bàn thành phố Cần Thơ giai đoạn 2025 - 2030.",
            ),
            node(NodeKind::Clause, "2.", "Đối tượng áp dụng:"),
            node(
                NodeKind::Point,
                "a)",
                "Cơ quan hành chính, đơn vị sự nghiệp công lập, doanh nghiệp nhà nước;",
            ),
            node(
                NodeKind::Point,
                "đ)",
                "Công dân, cán bộ, công chức, viên chức, người lao động.",
            ),
            node(NodeKind::Heading, "I.", "SỰ CẦN THIẾT BAN HÀNH"),
            node(
                NodeKind::Paragraph,
                "",
                "Thực hiện các văn bản của Trung ương về thực hiện dân chủ ở cơ sở, trong những năm qua, các cấp ủy đảng trên địa bàn thành phố đã tổ chức quán triệt, triển khai đầy đủ, kịp thời.",
            ),
        ],
        signer_authority: String::new(),
        signer_post: "Chủ tịch".to_owned(),
        signer_name: None,
        recipients: texts(&["Ủy ban Thường vụ Quốc hội", "Lưu: VT"]),
        draft: true,
        sample: false,
    }
}
