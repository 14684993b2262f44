//! *Việc cần làm*: one list, made by the law, sorted by the day it is due; every line
//! names the form that closes it.

use dinh_domain::access::Action;
use dinh_domain::disclosure::{Duty, DutyState, PublicationState, Standing, standing};
use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_store::disclosure::forms::FormRow;
use dinh_store::disclosure::requests::RequestRow;
use dinh_store::disclosure::{self as stored, Stored, duties, forms, requests};
use jiff::civil::Date;

use crate::access::authorise;
use crate::error::Result;
use crate::platform::Context;

/// What a line of the desk asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// Write and submit.
    Disclose,
    /// Approve what was submitted.
    Approve,
    /// Confirm or refuse "not applicable".
    ConfirmNotApplicable,
    /// Record the required forms that are missing.
    RecordForms,
    /// A notice may come down now.
    TakeDown,
    /// Answer a citizen's request.
    AnswerRequest,
}

/// One line of the desk.
pub struct Task {
    /// What to do.
    pub kind: TaskKind,
    /// By when.
    pub due_on: Date,
    /// The duty, where there is one.
    pub duty: Option<(Duty, Standing)>,
    /// The publication, where there is one.
    pub publication: Option<Stored>,
    /// The notice that may come down.
    pub form: Option<FormRow>,
    /// The request to answer.
    pub request: Option<RequestRow>,
}

/// The desk of a unit.
pub struct Desk {
    /// The unit.
    pub unit: Unit,
    /// What is to do, the earliest due first.
    pub tasks: Vec<Task>,
    /// Whether there are more than the list shows.
    pub more: bool,
}

const LIMIT: i64 = 100;

/// The desk of a unit, for whoever may see it.
pub async fn desk(ctx: &Context<'_>, unit: UnitId) -> Result<Desk> {
    let mut tx = ctx.read().await?;
    authorise(ctx, &mut tx, Action::ReadDesk, unit).await?;
    let unit = dinh_store::units::get(&mut tx, unit).await?;
    let mut tasks = Vec::new();
    let first = (Date::MIN, 0);
    for (state, kind) in [
        (DutyState::Open, TaskKind::Disclose),
        (
            DutyState::NotApplicableProposed,
            TaskKind::ConfirmNotApplicable,
        ),
    ] {
        for duty in duties::of_unit_in_state(&mut tx, unit.id, state, first, LIMIT).await? {
            tasks.push(duty_task(ctx, kind, duty));
        }
    }
    let drafts = [PublicationState::Draft, PublicationState::Submitted];
    for state in drafts {
        let found = stored::of_unit_in_state(&mut tx, unit.id, state, 0, LIMIT).await?;
        for publication in found {
            place_publication(&mut tasks, publication);
        }
    }
    for duty in duties::with_missing_forms(&mut tx, unit.id, LIMIT).await? {
        tasks.push(duty_task(ctx, TaskKind::RecordForms, duty));
    }
    for publication in stored::with_missing_forms(&mut tx, unit.id, LIMIT).await? {
        place_publication(&mut tasks, publication);
    }
    let shown = stored::with_running_forms(&mut tx, unit.id, ctx.today(), LIMIT).await?;
    for form in forms::running_until(&mut tx, unit.id, ctx.today(), LIMIT).await? {
        tasks.push(form_task(form, &shown));
    }
    for request in requests::of_unit(&mut tx, unit.id, "received", LIMIT).await? {
        tasks.push(request_task(request));
    }
    // What may be done comes after what must be done.
    tasks.sort_by_key(|task| (task.kind == TaskKind::TakeDown, task.due_on));
    let limit = usize::try_from(LIMIT).unwrap_or(usize::MAX);
    let more = tasks.len() > limit;
    tasks.truncate(limit);
    Ok(Desk { unit, tasks, more })
}

fn duty_task(ctx: &Context<'_>, kind: TaskKind, duty: Duty) -> Task {
    let stands = standing(&duty, ctx.today(), ctx.law().calendar());
    Task {
        kind,
        due_on: duty.due_on,
        duty: Some((duty, stands)),
        publication: None,
        form: None,
        request: None,
    }
}

/// A publication belongs to the line of its duty; a submitted one waits for approval.
fn place_publication(tasks: &mut [Task], publication: Stored) {
    let line = tasks.iter_mut().find(|task| {
        task.duty
            .as_ref()
            .is_some_and(|(duty, _)| duty.id == publication.publication.duty)
    });
    if let Some(task) = line {
        if publication.publication.state == PublicationState::Submitted {
            task.kind = TaskKind::Approve;
        }
        task.publication = Some(publication);
    }
}

fn form_task(form: FormRow, shown: &[Stored]) -> Task {
    let publication = shown
        .iter()
        .find(|found| found.publication.id.0 == form.publication_id)
        .cloned();
    Task {
        kind: TaskKind::TakeDown,
        due_on: form
            .keep_until
            .map_or(Date::MAX, dinh_store::StoredDate::to_jiff),
        duty: None,
        publication,
        form: Some(form),
        request: None,
    }
}

fn request_task(request: RequestRow) -> Task {
    Task {
        kind: TaskKind::AnswerRequest,
        due_on: request.due_on.to_jiff(),
        duty: None,
        publication: None,
        form: None,
        request: Some(request),
    }
}
