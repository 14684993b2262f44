//! Style sheet, script, fonts and pictures, compiled into the binary: there is no folder to forget at installation.
//!
//! A name with a fingerprint never changes its bytes and is cached for a year; the few plain names for an hour.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, Response, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;

use crate::coding::Coding;
use crate::kept::has;
use crate::routes::{Access, Route};

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
struct Files;

/// Addresses of the style sheet and the script that belong to this build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// Address of the one style sheet.
    pub style: String,
    /// Address of the one script.
    pub script: String,
}

#[derive(Deserialize)]
struct Entry {
    file: String,
    #[serde(default)]
    css: Vec<String>,
    #[serde(default, rename = "isEntry")]
    main: bool,
}

/// The addresses from the manifest that the build of `ui/` left beside the files.
///
/// # Panics
/// Never in a finished build: `build.rs` checks that the manifest is there, a test that it names both files.
pub fn assets() -> &'static Assets {
    static ASSETS: OnceLock<Assets> = OnceLock::new();
    ASSETS.get_or_init(|| {
        let manifest = Files::get("manifest.json")
            .map(|file| file.data)
            .unwrap_or_default();
        let entries: BTreeMap<String, Entry> =
            serde_json::from_slice(&manifest).unwrap_or_default();
        let entry = entries.into_values().find(|entry| entry.main);
        entry.map_or_else(
            || Assets {
                style: String::new(),
                script: String::new(),
            },
            |entry| Assets {
                style: address(entry.css.first().map_or("", String::as_str)),
                script: address(&entry.file),
            },
        )
    })
}

/// The verifier of the browser, as it is served and taken home.
pub(crate) struct Verifier {
    /// The whole file.
    pub text: String,
    /// SHA-256 of it, in hexadecimal.
    pub digest: String,
}

const VERIFIER: &str = "kiem-chung.html";

/// The file that `ui/` builds for checking receipts; `build.rs` sees that it is there.
pub(crate) fn verifier() -> &'static Verifier {
    static VERIFIER_FILE: OnceLock<Verifier> = OnceLock::new();
    VERIFIER_FILE.get_or_init(|| {
        let file = Files::get(VERIFIER);
        file.map_or_else(
            || Verifier {
                text: String::new(),
                digest: String::new(),
            },
            |file| Verifier {
                digest: crate::pages::city::hex(&file.metadata.sha256_hash()),
                text: String::from_utf8_lossy(&file.data).into_owned(),
            },
        )
    })
}

fn address(name: &str) -> String {
    format!("/assets/{name}")
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/assets/{*name}", Access::Public, serve)]
}

/// Answers `/assets/{*name}`: the compressed copy when the browser takes one, 304 when it already has the bytes.
pub async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response<Body> {
    let Some(file) = Files::get(&name).filter(|_| is_public(&name)) else {
        return plain(StatusCode::NOT_FOUND);
    };
    let tag = entity_tag(&file);
    if has(&headers, &tag) {
        return plain(StatusCode::NOT_MODIFIED);
    }
    let pressed = match Coding::of(&headers) {
        Coding::Brotli => Some("br"),
        Coding::Gzip => Some("gz"),
        Coding::Plain | Coding::Zstd => None,
    };
    let compressed = pressed.and_then(|ending| Files::get(&format!("{name}.{ending}")));
    let mut response = Response::builder()
        .header(header::CONTENT_TYPE, content_type(&name, &file))
        .header(header::CACHE_CONTROL, caching(&name))
        .header(header::VARY, "accept-encoding")
        .header(header::ETAG, tag);
    if compressed.is_some() {
        response = response.header(header::CONTENT_ENCODING, Coding::of(&headers).name());
    }
    let data = compressed.map_or(file.data, |copy| copy.data);
    response
        .body(Body::from(data.into_owned()))
        .unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR))
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

fn is_public(name: &str) -> bool {
    name != "manifest.json" && name != VERIFIER && !matches!(ending(name), "gz" | "br")
}

/// First bytes of the digest are enough: the tag only tells versions of one name apart.
fn entity_tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let start = hash
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("W/\"{start:016x}\"")
}

fn content_type(name: &str, file: &EmbeddedFile) -> String {
    let kind = file.metadata.mimetype();
    if kind.starts_with("text/") || ending(name) == "svg" {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_owned()
    }
}

fn ending(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or_default()
}

/// `app.4aeca3c5.css`: the part before the ending is eight hexadecimal digits.
fn caching(name: &str) -> &'static str {
    let fingerprint = name.rsplit('.').nth(1).unwrap_or_default();
    if fingerprint.len() == 8 && fingerprint.chars().all(|letter| letter.is_ascii_hexdigit()) {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    async fn fetch(name: &str, pairs: &[(header::HeaderName, &'static str)]) -> Response<Body> {
        let headers = pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .collect();
        serve(Path(name.to_owned()), headers).await
    }

    #[test]
    fn the_manifest_names_style_and_script() {
        assert!(
            assets().style.starts_with("/assets/app."),
            "{}",
            assets().style
        );
        assert!(
            assets().script.starts_with("/assets/app."),
            "{}",
            assets().script
        );
    }

    #[tokio::test]
    async fn a_fingerprinted_file_is_cached_for_ever_and_comes_compressed() {
        let name = assets().style.replace("/assets/", "");
        let response = fetch(&name, &[(header::ACCEPT_ENCODING, "br")]).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "text/css; charset=utf-8"
        );
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "br");
        let gzip = fetch(&name, &[(header::ACCEPT_ENCODING, "gzip")]).await;
        assert_eq!(gzip.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(
            response.headers()[header::CACHE_CONTROL],
            "public, max-age=31536000, immutable"
        );
        let tag = response.headers()[header::ETAG].clone();
        let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, tag)]);
        assert_eq!(
            serve(Path(name), headers).await.status(),
            StatusCode::NOT_MODIFIED
        );
    }

    #[tokio::test]
    async fn a_plain_name_is_cached_for_an_hour_and_keeps_its_type() {
        let response = fetch("favicon.svg", &[]).await;
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "image/svg+xml; charset=utf-8"
        );
        assert_eq!(
            response.headers()[header::CACHE_CONTROL],
            "public, max-age=3600"
        );
        assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
    }

    #[tokio::test]
    async fn what_is_not_a_public_file_is_not_found() {
        for name in [
            "manifest.json",
            "kiem-chung.html",
            "../Cargo.toml",
            "favicon.svg.gz",
            "favicon.svg.br",
            "nothing.css",
        ] {
            assert_eq!(
                fetch(name, &[]).await.status(),
                StatusCode::NOT_FOUND,
                "{name}"
            );
        }
    }
}
