//! After the result: sending, recognition or refusal, effect, amendment and annulment (Articles 20-22).

use dinh_law::{Law, Recogniser};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::refuse::{invalid, matter, unlawful, written};
use super::{Decision, Outcome, State, Subject};
use crate::folding::clean;
use crate::refusal::{FieldError, Refusal};

/// Who recognises, with which document, on which day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognised {
    /// Who.
    pub by: Recogniser,
    /// Number and symbol of the document.
    pub document: String,
    /// Its day.
    pub on: Date,
}

/// Why a decision is annulled or must be mended (Article 22(1)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnulmentGround {
    /// 22(1)(a): against the law or good customs.
    Content,
    /// 22(1)(b): the procedure was not kept.
    Procedure,
}

impl AnnulmentGround {
    /// Both grounds.
    pub const ALL: &[Self] = &[Self::Content, Self::Procedure];

    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Procedure => "procedure",
        }
    }

    /// Vietnamese name, with its article.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Content => {
                "Nội dung trái pháp luật, thuần phong, mỹ tục, đạo đức xã hội (điểm a khoản 1 Điều 22)"
            }
            Self::Procedure => "Không tuân thủ trình tự, thủ tục (điểm b khoản 1 Điều 22)",
        }
    }

    /// The ground with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|ground| ground.code() == code)
    }
}

impl Decision {
    /// Send it to People's Committee and Front. What needs no recognition is in effect already.
    pub fn send(&mut self, law: &Law, on: Date) -> Result<(), Refusal> {
        self.must_be(&[State::Decided], "gửi quyết định")?;
        if !self.outcome().is_some_and(Outcome::is_passed) {
            return Err(Refusal::State(
                "Chỉ quyết định đã được thông qua mới được gửi để thực hiện hoặc công nhận.".into(),
            ));
        }
        if self.round.decided_on.is_some_and(|decided| on < decided) {
            return Err(invalid(
                "sent_on",
                "Ngày gửi trước ngày có kết quả; hãy kiểm tra lại.",
            ));
        }
        let recognition = if self.recogniser(law, on)?.is_some() {
            self.matter(law, on)?.recognition.as_ref()
        } else {
            None
        };
        if let Some(recognition) = recognition {
            let due = law
                .calendar()
                .end_of_term(on, recognition.term, None, &[])
                .map_err(|error| Refusal::State(error.to_string()))?;
            self.recognise_by = Some(due.end);
            self.state = State::Sent;
        } else if self.effective_on.is_some() {
            self.state = State::Effective;
        } else {
            self.state = State::Sent;
        }
        self.sent_on = Some(on);
        Ok(())
    }

