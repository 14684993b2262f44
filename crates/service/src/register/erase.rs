//! Erase what a sealed digest of an entry stands for: content, salt and every copy, with an article and a reason. The entry
//! stays as it was, so the register still verifies; without the salt its commitment says nothing about the content.

use std::fmt::Write as _;

use dinh_domain::disclosure::PublicationState;
use dinh_domain::erasing::{Erasure, erased_words};
use dinh_domain::ids::{DecisionId, PublicationId, UnitId};
use dinh_register::{Act, hex};
use dinh_store::register::erasing::{self, Erased, SealedRow};
use dinh_store::register::{self as stored, ContentRow, EntryRow};
use dinh_store::{WriteTx, disclosure};
use serde_json::json;

use super::record::{ActContent, Bytes, NewAct, record_act};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// Erase the content at this place of an entry, wherever the thing names it; gives the position of the entry that says so. Files
/// go with [`sweep_erased_files`], after the transaction.
pub(super) async fn erase_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    position: i64,
    place: i64,
    erasure: &Erasure,
) -> Result<i64> {
    let entry = stored::find(tx, position).await?.ok_or(Error::NotFound)?;
    let contents = stored::contents(tx, position).await?;
    let content = contents
        .into_iter()
        .find(|content| content.place == place)
        .ok_or(Error::NotFound)?;
    refuse_open(&content)?;
    let rows = erasing::sealed_like(tx, entry.thing, &content.sha256).await?;
    refuse_needed(tx, &entry, &rows).await?;

    let said = record(ctx, tx, &entry, &rows, (&erasure.article, &erasure.reason)).await?;
    let words = erased_words(&erasure.article);
    for row in &rows {
        let erased = Erased {
            position: said,
            article: &erasure.article,
        };
        erasing::erase(tx, row, &erased).await?;
        blank(ctx, tx, &entry, &content, row, &words).await?;
    }
    if content.text.is_none() {
        erasing::forget_file(tx, entry.thing, &content.sha256).await?;
    }
    dinh_store::decision::mark_if_any(tx, entry.thing, said).await?;
    let detail = json!({ "position": position, "place": place, "contents": rows.len() });
    let unit = Some(UnitId(entry.unit_id));
    audit::record(ctx, tx, "erase_sealed_content", entry.thing, unit, detail).await?;
    Ok(said)
}

pub(super) fn refuse_open(content: &ContentRow) -> Result<()> {
    if content.erased_position.is_some() {
        return Err(Error::Conflict(
            "Nội dung này đã được xóa rồi. Hãy tải lại trang của mục để xem căn cứ xóa.".into(),
        ));
    }
    if content.is_open() {
        return Err(Error::Conflict(
            "Nội dung này thuộc loại công khai lâu dài: sổ ghi mã SHA-256 của chính nội dung, ai giữ bản sao cũng chứng minh được \
             nên xóa ở đây không làm nó biến mất. Nếu nội dung sai, hãy đính chính; nếu không được công khai, hãy rút bản công \
             khai với căn cứ pháp lý."
                .into(),
        ));
    }
    Ok(())
}

/// What is still shown or still counted stays until it is not.
pub(super) async fn refuse_needed(
    tx: &mut WriteTx,
    entry: &EntryRow,
    rows: &[SealedRow],
) -> Result<()> {
    if rows.iter().any(|row| row.name == "bang-phieu.txt") {
        return Err(Error::Conflict(
            "Bảng phiếu là căn cứ của kết quả kiểm phiếu nên được giữ; nó chỉ có số sê-ri và lựa chọn, không có tên hộ. Để một lá \
             phiếu không còn gắn được với hộ, hãy xóa dữ liệu của hộ trong sổ hộ."
                .into(),
        ));
    }
    if entry.room != "disclosure" {
        return Ok(());
    }
    let Some(found) = disclosure::find(tx, PublicationId(entry.thing)).await? else {
        return Ok(());
    };
    let newest = found.register_position;
    let is_shown = found.publication.state == PublicationState::Published
        && rows.iter().any(|row| Some(row.position) == newest);
    if is_shown {
        return Err(Error::Conflict(
            "Nội dung này đang được công khai. Hãy đính chính để bỏ nó khỏi bản đang công khai, hoặc rút bản công khai, rồi xóa ở bản cũ."
                .into(),
        ));
    }
    Ok(())
}

