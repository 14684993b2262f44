//! A small HTTP/1.1 client for servers on this machine: one keep-alive connection, one request at a time.
//!
//! Only what the readiness check, the measurements and the faults need; it reads whole answers, with a length or in chunks.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, bail};

const LIMIT: Duration = Duration::from_secs(30);

/// An open connection to a server on this machine.
pub struct Connection {
    reader: BufReader<TcpStream>,
    host: String,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: u16,
    /// Names in small letters, with their values, in the order in which they came.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut named = self.headers.iter().filter(|(known, _)| known == name);
        named.next().map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Connection {
    /// A connection to 127.0.0.1.
    pub fn open(port: u16) -> anyhow::Result<Self> {
        Self::open_at(([127, 0, 0, 1], port).into(), LIMIT)
    }

    /// A connection to another address of this machine, with the longest time that anything may take.
    pub fn open_at(address: SocketAddr, limit: Duration) -> anyhow::Result<Self> {
        let stream = TcpStream::connect_timeout(&address, limit)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(limit))?;
        stream.set_write_timeout(Some(limit))?;
        Ok(Self {
            reader: BufReader::with_capacity(64 * 1024, stream),
            host: address.to_string(),
        })
    }

    /// Asks for a page, as a browser that takes what it gets uncompressed.
    pub fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.ask("GET", path, &[("Accept", "text/html")], b"")
    }

    /// Asks for anything.
    pub fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> anyhow::Result<Answer> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.host);
        for (name, value) in headers {
            write!(head, "{name}: {value}\r\n")?;
        }
        if method != "GET" {
            write!(head, "Content-Length: {}\r\n", body.len())?;
        }
        head.push_str("\r\n");
        let request = [head.as_bytes(), body].concat();
        self.reader.get_mut().write_all(&request)?;
        read_answer(&mut self.reader)
    }

    /// Sends a form whose body is already encoded, as a proxy in front would for this reader.
    pub fn post(&mut self, path: &str, reader: &str, body: &str) -> anyhow::Result<Answer> {
        let headers = [
            ("X-Forwarded-For", reader),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        self.ask("POST", path, &headers, body.as_bytes())
    }
}

fn read_answer(reader: &mut impl BufRead) -> anyhow::Result<Answer> {
    let first = read_line(reader)?;
    let status = first
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .context("no status line")?;
    let mut length = None;
    let mut chunked = false;
    let mut headers = Vec::new();
    loop {
        let line = read_line(reader)?;
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else {
            bail!("not a header: {line}")
        };
        let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
        match name.as_str() {
            "content-length" => length = Some(value.parse::<usize>()?),
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            _ => {}
        }
        headers.push((name, value));
    }
    let body = match (chunked, length) {
        (true, _) => read_chunks(reader)?,
        (false, Some(length)) => read_exactly(reader, length)?,
        (false, None) => Vec::new(),
    };
    Ok(Answer {
        status,
        headers,
        body,
    })
}

fn read_chunks(reader: &mut impl BufRead) -> anyhow::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = read_line(reader)?;
        let size = usize::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16)?;
        body.extend(read_exactly(reader, size)?);
        read_line(reader)?;
        if size == 0 {
            return Ok(body);
        }
    }
}

fn read_exactly(reader: &mut impl BufRead, length: usize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn read_line(reader: &mut impl BufRead) -> anyhow::Result<String> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        bail!("the connection was closed");
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_with_a_length_is_read_to_its_end_and_no_further() {
        let mut bytes: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1";
        let answer = read_answer(&mut bytes).expect("answer");
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (200, b"abc".as_slice())
        );
        assert_eq!(bytes, b"HTTP/1.1");
    }

    #[test]
    fn an_answer_in_chunks_is_put_together() {
        let mut bytes: &[u8] =
            b"HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\nrest";
        let answer = read_answer(&mut bytes).expect("answer");
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (404, b"abcde".as_slice())
        );
        assert_eq!(bytes, b"rest");
    }

    #[test]
    fn a_connection_closed_in_the_middle_is_an_error() {
        let mut bytes: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc";
        assert!(read_answer(&mut bytes).is_err());
    }
}
