//! What a form sent, whatever its kind: fields, dates in three parts, files.

use axum::extract::{Form, FromRequest, Request};
use axum::http::header;
use bytes::Bytes;
use dinh_domain::FieldError;
use dinh_service::Error;
use dinh_service::files::{Arrived, Upload, too_large};
use dinh_store::files::StagedFile;
use jiff::civil::Date;

use crate::caller::Caller;
use crate::errors::Failure;
use crate::form_check;
use crate::multipart;
use crate::state::AppState;

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
    /// Content, on the disk; nothing when it was too large, and then nothing of it is left.
    pub content: Option<StagedFile>,
}

impl PostedFile {
    /// For a use case. A file that was too large is told as such.
    pub fn upload(&self, keep_position: bool) -> Result<Upload, Error> {
        let content = self.content.clone();
        let content = content.ok_or_else(|| too_large(&self.field, &self.name))?;
        Ok(Upload {
            name: self.name.clone(),
            content: Arrived::Staged(content),
            keep_position,
        })
    }

    /// The whole content in memory, for tables that are read as a whole; nothing when it was too large.
    pub async fn read(&self) -> Result<Option<Bytes>, Error> {
        match &self.content {
            Some(content) => Ok(Some(content.read().await?)),
            None => Ok(None),
        }
    }
}

impl Posted {
    /// The first file of a field.
    pub fn file(&self, name: &str) -> Option<&PostedFile> {
        self.files.iter().find(|file| file.field == name)
    }

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

impl FromRequest<AppState> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        let caller = request.extensions().get::<Caller>().cloned();
        let sending = caller.as_ref().and_then(|caller| caller.sending.clone());
        let mut posted = Self::default();
        let read = posted.read(request, Some(state)).await;
        let is_dropped = |file: &PostedFile| file.content.is_none();
        if let Some(sending) = &sending
            && (read == Err(Unread::TooMuch) || posted.files.iter().any(is_dropped))
        {
            sending.was_too_large();
        }
        if let (Some(sending), Err(Unread::TooMuch)) = (&sending, &read) {
            sending.cut_off(std::mem::take(&mut posted.fields));
        }
        read?;
        if let (Some(caller), Some(sending)) = (caller, &sending) {
            sending.read(caller.session, &caller.path, &posted, form_check::FIELD);
        }
        Ok(posted)
    }
}

/// Why a form could not be read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is no form.
    Unreadable,
    /// It is larger than anything that is sent here.
    TooMuch,
    /// It broke off.
    BrokenOff,
    /// The disk did not take it.
    Machine(String),
}

impl From<Unread> for Failure {
    fn from(why: Unread) -> Self {
        let message = match why {
            Unread::Machine(error) => return Self::internal(error),
            Unread::Unreadable => {
                "Không đọc được nội dung gửi lên. Hãy quay lại trang trước và gửi lại."
            }
            Unread::BrokenOff => {
                "Nội dung gửi lên bị ngắt giữa chừng. Hãy kiểm tra mạng, quay lại trang trước và gửi lại."
            }
            Unread::TooMuch => {
                "Nội dung gửi lên quá lớn. Mỗi tệp không quá 25 MB, mỗi lần gửi không quá 120 MB. Hãy quay lại trang trước, giảm dung \
                 lượng tệp hoặc gửi làm nhiều lần."
            }
        };
        Error::field("", message).into()
    }
}

impl Posted {
    /// The fields of a form whose files nobody takes.
    pub(crate) async fn words(request: Request) -> Option<Self> {
        let mut posted = Self::default();
        posted.read(request, None).await.ok()?;
        Some(posted)
    }

    /// Read what was sent, as far as it can be read. Without a place for files they are dropped.
    async fn read(&mut self, request: Request, place: Option<&AppState>) -> Result<(), Unread> {
        if is_multipart(&request) {
            return multipart::read(self, request, place).await;
        }
        let read = Form::from_request(request, &()).await;
        let Form(fields) = read.map_err(|_| Unread::Unreadable)?;
        self.fields = fields;
        Ok(())
    }
}

pub(crate) fn is_multipart(request: &Request) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"))
}
