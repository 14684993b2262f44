//! Reading a policy file:
//!
//! ```text
//! log <vkey> [<url>]
//! witness <name> <vkey> [<url>]
//! group <name> all|any|<k> <member> ...
//! quorum none|<name>
//! ```
//!
//! Words between spaces or tabs; lines without a word and lines that begin with `#` say nothing. A name is defined once, before
//! it is used, and is a member of one group at most. No key stands twice. Exactly one quorum line. Every line ends.

use std::collections::BTreeMap;

use super::rule::Rule;
use super::{Log, Policy, Witness};
use crate::note::PublicKey;
use crate::{CosignerKey, Error, Result, VerifierKey, number};

impl Policy {
    /// Reads a policy file.
    pub fn parse(text: &str) -> Result<Self> {
        let mut draft = Draft::default();
        let last = Error::Policy {
            line: text.split('\n').count(),
        };
        let empty = text.is_empty().then_some(text);
        let lines = text.strip_suffix('\n').or(empty).ok_or(last)?;
        for (place, line) in lines.split('\n').enumerate() {
            let wrong = Error::Policy { line: place + 1 };
            if line
                .chars()
                .any(|character| character.is_control() && character != '\t')
            {
                return Err(wrong);
            }
            if line.starts_with('#') {
                continue;
            }
            let words: Vec<&str> = line
                .split([' ', '\t'])
                .filter(|word| !word.is_empty())
                .collect();
            draft.read(&words).ok_or(wrong)?;
        }
        let (quorum, rule) = draft.quorum.ok_or(Error::Policy { line: 0 })?;
        Ok(Self {
            logs: draft.logs,
            witnesses: draft.witnesses,
            quorum,
            rule,
        })
    }
}

#[derive(Default)]
struct Draft {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    names: BTreeMap<String, Named>,
    quorum: Option<(Option<String>, Rule)>,
}

/// What a name stands for, and whether a group has it already.
struct Named {
    rule: Rule,
    is_member: bool,
}

impl Draft {
    /// Reads one line; nothing if it is wrong.
    fn read(&mut self, words: &[&str]) -> Option<()> {
        match words {
            [] => Some(()),
            ["log", key] => self.log(key, None),
            ["log", key, url] => self.log(key, Some(url)),
            ["witness", name, key] => self.witness(name, key, None),
            ["witness", name, key, url] => self.witness(name, key, Some(url)),
            ["group", name, least, members @ ..] => self.group(name, least, members),
            ["quorum", name] if self.quorum.is_none() => self.quorum(name),
            _ => None,
        }
    }

    fn log(&mut self, key: &str, url: Option<&&str>) -> Option<()> {
        let key = VerifierKey::parse(key).ok()?;
        self.is_new(key.public()).then_some(())?;
        self.logs.push(Log {
            key,
            url: url.map(|url| (*url).to_owned()),
        });
        Some(())
    }

    fn witness(&mut self, name: &str, key: &str, url: Option<&&str>) -> Option<()> {
        let key = CosignerKey::parse(key).ok()?;
        self.is_new(key.public()).then_some(())?;
        self.define(name, Rule::Witness(self.witnesses.len()))?;
        self.witnesses.push(Witness {
            name: name.to_owned(),
            key,
            url: url.map(|url| (*url).to_owned()),
        });
        Some(())
    }

    /// Whether no other line has a key that could be taken for this one.
    fn is_new(&self, key: &PublicKey) -> bool {
        let logs = self.logs.iter().map(|log| log.key.public());
        let mut known = logs.chain(self.witnesses.iter().map(|witness| witness.key.public()));
        !known.any(|other| other.is_like(key))
    }

    fn group(&mut self, name: &str, least: &str, members: &[&str]) -> Option<()> {
        let least = match least {
            "all" => members.len(),
            "any" => 1,
            number => usize::try_from(number::parse(number)?).ok()?,
        };
        if !(1..=members.len()).contains(&least) {
            return None;
        }
        let members = members.iter().map(|member| self.member(member));
        let members = members.collect::<Option<Vec<Rule>>>()?;
        self.define(name, Rule::Group { least, members })
    }

    fn member(&mut self, name: &str) -> Option<Rule> {
        let named = self.names.get_mut(name)?;
        let is_second = std::mem::replace(&mut named.is_member, true);
        (!is_second).then(|| named.rule.clone())
    }

    fn quorum(&mut self, name: &str) -> Option<()> {
        self.quorum = Some(match name {
            "none" => (None, Rule::Nobody),
            name => {
                let named = self.names.get(name)?;
                (Some(name.to_owned()), named.rule.clone())
            }
        });
        Some(())
    }

    fn define(&mut self, name: &str, rule: Rule) -> Option<()> {
        if name == "none" || self.names.contains_key(name) {
            return None;
        }
        let named = Named {
            rule,
            is_member: false,
        };
        self.names.insert(name.to_owned(), named);
        Some(())
    }
}
