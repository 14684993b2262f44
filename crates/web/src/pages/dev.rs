//! `/dev/components`: every component with its examples, in development builds only.

use askama::Template;
use axum::extract::Query;
use axum::response::Html;
use serde::Deserialize;

use crate::components::{
    Choice, Choices, DateInput, DatePart, ErrorSummary, Field, FormErrors, Pagination,
    SelectOption, Status, StatusTag, SummaryAction, SummaryList, SummaryRow, Tab, Tabs, Task,
    TaskList,
};
use crate::page::{Page, Viewer};
use crate::routes::{Access, Route};
use crate::texts::{Lang, Texts};

/// The examples.
#[derive(Template)]
#[template(path = "dev/components.html")]
pub struct ComponentsPage {
    page: Page,
    errors: ErrorSummary,
    tags: Vec<StatusTag>,
    tabs: Tabs,
    tasks: TaskList,
    summary: SummaryList,
    fields: Vec<Field>,
    choices: Vec<Choices>,
    dates: Vec<DateInput>,
    pagination: Pagination,
}

/// The language of the examples.
#[derive(Debug, Default, Deserialize)]
pub struct Language {
    lang: Option<String>,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/dev/components", Access::Public, components)]
}

/// Answers `/dev/components`.
pub async fn components(Query(query): Query<Language>) -> Html<String> {
    let lang = query
        .lang
        .and_then(|code| code.parse().ok())
        .unwrap_or_default();
    Html(ComponentsPage::new(lang).render().unwrap_or_default())
}

impl ComponentsPage {
    /// All examples in a language.
    pub fn new(lang: Lang) -> Self {
        let mut page = Page::new(lang, "/dev/components", "Các thành phần giao diện")
            .crumb("Thành phố Cần Thơ", "/")
            .crumb("Đơn vị", "/don-vi")
            .crumb("Phường Ninh Kiều", "/don-vi/phuong-ninh-kieu");
        page.sample = true;
        page.csrf = Some("mẫu".to_owned());
        page.user = Some(Viewer {
            name: "Trần Thị Mẫu".to_owned(),
            mandate: "Cán bộ văn phòng, Phường Ninh Kiều".to_owned(),
            desk: true,
            rooms: Vec::new(),
        });
        let texts = page.texts;
        let errors = example_errors();
        Self {
            errors: ErrorSummary::new(texts, &errors),
            tags: statuses()
                .into_iter()
                .map(|status| StatusTag::new(texts, status))
                .collect(),
            tabs: example_tabs(),
            tasks: example_tasks(texts),
            summary: example_summary(texts),
            fields: example_fields(texts, &errors),
            choices: example_choices(texts),
            dates: vec![
                DateInput::new(texts, "signed", "Ngày ban hành văn bản").hint("Ví dụ: 15 9 2026"),
                DateInput::new(texts, "posted", "Ngày bắt đầu niêm yết")
                    .values(["31", "2", "2026"])
                    .error(errors.find("posted"))
                    .wrong(DatePart::Day),
            ],
            pagination: Pagination::new(texts, 5, 12, |number| format!("?trang={number}")),
            page,
        }
    }
}

fn example_errors() -> FormErrors {
    let mut errors = FormErrors::new();
    errors.push("number", "Ghi số và ký hiệu của văn bản, ví dụ 12/QĐ-UBND");
    errors.push("posted", "Tháng 2 năm 2026 không có ngày 31");
    errors
}

fn statuses() -> Vec<Status> {
    vec![
        Status::OnTime,
        Status::DueSoon { days_left: 3 },
        Status::DueSoon { days_left: 0 },
        Status::Overdue { days: 6 },
        Status::Late { days: 12 },
        Status::TakenDownEarly,
        Status::MissingForm,
        Status::NotApplicable,
        Status::NotYet,
    ]
}

fn example_tabs() -> Tabs {
    let names = [
        "Công khai",
        "Bàn và quyết định",
        "Lấy ý kiến",
        "Kiểm tra và giám sát",
        "Hương ước, quy ước",
        "Kết quả",
    ];
    let tabs = names
        .iter()
        .enumerate()
        .map(|(index, name)| Tab::new(*name, "#").current(index == 0));
    Tabs::new("Các mặt của đơn vị", tabs.collect())
}

