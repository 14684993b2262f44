//! Requests for information that is missing (Art. 14(2)); who asks stands apart.

use dinh_domain::ids::{AccountId, DutyId, RequestId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO information_request (id, number, unit_id, item, duty_id, state, code, received_at, \
           due_on, answer, answered_at, answered_by, version) \
           VALUES ($1, $2, $3, $4, $5, 'received', $6, $7, $8, '', NULL, NULL, 1)";
    ADD_REQUESTER = "INSERT INTO information_requester (request_id, name, contact, question) \
           VALUES ($1, $2, $3, $4)";
    BY_NUMBER = "SELECT * FROM information_request WHERE number = $1";
    REQUESTER = "SELECT name, contact, question FROM information_requester WHERE request_id = $1";
    ERASE_REQUESTER = "DELETE FROM information_requester WHERE request_id = $1";
    ERASE_ANSWERED = "DELETE FROM information_requester WHERE EXISTS (SELECT 1 \
           FROM information_request r WHERE r.id = information_requester.request_id \
           AND r.answered_at < $1)";
    OF_UNIT = "SELECT * FROM information_request WHERE unit_id = $1 AND state = $2 \
           ORDER BY due_on, number LIMIT $3";
    OPEN_UNTIL = "SELECT * FROM information_request WHERE state = 'received' AND due_on <= $1 \
           AND (due_on, number) > ($2, $3) ORDER BY due_on, number LIMIT $4";
    ANSWER = "UPDATE information_request SET state = 'answered', answer = $3, answered_at = $4, \
           answered_by = $5, version = version + 1 WHERE id = $1 AND version = $2 AND state = 'received'";
}

/// A request as stored, without who asked.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RequestRow {
    /// Identity.
    pub id: Uuid,
    /// Short number.
    pub number: i64,
    /// Unit asked.
    pub unit_id: Uuid,
    /// Item asked about.
    pub item: String,
    /// Duty asked about, if one is open.
    pub duty_id: Option<Uuid>,
    /// `received` or `answered`.
    pub state: String,
    /// Code with which the asker reads the answer.
    pub code: String,
    /// When it came.
    pub received_at: jiff_sqlx::Timestamp,
    /// Last day to answer.
    pub due_on: jiff_sqlx::Date,
    /// Answer.
    pub answer: String,
    /// When it was answered.
    pub answered_at: Option<jiff_sqlx::Timestamp>,
    /// Version for optimistic locking.
    pub version: i64,
}

/// Who asks: personal data.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct Requester {
    /// Name, may be empty.
    pub name: String,
    /// Telephone or mail, may be empty.
    pub contact: String,
    /// What they ask, in their words.
    pub question: String,
}

/// A request to add.
pub struct NewRequest<'a> {
    /// Identity.
    pub id: RequestId,
    /// Short number.
    pub number: i64,
    /// Unit asked.
    pub unit: UnitId,
    /// Item.
    pub item: &'a str,
    /// Duty.
    pub duty: Option<DutyId>,
    /// Code for the asker.
    pub code: &'a str,
    /// When it came.
    pub received_at: Timestamp,
    /// Last day to answer.
    pub due_on: Date,
    /// Who asks.
    pub requester: Requester,
}

/// Add a request.
pub async fn add(tx: &mut WriteTx, request: NewRequest<'_>) -> Result<()> {
    tx.change(ADD)
        .bind(request.id.0)
        .bind(request.number)
        .bind(request.unit.0)
        .bind(request.item.to_owned())
        .bind(request.duty.map(|id| id.0))
        .bind(request.code.to_owned())
        .bind(request.received_at.to_sqlx())
        .bind(request.due_on.to_sqlx())
        .run_one()
        .await?;
    tx.change(ADD_REQUESTER)
        .bind(request.id.0)
        .bind(request.requester.name)
        .bind(request.requester.contact)
        .bind(request.requester.question)
        .run_one()
        .await
}

/// The request with this number.
pub async fn find_by_number(tx: &mut ReadTx, number: i64) -> Result<Option<RequestRow>> {
    tx.select(BY_NUMBER).bind(number).optional().await
}

/// Who asked; nothing once it was erased.
pub async fn find_requester(tx: &mut ReadTx, id: RequestId) -> Result<Option<Requester>> {
    tx.select(REQUESTER).bind(id.0).optional().await
}

/// Erase who asked; the request itself and its answer stay.
pub async fn erase_requester(tx: &mut WriteTx, id: RequestId) -> Result<()> {
    tx.change(ERASE_REQUESTER).bind(id.0).run().await?;
    Ok(())
}

/// Erase who asked wherever the answer was given before an instant; gives how many were.
pub async fn erase_answered(tx: &mut WriteTx, before: Timestamp) -> Result<u64> {
    tx.change(ERASE_ANSWERED).bind(before.to_sqlx()).run().await
}

/// Requests of a unit in a state, the earliest due first.
pub async fn of_unit(
    tx: &mut ReadTx,
    unit: UnitId,
    state: &str,
    limit: i64,
) -> Result<Vec<RequestRow>> {
    tx.select(OF_UNIT)
        .bind(unit.0)
        .bind(state.to_owned())
        .bind(limit)
        .all()
        .await
}

/// Requests of the whole city that wait for an answer and are due by a day, after a place (due day, number).
pub async fn open_until(
    tx: &mut ReadTx,
    until: Date,
    after: (Date, i64),
    limit: i64,
) -> Result<Vec<RequestRow>> {
    tx.select(OPEN_UNTIL)
        .bind(until.to_sqlx())
        .bind(after.0.to_sqlx())
        .bind(after.1)
        .bind(limit)
        .all()
        .await
}

/// Answer once; a conflict when it was answered before.
pub async fn answer(
    tx: &mut WriteTx,
    id: RequestId,
    version: i64,
    text: &str,
    at: Timestamp,
    by: AccountId,
) -> Result<()> {
    tx.change(ANSWER)
        .bind(id.0)
        .bind(version)
        .bind(text.to_owned())
        .bind(at.to_sqlx())
        .bind(by.0)
        .run_one()
        .await
}
