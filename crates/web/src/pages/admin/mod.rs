//! Administration: accounts and mandates, the trail, the rule packs.

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    Vec::new()
}
