//! What a person proved when they signed in.

/// What a session rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// The password alone.
    Password,
    /// The password and a code of an application.
    Code,
    /// The password and a code on paper.
    RecoveryCode,
    /// The password and a passkey.
    PasswordAndPasskey,
    /// A passkey on a device that knew its person, by finger, face or number.
    Passkey,
    /// The word of a provider of accounts, which answers for how it knows the person.
    Provider,
}

impl Proof {
    /// Every one.
    pub const ALL: &[Self] = &[
        Self::Password,
        Self::Code,
        Self::RecoveryCode,
        Self::PasswordAndPasskey,
        Self::Passkey,
        Self::Provider,
    ];

    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "totp",
            Self::RecoveryCode => "recovery_code",
            Self::PasswordAndPasskey => "password_passkey",
            Self::Passkey => "passkey",
            Self::Provider => "provider",
        }
    }

    /// The one with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|proof| proof.code() == code)
    }

    /// Whether two different things were proven: what one knows, has, or is. For the word of a provider the provider answers;
    /// the city says in its settings which roles may come that way.
    pub fn has_two_factors(self) -> bool {
        self != Self::Password
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_proof_is_found_by_its_code_and_only_the_password_is_one_factor() {
        for proof in Proof::ALL {
            assert_eq!(Proof::find(proof.code()), Some(*proof));
            assert_eq!(proof.has_two_factors(), *proof != Proof::Password);
        }
        assert_eq!(Proof::find("nothing"), None);
    }
}
