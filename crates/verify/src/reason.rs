//! Each reason for a rejection in words that a citizen understands, and a stable code for programs.

use dinh_register::note::NoteFault;
use dinh_register::{ActFault, Error, VerifyError};

/// The code of a reason; never changes once published.
pub fn code(error: &VerifyError) -> &'static str {
    match error {
        VerifyError::Json => "json",
        VerifyError::Format => "format",
        VerifyError::Entry(_) => "entry",
        VerifyError::Proof(_) => "proof",
        VerifyError::Checkpoint(_) => "checkpoint",
        VerifyError::OriginDiffers { .. } => "origin",
        VerifyError::Inclusion(_) => "inclusion",
        VerifyError::PrevNotBefore { .. } => "prev",
        VerifyError::Quorum { .. } => "quorum",
        VerifyError::Salt(_) => "salt",
        VerifyError::FileUnknown(_) => "file",
        VerifyError::FileSize(_) => "file-size",
        VerifyError::Before(_) => "before",
        VerifyError::NotBefore => "not-before",
    }
}

/// The reason as a sentence.
pub fn sentence(error: &VerifyError) -> String {
    match error {
        VerifyError::Json => "Tệp này không phải biên nhận của sổ công khai hoặc đã bị hỏng.".to_owned(),
        VerifyError::Format => "Biên nhận thuộc loại mà phiên bản này không biết.".to_owned(),
        VerifyError::Entry(error) => entry(error),
        VerifyError::Proof(_) => "Phần chứng minh không đúng khuôn dạng tlog-proof.".to_owned(),
        VerifyError::Checkpoint(error) => format!("Đầu sổ trong phần chứng minh không đáng tin: {}.", head(error)),
        VerifyError::OriginDiffers { checkpoint, entry } => {
            format!("Mục ghi là của sổ {entry}, nhưng đầu sổ lại của sổ {checkpoint}.")
        }
        VerifyError::Inclusion(_) => {
            "Mục này không đứng ở vị trí đã ghi của sổ: mục, vị trí hoặc phần chứng minh đã bị thay đổi.".to_owned()
        }
        VerifyError::Quorum { cosigned } => format!(
            "Đầu sổ mới có {cosigned} bên chứng kiến đã biết ký, chưa đủ số theo chính sách."
        ),
        VerifyError::PrevNotBefore { prev, index } => {
            format!("Mục ở vị trí {index} lại ghi mục trước nó ở vị trí {prev}; mục trước phải đứng trước.")
        }
        VerifyError::Salt(place) => format!("Chuỗi muối ở số {place} không thuộc nội dung niêm kín nào của mục."),
        VerifyError::FileUnknown(name) => {
            format!("Tệp {name} không phải nội dung ghi trong mục: tệp đã bị thay đổi, hoặc biên nhận thiếu chuỗi muối của nó.")
        }
        VerifyError::FileSize(name) => format!("Kích thước của tệp {name} khác với kích thước ghi trong mục."),
        VerifyError::Before(error) => format!("Đầu sổ trước đó không đáng tin: {}.", head(error)),
        VerifyError::NotBefore => "Đầu sổ trước đó không phải của sổ này, hoặc đã có mục này rồi.".to_owned(),
    }
}

pub fn head(error: &Error) -> &'static str {
    match error {
        Error::Note(NoteFault::Signature) => "chữ ký không khớp",
        Error::Note(NoteFault::NoKnownKey) => "không được ký bằng khóa đã cho",
        Error::Note(NoteFault::Doubled) => "một khóa ký hai lần",
        Error::Note(NoteFault::TooLong) => "dài quá mức cho phép",
        Error::Origin => "khóa đã ký không phải khóa của sổ này",
        _ => "không đúng khuôn dạng",
    }
}

pub fn entry(error: &Error) -> String {
    let Error::Act { line, fault } = error else {
        return "Mục sổ không đúng khuôn dạng.".to_owned();
    };
    let reason = match fault {
        ActFault::TooLong => "dài quá 4.096 byte".to_owned(),
        ActFault::NotUtf8 => "không phải văn bản UTF-8".to_owned(),
        ActFault::NotNormal => "chữ không ở dạng chuẩn NFC".to_owned(),
        ActFault::ControlCharacter => "có ký tự điều khiển".to_owned(),
        ActFault::Unterminated => "thiếu dấu xuống dòng ở cuối".to_owned(),
        ActFault::Format => "dòng đầu không phải dinh/act/1".to_owned(),
        ActFault::Key(key) => format!("cần có từ khóa {key}"),
        ActFault::Value(key) => format!("giá trị của {key} sai"),
        ActFault::Chain => "số lần sửa và mục trước không khớp nhau".to_owned(),
        ActFault::RemovalWithoutLaw => "việc gỡ bỏ không ghi điều luật".to_owned(),
        ActFault::RemovalWithoutReason => "việc gỡ bỏ không kèm lý do".to_owned(),
        ActFault::Unwritable => "có cách viết khác thường".to_owned(),
    };
    match line {
        0 => format!("Mục sổ không đúng khuôn dạng: {reason}."),
        line => format!("Mục sổ không đúng khuôn dạng ở dòng {line}: {reason}."),
    }
}
