//! The conversation with the server (SMTP, RFC 5321), and what each of its answers means for a letter.
//!
//! A refusal before the recipient is named is about us or the server (password, sender, load): the way is closed, and no
//! letter is to blame. From there on it is about the letter.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::Address;
use lettre::Message;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use uuid::Uuid;

use super::server::{MailServer, Security};

/// The longest that greeting, TLS and signing in may take.
const GREETING: Duration = Duration::from_secs(30);
/// The longest that a letter may take; shorter than the lease of a letter.
const PATIENCE: Duration = Duration::from_mins(2);
const LONGEST_ANSWER: usize = 300;

/// Hands letters to one server.
pub struct Postman {
    server: MailServer,
    tls: Option<TlsParameters>,
    hello: ClientId,
    /// The right side of every Message-ID.
    domain: String,
}

/// What became of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The server has it.
    Taken(String),
    /// Not now.
    NotNow(String),
    /// Never: the address or the letter is refused.
    Never(String),
    /// The server takes nothing from us at the moment; the letter was not tried.
    Closed(String),
}

/// A letter ready for the way.
pub(super) struct Outgoing<'l> {
    pub id: Uuid,
    pub to: &'l str,
    pub subject: &'l str,
    pub body: &'l str,
    pub at: Timestamp,
}

impl Postman {
    /// A postman for a server; `base_url` gives the name of this machine and of its letters.
    pub fn new(server: MailServer, base_url: &str) -> Result<Self, String> {
        let tls = match server.security {
            Security::Loopback => None,
            Security::Tls | Security::StartTls => Some(trusted(&server)?),
        };
        let domain = domain_of(base_url);
        Ok(Self {
            server,
            tls,
            hello: ClientId::Domain(domain.clone()),
            domain,
        })
    }

    /// Where letters are handed over.
    pub fn server(&self) -> &MailServer {
        &self.server
    }

    /// Greet the server and sign in; the error says why it cannot be done.
    pub(super) async fn open(&self) -> Result<Conversation<'_>, String> {
        let opening = tokio::time::timeout(GREETING, self.greet()).await;
        let connection = match opening {
            Ok(Ok(connection)) => connection,
            Ok(Err(error)) => return Err(what_failed(&error)),
            Err(_) => return Err("no answer in time".to_owned()),
        };
        Ok(Conversation {
            postman: self,
            connection,
        })
    }

    async fn greet(&self) -> Result<AsyncSmtpConnection, SmtpError> {
        let place = (self.server.host.as_str(), self.server.port);
        let at_once = self
            .tls
            .clone()
            .filter(|_| self.server.security == Security::Tls);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(place, Some(GREETING), &self.hello, at_once, None)
                .await?;
        if let (Security::StartTls, Some(tls)) = (self.server.security, self.tls.clone()) {
            connection.starttls(tls, &self.hello).await?;
        }
        if let Some(login) = &self.server.login {
            let credentials =
                Credentials::new(login.user.reveal().into(), login.password.reveal().into());
            let ways = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&ways, &credentials).await?;
        }
        Ok(connection)
    }

    /// The bytes of a letter: the same for every try.
    fn write(&self, letter: &Outgoing<'_>, to: Address) -> Result<Vec<u8>, String> {
        let automatic = HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        );
        let message = Message::builder()
            .from(self.server.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .date(SystemTime::from(letter.at))
            .message_id(Some(format!("<{}@{}>", letter.id, self.domain)))
            .raw_header(automatic)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.to_owned());
        Ok(message.map_err(|error| error.to_string())?.formatted())
    }
}

/// An open conversation.
pub(super) struct Conversation<'p> {
    postman: &'p Postman,
    connection: AsyncSmtpConnection,
}

impl Conversation<'_> {
    /// Hand a letter over. After anything but [`Answer::Taken`] the conversation is to be ended.
    pub async fn hand_over(&mut self, letter: &Outgoing<'_>) -> Answer {
        let to: Address = match letter.to.parse() {
            Ok(to) => to,
            Err(_) => return Answer::Never("the address is no address".to_owned()),
        };
        let bytes = match self.postman.write(letter, to.clone()) {
            Ok(bytes) => bytes,
            Err(reason) => return Answer::Never(reason),
        };
        tokio::time::timeout(PATIENCE, self.speak(to, &bytes))
            .await
            .unwrap_or_else(|_| Answer::NotNow("no answer in time".to_owned()))
    }

    async fn speak(&mut self, to: Address, bytes: &[u8]) -> Answer {
        let local = to.user().to_owned();
        let from = Some(self.postman.server.from.email.clone());
        if let Err(error) = self.connection.command(Mail::new(from, Vec::new())).await {
            return Answer::Closed(without_person(&reason(&error), &local));
        }
        let named = self.connection.command(Rcpt::new(to, Vec::new())).await;
        if let Err(error) = named {
            return refused(&error, &local);
        }
        if let Err(error) = self.connection.command(Data).await {
            return refused(&error, &local);
        }
        match self.connection.message(bytes).await {
            Ok(response) => {
                let lines: Vec<&str> = response.message().collect();
                let answer = format!("{} {}", response.code(), lines.join(" "));
                Answer::Taken(without_person(&answer, &local))
            }
            Err(error) => refused(&error, &local),
        }
    }

    /// Say goodbye and close.
    pub async fn end(mut self) {
        // The goodbye may fail: everything that counts was answered.
        let goodbye = tokio::time::timeout(Duration::from_secs(5), self.connection.abort());
        drop(goodbye.await);
    }
}

