//! What the law says about matters that people decide themselves (Articles 15-24, 49-51, 67-69) and about the
//! steps on the way (Decree 59/2023): forms, thresholds, recognition, effect, terms, sizes of teams.

use serde::Serialize;

use crate::coded::coded_enum;
use crate::{Citation, Date, Share, Status, Term};

coded_enum! {
    /// How a matter is decided (Articles 17(1), 50, 68).
    DecisionForm {
        /// 17(1)(a).
        Meeting = "meeting", "Cuộc họp của cộng đồng dân cư";
        /// 17(1)(b).
        Ballots = "ballots", "Phát phiếu lấy ý kiến của từng hộ gia đình";
        /// 17(1)(c).
        Online = "online", "Biểu quyết trực tuyến";
        /// 50(1), 68(1).
        Conference = "conference", "Hội nghị";
    }
}

coded_enum! {
    /// Where a decision is carried out.
    Scope {
        /// Within one village or residential group.
        Community = "community", "trong thôn, tổ dân phố";
        /// Within the whole commune.
        Commune = "commune", "trong địa bàn cấp xã";
        /// Within an agency, a public service unit or an enterprise.
        Workplace = "workplace", "trong cơ quan, đơn vị, doanh nghiệp";
    }
}

coded_enum! {
    /// The whole of which a share is taken.
    Denominator {
        /// Every household of the community, present or not.
        Households = "households", "tổng số đại diện hộ gia đình";
        /// Every village and residential group of the commune.
        Communities = "communities", "tổng số thôn, tổ dân phố";
        /// Household representatives, or delegates, who attend.
        Attending = "attending", "số đại diện hộ gia đình tham dự cuộc họp";
        /// All staff or workers, or all delegates called.
        Members = "members", "tổng số người của đơn vị hoặc tổng số đại biểu được triệu tập";
    }
}

coded_enum! {
    /// Why ballots may be handed out (Article 19(1)).
    BallotGround {
        /// 19(1)(a): the chairman chose them for a matter of the whole commune.
        Chairman = "chairman", "Chủ tịch Ủy ban nhân dân cấp xã chọn phát phiếu cho nội dung toàn xã";
        /// 19(1)(b): a meeting had too few households to reach the least share.
        MeetingShort = "meeting_short", "đã họp nhưng không đủ đại diện hộ để có thể đạt tỷ lệ tối thiểu";
        /// 19(1)(c), Decree 59 Article 4(1)(c): agreed between the head and the Front work committee.
        Agreed = "agreed", "Trưởng thôn, Tổ trưởng tổ dân phố thống nhất với Ban công tác Mặt trận";
    }
}

coded_enum! {
    /// When a decision takes effect (Article 21(2)).
    EffectMoment {
        /// On the day it is passed.
        Passed = "passed", "ngày được cộng đồng dân cư biểu quyết thông qua";
        /// On the day of the recognition.
        Recognised = "recognised", "ngày ban hành quyết định công nhận";
        /// On the day that the commune People's Committee sets.
        SetByCommittee = "set_by_committee", "ngày do Ủy ban nhân dân cấp xã quyết định";
    }
}

coded_enum! {
    /// Who recognises a decision (Article 21(2), Decree 59 Article 21).
    Recogniser {
        /// The commune People's Committee.
        PeoplesCommittee = "peoples_committee", "Ủy ban nhân dân cấp xã";
        /// The commune Fatherland Front committee.
        FatherlandFront = "fatherland_front", "Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã";
        /// The union board of the workplace.
        UnionBoard = "union_board", "Ban Chấp hành Công đoàn";
    }
}

/// How many must agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Threshold {
    /// For decisions of this scope.
    pub scope: Scope,
    /// The share.
    pub share: Share,
    /// Of what.
    pub denominator: Denominator,
    /// Where the law says so.
    pub citation: Citation,
}

impl Threshold {
    /// The share in words: "từ hai phần ba trở lên tổng số thôn, tổ dân phố".
    pub fn label(&self) -> String {
        format!("{} {}", self.share.label(), self.whole())
    }

    /// The whole in words.
    pub const fn whole(&self) -> &'static str {
        match (self.scope, self.denominator) {
            (Scope::Workplace, Denominator::Attending) => "tổng số người dự hội nghị",
            (_, denominator) => denominator.label(),
        }
    }
}

/// A form in which the matter may be decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AllowedForm {
    /// The form.
    pub form: DecisionForm,
    /// For decisions of this scope.
    pub scope: Scope,
    /// For ballots: the grounds on one of which they rest; empty for other forms.
    pub grounds: Vec<BallotGround>,
    /// Where the law says so.
    pub citation: Citation,
}

/// When the decision takes effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// For decisions of this scope.
    pub scope: Scope,
    /// From when.
    pub moment: EffectMoment,
    /// Where the law says so.
    pub citation: Citation,
}

/// Who must recognise the decision, and how fast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recognition {
    /// Who.
    pub by: Recogniser,
    /// Within this time from receipt.
    pub term: Term,
    /// Where the law says so.
    pub citation: Citation,
}

