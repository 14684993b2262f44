//! Every route × role × scope, by really calling the site. `access.golden.txt` holds
//! the expected answers: what is not in it is a change of access and must be meant.
//!
//! "own" is a thing of the unit of the mandate, "other" one of another ward, "nobody"
//! is a reader. A form is sent empty: where access is given, the use case then finds
//! the fields missing (422) or the thing not there (404).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::http::Method;
use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId};
use dinh_domain::people::Mandate;
use dinh_domain::units::Unit;
use dinh_service::disclosure::{self, OpenDuty};
use dinh_service::{Actor, Context, Person};
use dinh_web::{Access, Route, routes};
use jiff::civil::date;
use uuid::Uuid;

use crate::town::{CSRF, Town, town};

const GOLDEN: &str = include_str!("access.golden.txt");

fn is_of_the_city(role: Role) -> bool {
    matches!(
        role,
        Role::HomeAffairs | Role::CouncilDelegate | Role::CityAdministrator | Role::Auditor
    )
}

/// Numbers of a duty without draft and of a draft, in a ward.
struct Things {
    duty: i64,
    draft: i64,
}

async fn things(town: &Town, account: AccountId, unit: &Unit) -> Things {
    let mandate = Mandate {
        id: MandateId(Uuid::from_u128(77)),
        account,
        role: Role::CommuneClerk,
        unit: unit.id,
        valid_from: date(2025, 7, 1),
        valid_to: None,
        document: "01/QĐ-UBND".into(),
    };
    let person = Person {
        account,
        name: "Người mẫu".into(),
        mandate: Some(mandate),
    };
    let clerk = Context::new(&town.platform, Actor::Person(person));
    let event = |title: &str| OpenDuty {
        rule: "11.3:projects".into(),
        title: title.into(),
        event_on: date(2026, 11, 19),
        event_document: "1/QĐ-UBND".into(),
    };
    let open = disclosure::open_duty(&clerk, unit.id, event("Dự án mẫu"))
        .await
        .expect("a duty");
    let used = disclosure::open_duty(&clerk, unit.id, event("Chợ mẫu"))
        .await
        .expect("a duty");
    let draft = disclosure::start_draft(&clerk, used.id)
        .await
        .expect("a draft");
    Things {
        duty: open.number,
        draft: draft.number,
    }
}

/// The address of a route for the things of a unit; what has no unit is not there.
fn address(path: &str, unit: &Unit, things: &Things) -> String {
    let number = if path.contains("/muc/") {
        things.duty
    } else {
        things.draft
    };
    path.replace("{slug}", &unit.slug)
        .replace("{number}", &number.to_string())
        .split('/')
        .map(|part| if part.starts_with('{') { "0" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

async fn call(town: &Town, method: &Method, path: &str, token: &str) -> u16 {
    let fields = [("_csrf", CSRF)];
    let headers = [("sec-fetch-site", "same-origin")];
    town.send(method.clone(), path, token, &fields, &headers)
        .await
        .status
        .as_u16()
}

async fn as_role(stage: &Stage, role: Role, route: &Route) -> String {
    let town = &stage.town;
    let home = if is_of_the_city(role) {
        &town.city
    } else {
        &town.ward
    };
    let mandate = town.mandate(stage.account, role, home, None).await;
    let mut codes = Vec::new();
    for (unit, kept) in [(&town.ward, &stage.own), (&town.other, &stage.other)] {
        // What a form may change is fresh for every call, and so is the session.
        let fresh = match route.method {
            Method::POST if route.path.contains("{number}") => {
                Some(things(town, stage.account, unit).await)
            }
            _ => None,
        };
        let token = town.session(stage.account, Some(mandate)).await;
        let path = address(route.path, unit, fresh.as_ref().unwrap_or(kept));
        codes.push(call(town, &route.method, &path, &token).await);
    }
    format!("own {} other {}", codes[0], codes[1])
}

struct Stage {
    town: Town,
    account: AccountId,
    own: Things,
    other: Things,
}

async fn stage() -> Stage {
    let town = town().await;
    let account = town.account("nguoi-thu").await;
    let own = things(&town, account, &town.ward).await;
    let other = things(&town, account, &town.other).await;
    Stage {
        town,
        account,
        own,
        other,
    }
}

async fn table(stage: &Stage) -> String {
    let mut text = String::new();
    for route in routes::all() {
        let access = match route.access {
            Access::Public => "Public".to_owned(),
            Access::Voter => "Voter".to_owned(),
            Access::SignedIn => "SignedIn".to_owned(),
            Access::Needs(action) => format!("{action:?}"),
        };
        let path = address(route.path, &stage.town.ward, &stage.own);
        let nobody = call(&stage.town, &route.method, &path, "").await;
        let _ = writeln!(
            text,
            "{} {} [{access}]\n  nobody {nobody}",
            route.method, route.path
        );
        if matches!(route.access, Access::Public | Access::Voter) {
            continue;
        }
        let mut answers: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for role in Role::ALL {
            let answer = as_role(stage, *role, &route).await;
            answers.entry(answer).or_default().push(role.code());
        }
        for (answer, roles) in answers {
            let _ = writeln!(text, "  {answer}: {}", roles.join(", "));
        }
    }
    text
}

#[tokio::test]
#[expect(
    clippy::disallowed_methods,
    reason = "the new table is left for comparing"
)]
async fn every_route_answers_every_role_as_the_golden_file_says() {
    let now = table(&stage().await).await;
    let place = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("access.golden.txt");
    if now != GOLDEN {
        std::fs::write(&place, &now).expect("written");
    }
    assert!(
        now == GOLDEN,
        "access has changed; compare with {}",
        place.display()
    );
}

#[tokio::test]
async fn no_reader_passes_a_route_that_is_not_public() {
    let stage = stage().await;
    for route in routes::all() {
        if matches!(route.access, Access::Public | Access::Voter) {
            continue;
        }
        let path = address(route.path, &stage.town.ward, &stage.own);
        let answer = call(&stage.town, &route.method, &path, "").await;
        let refused = if route.method == Method::GET {
            303
        } else {
            401
        };
        assert_eq!(answer, refused, "{} {}", route.method, route.path);
    }
}

#[test]
fn every_path_has_each_method_once() {
    let mut seen = std::collections::BTreeSet::new();
    for route in routes::all() {
        assert!(
            seen.insert((route.path, route.method.to_string())),
            "{}",
            route.path
        );
    }
}
