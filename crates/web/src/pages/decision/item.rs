//! `/ban-va-quyet-dinh/{number}`: one decision: what, who decides, how many are needed, when, the result, the proof.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use dinh_domain::access::Action;
use dinh_domain::decision::Decision;
use dinh_domain::disclosure::Duty;
use dinh_domain::ids::DecisionFileId;
use dinh_service::clock::local;
use dinh_service::decision::{CommunityResult, DecisionView, Explained, PaperKind, find_decision};
use dinh_service::register::{ActTime, ActTimes, act_times, acts_version, find_mark};
use dinh_service::{Context, Error};
use dinh_store::decision::contributions;
use dinh_store::register::times;
use dinh_verify::observe::Mark;

use super::after::Communities;
use super::result::Results;
use super::shown::{
    day, form_words, matter_title, moment, needed_words, scope_words, share_words, step_words,
    tags, whole,
};
use crate::caller::Caller;
use crate::components::{ActTimeNote, StatusTag, time_words};
use crate::errors::{Failure, PageResult};
use crate::kept_file::{KeptFile, kept_file};
use crate::page::Page;
use crate::response::{html, versioned};
use crate::state::AppState;
use crate::texts::Texts;

/// A paper that readers may open.
struct Paper {
    href: String,
    kind: &'static str,
    name: String,
    size: String,
    digest: String,
}

/// A line of the timetable.
struct Step {
    what: String,
    at: String,
    note: String,
    position: Option<i64>,
    time: String,
}

/// A day of the law and why it is that day.
struct Term {
    key: &'static str,
    day: String,
    why: Vec<String>,
    citation: String,
}

#[derive(Template)]
#[template(path = "decision/item.html")]
struct ItemPage {
    page: Page,
    number: i64,
    unit_name: String,
    unit_href: String,
    tags: Vec<StatusTag>,
    is_public: bool,
    matter: String,
    citation: String,
    wording: String,
    scope: String,
    subject: &'static str,
    paragraphs: Vec<String>,
    options: Vec<String>,
    who: String,
    share: String,
    needed: Option<String>,
    threshold_citation: String,
    form: String,
    starts: String,
    closes: String,
    place: String,
    rounds: Vec<Results>,
    effective: String,
    ended: String,
    document: String,
    reason: String,
    refused_on: String,
    terms: Vec<Term>,
    steps: Vec<Step>,
    papers: Vec<Paper>,
    proof: Option<ActTime>,
    time: Option<ActTimeNote>,
    mark: String,
    petition: String,
    account: String,
    duties: Vec<String>,
    communities: Option<Communities>,
    /// The commune-wide matter of which this is one part: its page, its title.
    thread: Option<(String, String)>,
    /// The address of the page and its QR code, for paper.
    address: String,
    qr: String,
}

/// The public page of a decision.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = find_decision(&ctx, number).await?.ok_or(Error::NotFound)?;
    let beyond = Beyond::load(&ctx, &view).await?;
    let mark = public_mark(&ctx, &view).await?;
    let version = format!(
        "decision-{number}-{}-{}-{}-{}-{}",
        view.decision().version,
        acts_version(&beyond.acts),
        mark.as_ref().map_or(0, |mark| mark.position),
        beyond.version(),
        ctx.today()
    );
    versioned(&state, &caller, &headers, version, async {
        let mut made = page(&state, &caller, &view, &beyond.acts);
        beyond.show(caller.texts(), &view, &mut made);
        made.mark = mark.map(|mark| mark.text()).unwrap_or_default();
        html(&made)
    })
    .await
}

/// The newest entry about a decision that is public.
async fn public_mark(ctx: &Context<'_>, view: &DecisionView) -> dinh_service::Result<Option<Mark>> {
    if view.stored.register_position.is_none() {
        return Ok(None);
    }
    let mut tx = ctx.read().await?;
    find_mark(&mut tx, view.decision().id.0).await
}

fn unit_href(view: &DecisionView) -> String {
    format!("/don-vi/{}", view.unit.slug)
}

