//! What attackers type and send.

/// Texts that break out of SQL, HTML, templates, formulas, headers, paths and numbers where something is not careful.
pub const TEXTS: [&str; 12] = [
    "=HYPERLINK(\"http://a\",1)' OR '1'='1' --",
    "x\"); DROP TABLE account; --'\"'><script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{7*7}}${7*7}#{7*7}<%= 7*7 %>{% include \"/etc/passwd\" %}",
    "#set text(size: 90pt); #read(\"/etc/passwd\") \\ $ * _ ` ~ %s%n%x %00 ? & = # ;",
    "a\0b\u{1}\u{1f}\u{7f}\u{85}",
    "../../../../../../etc/passwd..%2f..%2f%2e%2e%5c\\..\\..",
    "\u{202e}gnp.exe\u{2066}\u{200b}\u{feff}\u{fffd}\u{1f469}\u{200d}\u{1f692}e\u{301}\u{fdfa}",
    "\r\nSet-Cookie: a=b\r\n\r\n<p>",
    "-9223372036854775809",
    "9223372036854775807",
    "1e309",
    "9999-99-99",
];

/// A text too long for any field.
pub fn long() -> String {
    "đê ".repeat(8_000)
}

/// Headers that say what is not so, or too much.
pub fn headers() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        ("host", text("evil.example")),
        ("host", text("a\"><script>")),
        ("x-forwarded-for", text("' OR 1=1 --, ::::, 999.1.1.1")),
        ("x-forwarded-host", text("evil.example")),
        ("x-forwarded-proto", text("http")),
        ("x-http-method-override", text("DELETE")),
        ("accept-language", text(&"vi,".repeat(2_000))),
        ("if-none-match", text(&"\"a\",".repeat(2_000))),
        ("if-none-match", vec![0xff, 0xfe, b'"']),
        ("if-modified-since", text("yesterday")),
        ("range", text("bytes=0-18446744073709551616,5-1,-0")),
        ("accept-encoding", text("gzip;q=nan, br;q=-1, *;q=9")),
        ("cookie", text(&"__Host-dinh=".repeat(900))),
        ("cookie", vec![0xff; 300]),
        (
            "cookie",
            text("__Host-dinh=' OR 1=1 --; __Host-dinh-phieu=<script>"),
        ),
        ("content-length", text("0")),
        ("transfer-encoding", text("identity")),
        ("referer", text("javascript:alert(1)")),
        ("authorization", text("Basic cXVhbnRyaTpx")),
    ]
}

/// Bodies of forms that no browser sends.
pub fn bodies(csrf: &str) -> Vec<(&'static str, Vec<u8>)> {
    let parts = "multipart/form-data; boundary=ranh";
    let head =
        format!("--ranh\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{csrf}\r\n");
    let with = |rest: &[u8]| [head.as_bytes(), rest].concat();
    vec![
        ("application/json", format!("{{\"_csrf\":\"{csrf}\"}}").into_bytes()),
        ("text/plain", format!("_csrf={csrf}").into_bytes()),
        ("", format!("_csrf={csrf}").into_bytes()),
        ("application/x-www-form-urlencoded", vec![0xff, 0x00, b'%', b'z', b'&', b'=']),
        ("multipart/form-data", head.clone().into_bytes()),
        ("multipart/form-data; boundary=", head.clone().into_bytes()),
        (parts, Vec::new()),
        (parts, vec![b'-'; 5_000]),
        (parts, with(b"--ranh\r\nContent-Disposition: form-data; name=\"a\"; filename=\"../../x\"\r\n\r\n")),
        (parts, with(b"--ranh\r\nContent-Disposition: form-data\r\nContent-Type: \xff\r\n\r\n\xff\xfe\r\n--ranh--")),
        (parts, with(&[b'\r', b'\n', 0, 0xff, b'-', b'-'])),
    ]
}

/// A text inside an address.
pub fn escaped(text: &str) -> String {
    let hex = |all: String, byte: u8| format!("{all}%{byte:02X}");
    text.bytes().fold(String::new(), hex)
}

/// Fields as a browser sends them.
pub fn encoded<'f>(fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> Vec<u8> {
    let pairs = fields.into_iter();
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
        .collect();
    pairs.join("&").into_bytes()
}

/// The same as parts, with a file whose name and content are hostile too.
pub fn parts(fields: &[(&str, &str)], hostile: &str) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--ranh\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend(format!("{head}{value}\r\n").bytes());
    }
    let name: String = hostile
        .chars()
        .filter(|sign| !"\"\r\n".contains(*sign))
        .collect();
    for field in ["tep", "file", "files"] {
        let head = format!(
            "--ranh\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}.pdf\"\r\n\r\n"
        );
        body.extend(format!("{head}%PDF-1.4 {hostile}\r\n").bytes());
    }
    body.extend(b"--ranh--\r\n");
    body
}
