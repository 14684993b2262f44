//! Deciding (Articles 15-24, Decree 59): a matter on its lawful way from proposal to effect.
//!
//! Every step is a method that either gives the new state or a refusal with its article and the nearest lawful
//! way. Numbers are whole, the roll is frozen before the first vote, the result is computed.

mod after;
mod ballots;
mod concluding;
mod contribution;
mod count;
mod dismissal;
mod due;
mod election;
mod erase;
mod merge;
mod online;
mod opening;
mod planning;
mod preparing;
mod proposal;
mod refuse;
mod round;
mod state;
mod subject;
mod thing;

pub use after::{AnnulmentGround, Recognised};
pub use ballots::{Ballot, BallotBox, Collected, Difference, Entry, Place, Progress, Reading};
pub use concluding::Closing;
pub use contribution::{
    ContributionPlan, ContributionSource, Gift, LARGEST_AMOUNT, check_spending, parse_amount,
    parse_labour,
};
pub use count::{Choice, Count};
pub use dismissal::DismissalGround;
pub use due::{DueStep, NextDue};
pub use merge::{Channel, Merged, Vote, merge};
pub use online::{Change, Said, Standing, Voice, VoteChannel, tally, vote_line};
pub use opening::Opening;
pub use planning::Backing;
pub use proposal::{Origin, Proposal, check_proposal};
pub use round::{
    Cluster, ClusterCount, Convener, ElectionDays, HandVote, Notice, Plan, Previous, Proceedings,
    Roll, Round, SecretPapers, TeamMember, VotingMethod,
};
pub use state::{Outcome, State};
pub use subject::Subject;
pub use thing::Decision;
