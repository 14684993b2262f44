//! A community on its own page: its households, who leads it, what it decided last.

use dinh_domain::access::Role;
use dinh_domain::units::Unit;
use dinh_service::Context;
use dinh_service::decision::office_terms_of;
use dinh_store::decision::Stored;
use dinh_store::decision::lists::{self, Wanted};
use dinh_store::decision::terms::OfficeTerm;

use crate::errors::Failure;
use crate::pages::decision::shown::Entry;
use crate::texts::{Argument, Texts};

const NEWEST: i64 = 5;

/// What is read of a community; three statements.
pub(super) struct Community {
    households: i64,
    heads: Vec<OfficeTerm>,
    newest: Vec<Stored>,
}

/// The same as the page shows it.
pub(super) struct Shown {
    /// How many households are on the roll.
    pub households: i64,
    /// The head with the term, one sentence each; a sentence that nobody is recorded when there is none.
    pub heads: Vec<String>,
    /// Its newest public decisions.
    pub newest: Vec<Entry>,
    /// The tab with all of them.
    pub all: String,
}

impl Community {
    /// Nothing for a unit that keeps no roll.
    pub(super) async fn read(ctx: &Context<'_>, unit: &Unit) -> Result<Option<Self>, Failure> {
        if !unit.has_roll() {
            return Ok(None);
        }
        let today = ctx.today();
        let mut heads = office_terms_of(ctx, unit.id).await?;
        heads.retain(|term| term.role == Role::CommunityHead && term.holds_on(today));
        let wanted = Wanted {
            below: i64::MAX,
            limit: NEWEST,
            ..Wanted::default()
        };
        let mut tx = ctx.read().await?;
        Ok(Some(Self {
            households: dinh_store::roll::households::in_force(&mut tx, unit.id, today).await?,
            newest: lists::public_of_unit(&mut tx, unit.id, wanted).await?,
            heads,
        }))
    }

    /// Changes whenever something of it does.
    pub(super) fn version(&self) -> String {
        let mut version = format!("-{}", self.households);
        for term in &self.heads {
            let to = term.valid_to.map(|day| day.to_string()).unwrap_or_default();
            version = format!("{version}-{}{to}", term.id);
        }
        for one in &self.newest {
            let decision = &one.decision;
            version = format!("{version}-{}.{}", decision.number, decision.version);
        }
        version
    }

    pub(super) fn shown(&self, texts: Texts, path: &str) -> Shown {
        let mut heads: Vec<String> = self.heads.iter().map(|term| head(texts, term)).collect();
        if heads.is_empty() {
            heads.push(texts.text("disclosure-head-none"));
        }
        Shown {
            households: self.households,
            heads,
            newest: self
                .newest
                .iter()
                .map(|stored| Entry::new(texts, stored, ""))
                .collect(),
            all: format!("{path}/ban-va-quyet-dinh"),
        }
    }
}

fn head(texts: Texts, term: &OfficeTerm) -> String {
    let from = texts.formats().date(term.valid_from);
    let last = term.valid_to.and_then(|day| day.yesterday().ok());
    match last {
        Some(last) => {
            let to = texts.formats().date(last);
            let arguments: [(&str, &dyn Argument); 3] =
                [("name", &term.name), ("from", &from), ("to", &to)];
            texts.with("disclosure-head-term", &arguments)
        }
        None => texts.with(
            "disclosure-head-since",
            &[("name", &term.name), ("from", &from)],
        ),
    }
}
