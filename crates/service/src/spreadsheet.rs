//! Cells that a spreadsheet program must read as text, never as a formula.

/// Signs with which a formula can begin, and the guard itself.
const RISKY: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

/// The cell with an apostrophe before anything that could be a formula.
pub fn guard(cell: &str) -> String {
    if cell.starts_with(RISKY) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// The cell as it was before [`guard`].
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_start_a_formula_and_comes_back_as_it_was() {
        for cell in ["=1+1", "+84", "-3", "@x", "\tx", "'=1", "Cái Khế", ""] {
            let kept = guard(cell);
            assert!(!kept.starts_with(['=', '+', '-', '@', '\t', '\r']));
            assert_eq!(unguard(&kept), cell);
        }
    }
}
