//! Rows that were read: values of their own, so that a statement is over before its rows are looked at.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use rusqlite::types::Value as Stored;
use sqlx::error::BoxDynError;
use sqlx::{ColumnIndex, Error};

use super::Embedded;

/// The five kinds of SQLite; a value has a kind, a column has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Null,
    /// A whole number, or a truth as 0 and 1.
    Integer,
    /// A number with a fraction. No column of ours has one.
    Real,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(sqlx::TypeInfo::name(self))
    }
}

impl sqlx::TypeInfo for Kind {
    fn is_null(&self) -> bool {
        *self == Self::Null
    }

    fn name(&self) -> &str {
        match self {
            Self::Null => "NULL",
            Self::Integer => "INTEGER",
            Self::Real => "REAL",
            Self::Text => "TEXT",
            Self::Bytes => "BLOB",
        }
    }
}

impl From<&Stored> for Kind {
    fn from(value: &Stored) -> Self {
        match value {
            Stored::Null => Self::Null,
            Stored::Integer(_) => Self::Integer,
            Stored::Real(_) => Self::Real,
            Stored::Text(_) => Self::Text,
            Stored::Blob(_) => Self::Bytes,
        }
    }
}

/// A column of what is read.
#[derive(Clone, Debug)]
pub struct Column {
    pub(super) place: usize,
    pub(super) name: String,
}

impl sqlx::Column for Column {
    type Database = Embedded;

    fn ordinal(&self) -> usize {
        self.place
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn type_info(&self) -> &Kind {
        &Kind::Null
    }
}

/// A value of its own.
#[derive(Clone, Debug)]
pub struct Value(Stored);

impl sqlx::Value for Value {
    type Database = Embedded;

    fn as_ref(&self) -> ValueRef<'_> {
        ValueRef(&self.0)
    }

    fn type_info(&self) -> Cow<'_, Kind> {
        Cow::Owned(Kind::from(&self.0))
    }

    fn is_null(&self) -> bool {
        self.0 == Stored::Null
    }
}

/// A value in its row.
#[derive(Clone, Copy, Debug)]
pub struct ValueRef<'r>(&'r Stored);

impl<'r> ValueRef<'r> {
    pub(super) fn integer(self) -> Result<i64, BoxDynError> {
        match self.0 {
            Stored::Integer(value) => Ok(*value),
            other => Err(unlike(Kind::Integer, other)),
        }
    }

    pub(super) fn text(self) -> Result<&'r str, BoxDynError> {
        match self.0 {
            Stored::Text(value) => Ok(value),
            other => Err(unlike(Kind::Text, other)),
        }
    }

    pub(super) fn bytes(self) -> Result<&'r [u8], BoxDynError> {
        match self.0 {
            Stored::Blob(value) => Ok(value),
            other => Err(unlike(Kind::Bytes, other)),
        }
    }
}

fn unlike(asked: Kind, found: &Stored) -> BoxDynError {
    format!(
        "a value of kind {} where {asked} is expected",
        Kind::from(found)
    )
    .into()
}

impl<'r> sqlx::ValueRef<'r> for ValueRef<'r> {
    type Database = Embedded;

    fn to_owned(&self) -> Value {
        Value(self.0.clone())
    }

    fn type_info(&self) -> Cow<'_, Kind> {
        Cow::Owned(Kind::from(self.0))
    }

    fn is_null(&self) -> bool {
        *self.0 == Stored::Null
    }
}

/// A row.
#[derive(Debug)]
pub struct Row {
    pub(super) columns: Arc<[Column]>,
    pub(super) values: Vec<Stored>,
}

impl sqlx::Row for Row {
    type Database = Embedded;

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn try_get_raw<I: ColumnIndex<Self>>(&self, index: I) -> Result<ValueRef<'_>, Error> {
        let place = index.index(self)?;
        let len = self.values.len();
        let value = self.values.get(place);
        value
            .map(ValueRef)
            .ok_or(Error::ColumnIndexOutOfBounds { index: place, len })
    }
}

sqlx_core::impl_column_index_for_row!(Row);

impl ColumnIndex<Row> for &'_ str {
    fn index(&self, row: &Row) -> Result<usize, Error> {
        row.columns
            .iter()
            .position(|column| column.name == **self)
            .ok_or_else(|| Error::ColumnNotFound((**self).to_owned()))
    }
}
