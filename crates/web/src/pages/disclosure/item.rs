//! `/cong-khai/{number}`: one publication with its history, its forms and its proof.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use dinh_domain::disclosure::{JudgedBy, PublicationState};
use dinh_domain::ids::FileId;
use dinh_law::{Form, Place};
use dinh_service::Error;
use dinh_service::disclosure::{ItemView, find_item};
use dinh_service::register::{ActTime, ActTimes, act_times, acts_version, find_mark};
use dinh_store::register::times;
use dinh_verify::observe::Mark;

use super::shown::{day, moment, tags};
use crate::caller::Caller;
use crate::components::{ActTimeNote, StatusTag, time_words};
use crate::errors::{Failure, PageResult};
use crate::kept_file::{KeptFile, kept_file};
use crate::page::Page;
use crate::response::{html, versioned};
use crate::state::AppState;
use crate::texts::Texts;

struct File {
    href: String,
    name: String,
    size: String,
    digest: String,
}

struct Revision {
    rev: i64,
    act: String,
    at: String,
    title: String,
    reason: String,
    article: String,
    summary: String,
    newest: bool,
    position: i64,
    time: String,
}

struct Shown {
    form: String,
    place: String,
    from: String,
    to: String,
    keep_until: String,
    by_whom: String,
    proof: Option<File>,
    ended_reason: String,
    position: i64,
    time: String,
}

#[derive(Template)]
#[template(path = "disclosure/item.html")]
struct ItemPage {
    page: Page,
    number: i64,
    unit_name: String,
    unit_href: String,
    item: String,
    rule_title: String,
    citation: String,
    wording: String,
    pending: bool,
    tags: Vec<StatusTag>,
    is_over: bool,
    ended: Option<(String, String, String)>,
    title: String,
    document: String,
    published: String,
    judged: String,
    due: String,
    why: Vec<String>,
    expected: bool,
    paragraphs: Vec<String>,
    files: Vec<File>,
    forms: Vec<Shown>,
    missing: Vec<String>,
    revisions: Vec<Revision>,
    proof: Option<ActTime>,
    time: Option<ActTimeNote>,
    mark: String,
    ask: String,
    notice: String,
}

/// The public page of a publication.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let item = find_item(&ctx, number, false)
        .await?
        .ok_or(Error::NotFound)?;
    let mut tx = ctx.read().await?;
    let rows = times::of_publication(&mut tx, item.stored.publication.id).await?;
    let mark = find_mark(&mut tx, item.stored.publication.id.0).await?;
    drop(tx);
    let acts = act_times(&rows);
    let judged = item.duty.judged.map_or("", |judged| judged.by.code());
    let version = format!(
        "{number}-{}-{judged}-{}-{}",
        acts_version(&acts),
        mark.as_ref().map_or(0, |mark| mark.position),
        ctx.today()
    );
    versioned(&state, &caller, &headers, version, async {
        html(&ItemPage {
            mark: marked(mark, &item),
            ..page(&state, &caller, &item, &acts)
        })
    })
    .await
}

fn page(state: &AppState, caller: &Caller, item: &ItemView, acts: &ActTimes) -> ItemPage {
    let texts = caller.texts();
    let proof = item
        .stored
        .register_position
        .and_then(|position| acts.get(&position));
    let publication = &item.stored.publication;
    let content = &publication.content;
    let unit_href = format!("/don-vi/{}", item.unit.slug);
    let page = caller
        .page(state, content.title.clone())
        .crumb(texts.text("site-menu-home"), "/")
        .crumb(texts.text("site-menu-units"), "/don-vi")
        .crumb(item.unit.full_name.clone(), unit_href.clone());
    let over = publication.state != PublicationState::Published;
    ItemPage {
        page,
        number: publication.number,
        unit_name: item.unit.full_name.clone(),
        item: publication.rule_code.clone(),
        rule_title: item.rule.title.clone(),
        citation: item.rule.citation.to_string(),
        wording: item.rule.wording.clone(),
        pending: item.rule.status == dinh_law::Status::PendingReview,
        tags: tags(texts, item.standing),
        is_over: over,
        ended: item.stored.ended.as_ref().map(|(on, reason, article)| {
            (texts.formats().date(*on), reason.clone(), article.clone())
        }),
        title: content.title.clone(),
        document: document(texts, item),
        published: published(texts, item),
        judged: judged(texts, item),
        due: texts.formats().date(item.duty.due_on),
        why: item.due.explanation.sentence_lines(),
        expected: item.due.explanation.expected,
        paragraphs: if over {
            Vec::new()
        } else {
            lines(&content.summary)
        },
        files: if over {
            Vec::new()
        } else {
            files(texts, publication.number, &item.files)
        },
        forms: forms(texts, item, acts),
        missing: item.missing.iter().map(need).collect(),
        revisions: revisions(texts, item, over, acts),
        time: proof.map(|proof| ActTimeNote::new(texts, proof.proven)),
        proof: proof.cloned(),
        mark: String::new(),
        ask: format!("{unit_href}/yeu-cau?muc={}", publication.rule_code),
        notice: format!("/cong-khai/{}/thong-bao.pdf", publication.number),
        unit_href,
    }
}

/// The newest entry, and the last day on which a form must be kept: an observer compares both with the register.
fn marked(mark: Option<Mark>, item: &ItemView) -> String {
    let running = item.forms.iter().filter(|form| form.ended_on.is_none());
    let until = running.filter_map(|form| Some(form.keep_until?.to_jiff()));
    let until = until.max().map(|day| day.to_string());
    mark.map(|mark| Mark { until, ..mark }.text())
        .unwrap_or_default()
}

