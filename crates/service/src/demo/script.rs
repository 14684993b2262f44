//! What happens in a year: which decisions a unit takes, in which month, how often.

use dinh_domain::units::{Unit, UnitKind};

/// An event that may happen: rule, month (0: any), chance in percent, kind of document.
pub struct Event {
    /// Rule of the duty that it makes.
    pub rule: &'static str,
    /// Month in which it happens; 0 for every month.
    pub month: i8,
    /// Chance in a month, in percent.
    pub chance: u32,
    /// Symbol of the document.
    pub symbol: &'static str,
}

const fn event(rule: &'static str, month: i8, chance: u32, symbol: &'static str) -> Event {
    Event {
        rule,
        month,
        chance,
        symbol,
    }
}

const COMMUNE: &[Event] = &[
    event("11.1:plan", 1, 95, "KH-UBND"),
    event("11.1:results", 12, 90, "BC-UBND"),
    event("11.2:draft", 12, 95, "BC-UBND"),
    event("11.2:decided", 1, 97, "NQ-HĐND"),
    event("11.2:final", 7, 92, "NQ-HĐND"),
    event("11.3:projects", 0, 14, "QĐ-UBND"),
    event("11.3:land_recovery", 0, 3, "TB-UBND"),
    event("11.3:lease", 5, 25, "KH-UBND"),
    event("11.5:contributions", 3, 55, "TB-UBND"),
    event("11.5:funds", 9, 45, "BC-UBND"),
    event("11.6:assets", 12, 60, "BC-UBND"),
    event("11.7:policy", 4, 60, "TB-UBND"),
    event("11.7:results", 10, 65, "BC-UBND"),
    event("11.8:relief", 10, 22, "QĐ-UBND"),
    event("11.9:called", 2, 92, "DS-HĐNVQS"),
    event("11.10:conclusions", 0, 2, "KL-UBND"),
    event("11.11:plan", 8, 35, "KH-UBND"),
    event("11.11:results", 11, 30, "BC-UBND"),
    event("11.12", 1, 75, "TB-UBND"),
];

const AGENCY: &[Event] = &[
    event("46.2:year", 1, 95, "KH"),
    event("46.3:estimate", 1, 95, "QĐ"),
    event("46.3:final", 6, 90, "QĐ"),
    event("46.6:recruitment", 5, 60, "TB"),
    event("46.9:rules", 2, 70, "QC"),
    event("46.10", 12, 60, "BC"),
];

const ENTERPRISE: &[Event] = &[
    event("64.1.a", 3, 95, "BC"),
    event("64.1.c", 4, 50, "TƯ"),
    event("64.1.d", 2, 80, "BC"),
    event("64.1.e", 12, 75, "BC"),
];

/// The events of a unit's year.
pub fn events(unit: &Unit) -> &'static [Event] {
    match unit.kind {
        UnitKind::Agency | UnitKind::PublicServiceUnit => AGENCY,
        UnitKind::StateEnterprise => ENTERPRISE,
        _ => COMMUNE,
    }
}
