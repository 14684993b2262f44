//! Every reason for which a receipt is rejected, so that a citizen can be told exactly what does not fit.

use crate::Error;

/// Why a receipt is rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The file is not the JSON of a receipt.
    #[error("not the JSON of a receipt")]
    Json,
    /// `format` is not `dinh/receipt/1`.
    #[error("unknown receipt format")]
    Format,
    /// The entry breaks its format.
    #[error("the entry is malformed: {0}")]
    Entry(Error),
    /// The proof text breaks its format.
    #[error("the proof is malformed: {0}")]
    Proof(Error),
    /// The checkpoint is malformed, or not signed by the register's key.
    #[error("the checkpoint cannot be trusted: {0}")]
    Checkpoint(Error),
    /// The entry says that it belongs to another register.
    #[error("the entry names the register {entry}, the checkpoint is of {checkpoint}")]
    OriginDiffers {
        /// The register of the checkpoint.
        checkpoint: String,
        /// The register that the entry names.
        entry: String,
    },
    /// The proof does not lead from the entry to the signed root.
    #[error("the entry does not stand in the register at this position: {0}")]
    Inclusion(Error),
    /// The entry names a predecessor that would come after it.
    #[error("the entry names entry {prev} as its predecessor but stands at {index}")]
    PrevNotBefore {
        /// The predecessor's claimed position.
        prev: u64,
        /// The entry's position.
        index: u64,
    },
    /// Fewer witnesses cosigned the checkpoint than the policy asks for.
    #[error("only {cosigned} of the known witnesses cosigned the checkpoint, no quorum")]
    Quorum {
        /// How many did.
        cosigned: usize,
    },
    /// A salt is not 32 bytes of base64, or there is no sealed content at its place.
    #[error("the salt at “{0}” does not belong to a sealed content")]
    Salt(String),
    /// A file is none of the contents that the entry names.
    #[error("the file {0} is not named by the entry")]
    FileUnknown(String),
    /// The digest of a file fits, but not its size.
    #[error("the size of the file {0} differs from the entry")]
    FileSize(String),
    /// The earlier checkpoint is not signed by the register's key.
    #[error("the earlier checkpoint cannot be trusted: {0}")]
    Before(Error),
    /// The earlier checkpoint is of another register, or already holds the entry.
    #[error("the earlier checkpoint is not one before this entry")]
    NotBefore,
}