/// When it came onto the portal, as the server says.
fn published(texts: Texts, item: &ItemView) -> String {
    let at = item.stored.published_at;
    at.map(|at| {
        let at = dinh_service::clock::local(at).datetime();
        texts.formats().date_time(at)
    })
    .unwrap_or_default()
}

/// Whose time decides whether it was in time, and which day that is.
fn judged(texts: Texts, item: &ItemView) -> String {
    let Some(judged) = item.duty.judged else {
        return String::new();
    };
    let key = match judged.by {
        JudgedBy::Recorded => "disclosure-judged-recorded",
        JudgedBy::Waiting => "disclosure-judged-waiting",
        JudgedBy::Witnessed => "disclosure-judged-witnessed",
    };
    texts.with_one(key, "day", &texts.formats().date(judged.on))
}

fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

fn document(texts: Texts, item: &ItemView) -> String {
    let content = &item.stored.publication.content;
    match (content.document_number.as_str(), content.document_on) {
        ("", None) => String::new(),
        (number, None) => number.to_owned(),
        ("", Some(on)) => texts.formats().date(on),
        (number, Some(on)) => format!("{number}, {}", texts.formats().date(on)),
    }
}

fn files(texts: Texts, number: i64, rows: &[dinh_store::disclosure::files::FileRow]) -> Vec<File> {
    rows.iter().map(|row| file_of(texts, number, row)).collect()
}

fn file_of(texts: Texts, number: i64, row: &dinh_store::disclosure::files::FileRow) -> File {
    File {
        href: format!("/cong-khai/{number}/tep/{}", row.id),
        name: row.name.clone(),
        size: texts.formats().size(u64::try_from(row.size).unwrap_or(0)),
        digest: row.digest(),
    }
}

fn need(need: &dinh_domain::disclosure::FormRequirement) -> String {
    match need.place {
        Some(place) => format!(
            "{} – {} ({})",
            need.form.label(),
            place.label(),
            need.citation
        ),
        None => format!("{} ({})", need.form.label(), need.citation),
    }
}

fn forms(texts: Texts, item: &ItemView, acts: &ActTimes) -> Vec<Shown> {
    item.forms
        .iter()
        .map(|row| Shown {
            form: row
                .form
                .parse::<Form>()
                .map_or_else(|_| row.form.clone(), |form| form.label().to_owned()),
            place: match row.place_kind.parse::<Place>() {
                Ok(kind) => format!("{}: {}", kind.label(), row.place),
                Err(_) => row.place.clone(),
            },
            from: texts.formats().date(row.from_on.to_jiff()),
            to: day(
                texts,
                row.ended_on
                    .or(row.to_on)
                    .map(dinh_store::StoredDate::to_jiff),
            ),
            keep_until: day(texts, row.keep_until.map(dinh_store::StoredDate::to_jiff)),
            by_whom: row.by_whom.clone(),
            proof: item
                .proofs
                .iter()
                .find(|proof| Some(proof.id) == row.proof_id)
                .map(|proof| file_of(texts, item.stored.publication.number, proof)),
            ended_reason: row.ended_reason.clone(),
            position: row.register_position,
            time: time_words(texts, acts, row.register_position),
        })
        .collect()
}

fn revisions(texts: Texts, item: &ItemView, over: bool, acts: &ActTimes) -> Vec<Revision> {
    let newest = item.stored.publication.rev;
    item.revisions
        .iter()
        .rev()
        .map(|row| Revision {
            rev: row.rev,
            act: texts.text(match row.act.as_str() {
                "publish" => "disclosure-act-publish",
                "amend" => "disclosure-act-amend",
                "withdraw" => "disclosure-act-withdraw",
                _ => "disclosure-act-close",
            }),
            at: moment(texts, row.at),
            title: row.title.clone(),
            reason: row.reason.clone(),
            article: row.article.clone(),
            summary: if over {
                String::new()
            } else {
                row.summary.clone()
            },
            newest: row.rev == newest,
            position: row.register_position,
            time: time_words(texts, acts, row.register_position),
        })
        .collect()
}

/// A file of a publication: what is public is given, everything else is not there.
pub async fn file(
    State(state): State<AppState>,
    caller: Caller,
    Path((number, file)): Path<(i64, FileId)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let row = dinh_store::disclosure::files::find(&mut tx, file)
        .await?
        .ok_or(Error::NotFound)?;
    let found = dinh_store::disclosure::find_by_number(&mut tx, number)
        .await?
        .ok_or(Error::NotFound)?;
    let publication = &found.publication;
    let shown = publication.state == PublicationState::Published
        && publication.id.0 == row.publication_id
        && row.first_rev <= publication.rev;
    let belongs = publication.id.0 == row.publication_id;
    let may_see = shown || (belongs && may_see_draft(&ctx, &mut tx, publication).await);
    if !may_see {
        return Err(Error::NotFound.into());
    }
    drop(tx);
    let kept = KeptFile {
        digest: &row.digest(),
        media_type: &row.media_type,
        name: &row.name,
        open: shown,
    };
    kept_file(&state, &headers, kept).await
}

async fn may_see_draft(
    ctx: &dinh_service::Context<'_>,
    tx: &mut dinh_store::ReadTx,
    publication: &dinh_domain::disclosure::Publication,
) -> bool {
    use dinh_domain::access::Action;
    dinh_service::access::authorise(ctx, tx, Action::ReadDesk, publication.unit)
        .await
        .is_ok()
}
