//! How a request reaches a witness or a time-stamping authority: `web` carries it over HTTP, tests hand it over.

use std::pin::Pin;

/// The media type of requests to witnesses.
pub(super) const TEXT: &str = "text/plain; charset=utf-8";

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Status of HTTP.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text; what is not UTF-8 comes out as nothing.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_default()
    }
}

/// Carries requests to others, each within a limit of time and length.
pub trait Carrier: Send + Sync {
    /// Send a body of this media type to an address; the error says why there is no answer.
    fn post<'a>(
        &'a self,
        url: &'a str,
        media_type: &'static str,
        body: Vec<u8>,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, String>> + Send + 'a>>;
}
