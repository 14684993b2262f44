//! A proposal: who may put what before the people (Article 16).

use dinh_law::{Law, Scope};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Subject;
use super::refuse::{forbidden, invalid, procedure, unlawful};
use crate::folding::clean;
use crate::refusal::{FieldError, Refusal};

/// Who proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The head, after agreeing with the head of the Front work committee: 16(2).
    Head,
    /// The chairman, after agreeing with the chairman of the Front: 16(1); also who orders an election (D59 6, 9).
    Chairman,
    /// A citizen: 16(3).
    Citizen,
}

impl Origin {
    /// Every origin.
    pub const ALL: &[Self] = &[Self::Head, Self::Chairman, Self::Citizen];

    /// Stable code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Chairman => "chairman",
            Self::Citizen => "citizen",
        }
    }

    /// Vietnamese name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Head => "Trưởng thôn, Tổ trưởng tổ dân phố",
            Self::Chairman => "Chủ tịch Ủy ban nhân dân cấp xã",
            Self::Citizen => "Công dân có sáng kiến",
        }
    }

    /// The origin with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|origin| origin.code() == code)
    }
}

/// What is put before the people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What it is about.
    pub subject: Subject,
    /// Where it is carried out.
    pub scope: Scope,
    /// Short title.
    pub title: String,
    /// The content to be decided.
    pub content: String,
    /// The options put to the vote, or the names of the candidates. One option is a plain yes or no.
    pub options: Vec<String>,
    /// Seats to be filled; 1 for everything but boards.
    pub seats: u32,
    /// Who proposes.
    pub origin: Origin,
}

const TITLE_LIMIT: usize = 300;
const CONTENT_LIMIT: usize = 20_000;
/// More lines fit on no ballot paper and on no phone.
pub(super) const OPTIONS_LIMIT: usize = 20;

/// Clean what was typed and tell everything that is wrong with it at once.
#[expect(
    clippy::needless_pass_by_value,
    reason = "what was typed is replaced by what comes out"
)]
pub fn check_proposal(typed: Proposal) -> Result<Proposal, Vec<FieldError>> {
    let mut errors = Vec::new();
    let title = clean(&typed.title);
    let length = title.chars().count();
    if length < 5 {
        errors.push(FieldError::new(
            "title",
            "Hãy ghi tên việc cần bàn và quyết định (ít nhất 5 ký tự).",
        ));
    } else if length > TITLE_LIMIT {
        errors.push(FieldError::new(
            "title",
            format!("Tên việc dài {length} ký tự; hãy rút còn tối đa {TITLE_LIMIT}."),
        ));
    }
    let content = clean(&typed.content);
    let length = content.chars().count();
    if length < 10 {
        errors.push(FieldError::new(
            "content",
            "Hãy ghi rõ nội dung đưa ra bàn và quyết định.",
        ));
    } else if length > CONTENT_LIMIT {
        errors.push(FieldError::new(
            "content",
            format!("Nội dung dài {length} ký tự; hãy rút còn tối đa {CONTENT_LIMIT} và đính kèm tài liệu."),
        ));
    }
    let options = check_options(&typed, &mut errors);
    let boards = matches!(
        typed.subject,
        Subject::ElectInspectionBoard | Subject::ElectInvestmentBoard
    );
    if typed.seats == 0 || (typed.seats > 1 && !boards) {
        errors.push(FieldError::new(
            "seats",
            "Số người cần bầu phải từ 1; chỉ khi bầu thành viên Ban mới có thể nhiều hơn 1.",
        ));
    } else if boards && usize::try_from(typed.seats).is_ok_and(|seats| seats > options.len()) {
        errors.push(FieldError::new(
            "seats",
            "Số người cần bầu nhiều hơn số người ứng cử; hãy bổ sung danh sách.",
        ));
    }
    if errors.is_empty() {
        Ok(Proposal {
            title,
            content,
            options,
            ..typed
        })
    } else {
        Err(errors)
    }
}

