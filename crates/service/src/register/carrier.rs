//! How a request reaches a witness: `web` carries it over HTTP, tests hand it over.

use std::pin::Pin;

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Status of HTTP.
    pub status: u16,
    /// The body.
    pub body: String,
}

/// Carries requests to others, each within a limit of time and length.
pub trait Carrier: Send + Sync {
    /// Send a body to an address; the error says why there is no answer.
    fn post<'a>(
        &'a self,
        url: &'a str,
        body: String,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, String>> + Send + 'a>>;
}
