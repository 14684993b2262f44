//! The instruments of a pack, and citations into them.

use toml::Spanned;

use super::source::{CitationSource, InstrumentSource, InstrumentsSource};
use super::{SourceFile, line_of, read_toml};
use crate::{Citation, Instrument, PackError};

/// The list of instruments, looked up by key.
#[derive(Debug, Default)]
pub(crate) struct Instruments<'a> {
    pub list: &'a [Instrument],
}

impl Instruments<'_> {
    /// Completes a citation with the file's own instrument and article.
    pub fn citation(
        &self,
        source: &CitationSource,
        file: Option<(&str, u16)>,
    ) -> Result<Citation, String> {
        let key = source
            .instrument
            .as_deref()
            .or(file.map(|(key, _)| key))
            .ok_or_else(|| "căn cứ thiếu văn bản (instrument)".to_owned())?;
        let instrument = self
            .list
            .iter()
            .find(|instrument| instrument.key == key)
            .ok_or_else(|| format!("căn cứ dẫn văn bản “{key}” không có trong danh mục"))?;
        let article = match (source.article, file) {
            (Some(article), _) => article,
            (None, Some((file_key, article))) if file_key == key => article,
            _ => return Err("căn cứ thiếu số điều (article)".to_owned()),
        };
        if let Some(point) = &source.point
            && (source.clause.is_none() || !is_point(point))
        {
            return Err(format!("điểm “{point}” không hợp lệ hoặc thiếu khoản"));
        }
        Ok(Citation {
            instrument: instrument.key.clone(),
            instrument_name: instrument.name(),
            article,
            clause: source.clause,
            point: source.point.clone(),
        })
    }
}

/// The letters of points, in the order of Decree 30/2020.
pub(crate) const POINTS: [&str; 14] = [
    "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o",
];

pub(crate) fn is_point(text: &str) -> bool {
    POINTS.contains(&text)
}

/// Reads `instruments.toml`; every fault is reported.
pub(crate) fn read_instruments(
    file: SourceFile<'_>,
    errors: &mut Vec<PackError>,
) -> Vec<Instrument> {
    let Some(source) = read_toml::<InstrumentsSource>(file, errors) else {
        return Vec::new();
    };
    let mut instruments: Vec<Instrument> = Vec::new();
    for entry in &source.instrument {
        let key = &entry.get_ref().key;
        if instruments.iter().any(|known| known.key == *key.get_ref()) {
            errors.push(PackError::new(
                file.path,
                line_of(file.text, key.span().start),
                format!("văn bản “{}” được khai hai lần", key.get_ref()),
            ));
        } else if let Some(instrument) = read_instrument(file, entry.get_ref(), errors) {
            instruments.push(instrument);
        }
    }
    for entry in &source.instrument {
        for amended in &entry.get_ref().amends {
            if !instruments
                .iter()
                .any(|known| known.key == *amended.get_ref())
            {
                errors.push(PackError::new(
                    file.path,
                    line_of(file.text, amended.span().start),
                    format!(
                        "văn bản được sửa đổi “{}” không có trong danh mục",
                        amended.get_ref()
                    ),
                ));
            }
        }
    }
    instruments
}

fn read_instrument(
    file: SourceFile<'_>,
    source: &InstrumentSource,
    errors: &mut Vec<PackError>,
) -> Option<Instrument> {
    let key = source.key.get_ref();
    let well_formed = !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !well_formed {
        errors.push(PackError::new(
            file.path,
            line_of(file.text, source.key.span().start),
            format!("khóa văn bản “{key}” chỉ được gồm chữ không dấu, số và gạch nối"),
        ));
    }
    let issued = parse_optional(file, source.issued.as_ref(), errors);
    let in_force = parse(file, &source.in_force, errors);
    let ended = parse_optional(file, source.ended.as_ref(), errors);
    let status = parse(file, &source.status, errors);
    Some(Instrument {
        key: key.clone(),
        kind: source.kind.clone(),
        number: source.number.clone(),
        title: source.title.clone(),
        issued: issued.ok()?,
        in_force: in_force?,
        ended: ended.ok()?,
        status: status?,
        amends: source
            .amends
            .iter()
            .map(|key| key.get_ref().clone())
            .collect(),
        note: source.note.clone(),
    })
}

/// Parses a word of a closed list or a date; a fault is reported with its line.
pub(crate) fn parse<T: FromPack>(
    file: SourceFile<'_>,
    text: &Spanned<String>,
    errors: &mut Vec<PackError>,
) -> Option<T> {
    match T::from_pack(text.get_ref()) {
        Ok(value) => Some(value),
        Err(reason) => {
            errors.push(PackError::new(
                file.path,
                line_of(file.text, text.span().start),
                reason,
            ));
            None
        }
    }
}

/// A fault that has been reported already.
pub(crate) struct Reported;

/// The same for a word that may be absent.
pub(crate) fn parse_optional<T: FromPack>(
    file: SourceFile<'_>,
    text: Option<&Spanned<String>>,
    errors: &mut Vec<PackError>,
) -> Result<Option<T>, Reported> {
    match text {
        None => Ok(None),
        Some(text) => parse(file, text, errors).map(Some).ok_or(Reported),
    }
}

/// Something a pack writes as one word.
pub(crate) trait FromPack: Sized {
    fn from_pack(text: &str) -> Result<Self, String>;
}

impl FromPack for crate::Date {
    fn from_pack(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|_| format!("“{text}” không phải ngày dạng năm-tháng-ngày"))
    }
}

macro_rules! from_pack_by_code {
    ($($kind:ty => $what:literal),+ $(,)?) => {
        $(impl FromPack for $kind {
            fn from_pack(text: &str) -> Result<Self, String> {
                text.parse()
                    .map_err(|error: crate::UnknownCode| format!(concat!($what, ": {}"), error))
            }
        })+
    };
}

from_pack_by_code! {
    crate::Status => "tình trạng không rõ",
    crate::RetentionEnd => "việc làm khi hết hạn không rõ",
    crate::UnitKind => "loại đơn vị không rõ",
    crate::EventKind => "sự kiện không rõ",
    crate::Recurrence => "chu kỳ không rõ",
    crate::Form => "hình thức công khai không rõ",
    crate::Place => "nơi niêm yết không rõ",
    crate::Condition => "điều kiện không rõ",
    crate::DayUnit => "đơn vị ngày không rõ",
    crate::DecisionForm => "hình thức quyết định không rõ",
    crate::Scope => "phạm vi không rõ",
    crate::Denominator => "mẫu số không rõ",
    crate::BallotGround => "trường hợp phát phiếu không rõ",
    crate::EffectMoment => "thời điểm có hiệu lực không rõ",
    crate::Recogniser => "cơ quan công nhận không rõ",
}
