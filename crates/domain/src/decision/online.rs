//! The online vote (Article 17(1)(c), Decree 59 Article 5): what one household said in which way, and what of it counts.
//!
//! Guarantees: a vote is taken only while the round is open by the platform's clock; a household has one answer on each
//! channel, so it counts at most once; between channels nobody but a person of the counting team chooses.

use std::collections::BTreeMap;

use dinh_law::{DecisionForm, Law};
use jiff::civil::DateTime;

use super::refuse::forbidden;
use super::{Channel, Choice, Decision, Merged, State, Vote, merge};
use crate::ids::HouseholdId;
use crate::refusal::Refusal;

/// How the answer of a household came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VoteChannel {
    /// The household itself, on a screen.
    Online,
    /// A team member entered what the household had said.
    OnBehalf,
    /// A paper with the name of the household, handed in to the team.
    Paper,
}

impl VoteChannel {
    /// Every channel.
    pub const ALL: &[Self] = &[Self::Online, Self::OnBehalf, Self::Paper];

    /// Stable code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::OnBehalf => "on_behalf",
            Self::Paper => "paper",
        }
    }

    /// The channel with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|channel| channel.code() == code)
    }

    /// What was handed to the team stands like a paper; only the household itself may change its mind.
    const fn counted_as(self) -> Channel {
        match self {
            Self::Online => Channel::Screen,
            Self::OnBehalf | Self::Paper => Channel::Paper,
        }
    }
}

/// One answer as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What.
    pub choice: Choice,
    /// How often it was given or changed, from 1.
    pub revision: i64,
    /// When, local time.
    pub at: DateTime,
}

/// What an answer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The first on this channel, or another one than before; its revision.
    Stored(i64),
    /// The same as before: a retry. Nothing changes.
    Same(i64),
}

/// Everything one household said in a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// Its answers.
    pub said: BTreeMap<VoteChannel, Said>,
    /// The channel that counts, as a person of the team decided.
    pub settled: Option<VoteChannel>,
}

/// What stands of a voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The household has said nothing.
    Silent,
    /// This channel counts.
    Counts(VoteChannel),
    /// Different answers on different channels, and nobody has decided yet.
    Conflict,
}

impl Voice {
    /// What counts of it.
    pub fn standing(&self) -> Standing {
        if let Some(channel) = self.settled
            && self.said.contains_key(&channel)
        {
            return Standing::Counts(channel);
        }
        let mut answers = self.said.iter();
        let Some((first, said)) = answers.next() else {
            return Standing::Silent;
        };
        if answers.all(|(_, other)| other.choice == said.choice) {
            Standing::Counts(*first)
        } else {
            Standing::Conflict
        }
    }

    /// Say it. `seen` is the revision that the voter had before the eyes: an answer that was sent before a newer one
    /// and arrives after it changes nothing. Whatever was decided between channels falls when an answer changes.
    pub fn say(
        &mut self,
        channel: VoteChannel,
        (choice, at): (Choice, DateTime),
        seen: i64,
    ) -> Result<Change, Refusal> {
        let choice = choice.in_order();
        let before = self.said.get(&channel);
        let revision = before.map_or(0, |said| said.revision);
        if before.is_some_and(|said| said.choice == choice) {
            return Ok(Change::Same(revision));
        }
        if seen != revision {
            return Err(Refusal::State(
                "Hộ này vừa có một lựa chọn khác, gửi từ máy khác hoặc gửi sau; lựa chọn bạn vừa gửi chưa được ghi. Hãy xem lựa chọn đang được lưu, rồi đổi lại nếu cần."
                    .into(),
            ));
        }
        let revision = revision + 1;
        let said = Said {
            choice,
            revision,
            at,
        };
        self.said.insert(channel, said);
        self.settled = None;
        Ok(Change::Stored(revision))
    }

