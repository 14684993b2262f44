//! `/api/v1`: reading for machines. Lists go on by key (`next`), refusals are
//! `application/problem+json`, and OpenAPI 3.1 describes every route.

pub(crate) mod decisions;
mod law;
mod page;
mod publications;
mod register;
mod units;
pub(crate) mod wire;
pub(crate) mod wire_decision;

use axum::Json;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use dinh_service::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::OpenApi;

use crate::caller::Caller;
use crate::errors::{Failure, PageResult};
use crate::kept::FOR_EVERYBODY;
use crate::routes::{Access, Route};

/// Things on a page of the API.
pub(crate) const PAGE: i64 = 100;

/// The largest number that every program reads exactly (2^53 - 1).
const LARGEST: i64 = 9_007_199_254_740_991;

/// The description of every route.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Đình: dữ liệu thực hiện dân chủ ở cơ sở",
        description = "Chỉ đọc, không cần tài khoản. Danh sách đi tiếp bằng địa chỉ trong `next`. Read-only, no account needed; lists go on at the address in `next`.",
        version = "1.0.0"
    ),
    paths(
        units::list,
        units::one,
        units::duties,
        publications::list,
        publications::one,
        decisions::list,
        decisions::one,
        register::checkpoint,
        register::entry,
        register::proof,
        law::catalogue,
        law::due,
        openapi,
    )
)]
struct Description;

/// The routes of the API.
pub(crate) fn routes() -> Vec<Route> {
    let public = Access::Public;
    vec![
        Route::get("/api", public, page::page),
        Route::get("/api/v1/openapi.json", public, openapi),
        Route::get("/api/v1/units", public, units::list),
        Route::get("/api/v1/units/{slug}", public, units::one),
        Route::get("/api/v1/units/{slug}/duties", public, units::duties),
        Route::get("/api/v1/publications", public, publications::list),
        Route::get("/api/v1/publications/{number}", public, publications::one),
        Route::get("/api/v1/decisions", public, decisions::list),
        Route::get("/api/v1/decisions/{number}", public, decisions::one),
        Route::get("/api/v1/register/checkpoint", public, register::checkpoint),
        Route::get(
            "/api/v1/register/entries/{position}",
            public,
            register::entry,
        ),
        Route::get(
            "/api/v1/register/entries/{position}/proof",
            public,
            register::proof,
        ),
        Route::get("/api/v1/law/catalogue", public, law::catalogue),
        Route::get("/api/v1/law/due", public, law::due),
    ]
}

/// This description, as OpenAPI 3.1.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "meta",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value)))]
async fn openapi(_caller: Caller) -> PageResult {
    Ok(json(&Description::openapi()))
}

/// An answer that everyone may use on their own pages.
fn json(body: &impl Serialize) -> Response {
    let mut response: Response = Json(body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(header::CACHE_CONTROL, FOR_EVERYBODY);
    response
}

/// The query of an address. One that cannot be read is a fault of whoever asks, not an address that does not exist.
struct Asked<T>(T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let read = Query::from_request_parts(parts, state).await;
        let Query(query) = read.map_err(|_| {
            Error::field(
                "query",
                "Không đọc được các tham số. Hãy ghi mỗi tham số một lần, bằng UTF-8.",
            )
        })?;
        Ok(Self(query))
    }
}

/// A number of a query; nothing typed means `standard`.
fn number(name: &str, typed: Option<&str>, standard: i64) -> Result<i64, Error> {
    let Some(typed) = typed else {
        return Ok(standard);
    };
    let number = typed
        .parse()
        .ok()
        .filter(|number| (0..=LARGEST).contains(number));
    number.ok_or_else(|| {
        let message = format!("“{typed}” không phải là số nguyên từ 0 đến {LARGEST}.");
        Error::field(name, message)
    })
}

/// One more row than a page was read: cut it, and tell whether there is a next page.
fn cut<T>(rows: &mut Vec<T>) -> bool {
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    more
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_of_the_api_is_described_and_nothing_else() {
        let described: BTreeSet<String> = Description::openapi().paths.paths.into_keys().collect();
        let answered: BTreeSet<String> = routes()
            .into_iter()
            .map(|route| route.path.to_owned())
            .filter(|path| path.starts_with("/api/v1"))
            .collect();
        assert_eq!(described, answered);
    }

    #[test]
    fn numbers_of_a_query_are_those_that_every_program_reads() {
        let number = |typed| number("after", typed, 7);
        assert_eq!(number(None).ok(), Some(7));
        assert_eq!(number(Some("0")).ok(), Some(0));
        assert_eq!(number(Some("9007199254740991")).ok(), Some(LARGEST));
        for typed in [
            "",
            "-1",
            "9007199254740992",
            "9223372036854775808",
            "1.0",
            "a",
            " 1",
        ] {
            assert!(number(Some(typed)).is_err(), "{typed}");
        }
    }

    #[test]
    fn the_description_is_sound_and_its_references_lead_somewhere() {
        let value = serde_json::to_value(Description::openapi()).expect("JSON");
        let version = value.pointer("/openapi").and_then(|value| value.as_str());
        assert!(version.is_some_and(|version| version.starts_with("3.1")));
        let text = value.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1) {
            let pointer = reference.split('"').next().unwrap_or_default();
            assert!(value.pointer(pointer).is_some(), "{pointer}");
        }
        for (path, item) in value
            .pointer("/paths")
            .and_then(|all| all.as_object())
            .expect("paths")
        {
            let get = item.get("get").expect("only reading");
            assert!(
                get.pointer("/responses/200/description").is_some(),
                "{path}"
            );
            let named = path.matches('{').count();
            let parameters = get.get("parameters").and_then(|all| all.as_array());
            let in_path = parameters
                .into_iter()
                .flatten()
                .filter(|one| one["in"] == "path");
            assert_eq!(in_path.count(), named, "{path}");
        }
    }
}
