//! What was found in a whole register, in words or as JSON.

use dinh_register::chain::{ChainFault, Link};
use dinh_register::policy::Judged;
use serde_json::{Value, json};

use crate::command::Answer;
use crate::log::Fault;
use crate::when::{said, shown, written};
use crate::words::{chain_code, chain_sentence};

/// A register that was read whole.
pub struct Read {
    pub head: Judged,
    /// The size of an earlier checkpoint that it begins with, if one was given.
    pub since: Option<u64>,
    /// The names of the known witnesses, by their place in the policy.
    pub witnesses: Vec<String>,
    /// Whether the policy asks for witnesses.
    pub asks: bool,
    pub thing: Option<Chain>,
}

/// The entries about one thing, and what is wrong with them.
pub struct Chain {
    pub thing: String,
    pub links: Vec<Link>,
    pub faults: Vec<ChainFault>,
}

impl Read {
    /// A chain that is wrong, or of which there is nothing, is no accepted answer.
    fn status(&self) -> u8 {
        let is_whole = |chain: &Chain| chain.faults.is_empty() && !chain.links.is_empty();
        u8::from(!self.thing.as_ref().is_none_or(is_whole))
    }
}

/// The answer.
pub fn give(read: &Result<Read, Fault>, as_json: bool) -> Answer {
    match read {
        Ok(read) if as_json => Answer::json(read.status(), &accepted_json(read)),
        Ok(read) => Answer::words(read.status(), accepted_text(read)),
        Err(fault) if as_json => Answer::json(
            1,
            &json!({ "valid": false, "reason": fault.code(), "message": fault.sentence() }),
        ),
        Err(fault) => Answer::words(1, format!("Sổ KHÔNG hợp lệ.\n{}", fault.sentence())),
    }
}

fn accepted_text(read: &Read) -> String {
    let mut lines = Vec::new();
    if let Some(chain) = &read.thing {
        lines.extend(chain_lines(chain));
        lines.push(String::new());
    }
    lines.push(format!(
        "Sổ {} hợp lệ: đã đọc đủ {} mục.",
        read.head.checkpoint.origin, read.head.checkpoint.size
    ));
    lines.extend([String::new(), "Đã chứng minh:".to_owned()]);
    lines.extend(
        proven(read)
            .into_iter()
            .map(|sentence| format!("- {sentence}")),
    );
    lines.extend([String::new(), "Chưa chứng minh:".to_owned()]);
    lines.extend(
        unproven(read)
            .into_iter()
            .map(|sentence| format!("- {sentence}")),
    );
    lines.join("\n")
}

fn proven(read: &Read) -> Vec<String> {
    let head = &read.head;
    let mut sentences = vec![format!(
        "Mọi mục, tính lại từ đầu, đều dẫn đến gốc {} đã ký.",
        head.checkpoint.root
    )];
    let signers = head.signers.iter();
    sentences.extend(
        signers.map(|key| format!("Đầu sổ do khóa {} (mã {:08x}) ký.", key.name(), key.id())),
    );
    sentences.extend(head.seen.map(|seen| {
        let names = head.cosigned.iter().filter_map(|(place, _)| read.witnesses.get(*place));
        let names: Vec<&str> = names.map(String::as_str).collect();
        format!(
            "Đủ số bên chứng kiến theo chính sách đã ký đầu sổ đó ({}): chậm nhất lúc {} họ đã thấy sổ này; lúc {} họ chưa thấy sổ nào dài hơn.",
            names.join(", "),
            shown(seen.latest),
            shown(seen.earliest)
        )
    }));
    sentences.extend(read.since.map(|since| {
        format!(
            "Sổ chỉ nối thêm vào sổ {since} mục của đầu sổ đã giữ từ trước, không sửa và không bỏ mục nào."
        )
    }));
    sentences
}

fn unproven(read: &Read) -> Vec<String> {
    let mut sentences = Vec::new();
    if !read.asks {
        sentences.push(
            "Sổ chỉ do thành phố ký, chưa có bên chứng kiến: chưa loại trừ được việc thành phố cho người khác xem một sổ khác."
                .to_owned(),
        );
    }
    sentences.push(
        "Sổ không nói lên nội dung đúng hay sai, và không cho biết việc đã không được ghi."
            .to_owned(),
    );
    sentences
}

