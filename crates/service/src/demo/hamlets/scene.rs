//! What may happen to a sample decision, and how each move is played by the use case of the officer whose task it is.

use dinh_domain::decision::{ContributionPlan, ContributionSource, Plan, Proposal, VotingMethod};
use jiff::civil::Date;

/// A move of a scene.
#[derive(Clone, Debug)]
pub enum Move {
    /// It is proposed.
    Propose(Box<Proposal>),
    /// Another is proposed that takes the place of what the scene decided before.
    Replace(Box<Proposal>),
    /// The hamlet takes up its part of the newest matter of the whole commune.
    Join,
    /// The Front agrees.
    Agree,
    /// So many households support the initiative.
    Support(u64),
    /// So many households choose the online vote.
    ChooseOnline(u64),
    /// It is planned, for so many days later.
    Plan(Box<Planned>),
    /// Papers reach every household.
    Papers,
    /// The community is told.
    Notify,
    /// It is opened.
    Open,
    /// So many households come.
    Attend(u64),
    /// The meeting chooses secretary and method.
    Begin(VotingMethod),
    /// The meeting votes: in favour for each option, against, another opinion.
    Vote(Vec<u64>, u64, u64),
    /// The meeting was too small.
    TooSmall,
    /// Ballots are printed and given out.
    Print,
    /// So many ballots are collected.
    Collect(u64),
    /// Two people read the ballots, a third settles where they differ, and the result stands: in favour, against,
    /// another opinion.
    Count([u32; 3]),
    /// Cards are handed out; so many vote online: in favour, against.
    VoteOnline(u64, u64),
    /// The online vote is closed.
    CloseOnline,
    /// It is not put before the people.
    Drop(&'static str),
    /// It is sent to People's Committee and Front.
    Send,
    /// It is recognised.
    Recognise,
    /// Recognition is refused.
    Refuse(&'static str),
    /// It is annulled.
    Annul(&'static str),
    /// The results of all communities are added up.
    AddUp,
    /// The People's Committee sets today as the day of its effect.
    SetEffect,
    /// The account of contributions is opened.
    OpenAccount(Box<ContributionPlan>),
    /// So many households are to give nothing; nobody writes down why.
    Waive(u64),
    /// Something is received.
    Receive(Giving),
    /// Something is spent, with a voucher.
    Spend(Spending),
    /// An expense was wrong.
    VoidSpending(i64, &'static str),
}

/// What is received.
#[derive(Clone, Debug)]
pub enum Giving {
    /// Each household from one place of the roll up to another gives the same.
    Households {
        /// First place, from 0.
        from: usize,
        /// The place after the last.
        to: usize,
        /// Money.
        amount: i64,
        /// Labour, in tenths of a day.
        labour: i64,
    },
    /// Something from elsewhere.
    Gift {
        /// From where.
        source: ContributionSource,
        /// Who handed it over; nobody for the budget.
        payer: &'static str,
        /// Money.
        amount: i64,
        /// Things in words.
        goods: &'static str,
        /// What they are worth.
        worth: i64,
    },
}

/// What is spent.
#[derive(Clone, Copy, Debug)]
pub struct Spending {
    /// What for.
    pub purpose: &'static str,
    /// How much.
    pub amount: i64,
}

/// A plan whose days are counted from the day of the move.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Days until it starts.
    pub starts_in: i32,
    /// Days that ballots or the online vote last; 0 for a meeting.
    pub lasts: i32,
    /// Everything else.
    pub shape: fn(&mut Plan, Date),
}

/// A decision of one hamlet, move by move: days after the first one.
pub struct Scene {
    /// Place of the hamlet among the twelve.
    pub hamlet: usize,
    /// Days before the last day on which it begins.
    pub begins: i32,
    /// Days after the beginning, and what happens.
    pub moves: Vec<(i32, Move)>,
}
