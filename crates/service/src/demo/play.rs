//! The play: events fall into a queue by day, and each is carried out by the use
//! case of the officer whose task it is.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use dinh_domain::disclosure::Duty;
use dinh_domain::ids::{FormRecordId, PublicationId};
use dinh_law::{Form, MinimumDuration, WorkingDays};
use dinh_store::WriteTx;
use jiff::ToSpan;
use jiff::civil::Date;

use super::accounts::{Actors, City};
use super::dice::Dice;
use super::forms::{form_input, needed_forms, typed};
use super::hamlets::Assembly;
use super::{FIRST_DAY, SEED, hamlets, paper, script, words};
use crate::clock::{SetClock, start_of};
use crate::disclosure as room;
use crate::disclosure::{DraftForm, FormInput, OpenDuty, Question};
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Platform};

/// Steps in one transaction: few enough to be quick, many enough to spare the disk.
const STEPS_A_COMMIT: usize = 400;
/// The old communes stop deciding some days before they end.
const QUIET_DAYS: i32 = 12;

enum Step {
    Periods,
    Decide {
        rule: &'static str,
        symbol: &'static str,
    },
    Publish {
        duty: Box<Duty>,
        symbol: &'static str,
    },
    NotApplicable {
        duty: Box<Duty>,
    },
    Record {
        publication: PublicationId,
        input: Box<FormInput>,
        keep: MinimumDuration,
    },
    End {
        record: FormRecordId,
        early: bool,
    },
    Ask {
        item: String,
    },
    /// A move of a sample decision: scene and place.
    Decision(usize, usize),
}

/// Order of play: day, then the order in which steps were made.
struct Due {
    day: Date,
    order: usize,
    unit: usize,
    step: Step,
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        (self.day, self.order) == (other.day, other.order)
    }
}
impl Eq for Due {}
impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Due {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.day, self.order).cmp(&(other.day, other.order))
    }
}

struct Play<'p> {
    stage: &'p Platform,
    clock: &'p SetClock,
    city: &'p City,
    dice: Dice,
    last_day: Date,
    queue: BinaryHeap<Reverse<Due>>,
    order: usize,
    duties: usize,
    publications: usize,
    assembly: Assembly,
}

/// Until when it is played, and who hears of it.
pub struct Span<'a> {
    /// Last day.
    pub last_day: Date,
    /// Hears the day that is being played.
    pub progress: &'a (dyn Fn(Date) + Sync),
}

/// Play from the first day to the last; gives the numbers of duties and publications.
pub async fn play(
    stage: &Platform,
    clock: &SetClock,
    city: &City,
    assembly: Assembly,
    span: Span<'_>,
) -> Result<(usize, usize)> {
    let Span { last_day, progress } = span;
    let mut play = Play {
        stage,
        clock,
        city,
        dice: Dice::new(SEED),
        last_day,
        queue: BinaryHeap::new(),
        order: 0,
        duties: 0,
        publications: 0,
        assembly,
    };
    for number in 0..city.actors.len() {
        play.plan(number)?;
    }
    for (scene, place, day) in hamlets::days(&play.assembly, last_day) {
        play.push(day, 0, Step::Decision(scene, place));
    }
    play.run(progress).await?;
    Ok((play.duties, play.publications))
}

