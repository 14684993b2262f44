//! What the keeper of the machine says about the provider.

use dinh_domain::access::Role;

use crate::secret::Secret;

/// The provider of accounts that this city trusts.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    /// Its issuer, exactly as it names itself.
    pub issuer: String,
    /// The name by which it knows this house.
    pub client: String,
    /// The password of this house at the provider.
    pub secret: Secret,
    /// How people call their account there: "công chức thành phố".
    pub label: String,
    /// The claim that names a person for ever.
    pub subject_claim: String,
    /// The claim with the name of the person, shown when an account is linked.
    pub name_claim: String,
    /// Roles that may be used after this sign-in; nothing means all.
    pub roles: Vec<Role>,
}

impl ProviderSettings {
    /// Whether what was said can hold; the error says what to write instead.
    pub fn check(&self) -> Result<(), String> {
        if !is_protected(&self.issuer) {
            return Err(
                "oidc-issuer phải là địa chỉ https:// đúng như nhà cung cấp tự ghi (issuer)."
                    .into(),
            );
        }
        let named = [
            ("oidc-client", &self.client),
            ("oidc-label", &self.label),
            ("oidc-subject-claim", &self.subject_claim),
            ("oidc-name-claim", &self.name_claim),
        ];
        for (name, value) in named {
            if value.trim().is_empty() || value.chars().any(char::is_control) {
                return Err(format!("{name} không được để trống."));
            }
        }
        if self.secret.reveal().trim().is_empty() {
            return Err(
                "Tệp ở oidc-secret-file trống. Ghi mã bí mật của ứng dụng trên dòng đầu.".into(),
            );
        }
        Ok(())
    }

    /// Whether a role may be used after this sign-in.
    pub fn allows(&self, role: Role) -> bool {
        self.roles.is_empty() || self.roles.contains(&role)
    }
}

/// TLS, or this machine.
pub(super) fn is_protected(url: &str) -> bool {
    if url
        .chars()
        .any(|sign| sign.is_whitespace() || sign.is_control())
    {
        return false;
    }
    if let Some(rest) = url.strip_prefix("https://") {
        return !rest.is_empty();
    }
    let host = url.strip_prefix("http://").unwrap_or_default();
    let host = host
        .split(['/', ':', '?', '#', '@'])
        .next()
        .unwrap_or_default();
    ["localhost", "127.0.0.1"].contains(&host) && !url.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tls_or_this_machine_is_protected() {
        for url in ["https://a.vn", "http://localhost:1/x", "http://127.0.0.1"] {
            assert!(is_protected(url), "{url}");
        }
        for url in [
            "http://a.vn",
            "http://localhost@a.vn/",
            "http://localhost.a.vn",
            "",
            "https://",
            "https://a b",
        ] {
            assert!(!is_protected(url), "{url}");
        }
    }
}
