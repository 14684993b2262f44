//! Counting: whole numbers over a frozen roll, checked before anything is computed from them.

use dinh_law::Threshold;
use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::refusal::FieldError;

/// What a household, or a raised hand, said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Choice {
    /// For these options (places in the list, from 0); one of them unless several seats are to be filled.
    For {
        /// The options.
        options: Vec<usize>,
    },
    /// Not agreed.
    Against,
    /// Another opinion (Decree 59 Articles 4(5)(b), 5(2)(d)); its words stand elsewhere.
    Other,
    /// Cannot be read or breaks the rules of the paper.
    Invalid,
}

impl Choice {
    /// For one option.
    pub fn option(place: usize) -> Self {
        Self::For {
            options: vec![place],
        }
    }

    /// Whether a paper or a screen with `options` lines and `seats` seats can say this.
    pub fn is_possible(&self, options: usize, seats: u32) -> bool {
        let Self::For { options: chosen } = self else {
            return true;
        };
        let mut places = chosen.clone();
        places.sort_unstable();
        places.dedup();
        let limit = usize::try_from(seats.max(1)).unwrap_or(usize::MAX);
        !places.is_empty()
            && places.len() == chosen.len()
            && places.len() <= limit
            && places.iter().all(|place| *place < options)
    }
}

/// The numbers of one round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Households on the frozen roll.
    pub total: u64,
    /// Households that attended, returned a ballot or voted online.
    pub represented: u64,
    /// In favour, for each option.
    pub approve: Vec<u64>,
    /// Not agreed.
    pub against: u64,
    /// Another opinion.
    pub other: u64,
    /// Invalid.
    pub invalid: u64,
}

impl Count {
    /// An empty count.
    pub fn new(total: u64, options: usize) -> Self {
        Self {
            total,
            approve: vec![0; options],
            ..Self::default()
        }
    }

    /// Add what one household said.
    pub fn add(&mut self, choice: &Choice) {
        self.represented += 1;
        match choice {
            Choice::For { options } => {
                for place in options {
                    if let Some(sum) = self.approve.get_mut(*place) {
                        *sum += 1;
                    }
                }
            }
            Choice::Against => self.against += 1,
            Choice::Other => self.other += 1,
            Choice::Invalid => self.invalid += 1,
        }
    }

    /// Households that were represented and did not take part in the vote; `None` when more voted than were there.
    /// With several seats one household may stand behind several options, so only the least possible number of
    /// households is known: as many as stand behind the option with most, and no fewer than fill the seats.
    pub fn silent(&self, seats: u32) -> Option<u64> {
        let most = self.approve.iter().copied().max().unwrap_or(0);
        let least = sum(&self.approve)?.div_ceil(u64::from(seats.max(1)));
        let voted = most
            .max(least)
            .checked_add(self.against)?
            .checked_add(self.other)?
            .checked_add(self.invalid)?;
        self.represented.checked_sub(voted)
    }

    /// Everything that is wrong with the numbers.
    pub fn check(&self, seats: u32) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if self.represented > self.total {
            errors.push(FieldError::new(
                "represented",
                format!(
                    "Số hộ tham gia ({}) nhiều hơn tổng số hộ của danh sách đã chốt ({}); hãy đếm lại.",
                    self.represented, self.total
                ),
            ));
        }
        if self.silent(seats).is_none() {
            errors.push(FieldError::new(
                "approve",
                format!(
                    "Cộng số đồng ý, không đồng ý, ý kiến khác và không hợp lệ thì nhiều hơn số hộ tham gia ({}); hãy đếm lại từng số.",
                    self.represented
                ),
            ));
        }
        errors
    }

    /// What comes out: for each option the exact share of the whole, compared in integers.
    /// `meeting` says that too few attending households are a reason of their own.
    pub fn outcome(
        &self,
        threshold: &Threshold,
        election: bool,
        seats: u32,
        meeting: bool,
    ) -> Outcome {
        let needed = threshold.share.needed(self.total);
        if meeting && needed.is_none_or(|needed| self.represented < needed) {
            return Outcome::NotEnoughHouseholds;
        }
        let mut reached: Vec<(u64, usize)> = self
            .approve
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, count)| threshold.share.passes(*count, self.total))
            .map(|(place, count)| (count, place))
            .collect();
        reached.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
        let chosen = seated(
            &reached,
            usize::try_from(seats.max(1)).unwrap_or(usize::MAX),
        );
        if !chosen.is_empty() {
            Outcome::Passed { options: chosen }
        } else if election {
            Outcome::FailedElection
        } else {
            Outcome::NotPassed
        }
    }
}

/// The first `seats` of those who reached the share. Who stands equal across the last seat gets none: the law
/// knows no drawing of lots here, so the seat stays open for another election.
fn seated(reached: &[(u64, usize)], seats: usize) -> Vec<usize> {
    let mut chosen: Vec<usize> = match reached.get(seats) {
        None => reached.iter().map(|(_, place)| *place).collect(),
        Some((first_out, _)) => reached
            .iter()
            .take(seats)
            .filter(|(count, _)| count > first_out)
            .map(|(_, place)| *place)
            .collect(),
    };
    chosen.sort_unstable();
    chosen
}

fn sum(numbers: &[u64]) -> Option<u64> {
    numbers
        .iter()
        .try_fold(0_u64, |total, number| total.checked_add(*number))
}
