//! Units from and to CSV.

use dinh_domain::access::Role;
use dinh_domain::units::UnitKind;
use dinh_service::Error;
use dinh_service::units::{ImportReport, export_units, import_units, preview_import};

use super::{the_directory, with_real_city};
use crate::installation::{Installation, installations};

const GOOD: &str = "kind,code,local_kind,name,parent,valid_from,loudspeaker\n\
    village,CK-01,ấp,Một,phuong-cai-khe,2025-07-01,có\n\
    residential_group,,khu vực,2,phuong-cai-khe,01/07/2025,không\n\
    Cơ quan nhà nước,SNV,,Sở Nội vụ,thanh-pho-can-tho,2025-07-01,\n\
    public_service_unit,TH-01,,Trường tiểu học mẫu,phuong-cai-khe,2025-07-01,\n\
    state_enterprise,DN-01,công ty,Cấp nước mẫu,thanh-pho-can-tho,2025-07-01,\n";

async fn exported(installation: &Installation, kinds: &[UnitKind]) -> String {
    let ctx = installation.clockwork();
    let mut tx = ctx.read().await.expect("a snapshot");
    export_units(&ctx, &mut tx, kinds).await.expect("a file")
}

async fn imported(installation: &Installation, file: &[u8]) -> ImportReport {
    import_units(&installation.clockwork(), file)
        .await
        .expect("a report")
}

fn said(report: &ImportReport) -> Vec<String> {
    report.errors.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn what_is_exported_can_be_imported_and_exported_again_unchanged() {
    for (installation, empty) in installations().await.into_iter().zip(installations().await) {
        with_real_city(&installation).await;
        imported(&installation, GOOD.as_bytes()).await;
        let file = exported(&installation, &[]).await;
        let report = imported(&empty, file.as_bytes()).await;
        assert_eq!(said(&report), Vec::<String>::new());
        assert_eq!(report.new.len(), 508 + 5);
        assert_eq!(exported(&empty, &[]).await, file);
        let again = imported(&empty, file.as_bytes()).await;
        assert_eq!(
            (again.new.len(), again.unchanged, again.errors.len()),
            (0, 513, 0)
        );
    }
}

#[tokio::test]
async fn errors_name_the_same_line_however_lines_end() {
    let installation = installations().await.remove(0);
    with_real_city(&installation).await;
    let bad = GOOD.replace(",2,phuong", ",,phuong");
    for file in [bad.clone(), bad.replace('\n', "\r\n")] {
        let report = imported(&installation, file.as_bytes()).await;
        let lines: Vec<u64> = report.errors.iter().map(|error| error.line).collect();
        assert_eq!(lines, [3], "{:?}", said(&report));
    }
}

#[tokio::test]
async fn spreadsheet_programs_may_write_the_file_in_their_way() {
    use unicode_normalization::UnicodeNormalization;
    let installation = installations().await.remove(0);
    with_real_city(&installation).await;
    let semicolons: String = format!("\u{feff}{}", GOOD.replace(',', ";").replace('\n', "\r\n"))
        .nfd()
        .collect();
    let ctx = installation.clockwork();
    let report = preview_import(&ctx, semicolons.as_bytes())
        .await
        .expect("a report");
    assert_eq!(said(&report), Vec::<String>::new());
    let names: Vec<&str> = report
        .new
        .iter()
        .map(|unit| unit.full_name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "Ấp Một",
            "Khu vực 2",
            "Sở Nội vụ",
            "Trường tiểu học mẫu",
            "Công ty Cấp nước mẫu"
        ]
    );
    assert!(report.new[0].loudspeaker && !report.new[1].loudspeaker);
    assert_eq!(report.new[0].kind, UnitKind::Village);
    assert_eq!(report.new[0].local_kind, "ấp");
    let labelled = GOOD.replace("kind,code,local_kind,name,parent,valid_from,loudspeaker",
        "Loại đơn vị,Mã đơn vị,Tên loại tại chỗ,Tên,Đơn vị cấp trên,Có từ ngày,Có hệ thống truyền thanh");
    let report = preview_import(&ctx, labelled.as_bytes())
        .await
        .expect("a report");
    assert_eq!((report.new.len(), report.errors.len()), (5, 0));
    assert_eq!(
        the_directory(&installation).await.units().len(),
        508,
        "a preview stores nothing"
    );
}

