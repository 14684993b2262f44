//! The sheets of the statistics, column by column as in the forms; our own columns stand to their right.

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};

use super::statistics::{
    AnnexKind, AnnexRow, DecisionRow, DecisionStatistics, DiscussedRow, InspectionBoardRow,
    InvestmentBoardRow, PetitionRow, ReportedMatter, VillageMeetingRow,
};
use crate::disclosure_workbook::{Formats, cell_text, excel_date};
use crate::error::ReportError;
use crate::readable::readable;
use crate::wording;

/// What stands where a number was never recorded.
const MISSING: &str = "chưa có dữ liệu";
/// Numbers of up to so many digits are exact in a spreadsheet.
const LARGEST: u64 = 999_999_999_999_999;
const HEAD_ROW: u32 = 3;

/// A cell before it is written.
enum Cell {
    Text(String),
    Number(Option<i64>),
    Date(Option<Date>),
    /// Votes of households as "138/200".
    Fraction(Option<i64>, Option<i64>),
    /// The same in hundredths, as a number with two decimals.
    Percent(Option<i64>, Option<i64>),
}

const DISCUSSED: [(&str, f64); 17] = [
    ("TT", 6.0),
    ("Nội dung", 40.0),
    ("Tóm tắt nội dung", 40.0),
    ("Cơ quan chủ trì", 24.0),
    ("Hình thức bàn", 14.0),
    ("Số phương án được chuẩn bị", 12.0),
    ("Kết quả biểu quyết: Số phiếu", 12.0),
    ("Tổng số hộ gia đình", 12.0),
    ("Kết quả biểu quyết", 14.0),
    ("Kết quả biểu quyết (%)", 12.0),
    ("Tổng giá trị (VNĐ)", 18.0),
    ("Trong đó: NSNN (VNĐ)", 18.0),
    ("Nhân dân đóng góp (tiền, VNĐ)", 18.0),
    ("Ngày công đóng góp", 12.0),
    ("Khác", 24.0),
    ("Xã, phường", 20.0),
    ("Thôn, tổ dân phố", 20.0),
];

const ANNEX: [(&str, f64); 12] = [
    ("TT", 6.0),
    ("Nội dung công việc", 40.0),
    ("Loại công việc", 34.0),
    ("Cơ quan chủ trì", 24.0),
    ("Hình thức bàn", 14.0),
    ("Số phương án", 12.0),
    ("Kết quả biểu quyết: Số phiếu", 12.0),
    ("Tổng số hộ gia đình", 12.0),
    ("Kết quả biểu quyết", 14.0),
    ("Kết quả biểu quyết (%)", 12.0),
    ("Xã, phường", 20.0),
    ("Thôn, tổ dân phố", 20.0),
];

/// Our columns, the same behind form II and its annex.
const OURS: [(&str, f64); 9] = [
    ("Ngày quyết định", 12.0),
    ("Hình thức theo Điều 17", 24.0),
    ("Tổng số hộ đã chốt", 12.0),
    ("Số hộ có đại diện", 12.0),
    ("Số hộ tán thành", 12.0),
    ("Số hộ cần tán thành", 12.0),
    ("Kết quả", 14.0),
    ("Công nhận", 24.0),
    ("Có hiệu lực từ", 12.0),
];

const INSPECTION: [(&str, f64); 10] = [
    ("TT", 6.0),
    ("Xã, phường", 24.0),
    ("Số cuộc giám sát", 14.0),
    ("Phát hiện số sai phạm/vụ việc", 14.0),
    ("Số vụ việc kiến nghị", 14.0),
    ("Thu hồi tiền (đồng)", 16.0),
    ("Xử lý khác về tiền (đồng)", 16.0),
    ("Thu hồi đất (m²)", 14.0),
    ("Xử lý khác về đất (m²)", 14.0),
    (
        "Kiến nghị xử lý bất cập, vướng mắc về quy định pháp luật (nêu cụ thể)",
        44.0,
    ),
];

const INVESTMENT: [(&str, f64); 9] = [
    ("TT", 6.0),
    ("Xã, phường", 24.0),
    ("Số công trình, dự án trên địa bàn", 14.0),
    ("Số cuộc giám sát", 14.0),
    ("Phát hiện số sai phạm/công trình, dự án", 16.0),
    ("Số vụ việc kiến nghị", 14.0),
    ("Thu hồi tiền (đồng)", 16.0),
    ("Giảm trừ quyết toán (đồng)", 16.0),
    ("Xử lý khác (đồng)", 16.0),
];

