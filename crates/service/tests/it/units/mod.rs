//! The units room.

mod change;
mod files;
mod real;
mod search;

use std::sync::Arc;

use dinh_service::units::real::{RealCity, import_real_city};
use dinh_service::units::{UnitDirectory, directory};

use crate::installation::Installation;

async fn with_real_city(installation: &Installation) -> RealCity {
    let ctx = installation.clockwork();
    let mut tx = ctx.write().await.expect("the seat");
    let city = import_real_city(&ctx, &mut tx)
        .await
        .expect("the real city");
    tx.commit().await.expect("commit");
    city
}

async fn the_directory(installation: &Installation) -> Arc<UnitDirectory> {
    let ctx = installation.clockwork();
    let mut tx = ctx.read().await.expect("a snapshot");
    directory(ctx.platform, &mut tx).await.expect("a directory")
}
