//! `/cong-khai/{number}/thong-bao.pdf`: the notice for the board.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use dinh_domain::disclosure::PublicationState;
use dinh_service::Error;
use dinh_service::disclosure::{find_item, notice};
use serde::Deserialize;

use crate::caller::Caller;
use crate::errors::Failure;
use crate::press::PDF;
use crate::response::for_everybody;
use crate::state::AppState;

/// From which day the notice hangs; today when nothing is said.
#[derive(Deserialize)]
pub struct From {
    tu: Option<jiff::civil::Date>,
}

/// The notice as PDF.
pub async fn pdf(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(from): Query<From>,
) -> Result<Response, Failure> {
    let ctx = caller.context(&state);
    let item = find_item(&ctx, number, false)
        .await?
        .ok_or(Error::NotFound)?;
    if item.stored.publication.state != PublicationState::Published {
        return Err(Error::NotFound.into());
    }
    let day = from.tu.or(item.stored.publication.published_on);
    let view = notice(&ctx, &item, day.unwrap_or_else(|| ctx.today())).await?;
    let name = format!("thong-bao-{number}.pdf");
    let make = Box::new(move || dinh_report::notice_pdf(&view));
    let paper = state.press.print(make, PDF, &name).await?;
    Ok(for_everybody(&caller, paper))
}
