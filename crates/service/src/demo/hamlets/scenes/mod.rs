//! The sample decisions: every form, every state, one annulled, one amended, one election held again, one matter of the
//! whole commune.

mod commune_wide;
mod elections;
mod self_governing;
mod unfinished;
mod works;

use super::scene::Scene;

/// Every sample decision. A matter of the whole commune stands before its parts, which are played after it on one day.
pub fn all() -> Vec<Scene> {
    [
        works::all(),
        commune_wide::all(),
        self_governing::all(),
        elections::all(),
        unfinished::all(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
