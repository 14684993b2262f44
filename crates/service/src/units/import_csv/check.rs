//! Lines against each other and against the units that are known.

use std::collections::{BTreeMap, BTreeSet};

use dinh_domain::ids::UnitId;
use dinh_domain::units::{Unit, UnitKind};
use jiff::civil::Date;

use super::line::{Draft, shown};
use super::{ImportReport, LineError};
use crate::platform::Context;
use crate::units::columns::{COLUMNS, cells};
use crate::units::directory::UnitDirectory;
use crate::units::slug::Slugs;

/// A unit on its way, with its line and the address of the unit above.
struct Pending {
    line: u64,
    unit: Unit,
    parent: Option<String>,
}

/// Sort the drafts into new and unchanged units, or say what is wrong with them.
pub(super) fn against(
    ctx: &Context<'_>,
    directory: &UnitDirectory,
    drafts: Vec<Draft>,
    report: &mut ImportReport,
) {
    let mut slugs = Slugs::new(directory.units().iter().map(|unit| unit.slug.clone()));
    let mut pending: Vec<Pending> = Vec::new();
    let mut seen: BTreeMap<Key, u64> = BTreeMap::new();
    for draft in drafts {
        let line = draft.line;
        if let Some(first) = seen.insert(key(&draft), line) {
            let message =
                format!("Trùng loại, mã và ngày bắt đầu với dòng {first}; hãy bỏ một dòng.");
            report.errors.push(wrong(line, "code", message));
            continue;
        }
        if let Some(known) = find_known(directory, &draft) {
            match difference(directory, known, &draft) {
                None => report.unchanged += 1,
                Some(column) => report.errors.push(wrong(
                    line,
                    column,
                    format!(
                        "{} đã có với nội dung khác; tệp nhập chỉ thêm đơn vị mới, hãy sửa đơn vị này trên trang của nó.",
                        known.full_name
                    ),
                )),
            }
            continue;
        }
        let parent = draft.parent.clone();
        match unit(ctx, &draft, &mut slugs) {
            Ok(unit) => pending.push(Pending { line, unit, parent }),
            Err(error) => report.errors.push(error),
        }
    }
    overlaps(directory, &pending, report);
    link(directory, pending, report);
}

type Key = (UnitKind, String, Option<Date>);

/// Kind, code and first day; without a code, the name below its parent.
fn key(draft: &Draft) -> Key {
    let name = draft.code.clone().unwrap_or_else(|| {
        let parent = draft.parent.as_deref().unwrap_or_default();
        format!("{parent}/{}", draft.full_name)
    });
    (draft.kind, name, draft.valid_from)
}

fn find_known<'d>(directory: &'d UnitDirectory, draft: &Draft) -> Option<&'d Unit> {
    if let Some(known) = draft
        .slug
        .as_deref()
        .and_then(|slug| directory.find_by_slug(slug))
    {
        let same = known.kind == draft.kind
            && known.code == draft.code
            && known.valid_from == draft.valid_from;
        return same.then_some(known);
    }
    directory.units().iter().find(|unit| {
        unit.kind == draft.kind
            && unit.valid_from == draft.valid_from
            && unit.code == draft.code
            && (unit.code.is_some()
                || (unit.full_name == draft.full_name
                    && unit
                        .parent
                        .and_then(|id| directory.find(id))
                        .map(|above| above.slug.as_str())
                        == draft.parent.as_deref()))
    })
}

/// The first column in which a line differs from the unit that is known.
fn difference(directory: &UnitDirectory, known: &Unit, draft: &Draft) -> Option<&'static str> {
    let above = known.parent.and_then(|id| directory.find(id));
    let stored = cells(known, above.map_or("", |unit| unit.slug.as_str()));
    let unit = made(known.id, draft, known.slug.clone());
    let given = cells(&unit, draft.parent.as_deref().unwrap_or_default());
    COLUMNS
        .iter()
        .zip(stored.iter().zip(&given))
        .find(|(_, (stored, given))| stored != given)
        .map(|(column, _)| column.code)
}

fn unit(ctx: &Context<'_>, draft: &Draft, slugs: &mut Slugs) -> Result<Unit, LineError> {
    let slug = match &draft.slug {
        Some(given) if slugs.take(given) => given.clone(),
        Some(given) => {
            let message =
                format!("Địa chỉ “{given}” đã có đơn vị khác dùng; hãy đổi hoặc để trống.");
            return Err(wrong(draft.line, "slug", message));
        }
        None if draft.valid_to.is_none() => {
            slugs.give(&draft.full_name, draft.code.as_deref(), draft.valid_from)
        }
        None => slugs.give_dated(&draft.full_name, draft.code.as_deref(), draft.valid_from),
    };
    Ok(made(UnitId(ctx.new_id()), draft, slug))
}