impl<'p> Play<'p> {
    fn actors(&self, unit: usize) -> Result<&'p Actors> {
        self.city.actors.get(unit).ok_or(Error::NotFound)
    }

    fn push(&mut self, day: Date, unit: usize, step: Step) {
        if day > self.last_day {
            return;
        }
        self.order += 1;
        self.queue.push(Reverse(Due {
            day,
            order: self.order,
            unit,
            step,
        }));
    }

    /// All decisions and period ends of a unit.
    fn plan(&mut self, unit: usize) -> Result<()> {
        let actors = self.actors(unit)?;
        let first = actors
            .unit
            .valid_from
            .map_or(FIRST_DAY, |from| from.max(FIRST_DAY));
        let last = match actors.unit.valid_to {
            Some(to) => to.saturating_sub(QUIET_DAYS.days()).min(self.last_day),
            None => self.last_day,
        };
        self.push(self.workday(first, 1)?, unit, Step::Periods);
        let mut month = first.first_of_month();
        while month <= last {
            if matches!(month.month(), 1 | 4 | 7 | 10) && month > first {
                self.push(self.workday(month, 1)?, unit, Step::Periods);
            }
            for event in script::events(&actors.unit) {
                let now = event.month == 0 || event.month == month.month();
                let day =
                    month.saturating_add(i32::try_from(self.dice.roll(27)).unwrap_or(0).days());
                if now && self.dice.percent(event.chance) && day > first && day <= last {
                    let step = Step::Decide {
                        rule: event.rule,
                        symbol: event.symbol,
                    };
                    self.push(self.workday(day, 1)?, unit, step);
                }
            }
            month = month.saturating_add(1.month());
        }
        Ok(())
    }

    fn workday(&self, after: Date, days: u32) -> Result<Date> {
        let days = u16::try_from(days).unwrap_or(1).max(1);
        let calendar = self.stage.law.calendar();
        Ok(calendar.working_day_after(after, WorkingDays::new(days))?)
    }

    async fn run(&mut self, progress: &(dyn Fn(Date) + Sync)) -> Result<()> {
        let mut tx = self.stage.store.write().await?;
        let mut steps = 0;
        let mut shown = None;
        while let Some(Reverse(due)) = self.queue.pop() {
            let second = i64::try_from(due.order % 28_000).unwrap_or(0);
            let at = start_of(due.day).as_second() + 8 * 3600 + second;
            self.clock
                .set(jiff::Timestamp::from_second(at).map_err(|_| Error::NotFound)?);
            if shown != Some(due.day.first_of_month()) {
                shown = Some(due.day.first_of_month());
                progress(due.day);
            }
            self.step(&mut tx, due).await?;
            steps += 1;
            if steps % STEPS_A_COMMIT == 0 {
                tx.commit().await?;
                tx = self.stage.store.write().await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    async fn step(&mut self, tx: &mut WriteTx, due: Due) -> Result<()> {
        let actors = self.actors(due.unit)?;
        let clerk = Context::new(self.stage, Actor::Person(actors.clerk.clone()));
        match due.step {
            Step::Periods => self.periods(tx, due.unit, due.day).await,
            Step::Decide { rule, symbol } => {
                self.decide(tx, &clerk, due.unit, due.day, rule, symbol)
                    .await
            }
            Step::Publish { duty, symbol } => {
                self.publish(tx, &clerk, due.unit, due.day, &duty, symbol)
                    .await
            }
            Step::NotApplicable { duty } => self.not_applicable(tx, &clerk, actors, &duty).await,
            Step::Record {
                publication,
                input,
                keep,
            } => {
                let record = room::record_form_in(&clerk, tx, publication, *input, None).await?;
                self.plan_end(due.unit, due.day, record, keep);
                Ok(())
            }
            Step::End { record, early } => self.end(tx, &clerk, due.day, record, early).await,
            Step::Ask { item } => self.ask(tx, actors, item).await,
            Step::Decision(scene, place) => {
                let stage = self.stage;
                self.assembly.play(stage, tx, (scene, place), due.day).await
            }
        }
    }

    async fn periods(&mut self, tx: &mut WriteTx, unit: usize, day: Date) -> Result<()> {
        let actors = self.actors(unit)?;
        let clockwork = Context::new(self.stage, Actor::Clockwork);
        let opened = room::open_periodic_in(&clockwork, tx, &actors.unit, FIRST_DAY).await?;
        for duty in opened {
            self.duties += 1;
            if self.dice.percent(4) && duty.period.as_deref() != Some("permanent") {
                let day = self.workday(day, 2)?;
                self.push(
                    day,
                    unit,
                    Step::NotApplicable {
                        duty: Box::new(duty),
                    },
                );
            } else {
                self.plan_publication(unit, day, duty, "BC-UBND")?;
            }
        }
        Ok(())
    }

    async fn decide(
        &mut self,
        tx: &mut WriteTx,
        clerk: &Context<'_>,
        unit: usize,
        day: Date,
        rule: &'static str,
        symbol: &'static str,
    ) -> Result<()> {
        let actors = self.actors(unit)?;
        let title = self.stage.law.rule(rule, day)?.title.clone();
        let input = OpenDuty {
            rule: rule.to_owned(),
            title: format!("{title} năm {}", day.year()),
            event_on: day,
            event_document: format!("{:02}/{symbol}", self.order % 300 + 1),
        };
        let duty = room::open_duty_in(clerk, tx, actors.unit.id, input).await?;
        self.duties += 1;
        self.plan_publication(unit, day, duty, symbol)
    }

    /// Most are on time, some late, a few never.
    fn plan_publication(
        &mut self,
        unit: usize,
        day: Date,
        duty: Duty,
        symbol: &'static str,
    ) -> Result<()> {
        let chance = self.dice.roll(100);
        let item = duty.item.clone();
        let on = if chance < 89 {
            let soon = self.workday(day, self.dice.between(1, 4))?;
            soon.min(duty.due_on).max(day)
        } else if chance < 98 {
            self.workday(duty.due_on, self.dice.between(1, 9))?
        } else {
            if self.dice.percent(60) {
                let later = self.workday(duty.due_on, 6)?;
                self.push(later, unit, Step::Ask { item });
            }
            return Ok(());
        };
        self.push(
            on,
            unit,
            Step::Publish {
                duty: Box::new(duty),
                symbol,
            },
        );
        Ok(())
    }

    async fn publish(
        &mut self,
        tx: &mut WriteTx,
        clerk: &Context<'_>,
        unit: usize,
        day: Date,
        duty: &Duty,
        symbol: &str,
    ) -> Result<()> {
        let actors = self.actors(unit)?;
        let head = Context::new(self.stage, Actor::Person(actors.head.clone()));
        let rule = self.stage.law.rule(&duty.rule_code, duty.event_on)?;
        let publication = room::start_draft_in(clerk, tx, duty.id).await?;
        if self.dice.percent(20) {
            let name = format!("van-ban-{}.pdf", duty.number);
            let line = format!("Phu luc {}", self.dice.roll(12));
            let file = paper::sample_pdf(clerk, &name, &line).await?;
            room::attach_in(clerk, tx, publication.id, file).await?;
        }
        let draft = words::draft(
            &self.dice,
            &actors.unit,
            duty,
            rule,
            symbol,
            duty.event_on.min(day),
        );
        let form = DraftForm {
            draft,
            version: publication.version,
        };
        room::submit_in(clerk, tx, publication.id, form).await?;
        room::approve_in(&head, tx, publication.id, publication.version + 2).await?;
        self.publications += 1;
        self.plan_forms(unit, day, publication.id, rule)
    }

    /// The required forms on this day and the next ones; sometimes one is forgotten.
    fn plan_forms(
        &mut self,
        unit: usize,
        day: Date,
        publication: PublicationId,
        rule: &'static dinh_law::Rule,
    ) -> Result<()> {
        let actors = self.actors(unit)?;
        let mut needed = needed_forms(self.stage, &actors.unit, rule)?;
        if self.dice.percent(6) && !needed.is_empty() {
            let forgotten =
                usize::try_from(self.dice.roll(u32::try_from(needed.len()).unwrap_or(1)));
            needed.remove(forgotten.unwrap_or(0));
        }
        for (form, place) in needed {
            let last = match form.duration {
                MinimumDuration::EachDay(days) => {
                    day.saturating_add((i32::from(days.get()) - 1).days())
                }
                _ => day,
            };
            let broadcast = form.form == Form::Loudspeaker;
            let mut input = form_input(form.form, place, &actors.unit.full_name, day);
            if broadcast {
                input.to = typed(last);
            }
            let step = Step::Record {
                publication,
                input: Box::new(input),
                keep: form.duration,
            };
            self.push(last, unit, step);
        }
        Ok(())
    }

    fn plan_end(&mut self, unit: usize, day: Date, record: FormRecordId, keep: MinimumDuration) {
        if matches!(keep, MinimumDuration::EachDay(_)) {
            return;
        }
        let Some(last) = self.stage.law.calendar().last_day_of(keep, day) else {
            return;
        };
        if self.dice.percent(2) {
            let early = i32::try_from(self.dice.between(6, 24)).unwrap_or(10);
            let on = day.saturating_add(early.days()).min(last);
            self.push(
                on,
                unit,
                Step::End {
                    record,
                    early: true,
                },
            );
        } else if self.dice.percent(88) {
            let after = i32::try_from(self.dice.between(1, 9)).unwrap_or(1);
            let on = last.saturating_add(after.days());
            self.push(
                on,
                unit,
                Step::End {
                    record,
                    early: false,
                },
            );
        }
    }

    async fn not_applicable(
        &self,
        tx: &mut WriteTx,
        clerk: &Context<'_>,
        actors: &Actors,
        duty: &Duty,
    ) -> Result<()> {
        let head = Context::new(self.stage, Actor::Person(actors.head.clone()));
        let reason = self.dice.pick(words::REASONS).copied().unwrap_or_default();
        room::propose_not_applicable_in(clerk, tx, duty.id, duty.version, reason).await?;
        room::confirm_not_applicable_in(&head, tx, duty.id, duty.version + 1).await
    }

    async fn end(
        &self,
        tx: &mut WriteTx,
        clerk: &Context<'_>,
        day: Date,
        record: FormRecordId,
        early: bool,
    ) -> Result<()> {
        if early {
            let reason = self.dice.pick(words::EARLY).copied().unwrap_or_default();
            room::report_early_end_in(clerk, tx, record, day, reason).await
        } else {
            room::end_form_in(clerk, tx, record, day).await
        }
    }

    async fn ask(&self, tx: &mut WriteTx, actors: &Actors, item: String) -> Result<()> {
        let public = Context::public(self.stage);
        let text = self
            .dice
            .pick(words::QUESTIONS)
            .copied()
            .unwrap_or_default();
        let question = Question {
            item,
            text: text.to_owned(),
            name: "Người dân (mẫu)".to_owned(),
            ..Question::default()
        };
        let asked = room::ask_in(&public, tx, actors.unit.id, question).await?;
        if self.dice.percent(70) {
            let head = Context::new(self.stage, Actor::Person(actors.head.clone()));
            let text = "Đã tiếp nhận; nội dung sẽ được công khai trên trang của đơn vị trong thời gian sớm nhất (mẫu).";
            room::answer_in(&head, tx, asked.number, 1, text).await?;
        }
        Ok(())
    }
}
