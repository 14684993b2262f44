//! Erasing what a decision says, on a legal ground: numbers, steps and days stay.

use super::Decision;
use crate::refusal::Refusal;

impl Decision {
    /// Put `words` in place of the question and its options. Refused while people still decide about it.
    pub fn erase_question(&mut self, words: &str) -> Result<(), Refusal> {
        if self.round.outcome.is_none() && !self.state.is_final() {
            return Err(Refusal::State(
                "Việc này đang được đưa ra bàn, biểu quyết nên chưa xóa được nội dung. Hãy xóa sau khi có kết quả, hoặc rút việc này trước."
                    .into(),
            ));
        }
        words.clone_into(&mut self.proposal.title);
        self.proposal.content.clear();
        for option in &mut self.proposal.options {
            words.clone_into(option);
        }
        Ok(())
    }

    /// Put `words` in place of why it was refused, annulled, dropped, or asked to be mended.
    pub fn erase_reason(&mut self, words: &str) {
        words.clone_into(&mut self.reason);
    }
}
