//! Cells of the layout in Decree 30/2020/NĐ-CP, Appendix I, that every paper shares.

use serde::Serialize;

/// The letterhead of Decree 30/2020/NĐ-CP, cells 1 to 4, as words.
#[derive(Serialize)]
pub(crate) struct Letterhead {
    pub superior: Option<String>,
    pub issuer: Vec<String>,
    pub number: String,
    pub symbol: String,
    pub place: String,
    pub date: Option<String>,
}

/// The signature and the recipients, cells 7 and 9b, as words.
#[derive(Serialize)]
pub(crate) struct Closing {
    pub authority: Vec<String>,
    pub post: String,
    pub name: Option<String>,
    pub recipients: Vec<String>,
}