/// The entry that says what was erased by which article. The reason is sealed: it can be erased as well.
async fn record(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    entry: &EntryRow,
    rows: &[SealedRow],
    (article, reason): (&str, &str),
) -> Result<i64> {
    let act = Act::parse(&entry.entry)
        .map_err(|error| Error::Internal(format!("a stored entry: {error}")))?;
    let unit = dinh_store::units::get(tx, UnitId(entry.unit_id)).await?;
    let mut lines = "dinh/erase/1\n".to_owned();
    for row in rows {
        // Writing to a String cannot fail.
        let _ = writeln!(lines, "content {} {}", row.position, row.place);
    }
    let _ = writeln!(lines, "article {article}");
    let text = |name: &str, text: String, sealed| ActContent {
        name: name.to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: Bytes::Text(text),
        sealed,
    };
    let new = NewAct {
        unit: &unit,
        room: &entry.room,
        act: "erase",
        thing: entry.thing,
        laws: act.laws,
        contents: vec![
            text("xoa.txt", lines, false),
            text(
                "ly-do.txt",
                format!("dinh/reason/1\narticle {article}\n\n{reason}\n"),
                true,
            ),
        ],
    };
    record_act(ctx, tx, new).await
}

/// Put words in place of the copy that the room keeps of one content.
async fn blank(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    entry: &EntryRow,
    content: &ContentRow,
    row: &SealedRow,
    words: &str,
) -> Result<()> {
    let thing = entry.thing;
    let publication = PublicationId(thing);
    match (entry.room.as_str(), row.name.as_str(), row.act.as_str()) {
        ("disclosure", "noi-dung.txt", "request") => {}
        ("disclosure", "noi-dung.txt", "answer") => erasing::blank_answer(tx, thing, words).await?,
        ("disclosure", "noi-dung.txt", "not-applicable") => {
            erasing::blank_duty_reason(tx, thing, words).await?;
        }
        ("disclosure", "noi-dung.txt", _) => {
            erasing::blank_revision(tx, publication, row.position, words).await?;
        }
        ("disclosure", "ly-do.txt", _) => {
            erasing::blank_revision_reason(tx, publication, row.position, words).await?;
        }
        ("disclosure", "hinh-thuc.txt", _) => erasing::blank_form(tx, thing, words).await?,
        ("disclosure", "ket-thuc.txt", _) => erasing::blank_form_end(tx, thing, words).await?,
        (_, "bien-nhan.txt", _) => {
            erasing::blank_receipt(tx, thing, row.position, words).await?;
        }
        (_, "khoan-chi.txt", _) => {
            erasing::blank_expense(tx, thing, row.position, words).await?;
        }
        (_, "so-ho.txt", _) => {
            let text = content.text.as_deref().unwrap_or_default();
            let reason = text
                .split_once("\n\n")
                .map_or("", |(_, rest)| rest.trim_end());
            erasing::blank_correction(tx, DecisionId(thing), reason, words).await?;
        }
        ("decision", "noi-dung.txt" | "ly-do.txt", act) if act != "erase" => {
            let mut decision = dinh_store::decision::get(tx, DecisionId(thing))
                .await?
                .decision;
            if row.name == "ly-do.txt" {
                decision.erase_reason(words);
            } else {
                decision.erase_question(words)?;
            }
            dinh_store::decision::save(tx, &mut decision, ctx.now()).await?;
        }
        // Files have no copy of their words; the reason of an erasure is kept nowhere else.
        _ => {}
    }
    Ok(())
}

/// Take files that nothing refers to any more out of the file store; gives how many went. Part of the start of each day too,
/// should a process die between transaction and file. The writer's seat is taken for one file at a time.
pub async fn sweep_erased_files(ctx: &Context<'_>) -> Result<usize> {
    let mut tx = ctx.read().await?;
    let doomed = erasing::doomed(&mut tx).await?;
    drop(tx);
    let mut gone = 0;
    for digest in doomed {
        let mut tx = ctx.write().await?;
        if !erasing::is_in_use(&mut tx, &digest).await? {
            // Within the seat, so that nobody refers to it in between.
            ctx.platform.files.erase(&hex(&digest)).await?;
            gone += 1;
        }
        erasing::spare(&mut tx, &digest).await?;
        tx.commit().await?;
    }
    Ok(gone)
}
