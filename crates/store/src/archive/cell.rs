//! One value of one row, on its way between an engine and a line of JSON.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff_sqlx::{Date, Timestamp, ToSqlx};
use serde_json::{Number, Value};
use uuid::Uuid;

use super::catalogue::Kind;
use crate::error::{Result, StoreError};

/// A value, or nothing where a value of this kind may stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// See [`Kind`].
    Integer(Option<i64>),
    /// See [`Kind`].
    Bool(Option<bool>),
    /// See [`Kind`].
    Text(Option<String>),
    /// See [`Kind`].
    Bytes(Option<Vec<u8>>),
    /// See [`Kind`].
    Id(Option<Uuid>),
    /// See [`Kind`].
    Instant(Option<Timestamp>),
    /// See [`Kind`].
    Day(Option<Date>),
    /// See [`Kind`].
    Json(Option<Value>),
}

impl Cell {
    /// As JSON; a JSON value stands inside a list of one, so that its `null` is not taken for nothing.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Integer(value) => value.map_or(Value::Null, |value| Number::from(value).into()),
            Self::Bool(value) => value.map_or(Value::Null, Value::Bool),
            Self::Text(value) => text(value.clone()),
            Self::Bytes(value) => text(value.as_ref().map(|bytes| BASE64_STANDARD.encode(bytes))),
            Self::Id(value) => text(value.map(|id| id.to_string())),
            Self::Instant(value) => text(value.map(|at| at.to_jiff().to_string())),
            Self::Day(value) => text(value.map(|day| day.to_jiff().to_string())),
            Self::Json(value) => match value {
                None => Value::Null,
                Some(value) => Value::Array(vec![value.clone()]),
            },
        }
    }

    /// The way back.
    pub fn from_value(kind: Kind, value: Value) -> Result<Self> {
        if value.is_null() {
            return Ok(Self::nothing(kind));
        }
        let read = match (kind, value) {
            (Kind::Integer, Value::Number(number)) => {
                number.as_i64().map(|n| Self::Integer(Some(n)))
            }
            (Kind::Bool, Value::Bool(value)) => Some(Self::Bool(Some(value))),
            (Kind::Text, Value::String(text)) => Some(Self::Text(Some(text))),
            (Kind::Json, Value::Array(mut list)) if list.len() == 1 => Some(Self::Json(list.pop())),
            (kind, Value::String(text)) => Self::from_text(kind, &text),
            _ => None,
        };
        read.ok_or_else(|| StoreError::Damaged(format!("a value is no {kind:?}")))
    }

    fn from_text(kind: Kind, text: &str) -> Option<Self> {
        Some(match kind {
            Kind::Bytes => Self::Bytes(Some(BASE64_STANDARD.decode(text).ok()?)),
            Kind::Id => Self::Id(Some(text.parse().ok()?)),
            Kind::Instant => {
                let at: jiff::Timestamp = text.parse().ok()?;
                Self::Instant(Some(at.to_sqlx()))
            }
            Kind::Day => {
                let day: jiff::civil::Date = text.parse().ok()?;
                Self::Day(Some(day.to_sqlx()))
            }
            _ => return None,
        })
    }

    fn nothing(kind: Kind) -> Self {
        match kind {
            Kind::Integer => Self::Integer(None),
            Kind::Bool => Self::Bool(None),
            Kind::Text => Self::Text(None),
            Kind::Bytes => Self::Bytes(None),
            Kind::Id => Self::Id(None),
            Kind::Instant => Self::Instant(None),
            Kind::Day => Self::Day(None),
            Kind::Json => Self::Json(None),
        }
    }
}

fn text(value: Option<String>) -> Value {
    value.map_or(Value::Null, Value::String)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_comes_back_from_its_line() {
        let at: jiff::Timestamp = "2026-11-23T08:39:47Z".parse().expect("a time");
        let cells = [
            (Kind::Integer, Cell::Integer(Some(i64::MIN))),
            (Kind::Bool, Cell::Bool(Some(false))),
            (Kind::Text, Cell::Text(Some("Cần Thơ\n\"".into()))),
            (Kind::Bytes, Cell::Bytes(Some(vec![0, 255, 10]))),
            (Kind::Id, Cell::Id(Some(Uuid::from_u128(7)))),
            (Kind::Instant, Cell::Instant(Some(at.to_sqlx()))),
            (
                Kind::Day,
                Cell::Day(Some(jiff::civil::date(2026, 2, 28).to_sqlx())),
            ),
            (Kind::Json, Cell::Json(Some(Value::Null))),
            (Kind::Json, Cell::Json(None)),
            (Kind::Bytes, Cell::Bytes(None)),
        ];
        for (kind, cell) in cells {
            let line = cell.to_value().to_string();
            let value = serde_json::from_str(&line).expect("JSON");
            assert_eq!(Cell::from_value(kind, value).expect("read"), cell, "{line}");
        }
    }

    #[test]
    fn a_value_of_another_kind_is_refused() {
        for (kind, value) in [
            (Kind::Integer, Value::String("1".into())),
            (Kind::Id, Value::String("1".into())),
            (Kind::Bytes, Value::String("không".into())),
            (Kind::Json, Value::Bool(true)),
            (Kind::Text, Value::Bool(true)),
        ] {
            assert!(Cell::from_value(kind, value).is_err(), "{kind:?}");
        }
    }
}
