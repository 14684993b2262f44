//! One public act becomes one entry, in the transaction of the act itself.

use dinh_domain::units::Unit;
use dinh_register::{Act, Content, Hash, Prev};
use dinh_store::WriteTx;
use dinh_store::register::{ContentRow, NewEntry};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clock::local;
use crate::error::{Error, Result};
use crate::platform::Context;

/// A public act.
pub struct NewAct<'a> {
    /// Whose act.
    pub unit: &'a Unit,
    /// Room.
    pub room: &'a str,
    /// publish, amend, close, withdraw, open, answer …
    pub act: &'a str,
    /// The thing it is about.
    pub thing: Uuid,
    /// Articles that ask for it ("L10-2022/11.2").
    pub laws: Vec<String>,
    /// What it vouches for, in order.
    pub contents: Vec<ActContent>,
}

/// One content of an act.
pub struct ActContent {
    /// Name of the file.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// The bytes, or where they are.
    pub bytes: Bytes,
    /// Whether only a salted commitment goes into the register, so that the content
    /// can be erased: everything that may hold personal data.
    pub sealed: bool,
}

/// Bytes of a content.
pub enum Bytes {
    /// A text of ours, kept in the database.
    Text(String),
    /// A file in the file store.
    Stored {
        /// Digest.
        sha256: [u8; 32],
        /// Bytes.
        size: u64,
    },
}

/// Append the entry; gives its position. Refused while the register waits to be refilled, busy for the moment in which another
/// database server has taken over and the witnesses are asked.
pub async fn record_act(ctx: &Context<'_>, tx: &mut WriteTx, new: NewAct<'_>) -> Result<i64> {
    may_append(ctx)?;
    let last = dinh_store::register::find_last_of_thing(tx, new.thing).await?;
    let (rev, prev) = match &last {
        None => (1, None),
        Some(last) => (last.rev + 1, Some(previous(last)?)),
    };
    let mut contents = Vec::with_capacity(new.contents.len());
    let mut rows = Vec::with_capacity(new.contents.len());
    let mut given = new.contents;
    // The grammar wants plain files before sealed ones; the sort keeps their order.
    given.sort_by_key(|content| content.sealed);
    for (place, content) in (0_i64..).zip(given) {
        let (entry, row) = commit_to(ctx, place, content)?;
        contents.push(entry);
        rows.push(row);
    }
    let at = ctx.now();
    let act = Act {
        register: ctx.platform.signer.origin().to_owned(),
        unit: new.unit.register_key(),
        room: new.room.to_owned(),
        act: new.act.to_owned(),
        thing: new.thing.to_string(),
        rev: u64::try_from(rev).map_err(|_| Error::Internal("negative revision".into()))?,
        prev,
        laws: new.laws,
        at: local(at).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        office: ctx.office().to_owned(),
        contents,
    };
    let bytes = act
        .encode()
        .map_err(|error| Error::Internal(format!("register entry: {error}")))?;
    let position = dinh_store::register::append(
        tx,
        &NewEntry {
            bytes: &bytes,
            thing: new.thing,
            rev,
            unit: new.unit.id,
            room: new.room,
            act: new.act,
            at,
        },
    )
    .await?;
    for mut row in rows {
        row.position = position;
        dinh_store::register::add_content(tx, row).await?;
    }
    Ok(position)
}

fn may_append(ctx: &Context<'_>) -> Result<()> {
    if ctx.platform.signer.is_held() {
        return Err(Error::Conflict(
            "Sổ công khai đang chờ khôi phục phần còn thiếu nên chưa ghi thêm được việc nào. Nội dung bạn nhập vẫn còn ở đây; hãy \
             thử lại sau, hoặc báo người quản trị hệ thống."
                .into(),
        ));
    }
    if ctx.platform.signer.must_ask(&ctx.platform.store) {
        return Err(Error::Busy);
    }
    Ok(())
}

fn previous(last: &dinh_store::register::LastEntry) -> Result<Prev> {
    let leaf: [u8; 32] = last
        .leaf
        .as_slice()
        .try_into()
        .map_err(|_| Error::Internal("a leaf hash is not 32 bytes long".into()))?;
    Ok(Prev {
        index: u64::try_from(last.position)
            .map_err(|_| Error::Internal("negative position".into()))?,
        leaf: Hash(leaf),
    })
}

fn commit_to(ctx: &Context<'_>, place: i64, content: ActContent) -> Result<(Content, ContentRow)> {
    let (sha256, size, text) = match content.bytes {
        Bytes::Stored { sha256, size } => (sha256, size, None),
        Bytes::Text(text) => {
            let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
            let size = u64::try_from(text.len()).map_err(|_| Error::Busy)?;
            (digest, size, Some(text))
        }
    };
    let salt = content.sealed.then(|| ctx.platform.random.bytes());
    let entry = match &salt {
        None => Content::File {
            sha256: Hash(sha256),
            size,
            media_type: content.media_type.clone(),
        },
        Some(salt) => Content::Sealed {
            commitment: dinh_register::seal(salt, &Hash(sha256)),
            size,
            media_type: content.media_type.clone(),
        },
    };
    let row = ContentRow {
        position: 0,
        place,
        name: content.name,
        media_type: content.media_type,
        size: i64::try_from(size).map_err(|_| Error::Busy)?,
        sha256: sha256.to_vec(),
        salt: salt.map(|salt| salt.to_vec()),
        text,
        erased_position: None,
        erased_article: String::new(),
    };
    Ok((entry, row))
}