fn example_tasks(texts: Texts) -> TaskList {
    let task = |title: &str, status| Task::new(title, &StatusTag::new(texts, status)).href("#");
    TaskList::new(
        "due",
        vec![
            task(
                "Công khai số liệu, báo cáo thuyết minh dự toán ngân sách",
                Status::Overdue { days: 6 },
            )
            .hint("Hạn 17/11/2026. Điều 11 khoản 2"),
            task(
                "Công khai kế hoạch cho vay vốn phát triển sản xuất",
                Status::DueSoon { days_left: 3 },
            )
            .hint("Hạn 26/11/2026. Điều 11 khoản 5"),
            task(
                "Công khai kết quả bình xét, hỗ trợ hộ nghèo",
                Status::OnTime,
            ),
        ],
    )
}

fn example_summary(texts: Texts) -> SummaryList {
    SummaryList::new()
        .row(
            SummaryRow::text("Văn bản", "Quyết định số 12/QĐ-UBND ngày 12/02/2026")
                .action(SummaryAction::new("#", "Sửa", "số và ngày văn bản")),
        )
        .row(SummaryRow::component(
            "Tình trạng",
            &StatusTag::new(texts, Status::OnTime),
        ))
        .row(SummaryRow::link(
            "Trang công khai",
            "/cong-khai/260212-007",
            "Công khai số 260212-007",
        ))
}

fn example_fields(texts: Texts, errors: &FormErrors) -> Vec<Field> {
    let places = vec![
        SelectOption::new("", "Chọn nơi niêm yết"),
        SelectOption::new("office", "Trụ sở Ủy ban nhân dân"),
        SelectOption::new("house", "Nhà văn hóa khu vực 3"),
    ];
    vec![
        Field::text(texts, "number", "Số và ký hiệu")
            .value("12/")
            .class("govuk-input--width-20")
            .error(errors.find("number")),
        Field::text(texts, "days", "Thời gian niêm yết")
            .hint("Ít nhất 30 ngày liên tục (Điều 13 khoản 2)")
            .suffix("ngày")
            .input_mode("numeric")
            .class("govuk-input--width-3")
            .value("30"),
        Field::area(texts, "summary", "Tóm tắt nội dung")
            .hint("Viết như nói với người dân. Không quá 300 chữ.")
            .rows(4),
        Field::select(texts, "place", "Nơi niêm yết", places).value("house"),
        Field::file(texts, "document", "Tệp văn bản", ".pdf,.docx")
            .hint("PDF, DOCX, XLSX, JPG hoặc PNG, không quá 25 MB"),
        Field::password(texts, "password", "Mật khẩu").class("govuk-input--width-20"),
    ]
}

fn example_choices(texts: Texts) -> Vec<Choices> {
    let reason = Field::area(texts, "reason", "Lý do không áp dụng").rows(3);
    vec![
        Choices::radios(
            texts,
            "applies",
            "Nội dung này có phát sinh ở đơn vị không?",
        )
        .item(Choice::new("yes", "Có"))
        .item(
            Choice::new("no", "Không")
                .hint("Cần người thứ hai xác nhận")
                .conditional(&reason),
        )
        .chosen(["yes"]),
        Choices::checkboxes(texts, "forms", "Đã công khai bằng những hình thức nào?")
            .item(Choice::new("portal", "Cổng thông tin điện tử"))
            .item(Choice::new("posting", "Niêm yết tại trụ sở"))
            .item(Choice::new("radio", "Hệ thống truyền thanh"))
            .divider("hoặc")
            .item(Choice::new("none", "Chưa công khai").exclusive())
            .chosen(["portal", "posting"]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_are_shown_in_every_language_with_nothing_inline() {
        for lang in Lang::ALL {
            let html = ComponentsPage::new(lang).render().expect("examples render");
            assert!(
                !html.contains("<style")
                    && !html.contains(" style=")
                    && !html.contains(" onclick=")
            );
            assert!(
                !html.contains("<script>"),
                "a script would need a loosened content security policy"
            );
            assert!(html.len() < 40_000, "{} bytes", html.len());
        }
    }
}
