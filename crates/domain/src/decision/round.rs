//! One attempt to decide: a plan, a notice, an opening with the frozen roll, what happened, the count.
//! A decision may need several: ballots after a meeting that was too small, another election.

use dinh_law::{BallotGround, DecisionForm};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::{Count, DismissalGround, Outcome};
use crate::folding::fold;
use crate::refusal::FieldError;

/// Who calls the community together (Decree 59 Article 3(1)).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Convener {
    /// The head of the community: 3(1)(a).
    #[default]
    Head,
    /// The election team that the chairman set up: 3(1)(b).
    ElectionTeam,
    /// The head of the Front work committee: 3(1)(c).
    FrontWorkCommittee,
    /// The chairman, when one person is head of both: 3(1)(c).
    Chairman,
    /// Whom the chairman named, when there is no head: 3(1)(d).
    Appointed,
}

impl Convener {
    /// Every convener.
    pub const ALL: &[Self] = &[
        Self::Head,
        Self::ElectionTeam,
        Self::FrontWorkCommittee,
        Self::Chairman,
        Self::Appointed,
    ];

    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::ElectionTeam => "election_team",
            Self::FrontWorkCommittee => "front_work_committee",
            Self::Chairman => "chairman",
            Self::Appointed => "appointed",
        }
    }

    /// Vietnamese name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Head => "Trưởng thôn, Tổ trưởng tổ dân phố",
            Self::ElectionTeam => "Tổ bầu cử",
            Self::FrontWorkCommittee => "Trưởng Ban công tác Mặt trận",
            Self::Chairman => "Chủ tịch Ủy ban nhân dân cấp xã",
            Self::Appointed => "Người được Chủ tịch Ủy ban nhân dân cấp xã chỉ định",
        }
    }

    /// The convener with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|convener| convener.code() == code)
    }
}

/// One person of a team, with the body that sent them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Name.
    pub name: String,
    /// "Ban công tác Mặt trận", "Chi hội Phụ nữ", "đại diện hộ gia đình".
    pub body: String,
    /// Sent by the Front work committee.
    pub front: bool,
    /// Leads the team.
    pub leader: bool,
}

/// A meeting of one cluster (Article 18(3)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cluster {
    /// Name.
    pub name: String,
    /// Who chairs it.
    pub chair: String,
    /// Where.
    pub place: String,
    /// When.
    pub starts: Option<DateTime>,
}

/// The days of an election of the head (Decree 59 Article 6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectionDays {
    /// The chairman decided the election and its plan.
    pub decided_on: Option<Date>,
    /// The Front work committee fixed the list of candidates.
    pub candidates_on: Option<Date>,
    /// The election team was set up.
    pub team_on: Option<Date>,
    /// The decisions were announced and posted.
    pub announced_on: Option<Date>,
}

/// What became of the attempt before this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    /// What came out of it.
    pub outcome: Outcome,
    /// The day on which that result stood.
    pub decided_on: Option<Date>,
    /// It was passed, and recognition was refused.
    pub refused: bool,
}

/// How it is to be decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a condition of the law that is met or not"
)]
pub struct Plan {
    /// The form.
    pub form: DecisionForm,
    /// For ballots: the ground on which they rest.
    #[serde(default)]
    pub ground: Option<BallotGround>,
    /// Who calls and chairs.
    #[serde(default)]
    pub convener: Convener,
    /// There is no head at the moment.
    #[serde(default)]
    pub head_vacant: bool,
    /// One person is head of the community and of the Front work committee.
    #[serde(default)]
    pub head_leads_front: bool,
    /// The Front agrees with the form (Articles 16, 17(2), 19(1)(c); Decree 59 Article 5(1)(a)).
    #[serde(default)]
    pub front_agrees: bool,
    /// The meeting; the first day of the ballots; the opening of the online vote. Local time.
    pub starts: DateTime,
    /// The moment after which no ballot is collected and no vote cast. None for a meeting.
    #[serde(default)]
    pub closes: Option<DateTime>,
    /// Where; empty for an online vote.
    #[serde(default)]
    pub place: String,
    /// Meetings by cluster; empty when all meet together.
    #[serde(default)]
    pub clusters: Vec<Cluster>,
    /// The document by which the People's Committee decided the clusters (Decree 59 Article 3(6)).
    #[serde(default)]
    pub clusters_document: String,
    /// The community lives scattered, so that clusters are allowed below the number of households.
    #[serde(default)]
    pub scattered: bool,
    /// The ballot team, the team of the online vote, or the election team of an election of the head.
    #[serde(default)]
    pub team: Vec<TeamMember>,
    /// The day on which the plan was sent to (ballots), or the vote reported to (online), People's Committee and Front.
    #[serde(default)]
    pub reported_on: Option<Date>,
    /// Day of the plan.
    pub made_on: Date,
    /// The representatives have devices (Decree 59 Article 5(1)(c)).
    #[serde(default)]
    pub devices: bool,
    /// For elections of the head.
    #[serde(default)]
    pub election: ElectionDays,
    /// The decision to elect again, after a failed election (Decree 59 Articles 3(5)(d), 8).
    #[serde(default)]
    pub reelection_document: String,
    /// For a dismissal: what it rests on (Decree 59 Article 9(1), Law Article 36(2)).
    #[serde(default)]
    pub dismissal: Option<DismissalGround>,
    /// The letter, proposal or petition that asks for the dismissal: number or author, and day.
    #[serde(default)]
    pub dismissal_document: String,
}