    /// Recognise it: from that day it is in effect.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an act is taken once, like every other step takes what it is given"
    )]
    pub fn recognise(&mut self, act: Recognised, law: &Law) -> Result<(), Refusal> {
        self.must_be(&[State::Sent], "công nhận")?;
        self.by_the_right_body(&act, law)?;
        let document = document_given(&act.document)?;
        self.after_receipt(act.on)?;
        self.document = document;
        // Why an earlier attempt was refused stands in the register; it is no reason of this document.
        self.reason = String::new();
        self.refused_on = None;
        self.state = State::Recognised;
        self.effective_on = Some(act.on);
        Ok(())
    }

    /// What was recognised is in effect from the day of the recognition on.
    pub fn take_effect(&mut self, today: Date) -> Result<(), Refusal> {
        self.must_be(&[State::Recognised], "cho có hiệu lực")?;
        match self.effective_on {
            Some(from) if from <= today => {
                self.state = State::Effective;
                Ok(())
            }
            Some(from) => Err(Refusal::State(format!(
                "Quyết định có hiệu lực từ ngày {}.",
                written(from)
            ))),
            None => Err(Refusal::State("Chưa có ngày có hiệu lực.".into())),
        }
    }

    /// Refuse it in writing, with reasons (Article 21(2), last paragraph).
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an act is taken once, like every other step takes what it is given"
    )]
    pub fn refuse(&mut self, act: Recognised, reason: &str, law: &Law) -> Result<(), Refusal> {
        self.must_be(&[State::Sent], "trả lời không công nhận")?;
        self.by_the_right_body(&act, law)?;
        self.after_receipt(act.on)?;
        let document = document_given(&act.document);
        let reason = reason_given(reason);
        let mut errors = Vec::new();
        for refused in [document.as_ref().err(), reason.as_ref().err()]
            .into_iter()
            .flatten()
        {
            if let Refusal::Invalid(more) = refused {
                errors.extend(more.iter().cloned());
            }
        }
        let (Ok(document), Ok(reason)) = (document, reason) else {
            return Err(Refusal::Invalid(errors));
        };
        self.document = document;
        self.reason = reason;
        self.refused_on = Some(act.on);
        self.state = State::Refused;
        Ok(())
    }

    /// The People's Committee sets from when a commune-wide decision binds (Article 21(2), second paragraph).
    pub fn set_effect(&mut self, document: &str, from: Date, law: &Law) -> Result<(), Refusal> {
        if !self.is_thread() {
            return Err(Refusal::State("Chỉ việc có phạm vi toàn xã mới do Ủy ban nhân dân cấp xã ấn định ngày có hiệu lực.".into()));
        }
        self.must_be(&[State::Decided, State::Sent], "ấn định ngày có hiệu lực")?;
        if !self.outcome().is_some_and(Outcome::is_passed) {
            return Err(Refusal::State(
                "Việc này không được thông qua nên không có hiệu lực.".into(),
            ));
        }
        let rules = matter(law, self.proposal.subject.matter(), from)?;
        if self.round.decided_on.is_some_and(|decided| from < decided) {
            let effect = rules.effect(self.proposal.scope);
            return Err(unlawful(
                effect.map_or(&rules.citation, |effect| &effect.citation),
                "Ngày có hiệu lực không được trước ngày tổng hợp kết quả biểu quyết.",
                "Hãy chọn ngày từ ngày tổng hợp kết quả trở đi.",
            ));
        }
        self.document = document_given(document)?;
        self.effective_on = Some(from);
        self.state = State::Effective;
        Ok(())
    }

    /// The meeting did not agree on the dismissal; the People's Committee decides with the Front (Decree 59 Article 9(3)).
    pub fn settle_dismissal(
        &mut self,
        document: &str,
        on: Date,
        front_agrees: bool,
    ) -> Result<(), Refusal> {
        self.must_be(&[State::Decided], "quyết định việc cho thôi")?;
        let open = self.proposal.subject == Subject::DismissHead
            && matches!(
                self.outcome(),
                Some(Outcome::NotPassed | Outcome::NotEnoughHouseholds)
            );
        if !open {
            return Err(Refusal::State("Chỉ khi cuộc họp không thống nhất được việc cho thôi thì Ủy ban nhân dân cấp xã mới xem xét, quyết định.".into()));
        }
        if !front_agrees {
            return Err(Refusal::Unlawful {
                article: DISMISSAL_SETTLED.into(),
                reason: "Chưa thống nhất với Ủy ban Mặt trận Tổ quốc cấp xã.".into(),
                alternative: "Hãy thống nhất với Ủy ban Mặt trận Tổ quốc trước khi quyết định."
                    .into(),
            });
        }
        self.after_result("on", on)?;
        self.document = document_given(document)?;
        self.effective_on = Some(on);
        self.state = State::Effective;
        Ok(())
    }

    /// The People's Committee annuls it (Article 22(2)).
    pub fn annul(&mut self, document: &str, reason: &str, on: Date) -> Result<(), Refusal> {
        self.must_be(
            &[
                State::Decided,
                State::Sent,
                State::Recognised,
                State::Effective,
            ],
            "bãi bỏ",
        )?;
        self.passed("để bãi bỏ")?;
        self.after_result("on", on)?;
        let (document, reason) = (document_given(document)?, reason_given(reason)?);
        self.document = document;
        self.reason = reason;
        self.ended_on = Some(on);
        self.state = State::Annulled;
        Ok(())
    }

    /// The People's Committee asks the community to mend it; it may do so only for the procedure (Article 22(2)).
    pub fn ask_to_mend(
        &mut self,
        ground: AnnulmentGround,
        document: &str,
        reason: &str,
        on: Date,
    ) -> Result<(), Refusal> {
        self.must_be(
            &[
                State::Decided,
                State::Sent,
                State::Recognised,
                State::Effective,
            ],
            "đề nghị sửa đổi",
        )?;
        if ground == AnnulmentGround::Content {
            return Err(Refusal::Unlawful {
                article: ANNULMENT.into(),
                reason: "Quyết định có nội dung trái pháp luật hoặc đạo đức xã hội phải bị bãi bỏ, không chỉ đề nghị sửa đổi.".into(),
                alternative: "Hãy ban hành quyết định bãi bỏ.".into(),
            });
        }
        self.passed("để sửa đổi")?;
        self.after_result("on", on)?;
        let (document, reason) = (document_given(document)?, reason_given(reason)?);
        self.document = document;
        self.reason = reason;
        self.mend_asked_on = Some(on);
        Ok(())
    }

    /// The decision that amends, replaces or annuls this one takes its place from the day on which it binds
    /// (Article 22(3)); it must itself have gone the way of Articles 18-21.
    pub fn give_way_to(&mut self, other: &Self) -> Result<(), Refusal> {
        let follows = other.replaces == Some(self.id) && other.id != self.id;
        let from = other
            .effective_on
            .filter(|_| follows && other.outcome().is_some_and(Outcome::is_passed));
        match from {
            Some(from) => self.give_way(from),
            None => Err(Refusal::Unlawful {
                article: AMENDMENT.into(),
                reason: "Chưa có quyết định khác của cộng đồng dân cư thay cho quyết định này mà đã có hiệu lực.".into(),
                alternative: "Hãy đưa việc sửa đổi, bổ sung, thay thế, bãi bỏ ra cộng đồng dân cư bàn và quyết định.".into(),
            }),
        }
    }

    fn give_way(&mut self, from: Date) -> Result<(), Refusal> {
        self.must_be(
            &[
                State::Decided,
                State::Sent,
                State::Recognised,
                State::Effective,
            ],
            "sửa đổi, thay thế",
        )?;
        self.passed("để sửa đổi, thay thế")?;
        self.after_result("from", from)?;
        self.ended_on = Some(from);
        self.state = State::Amended;
        Ok(())
    }

    fn passed(&self, aim: &str) -> Result<(), Refusal> {
        if self.outcome().is_some_and(Outcome::is_passed) {
            return Ok(());
        }
        Err(Refusal::State(format!(
            "Việc này không được thông qua nên không có gì {aim}."
        )))
    }

    fn after_result(&self, field: &str, on: Date) -> Result<(), Refusal> {
        match self.round.decided_on {
            Some(decided) if on < decided => Err(invalid(
                field,
                format!(
                    "Ngày này trước ngày có kết quả ({}); hãy kiểm tra lại.",
                    written(decided)
                ),
            )),
            _ => Ok(()),
        }
    }

    fn after_receipt(&self, on: Date) -> Result<(), Refusal> {
        match self.sent_on {
            Some(sent) if on < sent => Err(invalid(
                "on",
                "Ngày văn bản trước ngày nhận được quyết định của cộng đồng dân cư.",
            )),
            _ => Ok(()),
        }
    }

    fn by_the_right_body(&self, act: &Recognised, law: &Law) -> Result<(), Refusal> {
        let rules = self.matter(law, act.on)?;
        match (&rules.recognition, self.recogniser(law, act.on)?) {
            (Some(recognition), Some(by)) if by != act.by => Err(unlawful(
                &recognition.citation,
                format!("Việc này do {} công nhận.", by.label()),
                format!("Hãy chuyển hồ sơ đến {}.", by.label()),
            )),
            (_, None) => Err(Refusal::State(
                "Việc này có hiệu lực mà không cần công nhận.".into(),
            )),
            _ => Ok(()),
        }
    }
}

// These steps are asked without the law at hand; a test compares the three with the rows of the pack.
const DISMISSAL_SETTLED: &str = "khoản 3 Điều 9 Nghị định 59/2023/NĐ-CP";
const ANNULMENT: &str = "khoản 2 Điều 22 Luật 10/2022/QH15";
const AMENDMENT: &str = "khoản 3 Điều 22 Luật 10/2022/QH15";

fn document_given(document: &str) -> Result<String, Refusal> {
    let document = clean(document);
    if document.is_empty() {
        Err(invalid(
            "document",
            "Hãy ghi số, ký hiệu và ngày của văn bản.",
        ))
    } else {
        Ok(document)
    }
}

pub(super) fn reason_given(reason: &str) -> Result<String, Refusal> {
    let reason = clean(reason);
    if reason.chars().count() < 10 {
        Err(Refusal::Invalid(vec![FieldError::new(
            "reason",
            "Hãy ghi rõ lý do (ít nhất 10 ký tự); lý do được công khai cùng quyết định.",
        )]))
    } else {
        Ok(reason)
    }
}
