//! A register that somebody serves over HTTP, for whoever checks or copies it.

use dinh_verify::source::Source;
use tokio::runtime::Handle;

use crate::carrier::HttpCarrier;

/// The register below an address. It is read from threads that may wait, while `runtime` does the work.
pub struct Served {
    base: String,
    carrier: HttpCarrier,
    runtime: Handle,
}

impl Served {
    /// The register below this address, such as `https://dangky.example.vn/so-cong-khai`.
    pub fn new(base: &str, runtime: Handle) -> Self {
        Self {
            base: base.trim_end_matches('/').to_owned(),
            carrier: HttpCarrier::default(),
            runtime,
        }
    }
}

impl Source for Served {
    fn fetch(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, String> {
        let url = format!("{}/{path}", self.base);
        let page = self.runtime.block_on(self.carrier.get(&url, most));
        let page = page.map_err(|reason| format!("Không đọc được {url}: {reason}."))?;
        match page.status {
            200 => Ok(Some(page.body)),
            404 | 410 => Ok(None),
            status => Err(format!(
                "Không đọc được {url}: máy chủ trả lời mã {status}."
            )),
        }
    }
}
