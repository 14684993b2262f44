//! The receipt of an online vote: is the line of the household one of the votes that were counted?

use dinh_register::Policy;
use serde_json::json;

use crate::command::{Answer, Unusable};
use crate::reason;
use crate::vote::{CheckedVote, VoteReceiptFault, check_vote_receipt};

/// Accepted, or rejected with the reason.
pub type Outcome = Result<CheckedVote, VoteReceiptFault>;

/// Checks the text of a receipt.
pub fn check(text: &str, policy: &Policy) -> Result<Outcome, Unusable> {
    match check_vote_receipt(text, policy) {
        Err(VoteReceiptFault::NotCounted) => Err(Unusable(
            "Biên nhận này được tải khi phiếu chưa được kiểm đếm, hoặc sổ chưa kịp ký, nên chưa kết luận được. Xin tải lại biên nhận sau khi có kết quả rồi kiểm tra lại."
                .to_owned(),
        )),
        outcome => Ok(outcome),
    }
}

/// The outcome in words or as JSON.
pub fn give(outcome: &Outcome, as_json: bool) -> Answer {
    match outcome {
        Ok(vote) if as_json => Answer::json(0, &accepted_json(vote)),
        Ok(vote) => Answer::words(0, accepted_text(vote)),
        Err(fault) if as_json => Answer::json(
            1,
            &json!({ "valid": false, "reason": code(fault), "message": sentence(fault) }),
        ),
        Err(fault) => Answer::words(
            1,
            format!("Biên nhận biểu quyết KHÔNG hợp lệ.\n{}", sentence(fault)),
        ),
    }
}

fn accepted_text(vote: &CheckedVote) -> String {
    let mut lines = vec![
        "Biên nhận biểu quyết hợp lệ.".to_owned(),
        String::new(),
        "Đã chứng minh:".to_owned(),
    ];
    lines.extend(proven(vote).iter().map(|sentence| format!("- {sentence}")));
    lines.extend([String::new(), "Chưa chứng minh:".to_owned()]);
    lines.extend(unproven(vote).map(|sentence| format!("- {sentence}")));
    lines.extend([String::new(), "Nguyên văn mục:".to_owned()]);
    lines.extend(vote.entry.lines().map(|line| format!("    {line}")));
    lines.join("\n")
}

fn accepted_json(vote: &CheckedVote) -> serde_json::Value {
    let checkpoint = &vote.verified.head.checkpoint;
    json!({
        "valid": true,
        "decision": vote.decision,
        "round": vote.round,
        "line": vote.line,
        "choice": vote.choice,
        "place": vote.place,
        "votes": vote.votes,
        "register": checkpoint.origin,
        "index": vote.verified.index,
        "size": checkpoint.size,
        "witnessed": vote.verified.head.seen.is_some(),
        "entry": vote.entry,
        "proven": proven(vote),
        "not_proven": unproven(vote).collect::<Vec<_>>(),
    })
}

fn proven(vote: &CheckedVote) -> Vec<String> {
    let checkpoint = &vote.verified.head.checkpoint;
    let mut sentences = vec![
        format!(
            "Phiếu của hộ ở dòng {} danh sách đã chốt, việc số {} (lần {}), ghi: {}.",
            vote.line,
            vote.decision,
            vote.round,
            choice_words(&vote.choice)
        ),
        format!(
            "Phiếu đó, đúng từng ký tự, là phiếu thứ {} trong {} phiếu đã được kiểm đếm.",
            vote.place, vote.votes
        ),
        format!(
            "Tập phiếu đã kiểm đếm đó được ghi ở vị trí {} (đếm từ 0) của sổ {}, tính theo đầu sổ gồm {} mục.",
            vote.verified.index, checkpoint.origin, checkpoint.size
        ),
    ];
    let signers = vote.verified.head.signers.iter();
    sentences.extend(
        signers.map(|key| format!("Đầu sổ đó do khóa {} (mã {:08x}) ký.", key.name(), key.id())),
    );
    sentences
}

/// What stays open; one point less when a quorum of witnesses has seen the head of the register.
fn unproven(vote: &CheckedVote) -> impl Iterator<Item = &'static str> {
    let seen = vote.verified.head.seen.is_some();
    UNPROVEN.into_iter().skip(usize::from(seen))
}

const UNPROVEN: [&str; 3] = [
    "Sổ chỉ do thành phố ký, chưa có bên chứng kiến: chưa loại trừ được việc thành phố cho người khác xem một sổ khác.",
    "Biên nhận không cho biết dòng nào là hộ nào; hộ đối chiếu số dòng với trang biên nhận của mình.",
    "Biên nhận không chứng minh gì về phiếu của các hộ khác.",
];

fn choice_words(code: &str) -> String {
    match code {
        "against" => "không đồng ý".to_owned(),
        "other" => "ý kiến khác".to_owned(),
        "invalid" => "không hợp lệ".to_owned(),
        options => {
            let places = options.trim_start_matches("for ").replace(' ', ", ");
            format!("đồng ý với phương án {places}")
        }
    }
}

/// The code of a reason; never changes once published.
fn code(fault: &VoteReceiptFault) -> &'static str {
    match fault {
        VoteReceiptFault::Json => "json",
        VoteReceiptFault::NotCounted => "not-counted",
        VoteReceiptFault::Line => "line",
        VoteReceiptFault::Commitment => "commitment",
        VoteReceiptFault::Path => "path",
        VoteReceiptFault::Box => "box",
        VoteReceiptFault::Act => "act",
        VoteReceiptFault::Register(error) => reason::code(error),
    }
}

fn sentence(fault: &VoteReceiptFault) -> String {
    match fault {
        VoteReceiptFault::Json => {
            "Tệp này không phải biên nhận biểu quyết hoặc đã bị hỏng.".to_owned()
        }
        VoteReceiptFault::NotCounted => "Phiếu chưa được kiểm đếm.".to_owned(),
        VoteReceiptFault::Line => "Dòng phiếu không đúng cách ghi.".to_owned(),
        VoteReceiptFault::Commitment => {
            "Dòng phiếu hoặc chuỗi muối không khớp với giá trị đã niêm: đã bị thay đổi.".to_owned()
        }
        VoteReceiptFault::Path => {
            "Phiếu này không nằm trong tập phiếu đã niêm: phiếu, vị trí hoặc phần chứng minh đã bị thay đổi."
                .to_owned()
        }
        VoteReceiptFault::Box => {
            "Văn bản ghi trong sổ nói về một việc khác hoặc một tập phiếu khác.".to_owned()
        }
        VoteReceiptFault::Act => "Mục sổ kèm theo không phải mục kiểm đếm của một việc.".to_owned(),
        VoteReceiptFault::Register(error) => reason::sentence(error),
    }
}
