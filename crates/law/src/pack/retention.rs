//! `rules/retention.toml`: kinds of records, each once, each with a ground in a known instrument.

use serde::Deserialize;
use toml::Spanned;

use super::instruments::parse;
use super::{CitationSource, Instruments, SourceFile, line_of, read_toml};
use crate::{PackError, Retention, RetentionEnd};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    kind: Vec<Spanned<KindSource>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindSource {
    code: Spanned<String>,
    title: String,
    title_en: String,
    since: String,
    days: Option<u16>,
    end: Spanned<String>,
    citation: Spanned<CitationSource>,
    ground: String,
    status: Spanned<String>,
    #[serde(default)]
    note: String,
}

pub(super) fn read_retention(
    file: SourceFile<'_>,
    instruments: &Instruments<'_>,
    errors: &mut Vec<PackError>,
) -> Vec<Retention> {
    let Some(source) = read_toml::<Source>(file, errors) else {
        return Vec::new();
    };
    let mut kinds: Vec<Retention> = Vec::new();
    for entry in &source.kind {
        let Some(kind) = read_kind(file, entry.get_ref(), instruments, errors) else {
            continue;
        };
        if kinds.iter().any(|known| known.code == kind.code) {
            let reason = format!("loại “{}” được khai hai lần", kind.code);
            let line = line_of(file.text, entry.get_ref().code.span().start);
            errors.push(PackError::new(file.path, line, reason));
        } else {
            kinds.push(kind);
        }
    }
    kinds
}

fn read_kind(
    file: SourceFile<'_>,
    source: &KindSource,
    instruments: &Instruments<'_>,
    errors: &mut Vec<PackError>,
) -> Option<Retention> {
    let end: Option<RetentionEnd> = parse(file, &source.end, errors);
    let status = parse(file, &source.status, errors);
    let citation = instruments.citation(source.citation.get_ref(), None);
    if let Err(reason) = &citation {
        let line = line_of(file.text, source.citation.span().start);
        errors.push(PackError::new(file.path, line, reason.clone()));
    }
    let end = end?;
    if source.days.is_none() != (end == RetentionEnd::Keep) {
        let reason = "chỉ loại giữ lâu dài (keep) mới không có số ngày".to_owned();
        let line = line_of(file.text, source.end.span().start);
        errors.push(PackError::new(file.path, line, reason));
        return None;
    }
    Some(Retention {
        code: source.code.get_ref().clone(),
        title: source.title.clone(),
        title_en: source.title_en.clone(),
        since: source.since.clone(),
        days: source.days,
        end,
        citation: citation.ok()?,
        ground: source.ground.clone(),
        status: status?,
        note: source.note.clone(),
    })
}
