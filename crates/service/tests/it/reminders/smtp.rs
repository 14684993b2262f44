//! A mail server on the loopback: it speaks enough SMTP to take, put off, refuse, hang up and make others wait.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dinh_service::reminders::{Login, MailServer, Postman};
use tokio::sync::mpsc::UnboundedSender;

use super::wire::{Tls, Wire};

/// What the server does with the next letter to somebody.
pub enum Act {
    /// "451 greylisted" at the recipient.
    PutOff,
    /// "550" at the recipient, with the address in its words.
    Refuse,
    /// Hangs up in the middle of the letter.
    HangUp,
    /// "554" after the letter.
    RefuseLetter,
    /// Says that it has the letter, waits for the word, says 250, says that it did.
    Wait {
        has_letter: UnboundedSender<()>,
        go: mpsc::Receiver<()>,
        did: UnboundedSender<()>,
    },
}

/// A letter that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub from: String,
    pub to: String,
    /// As it came, with CRLF, dots unstuffed.
    pub raw: String,
}

#[derive(Default)]
struct Rules {
    acts: BTreeMap<String, VecDeque<Act>>,
    /// Instead of the answer to this command; "" is the greeting.
    instead: BTreeMap<&'static str, &'static str>,
    taken: Vec<Taken>,
    said: Vec<String>,
    /// Connections so far.
    greeted: usize,
}

/// The server; it ends with the test.
#[derive(Clone)]
pub struct SmtpServer {
    port: u16,
    rules: Arc<Mutex<Rules>>,
    tls: Option<Tls>,
}

impl SmtpServer {
    pub fn start() -> Self {
        Self::start_with(None)
    }

    /// With TLS from the first byte, or after STARTTLS.
    pub fn start_with(tls: Option<Tls>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server = Self {
            port,
            rules: Arc::default(),
            tls,
        };
        let serving = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = serving.clone();
                thread::spawn(move || server.talk(stream));
            }
        });
        server
    }

    /// A postman to it.
    pub fn postman(&self) -> Postman {
        self.postman_with(None)
    }

    pub fn postman_with(&self, login: Option<Login>) -> Postman {
        let address = format!("smtp://127.0.0.1:{}", self.port);
        let from = "Đình Cần Thơ <dinh@example.vn>";
        let server = MailServer::parse(&address, login, from).expect("a server");
        Postman::new(server, "https://dinh.example.vn").expect("a postman")
    }

    /// What it does with the next letters to somebody; after these it takes them.
    pub fn plan(&self, to: &str, acts: impl IntoIterator<Item = Act>) {
        let mut rules = self.rules.lock().expect("rules");
        rules.acts.entry(to.into()).or_default().extend(acts);
    }

    /// Answer a command otherwise from now on; nothing is the usual answer.
    pub fn instead(&self, command: &'static str, answer: Option<&'static str>) {
        let mut rules = self.rules.lock().expect("rules");
        rules.instead.remove(command);
        if let Some(answer) = answer {
            rules.instead.insert(command, answer);
        }
    }

    /// Every letter that was taken so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.rules.lock().expect("rules").taken.clone()
    }

    /// Forget what was taken and said until now.
    pub fn forget(&self) {
        let mut rules = self.rules.lock().expect("rules");
        rules.taken.clear();
        rules.said.clear();
    }

    /// How often somebody connected.
    #[allow(dead_code, reason = "the tests of the command ask for it")]
    pub fn greeted(&self) -> usize {
        self.rules.lock().expect("rules").greeted
    }

    /// The port on the loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Everything that clients said outside letters.
    pub fn said(&self) -> Vec<String> {
        self.rules.lock().expect("rules").said.clone()
    }

    fn talk(&self, stream: TcpStream) -> Option<()> {
        self.rules.lock().ok()?.greeted += 1;
        let wire = match &self.tls {
            Some(tls) if tls.at_once => tls.wrap(stream)?,
            _ => Wire::Plain(stream),
        };
        let mut wire = BufReader::new(wire);
        say(
            &mut wire,
            self.other("").unwrap_or("220 thu.example.vn ESMTP"),
        )?;
        let (mut from, mut to) = (String::new(), String::new());
        while let Some(line) = hear(&mut wire) {
            let command = line.get(..4).unwrap_or(&line).to_ascii_uppercase();
            self.rules.lock().ok()?.said.push(line.clone());
            if let Some(answer) = self.other(&command) {
                say(&mut wire, answer)?;
                continue;
            }
            match command.as_str() {
                "EHLO" => {
                    let abilities = self.abilities(wire.get_ref());
                    say(&mut wire, abilities)?;
                }
                "STAR" => {
                    say(&mut wire, "220 go on")?;
                    let Wire::Plain(stream) = wire.into_inner() else {
                        return None;
                    };
                    wire = BufReader::new(self.tls.as_ref()?.wrap(stream)?);
                }
                "AUTH" => say(&mut wire, "235 welcome")?,
                "MAIL" => {
                    from = inner(&line);
                    say(&mut wire, "250 sender fine")?;
                }
                "RCPT" => {
                    to = inner(&line);
                    let refusal = self.first_refusal(&to);
                    say(
                        &mut wire,
                        refusal.as_deref().unwrap_or("250 recipient fine"),
                    )?;
                }
                "DATA" => self.take_letter(&mut wire, &from, &to)?,
                "QUIT" => return say(&mut wire, "221 bye"),
                _ => say(&mut wire, "502 unknown")?,
            }
        }
        None
    }

    fn abilities(&self, wire: &Wire) -> &'static str {
        match (&self.tls, wire) {
            (Some(_), Wire::Plain(_)) => "250-thu.example.vn\r\n250-STARTTLS\r\n250 8BITMIME",
            _ => "250-thu.example.vn\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
        }
    }

    fn take_letter(&self, wire: &mut BufReader<Wire>, from: &str, to: &str) -> Option<()> {
        say(wire, "354 go on")?;
        let act = self.next_act(to);
        if matches!(act, Some(Act::HangUp)) {
            hear(wire);
            return None;
        }
        let raw = letter(wire)?;
        if matches!(act, Some(Act::RefuseLetter)) {
            return say(wire, "554 5.7.1 looks like spam");
        }
        let taken = Taken {
            from: from.to_owned(),
            to: to.to_owned(),
            raw,
        };
        self.end_letter(act, taken, wire)
    }

    fn end_letter(&self, act: Option<Act>, taken: Taken, wire: &mut BufReader<Wire>) -> Option<()> {
        let did = if let Some(Act::Wait {
            has_letter,
            go,
            did,
        }) = act
        {
            has_letter.send(()).ok()?;
            go.recv().ok()?;
            Some(did)
        } else {
            None
        };
        self.rules.lock().ok()?.taken.push(taken);
        say(wire, "250 2.0.0 queued as 4711")?;
        did.map_or(Some(()), |did| did.send(()).ok())
    }

    fn other(&self, command: &str) -> Option<&'static str> {
        let rules = self.rules.lock().expect("rules");
        rules.instead.get(command).copied()
    }

    fn next_act(&self, to: &str) -> Option<Act> {
        let mut rules = self.rules.lock().expect("rules");
        rules.acts.get_mut(to)?.pop_front()
    }

    /// The refusal at the recipient, if that is what comes next.
    fn first_refusal(&self, to: &str) -> Option<String> {
        let mut rules = self.rules.lock().expect("rules");
        let acts = rules.acts.get_mut(to)?;
        let answer = match acts.front()? {
            Act::PutOff => "451 4.7.1 greylisted, come again".to_owned(),
            Act::Refuse => format!("550 5.1.1 <{to}>: user unknown"),
            _ => return None,
        };
        acts.pop_front();
        Some(answer)
    }
}

