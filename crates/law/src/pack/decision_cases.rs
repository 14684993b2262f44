//! Cases about what people decide: shares, forms, effects, rules of procedure.

use serde::Deserialize;
use toml::Spanned;

use super::Question;
use super::instruments::FromPack;
use crate::{
    BallotGround, Date, DayUnit, DecisionForm, Denominator, EffectMoment, Law, ProcedureValue,
    Recogniser, Scope, Share, Term,
};

/// `[[threshold]]`: is it enough, and how many would be. Without `passed` and
/// `needed` no rule holds on that day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThresholdCase {
    matter: String,
    scope: Option<String>,
    total: u64,
    approve: u64,
    on: String,
    passed: Option<bool>,
    needed: Option<u64>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

/// `[[procedure]]`: what a rule of procedure sets; without a value no rule
/// holds on that day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProcedureCase {
    key: String,
    on: String,
    days: Option<u16>,
    unit: Option<String>,
    months: Option<u16>,
    least: Option<u32>,
    most: Option<u32>,
    share: Option<String>,
    of: Option<String>,
    #[serde(default)]
    condition: bool,
    #[serde(rename = "why")]
    _why: Option<String>,
}

/// `[[allowed]]`: may the matter be decided so; for ballots, on which grounds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AllowedCase {
    matter: String,
    form: String,
    scope: String,
    on: String,
    allowed: bool,
    #[serde(default)]
    grounds: Vec<String>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

/// `[[effect]]`: from when a decision holds and who recognises it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EffectCase {
    matter: String,
    scope: String,
    on: String,
    moment: Option<String>,
    recognised_by: Option<String>,
    #[serde(rename = "why")]
    _why: Option<String>,
}

/// A question about a matter or a rule of procedure, with its answer.
#[derive(Debug, Clone)]
pub enum DecisionQuestion {
    /// Whether a count is enough.
    Threshold {
        /// Code of the matter.
        matter: String,
        /// For decisions of this scope.
        scope: Scope,
        /// The whole.
        total: u64,
        /// Those who agree.
        approve: u64,
        /// The day of the vote.
        on: Date,
        /// Whether it passes and how many are needed; nothing when no rule holds.
        answer: Option<(bool, u64)>,
    },
    /// What a rule of procedure sets.
    Procedure {
        /// Its key.
        key: String,
        /// The day of the event.
        on: Date,
        /// The value; nothing when no rule holds.
        value: Option<ProcedureValue>,
    },
    /// Whether a form is allowed.
    Allowed {
        /// Code of the matter.
        matter: String,
        /// The form.
        form: DecisionForm,
        /// For decisions of this scope.
        scope: Scope,
        /// The day.
        on: Date,
        /// The grounds, empty for forms other than ballots; nothing when it is not allowed.
        grounds: Option<Vec<BallotGround>>,
    },
    /// When a decision takes effect.
    Effect {
        /// Code of the matter.
        matter: String,
        /// For decisions of this scope.
        scope: Scope,
        /// The day.
        on: Date,
        /// From when; nothing when the law sets none.
        moment: Option<EffectMoment>,
        /// Who recognises it.
        recognised_by: Option<Recogniser>,
    },
}

pub(super) trait IntoQuestion {
    fn question(&self) -> Result<DecisionQuestion, String>;
}

/// The questions of one list, with the places where they stand.
pub(super) fn questions<T: IntoQuestion>(
    list: &[Spanned<T>],
) -> impl Iterator<Item = (usize, Result<Question, String>)> {
    list.iter().map(|entry| {
        let question = entry.get_ref().question().map(Question::Decision);
        (entry.span().start, question)
    })
}

fn optional<T: FromPack>(text: Option<&String>) -> Result<Option<T>, String> {
    text.map(|text| T::from_pack(text)).transpose()
}

impl IntoQuestion for ThresholdCase {
    fn question(&self) -> Result<DecisionQuestion, String> {
        let answer = match (self.passed, self.needed) {
            (Some(passed), Some(needed)) => Some((passed, needed)),
            (None, None) => None,
            _ => return Err("passed và needed phải đi cùng nhau".to_owned()),
        };
        Ok(DecisionQuestion::Threshold {
            matter: self.matter.clone(),
            scope: optional(self.scope.as_ref())?.unwrap_or(Scope::Community),
            total: self.total,
            approve: self.approve,
            on: Date::from_pack(&self.on)?,
            answer,
        })
    }
}

impl IntoQuestion for ProcedureCase {
    fn question(&self) -> Result<DecisionQuestion, String> {
        Ok(DecisionQuestion::Procedure {
            key: self.key.clone(),
            on: Date::from_pack(&self.on)?,
            value: self.value()?,
        })
    }
}

