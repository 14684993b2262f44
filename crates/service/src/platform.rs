//! What every use case is given: the installation, and who asks.

use std::sync::Arc;

use dinh_domain::ids::{AccountId, UnitId};
use dinh_domain::people::Mandate;
use dinh_law::Law;
use dinh_store::files::FileStore;
use dinh_store::{Database, ReadTx, WriteTx};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::clock::Clock;
use crate::error::Result;
use crate::files::Scanner;
use crate::once::{self, Once};
use crate::random::Random;
use crate::register::Signer;
use crate::secrets::Secrets;

/// One installation: a city's database, files, law, key, clock.
pub struct Platform {
    /// The database.
    pub store: Database,
    /// Files beside it.
    pub files: FileStore,
    /// Looks at uploads before they are kept, if there is one.
    pub scanner: Option<Scanner>,
    /// The law as data.
    pub law: &'static Law,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The register's name and key.
    pub signer: Signer,
    /// The secret beside the database.
    pub secrets: Secrets,
    /// Address under which the public reads: "https://dinh.cantho.gov.vn".
    pub base_url: String,
    /// Whether everything that is stored now is invented for showing: the demo city.
    pub sample: bool,
    /// Units in memory; begins empty (`DirectoryCell::default()`).
    pub units: crate::units::DirectoryCell,
    /// Votes that wait for the writer's seat; begins empty.
    pub votes: crate::decision::online::VoteQueue,
}

impl Platform {
    /// The same installation under another clock and with a chance of its own, for filling it with sample data.
    pub(crate) fn staged(&self, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self {
            store: self.store.clone(),
            files: self.files.clone(),
            // What is made for showing was made here.
            scanner: None,
            law: self.law,
            clock,
            random,
            signer: self.signer.clone(),
            secrets: self.secrets.clone(),
            base_url: self.base_url.clone(),
            sample: true,
            units: crate::units::DirectoryCell::default(),
            votes: crate::decision::online::VoteQueue::default(),
        }
    }
}

/// A signed-in person with the mandate they said they use.
#[derive(Clone, Debug)]
pub struct Person {
    /// Account.
    pub account: AccountId,
    /// Name shown to themselves.
    pub name: String,
    /// The mandate used; without one nothing but choosing is allowed.
    pub mandate: Option<Mandate>,
}

/// Who asks.
#[derive(Clone, Debug)]
pub enum Actor {
    /// Anyone.
    Public,
    /// A signed-in person.
    Person(Person),
    /// The platform's own clockwork: periodic duties, tallies, import at start.
    Clockwork,
}

/// One call: the installation and who asks.
pub struct Context<'p> {
    /// The installation.
    pub platform: &'p Platform,
    /// Who asks.
    pub actor: Actor,
    /// The form that is sent, if it must be done once only.
    pub once: Option<Once>,
}

impl<'p> Context<'p> {
    /// A call of `actor`.
    pub fn new(platform: &'p Platform, actor: Actor) -> Self {
        Self {
            platform,
            actor,
            once: None,
        }
    }

    /// The same call for a form that must be done once only.
    #[must_use]
    pub fn for_form(mut self, once: Option<Once>) -> Self {
        self.once = once;
        self
    }

    /// A call of nobody in particular.
    pub fn public(platform: &'p Platform) -> Self {
        Self::new(platform, Actor::Public)
    }

    /// The day in Việt Nam.
    pub fn today(&self) -> Date {
        self.platform.clock.today()
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.platform.clock.now()
    }

    /// The law as data.
    pub fn law(&self) -> &'static Law {
        self.platform.law
    }

    /// A new identity.
    pub fn new_id(&self) -> Uuid {
        self.platform.random.id(self.now())
    }

    /// A snapshot.
    pub async fn read(&self) -> Result<ReadTx> {
        Ok(self.platform.store.read().await?)
    }

    /// The writer's seat. [`Error::Repeated`](crate::Error::Repeated) when the form of this call was done already.
    pub async fn write(&self) -> Result<WriteTx> {
        let mut tx = self.platform.store.write().await?;
        once::claim(self, &mut tx).await?;
        Ok(tx)
    }

    /// The mandate used, if somebody is signed in and said which.
    pub fn mandate(&self) -> Option<&Mandate> {
        match &self.actor {
            Actor::Person(person) => person.mandate.as_ref(),
            _ => None,
        }
    }

    /// The account, if somebody is signed in.
    pub fn account(&self) -> Option<AccountId> {
        match &self.actor {
            Actor::Person(person) => Some(person.account),
            _ => None,
        }
    }

    /// The unit of the mandate used.
    pub fn unit(&self) -> Option<UnitId> {
        self.mandate().map(|mandate| mandate.unit)
    }

    /// The office that the register names for this call.
    pub fn office(&self) -> &'static str {
        match self.mandate() {
            Some(mandate) => mandate.role.office(),
            None => "he-thong",
        }
    }
}
