//! The register of a quarter (Art. 13(2)): what was disclosed, in which forms, when.

use std::collections::BTreeMap;

use dinh_domain::disclosure::{JudgedBy, Standing, Timing, standing};
use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_law::Form;
use dinh_report::{DisclosureRegister, DisclosureRow, FormRecord};
use dinh_store::ReadTx;
use dinh_store::disclosure::forms::FormRow;
use dinh_store::disclosure::{self as stored, Stored, duties, forms};
use jiff::civil::Date;
use uuid::Uuid;

use crate::clock::start_of;
use crate::error::{Error, Result};
use crate::platform::Context;

/// A quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// Year.
    pub year: i16,
    /// 1 to 4.
    pub quarter: u8,
}

const ROWS: i64 = 2_000;

impl Quarter {
    /// The quarter of a day.
    pub fn of(day: Date) -> Self {
        let month = u8::try_from(day.month()).unwrap_or(1);
        Self {
            year: day.year(),
            quarter: (month - 1) / 3 + 1,
        }
    }

    /// "2026-Q1".
    pub fn key(self) -> String {
        format!("{}-Q{}", self.year, self.quarter)
    }

    /// The quarter named "2026-Q1".
    pub fn find(key: &str) -> Option<Self> {
        let (year, quarter) = key.split_once("-Q")?;
        let found = Self {
            year: year.parse().ok()?,
            quarter: quarter.parse().ok()?,
        };
        (1..=4).contains(&found.quarter).then_some(found)
    }

    /// Its first day.
    pub fn first_day(self) -> Result<Date> {
        let month = i8::try_from(self.quarter * 3 - 2).unwrap_or(1);
        Date::new(self.year, month, 1).map_err(|_| Error::NotFound)
    }

    /// The quarter before it.
    #[must_use]
    pub fn previous(self) -> Self {
        if self.quarter == 1 {
            Self {
                year: self.year - 1,
                quarter: 4,
            }
        } else {
            Self {
                quarter: self.quarter - 1,
                ..self
            }
        }
    }

    /// The quarter after it.
    #[must_use]
    pub fn next(self) -> Self {
        if self.quarter == 4 {
            Self {
                year: self.year + 1,
                quarter: 1,
            }
        } else {
            Self {
                quarter: self.quarter + 1,
                ..self
            }
        }
    }
}

/// The register of a quarter as a report. Public: everything in it is.
pub async fn quarterly_register(
    ctx: &Context<'_>,
    unit: &Unit,
    quarter: Quarter,
) -> Result<DisclosureRegister> {
    let from = quarter.first_day()?;
    let to = quarter.next().first_day()?;
    let mut tx = ctx.read().await?;
    let rows = rows(ctx, &mut tx, unit.id, from, to).await?;
    let rule = ctx.law().rule("13.2:register", to.min(ctx.today()))?;
    Ok(DisclosureRegister {
        superior: superior(ctx, &mut tx, unit).await?,
        issuer: issuer(unit),
        place: place(ctx, &mut tx, unit).await?,
        date: ctx.today().min(to),
        quarter: quarter.quarter,
        year: quarter.year,
        citation: rule.citation.to_string(),
        rows,
        signer_authority: authority(unit),
        signer_post: "CHỦ TỊCH".to_owned(),
        signer_name: None,
        sample: unit.sample,
    })
}

async fn rows(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    unit: UnitId,
    from: Date,
    to: Date,
) -> Result<Vec<DisclosureRow>> {
    let (start, end) = (start_of(from), start_of(to));
    let published = stored::of_unit_published_between(tx, unit, start, end, ROWS).await?;
    let mut by_publication: BTreeMap<Uuid, Vec<FormRow>> = BTreeMap::new();
    for form in forms::of_unit_between(tx, unit, start, end, ROWS * 4).await? {
        by_publication
            .entry(form.publication_id)
            .or_default()
            .push(form);
    }
    let owed = duties::of_publications_between(tx, unit, start, end, ROWS).await?;
    let owed: BTreeMap<Uuid, _> = owed.into_iter().map(|duty| (duty.id.0, duty)).collect();
    let mut found = Vec::with_capacity(published.len());
    for (stt, item) in (1_u32..).zip(published) {
        let forms = by_publication
            .remove(&item.publication.id.0)
            .unwrap_or_default();
        found.push(row(
            ctx,
            stt,
            &item,
            owed.get(&item.publication.duty.0),
            &forms,
        )?);
    }
    Ok(found)
}

