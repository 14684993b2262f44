//! Numbers of the decision room for the forms that communes hand in: form II with its annex on 15.3 to 15.5, forms V, VI
//! and VII of a quarter, and form VIII of a year.
//!
//! A number that nobody has recorded is said to be missing; it is never printed as 0. Votes are kept as the two whole
//! numbers; a percentage only stands beside them.

use jiff::civil::Date;

use super::statistics_sheets;
use crate::error::ReportError;

/// The numbers of one commune, or of several, for one period.
#[derive(Debug, Clone)]
pub struct DecisionStatistics {
    /// Who reports, as "Ủy ban nhân dân xã Phong Điền".
    pub issuer: String,
    /// The period, as "quý I năm 2026".
    pub period: String,
    /// The year of form VIII.
    pub year: i16,
    /// The day of the report.
    pub date: Date,
    /// Form II: matters 15.1, 15.2 and 15.6.
    pub discussed: Vec<DiscussedRow>,
    /// Annex R1 of form II: matters 15.3, 15.4 and 15.5.
    pub annex: Vec<AnnexRow>,
    /// Form V, one row for each commune.
    pub inspection_boards: Vec<InspectionBoardRow>,
    /// Form VI, one row for each commune.
    pub investment_boards: Vec<InvestmentBoardRow>,
    /// Form VII, one row for each commune.
    pub petitions: Vec<PetitionRow>,
    /// Form VIII, one row for each commune.
    pub village_meetings: Vec<VillageMeetingRow>,
    /// Whether the data is invented: every sheet is then marked "DỮ LIỆU MẪU".
    pub sample: bool,
}

/// What both form II and its annex say of a decision, and what only we say.
#[derive(Debug, Clone)]
pub struct DecisionRow {
    /// II.2: the summary.
    pub summary: String,
    /// II.3: who presided.
    pub presided_by: String,
    /// II.4: the form, as "Hội nghị" or "Phát phiếu".
    pub reported_form: String,
    /// II.5: options prepared.
    pub options: Option<i64>,
    /// II.6a: votes in favour.
    pub votes: Option<i64>,
    /// II.6b: all households, frozen.
    pub total_households: Option<i64>,
    /// The commune.
    pub commune: String,
    /// The community.
    pub community: String,
    /// The day of the decision.
    pub decided_on: Option<Date>,
    /// The form of Art. 17(1).
    pub form: String,
    /// Households represented.
    pub represented: Option<i64>,
    /// How many had to approve.
    pub needed: Option<i64>,
    /// Whether it passed; `None` before the count.
    pub passed: Option<bool>,
    /// Recognition in words, as "Công nhận ngày 20/3/2026" or "Không cần công nhận".
    pub recognition: String,
    /// The first day of effect.
    pub effective_from: Option<Date>,
}

/// A row of form II.
#[derive(Debug, Clone)]
pub struct DiscussedRow {
    /// II.1.
    pub matter: ReportedMatter,
    /// II.2 to II.6, and our columns.
    pub decision: DecisionRow,
    /// II.7: total value in đồng.
    pub total_value: Option<i64>,
    /// II.8: of it the state budget, in đồng.
    pub state_budget: Option<i64>,
    /// II.9: the people's money, in đồng.
    pub contributed_money: Option<i64>,
    /// II.10: days of labour.
    pub labour_days: Option<i64>,
    /// II.11: other contributions.
    pub other: String,
}

/// The five contents of form II, in its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportedMatter {
    /// Matter 15.1.
    Contributions,
    /// Matter 15.2, contributions of the people.
    ContributionFunds,
    /// Matter 15.2, funds and assets entrusted.
    EntrustedFunds,
    /// Matter 15.2, other lawful revenue.
    OtherFunds,
    /// Matter 15.6.
    SelfGovernance,
}

/// A row of annex R1.
#[derive(Debug, Clone)]
pub struct AnnexRow {
    /// The content of the work.
    pub content: String,
    /// The kind of work.
    pub kind: AnnexKind,
    /// The decision.
    pub decision: DecisionRow,
}

/// The kinds of work of annex R1, in its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnnexKind {
    /// Matter 15.3.
    Convention,
    /// Matter 15.4.
    CommunityHead,
    /// Matter 15.5, People's Inspection Board.
    InspectionBoard,
    /// Matter 15.5, Community Investment Supervision Board.
    InvestmentBoard,
}

/// A row of form V. Money in đồng, areas in square metres.
#[derive(Debug, Clone, Default)]
pub struct InspectionBoardRow {
    /// The commune.
    pub commune: String,
    /// V.1: supervisions.
    pub supervisions: Option<i64>,
    /// V.2: violations or cases found.
    pub findings: Option<i64>,
    /// V.3: cases with a recommendation.
    pub recommendations: Option<i64>,
    /// V.4: money recovered.
    pub money_recovered: Option<i64>,
    /// V.5: money handled otherwise.
    pub money_otherwise: Option<i64>,
    /// V.6: land recovered.
    pub land_recovered: Option<i64>,
    /// V.7: land handled otherwise.
    pub land_otherwise: Option<i64>,
    /// V.8: proposals on flawed rules.
    pub rule_proposals: Option<String>,
}

/// A row of form VI. Money in đồng.
#[derive(Debug, Clone, Default)]
pub struct InvestmentBoardRow {
    /// The commune.
    pub commune: String,
    /// VI.1: works and projects in the commune.
    pub projects: Option<i64>,
    /// VI.2: supervisions.
    pub supervisions: Option<i64>,
    /// VI.3: violations or works with violations.
    pub findings: Option<i64>,
    /// VI.4: cases with a recommendation.
    pub recommendations: Option<i64>,
    /// VI.5: money recovered.
    pub money_recovered: Option<i64>,
    /// VI.6: cut from final accounts.
    pub accounts_cut: Option<i64>,
    /// VI.7: handled otherwise.
    pub otherwise: Option<i64>,
}

/// A row of form VII.
#[derive(Debug, Clone, Default)]
pub struct PetitionRow {
    /// The commune.
    pub commune: String,
    /// VII.1: received in the period.
    pub received: Option<i64>,
    /// VII.2: received since 1 January.
    pub received_since_january: Option<i64>,
    /// VII.3: settled in the period.
    pub settled: Option<i64>,
    /// VII.4: settled since 1 January.
    pub settled_since_january: Option<i64>,
    /// VII.5: open at the end of the period.
    pub open: Option<i64>,
    /// VII.6: a note.
    pub note: String,
}

/// A row of form VIII.
#[derive(Debug, Clone, Default)]
pub struct VillageMeetingRow {
    /// The commune.
    pub commune: String,
    /// VIII.1: villages and groups.
    pub communities: Option<i64>,
    /// VIII.2: one meeting of all households in the year.
    pub met_once: Option<i64>,
    /// VIII.3: two.
    pub met_twice: Option<i64>,
    /// VIII.4: any other number but none.
    pub met_otherwise: Option<i64>,
    /// VIII.5: a note.
    pub note: String,
}

/// Writes all forms as one workbook.
///
/// # Errors
/// [`ReportError::Workbook`] if the workbook cannot be written.
pub fn decision_statistics_xlsx(statistics: &DecisionStatistics) -> Result<Vec<u8>, ReportError> {
    statistics_sheets::write(statistics)
}
