//! The answer: what is proven and, just as plainly, what is not.

use dinh_register::{Verified, VerifyError};
use serde_json::json;

use crate::command::Answer;
use crate::reason;
use crate::when::{shown, written};

/// Accepted with what is proven, or rejected with the reason.
pub struct Outcome(pub Result<Accepted, VerifyError>);

/// An accepted receipt.
pub struct Accepted {
    pub verified: Verified,
    /// The exact text of the entry.
    pub entry: String,
    /// How many time stamps the receipt carries; they are not checked.
    pub stamps: usize,
    /// The names of the known witnesses, by their place in the policy.
    pub witnesses: Vec<String>,
}

/// The outcome in words or as JSON.
pub fn give(outcome: &Outcome, as_json: bool) -> Answer {
    match &outcome.0 {
        Ok(accepted) if as_json => Answer::json(0, &accepted_json(accepted)),
        Ok(accepted) => Answer::words(0, accepted_text(accepted)),
        Err(error) if as_json => Answer::json(
            1,
            &json!({ "valid": false, "reason": reason::code(error), "message": reason::sentence(error) }),
        ),
        Err(error) => Answer::words(
            1,
            format!("Biên nhận KHÔNG hợp lệ.\n{}", reason::sentence(error)),
        ),
    }
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
        head,
        before,
        files,
        ..
    } = &accepted.verified;
    let time = |seconds: Option<u64>| seconds.map(written);
    let cosigned = head.cosigned.iter().map(|(place, seconds)| {
        json!({ "witness": accepted.witnesses.get(*place), "at": time(Some(*seconds)) })
    });
    json!({
        "valid": true,
        "register": head.checkpoint.origin,
        "index": index,
        "size": head.checkpoint.size,
        "root": head.checkpoint.root.base64(),
        "signers": head.signers.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "witnessed": head.seen.is_some(),
        "cosigned": cosigned.collect::<Vec<_>>(),
        "not_after": time(head.seen.map(|seen| seen.latest)),
        "not_before": time(before.as_ref().and_then(|before| before.seen).map(|seen| seen.earliest)),
        "before": before.as_ref().map(|before| before.checkpoint.size),
        "files": files.iter().map(|file| json!({ "name": file.name, "content": file.content })).collect::<Vec<_>>(),
        "entry": accepted.entry,
        "proven": proven(accepted),
        "not_proven": unproven(accepted),
    })
}

fn proven(accepted: &Accepted) -> Vec<String> {
    let Verified {
        index,
        head,
        before,
        files,
        ..
    } = &accepted.verified;
    let mut sentences = vec![format!(
        "Mục dưới đây, đúng từng ký tự, đứng ở vị trí {index} (đếm từ 0) của sổ {}, tính theo đầu sổ gồm {} mục.",
        head.checkpoint.origin, head.checkpoint.size
    )];
    sentences.extend(
        head.signers
            .iter()
            .map(|key| format!("Đầu sổ đó do khóa {} (mã {:08x}) ký.", key.name(), key.id())),
    );
    sentences.extend(head.seen.map(|seen| {
        let names = head.cosigned.iter().filter_map(|(place, _)| accepted.witnesses.get(*place));
        let names: Vec<&str> = names.map(String::as_str).collect();
        format!(
            "Đủ số bên chứng kiến theo chính sách đã ký đầu sổ đó ({}): chậm nhất lúc {} mục này đã có trong sổ.",
            names.join(", "),
            shown(seen.latest)
        )
    }));
    sentences.extend(before.as_ref().map(|before| {
        let size = before.checkpoint.size;
        match before.seen {
            Some(seen) => format!(
                "Lúc {} các bên chứng kiến còn thấy sổ chỉ có {size} mục, chưa có mục này.",
                shown(seen.earliest)
            ),
            None => format!("Khóa này cũng đã ký một đầu sổ gồm {size} mục, khi chưa có mục này."),
        }
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
        act, head, files, ..
    } = &accepted.verified;
    let mut sentences = Vec::new();
    if head.seen.is_none() {
        sentences.push(
            "Sổ chỉ do thành phố ký, chưa có bên chứng kiến: chưa loại trừ được việc thành phố cho người khác xem một sổ khác."
                .to_owned(),
        );
    }
    sentences.extend([
        format!(
            "Thời điểm {} do máy chủ tự khai, chưa có ai độc lập xác nhận.",
            act.at
        ),
        "Biên nhận không cho biết về sau có phiên bản mới hơn hay không.".to_owned(),
        "Biên nhận không nói lên nội dung đúng hay sai, chỉ cho biết điều gì đã được ghi."
            .to_owned(),
    ]);
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
    if head.unknown > 0 {
        sentences.push(format!(
            "Đầu sổ còn {} chữ ký của khóa chưa biết; chúng không được tính.",
            head.unknown
        ));
    }
    sentences
}
