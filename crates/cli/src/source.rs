//! A register behind a name on the command line: a folder, or an address of the web.

use dinh_verify::Folder;
use dinh_verify::source::Source;
use dinh_web::HttpCarrier;
use tokio::runtime::Handle;

/// The register at an address or in a folder.
pub fn open(place: &str, runtime: &Handle) -> Box<dyn Source> {
    if place.starts_with("http://") || place.starts_with("https://") {
        return Box::new(Served {
            base: place.trim_end_matches('/').to_owned(),
            carrier: HttpCarrier::default(),
            runtime: runtime.clone(),
        });
    }
    Box::new(Folder::new(place))
}

/// A register that somebody serves. It is read from threads that do not wait for others.
struct Served {
    base: String,
    carrier: HttpCarrier,
    runtime: Handle,
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
