//! The key that seals what browsers keep for us (forms without account, the way to the provider): a file beside the register's
//! key, the same on every node. The database knows only a mark of it, so that a node with another key is refused.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use dinh_register::hex;
use dinh_service::random::{Random as _, SystemRandom};
use dinh_store::Database;
use dinh_web::FormKey;
use sha2::{Digest as _, Sha256};

use crate::platform::write_secret;
use crate::secret_file::first_line;

const FILE: &str = "form.key";
const MARK: &str = "form_key_mark";
/// Where earlier releases kept it: no secret stays in the database, and one that was there is not used again.
const EARLIER: &str = "form_key";

/// The key of this installation, made on the first start.
pub async fn form_key(folder: &Path, store: &Database) -> Result<FormKey> {
    let file = folder.join(FILE);
    let mut tx = store.write().await?;
    let mark = dinh_store::settings::find(&mut tx, MARK).await?;
    if !file.exists() {
        if mark.is_some() && store.engine() == dinh_store::Engine::Postgres {
            bail!(
                "Trong {0} không có tệp {FILE}, mà nút khác đã dùng một khóa. Hãy chép {FILE} từ nút ấy sang {0} (chmod 600). Nếu \
                 không còn nút nào giữ khóa, xóa dòng {MARK} trong bảng setting rồi khởi động lại.",
                folder.display()
            );
        }
        write_secret(
            &file,
            format!("{}\n", hex(&SystemRandom.bytes())).as_bytes(),
        )?;
    }
    let text = first_line(&file)?;
    let ours = marked(text.reveal());
    let replaced = mark.as_ref().is_some_and(|mark| *mark != ours);
    if replaced && store.engine() == dinh_store::Engine::Postgres {
        bail!(
            "Tệp {} khác khóa mà các nút khác đang dùng. Hãy chép {FILE} từ nút khác sang. Để thay khóa: dừng mọi nút, xóa dòng \
             {MARK} trong bảng setting, chép khóa mới sang mọi nút, khởi động lại.",
            file.display()
        );
    }
    dinh_store::settings::remove(&mut tx, EARLIER).await?;
    dinh_store::settings::save(&mut tx, MARK, &ours).await?;
    tx.commit().await.context("không ghi được dấu của khóa")?;
    Ok(FormKey::new(
        Sha256::digest(text.reveal().as_bytes()).into(),
    ))
}

/// What tells one key from another and says nothing of it: a digest of 256 unpredictable bits.
fn marked(text: &str) -> String {
    let digest = Sha256::new()
        .chain_update(b"dinh mark ")
        .chain_update(text.as_bytes())
        .finalize();
    hex(&digest[..8])
}
