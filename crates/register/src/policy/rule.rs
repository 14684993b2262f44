//! How many witnesses must have cosigned, and what their times say together.

/// The condition of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rule {
    /// Nobody is asked for.
    Nobody,
    /// This witness, by its place.
    Witness(usize),
    /// At least so many of these.
    Group { least: usize, members: Vec<Rule> },
}

/// When a quorum had seen a checkpoint, in seconds since 1970. Both ends hold as long as fewer witnesses lie than any quorum
/// has members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Not earlier than this it was the largest checkpoint that a quorum knew: what is not in it came later.
    pub earliest: u64,
    /// Not later than this a quorum knew it: what is in it was there.
    pub latest: u64,
}

impl Rule {
    pub(super) fn is_met(&self, has: &impl Fn(usize) -> bool) -> bool {
        match self {
            Self::Nobody => true,
            Self::Witness(place) => has(*place),
            Self::Group { least, members } => {
                members.iter().filter(|member| member.is_met(has)).count() >= *least
            }
        }
    }

    /// The times of a quorum among these cosignatures; nothing if there is none or none is asked for.
    pub(super) fn seen(&self, cosigned: &[(usize, u64)]) -> Option<Seen> {
        Some(Seen {
            earliest: self.time(cosigned, &|times| times.sort_unstable_by(|a, b| b.cmp(a)))?,
            latest: self.time(cosigned, &|times| times.sort_unstable())?,
        })
    }

    /// Of `k` of `n` the k-th time in this order: among the first k there is an honest one, unless k lie.
    fn time(&self, cosigned: &[(usize, u64)], order: &impl Fn(&mut [u64])) -> Option<u64> {
        match self {
            Self::Nobody => None,
            Self::Witness(place) => cosigned
                .iter()
                .find(|(witness, _)| witness == place)
                .map(|(_, time)| *time),
            Self::Group { least, members } => {
                let times = members
                    .iter()
                    .filter_map(|member| member.time(cosigned, order));
                let mut times: Vec<u64> = times.collect();
                order(&mut times);
                times.get(least - 1).copied()
            }
        }
    }
}
