//! The shape of pack files, before anything is checked.
//!
//! Words of closed lists stay text here, so that a wrong one is reported with
//! its line together with every other fault of the file.

use serde::Deserialize;
use toml::Spanned;

/// `rules/instruments.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InstrumentsSource {
    #[serde(default)]
    pub instrument: Vec<Spanned<InstrumentSource>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InstrumentSource {
    pub key: Spanned<String>,
    pub kind: String,
    pub number: String,
    pub title: String,
    pub issued: Option<Spanned<String>>,
    pub in_force: Spanned<String>,
    pub ended: Option<Spanned<String>>,
    pub status: Spanned<String>,
    #[serde(default)]
    pub amends: Vec<Spanned<String>>,
    pub note: Option<String>,
}

/// Where something stands; article and instrument default to those of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CitationSource {
    pub instrument: Option<String>,
    pub article: Option<u16>,
    pub clause: Option<u16>,
    pub point: Option<String>,
}

/// One article of one instrument.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArticleSource {
    pub instrument: Spanned<String>,
    pub article: u16,
    #[serde(default)]
    pub applies_to: Vec<Spanned<String>>,
    pub valid_from: Option<Spanned<String>>,
    #[serde(default)]
    pub deadline: Vec<Spanned<DeadlineSource>>,
    #[serde(default)]
    pub form: Vec<Spanned<FormSource>>,
    #[serde(default)]
    pub rule: Vec<Spanned<RuleSource>>,
    #[serde(default)]
    pub matter: Vec<Spanned<MatterSource>>,
    #[serde(default)]
    pub procedure: Vec<Spanned<ProcedureSource>>,
}

/// A deadline that rules refer to by its key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeadlineSource {
    pub key: String,
    pub citation: Option<Spanned<CitationSource>>,
    pub days: Spanned<u16>,
    pub unit: Spanned<String>,
}

/// A form of disclosure that rules refer to by its key; a key may hold several.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormSource {
    pub key: String,
    pub citation: Option<Spanned<CitationSource>>,
    pub form: Spanned<String>,
    pub required: bool,
    #[serde(default)]
    pub places: Vec<Spanned<String>>,
    pub duration: Option<Spanned<String>>,
    pub days: Option<Spanned<u16>>,
    pub condition: Option<Spanned<String>>,
    pub waived_by: Option<Spanned<String>>,
}

/// One version of a rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleSource {
    pub code: Spanned<String>,
    pub purpose: Option<Spanned<String>>,
    pub title: String,
    pub title_en: String,
    pub wording: String,
    pub citation: Option<Spanned<CitationSource>>,
    pub trigger: Spanned<String>,
    pub deadline: Option<Spanned<String>>,
    pub sector: Option<Spanned<SectorSource>>,
    pub recurrence: Option<Spanned<String>>,
    #[serde(default)]
    pub forms: Vec<Spanned<String>>,
    #[serde(default)]
    pub update_on_change: bool,
    #[serde(default)]
    pub contains_personal_data: bool,
    pub status: Option<Spanned<String>>,
    pub note: Option<String>,
    pub valid_from: Option<Spanned<String>>,
    pub valid_to: Option<Spanned<String>>,
}

/// A deadline of sector law, or a reading of ours.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectorSource {
    pub days: Spanned<u16>,
    pub unit: Spanned<String>,
    pub citation: Option<Spanned<CitationSource>>,
    pub status: Spanned<String>,
    pub note: String,
}

/// One version of the rules for a matter that people decide.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MatterSource {
    pub code: Spanned<String>,
    pub title: String,
    pub title_en: String,
    pub wording: String,
    pub citation: Option<Spanned<CitationSource>>,
    #[serde(default)]
    pub form: Vec<Spanned<AllowedFormSource>>,
    #[serde(default)]
    pub threshold: Vec<Spanned<ThresholdSource>>,
    #[serde(default)]
    pub effect: Vec<Spanned<EffectSource>>,
    pub recognition: Option<Spanned<RecognitionSource>>,
    pub papers: Option<Spanned<CitationSource>>,
    pub disclosure: Option<Spanned<String>>,
    pub status: Option<Spanned<String>>,
    pub note: Option<String>,
    pub valid_from: Option<Spanned<String>>,
    pub valid_to: Option<Spanned<String>>,
}

/// A form in which a matter may be decided.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AllowedFormSource {
    pub form: Spanned<String>,
    pub scope: Spanned<String>,
    #[serde(default)]
    pub grounds: Vec<Spanned<String>>,
    pub citation: Option<Spanned<CitationSource>>,
}

/// How many must agree.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ThresholdSource {
    pub scope: Spanned<String>,
    pub share: Spanned<ShareSource>,
    pub citation: Option<Spanned<CitationSource>>,
}

/// A share and the whole it is taken of.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShareSource {
    pub part: u32,
    pub of: u32,
    pub strict: bool,
    pub denominator: Spanned<String>,
}

/// When a decision takes effect.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EffectSource {
    pub scope: Spanned<String>,
    pub moment: Spanned<String>,
    pub citation: Option<Spanned<CitationSource>>,
}

/// Who recognises a decision, and how fast.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecognitionSource {
    pub by: Spanned<String>,
    pub days: Spanned<u16>,
    pub unit: Spanned<String>,
    pub citation: Option<Spanned<CitationSource>>,
}

/// One version of a rule of procedure; exactly one of `term`, `months`, `size` and `share`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProcedureSource {
    pub key: Spanned<String>,
    pub title: String,
    pub wording: String,
    pub citation: Option<Spanned<CitationSource>>,
    pub term: Option<Spanned<TermSource>>,
    pub months: Option<Spanned<u16>>,
    pub size: Option<Spanned<SizeSource>>,
    pub share: Option<Spanned<ShareSource>>,
    /// There is no number, only something that must have been done.
    #[serde(default)]
    pub condition: bool,
    pub status: Option<Spanned<String>>,
    pub note: Option<String>,
    pub valid_from: Option<Spanned<String>>,
    pub valid_to: Option<Spanned<String>>,
}

/// So many days.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermSource {
    pub days: Spanned<u16>,
    pub unit: Spanned<String>,
}

/// The least and the most.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SizeSource {
    pub least: u32,
    pub most: Option<u32>,
}
