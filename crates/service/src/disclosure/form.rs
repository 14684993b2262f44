//! Acts of disclosure in other forms: each with place, from, to, by whom and proof.

use dinh_domain::access::Action;
use dinh_domain::disclosure::{
    FormRecord, FormRequirement, PublicationState, keep_until, refuse_early_end,
};
use dinh_domain::folding::clean;
use dinh_domain::ids::{AccountId, FormRecordId, PublicationId, UnitId};
use dinh_domain::{FieldError, dates};
use dinh_law::{Form, MinimumDuration, Place};
use dinh_store::WriteTx;
use dinh_store::disclosure::forms::{FormRow, NewForm};
use dinh_store::disclosure::{self as stored, Stored, duties, forms};
use jiff::civil::Date;
use serde_json::json;

use super::approve::{recount_forms, required_forms};
use super::file::keep_row;
use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::files::{CheckedFile, Upload, check_upload};
use crate::platform::Context;
use crate::register::{ActContent, Bytes, NewAct, record_act};

/// A form record as typed.
#[derive(Clone, Debug, Default)]
pub struct FormInput {
    /// Code of the form.
    pub form: String,
    /// Code of the kind of place, for postings.
    pub place_kind: String,
    /// The place in words.
    pub place: String,
    /// First day as typed.
    pub from: [String; 3],
    /// Last day as typed; may be empty.
    pub to: [String; 3],
    /// Who did it, in words.
    pub by_whom: String,
    /// Note.
    pub note: String,
}

struct Checked {
    form: Form,
    place_kind: Option<Place>,
    place: String,
    from: Date,
    to: Option<Date>,
    by_whom: String,
    note: String,
}

/// Record an act in one form, with its proof if there is one.
pub async fn record_form(
    ctx: &Context<'_>,
    id: PublicationId,
    input: FormInput,
    proof: Option<Upload>,
) -> Result<FormRecordId> {
    let checked_proof = match proof {
        None => None,
        Some(upload) => Some(check_upload(ctx, "proof", upload).await?),
    };
    let mut tx = ctx.write().await?;
    let record = record_form_in(ctx, &mut tx, id, input, checked_proof).await?;
    tx.commit().await?;
    Ok(record)
}

/// The same inside a transaction of the caller.
pub async fn record_form_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: PublicationId,
    input: FormInput,
    proof: Option<CheckedFile>,
) -> Result<FormRecordId> {
    let found = stored::get(tx, id).await?;
    let unit = found.publication.unit;
    let by = authorise(ctx, tx, Action::RecordForm, unit).await?;
    if found.publication.state != PublicationState::Published {
        return Err(Error::Conflict(
            "Chỉ ghi nhận niêm yết, phát thanh và hình thức khác cho bản đã công khai trên cổng. Hãy duyệt và công khai trước."
                .into(),
        ));
    }
    let checked = check(&input, &found, ctx.today()).map_err(Error::Invalid)?;
    if let Some(proof) = &proof {
        refuse_used_proof(tx, id, proof).await?;
    }
    add(ctx, tx, &found, checked, proof, by).await
}

fn check(
    input: &FormInput,
    found: &Stored,
    today: Date,
) -> std::result::Result<Checked, Vec<FieldError>> {
    let mut errors = Vec::new();
    let form = input.form.parse::<Form>().ok();
    if form.is_none() {
        errors.push(FieldError::new("form", "Hãy chọn hình thức công khai."));
    }
    let place_kind = input.place_kind.parse::<Place>().ok();
    if form == Some(Form::Posting) && place_kind.is_none() {
        errors.push(FieldError::new(
            "place_kind",
            "Hãy chọn loại nơi niêm yết: trụ sở, nhà văn hóa hay điểm sinh hoạt cộng đồng.",
        ));
    }
    let place = clean(&input.place);
    if place.chars().count() < 3 {
        errors.push(FieldError::new(
            "place",
            "Hãy ghi rõ nơi thực hiện, ví dụ: “Bảng tin trụ sở UBND phường”.",
        ));
    }
    let by_whom = clean(&input.by_whom);
    if by_whom.chars().count() < 3 {
        errors.push(FieldError::new(
            "by_whom",
            "Hãy ghi bộ phận hoặc chức danh thực hiện, ví dụ: “Văn phòng HĐND và UBND”.",
        ));
    }
    let from = collect(dates::require("from", &input.from), &mut errors);
    let to = collect(dates::check("to", &input.to), &mut errors).flatten();
    if let Some(from) = from {
        check_span(from, to, found, today, &mut errors);
    }
    match (form, from) {
        (Some(form), Some(from)) if errors.is_empty() => Ok(Checked {
            form,
            place_kind: place_kind.filter(|_| form == Form::Posting),
            place,
            from,
            to,
            by_whom,
            note: clean(&input.note),
        }),
        _ => Err(errors),
    }
}

