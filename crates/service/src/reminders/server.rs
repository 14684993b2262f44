//! The server that takes the city's mail, as it is named at the start of the platform.

use dinh_domain::reminders::check_address;
use lettre::Address;
use lettre::message::Mailbox;

use crate::secret::Secret;

/// How the way to the server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after the greeting; without it nothing is sent.
    StartTls,
    /// None: the server is on this machine.
    Loopback,
}

/// Name and password at the server. The password is never shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// Name.
    pub user: Secret,
    /// Password.
    pub password: Secret,
}

/// Where letters are handed over, and in whose name.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// Name or address of the machine.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the way is protected.
    pub security: Security,
    /// Name and password, if the server asks for them.
    pub login: Option<Login>,
    /// Sender of every letter.
    pub from: Mailbox,
    /// Certificates (PEM) of an authority of one's own, trusted beside those of this machine.
    pub authority: Option<Vec<u8>>,
}

impl MailServer {
    /// Read `smtps://host[:465]` (TLS), `smtp://host[:587]` (STARTTLS, refused without) or `smtp://localhost[:25]` (this
    /// machine), and a sender such as `Đình Cần Thơ <dinh@cantho.gov.vn>`. The error says what to write instead.
    pub fn parse(address: &str, login: Option<Login>, from: &str) -> Result<Self, String> {
        let wrong = || {
            "Địa chỉ máy chủ thư phải là smtps://máy-chủ:465, smtp://máy-chủ:587 hoặc smtp://localhost:25; tên và mật khẩu đặt riêng.".to_owned()
        };
        let (scheme, rest) = address.trim().split_once("://").ok_or_else(wrong)?;
        let rest = rest.trim_end_matches('/');
        let (host, port) = host_and_port(rest).ok_or_else(wrong)?;
        let is_here = ["localhost", "127.0.0.1", "::1"].contains(&host.as_str());
        let (security, usual) = match scheme {
            "smtps" => (Security::Tls, 465),
            "smtp" if is_here => (Security::Loopback, 25),
            "smtp" => (Security::StartTls, 587),
            _ => return Err(wrong()),
        };
        Ok(Self {
            host,
            port: port.unwrap_or(usual),
            security,
            login,
            from: sender(from)?,
            authority: None,
        })
    }

    /// Host and port, for the administrator.
    pub fn shown(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// `host`, `host:25`, `[::1]:25`; the port is the usual one when nothing is said.
fn host_and_port(text: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']')?;
            (
                host,
                port.strip_prefix(':').or(port.is_empty().then_some(""))?,
            )
        }
        None => text.split_once(':').unwrap_or((text, "")),
    };
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || ".-:".contains(sign);
    if host.is_empty() || !host.chars().all(is_sign) {
        return None;
    }
    let port = match port {
        "" => None,
        port => Some(port.parse().ok().filter(|port| *port > 0)?),
    };
    Some((host.to_owned(), port))
}

fn sender(text: &str) -> Result<Mailbox, String> {
    let (name, address) = match text.trim().strip_suffix('>') {
        Some(inner) => inner.rsplit_once('<').unwrap_or(("", inner)),
        None => ("", text),
    };
    let name = name.trim().trim_matches('"').trim();
    if name.chars().any(char::is_control) {
        return Err("Tên người gửi không được có ký tự điều khiển.".to_owned());
    }
    let address = check_address("from", address).map_err(|error| error.message)?;
    let address: Address = address.parse().map_err(|error| format!("{error}"))?;
    let name = (!name.is_empty()).then(|| name.to_owned());
    Ok(Mailbox::new(name, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(address: &str) -> Option<(String, u16, Security)> {
        let server = MailServer::parse(address, None, "dinh@cantho.gov.vn").ok()?;
        Some((server.host, server.port, server.security))
    }

    #[test]
    fn the_way_is_protected_unless_the_server_is_on_this_machine() {
        let table = [
            ("smtps://thu.cantho.gov.vn", 465, Security::Tls),
            ("smtps://thu.cantho.gov.vn:2465/", 2465, Security::Tls),
            ("smtp://thu.cantho.gov.vn", 587, Security::StartTls),
            ("smtp://10.0.0.2:25", 25, Security::StartTls),
            ("smtp://localhost", 25, Security::Loopback),
            ("smtp://127.0.0.1:2525", 2525, Security::Loopback),
            ("smtp://[::1]:2525", 2525, Security::Loopback),
            ("smtps://localhost", 465, Security::Tls),
        ];
        for (address, port, security) in table {
            let found = parsed(address).expect(address);
            assert_eq!((found.1, found.2), (port, security), "{address}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_server_is_refused_and_so_is_a_password_in_it() {
        for address in [
            "",
            "thu.cantho.gov.vn",
            "http://thu.cantho.gov.vn",
            "smtp://",
            "smtp://u:p@thu.cantho.gov.vn",
            "smtp://thu.cantho.gov.vn:0",
            "smtp://thu.cantho.gov.vn:70000",
            "smtp://thu cantho",
            "smtp://[::1",
            "smtp://[::1]25",
        ] {
            assert_eq!(parsed(address), None, "{address}");
        }
    }

    #[test]
    fn a_sender_may_have_a_vietnamese_name() {
        let server = |from| MailServer::parse("smtp://localhost", None, from);
        let named = server("Đình Cần Thơ <dinh@CanTho.gov.vn>").expect("a sender");
        assert_eq!(named.from.name.as_deref(), Some("Đình Cần Thơ"));
        assert_eq!(named.from.email.to_string(), "dinh@cantho.gov.vn");
        assert!(server("dinh@cantho.gov.vn").is_ok());
        for wrong in ["", "Đình", "Đình <dinh>", "A\r\nBcc: x <a@b.vn>"] {
            assert!(server(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let login = Login {
            user: Secret::new("dinh"),
            password: Secret::new("bi-mat"),
        };
        assert!(!format!("{login:?}").contains("bi-mat"));
    }
}
