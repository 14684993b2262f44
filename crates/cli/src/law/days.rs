//! `dinh law working-days` and `dinh law holidays`: the calendar itself.

use clap::Args;
use dinh_law::{Law, WorkingDays, date_with_weekday};

use super::question::{Faults, date, given, number};
use super::{Answer, Refusal};

#[derive(Args)]
pub(super) struct WorkingDaysQuestion {
    /// Ngày bắt đầu, không tính ngày này
    #[arg(long, value_name = "NGAY")]
    from: Option<String>,
    /// Số ngày làm việc
    #[arg(long, value_name = "SO_NGAY", allow_hyphen_values = true)]
    add: Option<String>,
    /// Trả lời bằng JSON
    #[arg(long)]
    pub json: bool,
}

impl WorkingDaysQuestion {
    pub fn answer(&self) -> Result<Answer, Refusal> {
        let mut faults = Faults::default();
        let from = faults
            .keep(given("--from", self.from.as_deref()).and_then(|text| date("--from", text)));
        let add =
            faults.keep(given("--add", self.add.as_deref()).and_then(|text| number("--add", text)));
        let (Some(from), Some(add)) = (from, add) else {
            return Err(faults.refusal());
        };
        let explanation = Law::embedded()
            .calendar()
            .add_working_days(from, WorkingDays::new(add))
            .map_err(Refusal::from)?;
        Ok(Answer {
            json: serde_json::json!({
                "from": from,
                "add": add,
                "date": explanation.end,
                "explanation": explanation,
            }),
            lines: explanation.sentence_lines(),
            sound: true,
        })
    }
}

#[derive(Args)]
pub(super) struct HolidaysQuestion {
    /// Năm, ví dụ 2026
    #[arg(value_name = "NAM")]
    year: String,
    /// Trả lời bằng JSON
    #[arg(long)]
    pub json: bool,
}

impl HolidaysQuestion {
    pub fn answer(&self) -> Result<Answer, Refusal> {
        let year: i16 = self
            .year
            .parse()
            .map_err(|_| Refusal(vec![format!("“{}” không phải một năm.", self.year)]))?;
        let holidays = Law::embedded()
            .calendar()
            .holidays(year)
            .map_err(Refusal::from)?;
        let mut lines = vec![format!("Ngày nghỉ và ngày làm bù năm {year}:")];
        for holiday in &holidays {
            let notice = holiday
                .notice
                .as_ref()
                .map(|number| format!(" [thông báo {number}]"))
                .unwrap_or_default();
            lines.push(format!(
                "  {}: {}{notice}",
                date_with_weekday(holiday.date),
                holiday.reason
            ));
        }
        if holidays.iter().any(|holiday| holiday.expected) {
            lines.push(
                "Ngày ghi “dự kiến” chưa có thông báo chính thức và có thể thay đổi.".to_owned(),
            );
        }
        Ok(Answer {
            json: serde_json::json!({ "year": year, "holidays": holidays }),
            lines,
            sound: true,
        })
    }
}
