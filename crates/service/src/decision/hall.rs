//! What the minutes of form 03 tell of the hall: the meetings of clusters, what was said, whose hands were raised.

use dinh_domain::decision::{Decision, Plan};
use dinh_report::{ApprovingHouseholds, ClusterMeeting, Participant};

use super::discussion::speeches;
use super::hands::approving_households;
use super::printed::number_words;
use crate::error::Result;
use crate::platform::Context;

/// The meetings of the clusters, each with the households that attended it.
pub(super) fn clusters(plan: &Plan, decision: &Decision) -> Vec<ClusterMeeting> {
    plan.clusters
        .iter()
        .zip(&decision.round.clusters)
        .map(|(cluster, counted)| ClusterMeeting {
            cluster: cluster.name.clone(),
            held_at: cluster.starts.unwrap_or(plan.starts),
            chair: cluster.chair.clone(),
            represented: counted.represented,
        })
        .collect()
}

/// What was said, a line each.
pub(super) async fn discussion(ctx: &Context<'_>, decision: &Decision) -> Result<Vec<String>> {
    let rows = speeches(ctx, decision).await?;
    Ok(rows
        .into_iter()
        .map(|row| format!("{}: {}", row.speaker, row.words))
        .collect())
}

/// The lists of raised hands that were made. Who was erased since is a number only.
pub(super) async fn approving(
    ctx: &Context<'_>,
    decision: &Decision,
) -> Result<Vec<ApprovingHouseholds>> {
    let Some(count) = &decision.round.count else {
        return Ok(Vec::new());
    };
    let lists = approving_households(ctx, decision).await?;
    let options = decision.proposal.options.iter().zip(&count.approve);
    Ok(options
        .zip(lists)
        .filter(|(_, list)| !list.is_empty())
        .map(|((option, counted), list)| {
            let listed = u64::try_from(list.len()).unwrap_or(u64::MAX);
            ApprovingHouseholds {
                subject: option.clone(),
                erased: counted.saturating_sub(listed),
                households: list
                    .into_iter()
                    .map(|one| Participant {
                        household_number: number_words(one.number, one.line),
                        name: one.representative,
                        address: one.address,
                    })
                    .collect(),
            }
        })
        .collect())
}