fn inner(line: &str) -> String {
    let after = line.split('<').nth(1).unwrap_or_default();
    after.split('>').next().unwrap_or_default().to_owned()
}

fn say(wire: &mut BufReader<Wire>, line: &str) -> Option<()> {
    let out = wire.get_mut();
    write!(out, "{line}\r\n").and_then(|()| out.flush()).ok()
}

fn hear(wire: &mut BufReader<Wire>) -> Option<String> {
    let mut line = String::new();
    let length = wire.read_line(&mut line).ok()?;
    (length > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
}

fn letter(wire: &mut BufReader<Wire>) -> Option<String> {
    let mut raw = String::new();
    loop {
        let line = hear(wire)?;
        if line == "." {
            return Some(raw);
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
        raw.push_str("\r\n");
    }
}

impl Taken {
    /// A header, unfolded, with encoded words (RFC 2047) read.
    pub fn header(&self, name: &str) -> String {
        let head = self.raw.split("\r\n\r\n").next().unwrap_or_default();
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let start = format!("{name}: ");
        let line = head.lines().find_map(|line| line.strip_prefix(&start));
        words(line.unwrap_or_default())
    }

    /// The text.
    pub fn text(&self) -> String {
        let (_, body) = self.raw.split_once("\r\n\r\n").expect("a body");
        let bytes = match self.header("Content-Transfer-Encoding").as_str() {
            "base64" => {
                let joined: String = body.split_whitespace().collect();
                STANDARD.decode(joined).expect("base64")
            }
            "quoted-printable" => quoted(&body.replace("=\r\n", ""), false),
            other => panic!("a letter in {other}"),
        };
        String::from_utf8(bytes)
            .expect("UTF-8")
            .replace("\r\n", "\n")
    }
}

/// Encoded words next to each other belong together.
fn words(line: &str) -> String {
    let mut text = String::new();
    let mut was_encoded = false;
    for word in line.split(' ') {
        let encoded = word
            .strip_prefix("=?utf-8?")
            .and_then(|rest| rest.strip_suffix("?="));
        if !(text.is_empty() || was_encoded && encoded.is_some()) {
            text.push(' ');
        }
        was_encoded = encoded.is_some();
        match encoded.and_then(|rest| rest.split_once('?')) {
            Some(("b", inner)) => {
                let bytes = STANDARD.decode(inner).expect("base64");
                text.push_str(&String::from_utf8(bytes).expect("UTF-8"));
            }
            Some(("q", inner)) => {
                text.push_str(&String::from_utf8(quoted(inner, true)).expect("UTF-8"));
            }
            _ => text.push_str(word),
        }
    }
    text
}

fn quoted(text: &str, in_header: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut signs = text.bytes();
    while let Some(sign) = signs.next() {
        match sign {
            b'=' => {
                let pair = [signs.next().expect("hex"), signs.next().expect("hex")];
                let pair = std::str::from_utf8(&pair).expect("hex").to_owned();
                bytes.push(u8::from_str_radix(&pair, 16).expect("hex"));
            }
            b'_' if in_header => bytes.push(b' '),
            sign => bytes.push(sign),
        }
    }
    bytes
}
