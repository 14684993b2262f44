//! A citizen asks for information that should be public and is not (Art. 14(2)).

use dinh_domain::FieldError;
use dinh_domain::folding::clean;
use dinh_domain::ids::{DutyId, RequestId, UnitId};
use dinh_domain::units::Unit;
use dinh_law::{Due, DueRequest, Event, EventKind, Rule};
use dinh_store::WriteTx;
use dinh_store::disclosure::requests::{self, NewRequest, RequestRow, Requester};
use jiff::civil::Date;
use serde_json::json;

use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::register::{ActContent, Bytes, NewAct, record_act};

const RULE: &str = "14.2:request";
const TEXT_LIMIT: usize = 5_000;

/// What a citizen asks. Name and contact may stay empty.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Item asked about ("11.2").
    pub item: String,
    /// Duty asked about.
    pub duty: Option<DutyId>,
    /// What is asked.
    pub text: String,
    /// Name.
    pub name: String,
    /// Telephone or mail.
    pub contact: String,
}

/// What the asker takes home.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Short number.
    pub number: i64,
    /// Code with which the answer is read.
    pub code: String,
    /// Last day to answer.
    pub due_on: Date,
}

/// Article 14(2) as it stands on a day: who may be asked, by when, and how it is cited.
pub fn request_rule(ctx: &Context<'_>, on: Date) -> Result<&'static Rule> {
    Ok(ctx.law().rule(RULE, on)?)
}

/// The clock of a request received on a day.
pub fn request_due(ctx: &Context<'_>, unit: &Unit, received: Date) -> Result<Due> {
    let facts = unit.facts().ok_or(Error::NotFound)?;
    Ok(ctx.law().due(&DueRequest {
        rule: RULE,
        unit: facts,
        event: Event {
            kind: EventKind::RequestReceived,
            date: received,
        },
        extension: None,
        suspensions: Vec::new(),
    })?)
}

/// Ask; everyone may.
pub async fn ask(ctx: &Context<'_>, unit: UnitId, question: Question) -> Result<Answer> {
    let mut tx = ctx.write().await?;
    let answer = ask_in(ctx, &mut tx, unit, question).await?;
    tx.commit().await?;
    Ok(answer)
}

/// The same inside a transaction of the caller.
pub async fn ask_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    unit: UnitId,
    question: Question,
) -> Result<Answer> {
    let unit = dinh_store::units::get(tx, unit).await?;
    let text = check(&question, is_known(ctx, &unit, &question.item)).map_err(Error::Invalid)?;
    let due = request_due(ctx, &unit, ctx.today())?;
    let id = RequestId(ctx.new_id());
    let code = dinh_register::hex(&ctx.platform.random.bytes()[..8]);
    let number = dinh_store::numbers::next(tx, "information_request").await?;
    let request = NewRequest {
        id,
        number,
        unit: unit.id,
        item: &question.item,
        duty: question.duty,
        code: &code,
        received_at: ctx.now(),
        due_on: due.due,
        requester: Requester {
            name: clean(&question.name),
            contact: clean(&question.contact),
            question: text,
        },
    };
    requests::add(tx, request).await?;
    let text = format!(
        "dinh/request/1\nnumber {number}\nitem {}\ndue {}\n",
        question.item, due.due
    );
    act(ctx, tx, &unit, id, "request", text).await?;
    let detail = json!({ "number": number, "item": question.item });
    audit::record(ctx, tx, "ask_information", id, Some(unit.id), detail).await?;
    Ok(Answer {
        number,
        code,
        due_on: due.due,
    })
}

/// Whether the law names the item for this unit; no item at all is a question too.
/// What is not in the catalogue could be anything, even somebody's name.
fn is_known(ctx: &Context<'_>, unit: &Unit, item: &str) -> bool {
    item.is_empty()
        || unit.kind.law_kind().is_some_and(|kind| {
            ctx.law()
                .catalogue(kind, ctx.today())
                .into_iter()
                .any(|rule| rule.item == item || rule.code == item)
        })
}

fn check(question: &Question, item_is_known: bool) -> std::result::Result<String, Vec<FieldError>> {
    let mut errors = Vec::new();
    if !item_is_known {
        errors.push(FieldError::new(
            "item",
            "Mục này không có trong danh mục công khai của đơn vị; hãy chọn lại mục, hoặc để trống.",
        ));
    }
    let text = clean(&question.text);
    let length = text.chars().count();
    if length < 10 {
        errors.push(FieldError::new(
            "text",
            "Hãy ghi rõ thông tin cần cung cấp (ít nhất 10 ký tự).",
        ));
    }
    if length > TEXT_LIMIT {
        errors.push(FieldError::new(
            "text",
            format!("Nội dung dài {length} ký tự; hãy rút còn tối đa {TEXT_LIMIT}."),
        ));
    }
    for (field, value, limit) in [
        ("name", &question.name, 120),
        ("contact", &question.contact, 200),
    ] {
        if value.chars().count() > limit {
            errors.push(FieldError::new(
                field,
                format!("Hãy rút còn tối đa {limit} ký tự."),
            ));
        }
    }
    if errors.is_empty() {
        Ok(text)
    } else {
        Err(errors)
    }
}

/// The entry of a request or of its answer: sealed, because the words are between two.
pub(super) async fn act(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    unit: &Unit,
    id: RequestId,
    act: &str,
    text: String,
) -> Result<()> {
    let new = NewAct {
        unit,
        room: "disclosure",
        act,
        thing: id.0,
        laws: vec![request_rule(ctx, ctx.today())?.citation.register_code()],
        contents: vec![ActContent {
            name: "noi-dung.txt".into(),
            media_type: "text/plain".into(),
            bytes: Bytes::Text(text),
            sealed: true,
        }],
    };
    record_act(ctx, tx, new).await?;
    Ok(())
}

/// A request by number, for whoever holds its code.
pub async fn find_request(
    ctx: &Context<'_>,
    number: i64,
    code: &str,
) -> Result<Option<RequestRow>> {
    let mut tx = ctx.read().await?;
    let row = requests::find_by_number(&mut tx, number).await?;
    Ok(row.filter(|row| row.code == code))
}
