//! The closed list of what a use case can answer instead of its result.

use dinh_domain::{FieldError, Refusal};
use dinh_store::StoreError;

/// Result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// What people are told when the disk is full.
pub const DISK_FULL: &str = "Ổ đĩa của máy chủ đã đầy nên việc này chưa được ghi. Mọi điều đã ghi trước đó vẫn còn. Hãy giữ lại nội dung, quay lại trang \
     trước và gửi lại sau ít phút; nếu vẫn vậy, báo người quản trị hệ thống.";

/// Why a use case did not do it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing.
    #[error("không tìm thấy")]
    NotFound,
    /// Nobody is signed in, or the mandate does not allow it.
    #[error("không có quyền")]
    Forbidden,
    /// Somebody was faster, or the thing is in another state.
    #[error("{0}")]
    Conflict(String),
    /// The same form was sent before, and what it asked for stands.
    #[error("đã được ghi nhận")]
    Repeated,
    /// What was given cannot be accepted; all errors at once.
    #[error("dữ liệu chưa hợp lệ")]
    Invalid(Vec<FieldError>),
    /// The law forbids it.
    #[error("{reason} ({article})")]
    Unlawful {
        /// Citation.
        article: String,
        /// What the law says.
        reason: String,
        /// The nearest lawful way.
        lawful_alternative: String,
    },
    /// Too much to do at the moment.
    #[error("hệ thống đang bận")]
    Busy,
    /// The disk of the server is full; nothing was written.
    #[error("{DISK_FULL}")]
    Full,
    /// A fault of ours.
    #[error("lỗi nội bộ: {0}")]
    Internal(String),
}

impl Error {
    /// One wrong field.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing => Self::NotFound,
            StoreError::Conflict => Self::Conflict(
                "Người khác vừa thay đổi mục này trước bạn. Nội dung bạn nhập vẫn còn ở đây; hãy mở bản mới nhất, so sánh rồi lưu lại."
                    .into(),
            ),
            StoreError::Duplicate(what) => {
                Self::Conflict(format!("Dữ liệu này đã có rồi, không ghi trùng ({what})."))
            }
            StoreError::Busy | StoreError::Away(_) => Self::Busy,
            StoreError::Full => Self::Full,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unlawful {
                article,
                reason,
                alternative,
            } => Self::Unlawful {
                article,
                reason,
                lawful_alternative: alternative,
            },
            Refusal::Invalid(errors) => Self::Invalid(errors),
            Refusal::State(message) => Self::Conflict(message),
        }
    }
}

impl From<dinh_law::LawError> for Error {
    fn from(error: dinh_law::LawError) -> Self {
        Self::field("rule", error.to_string())
    }
}
