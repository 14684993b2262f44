//! What holds for every answer, whoever asked whatever.

use axum::http::StatusCode;

use super::city::{Caller, City, Try};
use super::hostile;
use crate::town::Answer;

/// Things that only people of the attacked units may read.
pub struct Secrets(Vec<String>);

/// Telephones of all households, drafts and those who asked in the attacked units, so that each is found wherever it leaks.
const PLANT: &str = "
UPDATE household_person SET phone = '0777' || (1000000 + rowid) WHERE household_id IN
    (SELECT household.id FROM household JOIN unit ON unit.id = household.unit_id WHERE unit.slug LIKE '%ninh-kieu');
UPDATE publication SET summary = 'riêng ' || (5550000 + rowid) WHERE state IN ('draft', 'submitted') AND unit_id IN
    (SELECT id FROM unit WHERE slug LIKE '%ninh-kieu');
UPDATE information_requester SET contact = '0888' || (1000000 + rowid) WHERE request_id IN
    (SELECT request.id FROM information_request AS request JOIN unit ON unit.id = request.unit_id
    WHERE unit.slug LIKE '%ninh-kieu');";
const PLANTED: &str = "SELECT phone FROM household_person WHERE phone LIKE '0777%' \
    UNION SELECT summary FROM publication WHERE summary LIKE 'riêng %' \
    UNION SELECT contact FROM information_requester WHERE contact LIKE '0888%'";

impl Secrets {
    pub async fn planted_in(city: &City) -> Self {
        let mut tx = city.platform.store.write().await.expect("the seat");
        tx.script(PLANT).await.expect("planted");
        tx.commit().await.expect("commit");
        Self(city.texts(PLANTED).await)
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    fn told_by(&self, text: &str) -> Option<&str> {
        let told = self.0.iter().find(|secret| text.contains(secret.as_str()));
        told.map(String::as_str)
    }
}

/// Faults of an answer that no answer may have.
pub fn faults(secrets: &Secrets, caller: &Caller, one: &Try, answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    if answer.status.is_server_error() {
        faults.push(format!("status {}", answer.status));
    }
    faults.extend(missing_headers(answer));
    faults.extend(loose_cookies(answer));
    if !caller.here
        && let Some(secret) = secrets.told_by(&answer.text)
        // What was typed comes back to whoever typed it.
        && !String::from_utf8_lossy(&one.body).contains(&hostile::escaped(secret))
    {
        faults.push(format!("tells {secret}"));
    }
    let kind = answer.header("content-type");
    // The verifier in one file names the digests of its script and style, and nothing else runs there.
    let names_digests = answer
        .header("content-security-policy")
        .contains("'sha256-");
    if kind.starts_with("text/html") && !names_digests {
        faults.extend(inline(&answer.text).map(|what| format!("inline {what}")));
    }
    if kind.starts_with("text/csv") && has_formula(&answer.text) {
        faults.push("a cell begins like a formula".to_owned());
    }
    let said = |fault| {
        let (method, path) = (&one.method, shortened(&one.path));
        format!("{}: {method} {path}: {fault}", caller.name())
    };
    faults.into_iter().map(said).collect()
}

fn shortened(path: &str) -> String {
    path.chars().take(160).collect()
}

fn missing_headers(answer: &Answer) -> Vec<String> {
    let wanted = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("permissions-policy", "camera=("),
        ("permissions-policy", "geolocation=()"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "strict-transport-security",
            "max-age=63072000; includeSubDomains",
        ),
        ("content-security-policy", "default-src 'none'"),
        ("content-security-policy", "frame-ancestors 'none'"),
        ("content-security-policy", "base-uri 'none'"),
    ];
    let mut faults: Vec<String> = wanted
        .into_iter()
        .filter(|(name, value)| !answer.header(name).contains(value))
        .map(|(name, value)| format!("no {name} with {value}"))
        .collect();
    let policy = answer.header("content-security-policy");
    for loose in ["unsafe-inline", "unsafe-eval", "http:", "https:", " *"] {
        if policy.contains(loose) {
            faults.push(format!("the content policy has {loose}"));
        }
    }
    for talkative in ["server", "x-powered-by"] {
        if !answer.header(talkative).is_empty() {
            faults.push(format!("header {talkative}"));
        }
    }
    let has_body = !answer.text.is_empty() && answer.status != StatusCode::NOT_MODIFIED;
    if has_body && answer.header("content-type").is_empty() {
        faults.push("a body without a kind".to_owned());
    }
    if answer.header("cache-control").is_empty() {
        faults.push("nothing said about keeping it".to_owned());
    }
    faults
}

/// Every cookie is for this host, TLS and the server alone.
fn loose_cookies(answer: &Answer) -> Vec<String> {
    let cookies = answer.headers.get_all("set-cookie").iter();
    let mut faults = Vec::new();
    for cookie in cookies.filter_map(|cookie| cookie.to_str().ok()) {
        for wanted in ["; Secure", "; HttpOnly", "; SameSite=", "; Path=/"] {
            if !cookie.contains(wanted) {
                faults.push(format!("a cookie without {wanted}"));
            }
        }
        if !cookie.starts_with("__Host-") || cookie.contains("Domain=") {
            faults.push(format!("a cookie for others: {cookie}"));
        }
    }
    faults
}

/// A script, style or handler in the page itself, or what an attacker typed standing there as a tag.
fn inline(text: &str) -> Option<&'static str> {
    let scripts = text.split("<script").skip(1);
    let mut bare = scripts.filter(|rest| {
        let tag = rest.split('>').next().unwrap_or_default();
        !tag.contains(" src=") && !tag.contains("application/ld+json")
    });
    if bare.next().is_some() {
        return Some("script");
    }
    [
        "<style",
        " style=\"",
        " onclick=",
        " onload=",
        "javascript:",
        "<img src=x",
        "<svg/onload",
    ]
    .into_iter()
    .find(|sign| text.contains(sign))
}

fn has_formula(csv: &str) -> bool {
    let cells = csv.split(['\n', ',', ';']);
    cells
        .map(|cell| cell.trim_start_matches('"'))
        .any(|cell| cell.starts_with("=HYPERLINK") || cell.starts_with("=cmd"))
}
