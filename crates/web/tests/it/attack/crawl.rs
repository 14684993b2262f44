//! What each caller finds by following links from the rooms of their role: addresses with real identifiers, and forms with
//! their fields.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::Method;
use dinh_domain::access::{Role, reach};
use dinh_web::{Access, routes};

use super::city::{Caller, City, Try};
use crate::town::unescaped;

/// Pages of one route that one caller reads.
const PAGES_OF_A_ROUTE: usize = 2;

/// A row of the table, without its handler.
#[derive(Clone)]
pub struct Row {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
}

/// A form as it stands on a page.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    pub multipart: bool,
    pub fields: Vec<Field>,
    /// Who was shown it.
    pub caller: usize,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub value: String,
    /// Whether a person types what they like.
    pub typed: bool,
}

/// What was found, by the path of the table.
#[derive(Default)]
pub struct Found {
    pub pages: BTreeMap<&'static str, Vec<(usize, String)>>,
    pub forms: BTreeMap<&'static str, Vec<Form>>,
    pub queries: BTreeMap<&'static str, BTreeSet<String>>,
}

pub fn table() -> Vec<Row> {
    let rows = routes::all().into_iter();
    rows.map(|route| Row {
        method: route.method,
        path: route.path,
        access: route.access,
    })
    .collect()
}

/// Whether the table lets the role through; the unit is another matter.
pub fn may(access: Access, role: Option<Role>) -> bool {
    match access {
        Access::Public | Access::Voter => true,
        Access::SignedIn => role.is_some(),
        Access::Needs(action) => role.is_some_and(|role| reach(role, action).is_some()),
    }
}

/// The row of the table that answers a path.
pub fn row_of<'t>(table: &'t [Row], method: &Method, path: &str) -> Option<&'t Row> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let fits = table
        .iter()
        .filter(|row| row.method == *method && answers(row.path, path));
    fits.min_by_key(|row| row.path.matches('{').count())
}

fn answers(template: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    for wanted in template.split('/') {
        if wanted.starts_with("{*") {
            return parts.next().is_some();
        }
        match parts.next() {
            Some(part) if part == wanted || (wanted.starts_with('{') && !part.is_empty()) => {}
            _ => return false,
        }
    }
    parts.next().is_none()
}

/// Whether the answer is typeset, which takes long.
pub fn is_paper(path: &str) -> bool {
    [".pdf", ".docx", ".xlsx", "/tai/", "/cong-nhan/"]
        .iter()
        .any(|sign| path.contains(sign))
}

impl Found {
    /// Follow the links of a caller.
    pub async fn crawl(&mut self, city: &City, table: &[Row], place: usize, caller: &Caller) {
        let seeds = table
            .iter()
            .filter(|row| row.method == Method::GET && may(row.access, caller.role));
        let mut queue: VecDeque<String> = seeds
            .map(|row| row.path.replace("{slug}", slug(caller)))
            .filter(|path| !path.contains('{'))
            .collect();
        let mut read: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        while let Some(path) = queue.pop_front() {
            let Some(row) = row_of(table, &Method::GET, &path) else {
                continue;
            };
            self.learn(row.path, place, &path);
            // The public site is the same for all: nobody reads it.
            let is_public = matches!(row.access, Access::Public | Access::Voter);
            let count = read.entry(row.path).or_default();
            if *count >= PAGES_OF_A_ROUTE
                || is_paper(&path)
                || is_public != caller.role.is_none()
                || !seen.insert(path.clone())
            {
                continue;
            }
            *count += 1;
            let answer = city.send(caller, &Try::get(&*path)).await;
            let text = answer.map(|answer| answer.text).unwrap_or_default();
            queue.extend(self.read(table, place, &path, &text));
        }
    }

    fn learn(&mut self, template: &'static str, place: usize, path: &str) {
        let pages = self.pages.entry(template).or_default();
        let mine = pages.iter().filter(|(by, _)| *by == place).count();
        if mine < 4 && !pages.iter().any(|(_, known)| known == path) {
            pages.push((place, path.to_owned()));
        }
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let names = query.split('&').filter_map(|pair| pair.split_once('='));
        let known = self.queries.entry(template).or_default();
        known.extend(names.map(|(name, _)| name.to_owned()));
    }

    /// The links of a page; its forms are kept.
    fn read(&mut self, table: &[Row], place: usize, page: &str, text: &str) -> Vec<String> {
        let mut links = Vec::new();
        let mut form: Option<(bool, Form)> = None;
        for tag in text.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let name = tag.split([' ', '\n']).next().unwrap_or_default();
            match name {
                "a" => links.extend(attribute(tag, "href").filter(|link| link.starts_with('/'))),
                "form" => {
                    let action = attribute(tag, "action").unwrap_or_else(|| page.to_owned());
                    let posts = attribute(tag, "method").as_deref() == Some("post");
                    form = Some((
                        posts,
                        Form {
                            action,
                            multipart: tag.contains("multipart"),
                            fields: Vec::new(),
                            caller: place,
                        },
                    ));
                }
                "/form" => self.keep(table, form.take()),
                _ => {
                    if let Some((_, form)) = &mut form {
                        add_field(form, name, tag);
                    }
                }
            }
        }
        links
    }

    fn keep(&mut self, table: &[Row], form: Option<(bool, Form)>) {
        let Some((posts, form)) = form else {
            return;
        };
        let method = if posts { Method::POST } else { Method::GET };
        let Some(row) = row_of(table, &method, &form.action) else {
            return;
        };
        if !posts {
            let known = self.queries.entry(row.path).or_default();
            known.extend(form.fields.into_iter().map(|field| field.name));
            return;
        }
        let forms = self.forms.entry(row.path).or_default();
        if forms.len() < 12 {
            forms.push(form);
        }
    }
}

/// The unit of the caller; that of nobody is the one attacked.
fn slug(caller: &Caller) -> &str {
    if caller.unit.is_empty() {
        super::city::HERE
    } else {
        &caller.unit
    }
}

fn add_field(form: &mut Form, element: &str, tag: &str) {
    let Some(name) = attribute(tag, "name") else {
        if element == "option"
            && let Some(field) = form.fields.last_mut()
            && (field.value.is_empty() || tag.contains(" selected"))
        {
            field.value = attribute(tag, "value").unwrap_or_default();
        }
        return;
    };
    let kind = attribute(tag, "type").unwrap_or_default();
    let picked = matches!(kind.as_str(), "radio" | "checkbox");
    let known = form.fields.iter().any(|field| field.name == name);
    // Of a row of choices the first is chosen.
    if (picked && known) || !matches!(element, "input" | "textarea" | "select" | "button") {
        return;
    }
    form.fields.push(Field {
        value: attribute(tag, "value").unwrap_or_default(),
        typed: element == "textarea"
            || matches!(kind.as_str(), "text" | "search" | "email" | "tel"),
        name,
    });
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let after = tag.split(&format!(" {name}=\"")).nth(1)?;
    Some(unescaped(after.split('"').next()?))
}
