//! Numbers in entries, checkpoints and proofs: ASCII decimal, one spelling each, never above what a signed 64-bit column holds.

/// The largest index or size: both databases store signed 64-bit integers, and Go reads them as such.
pub(crate) const LARGEST: u64 = i64::MAX.unsigned_abs();

/// Reads an ASCII decimal number without sign and without leading zero.
pub(crate) fn parse(text: &str) -> Option<u64> {
    read(text.as_bytes())
}

/// The same from bytes.
pub(crate) fn read(text: &[u8]) -> Option<u64> {
    // Nineteen digits fit into 64 bits, and the largest number has no more.
    let has_length = (1..=19).contains(&text.len()) && (text[0] != b'0' || text.len() == 1);
    if !has_length {
        return None;
    }
    let number = text.iter().try_fold(0_u64, |number, digit| {
        let value = u64::from(digit.wrapping_sub(b'0'));
        (value < 10).then_some(number.wrapping_mul(10).wrapping_add(value))
    })?;
    (number <= LARGEST).then_some(number)
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
