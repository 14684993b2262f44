//! Witnesses in this process, at the time of the stage.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use dinh_register::Cosigner;
use dinh_register::witness::Refusal;
use dinh_service::Platform;
use dinh_service::clock::{Clock, SetClock};
use dinh_service::register::{Answer, Carrier, Witnesses, name_witnesses, sign_newest};
use dinh_service::witness::Witness;
use tempfile::TempDir;

/// Witnesses by their address, and the policy that asks for all of them.
pub struct Reached {
    witnesses: BTreeMap<String, Witness>,
    policy: String,
    _folder: TempDir,
}

impl Carrier for Reached {
    fn post<'a>(
        &'a self,
        url: &'a str,
        body: String,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, String>> + Send + 'a>> {
        Box::pin(async move {
            let host = url.trim_end_matches("/add-checkpoint");
            let witness = self.witnesses.get(host).ok_or("no such host")?;
            let said = witness.cosign(&body).await;
            Ok(match said.map_err(|error| error.to_string())? {
                Ok(body) => Answer { status: 200, body },
                Err(refusal) => Answer {
                    status: refusal.status(),
                    body: match refusal {
                        Refusal::Conflict(size) => format!("{size}\n"),
                        _ => String::new(),
                    },
                },
            })
        })
    }
}

/// So many witnesses of this register, all of which must sign.
pub async fn reached(platform: &Platform, clock: &Arc<SetClock>, count: u8) -> Arc<Reached> {
    let folder = TempDir::new().expect("a temporary folder");
    let (mut witnesses, mut policy, mut group) = (BTreeMap::new(), String::new(), String::new());
    for number in 0..count {
        let file = folder.path().join(format!("{number}.sqlite"));
        let address = format!("sqlite://{}", file.display());
        let memory = dinh_store::witness::open(&address);
        let name = format!("w{number}.example.vn/so");
        let cosigner = Cosigner::from_seed(&name, &[50 + number; 32]).expect("a name");
        let host = format!("https://w{number}.example.vn");
        policy.extend([format!("witness w{number} {} {host}\n", cosigner.key())]);
        group.extend([format!(" w{number}")]);
        let witness = Witness::new(
            memory.await.expect("a memory"),
            cosigner,
            vec![platform.signer.verifier().clone()],
            Arc::clone(clock) as Arc<dyn Clock>,
        );
        witnesses.insert(host, witness);
    }
    policy.extend([format!("group all all{group}\nquorum all\n")]);
    Arc::new(Reached {
        witnesses,
        policy,
        _folder: folder,
    })
}

impl Reached {
    /// The city names them.
    pub async fn name(&self, platform: &Platform) {
        name_witnesses(platform, &self.policy).await.expect("named");
    }

    /// The city signs, and asks them.
    pub async fn ask(self: &Arc<Self>, platform: &Platform) {
        sign_newest(platform).await.expect("signed");
        let carrier: Arc<dyn Carrier> = Arc::<Self>::clone(self);
        let asked = Witnesses::default().ask(platform, &carrier).await;
        assert!(asked.expect("asked") > 0);
    }
}