impl ProcedureCase {
    fn value(&self) -> Result<Option<ProcedureValue>, String> {
        let term = match (self.days, &self.unit) {
            (Some(days), Some(unit)) => Some(ProcedureValue::Term {
                term: Term::new(days, DayUnit::from_pack(unit)?),
            }),
            (None, None) => None,
            _ => return Err("days và unit phải đi cùng nhau".to_owned()),
        };
        let share = match (&self.share, &self.of) {
            (Some(text), Some(of)) => Some(ProcedureValue::Share {
                share: share(text)?,
                of: Denominator::from_pack(of)?,
            }),
            (None, None) => None,
            _ => return Err("share và of phải đi cùng nhau".to_owned()),
        };
        let months = self.months.map(|months| ProcedureValue::Months { months });
        let size = (self.least.is_some() || self.most.is_some()).then(|| ProcedureValue::Size {
            least: self.least.unwrap_or(0),
            most: self.most,
        });
        let condition = self.condition.then_some(ProcedureValue::Condition);
        let mut given = [term, share, months, size, condition].into_iter().flatten();
        let value = given.next();
        if given.next().is_some() {
            return Err("một trường hợp chỉ có một giá trị".to_owned());
        }
        Ok(value)
    }
}

/// `> 1/2` or `>= 2/3`.
fn share(text: &str) -> Result<Share, String> {
    let wrong = || format!("tỷ lệ “{text}” phải có dạng “> 1/2” hoặc “>= 2/3”");
    let (sign, fraction) = text.split_once(' ').ok_or_else(wrong)?;
    let (part, of) = fraction.split_once('/').ok_or_else(wrong)?;
    let strict = match sign {
        ">" => true,
        ">=" => false,
        _ => return Err(wrong()),
    };
    Ok(Share {
        part: part.parse().map_err(|_| wrong())?,
        of: of.parse().map_err(|_| wrong())?,
        strict,
    })
}

impl IntoQuestion for AllowedCase {
    fn question(&self) -> Result<DecisionQuestion, String> {
        let grounds = self
            .grounds
            .iter()
            .map(|ground| BallotGround::from_pack(ground))
            .collect::<Result<Vec<_>, String>>()?;
        if !self.allowed && !grounds.is_empty() {
            return Err("hình thức không được dùng thì không có grounds".to_owned());
        }
        Ok(DecisionQuestion::Allowed {
            matter: self.matter.clone(),
            form: DecisionForm::from_pack(&self.form)?,
            scope: Scope::from_pack(&self.scope)?,
            on: Date::from_pack(&self.on)?,
            grounds: self.allowed.then_some(grounds),
        })
    }
}

impl IntoQuestion for EffectCase {
    fn question(&self) -> Result<DecisionQuestion, String> {
        Ok(DecisionQuestion::Effect {
            matter: self.matter.clone(),
            scope: Scope::from_pack(&self.scope)?,
            on: Date::from_pack(&self.on)?,
            moment: optional(self.moment.as_ref())?,
            recognised_by: optional(self.recognised_by.as_ref())?,
        })
    }
}

impl DecisionQuestion {
    /// Asks the law and compares.
    pub(super) fn run(&self, law: &Law) -> Result<(), String> {
        match self {
            Self::Threshold {
                matter,
                scope,
                total,
                approve,
                on,
                answer,
            } => {
                let found = law.matter(matter, *on).ok().and_then(|matter| {
                    let share = matter.threshold(*scope)?.share;
                    Some((share.passes(*approve, *total), share.needed(*total)?))
                });
                same(answer, &found)
            }
            Self::Procedure { key, on, value } => {
                let found = law.procedure(key, *on).ok().map(|rule| &rule.value);
                same(&value.as_ref(), &found)
            }
            Self::Allowed {
                matter,
                form,
                scope,
                on,
                grounds,
            } => {
                let found = law
                    .matter(matter, *on)
                    .ok()
                    .and_then(|matter| matter.allows(*form, *scope))
                    .map(|allowed| &allowed.grounds);
                same(&grounds.as_ref(), &found)
            }
            Self::Effect {
                matter,
                scope,
                on,
                moment,
                recognised_by,
            } => {
                let matter = law.matter(matter, *on).map_err(|error| error.to_string())?;
                same(moment, &matter.effect(*scope).map(|effect| effect.moment))?;
                let by = matter
                    .recognition
                    .as_ref()
                    .map(|recognition| recognition.by);
                same(recognised_by, &by)
            }
        }
    }
}

fn same<T: PartialEq + std::fmt::Debug>(expected: &T, found: &T) -> Result<(), String> {
    if expected == found {
        Ok(())
    } else {
        Err(format!("mong đợi {expected:?}, nhận được {found:?}"))
    }
}
