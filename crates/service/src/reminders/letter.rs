//! What a letter says: what is due, by when, what to do, where; why the person gets it and where to change that.
//!
//! It holds no personal data: titles that officers typed are left out (the title of the rule stands for them), and the
//! person is greeted by the mandate, not by name.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use dinh_domain::access::Role;
use dinh_domain::ids::UnitId;
use dinh_domain::reminders::Party;
use jiff::civil::Date;

use super::gather::Item;
use crate::platform::Context;
use crate::units::UnitDirectory;

/// Things that a letter lists; of more it says how many.
const LISTED: usize = 100;

/// A subject and a text, without line ends of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub subject: String,
    pub body: String,
}

/// A letter about one thing.
pub(super) fn single_letter(ctx: &Context<'_>, units: &UnitDirectory, item: &Item) -> Letter {
    let unit = name(units, item.thing.fact.unit);
    let when = when(item.thing.fact.due_on, ctx.today());
    let subject = format!("{when}: mục {}, {unit}", item.thing.item);
    let mut body = greeting(units, item);
    let _ = writeln!(body, "Mục phải công khai chưa được công khai.\n");
    let _ = writeln!(body, "Mục {}: {}", item.thing.item, title(ctx, item));
    let _ = writeln!(body, "Đơn vị: {unit}");
    let due_on = day(item.thing.fact.due_on);
    let _ = writeln!(body, "Hạn: {due_on} ({})", lower(&when));
    if let Ok(rule) = ctx.law().rule(&item.thing.rule_code, item.thing.event_on) {
        let _ = writeln!(body, "Căn cứ của hạn: {}", rule.deadline_citation);
    }
    let _ = writeln!(body, "Việc cần làm: {}", what_to_do(item));
    let _ = writeln!(body, "Mở mục này: {}\n", address(ctx, item));
    body.push_str(&ending(ctx, units, std::slice::from_ref(item)));
    finished(ctx, subject, body)
}

/// A letter about several things.
pub(super) fn gathered_letter(ctx: &Context<'_>, units: &UnitDirectory, items: &[Item]) -> Letter {
    let today = ctx.today();
    let (overdue, ahead): (Vec<&Item>, Vec<&Item>) = items
        .iter()
        .partition(|item| item.thing.fact.due_on < today);
    let counts = [(overdue.len(), "quá hạn"), (ahead.len(), "sắp đến hạn")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(count, word)| format!("{count} mục {word}"))
        .collect();
    let counts = counts.join(", ");
    let subject = format!("Việc công khai ngày {}: {counts}", day(today));
    let mut body = items
        .first()
        .map(|first| greeting(units, first))
        .unwrap_or_default();
    let _ = writeln!(body, "Hôm nay có {counts} mà chưa được công khai.\n");
    let mut room = LISTED;
    for (heading, list) in [("QUÁ HẠN", overdue), ("SẮP ĐẾN HẠN", ahead)] {
        if list.is_empty() {
            continue;
        }
        let _ = writeln!(body, "{heading}\n");
        for item in list.iter().take(room) {
            body.push_str(&line(ctx, units, item));
        }
        room = room.saturating_sub(list.len());
    }
    if items.len() > LISTED {
        let more = items.len() - LISTED;
        let base = ctx.platform.base_url.trim_end_matches('/');
        let _ = writeln!(body, "Và {more} mục khác: {base}/lam-viec\n");
    }
    body.push_str(&ending(ctx, units, items));
    finished(ctx, subject, body)
}

fn line(ctx: &Context<'_>, units: &UnitDirectory, item: &Item) -> String {
    let due_on = item.thing.fact.due_on;
    format!(
        "- {}, mục {}: {}\n  Hạn {}, {}. {}\n  {}\n\n",
        name(units, item.thing.fact.unit),
        item.thing.item,
        title(ctx, item),
        day(due_on),
        lower(&when(due_on, ctx.today())),
        what_to_do(item),
        address(ctx, item)
    )
}

fn finished(ctx: &Context<'_>, subject: String, body: String) -> Letter {
    if !ctx.platform.sample {
        return Letter { subject, body };
    }
    Letter {
        subject: format!("[Dữ liệu mẫu] {subject}"),
        body: format!("Đây là dữ liệu mẫu, không phải việc thật.\n\n{body}"),
    }
}

