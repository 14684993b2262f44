//! `…/hop`: the meeting on a phone: who is there, guests, what the meeting decides about itself, its vote.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::access::Action;
use dinh_domain::decision::VotingMethod;
use dinh_domain::ids::HouseholdId;
use dinh_service::decision::{
    ArrivalWay, Attendance, DecisionView, arrive, attendance, choose_committee, choose_method,
    choose_secretary, leave, note_guest, register_guest,
};
use dinh_service::{Context, Error};
use serde::Deserialize;

use super::desk_decision::desk_page;
use super::form::{count, of};
use super::open::household_numbered;
use super::plan_fields::{Shown, team, team_fields};
use super::shown::{needed_words, whole};
use super::subject::{Done, Refused};
use super::vote::vote_fields;
use crate::caller::Caller;
use crate::components::{Choice, Choices, Field};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;
use crate::texts::Texts;

/// What is looked for, and the household whose card was scanned.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    tim: String,
    ho: String,
}

/// A household of the list.
struct Line {
    id: String,
    number: String,
    name: String,
    address: String,
    present: bool,
}

/// A guest of the list.
struct Guest {
    id: String,
    name: String,
    attended: bool,
}

/// A vote by raised hands that was taken.
struct Taken {
    what: String,
    who: String,
    hands: String,
}

#[derive(Template)]
#[template(path = "decision/meeting.html")]
struct MeetingPage {
    page: Page,
    done: String,
    refused: Refused,
    number: i64,
    unit_name: String,
    title: String,
    words: String,
    present: String,
    total: String,
    needed: String,
    reached: bool,
    scanned: Option<Line>,
    lines: Vec<Line>,
    guests: Vec<Guest>,
    guest_fields: Vec<Field>,
    taken: Vec<Taken>,
    secretary: Option<Vec<Shown>>,
    method: Option<Vec<Shown>>,
    committee: Option<Vec<Shown>>,
    vote: Option<Vec<Shown>>,
    may_close: bool,
}

/// The meeting.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
    Query(done): Query<Done>,
) -> PageResult {
    let refused = Refused::none(caller.texts());
    let words = done.words(caller.texts());
    page(
        &state,
        &caller,
        number,
        &asked,
        &Posted::default(),
        refused,
        words,
    )
    .await
}

/// Something happened in the meeting: the pressed button says what.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    match act(&ctx, caller.texts(), &view, &typed).await {
        Ok(what) => {
            let words = crate::address::encoded(&asked.tim);
            let place = if what == "co-mat" || what == "ve" {
                "#danh-sach"
            } else {
                ""
            };
            see_other(&format!(
                "/lam-viec/quyet-dinh/{number}/hop?tim={words}&da={what}{place}"
            ))
        }
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            page(
                &state,
                &caller,
                number,
                &asked,
                &typed,
                refused,
                String::new(),
            )
            .await
        }
    }
}

async fn act(
    ctx: &Context<'_>,
    texts: Texts,
    view: &DecisionView,
    typed: &Posted,
) -> Result<&'static str, Error> {
    let id = view.decision().id;
    let household = |typed: &str| {
        typed
            .parse::<HouseholdId>()
            .map_err(|_| Error::field("household", "Hãy chọn lại hộ trong danh sách."))
    };
    if let Some(one) = typed.find("arrive") {
        arrive(ctx, id, household(one)?, ArrivalWay::Tap).await?;
        return Ok("co-mat");
    }
    if let Some(one) = typed.find("scan") {
        arrive(ctx, id, household(one)?, ArrivalWay::Card).await?;
        return Ok("co-mat");
    }
    if let Some(one) = typed.find("leave") {
        leave(ctx, id, household(one)?).await?;
        return Ok("ve");
    }
    if let Some(guest) = typed.find("came") {
        let guest = guest.parse().map_err(|_| Error::NotFound)?;
        note_guest(ctx, id, guest, "").await?;
        return Ok("khach");
    }
    if typed.find("guest_send").is_some() {
        let household = household_numbered(ctx, view, typed.text("household")).await?;
        register_guest(ctx, id, household, typed.text("guest")).await?;
        return Ok("khach");
    }
    let hands =
        count(texts, "hands", typed.text("hands")).map_err(|wrong| Error::Invalid(vec![wrong]))?;
    match typed.text("chooses") {
        "secretary" => choose_secretary(ctx, id, typed.text("secretary"), hands).await?,
        "method" => {
            let method = match typed.text("method") {
                "hands" => VotingMethod::Hands,
                "secret" => VotingMethod::Secret,
                _ => {
                    return Err(Error::field(
                        "method",
                        "Hãy chọn giơ tay hoặc bỏ phiếu kín.",
                    ));
                }
            };
            choose_method(ctx, id, method, hands).await?;
        }
        "committee" => choose_committee(ctx, id, team(typed), hands).await?,
        _ => return Err(Error::NotFound),
    }
    Ok("bieu-quyet")
}

