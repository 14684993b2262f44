//! Addresses: which are ours, and how to write one into another.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::Extensions;
use axum::http::HeaderMap;

/// A path of this site with its query, or nothing: never a way to another site.
pub(crate) fn local(path: &str) -> Option<&str> {
    let inside = path.starts_with('/') && !path.starts_with("//");
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (inside && plain && path.len() <= 2000).then_some(path)
}

/// A text as the value in a query.
pub(crate) fn encoded(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                result.push(char::from(byte));
            }
            // Writing into a String cannot fail.
            _ => drop(write!(result, "%{byte:02X}")),
        }
    }
    result
}

/// What stands in a path where its pattern has `{name}`; percent signs are read.
pub(crate) fn parameter(pattern: &str, name: &str, path: &str) -> String {
    let mut pairs = pattern.split('/').zip(path.split('/'));
    let is_it = |part: &str| {
        part.strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'))
            == Some(name)
    };
    let found = pairs.find(|(part, _)| is_it(part));
    found
        .map(|(_, written)| decoded(written))
        .unwrap_or_default()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok())
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        if let (b'%', Some(byte)) = (*first, code) {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Where the request comes from: the network of a reader. One person has 2^64 addresses of IPv6, so only their first 64
/// bits count; an IPv4 address counts whole. The last entry of `X-Forwarded-For` is the one that
/// our own proxy wrote; without a proxy the header is not believed.
pub(crate) fn of_reader(
    behind_proxy: bool,
    headers: &HeaderMap,
    extensions: &Extensions,
) -> IpAddr {
    let told = headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|last| last.trim().parse().ok())
        .filter(|_| behind_proxy);
    let seen = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    network(told.or(seen).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let bits = u128::from(address) >> 64 << 64;
            IpAddr::V6(bits.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_of_a_path_is_found_however_it_is_written() {
        let pattern = "/lam-viec/so-ho/{slug}/xuat";
        let slug = |path| parameter(pattern, "slug", path);
        assert_eq!(slug("/lam-viec/so-ho/khu-vuc-1/xuat"), "khu-vuc-1");
        assert_eq!(slug("/lam-viec/so-ho/khu%2Dvuc-1/xuat"), "khu-vuc-1");
        assert_eq!(slug("/lam-viec/so-ho/%zz%/xuat"), "%zz%");
        assert_eq!(slug("/lam-viec"), "");
        assert_eq!(parameter(pattern, "", "/lam-viec/so-ho/x/xuat"), "");
    }

    #[test]
    fn a_network_is_an_address_of_ipv4_or_half_an_address_of_ipv6() {
        for (address, expected) in [
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
            ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ] {
            let address: IpAddr = address.parse().expect("an address");
            assert_eq!(network(address).to_string(), expected);
        }
    }

    #[test]
    fn only_paths_of_this_site_are_local() {
        for good in ["/", "/don-vi?ngay=2026-01-01", "/tai-khoan/vai-tro"] {
            assert_eq!(local(good), Some(good));
        }
        for bad in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "don-vi",
            "/a\r\nb",
            "/đ",
        ] {
            assert_eq!(local(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_address_inside_an_address_is_encoded() {
        assert_eq!(encoded("/don-vi?tên=a&b"), "/don-vi%3Ft%C3%AAn%3Da%26b");
    }

    #[test]
    fn the_last_address_that_the_proxy_wrote_counts() {
        let read = |behind_proxy, told: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for one in told {
                headers.append("x-forwarded-for", axum::http::HeaderValue::from_static(one));
            }
            let mut extensions = Extensions::new();
            let seen: SocketAddr = ([127, 0, 0, 1], 9).into();
            extensions.insert(ConnectInfo(seen));
            of_reader(behind_proxy, &headers, &extensions).to_string()
        };
        assert_eq!(read(true, &["1.1.1.1, 10.0.0.9"]), "10.0.0.9");
        assert_eq!(read(true, &["1.1.1.1", "10.0.0.9"]), "10.0.0.9");
        assert_eq!(read(true, &["nonsense"]), "127.0.0.1");
        assert_eq!(read(false, &["1.1.1.1"]), "127.0.0.1");
    }
}
