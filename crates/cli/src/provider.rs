//! The provider of accounts (OpenID Connect), as the keeper of the machine names it. Without it people sign in with passwords only.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow, bail};
use dinh_domain::access::Role;
use dinh_service::people::provider::{Authority, ProviderSettings};
use dinh_web::HttpCarrier;

use crate::secret_file::first_line;

/// Who else knows people by an account.
#[derive(clap::Args, Debug)]
#[group(id = "provider")]
#[expect(
    clippy::struct_field_names,
    reason = "the fields are called as the options of the command"
)]
pub struct Arguments {
    /// Nhà cung cấp tài khoản (OpenID Connect), đúng như họ tự ghi; không ghi thì chỉ đăng nhập bằng mật khẩu
    #[arg(long, env = "DINH_OIDC_ISSUER", value_name = "DIA_CHI")]
    oidc_issuer: Option<String>,
    /// Tên của hệ thống này ở nhà cung cấp (client_id)
    #[arg(long, env = "DINH_OIDC_CLIENT", value_name = "TEN")]
    oidc_client: Option<String>,
    /// Tệp chứa mã bí mật ở nhà cung cấp (client_secret), một dòng
    #[arg(long, env = "DINH_OIDC_SECRET_FILE", value_name = "TEP")]
    oidc_secret_file: Option<PathBuf>,
    /// Cách gọi tài khoản ấy trên trang
    #[arg(
        long,
        env = "DINH_OIDC_LABEL",
        default_value = "của thành phố",
        value_name = "CHU"
    )]
    oidc_label: String,
    /// Mục cho biết mã không đổi của một người
    #[arg(
        long,
        env = "DINH_OIDC_SUBJECT_CLAIM",
        default_value = "sub",
        value_name = "MUC"
    )]
    oidc_subject_claim: String,
    /// Mục cho biết họ tên
    #[arg(
        long,
        env = "DINH_OIDC_NAME_CLAIM",
        default_value = "name",
        value_name = "MUC"
    )]
    oidc_name_claim: String,
    /// Các vai trò được đăng nhập bằng cách này, cách nhau bằng dấu phẩy; không ghi thì mọi vai trò
    #[arg(
        long,
        env = "DINH_OIDC_ROLES",
        value_delimiter = ',',
        value_name = "VAI_TRO"
    )]
    oidc_roles: Vec<String>,
}

impl Arguments {
    /// The provider, if one was named.
    pub fn authority(self) -> Result<Option<Arc<Authority>>> {
        let Some(issuer) = self.oidc_issuer else {
            return Ok(None);
        };
        let (Some(client), Some(file)) = (self.oidc_client, self.oidc_secret_file) else {
            bail!("có oidc-issuer thì phải có oidc-client và oidc-secret-file");
        };
        let settings = ProviderSettings {
            issuer,
            client,
            secret: first_line(&file)?,
            label: self.oidc_label,
            subject_claim: self.oidc_subject_claim,
            name_claim: self.oidc_name_claim,
            roles: roles(&self.oidc_roles)?,
        };
        settings.check().map_err(|error| anyhow!(error))?;
        let carrier = Arc::new(HttpCarrier::default());
        Ok(Some(Arc::new(Authority::new(settings, carrier))))
    }
}

fn roles(named: &[String]) -> Result<Vec<Role>> {
    let named = named
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty());
    let found = named.map(|name| {
        Role::find(name).with_context(|| {
            let known: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
            format!(
                "oidc-roles có vai trò lạ \"{name}\". Các vai trò: {}",
                known.join(", ")
            )
        })
    });
    found.collect()
}
