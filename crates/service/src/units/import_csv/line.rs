//! One line of cells to one unit, with every error of the line.

use dinh_domain::folding::{fold, slug};
use dinh_domain::units::UnitKind;
use jiff::civil::Date;

use super::LineError;
use super::read::Line;
use crate::units::columns::Place;
use crate::units::spelling::full_name;

/// A line that makes sense by itself.
pub(super) struct Draft {
    pub line: u64,
    pub kind: UnitKind,
    pub code: Option<String>,
    pub slug: Option<String>,
    pub local_kind: String,
    pub name: String,
    pub full_name: String,
    pub parent: Option<String>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub legal_basis: String,
    pub ended_basis: String,
    pub area_hectares: Option<i64>,
    pub population: Option<i64>,
    pub population_source: String,
    pub headquarters: String,
    pub means: [bool; 4],
}

struct Cells<'l> {
    line: &'l Line,
    errors: Vec<LineError>,
}

pub(super) fn draft(line: &Line) -> Result<Draft, Vec<LineError>> {
    let mut cells = Cells {
        line,
        errors: Vec::new(),
    };
    let kind = cells.kind();
    let name = cells.required(Place::Name);
    let local_kind = cells.local_kind(kind);
    let draft = Draft {
        line: line.number,
        kind: kind.unwrap_or(UnitKind::Agency),
        code: cells.code(),
        slug: cells.slug(),
        full_name: match cells.get(Place::FullName) {
            "" => full_name(&local_kind, &name),
            given => given.to_owned(),
        },
        local_kind,
        name,
        parent: Some(cells.text(Place::Parent)).filter(|slug| !slug.is_empty()),
        valid_from: cells.day(Place::ValidFrom),
        valid_to: cells.day(Place::ValidTo),
        legal_basis: cells.text(Place::LegalBasis),
        ended_basis: cells.text(Place::EndedBasis),
        area_hectares: cells.number(Place::AreaHectares),
        population: cells.number(Place::Population),
        population_source: cells.text(Place::PopulationSource),
        headquarters: cells.text(Place::Headquarters),
        means: [
            cells.answer(Place::Loudspeaker),
            cells.answer(Place::Portal),
            cells.answer(Place::InternalSystem),
            cells.answer(Place::Sample),
        ],
    };
    cells.together(&draft, kind);
    if cells.errors.is_empty() {
        Ok(draft)
    } else {
        Err(cells.errors)
    }
}