    /// A person decides which channel counts. Only between different answers there is something to decide.
    pub fn settle(&mut self, channel: VoteChannel) -> Result<(), Refusal> {
        let mut open = self.clone();
        open.settled = None;
        if open.standing() != Standing::Conflict || !self.said.contains_key(&channel) {
            return Err(Refusal::State(
                "Hộ này không có hai lựa chọn khác nhau như bạn đang thấy; hãy tải lại trang để xem tình trạng mới nhất."
                    .into(),
            ));
        }
        self.settled = Some(channel);
        Ok(())
    }

    /// The votes that go into the count.
    fn votes(&self, household: HouseholdId) -> Vec<Vote> {
        self.said
            .iter()
            .filter(|(channel, _)| self.settled.is_none_or(|settled| settled == **channel))
            .map(|(channel, said)| Vote {
                household,
                channel: channel.counted_as(),
                at: said.at,
                choice: said.choice.clone(),
            })
            .collect()
    }
}

/// The count over all voices of a round; conflicts that nobody decided stand apart.
pub fn tally(
    roll: &std::collections::BTreeSet<HouseholdId>,
    voices: &BTreeMap<HouseholdId, Voice>,
    closes: Option<DateTime>,
    options: usize,
    seats: u32,
) -> Merged {
    let votes: Vec<Vote> = voices
        .iter()
        .flat_map(|(household, voice)| voice.votes(*household))
        .collect();
    merge(roll, &votes, closes, options, seats)
}

/// What the tree of a round holds of one household. Its form never changes; a new form gets a new first line.
pub fn vote_line(decision: i64, round: i64, line: u64, choice: &Choice) -> String {
    format!(
        "dinh/vote-line/1\ndecision {decision}\nround {round}\nline {line}\nchoice {}\n",
        choice.code()
    )
}

impl Decision {
    /// Whether the newest round is decided by an online vote.
    pub fn is_online(&self) -> bool {
        self.round
            .plan
            .as_ref()
            .is_some_and(|plan| plan.form == DecisionForm::Online)
    }

