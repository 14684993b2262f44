//! The play of a move after the result: sending, recognition, annulment, effect.

use dinh_domain::decision::AnnulmentGround;
use dinh_store::WriteTx;

use super::scene::Move;
use super::turn::Turn;
use crate::decision as room;
use crate::error::Result;
use crate::platform::Person;

impl Turn<'_, '_> {
    /// Play a move after the result; what begins a decision is played before there is a turn.
    pub(super) async fn play_after(&self, tx: &mut WriteTx, step: &Move) -> Result<()> {
        match step {
            Move::Send => {
                let runner = self.runner(tx).await?;
                room::send_in(&runner, tx, self.id, self.day).await
            }
            Move::Recognise => self.recognise(tx).await,
            Move::Refuse(reason) => self.refuse(tx, reason).await,
            Move::Annul(reason) => self.annul(tx, reason).await,
            Move::AddUp => {
                let chairman = self.by(&self.hamlet.chairman);
                room::conclude_thread_in(&chairman, tx, self.id).await?;
                Ok(())
            }
            Move::SetEffect => {
                let chairman = self.by(&self.hamlet.chairman);
                let document = "57/QĐ-UBND (mẫu)";
                room::set_effect_in(&chairman, tx, self.id, document, self.day).await
            }
            money => self.play_money(tx, money).await,
        }
    }

    /// The body that the law names: the Front for boards, the People's Committee for the rest.
    async fn recogniser(&self, tx: &mut WriteTx) -> Result<Person> {
        let decision = self.decision(tx).await?;
        let by = decision.recogniser(self.stage.law, self.day)?;
        Ok(match by {
            Some(dinh_law::Recogniser::FatherlandFront) => self.hamlet.front.clone(),
            _ => self.hamlet.chairman.clone(),
        })
    }

    fn answer(&self) -> room::Answer {
        room::Answer {
            document: "52/QĐ (mẫu)".to_owned(),
            on: self.day,
            logins: Vec::new(),
        }
    }

    async fn recognise(&self, tx: &mut WriteTx) -> Result<()> {
        let who = self.recogniser(tx).await?;
        room::recognise_in(&self.by(&who), tx, self.id, self.answer()).await
    }

    async fn refuse(&self, tx: &mut WriteTx, reason: &str) -> Result<()> {
        let who = self.recogniser(tx).await?;
        room::refuse_recognition_in(&self.by(&who), tx, self.id, self.answer(), reason).await
    }

    async fn annul(&self, tx: &mut WriteTx, reason: &str) -> Result<()> {
        let chairman = self.by(&self.hamlet.chairman);
        let ground = AnnulmentGround::Procedure;
        room::annul_in(
            &chairman,
            tx,
            self.id,
            ground,
            "61/QĐ-UBND (mẫu)",
            reason,
            self.day,
        )
        .await
    }
}
