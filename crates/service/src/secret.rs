//! What must never be shown: it has no words of its own, in no log and in no error.

/// A secret text.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keep a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_has_no_words_of_its_own() {
        assert_eq!(format!("{:?}", Some(Secret::new("mot-hai"))), "Some(…)");
        assert_eq!(Secret::new("mot-hai").reveal(), "mot-hai");
    }
}
