//! When two entries look like one household: for a human to judge, never by itself.

use crate::folding::fold;

/// What two entries have in common that may be one household: folded name and address.
pub fn twin_key(name: &str, address: &str) -> (String, String) {
    (fold(name), fold(address))
}

#[cfg(test)]
mod tests {
    use super::twin_key;

    #[test]
    fn spelling_and_tone_marks_do_not_hide_a_twin() {
        assert_eq!(
            twin_key("Nguyễn Văn Mẫu", "12/3, Đường 30 Tháng 4"),
            twin_key("NGUYEN VAN MAU", "12 / 3 đường 30 tháng 4")
        );
    }

    #[test]
    fn another_house_or_another_name_is_no_twin() {
        let key = twin_key("Nguyễn Văn Mẫu", "12 đường Mẫu");
        assert_ne!(key, twin_key("Nguyễn Văn Mẫu", "14 đường Mẫu"));
        assert_ne!(key, twin_key("Nguyễn Văn Mậu Thân", "12 đường Mẫu"));
    }
}
