//! A form that is sent twice is done once, and both times the answer is the same.
//!
//! Each page gives its forms a number of their own. What is sent under one number, with the same content, by the same
//! session, has one key; the database takes a key once, in the transaction of the change. Whoever comes second is given what
//! the first was told, as long as this process remembers it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use dinh_service::{Error, Once};
use dinh_store::files::StagedFile;
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

use crate::errors::Failure;
use crate::posted::Posted;

/// Stands between the token of a form and its number.
const MARK: char = '~';
/// Answers that are remembered, and the largest of them.
const ANSWERS: usize = 1024;
const LARGEST: u64 = 16 * 1024;
/// The first sending has changed something already when the second comes here: its answer is on the way.
const PATIENCE: Duration = Duration::from_secs(5);

/// A token with the number of a page.
pub(crate) fn numbered(token: &str, number: u64) -> String {
    format!("{token}{MARK}{number:x}")
}

/// The token without the number.
pub(crate) fn without_number(token: &str) -> &str {
    token.split_once(MARK).map_or(token, |(token, _)| token)
}

/// One sending of a form; its key is known once the form has been read.
#[derive(Clone, Debug)]
pub(crate) struct Sending {
    request: i64,
    key: Arc<OnceLock<[u8; 32]>>,
    too_large: Arc<AtomicBool>,
    cut_off: Arc<OnceLock<Vec<(String, String)>>>,
}

impl Sending {
    /// A sending with a number that no other has.
    pub(crate) fn new(number: u64) -> Self {
        Self {
            request: number.cast_signed(),
            key: Arc::default(),
            too_large: Arc::default(),
            cut_off: Arc::default(),
        }
    }

    /// A file of the form, or the form as a whole, was larger than what is taken.
    pub(crate) fn was_too_large(&self) {
        self.too_large.store(true, Ordering::Relaxed);
    }

    /// Whether it was.
    pub(crate) fn is_too_large(&self) -> bool {
        self.too_large.load(Ordering::Relaxed)
    }

    /// The form was not read to its end; this is what was typed up to there.
    pub(crate) fn cut_off(&self, fields: Vec<(String, String)>) {
        self.cut_off.get_or_init(|| fields);
    }

    /// What was typed in a form that was not read to its end.
    pub(crate) fn typed(&self) -> Option<&[(String, String)]> {
        self.cut_off.get().map(Vec::as_slice)
    }

    /// The form has been read. Forms without a number have no key: each sending of them counts.
    pub(crate) fn read(&self, session: Option<[u8; 32]>, path: &str, posted: &Posted, token: &str) {
        if posted.text(token).contains(MARK) {
            self.key.get_or_init(|| key(session, path, posted));
        }
    }

    /// For the use case.
    pub(crate) fn once(&self) -> Option<Once> {
        self.key.get().map(|key| Once {
            key: *key,
            request: self.request,
        })
    }
}

fn key(session: Option<[u8; 32]>, path: &str, posted: &Posted) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update(bytes.len().to_be_bytes());
        hash.update(bytes);
    };
    add(&session.unwrap_or_default());
    add(path.as_bytes());
    for (name, value) in &posted.fields {
        add(name.as_bytes());
        add(value.as_bytes());
    }
    for file in &posted.files {
        add(file.field.as_bytes());
        add(file.name.as_bytes());
        add(&file
            .content
            .as_ref()
            .map(StagedFile::sha256)
            .unwrap_or_default());
    }
    hash.finalize().into()
}

#[derive(Clone, Debug)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// What those who came first were told, the newest of it.
#[derive(Default)]
pub(crate) struct Answers(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    told: BTreeMap<[u8; 32], watch::Sender<Option<Answer>>>,
    order: VecDeque<[u8; 32]>,
}

impl Kept {
    fn place(&mut self, key: [u8; 32]) -> &watch::Sender<Option<Answer>> {
        if !self.told.contains_key(&key) {
            self.order.push_back(key);
        }
        if self.order.len() > ANSWERS
            && let Some(oldest) = self.order.pop_front()
        {
            self.told.remove(&oldest);
        }
        self.told
            .entry(key)
            .or_insert_with(|| watch::channel(None).0)
    }
}

impl Answers {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer of a sending on its way out: remembered if it is the first, taken from the first if it is a repetition.
    pub(crate) async fn settle(&self, sending: &Sending, response: Response) -> Response {
        let Some(once) = sending.once() else {
            return response;
        };
        let repeated = response
            .extensions()
            .get::<Failure>()
            .is_some_and(|failure| matches!(*failure.0, Error::Repeated));
        if repeated {
            return self.of_the_first(once.key).await.unwrap_or(response);
        }
        let is_small = response
            .body()
            .size_hint()
            .exact()
            .is_some_and(|size| size <= LARGEST);
        let has_cookie = response.headers().contains_key(header::SET_COOKIE);
        if is_small
            && !has_cookie
            && (response.status().is_success() || response.status().is_redirection())
        {
            return self.remember(once.key, response).await;
        }
        response
    }

    async fn remember(&self, key: [u8; 32], response: Response) -> Response {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers.clone(),
            body: body.clone(),
        };
        self.kept().place(key).send_replace(Some(answer));
        Response::from_parts(parts, Body::from(body))
    }

    async fn of_the_first(&self, key: [u8; 32]) -> Option<Response> {
        let mut told = self.kept().place(key).subscribe();
        let answer = tokio::time::timeout(PATIENCE, told.wait_for(Option::is_some));
        let answer = answer.await.ok()?.ok()?.clone()?;
        let mut response = Response::new(Body::from(answer.body));
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        Some(response)
    }
}
