//! A whole data set in one answer: CSV or JSON Lines, read by key a thousand rows at a time and sent as it is read. However large
//! it is, no more than one part is held; when the reader goes away, nothing more is read.

use std::io;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use dinh_service::Context;
use dinh_service::units::directory;
use dinh_store::disclosure::tally;
use dinh_store::register;
use futures_util::stream::try_unfold;

use super::data::{Rows, csv_head, csv_rows, read};
use super::dictionary::DataSet;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::kept;
use crate::state::AppState;

/// How a whole data set is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// RFC 4180 under one head.
    Csv,
    /// An object on each line.
    Lines,
}

impl Whole {
    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Lines => "application/jsonl; charset=utf-8",
        }
    }

    fn head(self, set: &DataSet) -> String {
        match self {
            Self::Csv => csv_head(set),
            Self::Lines => String::new(),
        }
    }

    fn part(self, set: &DataSet, rows: Rows) -> String {
        match self {
            Self::Csv => csv_rows(set, &rows),
            Self::Lines => rows
                .into_iter()
                .map(|row| serde_json::Value::Object(row).to_string() + "\n")
                .collect(),
        }
    }
}

/// Where the reading stands.
struct Reading {
    state: AppState,
    set: &'static DataSet,
    whole: Whole,
    /// The key behind which it goes on; nothing at the end.
    after: Option<String>,
    is_first: bool,
}

impl Reading {
    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        let Some(after) = self.after.take() else {
            return Ok(None);
        };
        let ctx = Context::public(&self.state.platform);
        let (rows, next) = read(&ctx, self.set, &after)
            .await
            .map_err(|failure| io::Error::other(failure.0.to_string()))?;
        let mut text = if self.is_first {
            self.whole.head(self.set)
        } else {
            String::new()
        };
        text.push_str(&self.whole.part(self.set, rows));
        self.after = next;
        self.is_first = false;
        Ok(Some((Bytes::from(text), self)))
    }
}

/// The whole set, or nothing to whoever has it as it is.
pub(super) async fn whole(
    state: &AppState,
    caller: &Caller,
    asked: &HeaderMap,
    (set, whole): (&'static DataSet, Whole),
) -> PageResult {
    let ctx = caller.context(state);
    let mut tx = ctx.read().await?;
    let size = register::size(&mut tx).await?;
    let tallies = tally::version(&mut tx).await?;
    let units = directory(&state.platform, &mut tx).await?;
    drop(tx);
    let tag = format!(
        "W/\"{}-{whole:?}-{size}-{tallies}-{}-{}-{}\"",
        set.name,
        units.version(),
        ctx.today(),
        env!("CARGO_PKG_VERSION")
    );
    let mut response = if kept::has(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let reading = Reading {
            state: state.clone(),
            set,
            whole,
            after: Some(String::new()),
            is_first: true,
        };
        let parts = try_unfold(reading, Reading::next);
        let mut response = Response::new(Body::from_stream(parts));
        let kind = HeaderValue::from_static(whole.media_type());
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    };
    let fields = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&tag) {
        fields.insert(header::ETAG, value);
    }
    let again = HeaderValue::from_static("public, no-cache");
    fields.insert(header::CACHE_CONTROL, again);
    fields.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    Ok(response)
}
