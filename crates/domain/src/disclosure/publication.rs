//! What a unit discloses: draft, submitted, public, corrected, ended, withdrawn.

use jiff::civil::Date;

use crate::ids::{AccountId, DutyId, PublicationId, UnitId};
use crate::refusal::{FieldError, Refusal};

/// Where a publication stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PublicationState {
    /// Being written.
    Draft,
    /// Waits for the chairman.
    Submitted,
    /// On the portal.
    Published,
    /// Off the portal after its time; its history stays provable.
    Ended,
    /// Taken away on a legal ground.
    Withdrawn,
}

impl PublicationState {
    /// Every state.
    pub const ALL: &[Self] = &[
        Self::Draft,
        Self::Submitted,
        Self::Published,
        Self::Ended,
        Self::Withdrawn,
    ];

    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Published => "published",
            Self::Ended => "ended",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.code() == code)
    }
}

/// What the reader sees of one revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Title.
    pub title: String,
    /// Number and symbol of the document ("12/BC-UBND"); may be empty.
    pub document_number: String,
    /// Its date.
    pub document_on: Option<Date>,
    /// The text itself.
    pub summary: String,
}

impl Content {
    /// The bytes that the register vouches for: labelled lines, then the text.
    pub fn register_text(&self, rule_code: &str) -> String {
        let date = self
            .document_on
            .map(|day| day.to_string())
            .unwrap_or_default();
        format!(
            "dinh/disclosure/1\nrule {rule_code}\ntitle {}\nnumber {}\ndate {date}\n\n{}\n",
            self.title, self.document_number, self.summary
        )
    }
}

/// What a clerk typed; nothing of it is lost when it is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Title.
    pub title: String,
    /// Document number.
    pub document_number: String,
    /// Day, month, year as typed.
    pub document_date: [String; 3],
    /// Text.
    pub summary: String,
}

/// A publication with its newest content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Identity.
    pub id: PublicationId,
    /// Short public number.
    pub number: i64,
    /// The duty it fulfils.
    pub duty: DutyId,
    /// Whose.
    pub unit: UnitId,
    /// Rule.
    pub rule_code: String,
    /// Item.
    pub item: String,
    /// State.
    pub state: PublicationState,
    /// Revision: 0 until public, then 1, 2 …
    pub rev: i64,
    /// Newest content.
    pub content: Content,
    /// Version for optimistic locking.
    pub version: i64,
    /// Who wrote it.
    pub author: AccountId,
    /// First day on the portal.
    pub published_on: Option<Date>,
    /// Invented for the demo.
    pub sample: bool,
}

impl Publication {
    /// Hand the draft to the chairman.
    pub fn submit(&mut self) -> Result<(), Refusal> {
        self.must_be(PublicationState::Draft, "trình duyệt")?;
        self.state = PublicationState::Submitted;
        Ok(())
    }

    /// Give it back to the clerk.
    pub fn send_back(&mut self) -> Result<(), Refusal> {
        self.must_be(PublicationState::Submitted, "trả lại")?;
        self.state = PublicationState::Draft;
        Ok(())
    }

    /// Approve and publish. The author cannot approve their own draft.
    pub fn publish(&mut self, by: AccountId, today: Date) -> Result<(), Refusal> {
        self.must_be(PublicationState::Submitted, "duyệt")?;
        if self.author == by {
            return Err(Refusal::State(
                "Người soạn không thể tự duyệt. Hãy để người có thẩm quyền khác duyệt.".into(),
            ));
        }
        self.state = PublicationState::Published;
        self.rev += 1;
        self.published_on = Some(today);
        Ok(())
    }

    /// Correct what is public; the old version stays readable.
    pub fn correct(&mut self, content: Content, reason: &str) -> Result<(), Refusal> {
        self.must_be(PublicationState::Published, "đính chính")?;
        need_reason(reason)?;
        self.content = content;
        self.rev += 1;
        Ok(())
    }

