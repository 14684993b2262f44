//! A browser as far as the faults need one: it keeps the cookie of its session, reads forms and sends them back.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, ensure};

use crate::http::{Answer, Connection};

/// Longer than the city itself waits for anything.
const LIMIT: Duration = Duration::from_secs(45);
const PASSWORD: &str = "dan biet dan ban";

/// One browser.
pub struct Client {
    at: SocketAddr,
    connection: Option<Connection>,
    cookie: Option<String>,
}

/// The fields of a form, in their order.
pub type Fields = Vec<(String, String)>;

impl Client {
    pub fn new(at: SocketAddr) -> Self {
        Self {
            at,
            connection: None,
            cookie: None,
        }
    }

    /// The same browser, which from now on asks another address.
    pub fn move_to(&mut self, at: SocketAddr) {
        self.at = at;
        self.connection = None;
    }

    /// Reads a page.
    pub fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.ask("GET", path, b"")
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, fields: &Fields) -> anyhow::Result<Answer> {
        self.ask("POST", path, encoded(fields).as_bytes())
    }

    fn ask(&mut self, method: &str, path: &str, body: &[u8]) -> anyhow::Result<Answer> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::open_at(self.at, LIMIT)?,
        };
        let mut headers = vec![("Content-Type", "application/x-www-form-urlencoded")];
        if let Some(cookie) = &self.cookie {
            headers.push(("Cookie", cookie));
        }
        let answer = connection.ask(method, path, &headers, body)?;
        if answer.header("connection") != Some("close") {
            self.connection = Some(connection);
        }
        if let Some(cookie) = answer.header("set-cookie") {
            self.cookie = cookie.split(';').next().map(ToOwned::to_owned);
        }
        Ok(answer)
    }

    /// Signs in with an account of the demo city.
    pub fn sign_in(&mut self, login: &str) -> anyhow::Result<()> {
        let page = self.get("/dang-nhap")?.text();
        let mut fields = form(&page, "/dang-nhap").context("no form to sign in")?;
        set(&mut fields, "login", login);
        set(&mut fields, "password", PASSWORD);
        let answer = self.post("/dang-nhap", &fields)?;
        ensure!(
            answer.status == 303 && self.cookie.is_some(),
            "{login} was not let in: {}",
            answer.status
        );
        Ok(())
    }
}

/// Puts a value into a field, which is added if the form does not have it.
pub fn set(fields: &mut Fields, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
}

/// The fields of the form with this action, as they are filled in.
pub fn form(page: &str, action: &str) -> Option<Fields> {
    let forms = page.split("<form").skip(1);
    let ours = forms
        .filter_map(|form| form.split_once("</form>"))
        .map(|(form, _)| form)
        .find(|form| form.contains(&format!("action=\"{action}\"")))?;
    let mut fields = Fields::new();
    for tag in ours.split('<').skip(1) {
        let (inside, text) = tag.split_once('>')?;
        let Some(name) = attribute(inside, "name") else {
            continue;
        };
        if inside.starts_with("input") && attribute(inside, "type").as_deref() != Some("file") {
            fields.push((name, attribute(inside, "value").unwrap_or_default()));
        } else if inside.starts_with("textarea") {
            fields.push((name, plain(text)));
        }
    }
    Some(fields)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| plain(value))
}

/// Text without the escapes of HTML that our templates use.
fn plain(text: &str) -> String {
    let pairs = [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (escape, sign)| {
        text.replace(escape, sign)
    })
}

/// `application/x-www-form-urlencoded`.
fn encoded(fields: &Fields) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
        .collect();
    pairs.join("&")
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<form action="/a"><input name="x" value="1"></form>
        <form method="post" action="/b"><input type="hidden" name="_csrf" value="t~1">
        <input name="title" type="text" value="&#34;M&#38;N&#34;"><input type="file" name="file">
        <textarea id="s" name="summary" rows="3">Một &#60; hai</textarea><button name="go">Gửi</button></form>"#;

    #[test]
    fn a_form_is_read_as_it_is_filled_in() {
        let mut fields = form(PAGE, "/b").expect("the form");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            fields,
            [
                pair("_csrf", "t~1"),
                pair("title", "\"M&N\""),
                pair("summary", "Một < hai")
            ]
        );
        set(&mut fields, "title", "a b");
        assert!(encoded(&fields).ends_with("&title=a%20b"));
        assert!(form(PAGE, "/c").is_none());
    }
}
