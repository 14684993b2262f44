//! The texts that people read: the same files in each language, calm in tone.

use std::collections::BTreeSet;

use super::Finding;
use super::source::Source;

const FOLDER: &str = "crates/web/texts";

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let names = |language: &str| -> BTreeSet<String> {
        let folder = format!("{FOLDER}/{language}/");
        sources
            .iter()
            .filter_map(|source| source.path.strip_prefix(&folder).map(str::to_owned))
            .collect()
    };
    for name in names("vi").symmetric_difference(&names("en")) {
        findings.push(Finding::new(
            format!("{FOLDER}/{{vi,en}}/{name}"),
            "exists in one language only",
        ));
    }
    for source in sources.iter().filter(|source| source.extension() == "ftl") {
        findings.extend(loud(source));
    }
    findings
}

/// An exclamation mark raises the voice; the city does not.
fn loud(source: &Source) -> Vec<Finding> {
    let lines = source.text.lines().enumerate();
    let spoken = lines.filter(|(_, line)| !line.starts_with('#') && line.contains('!'));
    spoken
        .map(|(index, _)| Finding::at(source, index + 1, "no exclamation marks"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn a_text_in_one_language_only_is_found() {
        let vi = sample("crates/web/texts/vi/site.ftl", "title = Đình\n");
        let en = sample("crates/web/texts/en/site.ftl", "title = Đình\n");
        assert_eq!(check(&[vi]).len(), 1);
        let vi = sample("crates/web/texts/vi/site.ftl", "# Chú ý!\ntitle = Đình\n");
        assert_eq!(check(&[vi, en]), []);
    }

    #[test]
    fn a_raised_voice_is_found_with_its_line() {
        let findings = loud(&sample(
            "crates/web/texts/vi/site.ftl",
            "a = Đã lưu\nb = Thành công!\n",
        ));
        assert_eq!(findings[0].place, "crates/web/texts/vi/site.ftl:2");
    }
}
