//! The header `traceparent` (W3C Trace Context).

use axum::http::HeaderMap;

/// What whoever asked says of their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    /// Their trace.
    pub trace: [u8; 16],
    /// Their span.
    pub span: [u8; 8],
    /// Whether they keep it.
    pub chosen: bool,
}

/// Read it; nothing if it is missing, there twice, or not exactly as it must be.
pub fn read_parent(headers: &HeaderMap) -> Option<Parent> {
    let mut values = headers.get_all("traceparent").iter();
    let value = values.next()?.to_str().ok()?;
    if values.next().is_some() {
        return None;
    }
    let parts: Vec<&str> = value.split('-').collect();
    let [version, trace, span, flags, more @ ..] = parts.as_slice() else {
        return None;
    };
    let [version] = bytes(version)?;
    // A later version may say more behind what is known; this one may not, and 255 is none.
    if version == 255 || version == 0 && !more.is_empty() {
        return None;
    }
    let [flags] = bytes(flags)?;
    let parent = Parent {
        trace: bytes(trace)?,
        span: bytes(span)?,
        chosen: flags & 1 == 1,
    };
    (parent.trace != [0; 16] && parent.span != [0; 8]).then_some(parent)
}

/// Exactly so many bytes in small hexadecimal digits.
fn bytes<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * LENGTH {
        return None;
    }
    let mut bytes = [0; LENGTH];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        for digit in pair {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                _ => return None,
            };
            *byte = *byte << 4 | value;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::super::Place;
    use super::*;

    fn read(text: &str) -> Option<Parent> {
        let mut headers = HeaderMap::new();
        headers.insert("traceparent", HeaderValue::from_str(text).ok()?);
        read_parent(&headers)
    }

    #[test]
    fn the_examples_of_the_standard_are_read_and_what_it_forbids_is_not() {
        let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert!(read(good).expect("read").chosen);
        assert!(read("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-what").is_some());
        for wrong in [
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        let mut twice = HeaderMap::new();
        for _ in 0..2 {
            twice.append(
                "traceparent",
                HeaderValue::from_static("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            );
        }
        assert_eq!(read_parent(&twice), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_and_nothing_makes_it_fall(trace in any::<[u8; 16]>(), span in any::<[u8; 8]>(), chosen in any::<bool>(), noise in "[0-9a-f\\-]{0,60}") {
            let place = Place { trace, span, parent: None, chosen };
            let expected = (trace != [0; 16] && span != [0; 8]).then_some(Parent { trace, span, chosen });
            prop_assert_eq!(read(&place.header()), expected);
            if let Some(parent) = read(&noise) {
                prop_assert!(parent.trace != [0; 16]);
            }
        }
    }
}
