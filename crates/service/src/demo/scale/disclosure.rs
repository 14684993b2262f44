//! What the offices of all communes do on a day. Four of five duties are published at once, most in time and some too late;
//! the rest stays open and falls overdue. Notices are posted until the register is as long as it should be by then.

use dinh_domain::disclosure::Duty;
use dinh_domain::ids::PublicationId;
use dinh_law::{Form, Rule};
use dinh_store::WriteTx;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::FIRST_DAY;
use super::cast::{Cast, Office};
use super::progress::{Progress, share};
use crate::clock::{SetClock, start_of};
use crate::demo::dice::Dice;
use crate::demo::forms::{form_input, needed_forms};
use crate::demo::{script, words};
use crate::disclosure as room;
use crate::disclosure::{DraftForm, OpenDuty};
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Platform};

/// Seconds of a working day.
const DAY_SECONDS: u64 = 8 * 3600;
/// Of a hundred publications, so many come too late.
const LATE: u32 = 9;
const SYMBOL: &str = "BC-UBND";

/// The offices on a day.
pub(super) struct Desk<'a> {
    stage: &'a Platform,
    clock: &'a SetClock,
    cast: &'a Cast,
    day: Date,
    dice: Dice,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        stage: &'a Platform,
        clock: &'a SetClock,
        cast: &'a Cast,
        day: Date,
        batch: &str,
    ) -> Result<Self> {
        Ok(Self {
            stage,
            clock,
            cast,
            day,
            dice: Dice::new(super::seed(batch)?),
        })
    }

    /// The recurring duties that arise today, with the place of their office.
    pub(super) async fn periods(&mut self, tx: &mut WriteTx) -> Result<Vec<(usize, Duty)>> {
        let clockwork = Context::new(self.stage, Actor::Clockwork);
        let mut opened = Vec::new();
        for (place, office) in self.cast.offices.iter().enumerate() {
            let duties = room::open_periodic_in(&clockwork, tx, &office.unit, FIRST_DAY).await?;
            opened.extend(duties.into_iter().map(|duty| (place, duty)));
        }
        Ok(opened)
    }

    /// Work off what arose by itself, and as much more as makes `until` duties in all.
    pub(super) async fn work(
        &mut self,
        tx: &mut WriteTx,
        periodic: Vec<(usize, Duty)>,
        until: u64,
        progress: &mut Progress,
    ) -> Result<()> {
        let first = progress.duties;
        let known = u64::try_from(periodic.len()).map_err(|_| Error::Busy)?;
        let total = until.saturating_sub(first).max(known);
        let mut periodic = periodic.into_iter();
        for place in 0..total {
            self.tell(place, total)?;
            let (office, duty, symbol) = match periodic.next() {
                Some((office, duty)) => (self.office(office)?, duty, SYMBOL),
                None => self.decide(tx).await?,
            };
            let scale = &progress.scale;
            let by = |duties: u64| share(scale.publications, duties, scale.duties);
            let is_published = by(progress.duties + 1) > by(progress.duties);
            progress.duties += 1;
            if is_published {
                progress.publications += 1;
                self.publish(tx, office, &duty, symbol, progress).await?;
            }
        }
        Ok(())
    }

    /// Set the clock to the time of one of `total` acts.
    fn tell(&self, place: u64, total: u64) -> Result<()> {
        let second = share(DAY_SECONDS, place, total);
        let second = i64::try_from(second).map_err(|_| Error::Busy)?;
        let at = start_of(self.day).as_second() + 8 * 3600 + second;
        self.clock
            .set(Timestamp::from_second(at).map_err(|_| Error::NotFound)?);
        Ok(())
    }

    fn office(&self, place: usize) -> Result<&'a Office> {
        self.cast.offices.get(place).ok_or(Error::NotFound)
    }

    /// Something is decided somewhere, today or so long ago that it is too late already.
    async fn decide(&mut self, tx: &mut WriteTx) -> Result<(&'a Office, Duty, &'static str)> {
        let office = self.dice.pick(&self.cast.offices).ok_or(Error::NotFound)?;
        let event = self
            .dice
            .pick(script::events(&office.unit))
            .ok_or(Error::NotFound)?;
        let ago = if self.dice.percent(LATE) {
            i64::from(self.dice.between(30, 60))
        } else {
            0
        };
        let event_on = self.day.saturating_sub(ago.days()).max(FIRST_DAY);
        let rule = self.stage.law.rule(event.rule, event_on)?;
        let input = OpenDuty {
            rule: event.rule.to_owned(),
            title: format!("{} năm {}", rule.title, event_on.year()),
            event_on,
            event_document: format!("{}/{}", self.dice.between(1, 900), event.symbol),
        };
        let clerk = Context::new(self.stage, Actor::Person(office.clerk.clone()));
        let duty = room::open_duty_in(&clerk, tx, office.unit.id, input).await?;
        Ok((office, duty, event.symbol))
    }

    async fn publish(
        &self,
        tx: &mut WriteTx,
        office: &Office,
        duty: &Duty,
        symbol: &str,
        progress: &Progress,
    ) -> Result<()> {
        let clerk = Context::new(self.stage, Actor::Person(office.clerk.clone()));
        let head = Context::new(self.stage, Actor::Person(office.head.clone()));
        let rule = self.stage.law.rule(&duty.rule_code, duty.event_on)?;
        let publication = room::start_draft_in(&clerk, tx, duty.id).await?;
        let mut draft = words::draft(&self.dice, &office.unit, duty, rule, symbol, duty.event_on);
        draft.document_number = format!("{}/{symbol}", duty.number);
        let form = DraftForm {
            draft,
            version: publication.version,
        };
        room::submit_in(&clerk, tx, publication.id, form).await?;
        let position = room::approve_in(&head, tx, publication.id, publication.version + 2).await?;
        let scale = &progress.scale;
        let goal = share(scale.entries, progress.publications, scale.publications);
        let size = u64::try_from(position + 1).map_err(|_| Error::Busy)?;
        self.post(tx, office, publication.id, rule, goal.saturating_sub(size))
            .await
    }

    /// Post it in at most `count` of the places that the law names.
    async fn post(
        &self,
        tx: &mut WriteTx,
        office: &Office,
        publication: PublicationId,
        rule: &Rule,
        count: u64,
    ) -> Result<()> {
        let clerk = Context::new(self.stage, Actor::Person(office.clerk.clone()));
        let forms = needed_forms(self.stage, &office.unit, rule)?;
        // What is broadcast for three days is recorded after the third.
        let posted = forms
            .iter()
            .filter(|(form, _)| form.form != Form::Loudspeaker);
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        for (form, place) in posted.take(count) {
            let input = form_input(form.form, *place, &office.unit.full_name, self.day);
            room::record_form_in(&clerk, tx, publication, input, None).await?;
        }
        Ok(())
    }
}
