//! Forms with files, read piece by piece: words into memory, files onto the disk while they are hashed.
//!
//! A file that passes its limit is dropped at that byte and nothing of it stays; the rest is read and forgotten, so that everything
//! else that was typed is still there to be shown again.

use std::task::Poll;

use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest as _, Multipart, Request};
use dinh_service::files::FILE_LIMIT;
use dinh_store::files::StagedFile;
use futures_util::{StreamExt as _, stream};
use http_body_util::LengthLimitError;

use crate::posted::{Posted, PostedFile, Unread};
use crate::state::AppState;

/// The longest text of one field.
const LONGEST_TEXT: usize = 1024 * 1024;
/// All texts of a form together.
const ALL_TEXT: usize = 4 * 1024 * 1024;
/// Fields and files of one form.
const MOST_PARTS: usize = 1000;

/// Read a form into `posted`, as far as it can be read. Without a place for files they are dropped.
pub(crate) async fn read(
    posted: &mut Posted,
    request: Request,
    place: Option<&AppState>,
) -> Result<(), Unread> {
    let request = request.map(gently);
    let parts = Multipart::from_request(request, &()).await;
    let mut parts = parts.map_err(|_| Unread::Unreadable)?;
    let (mut count, mut text) = (0, 0);
    while let Some(part) = parts.next_field().await.map_err(told)? {
        count += 1;
        if count > MOST_PARTS {
            return Err(Unread::TooMuch);
        }
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(ToOwned::to_owned) {
            None => {
                let value = words(part, LONGEST_TEXT.min(ALL_TEXT - text)).await?;
                text += value.len();
                posted.fields.push((name, value));
            }
            // An empty file input.
            Some(file) if file.is_empty() => {}
            Some(file) => {
                let content = content(part, place).await?;
                posted.files.push(PostedFile {
                    field: name,
                    name: file,
                    content,
                });
            }
        }
    }
    Ok(())
}

/// One piece of the body at a time, and a rest after it. The reader of parts takes all that is there before it gives anything
/// on, and on a fast network everything is there. The rest comes after the piece: the reader takes an end that it meets before it
/// has looked at a piece for a form that broke off.
fn gently(body: Body) -> Body {
    let mut pieces = body.into_data_stream();
    let mut rests = false;
    Body::from_stream(stream::poll_fn(move |context| {
        if std::mem::take(&mut rests) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let piece = pieces.poll_next_unpin(context);
        rests = matches!(piece, Poll::Ready(Some(_)));
        piece
    }))
}

async fn words(mut part: Field<'_>, most: usize) -> Result<String, Unread> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(told)? {
        if bytes.len() + piece.len() > most {
            return Err(Unread::TooMuch);
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| Unread::Unreadable)
}

/// The content on the disk; nothing when it was too large.
async fn content(
    mut part: Field<'_>,
    place: Option<&AppState>,
) -> Result<Option<StagedFile>, Unread> {
    let mut incoming = match place {
        Some(state) => {
            let platform = &state.platform;
            let id = platform.random.id(platform.clock.now());
            Some(platform.files.stage(id).await.map_err(machine)?)
        }
        None => None,
    };
    while let Some(piece) = part.chunk().await.map_err(told)? {
        incoming = match incoming {
            Some(some) if some.size() + piece.len() as u64 <= FILE_LIMIT as u64 => {
                Some(some.take(&piece).await.map_err(machine)?)
            }
            // Dropped here, with all that was written of it.
            _ => None,
        };
    }
    match incoming {
        Some(whole) => Ok(Some(whole.finish().await.map_err(machine)?)),
        None => Ok(None),
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the end of a chain of results"
)]
fn machine(error: dinh_store::StoreError) -> Unread {
    Unread::Machine(error.to_string())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the end of a chain of results"
)]
fn told(error: MultipartError) -> Unread {
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return Unread::TooMuch;
        }
        cause = error.source();
    }
    Unread::BrokenOff
}
