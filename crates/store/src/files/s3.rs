//! Files on a machine that speaks S3. The requests go through the HTTP client that the house has already.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector as Tcp;
use hyper_util::rt::TokioExecutor;
use object_store::aws::AmazonS3Builder;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody,
    HttpResponse, HttpResponseBody, HttpService,
};
use object_store::{ClientOptions, ObjectStore, RetryConfig};

use crate::error::Result;

/// An answer must begin within this time.
const PATIENCE: Duration = Duration::from_secs(20);
/// Whoever holds the writer's seat waits for it: no longer than others wait for the seat.
const TRIES: Duration = Duration::from_secs(8);
const REGION: &str = "us-east-1";

/// Where files lie on a machine that speaks S3.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Place {
    /// Address of the machine: `https://s3.cantho.gov.vn:9000`.
    pub endpoint: String,
    /// Bucket, which must be there already.
    pub bucket: String,
    /// Region as the machine calls itself.
    pub region: String,
    /// Name of the access key.
    pub key: String,
    /// The secret that belongs to it.
    pub secret: String,
}

impl fmt::Debug for S3Place {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "S3Place({}/{})", self.endpoint, self.bucket)
    }
}

impl S3Place {
    /// A place by its address, `s3+https://machine:9000/bucket?region=…`, and the two lines of its key file: the name of the key
    /// and its secret. Nothing when either is written in another way.
    pub fn parse(address: &str, key_file: &str) -> Option<Self> {
        let address = address.strip_prefix("s3+")?;
        let (address, query) = address.split_once('?').unwrap_or((address, ""));
        let (scheme, rest) = address.split_once("://")?;
        let (host, bucket) = rest.trim_end_matches('/').split_once('/')?;
        let region = match query {
            "" => REGION,
            query => query.strip_prefix("region=")?,
        };
        let mut lines = key_file
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty());
        let (key, secret) = (lines.next()?, lines.next()?);
        let is_good = matches!(scheme, "http" | "https")
            && !host.is_empty()
            && !host.contains('@')
            && !bucket.is_empty()
            && !bucket.contains('/')
            && !region.is_empty()
            && lines.next().is_none();
        is_good.then(|| Self {
            endpoint: format!("{scheme}://{host}"),
            bucket: bucket.to_owned(),
            region: region.to_owned(),
            key: key.to_owned(),
            secret: secret.to_owned(),
        })
    }

    pub(super) fn connect(&self) -> Result<Arc<dyn ObjectStore>> {
        let retry = RetryConfig {
            max_retries: 4,
            retry_timeout: TRIES,
            ..RetryConfig::default()
        };
        let client = AmazonS3Builder::new()
            .with_endpoint(&self.endpoint)
            .with_allow_http(self.endpoint.starts_with("http://"))
            .with_bucket_name(&self.bucket)
            .with_region(&self.region)
            .with_access_key_id(&self.key)
            .with_secret_access_key(&self.secret)
            .with_retry(retry)
            .with_http_connector(Connector)
            .build()?;
        Ok(Arc::new(client))
    }
}

#[derive(Debug)]
struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        let builder = HttpsConnectorBuilder::new().with_native_roots();
        let builder = builder.map_err(|source| object_store::Error::Generic {
            store: "S3",
            source: Box::new(source),
        })?;
        let connector = builder.https_or_http().enable_http1().build();
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(HttpClient::new(Carrier(client)))
    }
}

#[derive(Debug)]
struct Carrier(Client<HttpsConnector<Tcp>, HttpRequestBody>);

impl HttpService for Carrier {
    fn call<'life0, 'async_trait>(
        &'life0 self,
        request: HttpRequest,
    ) -> Pin<
        Box<
            dyn Future<Output = std::result::Result<HttpResponse, HttpError>> + Send + 'async_trait,
        >,
    >
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async move {
            let answer = tokio::time::timeout(PATIENCE, self.0.request(request)).await;
            let answer = answer.map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?;
            let (head, body) = answer.map_err(told)?.into_parts();
            let body = body.map_err(|error| HttpError::new(HttpErrorKind::Interrupted, error));
            Ok(HttpResponse::from_parts(head, HttpResponseBody::new(body)))
        })
    }
}

/// What was not even connected can be tried again, whatever it was.
fn told(error: hyper_util::client::legacy::Error) -> HttpError {
    let kind = if error.is_connect() {
        HttpErrorKind::Connect
    } else {
        HttpErrorKind::Request
    };
    HttpError::new(kind, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_from_its_address_and_its_key_file() {
        let place = S3Place::parse("s3+https://kho.cantho.gov.vn:9000/dinh", "AK\nsecret\n");
        let place = place.expect("read");
        assert_eq!(place.endpoint, "https://kho.cantho.gov.vn:9000");
        assert_eq!(
            (place.bucket.as_str(), place.region.as_str()),
            ("dinh", REGION)
        );
        assert_eq!(
            (place.key.as_str(), place.secret.as_str()),
            ("AK", "secret")
        );
        assert!(!format!("{place:?}").contains("secret"));
        let region = S3Place::parse("s3+http://kho/dinh?region=hn", "a\nb").expect("read");
        assert_eq!(region.region, "hn");
        for (address, keys) in [
            ("https://kho/dinh", "a\nb"),
            ("s3+ftp://kho/dinh", "a\nb"),
            ("s3+https://kho", "a\nb"),
            ("s3+https:///dinh", "a\nb"),
            ("s3+https://kho/dinh/sau", "a\nb"),
            ("s3+https://a:b@kho/dinh", "a\nb"),
            ("s3+https://kho/dinh", "a"),
            ("s3+https://kho/dinh", "a\nb\nc"),
        ] {
            assert_eq!(S3Place::parse(address, keys), None, "{address}");
        }
    }
}