impl<'l> Cells<'l> {
    fn get(&self, place: Place) -> &'l str {
        self.line
            .cells
            .get(place as usize)
            .map_or("", String::as_str)
    }

    fn text(&mut self, place: Place) -> String {
        let text = self.get(place);
        if text.chars().count() > 500 {
            self.wrong(place, "Dài quá 500 chữ; hãy rút gọn.");
        } else if text.contains('\n') {
            self.wrong(place, "Có xuống dòng trong ô; hãy viết trên một dòng.");
        }
        text.to_owned()
    }

    fn wrong(&mut self, place: Place, message: impl Into<String>) {
        self.errors.push(LineError {
            line: self.line.number,
            column: place.code().to_owned(),
            message: message.into(),
        });
    }

    fn required(&mut self, place: Place) -> String {
        let text = self.text(place);
        if text.is_empty() {
            self.wrong(
                place,
                format!("Chưa có {}; hãy điền vào.", place.label().to_lowercase()),
            );
        }
        text
    }

    fn kind(&mut self) -> Option<UnitKind> {
        let given = self.required(Place::Kind);
        if given.is_empty() {
            return None;
        }
        let found = UnitKind::find(&given).or_else(|| {
            let named = |kind: &&UnitKind| fold(kind.label()) == fold(&given);
            UnitKind::ALL.iter().find(named).copied()
        });
        if found.is_none() {
            let known: Vec<&str> = UnitKind::ALL.iter().map(|kind| kind.code()).collect();
            self.wrong(
                Place::Kind,
                format!(
                    "Không có loại “{given}”; hãy chọn một trong: {}.",
                    known.join(", ")
                ),
            );
        }
        found
    }

    /// As written; where nothing is written, the kind of the law where people say the same.
    fn local_kind(&mut self, kind: Option<UnitKind>) -> String {
        let given = self.text(Place::LocalKind);
        match kind {
            Some(kind) if given.is_empty() && kind.is_commune_level() => {
                kind.label().to_lowercase()
            }
            _ => given,
        }
    }

    fn code(&mut self) -> Option<String> {
        let code = self.text(Place::Code);
        let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_');
        if code.is_empty() {
            return None;
        }
        if code.len() > 40
            || !code.chars().all(plain)
            || !code.starts_with(|sign: char| sign.is_ascii_alphanumeric())
        {
            self.wrong(
                Place::Code,
                "Mã chỉ gồm chữ không dấu, số, dấu chấm, gạch nối, tối đa 40 ký tự; hãy sửa mã.",
            );
        }
        Some(code)
    }

    fn slug(&mut self) -> Option<String> {
        let given = self.text(Place::Slug);
        if given.is_empty() {
            return None;
        }
        if slug(&given) != given || given.len() > 120 {
            self.wrong(
                Place::Slug,
                format!(
                    "Địa chỉ trang chỉ gồm chữ thường không dấu, số và gạch nối; có thể dùng “{}”.",
                    slug(&given)
                ),
            );
        }
        Some(given)
    }

    fn day(&mut self, place: Place) -> Option<Date> {
        let given = self.get(place);
        if given.is_empty() {
            return None;
        }
        let read = given.parse().ok().or_else(|| {
            let parts: Vec<&str> = given.split('/').collect();
            let [day, month, year] = parts.as_slice() else {
                return None;
            };
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        });
        let read = read.filter(|day: &Date| (1900..=2100).contains(&day.year()));
        if read.is_none() {
            self.wrong(
                place,
                format!(
                    "“{given}” không phải là ngày có thật; hãy viết như 2025-07-01 hoặc 01/07/2025."
                ),
            );
        }
        read
    }

    /// A whole number, with or without dots between the thousands.
    fn number(&mut self, place: Place) -> Option<i64> {
        let given = self.get(place);
        if given.is_empty() {
            return None;
        }
        let groups: Vec<&str> = given.split('.').collect();
        let grouped = groups.iter().skip(1).all(|group| group.len() == 3);
        let digits = groups.concat();
        let plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        let read = if grouped && plain {
            digits.parse().ok()
        } else {
            None
        };
        if read.is_none() {
            self.wrong(
                place,
                format!(
                    "“{given}” không phải là số nguyên không âm; hãy viết như 57688 hoặc 57.688."
                ),
            );
        }
        read
    }

    fn answer(&mut self, place: Place) -> bool {
        let given = self.get(place);
        match fold(given).as_str() {
            "co" | "true" | "1" | "x" | "yes" => true,
            "" | "khong" | "false" | "0" | "no" => false,
            _ => {
                self.wrong(
                    place,
                    format!("“{given}” không hiểu được; hãy viết có hoặc không."),
                );
                false
            }
        }
    }

    /// What only the cells together can say.
    fn together(&mut self, draft: &Draft, kind: Option<UnitKind>) {
        if let (Some(from), Some(to)) = (draft.valid_from, draft.valid_to)
            && to <= from
        {
            self.wrong(
                Place::ValidTo,
                format!(
                    "Ngày hết {} không sau ngày bắt đầu {}; hãy kiểm tra hai ngày.",
                    shown(to),
                    shown(from)
                ),
            );
        }
        if draft.population.is_some() && draft.population_source.is_empty() {
            self.wrong(
                Place::PopulationSource,
                "Có số dân mà chưa có nguồn; hãy ghi nơi công bố và ngày của số liệu.",
            );
        }
        let below = kind.is_some_and(|kind| !matches!(kind, UnitKind::City | UnitKind::Province));
        if draft.parent.is_none() && below {
            self.wrong(
                Place::Parent,
                "Chưa có đơn vị cấp trên; hãy ghi địa chỉ trang của đơn vị đó.",
            );
        }
    }
}

/// A day as people write it.
pub(super) fn shown(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}
