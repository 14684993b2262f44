//! The columns of a roll in a file, with the headings that people use.

use dinh_domain::folding::fold;

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Heading that we write.
    pub label: &'static str,
    /// Folded headings that we read besides.
    names: &'static [&'static str],
    /// Whether a file must have it.
    pub required: bool,
}

/// Places in [`COLUMNS`].
#[derive(Clone, Copy)]
pub(super) enum Place {
    Number,
    Name,
    Address,
    Phone,
    Capacity,
    Basis,
    Cluster,
}

const fn column(label: &'static str, names: &'static [&'static str], required: bool) -> Column {
    Column {
        label,
        names,
        required,
    }
}

/// The columns in the order in which they are exported.
pub const COLUMNS: [Column; 7] = [
    column("Số hộ", &["so thu tu ho", "ho so"], false),
    column(
        "Họ và tên đại diện",
        &[
            "ho va ten dai dien ho",
            "ho ten dai dien",
            "ho ten dai dien ho",
            "dai dien ho",
            "dai dien ho gia dinh",
            "nguoi dai dien",
            "ho va ten nguoi dai dien",
            "ho va ten chu ho",
            "chu ho",
            "ho va ten",
            "ho ten",
        ],
        true,
    ),
    column("Địa chỉ", &["dia chi ho", "dia chi cu tru", "noi o"], true),
    column("Điện thoại", &["so dien thoai", "sdt", "dt"], false),
    column(
        "Năng lực",
        &["nang luc hanh vi", "nang luc hanh vi dan su", "nlhvds"],
        true,
    ),
    column(
        "Căn cứ",
        &["can cu de cu", "can cu uy nhiem", "can cu de cu uy nhiem"],
        false,
    ),
    column("Cụm", &["cum dan cu", "ten cum"], false),
];

impl Column {
    /// Whether a heading means this column.
    pub(super) fn is_called(&self, heading: &str) -> bool {
        let heading = fold(heading);
        fold(self.label) == heading || self.names.contains(&heading.as_str())
    }
}