/// TLS with the authorities of this machine and, if one is named, the city's own.
fn trusted(server: &MailServer) -> Result<TlsParameters, String> {
    let mut tls = TlsParameters::builder(server.host.clone());
    if let Some(pem) = &server.authority {
        let authority = Certificate::from_pem(pem).map_err(|_| {
            "Tệp smtp-ca không phải chứng chỉ dạng PEM. Hãy chép lại tệp của nơi cấp chứng chỉ."
                .to_owned()
        })?;
        tls = tls.add_root_certificate(authority);
    }
    tls.build().map_err(|error| error.to_string())
}

/// What the way to the server failed on, with what to do where it is about its certificate.
fn what_failed(error: &SmtpError) -> String {
    let said = reason(error);
    // A stranger of the same name has another key.
    let what = if said.contains("UnknownIssuer") || said.contains("BadSignature") {
        "nơi cấp chứng chỉ của máy chủ thư chưa được tin; ghi tệp chứng chỉ của nơi cấp ấy vào smtp-ca"
    } else if said.contains("not valid for name") || said.contains("NotValidForName") {
        "chứng chỉ của máy chủ thư mang tên khác; ghi đúng tên ấy trong smtp, hoặc sửa chứng chỉ"
    } else if said.contains("expired") || said.contains("Expired") {
        "chứng chỉ của máy chủ thư đã hết hạn; báo nơi quản lý máy chủ thư, và kiểm tra đồng hồ máy này"
    } else if said.contains("STARTTLS") {
        "máy chủ thư không có STARTTLS nên không gửi gì; dùng smtps:// hoặc bật STARTTLS ở máy chủ thư"
    } else {
        return clean(&said);
    };
    clean(&format!("{what} ({said})"))
}

/// Signing in is asked for (530), or its strength (534, 538): about us, whenever it comes.
const ABOUT_US: [&str; 4] = ["530", "534", "535", "538"];

fn refused(error: &SmtpError, local: &str) -> Answer {
    let answer = without_person(&reason(error), local);
    let code = error.status().map(|code| code.to_string());
    match code {
        Some(code) if ABOUT_US.contains(&code.as_str()) => Answer::Closed(answer),
        Some(_) if error.is_permanent() => Answer::Never(answer),
        _ => Answer::NotNow(answer),
    }
}

/// The code and the words of the server, or the last cause.
fn reason(error: &SmtpError) -> String {
    let mut last: &dyn std::error::Error = error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    match error.status() {
        Some(code) => format!("{code} {last}"),
        None => last.to_string(),
    }
}

/// What a server says, without the address of the person: it is kept and shown, the address is not.
fn without_person(answer: &str, local: &str) -> String {
    let words = answer.split_whitespace().map(|word| {
        let bare = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        if word.contains('@') || bare.eq_ignore_ascii_case(local) {
            "(địa chỉ)"
        } else {
            word
        }
    });
    clean(&words.collect::<Vec<_>>().join(" "))
}

fn clean(answer: &str) -> String {
    let signs = answer.chars().filter(|sign| !sign.is_control());
    signs.take(LONGEST_ANSWER).collect()
}

/// The host of an address of the web, without the port.
fn domain_of(base_url: &str) -> String {
    let host = base_url.rsplit("://").next().unwrap_or_default();
    let host = host.split(['/', ':']).next().unwrap_or_default();
    if host.is_empty() { "localhost" } else { host }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_taken_out_of_what_a_server_says() {
        let said = "550 5.1.1 <Lan.Nguyen@cantho.gov.vn>: user lan.nguyen unknown";
        assert_eq!(
            without_person(said, "lan.nguyen"),
            "550 5.1.1 (địa chỉ) user (địa chỉ) unknown"
        );
        assert_eq!(clean("a\r\nb"), "ab");
    }

    #[test]
    fn letters_carry_the_name_of_the_site() {
        assert_eq!(
            domain_of("https://dinh.cantho.gov.vn"),
            "dinh.cantho.gov.vn"
        );
        assert_eq!(domain_of("http://localhost:8080/"), "localhost");
        assert_eq!(domain_of(""), "localhost");
    }
}
