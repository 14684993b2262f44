//! `dinh law`: asks the law kernel, for people and for tests.
//!
//! Exit status: 0 answered, 1 the packs or a case do not hold, 2 nothing could
//! be answered (a wrong date, an unknown rule). All faults of a question come
//! at once, in Vietnamese.

mod catalogue;
mod check;
mod days;
mod due;
mod matters;
mod procedure;
mod question;
mod threshold;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use dinh_law::LawError;

/// Hỏi quy định pháp luật: danh mục công khai, hạn, ngày làm việc, tỷ lệ tán thành, trình tự.
#[derive(Args)]
pub struct Command {
    #[command(subcommand)]
    question: Question,
}

#[derive(Subcommand)]
enum Question {
    /// Danh mục nội dung phải công khai của một loại đơn vị
    Catalogue(catalogue::Question),
    /// Hạn công khai của một quy định, kèm cách đếm
    Due(due::Question),
    /// Ngày làm việc thứ N sau một ngày
    WorkingDays(days::WorkingDaysQuestion),
    /// Ngày nghỉ và ngày làm bù của một năm
    Holidays(days::HolidaysQuestion),
    /// Đủ tỷ lệ tán thành hay chưa, cần ít nhất bao nhiêu
    Threshold(threshold::Question),
    /// Một quy định về trình tự: thời hạn, số người, tỷ lệ
    Procedure(procedure::Question),
    /// Nội dung dân bàn và quyết định, và các quy định về trình tự, vào một ngày
    Matters(matters::Question),
    /// Kiểm tra các gói quy định và chạy mọi trường hợp mẫu
    Check(check::Question),
}

/// An answer in both shapes, and whether all is well.
struct Answer {
    lines: Vec<String>,
    json: serde_json::Value,
    sound: bool,
}

/// Why there is no answer: every reason, in Vietnamese.
struct Refusal(Vec<String>);

impl From<LawError> for Refusal {
    /// The reason as a sentence.
    fn from(error: LawError) -> Self {
        Self(vec![format!("{}.", sentence(&error.to_string()))])
    }
}

/// The words with a capital at their beginning.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

impl Command {
    /// Answers on the standard output.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let (answer, json) = match &self.question {
            Question::Catalogue(question) => (question.answer(), question.json),
            Question::Due(question) => (question.answer(), question.json),
            Question::WorkingDays(question) => (question.answer(), question.json),
            Question::Holidays(question) => (question.answer(), question.json),
            Question::Threshold(question) => (question.answer(), question.json),
            Question::Procedure(question) => (question.answer(), question.json),
            Question::Matters(question) => (question.answer(), question.json),
            Question::Check(question) => (question.answer(), question.json),
        };
        match answer {
            Ok(answer) => give(&answer, json),
            Err(refusal) => refuse(&refusal, json),
        }
    }
}

#[expect(clippy::print_stdout, reason = "the answer of a command")]
fn give(answer: &Answer, json: bool) -> anyhow::Result<ExitCode> {
    if json {
        println!("{}", serde_json::to_string_pretty(&answer.json)?);
    } else {
        println!("{}", answer.lines.join("\n"));
    }
    Ok(if answer.sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

#[expect(clippy::print_stdout, reason = "the answer of a command, for programs")]
#[expect(clippy::print_stderr, reason = "the answer of a command, for people")]
fn refuse(refusal: &Refusal, json: bool) -> anyhow::Result<ExitCode> {
    if json {
        let answer = serde_json::json!({ "errors": refusal.0 });
        println!("{}", serde_json::to_string_pretty(&answer)?);
    } else {
        for reason in &refusal.0 {
            eprintln!("{reason}");
        }
    }
    Ok(ExitCode::from(2))
}