fn chain_lines(chain: &Chain) -> Vec<String> {
    let mut lines = Vec::new();
    if chain.links.is_empty() {
        lines.push(format!("Sổ KHÔNG có mục nào về việc {}.", chain.thing));
    } else if chain.faults.is_empty() {
        lines.push(format!(
            "Việc {} có {} lần ghi, nối nhau đầy đủ; lần mới nhất ở vị trí {}.",
            chain.thing,
            chain.links.len(),
            chain.links.last().map_or(0, |link| link.index)
        ));
    } else {
        lines.push(format!(
            "CẢNH BÁO: các lần ghi về việc {} KHÔNG khớp nhau.",
            chain.thing
        ));
        lines.extend(
            chain
                .faults
                .iter()
                .map(|fault| format!("! {}", chain_sentence(fault))),
        );
    }
    lines.extend(chain.links.iter().map(link_line));
    lines
}

fn link_line(link: &Link) -> String {
    let act = &link.act;
    let law = match act.laws.as_slice() {
        [] => "không ghi điều luật".to_owned(),
        laws => format!("theo {}", laws.join(", ")),
    };
    format!(
        "- Lần {}, vị trí {}: {} ({}), máy chủ khai lúc {}, đơn vị {}, {law}.",
        act.rev,
        link.index,
        act_words(&act.act),
        act.room,
        claimed(&act.at),
        unit(&act.unit),
    )
}

/// What was done, in the words of the city's pages; the word itself where there is none.
fn act_words(act: &str) -> String {
    let words = match act {
        "publish" => "công khai",
        "amend" => "đính chính",
        "withdraw" => "rút",
        "restore" => "khôi phục",
        "open" => "mở",
        "close" => "đóng",
        "correct" => "sửa",
        "count" => "kiểm đếm",
        "notify" => "thông báo",
        "not-applicable" => "không phát sinh",
        "request" => "yêu cầu",
        "answer" => "trả lời",
        "send" => "gửi đi",
        "recognise" => "công nhận",
        "refuse" => "không công nhận",
        "effect" => "có hiệu lực",
        "annul" => "hủy bỏ",
        "contribute" => "thu chi đóng góp",
        "attach" => "đính kèm",
        "box" => "niêm phiếu",
        other => return other.to_owned(),
    };
    format!("{words} ({act})")
}

/// `31120@2025-07-01` as a reader writes it. A unit whose beginning nobody knows stands with the first day of the calendar.
fn unit(key: &str) -> String {
    match key.split_once('@') {
        Some((code, "0001-01-01")) => code.to_owned(),
        Some((code, from)) => format!("{code} (từ {})", said(from)),
        None => key.to_owned(),
    }
}

/// `2026-11-23T15:39:47+07:00` as a reader writes it; the format of entries is checked already.
fn claimed(at: &str) -> String {
    let text = at.split_once('T').and_then(|(on, rest)| {
        let (clock, offset) = rest.split_at_checked(8)?;
        Some(format!("{clock} ngày {} ({offset})", said(on)))
    });
    text.unwrap_or_else(|| at.to_owned())
}

fn accepted_json(read: &Read) -> Value {
    let head = &read.head;
    let cosigned = head.cosigned.iter().map(|(place, seconds)| {
        json!({ "witness": read.witnesses.get(*place), "at": written(*seconds) })
    });
    json!({
        "valid": read.status() == 0,
        "register": head.checkpoint.origin,
        "size": head.checkpoint.size,
        "root": head.checkpoint.root.base64(),
        "signers": head.signers.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "witnessed": head.seen.is_some(),
        "cosigned": cosigned.collect::<Vec<_>>(),
        "not_after": head.seen.map(|seen| written(seen.latest)),
        "not_before": head.seen.map(|seen| written(seen.earliest)),
        "since": read.since,
        "thing": read.thing.as_ref().map(chain_json),
        "proven": proven(read),
        "not_proven": unproven(read),
    })
}

fn chain_json(chain: &Chain) -> Value {
    let links = chain.links.iter().map(|link| {
        json!({
            "rev": link.act.rev,
            "index": link.index,
            "act": link.act.act,
            "room": link.act.room,
            "at": link.act.at,
            "unit": link.act.unit,
            "law": link.act.laws,
        })
    });
    let faults = chain
        .faults
        .iter()
        .map(|fault| json!({ "reason": chain_code(fault), "message": chain_sentence(fault) }));
    json!({
        "thing": chain.thing,
        "entries": links.collect::<Vec<_>>(),
        "faults": faults.collect::<Vec<_>>(),
    })
}
