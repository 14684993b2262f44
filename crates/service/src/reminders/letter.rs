//! What a letter says: what is due, by when, what to do, where; why the person gets it and where to change that.
//!
//! It holds no personal data: titles that officers typed are left out (the title of the rule stands for them), and the
//! person is greeted by the mandate, not by name.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use dinh_domain::access::Role;
use dinh_domain::ids::UnitId;
use dinh_store::reminders::facts::About;
use jiff::civil::Date;

use super::gather::Item;
use super::subject::subject;
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
    let told = subject(ctx, item);
    let line = format!("{when}: {}, {unit}", told.short);
    let mut body = greeting(units, item);
    let _ = writeln!(body, "{}\n", told.opening);
    let _ = writeln!(body, "{}", told.name);
    let _ = writeln!(body, "Đơn vị: {unit}");
    let due_on = day(item.thing.fact.due_on);
    let _ = writeln!(body, "Hạn: {due_on} ({})", lower(&when));
    if !told.ground.is_empty() {
        let _ = writeln!(body, "Căn cứ của hạn: {}", told.ground);
    }
    let _ = writeln!(body, "Việc cần làm: {}", told.what_to_do);
    let _ = writeln!(body, "Mở ở đây: {}{}\n", base(ctx), told.path);
    body.push_str(&ending(ctx, units, std::slice::from_ref(item)));
    finished(ctx, line, body)
}

/// A letter about several things.
pub(super) fn gathered_letter(ctx: &Context<'_>, units: &UnitDirectory, items: &[Item]) -> Letter {
    let today = ctx.today();
    let (overdue, ahead): (Vec<&Item>, Vec<&Item>) = items
        .iter()
        .partition(|item| item.thing.fact.due_on < today);
    let is_duty = |item: &Item| matches!(item.thing.about, About::Duty(_));
    let (what, one, undone) = if items.iter().all(is_duty) {
        ("Việc công khai", "mục", "chưa được công khai")
    } else {
        ("Việc có thời hạn", "việc", "chưa xong")
    };
    let counts = [(overdue.len(), "quá hạn"), (ahead.len(), "sắp đến hạn")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(count, word)| format!("{count} {one} {word}"))
        .collect();
    let counts = counts.join(", ");
    let line = format!("{what} ngày {}: {counts}", day(today));
    let mut body = items
        .first()
        .map(|first| greeting(units, first))
        .unwrap_or_default();
    let _ = writeln!(body, "Hôm nay có {counts} mà {undone}.\n");
    let mut room = LISTED;
    for (heading, list) in [("QUÁ HẠN", overdue), ("SẮP ĐẾN HẠN", ahead)] {
        if list.is_empty() {
            continue;
        }
        let _ = writeln!(body, "{heading}\n");
        for item in list.iter().take(room) {
            body.push_str(&listed(ctx, units, item));
        }
        room = room.saturating_sub(list.len());
    }
    if items.len() > LISTED {
        let more = items.len() - LISTED;
        let _ = writeln!(body, "Và {more} {one} khác: {}/lam-viec\n", base(ctx));
    }
    body.push_str(&ending(ctx, units, items));
    finished(ctx, line, body)
}

fn listed(ctx: &Context<'_>, units: &UnitDirectory, item: &Item) -> String {
    let due_on = item.thing.fact.due_on;
    let told = subject(ctx, item);
    format!(
        "- {}, {}\n  Hạn {}, {}. {}\n  {}{}\n\n",
        name(units, item.thing.fact.unit),
        lower(&told.name),
        day(due_on),
        lower(&when(due_on, ctx.today())),
        told.what_to_do,
        base(ctx),
        told.path
    )
}

fn base<'c>(ctx: &Context<'c>) -> &'c str {
    ctx.platform.base_url.trim_end_matches('/')
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

pub(super) fn day(date: Date) -> String {
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
    let _ = writeln!(
        text,
        "\nĐổi cách nhận thư, đổi hoặc xóa địa chỉ: {}/tai-khoan\nThư do hệ thống tự động gửi, xin không trả lời.",
        base(ctx)
    );
    text
}

fn ground(role: Role) -> &'static str {
    match role {
        Role::CommuneChairman => {
            "chịu trách nhiệm chỉ đạo, kiểm tra, đôn đốc việc công khai (Luật 10/2022/QH15, Điều 14 khoản 1) và tổ chức, theo dõi việc Nhân dân bàn, quyết định (Điều 23 khoản 1)"
        }
        Role::AgencyHead => "chịu trách nhiệm tổ chức việc công khai (Luật 10/2022/QH15, Điều 48)",
        Role::EnterpriseHead => {
            "chịu trách nhiệm tổ chức việc công khai (Luật 10/2022/QH15, Điều 66)"
        }
        Role::CommunityHead => {
            "tổ chức để Nhân dân bàn, quyết định và công khai kết quả (Luật 10/2022/QH15, Điều 23 khoản 2)"
        }
        Role::FrontWorkCommittee => {
            "triệu tập cuộc họp về việc cho thôi làm Trưởng thôn, Tổ trưởng tổ dân phố (Nghị định 59/2023/NĐ-CP, Điều 3 khoản 1 điểm c)"
        }
        Role::FrontCommittee => {
            "công nhận quyết định của cộng đồng dân cư (Luật 10/2022/QH15, Điều 21 khoản 2)"
        }
        Role::HomeAffairs => {
            "giúp UBND thành phố tổ chức thi hành pháp luật về dân chủ ở cơ sở (Luật 10/2022/QH15, Điều 85 khoản 1)"
        }
        _ => "chuẩn bị và ghi nhận việc công khai của đơn vị",
    }
}
