//! Erasing a sealed content of the register: by which article, and why.

use crate::FieldError;
use crate::folding::clean;

/// What an officer says when a sealed content is erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// The article; public.
    pub article: String,
    /// The reason; sealed itself, so that it can be erased too.
    pub reason: String,
}

const ARTICLE_LIMIT: usize = 200;
const REASON_LIMIT: usize = 1_000;

/// Clean what was typed and tell everything that is wrong with it at once.
pub fn check_erasure(article: &str, reason: &str) -> Result<Erasure, Vec<FieldError>> {
    let (article, reason) = (clean(article), clean(reason));
    let mut errors = Vec::new();
    let (in_article, in_reason) = (article.chars().count(), reason.chars().count());
    if !(5..=ARTICLE_LIMIT).contains(&in_article) || article.contains('\n') {
        errors.push(FieldError::new(
            "article",
            "Hãy ghi căn cứ pháp lý của việc xóa trong một dòng (từ 5 đến 200 ký tự), ví dụ: “Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, yêu cầu của chủ thể dữ liệu”. Căn cứ được công khai, không ghi tên người.",
        ));
    }
    if !(10..=REASON_LIMIT).contains(&in_reason) {
        errors.push(FieldError::new(
            "reason",
            "Hãy ghi rõ lý do xóa (từ 10 đến 1.000 ký tự), ví dụ: ai yêu cầu, văn bản nào, ngày nào.",
        ));
    }
    if errors.is_empty() {
        Ok(Erasure { article, reason })
    } else {
        Err(errors)
    }
}

/// What stands in place of an erased content.
pub fn erased_words(article: &str) -> String {
    format!("Nội dung đã được xóa theo {article}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_and_reason_are_needed_and_told_together() {
        let fields = |article, reason| -> Vec<String> {
            let errors = check_erasure(article, reason).err().unwrap_or_default();
            errors.into_iter().map(|error| error.field).collect()
        };
        assert_eq!(fields(" ", "ngắn"), ["article", "reason"]);
        assert_eq!(
            fields("Điều 1\nĐiều 2", "theo đơn ngày 01/03/2026"),
            ["article"]
        );
        assert_eq!(
            fields(&"a".repeat(201), &"b".repeat(1_001)),
            ["article", "reason"]
        );
        let made = check_erasure("  khoản 1 Điều 7 ", " theo đơn ngày 01/03/2026 ");
        let made = made.expect("accepted");
        assert_eq!(made.article, "khoản 1 Điều 7");
        assert_eq!(
            erased_words(&made.article),
            "Nội dung đã được xóa theo khoản 1 Điều 7"
        );
    }
}
