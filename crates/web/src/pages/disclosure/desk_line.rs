//! One line of the desk: what, by when, how it stands, and the way to the form that
//! closes it, if the role has that action.

use dinh_domain::access::Action;
use dinh_domain::disclosure::PublicationState;
use dinh_service::disclosure::{Task, TaskKind};
use jiff::civil::Date;

use super::shown::tags;
use super::subject::Rights;
use crate::components::{Status, StatusTag};
use crate::texts::Texts;

/// Calendar days before its due day from which a request is shown as due soon.
const SOON: i64 = 3;

/// A line of the desk.
pub struct Line {
    /// What it is about.
    pub title: String,
    /// Where it is explained; may be empty.
    pub href: String,
    /// What the law calls it: the code of the rule.
    pub code: String,
    /// What is to be done, in words.
    pub what: String,
    /// By when, or until when it had to stay.
    pub due: String,
    /// How it stands.
    pub tags: Vec<StatusTag>,
    /// The form that closes it; nothing for those who may only read.
    pub step: Option<Step>,
}

/// The way to the form.
pub struct Step {
    /// Words of the button.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// Whether it changes something and so is a form itself.
    pub posts: bool,
}

impl Line {
    /// The line of a task on a day.
    pub fn new(texts: Texts, task: &Task, today: Date, rights: &Rights) -> Self {
        let mut line = match task.kind {
            TaskKind::TakeDown => take_down(texts, task),
            TaskKind::AnswerRequest => request(texts, task, today),
            _ => duty(texts, task),
        };
        let words = match task.kind {
            TaskKind::TakeDown => texts.text("disclosure-keep-until"),
            _ => texts.text("disclosure-due"),
        };
        line.due = format!("{words} {}", texts.formats().date(task.due_on));
        line.step = step(texts, task, rights);
        line
    }

    fn empty() -> Self {
        Self {
            title: String::new(),
            href: String::new(),
            code: String::new(),
            what: String::new(),
            due: String::new(),
            tags: Vec::new(),
            step: None,
        }
    }
}

fn duty(texts: Texts, task: &Task) -> Line {
    let Some((duty, standing)) = &task.duty else {
        return Line::empty();
    };
    let mut tags = tags(texts, *standing);
    if task.kind == TaskKind::RecordForms && standing.missing_forms == 0 {
        tags.push(StatusTag::new(texts, Status::MissingForm));
    }
    let drafted = task
        .publication
        .as_ref()
        .is_some_and(|found| found.publication.state == PublicationState::Draft);
    Line {
        title: duty.title.clone(),
        href: format!("/lam-viec/muc/{}", duty.number),
        code: duty.item.clone(),
        what: match task.kind {
            TaskKind::Approve => texts.text("desk-what-approve"),
            TaskKind::ConfirmNotApplicable => texts.text("desk-what-confirm"),
            TaskKind::RecordForms => texts.text("desk-what-forms"),
            _ if drafted => texts.text("desk-what-drafted"),
            _ => texts.text("desk-what-disclose"),
        },
        tags,
        ..Line::empty()
    }
}

fn take_down(texts: Texts, task: &Task) -> Line {
    let place = task
        .form
        .as_ref()
        .map(|form| form.place.clone())
        .unwrap_or_default();
    let publication = task.publication.as_ref().map(|found| &found.publication);
    Line {
        title: publication
            .map(|found| found.content.title.clone())
            .unwrap_or_default(),
        href: publication
            .map(|found| format!("/cong-khai/{}", found.number))
            .unwrap_or_default(),
        code: publication
            .map(|found| found.item.clone())
            .unwrap_or_default(),
        what: texts.with("desk-what-take-down", &[("place", &place)]),
        ..Line::empty()
    }
}

fn request(texts: Texts, task: &Task, today: Date) -> Line {
    let Some(request) = &task.request else {
        return Line::empty();
    };
    let left = today
        .until(task.due_on)
        .map_or(0, |span| i64::from(span.get_days()));
    let status = match left {
        ..0 => Status::Overdue { days: -left },
        0..=SOON => Status::DueSoon { days_left: left },
        _ => Status::NotYet,
    };
    Line {
        title: texts.with("disclosure-request-number", &[("number", &request.number)]),
        href: String::new(),
        code: request.item.clone(),
        what: texts.text("desk-what-answer"),
        tags: vec![StatusTag::new(texts, status)],
        ..Line::empty()
    }
}

fn step(texts: Texts, task: &Task, rights: &Rights) -> Option<Step> {
    let link = |key: &str, href: String| Step {
        text: texts.text(key),
        href,
        posts: false,
    };
    let publication = task
        .publication
        .as_ref()
        .map(|found| found.publication.number);
    let duty = task.duty.as_ref().map(|(duty, _)| duty.number);
    let (action, step) = match (task.kind, publication, duty) {
        (TaskKind::Disclose, Some(number), _) => (
            Action::DraftPublication,
            link("desk-step-continue", format!("/lam-viec/ban/{number}")),
        ),
        (TaskKind::Disclose, None, Some(number)) => {
            let step = Step {
                text: texts.text("desk-step-draft"),
                href: format!("/lam-viec/muc/{number}/soan"),
                posts: true,
            };
            (Action::DraftPublication, step)
        }
        (TaskKind::Approve, Some(number), _) => (
            Action::ApprovePublication,
            link("desk-step-approve", format!("/lam-viec/ban/{number}/duyet")),
        ),
        (TaskKind::ConfirmNotApplicable, _, Some(number)) => (
            Action::ConfirmNotApplicable,
            link("desk-step-confirm", format!("/lam-viec/muc/{number}")),
        ),
        (TaskKind::RecordForms, Some(number), _) => (
            Action::RecordForm,
            link(
                "desk-step-forms",
                format!("/lam-viec/ban/{number}/hinh-thuc"),
            ),
        ),
        (TaskKind::TakeDown, Some(number), _) => (
            Action::RecordForm,
            link(
                "desk-step-take-down",
                format!("/lam-viec/ban/{number}/hinh-thuc#da-ghi"),
            ),
        ),
        (TaskKind::AnswerRequest, _, _) => {
            let number = task.request.as_ref()?.number;
            (
                Action::AnswerRequest,
                link("desk-step-answer", format!("/lam-viec/yeu-cau/{number}")),
            )
        }
        _ => return None,
    };
    rights.has(action).then_some(step)
}
