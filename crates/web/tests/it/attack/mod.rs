//! A scripted attacker: every route as every role, as nobody and as the same role of another unit, with forged forms, foreign
//! identifiers, wrong methods and hostile input, over the whole demo city.
//!
//! What must hold is in `judge`; beside that, nothing without a right may move the write-ahead log of the database, and with it
//! any row, the audit trail or the register.

mod city;
mod crawl;
mod hostile;
mod judge;

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use dinh_domain::access::{Reach, Role, reach};
use dinh_web::Access;

use city::{Caller, City, Try};
use crawl::{Form, Found, Row, is_paper, may, table};
use judge::Secrets;

use crate::town::Answer;

/// Everything that is known before the attack, and what was wrong so far.
struct Attack {
    city: City,
    table: Vec<Row>,
    callers: Vec<Caller>,
    found: Found,
    secrets: Secrets,
    faults: Vec<String>,
    sent: usize,
}

impl Attack {
    async fn prepared() -> Self {
        let city = City::demo().await;
        let secrets = Secrets::planted_in(&city).await;
        let callers = city.callers().await;
        let table = table();
        let mut found = Found::default();
        for (place, caller) in callers.iter().enumerate() {
            found.crawl(&city, &table, place, caller).await;
        }
        Self {
            city,
            table,
            callers,
            found,
            secrets,
            faults: Vec::new(),
            sent: 0,
        }
    }

    /// Send, and hold the answer against what always holds.
    async fn send(&mut self, caller: &Caller, one: &Try) -> Option<Answer> {
        let answer = self.city.send(caller, one).await?;
        self.sent += 1;
        let faults = judge::faults(&self.secrets, caller, one, &answer);
        self.faults.extend(faults);
        Some(answer)
    }

    /// Send what may change nothing and must be answered with one of these.
    async fn refused(&mut self, caller: &Caller, one: &Try, expected: &[StatusCode], why: &str) {
        let before = self.city.mark();
        let Some(answer) = self.send(caller, one).await else {
            return;
        };
        let (method, path) = (&one.method, &one.path);
        let who = caller.name();
        if !expected.contains(&answer.status) {
            let status = answer.status;
            self.faults
                .push(format!("{who}: {method} {path}: {why}: {status}"));
        }
        if self.city.mark() != before {
            self.faults.push(format!(
                "{who}: {method} {path}: {why}: something was written"
            ));
        }
    }

    /// An address of the attacked unit for a route, as somebody of it found it; numbers that lead nowhere otherwise.
    fn address(&self, row: &Row) -> String {
        let here = |by: usize| self.callers.get(by).is_some_and(|caller| caller.here);
        let pages = self.found.pages.get(row.path);
        let forms = self.found.forms.get(row.path);
        let page = pages.and_then(|pages| pages.iter().find(|(by, _)| here(*by)));
        let form = forms.and_then(|forms| forms.iter().find(|form| here(form.caller)));
        let found = match row.method {
            Method::GET => page.map(|(_, path)| path.clone()),
            _ => form.map(|form| form.action.clone()),
        };
        found.unwrap_or_else(|| self.guessed(row.path))
    }

    /// The values of other routes with the same beginning.
    fn guessed(&self, template: &str) -> String {
        let mut path = String::new();
        for (place, part) in template.split('/').enumerate().skip(1) {
            path.push('/');
            if !part.starts_with('{') {
                path.push_str(part);
                continue;
            }
            let beginning: Vec<&str> = template.split('/').take(place + 1).collect();
            let beginning = beginning.join("/");
            let known = self.found.pages.iter();
            let mut known = known
                .filter(|(other, _)| other.starts_with(&beginning))
                .flat_map(|(_, pages)| pages.iter())
                .filter(|(by, _)| self.callers[*by].here)
                .filter_map(|(_, found)| found.split(['/', '?']).nth(place));
            path.push_str(known.next().unwrap_or("1"));
        }
        path
    }

    /// The fields of a form for this route, with the token that the caller needs.
    fn fields(&self, row: &Row, csrf: &str) -> Vec<(String, String)> {
        let forms = self.found.forms.get(row.path);
        let form = forms.and_then(|forms| forms.first());
        let mut fields = vec![("_csrf".to_owned(), csrf.to_owned())];
        let others = form.map(|form| form.fields.as_slice()).unwrap_or_default();
        let others = others.iter().filter(|field| field.name != "_csrf");
        fields.extend(others.map(|field| {
            let value = if field.typed && field.value.is_empty() {
                "Nội dung thử"
            } else {
                &field.value
            };
            (field.name.clone(), value.to_owned())
        }));
        fields
    }

    fn form(&self, row: &Row, csrf: &str) -> Try {
        let fields = self.fields(row, csrf);
        let pairs = fields.iter().map(|(name, value)| (&**name, &**value));
        Try::form(self.address(row), hostile::encoded(pairs))
    }
}