fn check_options(typed: &Proposal, errors: &mut Vec<FieldError>) -> Vec<String> {
    let mut options: Vec<String> = typed
        .options
        .iter()
        .map(|option| clean(option))
        .filter(|option| !option.is_empty())
        .collect();
    let mut folded: Vec<String> = options
        .iter()
        .map(|option| crate::folding::fold(option))
        .collect();
    folded.sort();
    folded.dedup();
    if folded.len() < options.len() && !typed.subject.is_election() {
        errors.push(FieldError::new(
            "options",
            "Hai phương án giống nhau; hãy sửa hoặc bỏ bớt một phương án.",
        ));
    }
    if options.is_empty() {
        if typed.subject.is_election() {
            errors.push(FieldError::new(
                "options",
                "Hãy ghi ít nhất 01 người ứng cử (khoản 2 Điều 6 Nghị định 59/2023/NĐ-CP).",
            ));
        } else {
            options.push("Đồng ý".to_owned());
        }
    } else if options.len() > OPTIONS_LIMIT {
        errors.push(FieldError::new(
            "options",
            format!("Tối đa {OPTIONS_LIMIT} phương án."),
        ));
    }
    options
}

/// Whether this proposer may put this matter before the people.
pub(super) fn may_propose(proposal: &Proposal, law: &Law, on: Date) -> Result<(), Refusal> {
    let matter = super::refuse::matter(law, proposal.subject.matter(), on)?;
    if matter.threshold(proposal.scope).is_none() {
        return Err(unlawful(
            &matter.citation,
            format!(
                "Việc “{}” không có phạm vi thực hiện {}.",
                proposal.subject.label(),
                proposal.scope.label()
            ),
            "Hãy đưa ra bàn và quyết định trong từng thôn, tổ dân phố.",
        ));
    }
    if proposal.scope == Scope::Commune && proposal.origin != Origin::Chairman {
        return Err(forbidden(
            law,
            "proposal_commune",
            on,
            "Việc có phạm vi toàn xã do Chủ tịch Ủy ban nhân dân cấp xã đề xuất sau khi thống nhất với Chủ tịch Ủy ban Mặt trận Tổ quốc cùng cấp.",
            "Hãy gửi đề nghị đến Chủ tịch Ủy ban nhân dân cấp xã, hoặc đề xuất riêng cho thôn, tổ dân phố mình.",
        ));
    }
    let (by_order, key) = match proposal.subject {
        Subject::ElectHead => (true, "election_plan"),
        Subject::DismissHead => (true, "dismissal_order"),
        _ => (false, "proposal_front"),
    };
    if by_order && proposal.origin != Origin::Chairman {
        return Err(forbidden(
            law,
            key,
            on,
            "Việc bầu, cho thôi làm Trưởng thôn, Tổ trưởng tổ dân phố do Chủ tịch Ủy ban nhân dân cấp xã quyết định tổ chức.",
            "Hãy gửi đơn hoặc đề nghị đến Chủ tịch Ủy ban nhân dân cấp xã.",
        ));
    }
    if !by_order && proposal.scope == Scope::Community && proposal.origin == Origin::Chairman {
        return Err(forbidden(
            law,
            key,
            on,
            "Việc chỉ có phạm vi trong thôn, tổ dân phố do Trưởng thôn, Tổ trưởng tổ dân phố đề xuất sau khi thống nhất với Trưởng Ban công tác Mặt trận.",
            "Hãy để Trưởng thôn, Tổ trưởng tổ dân phố đề xuất, hoặc chọn phạm vi toàn xã nếu việc đó được thực hiện trong toàn xã.",
        ));
    }
    Ok(())
}

/// An initiative needs its share of households, or the Front (Article 16(3)).
pub(super) fn supported(
    supports: u64,
    households: u64,
    front_agrees: bool,
    law: &Law,
    on: Date,
) -> Result<(), Refusal> {
    let rule = procedure(law, "initiative_share", on)?;
    if households == 0 {
        return Err(invalid(
            "supports",
            "Thôn, tổ dân phố này chưa có danh sách hộ; hãy lập sổ hộ trước.",
        ));
    }
    if front_agrees || rule.passes(supports, households) {
        return Ok(());
    }
    Err(unlawful(
        &rule.citation,
        format!(
            "Sáng kiến mới có {supports} trên {households} hộ đồng thuận còn giá trị, chưa đủ 10%."
        ),
        "Hãy lấy thêm ý kiến đồng thuận của các hộ, hoặc đề nghị Ban công tác Mặt trận tán thành.",
    ))
}
