//! The answer: what is proven and, just as plainly, what is not.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "answering is what the command is for"
)]

use std::process::ExitCode;

use dinh_register::{Verified, VerifyError};
use serde_json::json;

use super::reason;

/// Accepted with what is proven, or rejected with the reason.
pub struct Outcome(pub Result<Accepted, VerifyError>);

/// An accepted receipt.
pub struct Accepted {
    pub verified: Verified,
    /// The exact text of the entry.
    pub entry: String,
    /// How many time stamps the receipt carries; they are not checked.
    pub stamps: usize,
}

/// Prints the outcome.
pub fn give(outcome: &Outcome, as_json: bool) -> anyhow::Result<ExitCode> {
    match &outcome.0 {
        Ok(accepted) if as_json => println!(
            "{}",
            serde_json::to_string_pretty(&accepted_json(accepted))?
        ),
        Ok(accepted) => println!("{}", accepted_text(accepted)),
        Err(error) if as_json => {
            let answer = json!({ "valid": false, "reason": reason::code(error), "message": reason::sentence(error) });
            println!("{}", serde_json::to_string_pretty(&answer)?);
        }
        Err(error) => println!("Biên nhận KHÔNG hợp lệ.\n{}", reason::sentence(error)),
    }
    Ok(if outcome.0.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Says why nothing could be concluded.
pub fn refuse(reason: &str, as_json: bool) -> anyhow::Result<ExitCode> {
    if as_json {
        println!(
            "{}",
            serde_json::to_string_pretty(
                &json!({ "valid": null, "reason": "unusable", "message": reason })
            )?
        );
    } else {
        eprintln!("{reason}");
    }
    Ok(ExitCode::from(2))
}

fn accepted_text(accepted: &Accepted) -> String {
    let mut lines = vec![
        "Biên nhận hợp lệ.".to_owned(),
        String::new(),
        "Đã chứng minh:".to_owned(),
    ];
    lines.extend(
        proven(accepted)
            .iter()
            .map(|sentence| format!("- {sentence}")),
    );
    lines.extend([String::new(), "Chưa chứng minh:".to_owned()]);
    lines.extend(
        unproven(accepted)
            .iter()
            .map(|sentence| format!("- {sentence}")),
    );
    lines.extend([String::new(), "Nguyên văn mục:".to_owned()]);
    lines.extend(accepted.entry.lines().map(|line| format!("    {line}")));
    lines.join("\n")
}

fn accepted_json(accepted: &Accepted) -> serde_json::Value {
    let Verified {
        index,
        checkpoint,
        signers,
        before,
        files,
        ..
    } = &accepted.verified;
    json!({
        "valid": true,
        "register": checkpoint.origin,
        "index": index,
        "size": checkpoint.size,
        "root": checkpoint.root.base64(),
        "signers": signers.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "witnessed": false,
        "before": before.as_ref().map(|before| before.size),
        "files": files.iter().map(|file| json!({ "name": file.name, "content": file.content })).collect::<Vec<_>>(),
        "entry": accepted.entry,
        "proven": proven(accepted),
        "not_proven": unproven(accepted),
    })
}

fn proven(accepted: &Accepted) -> Vec<String> {
    let Verified {
        index,
        checkpoint,
        signers,
        before,
        files,
        ..
    } = &accepted.verified;
    let mut sentences = vec![format!(
        "Mục dưới đây, đúng từng ký tự, đứng ở vị trí {index} (đếm từ 0) của sổ {}, tính theo đầu sổ gồm {} mục.",
        checkpoint.origin, checkpoint.size
    )];
    sentences.extend(
        signers
            .iter()
            .map(|key| format!("Đầu sổ đó do khóa {} (mã {:08x}) ký.", key.name(), key.id())),
    );
    sentences.extend(before.as_ref().map(|before| {
        format!(
            "Khóa này cũng đã ký một đầu sổ gồm {} mục, khi chưa có mục này.",
            before.size
        )
    }));
    sentences.extend(files.iter().map(|file| {
        format!(
            "Tệp {} đúng là nội dung thứ {} ghi trong mục.",
            file.name,
            file.content + 1
        )
    }));
    sentences
}

fn unproven(accepted: &Accepted) -> Vec<String> {
    let Verified {
        act,
        unknown_signatures,
        files,
        ..
    } = &accepted.verified;
    let mut sentences = vec![
        "Sổ chỉ do thành phố ký, chưa có bên chứng kiến: chưa loại trừ được việc thành phố cho người khác xem một sổ khác."
            .to_owned(),
        format!("Thời điểm {} do máy chủ tự khai, chưa có ai độc lập xác nhận.", act.at),
        "Biên nhận không cho biết về sau có phiên bản mới hơn hay không.".to_owned(),
        "Biên nhận không nói lên nội dung đúng hay sai, chỉ cho biết điều gì đã được ghi.".to_owned(),
    ];
    let compared = |place: &usize| files.iter().any(|file| file.content == *place);
    let left = (0..act.contents.len())
        .filter(|place| !compared(place))
        .count();
    if left > 0 {
        sentences.push(format!(
            "Còn {left} nội dung ghi trong mục chưa đối chiếu với tệp nào (dùng --file)."
        ));
    }
    if accepted.stamps > 0 {
        sentences.push(format!(
            "Biên nhận kèm {} dấu thời gian; phiên bản này chưa kiểm tra chúng.",
            accepted.stamps
        ));
    }
    if *unknown_signatures > 0 {
        sentences.push(format!(
            "Đầu sổ còn {unknown_signatures} chữ ký của khóa chưa biết; chúng không được tính."
        ));
    }
    sentences
}