/// Whether somebody of another unit may do this here: only those of the whole city.
fn is_foreign(row: &Row, caller: &Caller) -> bool {
    let Access::Needs(action) = row.access else {
        return false;
    };
    let far = caller.role.and_then(|role| reach(role, action));
    !caller.here && !matches!(far, None | Some(Reach::City))
}

const TURNED_AWAY: [StatusCode; 3] = [
    StatusCode::UNAUTHORIZED,
    StatusCode::FORBIDDEN,
    StatusCode::NOT_FOUND,
];

/// Every route as everybody who has no right to it.
async fn without_right(attack: &mut Attack) {
    let (table, callers) = (attack.table.clone(), attack.callers.clone());
    for row in &table {
        for caller in &callers {
            let lacks = !may(row.access, caller.role);
            let is_elsewhere = is_foreign(row, caller) && row.path.contains('{');
            if !(lacks || is_elsewhere) {
                continue;
            }
            let one = match row.method {
                Method::GET => Try::get(attack.address(row)),
                _ => attack.form(row, &caller.csrf),
            };
            let to_sign_in = [StatusCode::SEE_OTHER];
            let expected = match (caller.role, &row.method) {
                (None, &Method::GET) => &to_sign_in[..],
                (None, _) => &TURNED_AWAY[..1],
                _ if lacks => &TURNED_AWAY[1..2],
                _ => &TURNED_AWAY[1..],
            };
            attack.refused(caller, &one, expected, "no right").await;
        }
    }
}

/// Every form with a right but not from our page, and every route with methods that it does not know.
async fn forged(attack: &mut Attack) {
    let (table, callers) = (attack.table.clone(), attack.callers.clone());
    for row in &table {
        let mut allowed = callers.iter().filter(|caller| {
            may(row.access, caller.role) && (caller.here || caller.role.is_none())
        });
        let Some(caller) = allowed.next() else {
            continue;
        };
        for method in [
            Method::PUT,
            Method::DELETE,
            Method::PATCH,
            Method::TRACE,
            Method::OPTIONS,
        ] {
            let one = Try {
                method,
                ..attack.form(row, &caller.csrf)
            };
            let known = [StatusCode::METHOD_NOT_ALLOWED];
            attack.refused(caller, &one, &known, "method").await;
        }
        if row.method != Method::POST {
            continue;
        }
        for one in forgeries(attack, row, caller) {
            let known = [
                StatusCode::FORBIDDEN,
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                StatusCode::BAD_REQUEST,
                StatusCode::CONFLICT,
                StatusCode::UNPROCESSABLE_ENTITY,
            ];
            attack.refused(caller, &one, &known, "forged").await;
        }
    }
}

