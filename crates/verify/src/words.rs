//! Each reason for not trusting a register in words that a citizen understands, and a stable code for programs.

use dinh_register::chain::ChainFault;
use dinh_register::{Error, Tile};

use crate::log::Fault;
use crate::reason;

impl Fault {
    /// The code of the reason; never changes once published.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Source(_) => "source",
            Self::NoCheckpoint => "no-checkpoint",
            Self::Checkpoint(_) => "checkpoint",
            Self::Quorum { .. } => "quorum",
            Self::Missing(_) => "missing",
            Self::Changed(_) => "changed",
            Self::Heads { .. } => "heads",
            Self::Entry { .. } => "entry",
            Self::Rewritten { .. } => "rewritten",
            Self::Shrunk { .. } => "shrunk",
            Self::Copy(_) => "copy",
        }
    }

    /// The exit status of a command that ends with it: 2 if nothing was concluded, else 1.
    pub fn status(&self) -> u8 {
        if matches!(self, Self::Source(_)) {
            2
        } else {
            1
        }
    }

    /// The reason as sentences.
    pub fn sentence(&self) -> String {
        match self {
            Self::Source(reason) => reason.clone(),
            Self::NoCheckpoint => "Nguồn này không có đầu sổ (checkpoint).".to_owned(),
            Self::Checkpoint(error) => {
                format!("Đầu sổ không đáng tin: {}.", reason::head(error))
            }
            Self::Quorum { cosigned } => format!(
                "Đầu sổ mới có {cosigned} bên chứng kiến đã biết ký, chưa đủ số theo chính sách. Sổ vừa ghi thêm thì thường đủ sau ít phút: xin thử lại."
            ),
            Self::Missing(tile) => format!("Thiếu tệp {}: đầu sổ đã ký nói là có.", path(*tile)),
            Self::Changed(tile) => format!(
                "Tệp {} khác với sổ đã ký: nội dung đã bị thay đổi hoặc hỏng.",
                path(*tile)
            ),
            Self::Heads { bundle, error } => format!(
                "Tệp checkpoints/{bundle} có đầu sổ không đáng tin: {}.",
                reason::head(error)
            ),
            Self::Entry { index, error } => format!("Mục ở vị trí {index}: {}", entry(error)),
            Self::Rewritten { old, new } => format!(
                "SỔ ĐÃ BỊ VIẾT LẠI. Sổ {new} mục không bắt đầu bằng {old} mục đã ký trước đó. Hai đầu sổ đã ký mâu thuẫn nhau là bằng chứng: hãy giữ cả hai và công bố."
            ),
            Self::Shrunk { kept, now } => format!(
                "Nguồn chỉ có {now} mục, trong khi đầu sổ đã giữ có {kept} mục: nguồn cũ, hoặc mục đã bị bỏ đi."
            ),
            Self::Copy(tile) => format!(
                "Tệp {} của bản chép khác với sổ. Hãy giữ nguyên thư mục này làm bằng chứng và chép lại vào thư mục mới.",
                path(*tile)
            ),
        }
    }
}

fn path(tile: Tile) -> String {
    format!("tile/{tile}")
}

fn entry(error: &Error) -> String {
    match error {
        Error::Origin => "ghi tên một sổ khác.".to_owned(),
        Error::OutOfRange { index, .. } => {
            format!("ghi mục trước nó ở vị trí {index}; mục trước phải đứng trước.")
        }
        other => reason::entry(other),
    }
}

/// What is wrong with the chain of a thing, as a sentence.
pub fn chain_sentence(fault: &ChainFault) -> String {
    match fault {
        ChainFault::Fork {
            prev: Some(prev),
            first,
            second,
        } => format!(
            "RẼ NHÁNH: mục {first} và mục {second} cùng nhận mục {prev} là mục ngay trước. Riêng điều này đã là bằng chứng sai phạm."
        ),
        ChainFault::Fork {
            prev: None,
            first,
            second,
        } => format!(
            "RẼ NHÁNH: mục {first} và mục {second} cùng nhận là lần ghi đầu tiên. Riêng điều này đã là bằng chứng sai phạm."
        ),
        ChainFault::Gap {
            index,
            found,
            expected,
        } => format!("ĐỨT ĐOẠN: mục {index} ghi là lần {found}, lẽ ra là lần {expected}."),
        ChainFault::WrongPrev { index, prev } => format!(
            "ĐỨT ĐOẠN: mục {index} nhận mục {prev} là mục ngay trước, nhưng mục đó không phải của việc này hoặc khác với mã đã ghi."
        ),
        ChainFault::WrongOrder { index } => {
            format!("SAI THỨ TỰ: mục {index} không đứng sau mục trước nó.")
        }
        ChainFault::Stranger { index } => format!("Mục {index} thuộc việc khác hoặc sổ khác."),
    }
}

/// The code of what is wrong with a chain; never changes once published.
pub fn chain_code(fault: &ChainFault) -> &'static str {
    match fault {
        ChainFault::Fork { .. } => "fork",
        ChainFault::Gap { .. } => "gap",
        ChainFault::WrongPrev { .. } => "prev",
        ChainFault::WrongOrder { .. } => "order",
        ChainFault::Stranger { .. } => "stranger",
    }
}
