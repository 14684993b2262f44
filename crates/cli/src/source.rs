//! A register behind a name on the command line: a folder, or an address of the web.

use dinh_verify::Folder;
use dinh_verify::source::Source;
use dinh_web::Served;
use tokio::runtime::Handle;

/// The register at an address or in a folder.
pub fn open(place: &str, runtime: &Handle) -> Box<dyn Source> {
    if place.starts_with("http://") || place.starts_with("https://") {
        return Box::new(Served::new(place, runtime.clone()));
    }
    Box::new(Folder::new(place))
}