/// Title, way back; nothing that is not public yet is kept by anybody between.
fn frame(state: &AppState, caller: &Caller, view: &DecisionView) -> Page {
    let texts = caller.texts();
    let of_unit = format!("{}/ban-va-quyet-dinh", unit_href(view));
    let mut page = caller
        .page(state, view.decision().proposal.title.clone())
        .crumb(texts.text("site-menu-home"), "/")
        .crumb(texts.text("decision-list-title"), "/ban-va-quyet-dinh")
        .crumb(view.unit.full_name.clone(), of_unit);
    page.private = view.stored.register_position.is_none();
    page
}

fn page(state: &AppState, caller: &Caller, view: &DecisionView, acts: &ActTimes) -> ItemPage {
    let texts = caller.texts();
    let proof = view
        .stored
        .register_position
        .and_then(|position| acts.get(&position));
    let decision = view.decision();
    let proposal = &decision.proposal;
    let plan = decision.round.plan.as_ref();
    let rounds = view
        .rounds
        .iter()
        .chain(std::iter::once(&decision.round))
        .filter_map(|round| Results::new(texts, view, round))
        .collect();
    let (address, qr) = on_paper(state, decision.number);
    ItemPage {
        page: frame(state, caller, view),
        qr,
        address,
        number: decision.number,
        unit_name: view.unit.full_name.clone(),
        unit_href: unit_href(view),
        tags: tags(texts, decision),
        is_public: view.stored.register_position.is_some(),
        matter: matter_title(texts, view.matter, caller.lang),
        citation: view.matter.citation.to_string(),
        wording: view.matter.wording.clone(),
        scope: scope_words(texts, proposal.scope),
        subject: proposal.subject.label(),
        paragraphs: lines(&proposal.content),
        options: options(view),
        who: who(texts, view),
        share: share_words(texts, &view.threshold),
        needed: needed_words(texts, &view.threshold, view.total),
        threshold_citation: view.threshold.citation.to_string(),
        form: plan
            .map(|plan| form_words(texts, plan.form))
            .unwrap_or_default(),
        starts: moment(texts, plan.map(|plan| plan.starts)),
        closes: moment(texts, plan.and_then(|plan| plan.closes)),
        place: plan.map(|plan| plan.place.clone()).unwrap_or_default(),
        rounds,
        effective: day(texts, decision.effective_on),
        ended: day(texts, decision.ended_on),
        document: decision.document.clone(),
        reason: decision.reason.clone(),
        refused_on: day(texts, decision.refused_on),
        terms: terms(texts, view),
        steps: steps(texts, view, acts),
        papers: papers(texts, view),
        time: proof.map(|proof| ActTimeNote::new(texts, proof.proven)),
        proof: proof.cloned(),
        mark: String::new(),
        account: String::new(),
        duties: Vec::new(),
        communities: None,
        thread: None,
        petition: format!("/ban-va-quyet-dinh/{}/kien-nghi", decision.number),
    }
}

/// Who decides: the households of the roll, or the communities of the commune.
fn who(texts: Texts, view: &DecisionView) -> String {
    match (view.total, view.decision().is_thread()) {
        (Some(total), true) => texts.with_one("decision-who-communities", "total", &whole(total)),
        (Some(total), false) => texts.with_one("decision-who-total", "total", &whole(total)),
        (None, true) => texts.text("decision-who-communities-later"),
        (None, false) => texts.text("decision-who-later"),
    }
}

/// The address of the page with its code. One that is too long for a code is printed as text alone.
fn on_paper(state: &AppState, number: i64) -> (String, String) {
    let address = format!("{}/ban-va-quyet-dinh/{number}", state.platform.base_url);
    let code = dinh_report::qr::draw(&address).unwrap_or_default();
    (address, code)
}

/// What belongs to the decision: its account of contributions, the duty of its commune, the communities that decide a
/// commune-wide matter.
struct Beyond {
    has_account: bool,
    duties: Vec<Duty>,
    parts: Vec<CommunityResult>,
    thread: Option<Decision>,
    acts: ActTimes,
}

