//! Ballots to households: Article 19(3) of the Law; Article 4(5) of Decree 59/2023/NĐ-CP.
//!
//! A ballot holds title, matter, options with their boxes, how to choose, room for another opinion, and the deadline. The
//! commune stamps it at the top left when the matter is the commune's; the head of the community signs at the bottom
//! right when it is the community's own. The QR code holds the number of the decision and the serial and nothing else:
//! no ballot names a household.

use jiff::civil::Date;
use serde::Serialize;

use super::community_paper::{CommunityPaper, Contents, join_present, signature};
use crate::error::ReportError;
use crate::paper::{Body, Paper, SignatureBlock};
use crate::press::{Order, Template};
use crate::{qr, word, wording};

/// The view of all ballots of one decision.
#[derive(Debug, Clone)]
pub struct BallotPaper {
    /// The commune, as "xã Phong Điền".
    pub commune: String,
    /// The community, as "ấp Nhơn Thọ 1".
    pub community: String,
    /// The public number of the decision.
    pub decision_number: String,
    /// What is to be decided, without "Về việc".
    pub title: String,
    /// The question.
    pub question: String,
    /// The options in order, as "Tán thành" and "Không tán thành".
    pub options: Vec<String>,
    /// How many options may be chosen at most; 1 but for elections of several persons.
    pub choices: u32,
    /// Whether another opinion may be written.
    pub other_opinion: bool,
    /// The last day on which the ballot is taken back.
    pub deadline: Date,
    /// Who takes it back and where.
    pub collected_by: String,
    /// Who makes it a ballot: stamp or signature.
    pub office: BallotOffice,
    /// The serial of each ballot.
    pub serials: Vec<String>,
    /// How many ballots stand on one page.
    pub per_page: BallotsPerPage,
    /// The day of printing.
    pub date: Date,
    /// Whether the data is invented: every ballot is then marked "DỮ LIỆU MẪU".
    pub sample: bool,
}

/// Who makes the sheet a ballot (Decree 59, 4(5)(b)).
#[derive(Debug, Clone)]
pub enum BallotOffice {
    /// A matter of the commune: the People's Committee stamps it at the top left.
    Commune,
    /// A matter of the community: its head signs at the bottom right.
    Community {
        /// The post, as "Trưởng ấp".
        post: String,
        /// The name, when known.
        name: Option<String>,
    },
}

/// How many ballots stand on one page of A4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BallotsPerPage {
    /// One.
    One,
    /// Two with a line to cut along, if the words fit; else one.
    Two,
}

/// What the QR code of a ballot holds: the number of the decision and the serial.
#[must_use]
pub fn ballot_code(decision_number: &str, serial: &str) -> String {
    format!("PHIEU:{}:{}", decision_number.trim(), serial.trim())
}

/// Sets all ballots as one PDF.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if number and serial do not fit into a QR code.
pub fn ballot_papers_pdf(ballots: &BallotPaper) -> Result<Vec<u8>, ReportError> {
    order(ballots)?.print()
}

/// Writes all ballots as DOCX, one to a page.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if number and serial do not fit into a QR code.
pub fn ballot_papers_docx(ballots: &BallotPaper) -> Result<Vec<u8>, ReportError> {
    let papers: Vec<Paper> = ballots
        .serials
        .iter()
        .map(|serial| paper(ballots, serial))
        .collect();
    word::write_all(&papers)
}

#[derive(Serialize)]
struct PrintedBallots<'view> {
    author: String,
    commune: &'view str,
    community: &'view str,
    title: String,
    question: String,
    guidance: String,
    options: &'view [String],
    other_opinion: Option<&'static str>,
    deadline: String,
    number: String,
    stamp: Option<String>,
    signature: Option<SignatureBlock>,
    serials: &'view [String],
    two: bool,
    sample: bool,
}

const OTHER_OPINION: &str = "Ý kiến khác (nếu có):";

