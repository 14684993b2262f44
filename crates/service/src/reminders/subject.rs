//! What a letter says of one thing that is to be done: how it is called, what to do, where, and under which article.
//!
//! Nothing here was typed by anybody: the title of the rule or the matter of the law stands for the title of an officer.

use dinh_domain::reminders::{DatedStep, Party, StepKind};
use dinh_store::reminders::facts::{About, DutyFacts};

use super::gather::Item;
use super::letter::day;
use crate::platform::Context;

/// The words of one thing.
pub(super) struct Subject {
    /// For the subject of a letter: "mục 11.3".
    pub short: String,
    /// The first sentence of a letter about nothing else.
    pub opening: &'static str,
    /// With its name: "Mục 11.3: Dự án đầu tư".
    pub name: String,
    /// The article that sets the day; empty if it is not known.
    pub ground: String,
    /// What the person is to do.
    pub what_to_do: String,
    /// Where, after the address of the site.
    pub path: String,
}

pub(super) fn subject(ctx: &Context<'_>, item: &Item) -> Subject {
    match &item.thing.about {
        About::Duty(duty) => of_duty(ctx, item, duty),
        About::Step(step) => of_step(item, step),
    }
}

fn of_duty(ctx: &Context<'_>, item: &Item, duty: &DutyFacts) -> Subject {
    let rule = ctx.law().rule(&duty.rule_code, duty.event_on).ok();
    // The title of a period is made by the platform; that of an event was typed and may name somebody.
    let title = match (&duty.period, rule) {
        (Some(_), _) => duty.title.clone(),
        (None, Some(rule)) => format!("{} (phát sinh ngày {})", rule.title, day(duty.event_on)),
        (None, None) => format!("nội dung phát sinh ngày {}", day(duty.event_on)),
    };
    let what_to_do = match (item.due.party, item.thing.fact.waits_for) {
        (Party::Supervisor, _) => "Hỏi đơn vị vì sao chậm, đôn đốc công khai.",
        (Party::Head, Party::Head) => {
            "Đang chờ ông/bà duyệt bản công khai hoặc xác nhận “không áp dụng”."
        }
        (Party::Head, _) => "Đôn đốc cán bộ công khai: chưa có bản nào được trình duyệt.",
        _ => {
            "Soạn bản công khai rồi trình duyệt; nếu không phát sinh, đề nghị “không áp dụng” kèm lý do."
        }
    };
    Subject {
        short: format!("mục {}", duty.item),
        opening: "Mục phải công khai chưa được công khai.",
        name: format!("Mục {}: {title}", duty.item),
        ground: rule.map_or_else(String::new, |rule| rule.deadline_citation.to_string()),
        what_to_do: what_to_do.to_owned(),
        path: format!("/lam-viec/muc/{}", item.thing.number),
    }
}

fn of_step(item: &Item, step: &DatedStep) -> Subject {
    let number = step.number;
    let (short, must) = match step.kind {
        StepKind::Notify => (
            format!("thông báo việc số {number}"),
            "Thông báo nội dung, thời gian và hình thức lấy ý kiến đến các hộ, rồi ghi nhận.",
        ),
        StepKind::Open => (
            format!("mở đợt bàn, quyết định việc số {number}"),
            "Mở cuộc họp hoặc đợt lấy ý kiến đúng ngày đã thông báo.",
        ),
        StepKind::Conclude => (
            format!("tổng hợp ý kiến, công khai kết quả việc số {number}"),
            "Tổng hợp ý kiến, kết thúc và công khai kết quả.",
        ),
        StepKind::Send => (
            format!("gửi quyết định số {number}"),
            "Gửi quyết định đến Ủy ban nhân dân và Ủy ban Mặt trận Tổ quốc cấp xã, rồi ghi ngày gửi.",
        ),
        StepKind::Recognise => (
            format!("công nhận quyết định số {number}"),
            "Ban hành quyết định công nhận; nếu không công nhận, trả lời bằng văn bản và nêu rõ lý do.",
        ),
        StepKind::NewElection => (
            "quyết định bầu Trưởng thôn, Tổ trưởng tổ dân phố mới".to_owned(),
            "Quyết định tổ chức bầu Trưởng thôn, Tổ trưởng tổ dân phố mới.",
        ),
        StepKind::Answer => (
            format!("trả lời yêu cầu cung cấp thông tin số {number}"),
            "Trả lời người yêu cầu, rồi ghi câu trả lời.",
        ),
    };
    let what_to_do = match item.due.party {
        Party::Supervisor => format!("Hỏi đơn vị vì sao chậm, đôn đốc. Việc phải làm: {must}"),
        party if party == step.waits_for => must.to_owned(),
        _ => format!("Kiểm tra, đôn đốc. Việc phải làm: {must}"),
    };
    let path = match step.kind {
        StepKind::Answer => format!("/lam-viec/yeu-cau/{number}"),
        StepKind::NewElection => "/lam-viec/quyet-dinh/cong-nhan".to_owned(),
        _ => format!("/lam-viec/quyet-dinh/{number}"),
    };
    let called = match step.kind {
        StepKind::Answer | StepKind::NewElection => step.about.clone(),
        _ => format!("Việc số {number}: {}", step.about),
    };
    Subject {
        short,
        opening: "Một việc có thời hạn theo luật chưa xong.",
        name: called,
        ground: step.citation.clone(),
        what_to_do,
        path,
    }
}
