//! Answers that every reader gets alike, as they were last made.
//!
//! A handler says so with [`FOR_EVERYBODY`]. Such an answer is kept with what was committed when it was asked for, and the day. As
//! long as both are the same it is given out again, without a statement on SQLite and with one on PostgreSQL, whoever wrote
//! meanwhile: another process, another node. After that it is made again, or found to be the same by its own version
//! ([`versioned`](crate::response::versioned)). It is pressed once for each coding.

use std::sync::{Arc, OnceLock};

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use bytes::Bytes;
use dinh_register::Hash;
use dinh_store::Commits;
use jiff::civil::Date;

use crate::coding::{Coding, press};
use crate::pages::city::Incompressible;
use crate::routes::Access;
use crate::state::AppState;

/// What an answer says of its caching when every reader gets the same one until something changes.
pub(crate) const FOR_EVERYBODY: HeaderValue =
    HeaderValue::from_static("public, max-age=0, must-revalidate");

/// What an answer depends on beside its address.
#[derive(Clone, PartialEq, Eq)]
struct AsOf {
    commits: Commits,
    day: Date,
}

/// An answer, and when it was true.
#[derive(Clone)]
pub(crate) struct Kept {
    as_of: AsOf,
    answer: Arc<Answer>,
}

/// An answer as it was made, and pressed as soon as somebody takes it so.
pub(crate) struct Answer {
    headers: HeaderMap,
    extensions: Extensions,
    tag: HeaderValue,
    plain: Bytes,
    /// `None`: pressing makes it no smaller.
    pressed: [OnceLock<Option<Bytes>>; Coding::PRESSED.len()],
}

/// A question whose answer may be kept.
pub(crate) struct Question {
    /// Address with the query.
    name: String,
    as_of: AsOf,
    asked: HeaderMap,
}

impl Question {
    /// Whether everybody gets the same answer to this.
    pub(crate) fn is_for_everybody(access: Access, method: &Method, is_known: bool) -> bool {
        let reads = matches!(*method, Method::GET | Method::HEAD);
        !is_known && access == Access::Public && reads
    }

    /// Of a public page, asked by a reader without account; `None` when the database does not tell what is committed.
    pub(crate) async fn new(state: &AppState, uri: &Uri, headers: &HeaderMap) -> Option<Self> {
        // Before anything is read: what is read later is at least as new.
        let commits = state.platform.store.commits().await;
        let commits = commits
            .inspect_err(|error| tracing::warn!(%error, "nothing is kept"))
            .ok()?;
        let mut asked = HeaderMap::new();
        for name in [header::IF_NONE_MATCH, header::ACCEPT_ENCODING] {
            for value in headers.get_all(&name) {
                asked.append(name.clone(), value.clone());
            }
        }
        Some(Self {
            name: uri
                .path_and_query()
                .map_or_else(|| uri.path().to_owned(), ToString::to_string),
            as_of: AsOf {
                commits,
                day: state.platform.clock.today(),
            },
            asked,
        })
    }

    /// The kept answer, if it is still true.
    pub(crate) fn find(&self, state: &AppState) -> Option<Response> {
        let kept = state.kept(&self.name).find(&self.name)?;
        (kept.as_of == self.as_of).then(|| kept.answer.give(&self.asked))
    }

    /// Keep what was answered, if it is for everybody and not a stream; then give it.
    pub(crate) async fn settle(&self, state: &AppState, mut response: Response) -> Response {
        if let Some(answer) = response.extensions_mut().remove::<Arc<Answer>>() {
            self.keep(state, &answer);
            return response;
        }
        if response.status() == StatusCode::NOT_FOUND {
            // What was taken back or erased stays nowhere.
            state.kept(&self.name).forget(&self.name);
        }
        let size = response.body().size_hint().exact();
        let Some(size) = size.and_then(|size| usize::try_from(size).ok()) else {
            return response;
        };
        let for_everybody = response.headers().get(header::CACHE_CONTROL) == Some(&FOR_EVERYBODY);
        let cache = state.kept(&self.name);
        if response.status() != StatusCode::OK || !for_everybody || !cache.takes(2 * size) {
            return response;
        }
        let (parts, body) = response.into_parts();
        let Ok(plain) = to_bytes(body, size).await else {
            return status(StatusCode::INTERNAL_SERVER_ERROR);
        };
        let answer = Arc::new(Answer::new(parts.headers, parts.extensions, plain));
        self.keep(state, &answer);
        answer.give(&self.asked)
    }