pub(crate) fn order(ballots: &BallotPaper) -> Result<Order, ReportError> {
    let pictures: Result<Vec<String>, ReportError> = ballots
        .serials
        .iter()
        .map(|serial| qr::draw(&ballot_code(&ballots.decision_number, serial)))
        .collect();
    let printed = PrintedBallots {
        author: join_present(&[&ballots.community, &ballots.commune], ", "),
        commune: &ballots.commune,
        community: &ballots.community,
        title: summary(ballots),
        question: wording::bare(&ballots.question),
        guidance: guidance(ballots),
        options: &ballots.options,
        other_opinion: ballots.other_opinion.then_some(OTHER_OPINION),
        deadline: deadline(ballots),
        number: number(ballots),
        stamp: stamp(ballots),
        signature: head(ballots),
        serials: &ballots.serials,
        two: ballots.per_page == BallotsPerPage::Two,
        sample: ballots.sample,
    };
    Ok(
        Order::new(Template::BallotPaper, &printed, None, Some(ballots.date))?
            .with_codes(pictures?),
    )
}

pub(crate) fn paper(ballots: &BallotPaper, serial: &str) -> Paper {
    let mut body = Body::default();
    if let Some(stamp) = stamp(ballots) {
        body.item(stamp);
    }
    body.paragraph(wording::bare(&ballots.question));
    body.paragraph(guidance(ballots));
    for option in &ballots.options {
        body.paragraph(format!("\u{25A1}  {}", option.trim()));
    }
    if ballots.other_opinion {
        body.paragraph(OTHER_OPINION);
        for _ in 0..2 {
            body.paragraph(".".repeat(110));
        }
    }
    body.paragraph(deadline(ballots));
    body.paragraph(number(ballots));
    body.code(Some(serial.trim()), "Số sê-ri:");
    let community = CommunityPaper {
        commune: ballots.commune.clone(),
        community: ballots.community.clone(),
        number: None,
        symbol: String::new(),
        place: String::new(),
        date: ballots.date,
        recipients: Vec::new(),
        sample: ballots.sample,
        entry: None,
    };
    let mut paper = community.with(Contents {
        type_name: "Phiếu lấy ý kiến hộ gia đình".to_owned(),
        summary: summary(ballots),
        grounds: Vec::new(),
        blocks: body.done(),
        signatures: head(ballots).map(|block| vec![block]).into_iter().collect(),
        annexes: Vec::new(),
        address: Some(ballot_code(&ballots.decision_number, serial)),
    });
    paper.letterhead.date = None;
    paper
}

fn summary(ballots: &BallotPaper) -> String {
    format!("Về việc: {}", wording::bare(&ballots.title))
}

fn guidance(ballots: &BallotPaper) -> String {
    let choose = if ballots.choices <= 1 {
        "Chọn một phương án: đánh dấu X vào một ô vuông.".to_owned()
    } else {
        format!(
            "Chọn nhiều nhất {} phương án: đánh dấu X vào ô vuông của phương án được chọn.",
            wording::count(u64::from(ballots.choices))
        )
    };
    format!("{choose} Phiếu không chọn hoặc chọn quá số phương án là phiếu không hợp lệ.")
}

fn deadline(ballots: &BallotPaper) -> String {
    join_present(
        &[
            &format!(
                "Thời hạn thu phiếu: hết {}.",
                wording::long_date(ballots.deadline)
            ),
            &wording::sentence(&ballots.collected_by),
        ],
        " ",
    )
}

fn number(ballots: &BallotPaper) -> String {
    format!("Mã số việc: {}", ballots.decision_number.trim())
}

fn stamp(ballots: &BallotPaper) -> Option<String> {
    matches!(ballots.office, BallotOffice::Commune).then(|| {
        format!(
            "Chỗ đóng dấu treo của Ủy ban nhân dân {}",
            ballots.commune.trim()
        )
    })
}

fn head(ballots: &BallotPaper) -> Option<SignatureBlock> {
    match &ballots.office {
        BallotOffice::Commune => None,
        BallotOffice::Community { post, name } => {
            Some(signature(post, name.as_deref().unwrap_or_default()))
        }
    }
}
