//! What a paper shows of its entry in the public register: a short code beside the text, and on minutes and decisions a last
//! page whose codes hold the entry and its proof, so that the paper is checked without any network.

use serde::Serialize;

/// The entry of the register that records what the paper says.
#[derive(Debug, Clone)]
pub struct PrintedEntry {
    /// Its position.
    pub position: u64,
    /// What the short code holds: the address of a page about it, position and leaf hash.
    pub short_code: String,
    /// What the full codes hold; none while no signed checkpoint covers it.
    pub full_codes: Vec<String>,
    /// Its exact text.
    pub text: String,
    /// Whether the proof in the full codes has a quorum of witnesses.
    pub is_witnessed: bool,
}

/// The last page of a paper.
#[derive(Serialize)]
pub(crate) struct ProofPage {
    pub title: String,
    pub paragraphs: Vec<String>,
    pub codes: Vec<Caption>,
    /// The text of the entry, line by line.
    pub lines_title: String,
    pub lines: Vec<String>,
    /// What the codes hold, in the order of their captions.
    #[serde(skip)]
    pub texts: Vec<String>,
}

/// Words for the eye and for the ear.
#[derive(Serialize)]
pub(crate) struct Caption {
    pub words: String,
    pub spoken: String,
}

/// Stands beside the short code as long as there is no full one.
pub(crate) const NOT_SIGNED: &str = "Lúc in, mục này chưa có chữ ký của thành phố nên chưa in được mã kiểm chứng đầy đủ; hãy in lại sau ít phút để có trang kiểm chứng.";

impl ProofPage {
    /// The page; nothing while no signed checkpoint covers the entry.
    pub(crate) fn of(entry: &PrintedEntry) -> Option<Self> {
        let count = entry.full_codes.len();
        if count == 0 {
            return None;
        }
        let state = if entry.is_witnessed {
            "Mục đã được chứng kiến: đủ số bên chứng kiến độc lập đã thấy mục này trong sổ."
        } else {
            "Mục chưa được chứng kiến: chỉ có thành phố ký."
        };
        let how = if count == 1 {
            "Mã dưới đây chứa nguyên văn của mục và bằng chứng. Quét mã"
        } else {
            "Các mã dưới đây chứa nguyên văn của mục và bằng chứng. Quét đủ các mã, theo thứ tự nào cũng được,"
        };
        let codes = (1..=count).map(|number| Caption {
            words: format!("Mã kiểm chứng {number}/{count}"),
            spoken: format!(
                "Mã kiểm chứng {number} trong {count} mã của mục số {}",
                entry.position
            ),
        });
        Some(Self {
            title: "Trang kiểm chứng".to_owned(),
            paragraphs: vec![
                format!(
                    "Nội dung của văn bản này được ghi ở mục số {} của Sổ công khai. {state}",
                    entry.position
                ),
                format!(
                    "{how} rồi dán vào trang kiểm chứng đã lưu trên máy; không cần mạng. Kết quả phải báo đúng mục số trên và đúng nguyên văn dưới đây. Mã không chứng minh nội dung là đúng, chỉ chứng minh nội dung này đã được ghi."
                ),
            ],
            codes: codes.collect(),
            lines_title: "Nguyên văn của mục trong Sổ công khai".to_owned(),
            lines: entry.text.lines().map(ToOwned::to_owned).collect(),
            texts: entry.full_codes.clone(),
        })
    }
}
