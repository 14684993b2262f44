//! Who opened a page that shows personal data of others: noted for every page, told to the person.
//!
//! Law 91/2025/QH15 gives everybody the right to know who handles their data. A page that is opened again within an hour
//! is not noted again. The purpose is that of the page: each stands for one task of the mandate.

use dinh_domain::ids::{AccountId, HouseholdId};
use dinh_store::people::reads::{self, DataRead, NewRead};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::platform::Context;

/// A page that is opened again within this time is not noted again.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);
/// Lines on a page.
pub const READS_PAGE: i64 = 50;

/// Whose data a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Everybody who has an account.
    Accounts,
    /// One account.
    Account,
    /// The households of a hamlet.
    Roll,
    /// One household.
    Household,
    /// The households that take part in a decision.
    Decision,
    /// Somebody who asked for information.
    Asker,
}

impl Subject {
    /// Every one.
    pub const ALL: &[Self] = &[
        Self::Accounts,
        Self::Account,
        Self::Roll,
        Self::Household,
        Self::Decision,
        Self::Asker,
    ];

    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Account => "account",
            Self::Roll => "roll",
            Self::Household => "household",
            Self::Decision => "decision",
            Self::Asker => "asker",
        }
    }

    /// The one with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.code() == code)
    }

    /// The one name of a subject, however an address writes it: who writes it otherwise does not read unseen.
    fn name(self, written: &str) -> Option<String> {
        match self {
            Self::Accounts => Some(String::new()),
            Self::Account => Some(written.parse::<AccountId>().ok()?.to_string()),
            Self::Household => Some(written.parse::<HouseholdId>().ok()?.to_string()),
            Self::Decision | Self::Asker => Some(written.parse::<i64>().ok()?.to_string()),
            Self::Roll => Some(written.to_owned()),
        }
    }
}

/// Note that whoever asks opened a page; `page` is the path of its route, `written` the name of the subject in the address.
pub async fn note_read(
    ctx: &Context<'_>,
    subject: Subject,
    written: &str,
    page: &'static str,
) -> Result<()> {
    let (Some(reader), Some(mandate)) = (ctx.account(), ctx.mandate()) else {
        return Ok(());
    };
    // What cannot be a name has shown nothing.
    let Some(name) = subject.name(written) else {
        return Ok(());
    };
    // Nobody is told that they looked at themselves.
    if subject == Subject::Account && name == reader.to_string() {
        return Ok(());
    }
    let since = ctx.now().checked_sub(AGAIN).map_err(|_| Error::Busy)?;
    let mut tx = ctx.read().await?;
    if reads::is_noted(&mut tx, reader, page, &name, since).await? {
        return Ok(());
    }
    drop(tx);
    // Beside the form of this call, which may be done again.
    let mut tx = ctx.platform.store.write().await?;
    if reads::is_noted(&mut tx, reader, page, &name, since).await? {
        return Ok(());
    }
    let read = NewRead {
        id: ctx.new_id(),
        at: ctx.now(),
        reader,
        mandate: mandate.id,
        kind: subject.code(),
        subject: name,
        page,
    };
    reads::add(&mut tx, read).await?;
    tx.commit().await?;
    Ok(())
}

/// Who opened pages with data of whoever asks, the newest first, a page of them below an identity, and whether there are more.
pub async fn my_reads(ctx: &Context<'_>, below: Option<Uuid>) -> Result<(Vec<DataRead>, bool)> {
    let account = ctx.account().ok_or(Error::Forbidden)?;
    let below = below.unwrap_or(Uuid::max());
    let mut tx = ctx.read().await?;
    let home = reads::find_home(&mut tx, account).await?;
    let mut found =
        reads::of_person(&mut tx, account, home.as_ref(), below, READS_PAGE + 1).await?;
    let most = usize::try_from(READS_PAGE).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    Ok((found, more))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_has_one_name_however_it_is_written() {
        let id = "0197C1D2-7A43-7C55-9D0E-2F3B6A1C8E11";
        assert_eq!(Subject::Household.name(id), Some(id.to_lowercase()));
        assert_eq!(Subject::Decision.name("007").as_deref(), Some("7"));
        assert_eq!(Subject::Decision.name("x"), None);
        for subject in Subject::ALL {
            assert_eq!(Subject::find(subject.code()), Some(*subject));
        }
    }
}
