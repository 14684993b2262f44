//! Kinds of units in the words of the reader's language.

use dinh_domain::units::UnitKind;

use crate::texts::Texts;

/// The name of a kind.
pub(crate) fn name(texts: Texts, kind: UnitKind) -> String {
    texts.text(match kind {
        UnitKind::City => "units-kind-city",
        UnitKind::Province => "units-kind-province",
        UnitKind::District => "units-kind-district",
        UnitKind::Commune => "units-kind-commune",
        UnitKind::Ward => "units-kind-ward",
        UnitKind::Township => "units-kind-township",
        UnitKind::SpecialZone => "units-kind-special-zone",
        UnitKind::Village => "units-kind-village",
        UnitKind::ResidentialGroup => "units-kind-residential-group",
        UnitKind::Agency => "units-kind-agency",
        UnitKind::PublicServiceUnit => "units-kind-public-service-unit",
        UnitKind::StateEnterprise => "units-kind-state-enterprise",
    })
}
