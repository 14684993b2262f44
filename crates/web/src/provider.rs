//! Carries questions to the provider of accounts, within limits of time and size.

use std::pin::Pin;

use axum::body::Bytes;
use axum::http::{Method, Request, header};
use dinh_service::people::provider::{ProviderAnswer, ProviderCarrier, ProviderQuestion};
use http_body_util::Full;

use crate::carrier::HttpCarrier;

/// A token, a set of keys, a document about itself: none is larger.
const LARGEST_ANSWER: usize = 256 * 1024;

impl ProviderCarrier for HttpCarrier {
    fn ask(
        &self,
        question: ProviderQuestion,
    ) -> Pin<Box<dyn Future<Output = Result<ProviderAnswer, String>> + Send + '_>> {
        Box::pin(async move {
            let page = self.send(written(question)?, LARGEST_ANSWER).await?;
            Ok(ProviderAnswer {
                status: page.status,
                body: page.body,
            })
        })
    }
}

fn written(question: ProviderQuestion) -> Result<Request<Full<Bytes>>, String> {
    let mut request = Request::builder()
        .uri(&question.url)
        .header(header::ACCEPT, "application/json");
    if let Some(authorization) = question.authorization {
        request = request.header(header::AUTHORIZATION, authorization.reveal());
    }
    let request = match question.form {
        None => request.body(Full::default()),
        Some(form) => request
            .method(Method::POST)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::new(Bytes::from(form))),
    };
    // The error names no header.
    request.map_err(|_| "the question cannot be written".to_owned())
}