async fn page(
    state: &AppState,
    caller: &Caller,
    number: i64,
    asked: &Asked,
    typed: &Posted,
    refused: Refused,
    done: String,
) -> PageResult {
    let texts = caller.texts();
    let ctx = caller.context(state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    let list = attendance(&ctx, view.decision(), &asked.tim).await?;
    let scanned = match asked.ho.parse::<HouseholdId>() {
        Ok(household) => attendance(&ctx, view.decision(), "")
            .await?
            .households
            .into_iter()
            .find(|one| one.household == household)
            .map(line),
        Err(_) => None,
    };
    let mut page = desk_page(state, caller, &view, texts.text("decision-next-meet"));
    page.has_errors = refused.is_refused();
    let status = if refused.is_refused() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let shown = meeting_page(
        texts,
        &view,
        list,
        (page, done, refused),
        asked,
        typed,
        scanned,
    );
    if status == StatusCode::OK {
        html(&shown)
    } else {
        html_with(status, &shown)
    }
}

fn line(attendee: dinh_service::decision::Attendee) -> Line {
    Line {
        id: attendee.household.to_string(),
        number: attendee.number.map_or_else(
            || format!("({})", attendee.line),
            |number| number.to_string(),
        ),
        name: attendee.representative,
        address: attendee.address,
        present: attendee.present,
    }
}

#[expect(clippy::too_many_lines, reason = "one page, field by field")]
fn meeting_page(
    texts: Texts,
    view: &DecisionView,
    list: Attendance,
    (page, done, refused): (Page, String, Refused),
    asked: &Asked,
    typed: &Posted,
    scanned: Option<Line>,
) -> MeetingPage {
    let decision = view.decision();
    let proceedings = &decision.round.proceedings;
    let reached = list.needed.is_some_and(|needed| list.present >= needed);
    let chosen = proceedings.method.map(|(method, _)| method);
    let needs_committee = chosen == Some(VotingMethod::Secret) && proceedings.committee.is_none();
    let hands = |of: &str| {
        let mine = typed.text("chooses") == of;
        Field::text(texts, "hands", texts.text("decision-meet-hands"))
            .id(format!("hands-{of}"))
            .hint(texts.with(
                "decision-meet-hands-hint",
                &[("present", &whole(list.present))],
            ))
            .class("govuk-input--width-3")
            .input_mode("numeric")
            .value(if mine { typed.text("hands") } else { "" })
            .error(refused.find("hands").filter(|_| mine))
    };
    let secretary = proceedings.secretary.is_none().then(|| {
        let name = Field::text(
            texts,
            "secretary",
            texts.text("decision-meet-secretary-name"),
        )
        .value(typed.text("secretary"))
        .error(refused.find("secretary"));
        vec![Shown::of(&name), Shown::of(&hands("secretary"))]
    });
    let method = (proceedings.secretary.is_some() && chosen.is_none()).then(|| {
        let choices = Choices::radios(texts, "method", texts.text("decision-meet-method"))
            .item(Choice::new("hands", texts.text("decision-meet-by-hands")))
            .item(Choice::new("secret", texts.text("decision-meet-by-secret")))
            .chosen([typed.text("method")])
            .error(refused.find("method"));
        vec![Shown::of(&choices), Shown::of(&hands("method"))]
    });
    let committee = needs_committee.then(|| {
        let mut rows = team_fields(texts, typed, &refused);
        rows.push(Shown::of(&hands("committee")));
        rows
    });
    let ready = chosen.is_some() && !needs_committee && reached;
    let vote = ready.then(|| vote_fields(texts, decision, typed, &refused));
    MeetingPage {
        done,
        number: decision.number,
        unit_name: view.unit.full_name.clone(),
        title: decision.proposal.title.clone(),
        words: asked.tim.clone(),
        present: texts.formats().number(whole(list.present)),
        total: texts.formats().number(whole(list.total)),
        needed: needed_words(texts, &view.threshold, Some(list.total)).unwrap_or_default(),
        reached,
        scanned,
        guests: list
            .guests
            .iter()
            .map(|row| Guest {
                id: row.id.to_string(),
                name: row.name.clone(),
                attended: row.attended,
            })
            .collect(),
        guest_fields: guest_fields(texts, typed, &refused),
        lines: list.households.into_iter().map(line).collect(),
        taken: taken(texts, proceedings),
        secretary,
        method,
        committee,
        vote,
        may_close: !reached,
        page,
        refused,
    }
}

fn guest_fields(texts: Texts, typed: &Posted, refused: &Refused) -> Vec<Field> {
    let mine = typed.find("guest_send").is_some();
    let value = |name: &str| {
        if mine {
            typed.text(name).to_owned()
        } else {
            String::new()
        }
    };
    vec![
        Field::text(texts, "guest", texts.text("decision-meet-guest-name"))
            .value(value("guest"))
            .error(refused.find("guest")),
        Field::text(texts, "household", texts.text("decision-household-number"))
            .class("govuk-input--width-5")
            .input_mode("numeric")
            .value(value("household"))
            .error(refused.find("household")),
    ]
}

fn taken(texts: Texts, proceedings: &dinh_domain::decision::Proceedings) -> Vec<Taken> {
    let hands = |vote: &dinh_domain::decision::HandVote| {
        texts.formats().share(vote.approve, vote.attending)
    };
    let mut found = Vec::new();
    if let Some((name, vote)) = &proceedings.secretary {
        found.push(Taken {
            what: texts.text("decision-step-secretary"),
            who: name.clone(),
            hands: hands(vote),
        });
    }
    if let Some((method, vote)) = &proceedings.method {
        let who = match method {
            VotingMethod::Hands => "decision-meet-by-hands",
            VotingMethod::Secret => "decision-meet-by-secret",
        };
        found.push(Taken {
            what: texts.text("decision-step-method"),
            who: texts.text(who),
            hands: hands(vote),
        });
    }
    if let Some((members, vote)) = &proceedings.committee {
        let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
        found.push(Taken {
            what: texts.text("decision-step-committee"),
            who: names.join(", "),
            hands: hands(vote),
        });
    }
    found
}
