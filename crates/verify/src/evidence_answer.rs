//! What evidence shows, in words that somebody who never saw a register understands, or as JSON.

use dinh_register::policy::Judged;
use serde_json::{Value, json};

use crate::command::{Answer, Unusable};
use crate::evidence::{Contradiction, FILES, NoEvidence};
use crate::reason;
use crate::when::{shown, written};

/// The answer; `witnesses` are the names of the policy.
pub fn give(
    found: &Result<Contradiction, NoEvidence>,
    witnesses: &[String],
    as_json: bool,
) -> Result<Answer, Unusable> {
    let fault = match found {
        Ok(found) if as_json => return Ok(Answer::json(0, &proven_json(found, witnesses))),
        Ok(found) => return Ok(Answer::words(0, proven_text(found, witnesses))),
        Err(fault) => fault,
    };
    let (reason, sentence) = match fault {
        NoEvidence::Unreadable(reason) => return Err(Unusable(reason.clone())),
        NoEvidence::Missing(file) => {
            return Err(Unusable(format!(
                "Thư mục này không có tệp {file}. Bằng chứng gồm ba tệp {}: xin đưa đúng thư mục con của evidence, tên là một dãy 64 chữ số.",
                FILES.join(", ")
            )));
        }
        NoEvidence::Head(file, error) => (
            "checkpoint",
            format!("Đầu sổ trong tệp {file} không đáng tin: {}.", reason::head(error)),
        ),
        NoEvidence::Registers => (
            "origin",
            "Hai đầu sổ là của hai cuốn sổ khác tên, nên không mâu thuẫn nhau.".to_owned(),
        ),
        NoEvidence::Proof => (
            "proof",
            "Tệp proof không dẫn đến đầu sổ dài hơn: tệp đã bị thay đổi hoặc hỏng.".to_owned(),
        ),
        NoEvidence::NoContradiction => (
            "consistent",
            "Sổ dài hơn bắt đầu đúng bằng sổ ngắn hơn: hai đầu sổ thuộc cùng một cuốn sổ, không có gì sai.".to_owned(),
        ),
    };
    Ok(if as_json {
        let answer = json!({ "valid": false, "reason": reason, "message": sentence });
        Answer::json(1, &answer)
    } else {
        Answer::words(1, format!("KHÔNG phải bằng chứng.\n{sentence}"))
    })
}

fn proven_text(found: &Contradiction, witnesses: &[String]) -> String {
    let mut lines = vec![
        format!(
            "BẰNG CHỨNG ĐÚNG: sổ {} đã bị viết lại.",
            found.smaller.1.checkpoint.origin
        ),
        String::new(),
        "Đã chứng minh:".to_owned(),
    ];
    let list = |sentences: Vec<String>| {
        let items = sentences.into_iter();
        items.map(|sentence| format!("- {sentence}"))
    };
    lines.extend(list(proven(found, witnesses)));
    lines.extend([String::new(), "Chưa chứng minh:".to_owned()]);
    lines.extend(list(unproven()));
    lines.extend([
        String::new(),
        "Hãy giữ nguyên thư mục này, chép cho các bên chứng kiến và công bố. Ai có chính sách của sổ cũng kiểm tra lại được như trên, không cần mạng."
            .to_owned(),
    ]);
    lines.join("\n")
}

fn proven(found: &Contradiction, witnesses: &[String]) -> Vec<String> {
    let (smaller, larger) = (&found.smaller.1.checkpoint, &found.larger.1.checkpoint);
    let mut sentences = vec![
        signed("thứ nhất", &found.smaller),
        signed("thứ hai", &found.larger),
    ];
    sentences.push(if smaller.size == larger.size {
        format!(
            "Cả hai đều nói là sổ đúng {} mục, nhưng hai gốc khác nhau: có mục của sổ này không có trong sổ kia.",
            smaller.size
        )
    } else {
        format!(
            "Trong sổ thứ hai, {} mục đầu có gốc {}, khác gốc mà đầu sổ thứ nhất đã ký: trong {} mục đó có mục đã bị sửa, bị bỏ hoặc bị thay.",
            smaller.size, found.beginning, smaller.size
        )
    });
    sentences.push(
        "Sổ chỉ được nối thêm, nên không cuốn sổ nào có thể có cả hai đầu sổ này. Chỉ ai giữ khóa bí mật của sổ mới ký được cả hai."
            .to_owned(),
    );
    for (which, (_, judged)) in [("thứ nhất", &found.smaller), ("thứ hai", &found.larger)] {
        let cosigned = judged.cosigned.iter();
        sentences.extend(cosigned.filter_map(|(place, second)| {
            let name = witnesses.get(*place)?;
            Some(format!(
                "Bên chứng kiến {name} đã ký đầu sổ {which} lúc {}.",
                shown(*second)
            ))
        }));
    }
    sentences.extend(on_both(found, witnesses).map(|name| {
        format!(
            "Bên chứng kiến {name} ký cả hai đầu sổ mâu thuẫn: bên này cũng không còn đáng tin."
        )
    }));
    sentences
}

/// The witnesses that signed both, which none may.
fn on_both<'all>(
    found: &'all Contradiction,
    witnesses: &'all [String],
) -> impl Iterator<Item = &'all String> {
    let [smaller, larger] = [&found.smaller.1.cosigned, &found.larger.1.cosigned];
    let both = smaller
        .iter()
        .filter(|(place, _)| larger.iter().any(|(other, _)| other == place));
    both.filter_map(|(place, _)| witnesses.get(*place))
}

fn signed(which: &str, (file, judged): &(&str, Judged)) -> String {
    let keys = judged.signers.iter();
    let keys: Vec<String> = keys
        .map(|key| format!("{} (mã {:08x})", key.name(), key.id()))
        .collect();
    format!(
        "Khóa {} đã ký đầu sổ {which} (tệp {file}): {} mục, gốc {}.",
        keys.join(", "),
        judged.checkpoint.size,
        judged.checkpoint.root
    )
}

fn unproven() -> Vec<String> {
    [
        "Mục nào đã bị đổi: so bản chép của bạn với sổ đang được cung cấp thì thấy.",
        "Ai đã làm: khóa có thể do thành phố dùng, cũng có thể đã bị lấy cắp hoặc máy chủ đã khôi phục từ bản cũ rồi ký tiếp.",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn proven_json(found: &Contradiction, witnesses: &[String]) -> Value {
    let head = |(file, judged): &(&str, Judged)| {
        let cosigned = judged.cosigned.iter().map(
            |(place, second)| json!({ "witness": witnesses.get(*place), "at": written(*second) }),
        );
        json!({
            "file": file,
            "size": judged.checkpoint.size,
            "root": judged.checkpoint.root.base64(),
            "signers": judged.signers.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "cosigned": cosigned.collect::<Vec<_>>(),
        })
    };
    json!({
        "valid": true,
        "register": found.smaller.1.checkpoint.origin,
        "smaller": head(&found.smaller),
        "larger": head(&found.larger),
        "beginning": found.beginning.base64(),
        "cosigned_both": on_both(found, witnesses).collect::<Vec<_>>(),
        "proven": proven(found, witnesses),
        "not_proven": unproven(),
    })
}
