//! A small HTTP/1.1 reader for the loopback interface: one keep-alive connection, one request at a time.
//!
//! Only what the readiness check and the measurements need; it reads whole answers, with a length or in chunks.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, bail};

const LIMIT: Duration = Duration::from_secs(30);

/// An open connection to 127.0.0.1.
pub struct Connection {
    reader: BufReader<TcpStream>,
    port: u16,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: u16,
    /// Where it leads, if it says so.
    pub location: Option<String>,
    pub body: Vec<u8>,
}

impl Connection {
    pub fn open(port: u16) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(LIMIT))?;
        stream.set_write_timeout(Some(LIMIT))?;
        Ok(Self {
            reader: BufReader::with_capacity(64 * 1024, stream),
            port,
        })
    }

    /// Asks for a page, as a browser that takes what it gets uncompressed.
    pub fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAccept: text/html\r\n\r\n",
            self.port
        );
        self.reader.get_mut().write_all(request.as_bytes())?;
        read_answer(&mut self.reader)
    }

    /// Sends a form whose body is already encoded, as a proxy in front would for this reader.
    pub fn post(&mut self, path: &str, reader: &str, body: &str) -> anyhow::Result<Answer> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nX-Forwarded-For: {reader}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        );
        self.reader.get_mut().write_all(request.as_bytes())?;
        read_answer(&mut self.reader)
    }
}

fn read_answer(reader: &mut impl BufRead) -> anyhow::Result<Answer> {
    let first = read_line(reader)?;
    let status = first
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .context("no status line")?;
    let (mut length, mut location) = (None, None);
    let mut chunked = false;
    loop {
        let line = read_line(reader)?;
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else {
            bail!("not a header: {line}")
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = Some(value.trim().parse::<usize>()?),
            "location" => location = Some(value.trim().to_owned()),
            "transfer-encoding" => chunked = value.trim().eq_ignore_ascii_case("chunked"),
            _ => {}
        }
    }
    let body = match (chunked, length) {
        (true, _) => read_chunks(reader)?,
        (false, Some(length)) => read_exactly(reader, length)?,
        (false, None) => Vec::new(),
    };
    Ok(Answer {
        status,
        location,
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
