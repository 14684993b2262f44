//! The virus scanner of the machine: ClamAV over its socket, with its own stream command. What is scanned goes through in pieces.

use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use dinh_store::files::StagedFile;
use futures_util::{Stream, StreamExt as _};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};

/// A file of 25 MB takes a scanner some seconds.
const PATIENCE: Duration = Duration::from_secs(30);
const PIECE: usize = 64 * 1024;
const LONGEST_ANSWER: u64 = 4096;

/// What is done with a file when the scanner does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenDown {
    /// It is refused.
    Refuse,
    /// It is accepted, marked, and scanned later.
    Accept,
}

/// Where a scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Door {
    Unix(PathBuf),
    Tcp(String),
}

/// A scanner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanner {
    door: Door,
    /// What is done when it does not answer.
    pub when_down: WhenDown,
}

/// What a scanner says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// This was found.
    Infected(String),
    /// It did not answer, or did not look; and why.
    NoAnswer(String),
}

impl Scanner {
    /// A scanner by its address: `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`.
    pub fn parse(address: &str, when_down: WhenDown) -> Option<Self> {
        let door = match address.split_once(':')? {
            ("unix", path) if path.starts_with('/') => Door::Unix(PathBuf::from(path)),
            ("tcp", place)
                if place
                    .rsplit_once(':')
                    .is_some_and(|(_, port)| port.parse::<u16>().is_ok()) =>
            {
                Door::Tcp(place.to_owned())
            }
            _ => return None,
        };
        Some(Self { door, when_down })
    }

    /// Scan staged content.
    pub async fn scan_staged(&self, staged: &StagedFile) -> Verdict {
        let file = match staged.open() {
            Ok(file) => tokio::fs::File::from_std(file),
            Err(error) => return Verdict::NoAnswer(error.to_string()),
        };
        let pieces = futures_util::stream::try_unfold(file, |mut file| async move {
            let mut piece = bytes::BytesMut::with_capacity(PIECE);
            let count = file.read_buf(&mut piece).await?;
            let next = (count > 0).then(|| (piece.freeze(), file));
            Ok::<_, std::io::Error>(next)
        });
        self.scan(std::pin::pin!(pieces)).await
    }

    /// Scan content that comes in pieces.
    pub async fn scan<E: std::fmt::Display>(
        &self,
        pieces: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Verdict {
        let answer = async {
            match &self.door {
                Door::Unix(path) => talk(UnixStream::connect(path).await?, pieces).await,
                Door::Tcp(place) => talk(TcpStream::connect(place).await?, pieces).await,
            }
        };
        match tokio::time::timeout(PATIENCE, answer).await {
            Ok(Ok(text)) => understood(&text),
            Ok(Err(error)) => Verdict::NoAnswer(error.to_string()),
            Err(_) => Verdict::NoAnswer("no answer in time".into()),
        }
    }
}

async fn talk<E: std::fmt::Display>(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    mut pieces: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> std::io::Result<String> {
    let (mut from, mut to) = tokio::io::split(stream);
    to.write_all(b"zINSTREAM\0").await?;
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|error| std::io::Error::other(error.to_string()))?;
        let length = u32::try_from(piece.len()).map_err(std::io::Error::other)?;
        if length > 0 && send(&mut to, length, &piece).await.is_err() {
            // It has heard enough, and says why.
            break;
        }
    }
    // The same: what it says counts.
    let _ended = to.write_all(&0_u32.to_be_bytes()).await;
    let mut answer = Vec::new();
    let read = AsyncReadExt::take(&mut from, LONGEST_ANSWER)
        .read_to_end(&mut answer)
        .await;
    if answer.is_empty() {
        read?;
    }
    Ok(String::from_utf8_lossy(&answer)
        .trim_end_matches('\0')
        .trim()
        .to_owned())
}

async fn send(
    to: &mut (impl AsyncWrite + Unpin),
    length: u32,
    piece: &[u8],
) -> std::io::Result<()> {
    to.write_all(&length.to_be_bytes()).await?;
    to.write_all(piece).await
}

fn understood(answer: &str) -> Verdict {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    if said == "OK" {
        return Verdict::Clean;
    }
    match said.strip_suffix(" FOUND") {
        Some(virus) => Verdict::Infected(virus.to_owned()),
        None => Verdict::NoAnswer(format!("the scanner said: {said}")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_answers_of_a_scanner_are_understood() {
        assert_eq!(understood("stream: OK"), Verdict::Clean);
        let found = Verdict::Infected("Eicar-Test-Signature".into());
        assert_eq!(understood("stream: Eicar-Test-Signature FOUND"), found);
        let limit = understood("INSTREAM size limit exceeded. ERROR");
        assert!(matches!(limit, Verdict::NoAnswer(_)));
        assert!(matches!(understood(""), Verdict::NoAnswer(_)));
    }

    #[test]
    fn an_address_says_where_a_scanner_listens() {
        let read = |address| Scanner::parse(address, WhenDown::Refuse).map(|scanner| scanner.door);
        let path = PathBuf::from("/run/clamav/clamd.ctl");
        assert_eq!(read("unix:/run/clamav/clamd.ctl"), Some(Door::Unix(path)));
        assert_eq!(
            read("tcp:127.0.0.1:3310"),
            Some(Door::Tcp("127.0.0.1:3310".into()))
        );
        for wrong in [
            "",
            "unix:relative",
            "tcp:nowhere",
            "tcp:a:99999",
            "http://x",
            "127.0.0.1",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        /// Nothing but the one word of a scanner that found nothing lets a file pass.
        #[test]
        fn only_ok_is_clean(answer in ".{0,60}") {
            let clean = understood(&answer) == Verdict::Clean;
            prop_assert_eq!(clean, answer == "OK" || answer == "stream: OK");
        }
    }
}
