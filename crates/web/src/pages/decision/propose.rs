//! `/lam-viec/quyet-dinh/de-xuat`: put a matter before the people.

use axum::extract::{Query, State};
use dinh_domain::access::{Action, Role};
use dinh_domain::decision::{Origin, Proposal, Subject};
use dinh_domain::units::Unit;
use dinh_law::Scope;
use dinh_service::access::authorise;
use dinh_service::decision::{NewDecision, propose};
use dinh_service::{Context, Error};
use serde::Deserialize;

use super::form::FormPage;
use super::subject::Refused;
use crate::caller::Caller;
use crate::components::{Choice, Choices, Field, SelectOption};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;

/// The unit that the desk was about.
#[derive(Deserialize)]
pub struct Which {
    #[serde(default, rename = "don-vi")]
    slug: String,
}

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Query(which): Query<Which>,
) -> PageResult {
    let ctx = caller.context(&state);
    let units = units(&state, &ctx).await?;
    let typed = Posted {
        fields: vec![("unit".to_owned(), which.slug)],
        ..Posted::default()
    };
    page(
        &state,
        &caller,
        &units,
        &typed,
        Refused::none(caller.texts()),
    )
}

/// Propose it.
pub async fn send(State(state): State<AppState>, caller: Caller, typed: Posted) -> PageResult {
    let ctx = caller.context(&state);
    let units = units(&state, &ctx).await?;
    match proposed(&ctx, &units, &typed).await {
        Ok(number) => see_other(&super::form::done(number, "de-xuat")),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            page(&state, &caller, &units, &typed, refused)
        }
    }
}

/// The units for which this mandate may propose: its own one, and for a commune its communities.
async fn units(state: &AppState, ctx: &Context<'_>) -> Result<Vec<Unit>, Error> {
    let own = ctx.unit().ok_or(Error::Forbidden)?;
    let mut tx = ctx.read().await?;
    authorise(ctx, &mut tx, Action::ProposeDecision, own).await?;
    let directory = dinh_service::units::directory(&state.platform, &mut tx).await?;
    let own = directory.find(own).ok_or(Error::NotFound)?;
    let below = directory.children(own.id, ctx.today());
    Ok(std::iter::once(own)
        .chain(below.into_iter().filter(|unit| unit.has_roll()))
        .cloned()
        .collect())
}

async fn proposed(ctx: &Context<'_>, units: &[Unit], typed: &Posted) -> Result<i64, Error> {
    let slug = typed.text("unit");
    let unit = match units {
        [only] => Some(only),
        many => many.iter().find(|unit| unit.slug == slug),
    }
    .ok_or_else(|| Error::field("unit", "Hãy chọn nơi bàn và quyết định."))?;
    let subject = Subject::find(typed.text("subject"))
        .ok_or_else(|| Error::field("subject", "Hãy chọn nội dung thuộc Điều 15 của Luật."))?;
    let replaces = match typed.text("replaces").trim() {
        "" => None,
        number => Some(decision_numbered(ctx, number).await?),
    };
    let proposal = Proposal {
        subject,
        scope: if unit.has_roll() {
            Scope::Community
        } else {
            Scope::Commune
        },
        title: typed.text("title").to_owned(),
        content: typed.text("content").to_owned(),
        options: typed
            .text("options")
            .lines()
            .map(ToOwned::to_owned)
            .collect(),
        seats: seats(typed.text("seats"))?,
        origin: origin(ctx, typed.text("origin"))?,
    };
    let new = NewDecision {
        unit: unit.id,
        proposal,
        replaces,
    };
    Ok(propose(ctx, new).await?.number)
}

fn seats(typed: &str) -> Result<u32, Error> {
    match typed.trim() {
        "" => Ok(1),
        number => number
            .parse()
            .map_err(|_| Error::field("seats", "Số người cần bầu phải là số nguyên từ 1.")),
    }
}

async fn decision_numbered(
    ctx: &Context<'_>,
    number: &str,
) -> Result<dinh_domain::ids::DecisionId, Error> {
    let unknown = || {
        Error::field(
            "replaces",
            "Không có quyết định mang số này; hãy xem lại số trên trang của quyết định cũ.",
        )
    };
    let number: i64 = number.parse().map_err(|_| unknown())?;
    let mut tx = ctx.read().await?;
    let found = dinh_store::decision::find_by_number(&mut tx, number).await?;
    Ok(found.ok_or_else(unknown)?.decision.id)
}

