//! Which contents of the register everybody may check, and which only those who hold them.

/// Whether the salt of a sealed content stands in the receipt that everybody may take. It must, for what the pages show: else nobody
/// could compare it with the register. It must not, for what names a person and stands on no public page: with the salt anybody
/// could try guesses against the commitment ("household X, yes"). Those receive it who hold the content by their office.
pub fn is_for_everyone(room: &str, act: &str, name: &str) -> bool {
    let is_of_a_person = match (room, act) {
        // Who asks for information, and what they are told.
        ("disclosure", "request" | "answer") => true,
        // Why a person's data was erased.
        (_, "erase") => name == "ly-do.txt",
        // Who gave how much, and vouchers with names of traders.
        ("decision", "contribute") => matches!(name, "bien-nhan.txt" | "chung-tu"),
        // Ballot by ballot.
        ("decision", _) => name == "bang-phieu.txt",
        _ => false,
    };
    !is_of_a_person
}

#[cfg(test)]
mod tests {
    use super::is_for_everyone;

    #[test]
    fn what_pages_show_can_be_checked_and_what_names_a_person_cannot_be_guessed() {
        for (room, act, name) in [
            ("disclosure", "publish", "noi-dung.txt"),
            ("disclosure", "close", "ket-thuc.txt"),
            ("decision", "attach", "minutes.pdf"),
            ("decision", "contribute", "khoan-chi.txt"),
            ("decision", "erase", "xoa.txt"),
        ] {
            assert!(is_for_everyone(room, act, name), "{room} {act} {name}");
        }
        for (room, act, name) in [
            ("disclosure", "request", "noi-dung.txt"),
            ("disclosure", "answer", "noi-dung.txt"),
            ("decision", "contribute", "bien-nhan.txt"),
            ("decision", "contribute", "chung-tu"),
            ("decision", "count", "bang-phieu.txt"),
            ("disclosure", "erase", "ly-do.txt"),
        ] {
            assert!(!is_for_everyone(room, act, name), "{room} {act} {name}");
        }
    }
}