const PETITIONS: [(&str, f64); 8] = [
    ("TT", 6.0),
    ("Xã, phường", 24.0),
    (
        "Số đơn thư khiếu nại tố cáo đã tiếp nhận: trong kỳ báo cáo",
        18.0,
    ),
    (
        "Số đơn thư khiếu nại tố cáo đã tiếp nhận: tính từ đầu năm",
        18.0,
    ),
    (
        "Số đơn thư khiếu nại tố cáo đã được giải quyết: trong kỳ báo cáo",
        18.0,
    ),
    (
        "Số đơn thư khiếu nại tố cáo đã được giải quyết: tính từ đầu năm",
        18.0,
    ),
    ("Tổng số đơn thư chưa được giải quyết", 18.0),
    ("Ghi chú", 30.0),
];

const MEETINGS: [(&str, f64); 7] = [
    ("TT", 6.0),
    ("Xã, phường", 24.0),
    ("Tổng số thôn, bản, tổ dân phố (1)", 16.0),
    (
        "Số thôn, bản, TDP tổ chức họp toàn thể: 1 năm/lần (2)",
        18.0,
    ),
    (
        "Số thôn, bản, TDP tổ chức họp toàn thể: 1 năm/2 lần (3)",
        18.0,
    ),
    ("Số thôn, bản, TDP tổ chức họp toàn thể: khác (4)", 18.0),
    ("Ghi chú", 30.0),
];

