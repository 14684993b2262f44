//! Numbers in entries, checkpoints and proofs: ASCII decimal, one spelling each, never above what a signed 64-bit column holds.

/// The largest index or size: both databases store signed 64-bit integers, and Go reads them as such.
pub(crate) const LARGEST: u64 = i64::MAX.unsigned_abs();

/// Reads an ASCII decimal number without sign and without leading zero.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|character| character.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    if !plain {
        return None;
    }
    text.parse().ok().filter(|number| *number <= LARGEST)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_number_has_one_spelling() {
        assert_eq!(parse("0"), Some(0));
        assert_eq!(parse("182733"), Some(182_733));
        assert_eq!(
            parse("9223372036854775807"),
            Some(9_223_372_036_854_775_807)
        );
        for text in [
            "",
            "00",
            "01",
            "+1",
            "-1",
            " 1",
            "1 ",
            "1_000",
            "9223372036854775808",
            "99999999999999999999",
            "١",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