impl Plan {
    /// A plan with nothing but its form and times.
    pub fn new(form: DecisionForm, starts: DateTime, made_on: Date) -> Self {
        Self {
            form,
            ground: None,
            convener: Convener::Head,
            head_vacant: false,
            head_leads_front: false,
            front_agrees: false,
            starts,
            closes: None,
            place: String::new(),
            clusters: Vec::new(),
            clusters_document: String::new(),
            scattered: false,
            team: Vec::new(),
            reported_on: None,
            made_on,
            devices: false,
            election: ElectionDays::default(),
            reelection_document: String::new(),
            dismissal: None,
            dismissal_document: String::new(),
        }
    }
}

impl Plan {
    /// The cluster with this name, however its letters and spaces are written.
    pub fn find_cluster(&self, name: &str) -> Option<&Cluster> {
        let wanted = fold(name);
        self.clusters
            .iter()
            .find(|cluster| fold(&cluster.name) == wanted)
    }

    /// The day of the meeting; of the last one when clusters meet on several days.
    pub fn last_meeting_day(&self) -> Date {
        self.clusters
            .iter()
            .filter_map(|cluster| cluster.starts)
            .map(DateTime::date)
            .fold(self.starts.date(), Date::max)
    }
}

/// How the community was told (Decree 59 Articles 3(3), 4(4), 5(3)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The last day on which somebody was still told.
    pub told_on: Option<Date>,
    /// In which ways: "giấy mời", "loa ấp", "điện thoại".
    pub ways: Vec<String>,
    /// Posted at the culture house and the community points.
    pub posted_on: Option<Date>,
    /// Papers have reached every household by this day.
    pub papers_on: Option<Date>,
}

/// A vote by raised hands among those who attend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandVote {
    /// Hands in favour.
    pub approve: u64,
    /// Households attending at that moment.
    pub attending: u64,
}

/// How those who attend vote on the matter itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VotingMethod {
    /// Raised hands.
    Hands,
    /// Papers in a box.
    Secret,
}

/// The papers of a secret ballot in a meeting (form 02).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretPapers {
    /// Given out.
    pub issued: u64,
    /// Returned.
    pub returned: u64,
    /// Valid among the returned.
    pub valid: u64,
    /// Invalid among the returned.
    pub invalid: u64,
}

/// What one meeting of a cluster counted (Article 18(3)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterCount {
    /// Name of the cluster, as in the plan.
    pub name: String,
    /// Households that attended there.
    #[serde(default)]
    pub represented: u64,
    /// In favour, for each option.
    pub approve: Vec<u64>,
    /// Not agreed.
    pub against: u64,
    /// Another opinion, or no opinion.
    pub other: u64,
    /// Invalid.
    pub invalid: u64,
}

impl ClusterCount {
    /// What is wrong with the numbers: no cluster counts more than the households that attended there.
    pub fn check(&self, seats: u32) -> Option<FieldError> {
        let count = Count {
            total: self.represented,
            represented: self.represented,
            approve: self.approve.clone(),
            against: self.against,
            other: self.other,
            invalid: self.invalid,
        };
        count.silent(seats).is_none().then(|| {
            FieldError::new(
                "clusters",
                format!(
                    "Cụm “{}”: cộng số đồng ý, không đồng ý và ý kiến khác thì nhiều hơn số hộ dự họp tại cụm ({}); hãy đếm lại, hoặc ghi có mặt cho hộ còn thiếu ở cụm này.",
                    self.name, self.represented
                ),
            )
        })
    }
}

/// What the meeting decided about itself (Decree 59 Article 3(5)).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proceedings {
    /// Name of the secretary, with the vote.
    pub secretary: Option<(String, HandVote)>,
    /// The method, with the vote.
    pub method: Option<(VotingMethod, HandVote)>,
    /// The counting committee, with the vote.
    pub committee: Option<(Vec<TeamMember>, HandVote)>,
}

/// The roll as it was frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roll {
    /// Households.
    pub total: u64,
    /// Root over the sealed lines, 64 hex signs.
    pub root: String,
    /// How often it was corrected after the opening.
    #[serde(default)]
    pub corrections: u64,
}

/// One attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// From 1.
    pub number: i64,
    /// What became of the attempt before; none before the first one has a result.
    #[serde(default)]
    pub previous: Option<Previous>,
    /// How.
    pub plan: Option<Plan>,
    /// How the community was told.
    pub notice: Option<Notice>,
    /// Who decides.
    pub roll: Option<Roll>,
    /// When it was opened.
    pub opened: Option<DateTime>,
    /// What the meeting decided about itself.
    #[serde(default)]
    pub proceedings: Proceedings,
    /// The household representatives who watched the count.
    #[serde(default)]
    pub witnesses: Vec<String>,
    /// The papers of a secret ballot in the meeting.
    #[serde(default)]
    pub secret: Option<SecretPapers>,
    /// What each meeting of a cluster counted.
    #[serde(default)]
    pub clusters: Vec<ClusterCount>,
    /// The numbers.
    pub count: Option<Count>,
    /// The day on which the result stands: of the meeting, or of the end of the time.
    pub decided_on: Option<Date>,
    /// What came out.
    pub outcome: Option<Outcome>,
}

impl Round {
    /// The day whose law decides.
    pub fn law_day(&self) -> Option<Date> {
        self.plan.as_ref().map(|plan| plan.starts.date())
    }
}