    fn keep(&self, state: &AppState, answer: &Arc<Answer>) {
        let kept = Kept {
            as_of: self.as_of.clone(),
            answer: Arc::clone(answer),
        };
        // All pressed forms together are about as large as the plain one.
        let bytes = 2 * answer.plain.len();
        state.kept(&self.name).keep(&self.name, kept, bytes);
    }
}

/// The answer that was kept under this address when it had this tag, in whatever state of the database: it is still true.
pub(crate) fn find_tagged(
    state: &AppState,
    name: &str,
    tag: &str,
    asked: &HeaderMap,
) -> Option<Response> {
    let kept = state.kept(name).find(name)?;
    if kept.answer.tag != tag {
        return None;
    }
    let mut response = kept.answer.give(asked);
    response.extensions_mut().insert(kept.answer);
    Some(response)
}

/// Whether the reader has what carries this tag. Tags are compared weakly (RFC 9110, 13.1.2).
pub(crate) fn has(asked: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let wanted = opaque(tag);
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| one.trim() == "*" || opaque(one) == wanted)
}

impl Answer {
    fn new(mut headers: HeaderMap, extensions: Extensions, plain: Bytes) -> Self {
        let tag = headers.get(header::ETAG).cloned().unwrap_or_else(|| {
            let digest = Hash::of(&plain).hex();
            let short: String = digest.chars().take(20).collect();
            HeaderValue::try_from(format!("W/\"{short}\"")).unwrap_or(FOR_EVERYBODY)
        });
        headers.insert(header::ETAG, tag.clone());
        headers.remove(header::CONTENT_LENGTH);
        Self {
            headers,
            extensions,
            tag,
            plain,
            pressed: Default::default(),
        }
    }

    /// Nothing to whoever has it, else the form that the reader takes.
    fn give(&self, asked: &HeaderMap) -> Response {
        let is_had = self.tag.to_str().is_ok_and(|tag| has(asked, tag));
        let mut response = status(StatusCode::OK);
        *response.headers_mut() = self.headers.clone();
        *response.extensions_mut() = self.extensions.clone();
        if is_had {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_TYPE);
            self.vary(&mut response);
            return response;
        }
        match self.pressed(Coding::of(asked)) {
            Some((coding, bytes)) => {
                *response.body_mut() = Body::from(bytes);
                let fields = response.headers_mut();
                fields.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
                // A strong tag would say that these are the same bytes.
                if let Ok(tag) = self.tag.to_str()
                    && !tag.starts_with("W/")
                    && let Ok(weak) = HeaderValue::try_from(format!("W/{tag}"))
                {
                    fields.insert(header::ETAG, weak);
                }
                self.vary(&mut response);
            }
            None => *response.body_mut() = Body::from(self.plain.clone()),
        }
        response
    }

    /// Pressed for this coding, with its name.
    fn pressed(&self, coding: Coding) -> Option<(&'static str, Bytes)> {
        let place = Coding::PRESSED.iter().position(|one| *one == coding)?;
        if !self.is_pressable() {
            return None;
        }
        let made = self.pressed.get(place)?.get_or_init(|| {
            let pressed = press(&self.plain, coding)?;
            (pressed.len() < self.plain.len()).then_some(pressed)
        });
        made.clone().map(|bytes| (coding.name(), bytes))
    }

    fn is_pressable(&self) -> bool {
        let kind = self.headers.get(header::CONTENT_TYPE);
        let is_picture = kind.is_some_and(|kind| {
            kind.as_bytes().starts_with(b"image/") && !kind.as_bytes().starts_with(b"image/svg")
        });
        !is_picture && self.extensions.get::<Incompressible>().is_none()
    }

    fn vary(&self, response: &mut Response) {
        if self.is_pressable() {
            let value = HeaderValue::from_static("accept-encoding");
            response.headers_mut().append(header::VARY, value);
        }
    }
}

fn status(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
