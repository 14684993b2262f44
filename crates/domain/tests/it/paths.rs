//! Every path of at most six steps through a duty and its publication, as the use
//! cases take them: none reaches an end without each precondition of the law.

use std::collections::BTreeSet;

use dinh_domain::Refusal;
use dinh_domain::disclosure::{Content, Duty, DutyState, LegalDay, Publication, PublicationState};
use dinh_domain::ids::AccountId;
use jiff::civil::date;

use crate::{AUTHOR, OTHER, draft, duty};

const LENGTH: usize = 6;
const ARTICLE: &str = "khoản 1 Điều 7 Luật Bảo vệ bí mật nhà nước";
const REASON: &str = "Số liệu thu ngân sách quý ghi sai";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Submit,
    SendBack,
    Publish(AccountId),
    Correct {
        with_reason: bool,
    },
    Withdraw {
        with_article: bool,
        with_reason: bool,
    },
    End,
    Propose {
        by: AccountId,
        with_reason: bool,
    },
    Confirm(AccountId),
    Refuse(AccountId),
}

const STEPS: &[Step] = &[
    Step::Submit,
    Step::SendBack,
    Step::Publish(AUTHOR),
    Step::Publish(OTHER),
    Step::Correct { with_reason: false },
    Step::Correct { with_reason: true },
    Step::Withdraw {
        with_article: false,
        with_reason: true,
    },
    Step::Withdraw {
        with_article: true,
        with_reason: false,
    },
    Step::Withdraw {
        with_article: true,
        with_reason: true,
    },
    Step::End,
    Step::Propose {
        by: AUTHOR,
        with_reason: false,
    },
    Step::Propose {
        by: AUTHOR,
        with_reason: true,
    },
    Step::Propose {
        by: OTHER,
        with_reason: true,
    },
    Step::Confirm(AUTHOR),
    Step::Confirm(OTHER),
    Step::Refuse(AUTHOR),
    Step::Refuse(OTHER),
];

#[derive(Clone, Debug, PartialEq, Eq)]
struct World {
    duty: Duty,
    publication: Publication,
}

fn text(given: bool, text: &str) -> &str {
    if given { text } else { " " }
}

/// The step as the use case takes it: both things change, or none.
fn take(world: &World, step: Step) -> Result<World, Refusal> {
    let mut next = world.clone();
    let World { duty, publication } = &mut next;
    match step {
        Step::Submit => {
            duty.accepts_draft()?;
            publication.submit()?;
        }
        Step::SendBack => publication.send_back()?,
        Step::Publish(by) => {
            publication.publish(by, date(2026, 2, 25))?;
            duty.fulfil(LegalDay::recorded(date(2026, 2, 25), 0, false))?;
        }
        Step::Correct { with_reason } => {
            publication.correct(Content::default(), text(with_reason, REASON))?;
        }
        Step::Withdraw {
            with_article,
            with_reason,
        } => {
            publication.withdraw(text(with_article, ARTICLE), text(with_reason, REASON))?;
            duty.withdraw()?;
        }
        Step::End => publication.end()?,
        Step::Propose { by, with_reason } => {
            duty.propose_not_applicable(text(with_reason, REASON), by)?;
        }
        Step::Confirm(by) => duty.confirm_not_applicable(by)?,
        Step::Refuse(by) => duty.refuse_not_applicable(by)?,
    }
    Ok(next)
}

fn walk(world: &World, path: &mut Vec<Step>, seen: &mut impl FnMut(&World, &[Step])) {
    seen(world, path);
    if path.len() == LENGTH {
        return;
    }
    for step in STEPS {
        if let Ok(next) = take(world, *step) {
            path.push(*step);
            walk(&next, path, seen);
            path.pop();
        }
    }
}

fn start() -> World {
    let duty = duty(date(2026, 2, 26));
    World {
        publication: draft(&duty),
        duty,
    }
}

fn every_path(mut seen: impl FnMut(&World, &[Step])) {
    walk(&start(), &mut Vec::new(), &mut seen);
}

/// The last step of the path that changes whether the draft waits for a decision.
fn was_submitted(before: &[Step]) -> bool {
    before
        .iter()
        .rev()
        .find(|step| matches!(step, Step::Submit | Step::SendBack))
        == Some(&Step::Submit)
}

#[test]
fn nothing_becomes_public_without_a_submission_and_a_second_person() {
    let mut published = 0;
    every_path(|world, path| {
        let publishing = path
            .iter()
            .position(|step| matches!(step, Step::Publish(_)));
        match publishing {
            None => assert_eq!(world.publication.rev, 0, "{path:?}"),
            Some(place) => {
                published += 1;
                assert_eq!(path.get(place), Some(&Step::Publish(OTHER)), "{path:?}");
                assert!(
                    was_submitted(path.get(..place).unwrap_or_default()),
                    "{path:?}"
                );
            }
        }
    });
    assert!(published > 0, "the paths reach the portal");
}