pub(super) fn write(statistics: &DecisionStatistics) -> Result<Vec<u8>, ReportError> {
    let mut workbook = Workbook::new();
    let period = wording::bare(&statistics.period);
    let mut properties = DocProperties::new()
        .set_title(format!(
            "Thống kê Nhân dân bàn và quyết định, {}",
            readable(&period)
        ))
        .set_author(readable(&statistics.issuer));
    if let Some(date) = excel_date(statistics.date) {
        properties = properties.set_creation_datetime(&date);
    }
    workbook.set_properties(&properties);
    let formats = Formats::new();
    let percent = formats.number.clone().set_num_format("0.00");
    let integer = formats.number.clone().set_num_format("#,##0");
    for (name, title, period, columns, rows) in forms(statistics, &period) {
        let mut sheet = Sheet {
            worksheet: workbook.add_worksheet(),
            formats: &formats,
            percent: &percent,
            integer: &integer,
        };
        sheet.head(
            name,
            &format!("{name}. {title}, {period}"),
            statistics,
            &columns,
        )?;
        sheet.body(&rows, columns.len())?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// Name, title, period, columns and rows of every form.
type Form = (
    &'static str,
    &'static str,
    String,
    Vec<(&'static str, f64)>,
    Vec<Vec<Cell>>,
);

fn forms(statistics: &DecisionStatistics, period: &str) -> Vec<Form> {
    let year = format!("năm {}", statistics.year);
    let ours = |columns: &[(&'static str, f64)]| [columns, &OURS].concat();
    vec![
        (
            "II",
            "Nhân dân bàn và quyết định trực tiếp",
            period.to_owned(),
            ours(&DISCUSSED),
            rows(&statistics.discussed, discussed),
        ),
        (
            "II - Phụ lục R1",
            "Nhân dân bàn, biểu quyết, cơ quan có thẩm quyền quyết định",
            period.to_owned(),
            ours(&ANNEX),
            rows(&statistics.annex, annex),
        ),
        (
            "V",
            "Kết quả hoạt động của Ban Thanh tra nhân dân",
            period.to_owned(),
            INSPECTION.to_vec(),
            rows(&statistics.inspection_boards, inspection),
        ),
        (
            "VI",
            "Kết quả hoạt động của Ban Giám sát đầu tư của cộng đồng",
            period.to_owned(),
            INVESTMENT.to_vec(),
            rows(&statistics.investment_boards, investment),
        ),
        (
            "VII",
            "Đơn thư khiếu nại, tố cáo",
            period.to_owned(),
            PETITIONS.to_vec(),
            rows(&statistics.petitions, petition),
        ),
        (
            "VIII",
            "Kết quả tổ chức họp thôn, bản, tổ dân phố",
            year,
            MEETINGS.to_vec(),
            rows(&statistics.village_meetings, meeting),
        ),
    ]
}

/// Every row with its running number in front.
fn rows<Row>(rows: &[Row], cells: fn(&Row) -> Vec<Cell>) -> Vec<Vec<Cell>> {
    (1..)
        .zip(rows)
        .map(|(number, row)| {
            let mut all = vec![Cell::Number(Some(number))];
            all.extend(cells(row));
            all
        })
        .collect()
}

struct Sheet<'book> {
    worksheet: &'book mut Worksheet,
    formats: &'book Formats,
    percent: &'book Format,
    integer: &'book Format,
}

impl Sheet<'_> {
    fn head(
        &mut self,
        name: &str,
        title: &str,
        statistics: &DecisionStatistics,
        columns: &[(&str, f64)],
    ) -> Result<(), XlsxError> {
        let sheet = &mut *self.worksheet;
        sheet.set_name(name)?;
        sheet
            .set_landscape()
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.59, 0.59, 0.79, 0.79, 0.3, 0.3);
        sheet.set_footer("&C&\"Times New Roman\"&P/&N");
        sheet.set_repeat_rows(HEAD_ROW, HEAD_ROW)?;
        sheet.set_freeze_panes(HEAD_ROW + 1, 2)?;
        sheet.write_string_with_format(0, 0, cell_text(title), &self.formats.title)?;
        sheet.write_string_with_format(1, 0, cell_text(&statistics.issuer), &self.formats.plain)?;
        if statistics.sample {
            sheet.write_string_with_format(2, 0, "DỮ LIỆU MẪU", &self.formats.title)?;
        }
        for (column, (label, width)) in (0u16..).zip(columns) {
            sheet.set_column_width(column, *width)?;
            sheet.write_string_with_format(HEAD_ROW, column, *label, &self.formats.head)?;
        }
        Ok(())
    }

    fn body(&mut self, rows: &[Vec<Cell>], columns: usize) -> Result<(), XlsxError> {
        let mut last = HEAD_ROW;
        for (row, cells) in (HEAD_ROW + 1..).zip(rows) {
            for (column, cell) in (0u16..).zip(cells) {
                self.cell(row, column, cell)?;
            }
            last = row;
        }
        if rows.is_empty() {
            last += 1;
            self.text(last, 0, "")?;
            self.text(last, 1, "Không có việc nào trong kỳ.")?;
        }
        let width = u16::try_from(columns.saturating_sub(1)).unwrap_or(u16::MAX);
        self.worksheet.autofilter(HEAD_ROW, 0, last, width)?;
        Ok(())
    }

    fn cell(&mut self, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Text(text) => self.text(row, column, text),
            Cell::Number(Some(number)) => self.number(row, column, *number),
            Cell::Date(Some(date)) => match excel_date(*date) {
                Some(day) => {
                    self.worksheet.write_datetime_with_format(
                        row,
                        column,
                        &day,
                        &self.formats.date,
                    )?;
                    Ok(())
                }
                None => self.text(row, column, &wording::short_date(*date)),
            },
            Cell::Fraction(Some(part), Some(whole)) => {
                self.text(row, column, &format!("{part}/{whole}"))
            }
            Cell::Percent(Some(part), Some(whole)) => match hundredths(*part, *whole) {
                Some(share) => {
                    self.worksheet
                        .write_number_with_format(row, column, share, self.percent)?;
                    Ok(())
                }
                None => self.text(row, column, MISSING),
            },
            Cell::Number(None) | Cell::Date(None) | Cell::Fraction(..) | Cell::Percent(..) => {
                self.text(row, column, MISSING)
            }
        }
    }

    /// Whole numbers stay whole; one of more than 15 digits is written as text, because a spreadsheet would round it.
    fn number(&mut self, row: u32, column: u16, number: i64) -> Result<(), XlsxError> {
        let digits = number.to_string();
        match digits.parse::<f64>() {
            Ok(value) if number.unsigned_abs() <= LARGEST => {
                self.worksheet
                    .write_number_with_format(row, column, value, self.integer)?;
                Ok(())
            }
            _ => self.text(row, column, &digits),
        }
    }

    fn text(&mut self, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
        let text = cell_text(text);
        let format = if text.starts_with(['=', '+', '-', '@']) {
            &self.formats.quoted
        } else {
            &self.formats.text
        };
        self.worksheet
            .write_string_with_format(row, column, text, format)?;
        Ok(())
    }
}

/// The share of a hundred, if the whole is not empty.
fn hundredths(part: i64, whole: i64) -> Option<f64> {
    let part = f64::from(u32::try_from(part).ok()?);
    let whole = f64::from(u32::try_from(whole).ok().filter(|whole| *whole > 0)?);
    Some(part * 100.0 / whole)
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// II.3 to II.6.
fn result(decision: &DecisionRow) -> Vec<Cell> {
    vec![
        text(&decision.presided_by),
        text(&decision.reported_form),
        Cell::Number(decision.options),
        Cell::Number(decision.votes),
        Cell::Number(decision.total_households),
        Cell::Fraction(decision.votes, decision.total_households),
        Cell::Percent(decision.votes, decision.total_households),
    ]
}

fn ours(decision: &DecisionRow) -> Vec<Cell> {
    let passed = match decision.passed {
        Some(true) => "Thông qua",
        Some(false) => "Không thông qua",
        None => "Chưa kiểm đếm",
    };
    vec![
        text(&decision.commune),
        text(&decision.community),
        Cell::Date(decision.decided_on),
        text(&decision.form),
        Cell::Number(decision.total_households),
        Cell::Number(decision.represented),
        Cell::Number(decision.votes),
        Cell::Number(decision.needed),
        text(passed),
        text(&decision.recognition),
        Cell::Date(decision.effective_from),
    ]
}

fn discussed(row: &DiscussedRow) -> Vec<Cell> {
    let matter = match row.matter {
        ReportedMatter::Contributions => {
            "Chủ trương, mức đóng góp xây dựng cơ sở hạ tầng, công trình công cộng"
        }
        ReportedMatter::ContributionFunds => "Thu, chi, quản lý khoản đóng góp của Nhân dân",
        ReportedMatter::EntrustedFunds => "Thu, chi, quản lý kinh phí, tài sản được giao quản lý",
        ReportedMatter::OtherFunds => {
            "Thu, chi, quản lý khoản tiếp nhận từ nguồn thu, tài trợ, ủng hộ hợp pháp khác"
        }
        ReportedMatter::SelfGovernance => "Các công việc tự quản khác",
    };
    let mut cells = vec![text(matter), text(&row.decision.summary)];
    cells.extend(result(&row.decision));
    cells.extend([
        Cell::Number(row.total_value),
        Cell::Number(row.state_budget),
        Cell::Number(row.contributed_money),
        Cell::Number(row.labour_days),
        text(&row.other),
    ]);
    cells.extend(ours(&row.decision));
    cells
}

fn annex(row: &AnnexRow) -> Vec<Cell> {
    let kind = match row.kind {
        AnnexKind::Convention => "Hương ước, quy ước của thôn, TDP",
        AnnexKind::CommunityHead => "Bầu, miễn nhiệm, bãi nhiệm trưởng thôn, tổ trưởng TDP",
        AnnexKind::InspectionBoard => "Bầu, bãi nhiệm thành viên Ban TTND",
        AnnexKind::InvestmentBoard => "Bầu, bãi nhiệm Ban GSĐTCCĐ",
    };
    let mut cells = vec![text(&row.content), text(kind)];
    cells.extend(result(&row.decision));
    cells.extend(ours(&row.decision));
    cells
}

fn inspection(row: &InspectionBoardRow) -> Vec<Cell> {
    let numbers = [
        row.supervisions,
        row.findings,
        row.recommendations,
        row.money_recovered,
        row.money_otherwise,
        row.land_recovered,
        row.land_otherwise,
    ];
    let mut cells = vec![text(&row.commune)];
    cells.extend(numbers.map(Cell::Number));
    cells.push(text(row.rule_proposals.as_deref().unwrap_or(MISSING)));
    cells
}

fn investment(row: &InvestmentBoardRow) -> Vec<Cell> {
    let numbers = [
        row.projects,
        row.supervisions,
        row.findings,
        row.recommendations,
        row.money_recovered,
        row.accounts_cut,
        row.otherwise,
    ];
    let mut cells = vec![text(&row.commune)];
    cells.extend(numbers.map(Cell::Number));
    cells
}

fn petition(row: &PetitionRow) -> Vec<Cell> {
    let numbers = [
        row.received,
        row.received_since_january,
        row.settled,
        row.settled_since_january,
        row.open,
    ];
    let mut cells = vec![text(&row.commune)];
    cells.extend(numbers.map(Cell::Number));
    cells.push(text(&row.note));
    cells
}

fn meeting(row: &VillageMeetingRow) -> Vec<Cell> {
    let numbers = [
        row.communities,
        row.met_once,
        row.met_twice,
        row.met_otherwise,
    ];
    let mut cells = vec![text(&row.commune)];
    cells.extend(numbers.map(Cell::Number));
    cells.push(text(&row.note));
    cells
}