fn collect<T>(
    result: std::result::Result<T, FieldError>,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

fn check_span(
    from: Date,
    to: Option<Date>,
    found: &Stored,
    today: Date,
    errors: &mut Vec<FieldError>,
) {
    if from > today {
        errors.push(FieldError::new(
            "from",
            "Ngày bắt đầu ở tương lai; chỉ ghi nhận việc đã làm.",
        ));
    }
    if found
        .publication
        .published_on
        .is_some_and(|published| from < published)
    {
        errors.push(FieldError::new(
            "from",
            "Ngày bắt đầu sớm hơn ngày công khai trên cổng; hãy kiểm tra lại.",
        ));
    }
    if to.is_some_and(|to| to < from) {
        errors.push(FieldError::new(
            "to",
            "Ngày kết thúc sớm hơn ngày bắt đầu; hãy kiểm tra lại.",
        ));
    }
    if to.is_some_and(|to| to > today) {
        errors.push(FieldError::new(
            "to",
            "Ngày kết thúc ở tương lai; hãy để trống và ghi khi đã xong.",
        ));
    }
}

/// A photo proves one posting of one item: the same bytes for another item are refused.
async fn refuse_used_proof(tx: &mut WriteTx, id: PublicationId, proof: &CheckedFile) -> Result<()> {
    let uses = stored::files::uses_of_digest(tx, &proof.sha256, "proof").await?;
    match uses.iter().find(|(other, _)| *other != id) {
        None => Ok(()),
        Some((_, number)) => Err(Error::field(
            "proof",
            format!(
                "Ảnh hoặc tệp này đã dùng làm minh chứng cho bản công khai số {number}. Hãy chụp ảnh mới tại nơi niêm yết."
            ),
        )),
    }
}

async fn add(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    found: &Stored,
    checked: Checked,
    proof: Option<CheckedFile>,
    by: AccountId,
) -> Result<FormRecordId> {
    let publication = &found.publication;
    let unit = dinh_store::units::get(tx, publication.unit).await?;
    let duty = duties::get(tx, publication.duty).await?;
    let rule = ctx.law().rule(&publication.rule_code, duty.event_on)?;
    let required = required_forms(ctx, rule, &unit);
    let need = required
        .iter()
        .find(|need| need.form == checked.form && need.place == checked.place_kind);
    let duration = need.map_or(MinimumDuration::None, |need| need.duration);
    let keep = last_day_up(ctx, duration, checked.from);
    let id = FormRecordId(ctx.new_id());
    let mut contents = vec![text(&publication.rule_code, publication.number, &checked)];
    let mut proof_id = None;
    if let Some(proof) = proof {
        contents.push(proof_content(&proof));
        let row = keep_row(ctx, tx, publication.id, proof, "proof", publication.rev);
        proof_id = Some(row.await?.0);
    }
    let new = NewAct {
        unit: &unit,
        room: "disclosure",
        act: "open",
        thing: id.0,
        laws: vec![need_law(rule, &checked)],
        contents,
    };
    let position = record_act(ctx, tx, new).await?;
    let row = NewForm {
        id,
        publication: publication.id,
        unit: unit.id,
        form: checked.form.code(),
        place_kind: checked.place_kind.map_or("", Place::code),
        place: &checked.place,
        from_on: checked.from,
        to_on: checked.to,
        keep_until: keep,
        by_whom: &checked.by_whom,
        note: &checked.note,
        proof: proof_id,
        recorded_by: by,
        recorded_at: ctx.now(),
        position,
    };
    forms::add(tx, &row).await?;
    let detail = json!({ "number": publication.number, "form": checked.form.code() });
    audit::record(ctx, tx, "record_form", id, Some(unit.id), detail).await?;
    recount_forms(ctx, tx, publication, &unit).await?;
    Ok(id)
}

/// The last day on which it must still hang. Broadcasts are over by themselves:
/// nothing hangs that could be taken down.
fn last_day_up(ctx: &Context<'_>, duration: MinimumDuration, from: Date) -> Option<Date> {
    match duration {
        MinimumDuration::EachDay(_) => None,
        other => keep_until(other, from, ctx.law().calendar()),
    }
}

fn proof_content(proof: &CheckedFile) -> ActContent {
    ActContent {
        name: proof.name.clone(),
        media_type: proof.media_type.clone(),
        bytes: Bytes::Stored {
            sha256: proof.sha256,
            size: proof.size,
        },
        sealed: true,
    }
}

fn need_law(rule: &dinh_law::Rule, checked: &Checked) -> String {
    rule.forms
        .iter()
        .find(|form| form.form == checked.form)
        .map_or_else(
            || rule.citation.register_code(),
            |form| form.citation.register_code(),
        )
}

fn text(rule: &str, number: i64, checked: &Checked) -> ActContent {
    let to = checked.to.map(|day| day.to_string()).unwrap_or_default();
    let kind = checked.place_kind.map_or("", Place::code);
    ActContent {
        name: "hinh-thuc.txt".into(),
        media_type: "text/plain".into(),
        bytes: Bytes::Text(format!(
            "dinh/form/1\nrule {rule}\npublication {number}\nform {}\nplace-kind {kind}\nplace {}\nfrom {}\nto {to}\nby {}\n",
            checked.form.code(),
            checked.place,
            checked.from,
            checked.by_whom
        )),
        sealed: true,
    }
}

/// End a record lawfully: refused before its minimum time, for permanent ones always.
pub async fn end_form(ctx: &Context<'_>, id: FormRecordId, on: Date) -> Result<()> {
    let mut tx = ctx.write().await?;
    end_form_in(ctx, &mut tx, id, on).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn end_form_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: FormRecordId,
    on: Date,
) -> Result<()> {
    let row = forms::find(tx, id).await?.ok_or(Error::NotFound)?;
    let publication = stored::get(tx, PublicationId(row.publication_id))
        .await?
        .publication;
    authorise(ctx, tx, Action::RecordForm, publication.unit).await?;
    let unit = dinh_store::units::get(tx, publication.unit).await?;
    let duty = duties::get(tx, publication.duty).await?;
    let rule = ctx.law().rule(&publication.rule_code, duty.event_on)?;
    let record = record_of(&row)?;
    refuse_wrong_day(&record, on, ctx.today())?;
    let required = required_forms(ctx, rule, &unit);
    // What was withdrawn on a legal ground must not hang any longer.
    if publication.state != PublicationState::Withdrawn {
        refuse_early_end(&record, need_of(&required, &record), on)?;
    }
    finish(ctx, tx, &row, on, "", "end_form").await
}

/// Say honestly that a notice was gone before its time: it stays a fault of the
/// duty, and the notice has to be put up again.
pub async fn report_early_end(
    ctx: &Context<'_>,
    id: FormRecordId,
    on: Date,
    reason: &str,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    report_early_end_in(ctx, &mut tx, id, on, reason).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn report_early_end_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: FormRecordId,
    on: Date,
    reason: &str,
) -> Result<()> {
    let row = forms::find(tx, id).await?.ok_or(Error::NotFound)?;
    authorise(ctx, tx, Action::RecordForm, UnitId(row.unit_id)).await?;
    let record = record_of(&row)?;
    refuse_wrong_day(&record, on, ctx.today())?;
    if reason.trim().chars().count() < 10 {
        return Err(Error::field(
            "reason",
            "Hãy ghi rõ vì sao bản niêm yết bị gỡ sớm (ít nhất 10 ký tự).",
        ));
    }
    finish(ctx, tx, &row, on, reason.trim(), "report_early_end").await
}

fn refuse_wrong_day(record: &FormRecord, on: Date, today: Date) -> Result<()> {
    if on < record.from_on || on > today {
        return Err(Error::field(
            "ended",
            format!(
                "Ngày gỡ phải nằm trong khoảng từ {} đến hôm nay.",
                record.from_on.strftime("%d/%m/%Y")
            ),
        ));
    }
    Ok(())
}

async fn finish(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    row: &FormRow,
    on: Date,
    reason: &str,
    action: &str,
) -> Result<()> {
    let publication = stored::get(tx, PublicationId(row.publication_id))
        .await?
        .publication;
    let unit = dinh_store::units::get(tx, publication.unit).await?;
    let text = format!(
        "dinh/form-end/1\nrule {}\npublication {}\nform {}\nplace {}\nended {on}\n\n{reason}\n",
        publication.rule_code, publication.number, row.form, row.place
    );
    let new = NewAct {
        unit: &unit,
        room: "disclosure",
        act: "close",
        thing: row.id,
        laws: Vec::new(),
        contents: vec![ActContent {
            name: "ket-thuc.txt".into(),
            media_type: "text/plain".into(),
            bytes: Bytes::Text(text),
            sealed: true,
        }],
    };
    let position = record_act(ctx, tx, new).await?;
    forms::end(tx, FormRecordId(row.id), on, reason, position).await?;
    let detail = json!({ "number": publication.number, "form": row.form });
    audit::record(ctx, tx, action, row.id, Some(unit.id), detail).await?;
    recount_forms(ctx, tx, &publication, &unit).await
}

/// The requirement that a record answers.
pub(super) fn need_of<'a>(
    required: &'a [FormRequirement],
    record: &FormRecord,
) -> Option<&'a FormRequirement> {
    required
        .iter()
        .find(|need| need.form == record.form && need.place == record.place_kind)
}

/// Stored rows as things of the domain.
pub(super) fn records(rows: &[FormRow]) -> Result<Vec<FormRecord>> {
    rows.iter().map(record_of).collect()
}

fn record_of(row: &FormRow) -> Result<FormRecord> {
    let form = row
        .form
        .parse()
        .map_err(|_| Error::Internal(format!("form {}", row.form)))?;
    Ok(FormRecord {
        id: FormRecordId(row.id),
        form,
        place_kind: row.place_kind.parse().ok(),
        place: row.place.clone(),
        from_on: row.from_on.to_jiff(),
        to_on: row.to_on.map(dinh_store::StoredDate::to_jiff),
        keep_until: row.keep_until.map(dinh_store::StoredDate::to_jiff),
        ended_on: row.ended_on.map(dinh_store::StoredDate::to_jiff),
    })
}
