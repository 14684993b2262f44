//! A roll from a file: nothing before a yes, all errors at once, twins for a human.

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};

use dinh_service::Error;
use dinh_service::roll::import::{
    ImportReport, MOST_LINES, TwinOf, discard_import, preview_import, store_import, waiting_import,
};
use dinh_service::roll::{export_roll, export_roll_book};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::hamlet::{BEGUN, Hamlets, hamlets};
use crate::stage::{DECIDED, parts};

const HEADER: &str = "Số hộ,Họ và tên đại diện,Địa chỉ,Điện thoại,Năng lực,Căn cứ,Cụm";

fn csv(lines: &[&str]) -> Vec<u8> {
    format!("{HEADER}\r\n{}\r\n", lines.join("\r\n")).into_bytes()
}

async fn preview(hamlets: &Hamlets, file: Vec<u8>) -> ImportReport {
    preview_import(&hamlets.head(), hamlets.here.id, &parts(BEGUN), file)
        .await
        .expect("a report")
}

/// A workbook with one sheet of texts.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let cell = |row: usize, (column, cell): (char, &&str)| match cell.parse::<u64>() {
        Ok(number) => format!(r#"<c r="{column}{row}"><v>{number}</v></c>"#),
        Err(_) => format!(r#"<c r="{column}{row}" t="inlineStr"><is><t>{cell}</t></is></c>"#),
    };
    let lines: Vec<String> = (1..)
        .zip(rows)
        .map(|(row, cells)| {
            let cells: Vec<String> = ('A'..='Z').zip(*cells).map(|at| cell(row, at)).collect();
            format!(r#"<row r="{row}">{}</row>"#, cells.concat())
        })
        .collect();
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>"#,
        lines.concat()
    );
    let parts = [
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Hộ" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ];
    pack(parts.map(|(name, text)| (name, text.as_bytes().to_vec())))
}

fn pack(parts: impl IntoIterator<Item = (&'static str, Vec<u8>)>) -> Vec<u8> {
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        packed
            .start_file(name, SimpleFileOptions::default())
            .expect("a part");
        packed.write_all(&bytes).expect("written");
    }
    packed.finish().expect("packed").into_inner()
}

#[tokio::test]
async fn a_dry_run_stores_nothing_until_somebody_says_yes() {
    for hamlets in hamlets().await {
        let file = csv(&[
            ",Nguyễn Văn Mẫu,12 đường Mẫu,0907 000 001,đầy đủ,,Cụm 1",
            "7,Trần Thị Mẫu,14 đường Mẫu,,không,Giấy ủy nhiệm 02/02/2026,",
        ]);
        let report = preview(&hamlets, file).await;
        assert_eq!((report.new.len(), report.errors.len()), (2, 0));
        assert_eq!(hamlets.roll(hamlets.here.id, DECIDED).await.len(), 0);
        let id = report.waiting.expect("it waits");
        let head = hamlets.head();
        let again = waiting_import(&head, id).await.expect("it still waits");
        assert_eq!(again.new, report.new);
        let strange = waiting_import(&hamlets.clerk(), id).await;
        assert!(matches!(strange, Err(Error::NotFound)), "{strange:?}");
        let stored = store_import(&head, id, &BTreeSet::new())
            .await
            .expect("answered")
            .expect("stored");
        assert_eq!((stored.new, stored.left_out), (2, 0));
        let roll = hamlets.roll(hamlets.here.id, DECIDED).await;
        assert_eq!(
            roll,
            [(7, "Trần Thị Mẫu".into()), (8, "Nguyễn Văn Mẫu".into())]
        );
        let twice = store_import(&head, id, &BTreeSet::new()).await;
        assert!(matches!(twice, Err(Error::NotFound)), "{twice:?}");
    }
}

#[tokio::test]
async fn every_bad_line_is_told_at_once_with_what_to_do_and_nothing_waits() {
    for hamlets in hamlets().await {
        let file = csv(&[
            ",Nguyễn Văn Mẫu,12 đường Mẫu,,đầy đủ,,",
            ",Trần Văn Trẻ,14 đường Mẫu,,không,,",
            ",,16 đường Mẫu,abc,đầy đủ,,",
            "x,Lê Thị Mẫu,,,uỷ nhiệm,,",
            "5,Lê Thị Năm,20 đường Mẫu,,đủ,,",
            "5,Lê Thị Sáu,22 đường Mẫu,,đủ,,",
        ]);
        let report = preview(&hamlets, file).await;
        let told: Vec<(u64, &str)> = report
            .errors
            .iter()
            .map(|error| (error.line, error.column.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (3, "Năng lực"),
                (4, "Họ và tên đại diện"),
                (4, "Điện thoại"),
                (5, "Căn cứ"),
                (5, "Số hộ"),
                (5, "Địa chỉ"),
                (7, "Số hộ"),
            ]
        );
        let capacity = report.errors.first().expect("an error").to_string();
        assert!(capacity.contains("khoản 2 Điều 18"), "{capacity}");
        assert_eq!(report.waiting, None);
        assert_eq!(hamlets.roll(hamlets.here.id, DECIDED).await.len(), 0);
    }
}

#[tokio::test]
async fn twins_in_the_file_and_against_the_roll_are_kept_only_when_ticked() {
    for hamlets in hamlets().await {
        hamlets.add("Nguyễn Văn Mẫu").await;
        let file = csv(&[
            ",NGUYEN VAN MAU,14 Đường Mẫu,,đủ,,",
            ",Trần Thị Đôi,20 đường Mẫu,,đủ,,",
            ",Tran Thi Doi,20 duong mau,,đủ,,",
        ]);
        let head = hamlets.head();
        let report = preview(&hamlets, file).await;
        let twins: Vec<(u64, TwinOf)> = report
            .twins
            .iter()
            .map(|twin| (twin.line, twin.of))
            .collect();
        assert_eq!(twins, [(2, TwinOf::Household(1)), (4, TwinOf::Line(3))]);
        let id = report.waiting.expect("it waits");
        let stored = store_import(&head, id, &BTreeSet::from([4]))
            .await
            .expect("answered")
            .expect("stored");
        assert_eq!((stored.new, stored.left_out), (2, 1));
        assert_eq!(hamlets.roll(hamlets.here.id, DECIDED).await.len(), 3);
    }
}

#[tokio::test]
async fn what_is_exported_is_imported_again_without_a_change() {
    for hamlets in hamlets().await {
        for name in ["Nguyễn Văn Mẫu", "=Trần Thị Mẫu", "Lê \"Tư\" Mẫu"] {
            hamlets.add(name).await;
        }
        let head = hamlets.head();
        let text = export_roll(&head, hamlets.here.id).await.expect("a file");
        assert!(text.contains("'=Trần Thị Mẫu"), "no formula leaves: {text}");
        let report = preview(&hamlets, text.into_bytes()).await;
        assert_eq!(report.errors, []);
        assert_eq!((report.unchanged, report.new.len()), (3, 0));
        assert_eq!(report.waiting, None);
        let book = export_roll_book(&head, hamlets.here.id)
            .await
            .expect("a book");
        let file = dinh_report::roll_book_xlsx(&book).expect("a workbook");
        let report = preview(&hamlets, file).await;
        assert_eq!(report.errors, []);
        assert_eq!((report.unchanged, report.new.len()), (3, 0));
    }
}

#[tokio::test]
async fn a_workbook_with_titles_other_columns_and_numbers_as_cells_is_read() {
    for hamlets in hamlets().await {
        let file = workbook(&[
            &["DANH SÁCH HỘ GIA ĐÌNH KHU VỰC 1"],
            &[
                "STT",
                "Họ và tên chủ hộ",
                "Địa chỉ",
                "SĐT",
                "Năng lực",
                "Nghề nghiệp",
            ],
            &[
                "1",
                "Nguyễn Văn Mẫu",
                "12 đường Mẫu",
                "907000001",
                "đủ",
                "Nông",
            ],
            &["2", "Trần Thị Mẫu", "14 đường Mẫu", "", "đủ", ""],
        ]);
        let report = preview(&hamlets, file).await;
        assert_eq!(report.errors, []);
        assert_eq!(report.ignored, ["STT", "Nghề nghiệp"]);
        let first = report.new.first().expect("a line");
        assert_eq!((first.line, first.phone.as_str()), (3, "0907000001"));
        let id = report.waiting.expect("it waits");
        discard_import(&hamlets.head(), id)
            .await
            .expect("thrown away");
        let gone = waiting_import(&hamlets.head(), id).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
    }
}

#[tokio::test]
async fn files_that_are_no_roll_are_refused_with_what_to_do() {
    for hamlets in hamlets().await {
        let long = format!(
            "{HEADER}\n{}",
            ",A Mẫu,1 đường,,đủ,,\n".repeat(MOST_LINES + 1)
        );
        let bomb = pack([("xl/worksheets/sheet1.xml", vec![b' '; 201 * 1024 * 1024])]);
        assert!(bomb.len() < 1024 * 1024, "small as a file");
        let cases: [(Vec<u8>, &str); 7] = [
            (long.into_bytes(), "hơn 5.000 dòng"),
            (bomb, "quá lớn"),
            (
                b"PK\x03\x04 and nothing more".to_vec(),
                "Không đọc được tệp XLSX",
            ),
            (vec![0xFF, 0xFE, 0x00], "UTF-8"),
            (Vec::new(), "tiêu đề"),
            (HEADER.as_bytes().to_vec(), "chưa có hộ nào"),
            ("Họ và tên,Địa chỉ\nA,B".into(), "Thiếu cột"),
        ];
        for (file, said) in cases {
            let report = preview(&hamlets, file).await;
            let errors: Vec<String> = report.errors.iter().map(ToString::to_string).collect();
            assert!(errors.concat().contains(said), "{said}: {errors:?}");
        }
    }
}

#[tokio::test]
async fn a_wrong_day_is_told_together_with_the_lines() {
    for hamlets in hamlets().await {
        let day = ["31".into(), "2".into(), "2026".into()];
        let file = csv(&[",,12 đường Mẫu,,đủ,,"]);
        let report = preview_import(&hamlets.head(), hamlets.here.id, &day, file)
            .await
            .expect("a report");
        assert_eq!((report.fields.len(), report.errors.len()), (1, 1));
        assert_eq!(report.waiting, None);
    }
}
