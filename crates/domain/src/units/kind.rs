//! Kinds of units, as the law knows them.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($variant:ident = $code:literal, $label:literal;)+) => {
        /// Kind of a unit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum UnitKind { $(#[doc = $label] $variant,)+ }

        impl UnitKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Stable code, as stored and exported.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// Vietnamese name.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The kind with this code.
            pub fn find(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

kinds! {
    City = "city", "Thành phố trực thuộc trung ương";
    Province = "province", "Tỉnh";
    District = "district", "Cấp huyện";
    Commune = "commune", "Xã";
    Ward = "ward", "Phường";
    Township = "township", "Thị trấn";
    SpecialZone = "special_zone", "Đặc khu";
    Village = "village", "Thôn, ấp";
    ResidentialGroup = "residential_group", "Tổ dân phố";
    Agency = "agency", "Cơ quan nhà nước";
    PublicServiceUnit = "public_service_unit", "Đơn vị sự nghiệp công lập";
    StateEnterprise = "state_enterprise", "Doanh nghiệp nhà nước";
}

impl UnitKind {
    /// Commune level: commune, ward, township or special zone (Art. 2(1)).
    pub fn is_commune_level(self) -> bool {
        matches!(
            self,
            Self::Commune | Self::Ward | Self::Township | Self::SpecialZone
        )
    }

    /// A community of households: a village or a residential group (Art. 2(3)).
    pub fn has_roll(self) -> bool {
        matches!(self, Self::Village | Self::ResidentialGroup)
    }

    /// The kind under which the disclosure chapters know this unit.
    pub fn law_kind(self) -> Option<dinh_law::UnitKind> {
        match self {
            kind if kind.is_commune_level() => Some(dinh_law::UnitKind::Commune),
            Self::Agency => Some(dinh_law::UnitKind::Agency),
            Self::PublicServiceUnit => Some(dinh_law::UnitKind::PublicServiceUnit),
            Self::StateEnterprise => Some(dinh_law::UnitKind::StateEnterprise),
            _ => None,
        }
    }
}