#[test]
fn nothing_is_set_aside_by_one_person_alone() {
    let mut set_aside = 0;
    every_path(|world, path| {
        if world.duty.state != DutyState::NotApplicable {
            return;
        }
        set_aside += 1;
        let confirmed = path.iter().rev().find_map(|step| match step {
            Step::Confirm(by) => Some(*by),
            _ => None,
        });
        let proposed = path.iter().rev().find_map(|step| match step {
            Step::Propose { by, .. } => Some(*by),
            _ => None,
        });
        assert!(confirmed.is_some() && proposed.is_some(), "{path:?}");
        assert_ne!(confirmed, proposed, "{path:?}");
        assert!(!world.duty.reason.is_empty(), "{path:?}");
    });
    assert!(set_aside > 0, "the paths reach it");
}

#[test]
fn a_withdrawal_always_names_its_article_and_its_reason() {
    let mut withdrawn = 0;
    every_path(|world, path| {
        if world.publication.state != PublicationState::Withdrawn {
            return;
        }
        withdrawn += 1;
        let lawful = Step::Withdraw {
            with_article: true,
            with_reason: true,
        };
        assert!(path.contains(&lawful), "{path:?}");
        assert_eq!(world.duty.state, DutyState::Withdrawn, "{path:?}");
    });
    assert!(withdrawn > 0, "the paths reach it");
}

#[test]
fn a_duty_is_closed_once_public_or_set_aside_but_never_both() {
    every_path(|world, path| {
        let published = path
            .iter()
            .filter(|step| matches!(step, Step::Publish(_)))
            .count();
        let confirmed = path
            .iter()
            .filter(|step| matches!(step, Step::Confirm(_)))
            .count();
        assert!(published + confirmed <= 1, "{path:?}");
        let public = world.publication.rev > 0;
        let state_says_public = matches!(
            world.duty.state,
            DutyState::Published | DutyState::Withdrawn
        );
        assert_eq!(public, state_says_public, "{path:?}");
        assert_eq!(public, world.duty.published_on.is_some(), "{path:?}");
    });
}

#[test]
fn each_public_act_is_one_revision() {
    every_path(|world, path| {
        let acts = path
            .iter()
            .filter(|step| {
                matches!(
                    step,
                    Step::Publish(_) | Step::Correct { .. } | Step::Withdraw { .. } | Step::End
                )
            })
            .count();
        assert_eq!(usize::try_from(world.publication.rev), Ok(acts), "{path:?}");
    });
}

#[test]
fn a_refused_step_changes_nothing_at_all() {
    every_path(|world, path| {
        for step in STEPS {
            let mut publication = world.publication.clone();
            let refused = match *step {
                Step::Submit => publication.submit(),
                Step::SendBack => publication.send_back(),
                Step::Publish(by) => publication.publish(by, date(2026, 2, 25)),
                Step::Correct { with_reason } => {
                    publication.correct(Content::default(), text(with_reason, REASON))
                }
                Step::Withdraw {
                    with_article,
                    with_reason,
                } => publication.withdraw(text(with_article, ARTICLE), text(with_reason, REASON)),
                Step::End => publication.end(),
                _ => continue,
            };
            if refused.is_err() {
                assert_eq!(publication, world.publication, "{path:?} then {step:?}");
            }
        }
    });
}

#[test]
fn the_table_of_steps_is_exactly_this_one() {
    let mut table = BTreeSet::new();
    every_path(|world, _| {
        for step in STEPS {
            if let Ok(next) = take(world, *step) {
                let (from, to) = (&world.publication.state, &next.publication.state);
                table.insert((
                    from.code(),
                    world.duty.state.code(),
                    to.code(),
                    next.duty.state.code(),
                ));
            }
        }
    });
    let seen: Vec<String> = table
        .into_iter()
        .map(|(a, b, c, d)| format!("{a}/{b} -> {c}/{d}"))
        .collect();
    assert_eq!(
        seen,
        [
            "draft/not_applicable_proposed -> draft/not_applicable",
            "draft/not_applicable_proposed -> draft/open",
            "draft/open -> draft/not_applicable_proposed",
            "draft/open -> submitted/open",
            "published/published -> ended/published",
            "published/published -> published/published",
            "published/published -> withdrawn/withdrawn",
            "submitted/not_applicable -> draft/not_applicable",
            "submitted/not_applicable_proposed -> draft/not_applicable_proposed",
            "submitted/not_applicable_proposed -> submitted/not_applicable",
            "submitted/not_applicable_proposed -> submitted/open",
            "submitted/open -> draft/open",
            "submitted/open -> published/published",
            "submitted/open -> submitted/not_applicable_proposed",
        ]
    );
}
