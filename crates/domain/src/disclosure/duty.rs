//! A duty: something that one unit must disclose once, by a day.

use jiff::civil::Date;

use super::LegalDay;
use crate::ids::{AccountId, DutyId, UnitId};
use crate::refusal::Refusal;

/// Where a duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DutyState {
    /// Nothing is public yet.
    Open,
    /// One person says that it does not apply; a second must confirm.
    NotApplicableProposed,
    /// Two people agree that it does not apply.
    NotApplicable,
    /// Public.
    Published,
    /// Was public and was withdrawn on a legal ground.
    Withdrawn,
}

impl DutyState {
    /// Every state.
    pub const ALL: &[Self] = &[
        Self::Open,
        Self::NotApplicableProposed,
        Self::NotApplicable,
        Self::Published,
        Self::Withdrawn,
    ];

    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::NotApplicableProposed => "not_applicable_proposed",
            Self::NotApplicable => "not_applicable",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.code() == code)
    }
}

/// A duty as the law made it and as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Identity.
    pub id: DutyId,
    /// Short public number.
    pub number: i64,
    /// Whose duty.
    pub unit: UnitId,
    /// Rule, such as "11.2:quarter".
    pub rule_code: String,
    /// Item of the catalogue, such as "11.2".
    pub item: String,
    /// What it is about, in words.
    pub title: String,
    /// Period of a recurring duty ("2026-Q1"); nothing for an event.
    pub period: Option<String>,
    /// Event that started the clock.
    pub event_kind: String,
    /// Its day.
    pub event_on: Date,
    /// Its document, if the officer named one.
    pub event_document: String,
    /// Last day to disclose.
    pub due_on: Date,
    /// State.
    pub state: DutyState,
    /// First day on which it was public, as the server says.
    pub published_on: Option<Date>,
    /// The day on which lateness is judged, once it is public.
    pub judged: Option<LegalDay>,
    /// Required forms and places without a record.
    pub missing_forms: i64,
    /// Form records that ended before their minimum duration.
    pub early_ends: i64,
    /// Why it does not apply, when somebody says so.
    pub reason: String,
    /// Who said so.
    pub proposed_by: Option<AccountId>,
    /// Version for optimistic locking.
    pub version: i64,
    /// Invented for the demo.
    pub sample: bool,
}

impl Duty {
    /// Say that the duty does not apply this time. A reason is needed.
    pub fn propose_not_applicable(&mut self, reason: &str, by: AccountId) -> Result<(), Refusal> {
        if self.state != DutyState::Open {
            return Err(Refusal::State(format!(
                "Mục này không còn ở trạng thái chờ công khai, nên không thể đề nghị “không áp dụng”. {}",
                self.what_now()
            )));
        }
        if reason.trim().chars().count() < 10 {
            return Err(Refusal::Invalid(vec![crate::FieldError::new(
                "reason",
                "Hãy ghi rõ lý do không áp dụng (ít nhất 10 ký tự), ví dụ: “Trong năm không phát sinh hỗ trợ thiên tai”.",
            )]));
        }
        self.state = DutyState::NotApplicableProposed;
        reason.trim().clone_into(&mut self.reason);
        self.proposed_by = Some(by);
        Ok(())
    }

    /// Confirm it, as a person other than the one who proposed.
    pub fn confirm_not_applicable(&mut self, by: AccountId) -> Result<(), Refusal> {
        self.second_person(by)?;
        self.state = DutyState::NotApplicable;
        Ok(())
    }

    /// Refuse it: the duty is open again.
    pub fn refuse_not_applicable(&mut self, by: AccountId) -> Result<(), Refusal> {
        self.second_person(by)?;
        self.state = DutyState::Open;
        self.reason.clear();
        self.proposed_by = None;
        Ok(())
    }

    fn second_person(&self, by: AccountId) -> Result<(), Refusal> {
        if self.state != DutyState::NotApplicableProposed {
            return Err(Refusal::State(format!(
                "Mục này không có đề nghị “không áp dụng” nào đang chờ. {}",
                self.what_now()
            )));
        }
        if self.proposed_by == Some(by) {
            return Err(Refusal::State(
                "Người đề nghị “không áp dụng” không thể tự xác nhận. Hãy nhờ người thứ hai có thẩm quyền xác nhận."
                    .into(),
            ));
        }
        Ok(())
    }

    /// Whether a draft may be written for it.
    pub fn accepts_draft(&self) -> Result<(), Refusal> {
        match self.state {
            DutyState::Open => Ok(()),
            _ => Err(Refusal::State(format!(
                "Mục này đã được xử lý, không thể soạn bản công khai mới. {}",
                self.what_now()
            ))),
        }
    }

    /// Its publication is on the portal since today. A duty is closed once: one
    /// that two people set aside meanwhile stays set aside.
    pub fn fulfil(&mut self, today: LegalDay) -> Result<(), Refusal> {
        if self.state != DutyState::Open {
            return Err(Refusal::State(format!(
                "Không thể công khai: mục này không còn chờ công khai. {}",
                self.what_now()
            )));
        }
        self.state = DutyState::Published;
        self.published_on = Some(today.on);
        self.judged = Some(today);
        Ok(())
    }

    /// Its publication was withdrawn on a legal ground.
    pub fn withdraw(&mut self) -> Result<(), Refusal> {
        if self.state != DutyState::Published {
            return Err(Refusal::State(format!(
                "Không thể rút: mục này chưa có bản công khai. {}",
                self.what_now()
            )));
        }
        self.state = DutyState::Withdrawn;
        Ok(())
    }

    fn what_now(&self) -> &'static str {
        match self.state {
            DutyState::Open => "Mục đang chờ công khai.",
            DutyState::NotApplicableProposed => {
                "Mục đang chờ người thứ hai xác nhận “không áp dụng”."
            }
            DutyState::NotApplicable => "Mục đã được xác nhận “không áp dụng”.",
            DutyState::Published => {
                "Mục đã công khai; nếu nội dung thay đổi, hãy đính chính bản đã công khai."
            }
            DutyState::Withdrawn => {
                "Bản công khai đã được rút; hãy mở mục mới nếu phát sinh nội dung mới."
            }
        }
    }
}
