//! Parameters of a statement, in the order of their markers.

use rusqlite::types::Value;
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::types::Type;

use super::Embedded;

/// Parameters as SQLite keeps them.
#[derive(Debug, Default)]
pub struct Arguments {
    values: Vec<Value>,
}

impl Arguments {
    pub(super) fn into_values(self) -> Vec<Value> {
        self.values
    }
}

impl sqlx::Arguments for Arguments {
    type Database = Embedded;

    fn reserve(&mut self, additional: usize, _size: usize) {
        self.values.reserve(additional);
    }

    fn add<'t, T>(&mut self, value: T) -> Result<(), BoxDynError>
    where
        T: Encode<'t, Embedded> + Type<Embedded>,
    {
        if value.encode(&mut self.values)?.is_null() {
            self.values.push(Value::Null);
        }
        Ok(())
    }

    fn len(&self) -> usize {
        self.values.len()
    }
}

sqlx_core::impl_into_arguments_for_arguments!(Arguments);
sqlx_core::impl_encode_for_option!(Embedded);

/// A value that takes its place among the parameters.
pub(super) fn put(values: &mut Vec<Value>, value: impl Into<Value>) -> IsNull {
    values.push(value.into());
    IsNull::No
}
