//! What the provider says about itself (OpenID Connect Discovery 1.0).

use serde::Deserialize;

use super::settings::is_protected;

/// Where the provider is asked what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Endpoints {
    pub authorization: String,
    pub token: String,
    pub keys: String,
    pub sign_out: Option<String>,
    /// Whether the password of this house goes in a header; otherwise it goes in the form.
    pub basic: bool,
    /// Whether every answer names its issuer.
    pub names_issuer: bool,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    code_challenge_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// Where its document is.
pub(super) fn address(issuer: &str) -> String {
    format!(
        "{}/.well-known/openid-configuration",
        issuer.trim_end_matches('/')
    )
}

/// Read the document; it must be of this issuer. The error is for the log.
pub(super) fn parse(issuer: &str, body: &[u8]) -> Result<Endpoints, String> {
    let document: Document =
        serde_json::from_slice(body).map_err(|error| format!("discovery: {error}"))?;
    if document.issuer != issuer {
        return Err(format!(
            "discovery: the issuer calls itself {:?}",
            document.issuer
        ));
    }
    let methods = document.code_challenge_methods_supported;
    if methods.is_some_and(|methods| !methods.iter().any(|method| method == "S256")) {
        return Err("discovery: no PKCE with S256".into());
    }
    let (a, b, c) = (
        &document.authorization_endpoint,
        &document.token_endpoint,
        &document.jwks_uri,
    );
    let more = document.end_session_endpoint.iter();
    if let Some(open) = [a, b, c]
        .into_iter()
        .chain(more)
        .find(|url| !is_protected(url))
    {
        return Err(format!("discovery: {open:?} is not protected"));
    }
    let ways = document.token_endpoint_auth_methods_supported;
    let knows = |way: &str| {
        ways.as_ref()
            .is_none_or(|ways| ways.iter().any(|known| known == way))
    };
    let basic = knows("client_secret_basic");
    if !basic && !knows("client_secret_post") {
        return Err("discovery: neither client_secret_basic nor client_secret_post".into());
    }
    Ok(Endpoints {
        authorization: document.authorization_endpoint,
        token: document.token_endpoint,
        keys: document.jwks_uri,
        sign_out: document.end_session_endpoint,
        basic,
        names_issuer: document.authorization_response_iss_parameter_supported,
    })
}