fn made(id: UnitId, draft: &Draft, slug: String) -> Unit {
    let [loudspeaker, portal, internal_system, sample] = draft.means;
    Unit {
        id,
        code: draft.code.clone(),
        slug,
        kind: draft.kind,
        local_kind: draft.local_kind.clone(),
        name: draft.name.clone(),
        full_name: draft.full_name.clone(),
        parent: None,
        valid_from: draft.valid_from,
        valid_to: draft.valid_to,
        legal_basis: draft.legal_basis.clone(),
        ended_basis: draft.ended_basis.clone(),
        area_hectares: draft.area_hectares,
        population: draft.population,
        population_source: draft.population_source.clone(),
        headquarters: draft.headquarters.clone(),
        loudspeaker,
        portal,
        internal_system,
        sample,
    }
}

/// A code belongs to one unit of a kind at a time.
fn overlaps(directory: &UnitDirectory, pending: &[Pending], report: &mut ImportReport) {
    let mut holders: BTreeMap<(UnitKind, &str), Vec<&Unit>> = BTreeMap::new();
    for unit in directory.units() {
        if let Some(code) = unit.code.as_deref() {
            holders.entry((unit.kind, code)).or_default().push(unit);
        }
    }
    for new in pending {
        let Some(code) = new.unit.code.as_deref() else {
            continue;
        };
        let others = holders.entry((new.unit.kind, code)).or_default();
        if let Some(other) = others.iter().find(|other| meet(other, &new.unit)) {
            let since = other
                .valid_from
                .map_or_else(|| "trước đây".to_owned(), shown);
            let message = format!(
                "Mã {code} đang do {} dùng (từ {since}) trong cùng thời gian; hãy kiểm tra mã và các ngày.",
                other.full_name
            );
            report.errors.push(wrong(new.line, "code", message));
        }
        others.push(&new.unit);
    }
}

fn meet(a: &Unit, b: &Unit) -> bool {
    let before = |to: Option<Date>, from: Option<Date>| matches!((to, from), (Some(to), Some(from)) if to <= from);
    !before(a.valid_to, b.valid_from) && !before(b.valid_to, a.valid_from)
}

/// Give every unit its parent and put parents first.
fn link(directory: &UnitDirectory, mut pending: Vec<Pending>, report: &mut ImportReport) {
    let ids: BTreeMap<String, (UnitId, UnitKind)> = pending
        .iter()
        .map(|new| (new.unit.slug.clone(), (new.unit.id, new.unit.kind)))
        .collect();
    for new in &mut pending {
        let Some(slug) = &new.parent else {
            continue;
        };
        let known = directory
            .find_by_slug(slug)
            .map(|unit| (unit.id, unit.kind));
        match known.or_else(|| ids.get(slug).copied()) {
            None => report.errors.push(wrong(
                new.line,
                "parent",
                format!("Không có đơn vị nào ở địa chỉ “{slug}”; hãy kiểm tra hoặc thêm đơn vị đó trước."),
            )),
            Some((_, kind)) if !fits(new.unit.kind, kind) => report.errors.push(wrong(
                new.line,
                "parent",
                format!("{} không thể trực thuộc loại “{}”; hãy chọn đơn vị cấp trên khác.", new.unit.kind.label(), kind.label()),
            )),
            Some((id, _)) => new.unit.parent = Some(id),
        }
    }
    let waiting: BTreeSet<UnitId> = pending.iter().map(|new| new.unit.id).collect();
    let mut placed = BTreeSet::new();
    while !pending.is_empty() {
        let ready = |new: &Pending| {
            new.unit
                .parent
                .is_none_or(|id| !waiting.contains(&id) || placed.contains(&id))
        };
        let (now, later): (Vec<_>, Vec<_>) = pending.into_iter().partition(ready);
        if now.is_empty() {
            report.errors.extend(later.iter().map(|new| {
                wrong(
                    new.line,
                    "parent",
                    "Các đơn vị cấp trên vòng lại thành vòng tròn; hãy sửa cột này.".into(),
                )
            }));
            return;
        }
        placed.extend(now.iter().map(|new| new.unit.id));
        report.new.extend(now.into_iter().map(|new| new.unit));
        pending = later;
    }
}

/// Which kind can stand directly below which.
fn fits(kind: UnitKind, above: UnitKind) -> bool {
    use UnitKind as K;
    match kind {
        K::City | K::Province => false,
        K::District => matches!(above, K::City | K::Province),
        K::Village | K::ResidentialGroup => above.is_commune_level(),
        _ if kind.is_commune_level() => matches!(above, K::City | K::Province | K::District),
        _ => !matches!(above, K::Village | K::ResidentialGroup),
    }
}

fn wrong(line: u64, column: &str, message: String) -> LineError {
    LineError {
        line,
        column: column.to_owned(),
        message,
    }
}
