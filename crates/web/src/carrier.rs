//! How this house speaks to others over HTTP: one request, one short answer, a limit for each.

use std::pin::Pin;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderValue, Method, Request};
use dinh_service::register::{Answer, Carrier};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::traces;

const PATIENCE: Duration = Duration::from_secs(10);
/// A few signature lines, at most of 5 kB each; a time stamp with its certificates.
const LARGEST_ANSWER: usize = 64 * 1024;

type HttpClient = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// Carries requests over HTTP and HTTPS, trusting the certificates that the machine trusts. On a machine that trusts none
/// every request fails with that reason.
pub struct HttpCarrier(Result<HttpClient, String>);

impl Default for HttpCarrier {
    /// A carrier with connections of its own, kept open between requests.
    fn default() -> Self {
        let builder = HttpsConnectorBuilder::new().with_native_roots();
        let client = builder.map(|builder| {
            let connector = builder.https_or_http().enable_http1().build();
            Client::builder(TokioExecutor::new()).build(connector)
        });
        Self(client.map_err(|error| format!("no trusted certificates: {error}")))
    }
}

/// What stands behind an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Status of HTTP. Nothing is followed: 301 is an answer like any other.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl HttpCarrier {
    /// Read what stands behind an address, at most so many bytes and within a limit of time; the error says why not.
    pub async fn get(&self, url: &str, most: usize) -> Result<Page, String> {
        let request = Request::builder().uri(url).body(Full::default());
        let request = request.map_err(|error| error.to_string())?;
        self.send(request, most).await
    }

    pub(crate) async fn send(
        &self,
        request: Request<Full<Bytes>>,
        most: usize,
    ) -> Result<Page, String> {
        tokio::time::timeout(PATIENCE, self.answer(request, most))
            .await
            .unwrap_or_else(|_| Err("no answer in time".into()))
    }

    async fn answer(&self, mut request: Request<Full<Bytes>>, most: usize) -> Result<Page, String> {
        if let Some(place) = traces::here() {
            let header = HeaderValue::from_str(&place.header());
            let header = header.map_err(|error| error.to_string())?;
            request.headers_mut().insert("traceparent", header);
        }
        let client = self.0.as_ref().map_err(Clone::clone)?;
        let response = client.request(request).await;
        let response = response.map_err(|error| reason(&error))?;
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), most).collect();
        let body = body.await.map_err(|error| error.to_string())?.to_bytes();
        Ok(Page {
            status,
            body: body.to_vec(),
        })
    }
}

/// The last cause says what happened, the first only that something did.
fn reason(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    last.to_string()
}

impl Carrier for HttpCarrier {
    fn post<'a>(
        &'a self,
        url: &'a str,
        media_type: &'static str,
        body: Vec<u8>,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, String>> + Send + 'a>> {
        Box::pin(async move {
            let request = Request::builder()
                .method(Method::POST)
                .uri(url)
                .header("content-type", media_type)
                .body(Full::new(Bytes::from(body)))
                .map_err(|error| error.to_string())?;
            let page = self.send(request, LARGEST_ANSWER).await?;
            Ok(Answer {
                status: page.status,
                body: page.body,
            })
        })
    }
}