/// Who may speak as whom: the chairman for himself, the head for himself or for a citizen with an initiative.
fn origins(ctx: &Context<'_>) -> &'static [Origin] {
    match ctx.mandate().map(|mandate| mandate.role) {
        Some(Role::CommuneChairman) => &[Origin::Chairman],
        _ => &[Origin::Head, Origin::Citizen],
    }
}

fn origin(ctx: &Context<'_>, typed: &str) -> Result<Origin, Error> {
    match origins(ctx) {
        [only] => Ok(*only),
        many => Origin::find(typed)
            .filter(|origin| many.contains(origin))
            .ok_or_else(|| Error::field("origin", "Hãy chọn ai đề xuất.")),
    }
}

fn page(
    state: &AppState,
    caller: &Caller,
    units: &[Unit],
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let ctx = caller.context(state);
    let fields = Fields {
        texts,
        typed,
        refused: &refused,
    };
    let places = place_field(texts, units, typed)
        .error(refused.find("unit").or_else(|| refused.find("scope")));
    let who = who_field(texts, &ctx, typed).error(refused.find("origin"));
    let subject = fields.subject();
    let [title, seats, replaces] = ["title", "seats", "replaces"].map(|name| fields.text(name));
    let [content, options] = ["content", "options"].map(|name| fields.area(name));
    let narrow = |field: Field, class: &str| field.class(class).input_mode("numeric");
    let frame = caller
        .page(state, texts.text("decision-propose-title"))
        .crumb(texts.text("desk-title"), "/lam-viec")
        .crumb(texts.text("decision-desk-title"), "/lam-viec/quyet-dinh");
    let own = units.first().map_or("", |unit| unit.full_name.as_str());
    let mut form = FormPage::bare(frame, own, refused).lead(texts.text("decision-propose-lead"));
    if units.len() > 1 {
        form = form.field(&places);
    }
    form = form
        .field(&subject)
        .field(&title)
        .field(&content)
        .field(&options)
        .field(&narrow(seats, "govuk-input--width-3"));
    if origins(&ctx).len() > 1 {
        form = form.field(&who);
    }
    form.field(&narrow(replaces, "govuk-input--width-5"))
        .button(texts.text("decision-propose-send"))
        .answer()
}

/// The fields of the form with what was typed and what was refused.
struct Fields<'a> {
    texts: crate::texts::Texts,
    typed: &'a Posted,
    refused: &'a Refused,
}

impl Fields<'_> {
    fn text(&self, name: &str) -> Field {
        self.filled(Field::text(self.texts, name, self.label(name)), name)
    }

    fn area(&self, name: &str) -> Field {
        self.filled(Field::area(self.texts, name, self.label(name)), name)
    }

    fn label(&self, name: &str) -> String {
        self.texts.text(match name {
            "title" => "decision-propose-name",
            "content" => "decision-propose-content",
            "options" => "decision-propose-options",
            "seats" => "decision-propose-seats",
            _ => "decision-propose-replaces",
        })
    }

    fn filled(&self, field: Field, name: &str) -> Field {
        let hint = match name {
            "title" => "decision-propose-name-hint",
            "content" => "decision-propose-content-hint",
            "options" => "decision-propose-options-hint",
            "seats" => "decision-propose-seats-hint",
            _ => "decision-propose-replaces-hint",
        };
        field
            .hint(self.texts.text(hint))
            .value(self.typed.text(name))
            .error(self.refused.find(name))
    }

    fn subject(&self) -> Field {
        let mut subjects = vec![SelectOption::new("", self.texts.text("decision-choose"))];
        subjects.extend(Subject::ALL.iter().map(|subject| {
            let words = format!("{} – {}", subject.matter(), subject.label());
            SelectOption::new(subject.code(), words)
        }));
        let label = self.texts.text("decision-propose-subject");
        Field::select(self.texts, "subject", label, subjects)
            .value(self.typed.text("subject"))
            .error(self.refused.find("subject"))
    }
}

fn place_field(texts: crate::texts::Texts, units: &[Unit], typed: &Posted) -> Field {
    let mut places = vec![SelectOption::new("", texts.text("decision-choose"))];
    places.extend(
        units
            .iter()
            .map(|unit| SelectOption::new(&unit.slug, &unit.full_name)),
    );
    Field::select(texts, "unit", texts.text("decision-propose-where"), places)
        .value(typed.text("unit"))
}

fn who_field(texts: crate::texts::Texts, ctx: &Context<'_>, typed: &Posted) -> Choices {
    let mut group = Choices::radios(texts, "origin", texts.text("decision-propose-who"));
    for origin in origins(ctx) {
        group = group.item(Choice::new(origin.code(), origin.label()));
    }
    group.chosen([typed.text("origin")])
}
