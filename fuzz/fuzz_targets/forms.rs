//! A form as it comes over the network: fields, files, dates. The first line is its kind, what follows its body.
#![no_main]

use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::{FromRequest as _, Request};
use dinh_web::posted::{LARGEST_FILE, Posted};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

fuzz_target!(|data: &[u8]| {
    let end = data.iter().position(|byte| *byte == b'\n');
    let (kind, body) = data.split_at(end.unwrap_or(0));
    let body = body.get(1..).unwrap_or_default().to_vec();
    let request = Request::post("/").header("content-type", kind);
    let Ok(request) = request.body(Body::from(body)) else {
        return;
    };
    let Ok(posted) = RUNTIME.block_on(Posted::from_request(request, &())) else {
        return;
    };
    for (name, value) in &posted.fields {
        assert!(posted.all(name).contains(&value.as_str()));
    }
    for name in ["on", "", "from"] {
        if let Ok(Some(date)) = posted.date(name) {
            assert!((1945..=2100).contains(&date.year()));
        }
    }
    for file in &posted.files {
        assert!(!file.name.is_empty() && file.bytes.len() <= LARGEST_FILE);
    }
});
