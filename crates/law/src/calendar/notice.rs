//! Yearly notices of the Government: the days of Tết, the day beside 2
//! September and the swapped working Saturdays, each with its notice number.

use crate::{Date, PackError};

/// One line of the table of notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    pub date: Date,
    pub working: bool,
    pub what: String,
    pub number: String,
    pub line: usize,
}

impl Notice {
    pub fn is_tet(&self) -> bool {
        !self.working && self.what.starts_with("Tết ")
    }

    pub fn is_national_day(&self) -> bool {
        !self.working && self.what.starts_with("Quốc khánh")
    }
}

const HEADER: &str = "date,kind,what,notice,confidence";

/// Reads the table; every bad line is reported.
pub(crate) fn read_notices(file: &str, text: &str, errors: &mut Vec<PackError>) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line_number = index + 1;
        if line_number == 1 {
            if line != HEADER {
                errors.push(PackError::new(
                    file,
                    1,
                    format!("dòng đầu phải là “{HEADER}”"),
                ));
            }
            continue;
        }
        if line.is_empty() {
            continue;
        }
        match read_line(line, line_number) {
            Ok(notice) if notices.iter().any(|known| known.date == notice.date) => {
                errors.push(PackError::new(
                    file,
                    line_number,
                    format!("ngày {} đã có ở dòng khác", notice.date),
                ));
            }
            Ok(notice) => notices.push(notice),
            Err(reason) => errors.push(PackError::new(file, line_number, reason)),
        }
    }
    notices
}

fn read_line(line: &str, line_number: usize) -> Result<Notice, String> {
    let fields: Vec<&str> = line.split(',').collect();
    let [date, kind, what, number, confidence] = fields.as_slice() else {
        return Err(format!("cần 5 cột, có {}", fields.len()));
    };
    let working = match *kind {
        "off" => false,
        "work" => true,
        other => {
            return Err(format!(
                "cột kind phải là off hoặc work, không phải “{other}”"
            ));
        }
    };
    if !matches!(*confidence, "text" | "secondary" | "recalled") {
        return Err(format!("không rõ độ tin cậy “{confidence}”"));
    }
    if what.is_empty() || number.is_empty() {
        return Err("thiếu nội dung hoặc số thông báo".to_owned());
    }
    Ok(Notice {
        date: date
            .parse()
            .map_err(|_| format!("“{date}” không phải ngày dạng năm-tháng-ngày"))?,
        working,
        what: (*what).to_owned(),
        number: (*number).to_owned(),
        line: line_number,
    })
}