#[tokio::test]
async fn every_wrong_line_is_named_at_once_and_nothing_is_stored() {
    for installation in installations().await {
        with_real_city(&installation).await;
        let file = "kind,code,name,parent,valid_from,valid_to,population,portal\n\
            village,A1,Một,phuong-cai-khe,2026-02-30,,,\n\
            làng,A2,Hai,phuong-cai-khe,,,12.5,\n\
            village,A3,,khong-co,2026-01-02,2026-01-01,,chắc là có\n\
            village,A4,Bốn,phuong-cai-khe,2026-01-01,,,\n\
            village,A4,Năm,phuong-cai-khe,2026-01-01,,,\n\
            ward,31120,Khác,thanh-pho-can-tho,2026-01-01,,,\n\
            village,A6,Sáu,thanh-pho-can-tho,2026-01-01,,,\n\
            ward,31120,Cái Khế,thanh-pho-can-tho,2025-07-01,,,\n";
        let report = imported(&installation, file.as_bytes()).await;
        let errors = said(&report);
        for expected in [
            "Dòng 2, cột “valid_from”: “2026-02-30” không phải là ngày có thật",
            "Dòng 3, cột “kind”: Không có loại “làng”",
            "Dòng 3, cột “population”: “12.5” không phải là số nguyên",
            "Dòng 4, cột “name”: Chưa có tên",
            "Dòng 4, cột “valid_to”: Ngày hết 01/01/2026 không sau ngày bắt đầu 02/01/2026",
            "Dòng 4, cột “portal”: “chắc là có” không hiểu được",
            "Dòng 6, cột “code”: Trùng loại, mã và ngày bắt đầu với dòng 5",
            "Dòng 7, cột “code”: Mã 31120 đang do Phường Cái Khế dùng (từ 01/07/2025)",
            "Dòng 8, cột “parent”: Thôn, ấp không thể trực thuộc loại “Thành phố trực thuộc trung ương”",
            "Dòng 9, cột “legal_basis”: Phường Cái Khế đã có với nội dung khác",
        ] {
            assert!(
                errors.iter().any(|error| error.starts_with(expected)),
                "{expected}\n{errors:#?}"
            );
        }
        assert_eq!(errors.len(), 10, "{errors:#?}");
        assert_eq!(the_directory(&installation).await.units().len(), 508);
    }
}

#[tokio::test]
async fn a_file_that_is_no_units_file_is_refused_with_what_to_do() {
    let installation = installations().await.remove(0);
    with_real_city(&installation).await;
    let many = format!("kind,name\n{}", "village,a\n".repeat(10_001));
    let large = vec![b'a'; 5 * 1024 * 1024 + 1];
    let cases: [(&[u8], &str); 7] = [
        (b"", "không có dòng tiêu đề"),
        (b"kind,name,colour\n", "cột “colour”: Không có cột này"),
        (b"name,name\n", "Cột này có hai lần"),
        (b"name\n", "Thiếu cột “Loại đơn vị”"),
        (b"kind,name\nvillage,\xff\n", "CSV UTF-8"),
        (many.as_bytes(), "hơn 10.000 dòng"),
        (&large, "lớn hơn 5 MB"),
    ];
    for (file, expected) in cases {
        let errors = said(&imported(&installation, file).await);
        assert!(
            errors.iter().any(|error| error.contains(expected)),
            "{expected}: {errors:?}"
        );
    }
    let short = said(&imported(&installation, b"kind,name\nvillage\n").await);
    assert_eq!(short.len(), 1, "{short:?}");
    assert!(short[0].starts_with("Dòng 2: Dòng có 1 ô, tiêu đề có 2 cột"));
}

#[tokio::test]
async fn a_name_that_looks_like_a_formula_is_exported_as_text_and_comes_back() {
    let installation = installations().await.remove(0);
    with_real_city(&installation).await;
    let file =
        "kind,code,name,parent,legal_basis\nagency,X1,\"=HYPERLINK(1)\",thanh-pho-can-tho,+84\n";
    imported(&installation, file.as_bytes()).await;
    let out = exported(&installation, &[UnitKind::Agency]).await;
    assert!(out.contains(",'=HYPERLINK(1),'=HYPERLINK(1),"), "{out}");
    let again = imported(&installation, out.as_bytes()).await;
    assert_eq!((again.unchanged, again.errors.len()), (1, 0));
}

#[tokio::test]
async fn only_the_administrator_of_the_city_may_import() {
    let installation = installations().await.remove(0);
    let city = with_real_city(&installation).await;
    let clerk = installation.acting(Role::CommuneClerk, city.city);
    let refused = import_units(&clerk, GOOD.as_bytes()).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let public = dinh_service::Context::public(&installation.platform);
    assert!(matches!(
        preview_import(&public, GOOD.as_bytes()).await,
        Err(Error::Forbidden)
    ));
    let administrator = installation.acting(Role::CityAdministrator, city.city);
    assert!(
        preview_import(&administrator, GOOD.as_bytes())
            .await
            .is_ok()
    );
}