impl Beyond {
    async fn load(ctx: &Context<'_>, view: &DecisionView) -> Result<Self, Error> {
        let id = view.decision().id;
        let mut tx = ctx.read().await?;
        let thread = match view.decision().parent {
            Some(thread) => Some(dinh_store::decision::get(&mut tx, thread).await?.decision),
            None => None,
        };
        Ok(Self {
            thread,
            acts: act_times(&times::of_thing(&mut tx, id.0).await?),
            parts: Communities::load(ctx, view).await?,
            has_account: contributions::find(&mut tx, id).await?.is_some(),
            duties: dinh_store::decision::after::duties_of(&mut tx, id).await?,
        })
    }

    /// Changes with everything that is shown. Versions of parts only grow, so their sum does.
    fn version(&self) -> String {
        let parts: i64 = self.parts.iter().map(|part| part.version).sum();
        format!("{}-{}-{parts}", self.has_account, self.duties.len())
    }

    fn show(&self, texts: Texts, view: &DecisionView, page: &mut ItemPage) {
        page.communities = Communities::new(texts, view, &self.parts);
        page.thread = self.thread.as_ref().map(|thread| {
            let href = format!("/ban-va-quyet-dinh/{}", thread.number);
            (href, thread.proposal.title.clone())
        });
        if self.has_account {
            page.account = format!("/ban-va-quyet-dinh/{}/dong-gop", page.number);
        }
        page.duties = self
            .duties
            .iter()
            .map(|duty| {
                texts.with(
                    "after-duty",
                    &[
                        ("number", &duty.number),
                        ("day", &texts.formats().date(duty.due_on)),
                    ],
                )
            })
            .collect();
    }
}

/// The options put to the vote; names of candidates are not shown before somebody is elected.
fn options(view: &DecisionView) -> Vec<String> {
    let proposal = &view.decision().proposal;
    if proposal.subject.is_election() || proposal.options.len() < 2 {
        Vec::new()
    } else {
        proposal.options.clone()
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

fn terms(texts: Texts, view: &DecisionView) -> Vec<Term> {
    let term = |key, explained: &Option<Explained>| {
        explained.as_ref().map(|found| Term {
            key,
            day: texts.formats().date(found.by),
            why: found.explanation.sentence_lines(),
            citation: found.citation.clone(),
        })
    };
    [
        term("decision-send-by", &view.send_by),
        term("decision-recognise-by", &view.recognise_by),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn steps(texts: Texts, view: &DecisionView, acts: &ActTimes) -> Vec<Step> {
    view.steps
        .iter()
        .map(|row| Step {
            what: step_words(texts, &row.step),
            at: texts
                .formats()
                .date_time(local(row.at.to_jiff()).datetime()),
            note: row.note.clone(),
            position: row.register_position,
            time: row
                .register_position
                .map(|position| time_words(texts, acts, position))
                .unwrap_or_default(),
        })
        .collect()
}

fn papers(texts: Texts, view: &DecisionView) -> Vec<Paper> {
    view.files
        .iter()
        .filter(|row| row.is_public)
        .map(|row| Paper {
            href: format!(
                "/ban-va-quyet-dinh/{}/tep/{}",
                view.decision().number,
                row.id
            ),
            kind: PaperKind::find(&row.kind).map_or("", PaperKind::label),
            name: row.name.clone(),
            size: texts.formats().size(u64::try_from(row.size).unwrap_or(0)),
            digest: row.digest(),
        })
        .collect()
}

/// A paper of a decision: what is public is given; what is signed only to those who prepare it.
pub async fn file(
    State(state): State<AppState>,
    caller: Caller,
    Path((number, file)): Path<(i64, DecisionFileId)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let row = dinh_store::decision::files::find(&mut tx, file)
        .await?
        .ok_or(Error::NotFound)?;
    let found = dinh_store::decision::find_by_number(&mut tx, number)
        .await?
        .ok_or(Error::NotFound)?;
    let belongs = found.decision.id.0 == row.decision_id;
    let open = row.is_public && found.register_position.is_some();
    let may_see = belongs
        && (open
            || dinh_service::access::authorise(
                &ctx,
                &mut tx,
                Action::ReadRoll,
                found.decision.unit,
            )
            .await
            .is_ok());
    if !may_see {
        return Err(Error::NotFound.into());
    }
    drop(tx);
    let kept = KeptFile {
        digest: &row.digest(),
        media_type: &row.media_type,
        name: &row.name,
        open,
    };
    kept_file(&state, &headers, kept).await
}