    /// Withdraw on a legal ground.
    pub fn withdraw(&mut self, article: &str, reason: &str) -> Result<(), Refusal> {
        self.must_be(PublicationState::Published, "rút")?;
        let mut errors = Vec::new();
        if article.trim().chars().count() < 5 {
            errors.push(FieldError::new(
                "article",
                "Hãy ghi căn cứ pháp lý của việc rút, ví dụ: “khoản 1 Điều 7 Luật Bảo vệ bí mật nhà nước”.",
            ));
        }
        if let Err(Refusal::Invalid(more)) = need_reason(reason) {
            errors.extend(more);
        }
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors));
        }
        self.state = PublicationState::Withdrawn;
        self.rev += 1;
        Ok(())
    }

    /// Take it off the portal after its time (checked by the caller's forms).
    pub fn end(&mut self) -> Result<(), Refusal> {
        self.must_be(PublicationState::Published, "gỡ")?;
        self.state = PublicationState::Ended;
        self.rev += 1;
        Ok(())
    }

    fn must_be(&self, state: PublicationState, step: &str) -> Result<(), Refusal> {
        if self.state == state {
            return Ok(());
        }
        let now = match self.state {
            PublicationState::Draft => "đang là bản nháp, cần trình duyệt trước",
            PublicationState::Submitted => "đang chờ duyệt",
            PublicationState::Published => "đã được công khai rồi",
            PublicationState::Ended => "đã hết thời gian đăng",
            PublicationState::Withdrawn => "đã được rút",
        };
        Err(Refusal::State(format!(
            "Không thể {step}: bản này {now}. Hãy tải lại trang để xem tình trạng mới nhất."
        )))
    }
}

fn need_reason(reason: &str) -> Result<(), Refusal> {
    if reason.trim().chars().count() >= 10 {
        return Ok(());
    }
    Err(Refusal::Invalid(vec![FieldError::new(
        "reason",
        "Hãy ghi rõ lý do (ít nhất 10 ký tự); lý do được công khai cùng lịch sử.",
    )]))
}

const TITLE_LIMIT: usize = 300;
const SUMMARY_LIMIT: usize = 20_000;

/// Check what a clerk typed; all errors at once.
pub fn check_draft(draft: &Draft, today: Date) -> Result<Content, Vec<FieldError>> {
    use crate::folding::clean;
    let mut errors = Vec::new();
    let title = clean(&draft.title);
    match title.chars().count() {
        0 => errors.push(FieldError::new(
            "title",
            "Hãy nhập tiêu đề nội dung công khai.",
        )),
        1..=4 => errors.push(FieldError::new(
            "title",
            "Tiêu đề quá ngắn; hãy nêu rõ nội dung và thời kỳ.",
        )),
        count if count > TITLE_LIMIT => errors.push(FieldError::new(
            "title",
            format!("Tiêu đề dài {count} ký tự; hãy rút còn tối đa {TITLE_LIMIT}."),
        )),
        _ => {}
    }
    let summary = clean(&draft.summary);
    if summary.is_empty() {
        errors.push(FieldError::new(
            "summary",
            "Hãy nhập nội dung tóm tắt để người dân đọc được ngay trên trang.",
        ));
    }
    let length = summary.chars().count();
    if length > SUMMARY_LIMIT {
        errors.push(FieldError::new(
            "summary",
            format!("Nội dung dài {length} ký tự; hãy rút còn tối đa {SUMMARY_LIMIT} và đính kèm văn bản đầy đủ."),
        ));
    }
    let document_on = match crate::dates::check("document_date", &draft.document_date) {
        Ok(Some(day)) if day > today => {
            errors.push(FieldError::new(
                "document_date",
                "Ngày văn bản ở tương lai; hãy kiểm tra lại ngày ký.",
            ));
            None
        }
        Ok(day) => day,
        Err(error) => {
            errors.push(error);
            None
        }
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Content {
        title,
        document_number: clean(&draft.document_number),
        document_on,
        summary,
    })
}