fn greeting(units: &UnitDirectory, item: &Item) -> String {
    let unit = name(units, item.unit);
    format!("Kính gửi: {}, {unit}.\n\n", item.role.label())
}

fn name(units: &UnitDirectory, unit: UnitId) -> &str {
    units
        .find(unit)
        .map_or("đơn vị", |unit| unit.full_name.as_str())
}

/// The title of a period is made by the platform; that of an event was typed and may name somebody.
fn title(ctx: &Context<'_>, item: &Item) -> String {
    let thing = &item.thing;
    if thing.period.is_some() {
        return thing.title.clone();
    }
    match ctx.law().rule(&thing.rule_code, thing.event_on) {
        Ok(rule) => format!("{} (phát sinh ngày {})", rule.title, day(thing.event_on)),
        Err(_) => format!("nội dung phát sinh ngày {}", day(thing.event_on)),
    }
}

fn address(ctx: &Context<'_>, item: &Item) -> String {
    let base = ctx.platform.base_url.trim_end_matches('/');
    format!("{base}/lam-viec/muc/{}", item.thing.number)
}

fn day(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// In calendar days, as every page counts.
fn when(due_on: Date, today: Date) -> String {
    let left = today.until(due_on).map_or(0, |span| span.get_days());
    match left {
        0 => "Hạn là hôm nay".to_owned(),
        days if days > 0 => format!("Còn {days} ngày"),
        days => format!("Quá hạn {} ngày", -days),
    }
}

fn lower(sentence: &str) -> String {
    let mut signs = sentence.chars();
    let first = signs.next().into_iter().flat_map(char::to_lowercase);
    first.chain(signs).collect()
}

fn what_to_do(item: &Item) -> &'static str {
    match (item.due.party, item.thing.fact.waits_for) {
        (Party::Supervisor, _) => "Hỏi đơn vị vì sao chậm, đôn đốc công khai.",
        (Party::Head, Party::Head) => {
            "Đang chờ ông/bà duyệt bản công khai hoặc xác nhận “không áp dụng”."
        }
        (Party::Head, _) => "Đôn đốc cán bộ công khai: chưa có bản nào được trình duyệt.",
        (Party::InCharge, _) => {
            "Soạn bản công khai rồi trình duyệt; nếu không phát sinh, đề nghị “không áp dụng” kèm lý do."
        }
    }
}

/// Why the person is told, one line for each mandate; where to change it.
fn ending(ctx: &Context<'_>, units: &UnitDirectory, items: &[Item]) -> String {
    let mandates: BTreeSet<(Role, UnitId)> =
        items.iter().map(|item| (item.role, item.unit)).collect();
    let mut text = String::from("Vì sao ông/bà nhận thư này:\n");
    for (role, unit) in mandates {
        let unit = name(units, unit);
        let _ = writeln!(
            text,
            "- đang giữ nhiệm vụ “{}” tại {unit}: {}.",
            role.label(),
            ground(role)
        );
    }
    let base = ctx.platform.base_url.trim_end_matches('/');
    let _ = writeln!(
        text,
        "\nĐổi cách nhận thư, đổi hoặc xóa địa chỉ: {base}/tai-khoan\nThư do hệ thống tự động gửi, xin không trả lời."
    );
    text
}

fn ground(role: Role) -> &'static str {
    match role {
        Role::CommuneChairman => {
            "chịu trách nhiệm chỉ đạo, kiểm tra, đôn đốc việc công khai (Luật 10/2022/QH15, Điều 14 khoản 1)"
        }
        Role::AgencyHead => "chịu trách nhiệm tổ chức việc công khai (Luật 10/2022/QH15, Điều 48)",
        Role::EnterpriseHead => {
            "chịu trách nhiệm tổ chức việc công khai (Luật 10/2022/QH15, Điều 66)"
        }
        Role::HomeAffairs => {
            "giúp UBND thành phố tổ chức thi hành pháp luật về dân chủ ở cơ sở (Luật 10/2022/QH15, Điều 85 khoản 1)"
        }
        _ => "chuẩn bị và ghi nhận việc công khai của đơn vị",
    }
}
