//! What every change of units must satisfy; all errors at once.

use dinh_domain::FieldError;
use dinh_domain::folding::clean;
use dinh_domain::ids::UnitId;
use dinh_domain::units::{LineageKind, Part, Unit, UnitKind};
use jiff::civil::Date;

use super::store::{Change, edge};
use super::{NewUnit, Order};
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::units::directory::UnitDirectory;
use crate::units::slug::Slugs;
use crate::units::spelling::full_name;

/// Errors gathered so far, and the directory they are checked against.
pub(super) struct Check<'d> {
    pub directory: &'d UnitDirectory,
    pub errors: Vec<FieldError>,
    slugs: Slugs,
}

impl<'d> Check<'d> {
    pub(super) fn new(directory: &'d UnitDirectory) -> Self {
        Self {
            directory,
            errors: Vec::new(),
            slugs: Slugs::new(directory.units().iter().map(|unit| unit.slug.clone())),
        }
    }

    pub(super) fn wrong(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError::new(field, message));
    }

    /// The errors, if there are any.
    pub(super) fn done(self) -> Result<()> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.errors))
        }
    }

    /// A unit that lives and can be closed on the day of the order.
    pub(super) fn living(&mut self, field: &str, id: UnitId, order: &Order) -> Result<&'d Unit> {
        let unit = self.directory.find(id).ok_or(Error::NotFound)?;
        if unit.valid_to.is_some() {
            return Err(Error::Conflict(format!(
                "{} đã chấm dứt hoạt động; chỉ thay đổi được đơn vị đang hoạt động.",
                unit.full_name
            )));
        }
        if unit
            .valid_from
            .is_some_and(|from| order.effective_on <= from)
        {
            self.wrong(
                field,
                format!(
                    "Ngày có hiệu lực phải sau ngày {} bắt đầu hoạt động.",
                    unit.full_name
                ),
            );
        }
        Ok(unit)
    }

    /// The living units directly below one, each fit to be carried on.
    pub(super) fn below(&mut self, of: &Unit, order: &Order) -> Result<Vec<&'d Unit>> {
        let directory = self.directory;
        directory
            .units()
            .iter()
            .filter(|unit| unit.parent == Some(of.id) && unit.valid_to.is_none())
            .map(|unit| self.living("effective_on", unit.id, order))
            .collect()
    }

    pub(super) fn order(&mut self, order: &Order) {
        if clean(&order.document).is_empty() {
            self.wrong(
                "document",
                "Hãy ghi số, ký hiệu và ngày của văn bản quyết định việc này.",
            );
        }
    }

    /// The new unit, whose code nobody else may carry once `closing` are closed.
    pub(super) fn open(
        &mut self,
        ctx: &Context<'_>,
        new: &NewUnit,
        order: &Order,
        before: &Unit,
        closing: &[&Unit],
    ) -> Unit {
        let name = clean(&new.name);
        if name.is_empty() || name.chars().count() > 200 {
            self.wrong("name", "Hãy ghi tên đơn vị mới, tối đa 200 chữ.");
        }
        let code = new
            .code
            .as_deref()
            .map(clean)
            .filter(|code| !code.is_empty());
        if let Some(code) = &code {
            self.code(code, new.kind, order.effective_on, closing);
        }
        let local_kind = match clean(&new.local_kind) {
            empty if empty.is_empty() && new.kind.is_commune_level() => {
                new.kind.label().to_lowercase()
            }
            given => given,
        };
        let full_name = full_name(&local_kind, &name);
        Unit {
            id: UnitId(ctx.new_id()),
            slug: self
                .slugs
                .give(&full_name, code.as_deref(), Some(order.effective_on)),
            code,
            kind: new.kind,
            local_kind,
            name,
            full_name,
            valid_from: Some(order.effective_on),
            valid_to: None,
            legal_basis: clean(&order.document),
            ended_basis: String::new(),
            area_hectares: None,
            population: None,
            population_source: String::new(),
            ..before.clone()
        }
    }

    /// The same unit under another parent, from the day of the order: closed, opened
    /// again and linked.
    pub(super) fn carry_on(
        &mut self,
        ctx: &Context<'_>,
        unit: &'d Unit,
        parent: UnitId,
        order: &Order,
        change: &mut Change<'d>,
    ) {
        let code = unit.code.as_deref();
        let next = Unit {
            id: UnitId(ctx.new_id()),
            slug: self
                .slugs
                .give(&unit.full_name, code, Some(order.effective_on)),
            parent: Some(parent),
            valid_from: Some(order.effective_on),
            legal_basis: clean(&order.document),
            ..unit.clone()
        };
        let edge = edge(unit, &next, LineageKind::Unchanged, Part::Whole, order);
        change.edges.push(edge);
        change.closed.push(unit);
        change.opened.push(next);
    }

    fn code(&mut self, code: &str, kind: UnitKind, on: Date, closing: &[&Unit]) {
        let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_');
        if code.len() > 40 || !code.chars().all(plain) {
            self.wrong(
                "code",
                "Mã chỉ gồm chữ không dấu, số, dấu chấm và gạch nối, tối đa 40 ký tự.",
            );
        }
        let holder = self.directory.units().iter().find(|unit| {
            unit.kind == kind
                && unit.code.as_deref() == Some(code)
                && unit.valid_to.is_none_or(|to| to > on)
                && !closing.iter().any(|closed| closed.id == unit.id)
        });
        if let Some(holder) = holder {
            self.wrong(
                "code",
                format!(
                    "Mã {code} đang do {} dùng; hãy kiểm tra lại mã.",
                    holder.full_name
                ),
            );
        }
    }
}
