//! The little of JSON that a receipt uses, read strictly: one object of texts, lists and tables of texts; no field twice, no
//! `null`, no number, nothing after the end. A reader that guesses would accept what another one refuses.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::Receipt;

/// As part of another file the rules are the same.
impl<'de> Deserialize<'de> for Receipt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        receipt(value).ok_or_else(|| D::Error::custom("not a receipt"))
    }
}

fn receipt(value: Value) -> Option<Receipt> {
    let Value::Table(mut fields) = value else {
        return None;
    };
    let receipt = Receipt {
        format: fields.remove("format")?.text()?,
        entry: fields.remove("entry")?.text()?,
        salts: match fields.remove("salts") {
            Some(salts) => salts.table_of_texts()?,
            None => BTreeMap::new(),
        },
        proof: fields.remove("proof")?.text()?,
        before: match fields.remove("before") {
            Some(before) => Some(before.text()?),
            None => None,
        },
        stamps: match fields.remove("stamps") {
            Some(stamps) => stamps.list_of_tokens()?,
            None => Vec::new(),
        },
        policy: match fields.remove("policy") {
            Some(policy) => Some(policy.text()?),
            None => None,
        },
    };
    fields.is_empty().then_some(receipt)
}

enum Value {
    Text(String),
    List(Vec<Self>),
    Table(BTreeMap<String, Self>),
}

impl Value {
    fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(_) | Self::Table(_) => None,
        }
    }

    fn table_of_texts(self) -> Option<BTreeMap<String, String>> {
        let Self::Table(fields) = self else {
            return None;
        };
        let read = |(name, value): (String, Self)| Some((name, value.text()?));
        fields.into_iter().map(read).collect()
    }

    /// Each is base64 of at least one byte.
    fn list_of_tokens(self) -> Option<Vec<String>> {
        let Self::List(values) = self else {
            return None;
        };
        let is_token = |text: &String| STANDARD.decode(text).is_ok_and(|token| !token.is_empty());
        let read = |value: Self| value.text().filter(is_token);
        values.into_iter().map(read).collect()
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Strict)
    }
}

struct Strict;

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, a list or a table")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut table = BTreeMap::new();
        while let Some((name, value)) = entries.next_entry::<String, Value>()? {
            if table.insert(name, value).is_some() {
                return Err(A::Error::custom("a field stands twice"));
            }
        }
        Ok(Value::Table(table))
    }
}
