//! What every paper of a community shares: letterhead, posts, grounds, the number that must agree.

use dinh_domain::decision::{Decision, TeamMember};
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::{Denominator, Threshold};
use dinh_report::{CommunityPaper, Member, PrintedEntry, RequiredVotes, Signer, Voters};
use dinh_store::decision::steps;
use jiff::civil::{Date, DateTime};

use crate::error::{Error, Result};
use crate::grounds::of_instruments;
use crate::platform::Context;
use crate::register::printed_entry;

/// Letterhead and recipients of a paper of the community.
pub(super) fn community_paper(
    ctx: &Context<'_>,
    decision: &Decision,
    (unit, commune): (&Unit, &Unit),
    symbol: &str,
    date: Date,
) -> CommunityPaper {
    CommunityPaper {
        commune: in_sentence(&commune.full_name),
        community: in_sentence(&unit.full_name),
        number: None,
        symbol: symbol.to_owned(),
        place: commune.name.clone(),
        date,
        recipients: vec![
            "Ủy ban nhân dân cấp xã".into(),
            "Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã".into(),
            "Lưu: thôn, tổ dân phố".into(),
        ],
        sample: ctx.platform.sample || decision.sample,
        entry: None,
    }
}

/// The entry of the newest step of this kind, for the paper that says what was recorded with it.
pub(super) async fn entry_of(
    ctx: &Context<'_>,
    decision: &Decision,
    step: &str,
) -> Result<Option<PrintedEntry>> {
    let mut tx = ctx.read().await?;
    let steps = steps::of(&mut tx, decision.id).await?;
    let found = steps.iter().rev().find(|row| row.step == step);
    match found.and_then(|row| row.register_position) {
        None => Ok(None),
        Some(position) => {
            printed_entry(ctx.platform, &mut tx, &address(ctx, decision), position).await
        }
    }
}

/// The law and the decree on which every paper rests.
pub(super) fn grounds(ctx: &Context<'_>) -> Vec<String> {
    of_instruments(ctx.law(), &["L10-2022", "D59-2023"])
}

/// The public page of the decision.
pub(super) fn address(ctx: &Context<'_>, decision: &Decision) -> String {
    format!(
        "{}/ban-va-quyet-dinh/{}",
        ctx.platform.base_url, decision.number
    )
}

/// Who signs, without a name.
pub(super) fn signer(post: &str) -> Signer {
    Signer {
        authority: String::new(),
        post: post.to_owned(),
        name: None,
    }
}

/// "Trưởng ấp", "Tổ trưởng tổ dân phố".
pub(super) fn head_post(unit: &Unit) -> String {
    let kind = unit.local_kind.trim().to_lowercase();
    match (unit.kind, kind.as_str()) {
        (UnitKind::ResidentialGroup, "" | "tổ dân phố") => "Tổ trưởng tổ dân phố".into(),
        (_, "") => "Trưởng thôn".into(),
        (_, local) => format!("Trưởng {local}"),
    }
}

/// A name as it stands within a sentence: the first letter small.
pub(super) fn in_sentence(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// Minutes are written to the minute.
pub(super) fn minute(at: DateTime) -> DateTime {
    at.date().at(at.hour(), at.minute(), 0, 0)
}

/// How many of `total` must agree.
pub(super) fn required(threshold: &Threshold, total: u64) -> Result<RequiredVotes> {
    let needed = threshold.share.needed(total).ok_or_else(|| {
        Error::field(
            "roll",
            "Sổ hộ của thôn, tổ dân phố đang trống; hãy lập sổ hộ trước.",
        )
    })?;
    Ok(RequiredVotes {
        part: threshold.share.part,
        of: threshold.share.of,
        strict: threshold.share.strict,
        total,
        needed,
        voters: match threshold.denominator {
            Denominator::Communities => Voters::Communities,
            Denominator::Attending => Voters::Attending,
            Denominator::Households | Denominator::Members => Voters::Households,
        },
        citation: threshold.citation.to_string(),
    })
}

/// A team, its leader first; `leader` is the leader's post.
pub(super) fn team_members(team: &[TeamMember], leader: &str) -> Vec<Member> {
    let mut members: Vec<&TeamMember> = team.iter().collect();
    members.sort_by_key(|member| !member.leader);
    members
        .into_iter()
        .map(|member| Member {
            name: member.name.clone(),
            part: if member.leader {
                join(leader, &member.body)
            } else {
                member.body.clone()
            },
        })
        .collect()
}

fn join(post: &str, body: &str) -> String {
    if body.is_empty() {
        post.to_owned()
    } else {
        format!("{post}, {body}")
    }
}