/// The same form in all ways that a page of another site could send it.
fn forgeries(attack: &Attack, row: &Row, caller: &Caller) -> Vec<Try> {
    let good = attack.form(row, &caller.csrf);
    let other = attack
        .callers
        .iter()
        .find(|other| other.role.is_some() && other.csrf != caller.csrf);
    let other = other.map_or("", |other| other.csrf.as_str());
    let far_key = dinh_web::FormKey::new([9; 32]);
    let now = dinh_service::clock::Clock::now(&*attack.city.platform.clock);
    let tokens = ["", other, "~1", &far_key.token(now)].map(ToOwned::to_owned);
    let mut all: Vec<Try> = tokens.iter().map(|token| attack.form(row, token)).collect();
    let sites: [(&'static str, &str); 4] = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ];
    all.extend(sites.into_iter().map(|(name, value)| Try {
        headers: vec![(name, value.as_bytes().to_vec())],
        ..good.clone()
    }));
    let bodies = hostile::bodies(&format!("{}x", caller.csrf));
    all.extend(bodies.into_iter().map(|(kind, body)| Try {
        kind,
        body,
        ..good.clone()
    }));
    all
}

/// Hostile text in every part of every address, by somebody who may come there.
async fn hostile_addresses(attack: &mut Attack) {
    let (table, callers) = (attack.table.clone(), attack.callers.clone());
    for row in table.iter().filter(|row| row.method == Method::GET) {
        let mut allowed = callers.iter().filter(|caller| may(row.access, caller.role));
        let Some(caller) = allowed.next_back() else {
            continue;
        };
        let good = attack.address(row);
        let (path, _) = good.split_once('?').unwrap_or((&good, ""));
        let queries = attack
            .found
            .queries
            .get(row.path)
            .cloned()
            .unwrap_or_default();
        for text in hostile::TEXTS {
            let escaped = hostile::escaped(text);
            let parts = row
                .path
                .split('/')
                .zip(path.split('/'))
                .map(|(known, part)| {
                    if known.starts_with('{') {
                        &*escaped
                    } else {
                        part
                    }
                });
            let parts: Vec<&str> = parts.collect();
            if row.path.contains('{') {
                attack.send(caller, &Try::get(parts.join("/"))).await;
            }
            if is_paper(row.path) {
                continue;
            }
            let names = queries.iter().map(String::as_str).chain(["lang", "x"]);
            let query: Vec<String> = names.map(|name| format!("{name}={escaped}")).collect();
            let one = Try::get(format!("{path}?{}", query.join("&")));
            attack.send(caller, &one).await;
        }
        let mut long = hostile::long();
        long.truncate(9_000);
        let long = hostile::escaped(&long);
        attack
            .send(caller, &Try::get(format!("{path}?q={long}&{long}")))
            .await;
    }
}

/// Hostile headers on a page for all, one for few, and a form.
async fn hostile_headers(attack: &mut Attack) {
    let callers = attack.callers.clone();
    let somebody = callers
        .iter()
        .find(|caller| caller.role == Some(Role::CommuneClerk));
    let (Some(nobody), Some(somebody)) = (callers.last(), somebody) else {
        return;
    };
    let form = Try::form("/dang-nhap", hostile::encoded([("_csrf", &*nobody.csrf)]));
    for header in hostile::headers() {
        for (caller, one) in [
            (nobody, Try::get("/")),
            (nobody, Try::get("/api/v1/units")),
            (nobody, Try::get("/so-cong-khai/checkpoint")),
            (somebody, Try::get("/lam-viec")),
            (nobody, form.clone()),
        ] {
            let headers = [one.headers.clone(), vec![header.clone()]].concat();
            attack.send(caller, &Try { headers, ..one }).await;
        }
    }
}

/// Every form that anybody was shown, filled with hostile text by the very person.
async fn hostile_forms(attack: &mut Attack) {
    let callers = attack.callers.clone();
    let forms: Vec<Form> = attack
        .found
        .forms
        .values()
        .filter_map(|forms| forms.first().cloned())
        .collect();
    let long = hostile::long();
    for form in forms.iter().filter(|form| form.action != "/dang-xuat") {
        let caller = &callers[form.caller];
        let texts = hostile::TEXTS.into_iter().chain([&*long]);
        for (place, text) in texts.enumerate() {
            // In turn what a person types, and everything that a browser would send unchanged.
            let all = place % 2 == 1;
            let fields: Vec<(&str, &str)> = form
                .fields
                .iter()
                .map(|field| {
                    let bent = field.name != "_csrf" && (all || field.typed);
                    let value = if bent { text } else { &field.value };
                    (field.name.as_str(), value)
                })
                .collect();
            let mut one = Try::form(&*form.action, hostile::encoded(fields.iter().copied()));
            if form.multipart {
                one.kind = "multipart/form-data; boundary=ranh";
                one.body = hostile::parts(&fields, text);
            }
            attack.send(caller, &one).await;
        }
    }
}

/// Where personal data is read: each time is recorded, and nothing else changes.
const READINGS: [&str; 4] = ["/du-lieu", "/du-lieu.json", "/xuat", "/xuat.xlsx"];

/// Every form once more with the same key and content: it is done once. Gives how many had been done.
async fn replayed(attack: &mut Attack) -> usize {
    let callers = attack.callers.clone();
    let forms: Vec<Form> = attack.found.forms.values().flatten().cloned().collect();
    let mut done = 0;
    for form in forms.iter().filter(|form| form.action != "/dang-xuat") {
        let caller = &callers[form.caller];
        let fields: Vec<(&str, &str)> = form
            .fields
            .iter()
            .map(|field| {
                (
                    &*field.name,
                    if field.typed && field.value.is_empty() {
                        "Lời thử"
                    } else {
                        &*field.value
                    },
                )
            })
            .collect();
        let one = Try::form(&*form.action, hostile::encoded(fields));
        let before = attack.city.mark();
        let first = attack.send(caller, &one).await;
        let after = attack.city.mark();
        if before == after {
            continue;
        }
        done += 1;
        let second = attack.send(caller, &one).await;
        let is_reading = READINGS.iter().any(|end| {
            one.path
                .split('?')
                .next()
                .is_some_and(|path| path.ends_with(end))
        });
        if attack.city.mark() != after && !is_reading {
            let statuses = [first, second].map(|answer| answer.map(|answer| answer.status));
            let fault = format!(
                "{}: {}: done twice: {statuses:?}",
                caller.name(),
                form.action
            );
            attack.faults.push(fault);
        }
    }
    done
}

#[tokio::test]
async fn no_attack_on_any_route_as_anybody_succeeds() {
    let mut attack = Attack::prepared().await;
    assert!(attack.secrets.count() > 50, "{}", attack.secrets.count());
    let before = attack.city.rows().await;
    without_right(&mut attack).await;
    forged(&mut attack).await;
    hostile_addresses(&mut attack).await;
    hostile_headers(&mut attack).await;
    assert_eq!(attack.city.rows().await, before, "rows came or went");
    hostile_forms(&mut attack).await;
    let done = replayed(&mut attack).await;
    let routes: BTreeMap<_, _> = attack.found.forms.iter().collect();
    println!(
        "{} requests, {} kinds of forms, {done} replayed",
        attack.sent,
        routes.len()
    );
    assert!(attack.sent > 5_000 && routes.len() > 30 && done > 5);
    let faults = attack.faults.iter().take(60).cloned().collect::<Vec<_>>();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        attack.faults.len(),
        faults.join("\n")
    );
}