    /// A vote may be taken now. `had` is what the household is told of an earlier vote of its own.
    pub fn takes_votes(&self, now: DateTime, had: bool, law: &Law) -> Result<(), Refusal> {
        let plan = self.planned()?;
        if !self.is_online() {
            return Err(Refusal::State(
                "Việc này không lấy ý kiến bằng biểu quyết trực tuyến.".into(),
            ));
        }
        let closes = plan.closes;
        if self.state == State::Open && closes.is_none_or(|closes| now < closes) {
            return Ok(());
        }
        let on = plan.starts.date();
        if matches!(self.state, State::Planned | State::Noticed) {
            return Err(forbidden(
                law,
                "online_notice",
                on,
                format!(
                    "Chưa đến giờ biểu quyết: bắt đầu lúc {}.",
                    plan.starts.strftime("%H:%M ngày %d/%m/%Y")
                ),
                "Hãy quay lại sau thời điểm đó; mã trên thẻ vẫn dùng được.",
            ));
        }
        let ended = closes.map_or_else(
            || "Việc biểu quyết đã kết thúc".to_owned(),
            |closes| {
                let moment = closes.strftime("%H:%M ngày %d/%m/%Y");
                format!("Đã hết thời gian biểu quyết lúc {moment}")
            },
        );
        let alternative = if had {
            "Lựa chọn mà hộ đã gửi trước đó vẫn được lưu và được tính."
        } else {
            "Hộ chưa có lựa chọn nào được ghi. Nếu thấy việc biểu quyết không đúng quy định, hộ có quyền kiến nghị (khoản 4 Điều 24)."
        };
        Err(forbidden(
            law,
            "online_notice",
            on,
            format!("{ended}; lựa chọn gửi sau thời điểm này không được ghi."),
            alternative,
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const CLOSES: DateTime = date(2026, 11, 25).at(20, 0, 0, 0);

    #[derive(Clone, Debug)]
    enum Step {
        Say(u128, VoteChannel, Choice, i64, i8),
        Settle(u128, VoteChannel),
    }

    fn choice() -> impl Strategy<Value = Choice> {
        prop_oneof![
            Just(Choice::option(0)),
            Just(Choice::Against),
            Just(Choice::Other)
        ]
    }

    fn step() -> impl Strategy<Value = Step> {
        let channel = prop::sample::select(VoteChannel::ALL);
        prop_oneof![
            4 => (0_u128..8, channel.clone(), choice(), 0_i64..4, 0_i8..22)
                .prop_map(|(who, how, what, seen, hour)| Step::Say(who, how, what, seen, hour)),
            1 => (0_u128..8, channel).prop_map(|(who, how)| Step::Settle(who, how)),
        ]
    }

    proptest! {
        #[test]
        fn whatever_happens_the_sum_stays_within_the_roll_and_a_household_counts_once(
            steps in prop::collection::vec(step(), 0..60)
        ) {
            // Households 6 and 7 are strangers.
            let household = |who: u128| HouseholdId(Uuid::from_u128(who));
            let roll: BTreeSet<HouseholdId> = (0..6).map(household).collect();
            let mut voices: BTreeMap<HouseholdId, Voice> = BTreeMap::new();
            for step in steps {
                match step {
                    Step::Say(who, how, what, seen, hour) => {
                        let at = date(2026, 11, 25).at(hour, 0, 0, 0);
                        let voice = voices.entry(household(who)).or_default();
                        let before = voice.clone();
                        if voice.say(how, (what, at), seen).is_err() {
                            prop_assert_eq!(&before, voice);
                        }
                    }
                    Step::Settle(who, how) => {
                        let _ = voices.entry(household(who)).or_default().settle(how);
                    }
                }
                let merged = tally(&roll, &voices, Some(CLOSES), 1, 1);
                let count = &merged.count;
                prop_assert!(count.represented <= count.total);
                prop_assert_eq!(
                    count.approve.iter().sum::<u64>() + count.against + count.other,
                    count.represented
                );
                let conflicts = u64::try_from(merged.conflicts.len()).expect("a number");
                prop_assert!(count.represented + conflicts <= count.total);
            }
        }
    }

    fn at(hour: i8) -> DateTime {
        date(2026, 11, 25).at(hour, 0, 0, 0)
    }

    #[test]
    fn a_retry_changes_nothing_and_an_old_answer_that_arrives_late_is_told_so() {
        let mut voice = Voice::default();
        let yes = || Choice::option(0);
        let online = VoteChannel::Online;
        assert_eq!(
            voice.say(online, (yes(), at(8)), 0).ok(),
            Some(Change::Stored(1))
        );
        assert_eq!(
            voice.say(online, (yes(), at(9)), 0).ok(),
            Some(Change::Same(1))
        );
        let no = Choice::Against;
        assert_eq!(
            voice.say(online, (no, at(10)), 1).ok(),
            Some(Change::Stored(2))
        );
        assert!(voice.say(online, (yes(), at(11)), 0).is_err());
        assert_eq!(voice.standing(), Standing::Counts(online));
    }

    #[test]
    fn different_answers_wait_for_a_person_and_a_new_answer_asks_again() {
        let mut voice = Voice::default();
        let said = |choice| (choice, at(8));
        voice
            .say(VoteChannel::Online, said(Choice::option(0)), 0)
            .expect("said");
        assert!(voice.settle(VoteChannel::Online).is_err());
        voice
            .say(VoteChannel::Paper, said(Choice::Against), 0)
            .expect("said");
        assert_eq!(voice.standing(), Standing::Conflict);
        assert!(voice.settle(VoteChannel::OnBehalf).is_err());
        voice.settle(VoteChannel::Paper).expect("settled");
        assert_eq!(voice.standing(), Standing::Counts(VoteChannel::Paper));
        voice
            .say(VoteChannel::Online, said(Choice::Other), 1)
            .expect("said");
        assert_eq!(voice.standing(), Standing::Conflict);
        voice
            .say(VoteChannel::Online, said(Choice::Against), 2)
            .expect("said");
        assert_eq!(voice.standing(), Standing::Counts(VoteChannel::Online));
    }
}
