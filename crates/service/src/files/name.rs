//! Names of files: no folders, nothing that deceives, and an ending that says what the content is.

/// The name without folders and without signs that a system or a reader stumbles over.
pub(super) fn clean(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or(given);
    let clean: String = dinh_domain::folding::clean(last)
        .chars()
        .filter(|sign| !matches!(sign, '"' | '<' | '>' | '|' | '?' | '*' | ':' | '\n'))
        .filter(|sign| !turns_reading_order(*sign))
        .take(120)
        .collect();
    if clean.trim_matches(['.', ' ']).is_empty() {
        "tep".to_owned()
    } else {
        clean
    }
}

/// Signs without a shape that make "gpj.exe" read as "exe.jpg", or hide in a name.
fn turns_reading_order(sign: char) -> bool {
    matches!(sign, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The name ends in what the bytes are, whatever it claimed.
pub(super) fn with_extension(name: &str, extension: &str) -> String {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let fits = ending == extension || (extension == "jpg" && ending == "jpeg");
    if fits {
        name.to_owned()
    } else {
        format!("{name}.{extension}")
    }
}
