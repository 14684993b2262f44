//! The policy file (C2SP `tlog-policy`, no version tag yet, commit `5ba5ee8`): whose signatures a verifier trusts.
//!
//! This version knows the registers (`log`) and whether witnesses are demanded. It does not check witnesses yet, so a caller
//! must refuse to conclude anything when [`Policy::quorum`] is given.

use crate::{Error, Result, VerifierKey};

/// What a policy file says, as far as this version can use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The keys of the trusted registers.
    pub logs: Vec<VerifierKey>,
    /// The witness or group whose cosignatures the policy demands; nothing for `quorum none`.
    pub quorum: Option<String>,
}

impl Policy {
    /// Reads a policy file: unknown lines, doubled registers, and none or two quorum lines are refused.
    pub fn parse(text: &str) -> Result<Self> {
        let (mut logs, mut quorums, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for (place, line) in text.split('\n').enumerate() {
            let wrong = Error::Policy { line: place + 1 };
            if line
                .chars()
                .any(|character| character.is_control() && character != '\t')
            {
                return Err(wrong);
            }
            let words: Vec<&str> = line
                .split([' ', '\t'])
                .filter(|word| !word.is_empty())
                .collect();
            match words.as_slice() {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                ["log", key] | ["log", key, _] => {
                    let key = VerifierKey::parse(key).map_err(|_| wrong.clone())?;
                    if logs.contains(&key) {
                        return Err(wrong);
                    }
                    logs.push(key);
                }
                ["witness", name, _] | ["witness", name, _, _] | ["group", name, _, _, ..]
                    if *name != "none" && !names.contains(name) =>
                {
                    names.push(name);
                }
                ["quorum", name] if *name == "none" || names.contains(name) => quorums.push(*name),
                _ => return Err(wrong),
            }
        }
        match quorums.as_slice() {
            [name] => Ok(Self {
                logs,
                quorum: (*name != "none").then(|| (*name).to_owned()),
            }),
            _ => Err(Error::Policy { line: 0 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Policy};
    use crate::SignerKey;

    fn key() -> String {
        let signer = SignerKey::from_seed("dangky.cantho.example/so-mau", &[7; 32]).expect("valid");
        signer.verifier().to_string()
    }

    #[test]
    fn a_policy_names_its_registers_and_what_it_demands() {
        let text = format!(
            "# mẫu\n\n log\t{} https://dangky.cantho.example/\nquorum none\n",
            key()
        );
        let policy = Policy::parse(&text).expect("well formed");
        assert_eq!((policy.logs[0].to_string(), policy.quorum), (key(), None));
        let text = format!(
            "log {}\nwitness a x\nwitness b y url\ngroup both all a b\nquorum both\n",
            key()
        );
        assert_eq!(
            Policy::parse(&text).expect("well formed").quorum.as_deref(),
            Some("both")
        );
    }

    #[test]
    fn a_policy_that_is_not_understood_is_refused_with_its_line() {
        let key = key();
        for (text, line) in [
            (String::new(), 0),
            (format!("log {key}\n"), 0),
            ("quorum none\nquorum none\n".into(), 0),
            (format!("log {key}\nlog {key}\nquorum none\n"), 2),
            ("quorum both\n".into(), 1),
            ("witness none x\nquorum none\n".into(), 1),
            ("mirror x\nquorum none\n".into(), 1),
            ("log x\nquorum none\n".into(), 1),
            ("quorum none\r\n".into(), 1),
        ] {
            assert_eq!(Policy::parse(&text), Err(Error::Policy { line }), "{text}");
        }
    }
}
