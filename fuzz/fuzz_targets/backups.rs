//! An archive of a backup that anybody may have made: it is refused, or it is whole.
#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;

use dinh_service::backup::{check, read};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

fuzz_target!(|data: &[u8]| {
    let data = data.to_vec();
    RUNTIME.block_on(async {
        let (pieces, read) = read(Cursor::new(data), None);
        let checked = check(pieces, Some(dinh_fuzz::policy())).await;
        let read = read.await.expect("reading does not panic");
        if let (Ok(checked), Ok(())) = (checked, read) {
            assert!(checked.signed <= checked.head.register.size);
        }
    });
});