/// A version of the rules for one matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matter {
    /// Stable code: `15.3`, `49.1`.
    pub code: String,
    /// Short plain name, Vietnamese.
    pub title: String,
    /// Short plain name, English.
    pub title_en: String,
    /// The words of the law.
    pub wording: String,
    /// Where they stand.
    pub citation: Citation,
    /// Forms in which it may be decided.
    pub forms: Vec<AllowedForm>,
    /// How many must agree, by scope.
    pub thresholds: Vec<Threshold>,
    /// When it takes effect, by scope.
    pub effects: Vec<Effect>,
    /// Who recognises it; nobody for matters that take effect by themselves.
    pub recognition: Option<Recognition>,
    /// Papers must reach each household before the meeting (Decree 59 Article 3(4)).
    pub papers: Option<Citation>,
    /// The disclosure duty that a decision in effect makes for the commune, such as `11.5:contributions`.
    pub disclosure: Option<String>,
    /// How far this version may be relied on.
    pub status: Status,
    /// Why it is pending, or how it was read.
    pub note: Option<String>,
    /// First day of this version.
    pub valid_from: Date,
    /// Last day of this version.
    pub valid_to: Option<Date>,
}

impl Matter {
    /// Whether this version is the one for events of that day.
    pub fn is_valid_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }

    /// How many must agree, for decisions of this scope.
    pub fn threshold(&self, scope: Scope) -> Option<&Threshold> {
        self.thresholds
            .iter()
            .find(|threshold| threshold.scope == scope)
    }

    /// The form, if the law allows it for this scope.
    pub fn allows(&self, form: DecisionForm, scope: Scope) -> Option<&AllowedForm> {
        self.forms
            .iter()
            .find(|allowed| allowed.form == form && allowed.scope == scope)
    }

    /// Every place of the law that this version rests on.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        let recognition = self.recognition.as_ref().map(|rule| &rule.citation);
        std::iter::once(&self.citation)
            .chain(self.forms.iter().map(|form| &form.citation))
            .chain(self.thresholds.iter().map(|rule| &rule.citation))
            .chain(self.effects.iter().map(|effect| &effect.citation))
            .chain(recognition)
            .chain(&self.papers)
    }

    /// When decisions of this scope take effect.
    pub fn effect(&self, scope: Scope) -> Option<&Effect> {
        self.effects.iter().find(|effect| effect.scope == scope)
    }
}

/// What a rule of procedure sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProcedureValue {
    /// So many days after an event, or before it.
    Term {
        /// The term.
        term: Term,
    },
    /// So many months or years, in months.
    Months {
        /// How many.
        months: u16,
    },
    /// At least, and at most, so many persons, households or copies.
    Size {
        /// The least.
        least: u32,
        /// The most, if there is one.
        most: Option<u32>,
    },
    /// A share of a whole.
    Share {
        /// The share.
        share: Share,
        /// Of what.
        of: Denominator,
    },
    /// Something that must have been done or be the case, with no number to it: an agreement, an order of steps.
    Condition,
}

impl ProcedureValue {
    /// The value in words: "02 ngày", "từ 03 đến 05", "trên 50% tổng số đại diện hộ gia đình".
    pub fn label(&self) -> String {
        match self {
            Self::Term { term } => term.to_string(),
            Self::Months { months } => format!("{months:02} tháng"),
            Self::Size { least, most: None } => format!("ít nhất {least:02}"),
            Self::Size {
                least: 0 | 1,
                most: Some(most),
            } if *most > 1 => format!("nhiều nhất {most:02}"),
            Self::Size {
                least,
                most: Some(most),
            } if least == most => format!("{least:02}"),
            Self::Size {
                least,
                most: Some(most),
            } => format!("từ {least:02} đến {most:02}"),
            Self::Share { share, of } => format!("{} {}", share.label(), of.label()),
            Self::Condition => "điều kiện phải có".to_owned(),
        }
    }
}

/// A version of one rule on the way to a decision: a notice period, the size of a team, a vote on procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Procedure {
    /// Stable key, such as `meeting_notice`.
    pub key: String,
    /// Short plain name, Vietnamese.
    pub title: String,
    /// The words of the law.
    pub wording: String,
    /// Where they stand.
    pub citation: Citation,
    /// What it sets.
    pub value: ProcedureValue,
    /// How far this version may be relied on.
    pub status: Status,
    /// Why it is pending, or how it was read.
    pub note: Option<String>,
    /// First day of this version.
    pub valid_from: Date,
    /// Last day of this version.
    pub valid_to: Option<Date>,
}

impl Procedure {
    /// Whether this version is the one for events of that day.
    pub fn is_valid_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }

    /// The days that it sets; `None` for a rule of another kind.
    pub const fn term(&self) -> Option<Term> {
        match self.value {
            ProcedureValue::Term { term } => Some(term),
            _ => None,
        }
    }

    /// Whether a team, a list or a number of copies of this size is right.
    pub const fn fits(&self, size: u32) -> bool {
        match self.value {
            ProcedureValue::Size { least, most } => {
                least <= size
                    && match most {
                        Some(most) => size <= most,
                        None => true,
                    }
            }
            _ => false,
        }
    }

    /// Whether `count` of `total` is enough.
    pub const fn passes(&self, count: u64, total: u64) -> bool {
        match self.value {
            ProcedureValue::Share { share, .. } => share.passes(count, total),
            _ => false,
        }
    }
}
