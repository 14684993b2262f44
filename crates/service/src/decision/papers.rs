//! Papers of a decision: what is to be decided, the scan of the signed minutes, photographs.
//!
//! A scan carries names and signatures, so readers cannot open it; its digest stands in the register, sealed.

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, State};
use dinh_domain::ids::{DecisionFileId, DecisionId};
use dinh_store::WriteTx;
use dinh_store::decision::files::{self, DecisionFileRow};

use super::thing::{PublicAct, finish, read};
use crate::error::{Error, Result};
use crate::files::{CheckedFile, Upload, check_upload};
use crate::platform::Context;
use crate::register::{ActContent, Bytes};

const FILES_LIMIT: usize = 100;

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperKind {
    /// What is to be decided; everyone reads it.
    Papers,
    /// The plan of ballots or of an online vote; everyone reads it.
    Plan,
    /// The signed minutes of counting.
    Counting,
    /// The signed minutes of the decision.
    Minutes,
    /// A photograph of the notice on the board.
    Photo,
}

impl PaperKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Papers,
        Self::Plan,
        Self::Counting,
        Self::Minutes,
        Self::Photo,
    ];

    /// Stable code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Papers => "papers",
            Self::Plan => "plan",
            Self::Counting => "counting",
            Self::Minutes => "minutes",
            Self::Photo => "photo",
        }
    }

    /// Vietnamese name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Papers => "Tài liệu đưa ra bàn",
            Self::Plan => "Kế hoạch",
            Self::Counting => "Biên bản kiểm phiếu đã ký (bản quét)",
            Self::Minutes => "Biên bản, quyết định đã ký (bản quét)",
            Self::Photo => "Ảnh niêm yết thông báo",
        }
    }

    /// The kind with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Whether readers may open it. What is signed names people.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Papers | Self::Plan | Self::Photo)
    }

    /// Whether it exists only after the community has decided.
    const fn is_of_the_result(self) -> bool {
        matches!(self, Self::Counting | Self::Minutes)
    }
}

/// Keep a paper: the file, its row, and its digest in the register once the decision is public.
pub async fn attach_paper(
    ctx: &Context<'_>,
    id: DecisionId,
    kind: PaperKind,
    upload: Upload,
) -> Result<DecisionFileId> {
    let checked = check_upload(ctx, "file", upload).await?;
    {
        let mut tx = ctx.read().await?;
        let found = dinh_store::decision::get(&mut tx, id).await?.decision;
        crate::access::authorise(ctx, &mut tx, Action::CountVotes, found.unit).await?;
    }
    let mut tx = ctx.write().await?;
    let file = attach_paper_in(ctx, &mut tx, id, kind, checked).await?;
    tx.commit().await?;
    Ok(file)
}

/// The same inside a transaction of the caller.
pub async fn attach_paper_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    kind: PaperKind,
    checked: CheckedFile,
) -> Result<DecisionFileId> {
    let (mut decision, account) = read(ctx, tx, id, Action::CountVotes).await?;
    if kind.is_of_the_result() && decision.round.outcome.is_none() {
        return Err(Error::Conflict(
            "Chưa có kết quả, nên chưa có biên bản đã ký. Hãy công bố kết quả, in biên bản, ký rồi tải bản quét lên."
                .into(),
        ));
    }
    if kind == PaperKind::Papers && decision.round.count.is_some() {
        return Err(Error::Conflict(
            "Đã có kết quả, nên không bổ sung tài liệu đưa ra bàn được nữa.".into(),
        ));
    }
    let known = files::of(tx, id).await?;
    if known.len() >= FILES_LIMIT {
        return Err(Error::field("file", "Mỗi việc đính kèm tối đa 100 tệp."));
    }
    if known
        .iter()
        .any(|file| file.sha256 == checked.sha256 && file.kind == kind.code())
    {
        return Err(Error::field("file", "Tệp này đã được đính kèm rồi."));
    }
    crate::files::keep(ctx, tx, &checked).await?;
    let size = checked.size;
    let public = public_act(ctx, &decision, kind, &checked, size)?;
    let position = finish(ctx, tx, &mut decision, "attach", kind.label(), public).await?;
    let file = DecisionFileRow {
        id: ctx.new_id(),
        decision_id: id.0,
        round: decision.round.number,
        kind: kind.code().to_owned(),
        name: checked.name,
        media_type: checked.media_type,
        size: i64::try_from(size).map_err(|_| Error::Internal("a file is too large".into()))?,
        sha256: checked.sha256.to_vec(),
        is_public: kind.is_public(),
        added_at: ctx.now().into(),
        register_position: position,
        unscanned: checked.unscanned.into(),
    };
    files::add(tx, &file, Some(account), ctx.now()).await?;
    Ok(DecisionFileId(file.id))
}

/// The digest enters the register once the decision is public.
fn public_act(
    ctx: &Context<'_>,
    decision: &Decision,
    kind: PaperKind,
    checked: &CheckedFile,
    size: u64,
) -> Result<Option<PublicAct>> {
    Ok(match decision.state {
        State::Proposed | State::Planned | State::Dropped => None,
        _ => Some(PublicAct {
            act: "attach",
            laws: vec![
                decision
                    .matter(ctx.law(), ctx.today())?
                    .citation
                    .register_code(),
            ],
            contents: vec![ActContent {
                name: format!("{}.{}", kind.code(), ending(&checked.name)),
                media_type: checked.media_type.clone(),
                bytes: Bytes::Stored {
                    sha256: checked.sha256,
                    size,
                },
                sealed: true,
            }],
        }),
    })
}

/// The ending of a file's name, for a name in the register that says nothing about a person.
fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("bin", |(_, ending)| ending)
}
