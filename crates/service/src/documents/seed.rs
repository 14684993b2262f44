//! The source document of the product: submission 356/TTr-UBND of 17 November 2024
//! and the draft resolution that came with it, cut apart and published.

use dinh_domain::ids::UnitId;
use jiff::civil::date;

use super::publish::{NewDocument, publish_document_in};
use crate::error::{Error, Result};
use crate::platform::Context;

const SEED: &str = include_str!("../../../../data/seed-resolution.txt");
/// The letterhead with which the second paper begins.
const SECOND_PAPER: &str = "HỘI ĐỒNG NHÂN DÂN\nTHÀNH PHỐ CẦN THƠ\n";
const TITLE: &str = "Về việc ban hành mục tiêu và biện pháp bảo đảm thực hiện dân chủ ở cơ sở giai đoạn 2025 - 2030";
const SOURCE: &str = "Bản chụp Tờ trình số 356/TTr-UBND ngày 17/11/2024 của Ủy ban nhân dân thành phố Cần Thơ, kèm dự thảo Nghị quyết; chữ được nhận dạng từ bản chụp";

/// The texts of the submission and of the draft resolution, exactly as received:
/// put together they are the whole file.
pub fn seed_texts() -> Result<(&'static str, &'static str)> {
    let cut = SEED
        .find(SECOND_PAPER)
        .ok_or_else(|| Error::Internal("the source document has lost its second paper".into()))?;
    SEED.split_at_checked(cut)
        .ok_or_else(|| Error::Internal("the source document cannot be cut".into()))
}

/// Publish both papers in the name of `city`; gives the two register positions.
/// When they are public already, nothing is done.
pub async fn publish_seed(ctx: &Context<'_>, city: UnitId) -> Result<Option<(i64, i64)>> {
    let (submission, resolution) = seed_texts()?;
    let mut tx = ctx.write().await?;
    let submission = submission_of(city, submission);
    if dinh_store::documents::find_by_slug(&mut tx, &submission.slug)
        .await?
        .is_some()
    {
        return Ok(None);
    }
    let first = publish_document_in(ctx, &mut tx, submission).await?;
    let second = publish_document_in(ctx, &mut tx, resolution_of(city, resolution)).await?;
    tx.commit().await?;
    Ok(Some((first, second)))
}

fn submission_of(city: UnitId, text: &str) -> NewDocument {
    NewDocument {
        slug: "to-trinh-356-ttr-ubnd".into(),
        unit: city,
        kind: "submission".into(),
        symbol: "356/TTr-UBND".into(),
        title: "Tờ trình dự thảo Nghị quyết của Hội đồng nhân dân thành phố về việc ban hành mục tiêu và biện pháp bảo đảm thực hiện dân chủ ở cơ sở giai đoạn 2025 - 2030".into(),
        issued_on: Some(date(2024, 11, 17)),
        status: "issued".into(),
        source: SOURCE.into(),
        text: text.to_owned(),
        laws: vec!["L10-2022/85.2".into()],
    }
}

fn resolution_of(city: UnitId, text: &str) -> NewDocument {
    NewDocument {
        slug: "du-thao-nghi-quyet-dan-chu-o-co-so-2025-2030".into(),
        unit: city,
        kind: "draft_resolution".into(),
        symbol: "NQ-HĐND".into(),
        title: format!("Dự thảo Nghị quyết {}", TITLE.replacen("Về", "về", 1)),
        issued_on: None,
        status: "draft".into(),
        source: SOURCE.into(),
        text: text.to_owned(),
        laws: vec!["L10-2022/85.2".into()],
    }
}