fn row(
    ctx: &Context<'_>,
    stt: u32,
    item: &Stored,
    duty: Option<&dinh_domain::disclosure::Duty>,
    forms: &[FormRow],
) -> Result<DisclosureRow> {
    let publication = &item.publication;
    let published_on = publication.published_on.unwrap_or_else(|| ctx.today());
    let rule = ctx.law().rule(&publication.rule_code, published_on)?;
    let mut shown = vec![FormRecord {
        form: Form::Portal.label().to_owned(),
        place: None,
        from: published_on,
        to: item.ended.as_ref().map(|(day, _, _)| *day),
    }];
    shown.extend(forms.iter().map(|form| {
        FormRecord {
            form: form
                .form
                .parse::<Form>()
                .map_or_else(|_| form.form.clone(), |known| known.label().to_owned()),
            place: (!form.place.is_empty()).then(|| form.place.clone()),
            from: form.from_on.to_jiff(),
            to: form
                .ended_on
                .or(form.to_on)
                .map(dinh_store::StoredDate::to_jiff),
        }
    }));
    Ok(DisclosureRow {
        stt,
        item_code: publication.rule_code.clone(),
        item_title: rule.title.clone(),
        title: publication.content.title.clone(),
        document_number: (!publication.content.document_number.is_empty())
            .then(|| publication.content.document_number.clone()),
        document_date: publication.content.document_on,
        forms: shown,
        published_at: publication.published_on,
        judged_at: duty.and_then(|duty| duty.judged).map(|judged| judged.on),
        due: duty.map(|duty| duty.due_on),
        status: duty.map_or_else(String::new, |duty| {
            status(standing(duty, ctx.today(), ctx.law().calendar()))
        }),
        register_position: item.register_position.and_then(|at| u64::try_from(at).ok()),
    })
}

fn status(standing: Standing) -> String {
    let by = match standing.judged_by {
        Some(JudgedBy::Witnessed) => " (giờ chứng kiến)",
        Some(JudgedBy::Waiting) => " (tạm tính, chờ chứng kiến)",
        Some(JudgedBy::Recorded) | None => "",
    };
    match standing.timing {
        Timing::OnTime => format!("Đúng hạn{by}"),
        Timing::Late(days) => format!("Trễ {days} ngày{by}"),
        Timing::Overdue(days) => format!("Quá hạn {days} ngày"),
        Timing::DueSoon(_) => "Sắp đến hạn".to_owned(),
        Timing::NotDue(_) => "Chưa đến hạn".to_owned(),
        Timing::NotApplicable => "Không áp dụng".to_owned(),
        Timing::Withdrawn => "Đã rút".to_owned(),
    }
}

/// The body above, as a document names it.
pub(super) async fn superior(
    _ctx: &Context<'_>,
    tx: &mut ReadTx,
    unit: &Unit,
) -> Result<Option<String>> {
    let Some(parent) = unit.parent else {
        return Ok(None);
    };
    let parent = dinh_store::units::get(tx, parent).await?;
    Ok(Some(format!(
        "ỦY BAN NHÂN DÂN\n{}",
        parent.full_name.to_uppercase()
    )))
}

/// The body that issues documents of this unit.
pub(super) fn issuer(unit: &Unit) -> String {
    let name = unit.full_name.to_uppercase();
    if unit.kind.is_commune_level() {
        format!("ỦY BAN NHÂN DÂN\n{name}")
    } else {
        name
    }
}

/// On whose behalf the head signs.
pub(super) fn authority(unit: &Unit) -> String {
    if unit.kind.is_commune_level() {
        "TM. ỦY BAN NHÂN DÂN".to_owned()
    } else {
        String::new()
    }
}

/// The place named before the date: the unit itself, as decree 30/2020 asks.
pub(super) async fn place(_ctx: &Context<'_>, tx: &mut ReadTx, unit: &Unit) -> Result<String> {
    if unit.kind.is_commune_level() {
        return Ok(unit.name.clone());
    }
    match unit.parent {
        Some(parent) => Ok(dinh_store::units::get(tx, parent).await?.name),
        None => Ok(unit.name.clone()),
    }
}
