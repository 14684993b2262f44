//! The statistics read back by another program.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};

use super::specimens::decision_sheets;
use crate::{DecisionStatistics, decision_statistics_xlsx};

fn sheet(statistics: &DecisionStatistics, name: &str) -> Range<Data> {
    let bytes = decision_statistics_xlsx(statistics).expect("a workbook");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    workbook.worksheet_range(name).expect("a sheet")
}

/// The cell under the heading, in the first row of numbers or below.
fn cell(sheet: &Range<Data>, heading: &str, row: usize) -> Data {
    let head = sheet.rows().nth(3).expect("a header");
    let column = head
        .iter()
        .position(|cell| *cell == Data::String(heading.to_owned()));
    let cells = sheet.rows().nth(4 + row).expect("a row");
    cells[column.expect("a column")].clone()
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

#[test]
fn form_ii_has_its_columns_in_their_order() {
    let sheet = sheet(&decision_sheets::decision_statistics(), "II");
    let head: Vec<String> = sheet
        .rows()
        .nth(3)
        .expect("a header")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        head[1..15],
        [
            "Nội dung",
            "Tóm tắt nội dung",
            "Cơ quan chủ trì",
            "Hình thức bàn",
            "Số phương án được chuẩn bị",
            "Kết quả biểu quyết: Số phiếu",
            "Tổng số hộ gia đình",
            "Kết quả biểu quyết",
            "Kết quả biểu quyết (%)",
            "Tổng giá trị (VNĐ)",
            "Trong đó: NSNN (VNĐ)",
            "Nhân dân đóng góp (tiền, VNĐ)",
            "Ngày công đóng góp",
            "Khác",
        ]
    );
}

#[test]
fn votes_stay_whole_numbers_and_an_exact_fraction() {
    let sheet = sheet(&decision_sheets::decision_statistics(), "II");
    assert_eq!(
        cell(&sheet, "Kết quả biểu quyết: Số phiếu", 0),
        Data::Float(138.0)
    );
    assert_eq!(cell(&sheet, "Tổng số hộ gia đình", 0), Data::Float(200.0));
    assert_eq!(cell(&sheet, "Kết quả biểu quyết", 0), text("138/200"));
    assert_eq!(cell(&sheet, "Kết quả biểu quyết (%)", 0), Data::Float(69.0));
    assert_eq!(cell(&sheet, "Số hộ cần tán thành", 0), Data::Float(134.0));
    assert_eq!(cell(&sheet, "Kết quả", 0), text("Thông qua"));
    assert_eq!(
        cell(&sheet, "Tổng giá trị (VNĐ)", 0),
        Data::Float(750_000_000.0)
    );
}

#[test]
fn a_number_that_nobody_recorded_is_missing_and_not_zero() {
    let statistics = decision_sheets::decision_statistics();
    let discussed = sheet(&statistics, "II");
    assert_eq!(
        cell(&discussed, "Kết quả biểu quyết: Số phiếu", 1),
        text("chưa có dữ liệu")
    );
    assert_eq!(
        cell(&discussed, "Kết quả biểu quyết (%)", 1),
        text("chưa có dữ liệu")
    );
    assert_eq!(cell(&discussed, "Kết quả", 1), text("Chưa kiểm đếm"));
    let inspection = sheet(&statistics, "V");
    assert_eq!(
        cell(&inspection, "Phát hiện số sai phạm/vụ việc", 0),
        Data::Float(0.0)
    );
    assert_eq!(
        cell(&inspection, "Số vụ việc kiến nghị", 0),
        text("chưa có dữ liệu")
    );
}

#[test]
fn the_other_forms_have_a_sheet_each() {
    let statistics = decision_sheets::decision_statistics();
    let annex = sheet(&statistics, "II - Phụ lục R1");
    assert_eq!(
        cell(&annex, "Loại công việc", 0),
        text("Bầu, miễn nhiệm, bãi nhiệm trưởng thôn, tổ trưởng TDP")
    );
    assert_eq!(cell(&annex, "Kết quả biểu quyết", 0), text("142/200"));
    let investment = sheet(&statistics, "VI");
    assert_eq!(
        cell(&investment, "Thu hồi tiền (đồng)", 0),
        Data::Float(1_234_567_890_123.0)
    );
    let petitions = sheet(&statistics, "VII");
    assert_eq!(
        cell(&petitions, "Tổng số đơn thư chưa được giải quyết", 0),
        Data::Float(2.0)
    );
    let meetings = sheet(&statistics, "VIII");
    assert_eq!(
        cell(
            &meetings,
            "Số thôn, bản, TDP tổ chức họp toàn thể: khác (4)",
            0
        ),
        Data::Float(0.0)
    );
    let title = meetings.get_value((0, 0)).map(ToString::to_string);
    assert!(title.expect("a title").ends_with("năm 2026"));
}

#[test]
fn a_number_beyond_what_a_spreadsheet_holds_is_written_as_text() {
    let mut statistics = decision_sheets::decision_statistics();
    statistics.discussed[0].total_value = Some(i64::MAX);
    statistics.discussed[0].other = "=1+1".to_owned();
    let sheet = sheet(&statistics, "II");
    assert_eq!(
        cell(&sheet, "Tổng giá trị (VNĐ)", 0),
        text(&i64::MAX.to_string())
    );
    assert_eq!(cell(&sheet, "Khác", 0), text("=1+1"));
}

#[test]
fn an_empty_period_says_so() {
    let mut statistics = decision_sheets::decision_statistics();
    statistics.discussed.clear();
    let sheet = sheet(&statistics, "II");
    assert_eq!(
        cell(&sheet, "Nội dung", 0),
        text("Không có việc nào trong kỳ.")
    );
}
