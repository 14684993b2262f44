//! The page that says what went wrong, what it means, and what to do next.

use askama::Template;

use crate::page::Page;

/// Why a request could not be answered as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 422.
    Invalid,
    /// 500.
    Internal,
    /// 503.
    Busy,
    /// 409: the same form was sent before.
    Repeated,
}

/// A refusal by the law: the article, the reason, and the nearest lawful way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The article, written out: `Điều 13 khoản 2 Luật 10/2022/QH15`.
    pub article: String,
    /// Why the step is not lawful.
    pub reason: String,
    /// What can be done instead; empty when there is nothing.
    pub lawful_way: String,
}

/// The error page.
#[derive(Debug, Template)]
#[template(path = "errors/error.html")]
pub struct ErrorPage {
    page: Page,
    words: Words,
    reference: Option<String>,
    refusal: Option<Refusal>,
}

#[derive(Debug)]
struct Words {
    text: String,
    next: String,
    link: Option<(&'static str, String)>,
}

impl ErrorPage {
    /// The page for an error. Its title replaces the title of `page`.
    pub fn new(mut page: Page, kind: ErrorKind) -> Self {
        let texts = page.texts;
        let (title, text, next, link) = match kind {
            ErrorKind::NotFound => (
                texts.text("errors-not-found-title"),
                texts.text("errors-not-found-text"),
                texts.text("errors-not-found-next"),
                Some(("/don-vi", texts.text("errors-not-found-link"))),
            ),
            ErrorKind::Forbidden => (
                texts.text("errors-forbidden-title"),
                texts.text("errors-forbidden-text"),
                texts.text("errors-forbidden-next"),
                page.user
                    .is_none()
                    .then(|| ("/dang-nhap", texts.text("errors-forbidden-link"))),
            ),
            ErrorKind::Invalid => (
                texts.text("errors-invalid-title"),
                texts.text("errors-invalid-text"),
                texts.text("errors-invalid-next"),
                None,
            ),
            ErrorKind::Internal => (
                texts.text("errors-internal-title"),
                texts.text("errors-internal-text"),
                texts.text("errors-internal-next"),
                None,
            ),
            ErrorKind::Repeated => (
                texts.text("errors-repeated-title"),
                texts.text("errors-repeated-text"),
                texts.text("errors-repeated-next"),
                None,
            ),
            ErrorKind::Busy => (
                texts.text("errors-busy-title"),
                texts.text("errors-busy-text"),
                texts.text("errors-busy-next"),
                None,
            ),
        };
        page.title = title;
        page.private = true;
        Self {
            page,
            words: Words { text, next, link },
            reference: None,
            refusal: None,
        }
    }

    /// A reference by which the administrator finds the fault in the log.
    #[must_use]
    pub fn reference(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }

    /// The refusal by the law, shown instead of the general words.
    #[must_use]
    pub fn refusal(mut self, refusal: Refusal) -> Self {
        self.page.title = self.page.texts.text("errors-unlawful-title");
        self.refusal = Some(refusal);
        self
    }

    /// What exactly was wrong, instead of the general words.
    #[must_use]
    pub fn because(mut self, text: impl Into<String>) -> Self {
        self.words.text = text.into();
        self
    }
}

impl ErrorKind {
    /// The status code of the answer.
    pub fn status(self) -> axum::http::StatusCode {
        use axum::http::StatusCode;
        match self {
            ErrorKind::Forbidden => StatusCode::FORBIDDEN,
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            ErrorKind::Busy => StatusCode::SERVICE_UNAVAILABLE,
            ErrorKind::Repeated => StatusCode::CONFLICT,
        }
    }
}
