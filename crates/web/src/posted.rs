//! What a form sent, whatever its kind: fields, dates in three parts, files.
//!
//! A file that is too large is dropped while it is read, so that everything else that
//! was typed is still there to be shown again.

use axum::extract::{Form, FromRequest, Multipart, Request};
use axum::http::header;
use bytes::{Bytes, BytesMut};
use dinh_domain::FieldError;
use dinh_service::Error;
use jiff::civil::Date;

use crate::caller::Caller;
use crate::errors::Failure;
use crate::form_check;

/// The largest file that is kept, and with it the largest form.
pub const LARGEST_FILE: usize = 25 * 1024 * 1024;
const LARGEST_FORM: usize = 26 * 1024 * 1024;
const LONGEST_TEXT: usize = 1024 * 1024;

/// A sent form.
#[derive(Clone, Debug, Default)]
pub struct Posted {
    /// Names and values in the order of the form, the guard's `_csrf` too.
    pub fields: Vec<(String, String)>,
    /// Files; an empty file input sends none.
    pub files: Vec<PostedFile>,
}

/// A sent file.
#[derive(Clone, Debug)]
pub struct PostedFile {
    /// Name of the field.
    pub field: String,
    /// Name that the person's machine gave it; not to be trusted.
    pub name: String,
    /// Content; empty when it was too large.
    pub bytes: Bytes,
    /// Whether it was larger than [`LARGEST_FILE`] and dropped.
    pub too_large: bool,
}

impl Posted {
    /// The value of a field; an absent one is empty.
    pub fn text(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The value of a field, if it was sent.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Every value of a field with several.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.fields
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Day, month and year as they were typed, for showing again.
    pub fn date_parts(&self, name: &str) -> [String; 3] {
        ["day", "month", "year"].map(|part| self.text(&format!("{name}-{part}")).trim().to_owned())
    }

    /// The date of a field in three parts; nothing typed is `None`.
    pub fn date(&self, name: &str) -> Result<Option<Date>, FieldError> {
        let [day, month, year] = self.date_parts(name);
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return Ok(None);
        }
        let wrong = || {
            FieldError::new(
                name,
                "Ngày không có thật. Nhập ngày, tháng và năm bằng số, ví dụ 15 9 2026.",
            )
        };
        let date = match (day.parse(), month.parse(), year.parse()) {
            (Ok(day), Ok(month), Ok(year)) => Date::new(year, month, day).map_err(|_| wrong())?,
            _ => return Err(wrong()),
        };
        if !(1945..=2100).contains(&date.year()) {
            return Err(FieldError::new(
                name,
                "Năm phải từ 1945 đến 2100. Kiểm tra lại năm, viết đủ bốn chữ số.",
            ));
        }
        Ok(Some(date))
    }

    /// The date of a field that must be filled in.
    pub fn needed_date(&self, name: &str) -> Result<Date, FieldError> {
        self.date(name)?
            .ok_or_else(|| FieldError::new(name, "Nhập ngày, tháng và năm."))
    }
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let caller = request.extensions().get::<Caller>().cloned();
        let posted = read(request, state).await?;
        if let Some(caller) = caller
            && let Some(sending) = &caller.sending
        {
            sending.read(caller.session, &caller.path, &posted, form_check::FIELD);
        }
        Ok(posted)
    }
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Posted, Failure> {
    let multipart = is_multipart(&request);
    if multipart {
        let parts = Multipart::from_request(request, state)
            .await
            .map_err(|_| unreadable())?;
        return read_parts(parts).await;
    }
    let Form(fields) = Form::from_request(request, state)
        .await
        .map_err(|_| unreadable())?;
    Ok(Posted {
        fields,
        files: Vec::new(),
    })
}

pub(crate) fn is_multipart(request: &Request) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

async fn read_parts(mut parts: Multipart) -> Result<Posted, Failure> {
    let mut posted = Posted::default();
    let mut kept = 0;
    while let Some(mut part) = parts.next_field().await.map_err(|_| too_much())? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(ToOwned::to_owned);
        let limit = if file.is_some() {
            LARGEST_FILE.min(LARGEST_FORM - kept)
        } else {
            LONGEST_TEXT
        };
        let mut bytes = BytesMut::new();
        let mut too_large = false;
        while let Some(chunk) = part.chunk().await.map_err(|_| too_much())? {
            too_large |= bytes.len() + chunk.len() > limit;
            if too_large {
                bytes = BytesMut::new();
            } else {
                bytes.extend_from_slice(&chunk);
            }
        }
        kept = (kept + bytes.len()).min(LARGEST_FORM);
        match file {
            Some(file) if !file.is_empty() => posted.files.push(PostedFile {
                field: name,
                name: file,
                bytes: bytes.freeze(),
                too_large,
            }),
            Some(_) => {}
            None if too_large => return Err(too_much()),
            None => {
                let value = String::from_utf8(bytes.into()).map_err(|_| unreadable())?;
                posted.fields.push((name, value));
            }
        }
    }
    Ok(posted)
}

fn unreadable() -> Failure {
    Error::field(
        "",
        "Không đọc được nội dung gửi lên. Hãy quay lại trang trước và gửi lại.",
    )
    .into()
}

fn too_much() -> Failure {
    Error::field("", "Nội dung gửi lên quá lớn hoặc bị ngắt giữa chừng. Mỗi tệp không quá 25 MB. Hãy quay lại trang trước, giảm dung lượng tệp rồi gửi lại.").into()
}
