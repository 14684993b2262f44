//! The kinds of values of the store, as SQLite keeps them: instants and days as text of ISO 8601, identifiers as 16 bytes.

use jiff_sqlx::ToSqlx;
use serde::{Deserialize, Serialize};
use sqlx::decode::Decode;
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::types::{Json, Type, Uuid};

use super::arguments::put;
use super::{Embedded, Kind, ValueRef};

type Buffer = Vec<rusqlite::types::Value>;

/// A type that is written as one of the five kinds.
macro_rules! kind {
    ($type:ty, $kind:ident) => {
        impl Type<Embedded> for $type {
            fn type_info() -> Kind {
                Kind::$kind
            }
        }
    };
}

macro_rules! encode {
    ($type:ty, $value:ident => $stored:expr) => {
        impl Encode<'_, Embedded> for $type {
            fn encode_by_ref(&self, buffer: &mut Buffer) -> Result<IsNull, BoxDynError> {
                let $value = self;
                Ok(put(buffer, $stored))
            }
        }
    };
}

macro_rules! decode {
    ($type:ty, $value:ident => $read:expr) => {
        impl<'r> Decode<'r, Embedded> for $type {
            fn decode($value: ValueRef<'r>) -> Result<Self, BoxDynError> {
                $read
            }
        }
    };
}

kind!(i64, Integer);
encode!(i64, value => *value);
decode!(i64, value => value.integer());

kind!(bool, Integer);
encode!(bool, value => *value);
decode!(bool, value => Ok(value.integer()? != 0));

kind!(str, Text);
encode!(&'_ str, value => (*value).to_owned());
decode!(&'r str, value => value.text());

kind!(String, Text);
encode!(String, value => value.clone());
decode!(String, value => value.text().map(ToOwned::to_owned));

kind!([u8], Bytes);
encode!(&'_ [u8], value => value.to_vec());
decode!(&'r [u8], value => value.bytes());

kind!(Vec<u8>, Bytes);
encode!(Vec<u8>, value => value.clone());
decode!(Vec<u8>, value => value.bytes().map(ToOwned::to_owned));

kind!(Uuid, Bytes);
encode!(Uuid, value => value.as_bytes().to_vec());
decode!(Uuid, value => Ok(Uuid::from_slice(value.bytes()?)?));

kind!(jiff_sqlx::Timestamp, Text);
encode!(jiff_sqlx::Timestamp, value => value.to_jiff().to_string());
decode!(jiff_sqlx::Timestamp, value => Ok(value.text()?.parse::<jiff::Timestamp>()?.to_sqlx()));

kind!(jiff_sqlx::Date, Text);
encode!(jiff_sqlx::Date, value => value.to_jiff().to_string());
decode!(jiff_sqlx::Date, value => Ok(value.text()?.parse::<jiff::civil::Date>()?.to_sqlx()));

impl<T> Type<Embedded> for Json<T> {
    fn type_info() -> Kind {
        Kind::Text
    }
}

impl<T: Serialize> Encode<'_, Embedded> for Json<T> {
    fn encode_by_ref(&self, buffer: &mut Buffer) -> Result<IsNull, BoxDynError> {
        Ok(put(buffer, serde_json::to_string(&self.0)?))
    }
}

impl<'r, T: Deserialize<'r> + 'r> Decode<'r, Embedded> for Json<T> {
    fn decode(value: ValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(serde_json::from_str(value.text()?)?))
    }
}
