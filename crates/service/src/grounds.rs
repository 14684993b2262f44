//! The grounds of a printed paper, as Decree 30/2020 orders them: each begins with "Căn cứ"; a law stands with its title and day,
//! a decree also with its number and with who issued it. All of it comes from the list of instruments.

use dinh_law::{Citation, Instrument, Law};
use dinh_report::long_date;

/// The instruments with these keys, in this order.
pub(crate) fn of_instruments(law: &Law, keys: &[&str]) -> Vec<String> {
    let find = |key: &&str| law.instruments().iter().find(|one| one.key == **key);
    keys.iter().filter_map(find).map(of_instrument).collect()
}

fn of_instrument(one: &Instrument) -> String {
    let day = one.issued.map(long_date);
    let day = day.map_or_else(String::new, |day| format!(" {day}"));
    if one.kind == "Nghị định" {
        let about = one.title.strip_prefix(&one.kind).unwrap_or(&one.title);
        return format!(
            "Căn cứ {} số {}{day} của Chính phủ{about}",
            one.kind, one.number
        );
    }
    format!("Căn cứ {}{day}", one.title)
}

/// The place in an instrument.
pub(crate) fn of_article(citation: &Citation) -> String {
    format!("Căn cứ {citation}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_law_stands_with_its_day_and_a_decree_with_number_and_issuer_too() {
        let grounds = of_instruments(Law::embedded(), &["L10-2022", "D59-2023"]);
        assert_eq!(
            grounds,
            [
                "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022",
                "Căn cứ Nghị định số 59/2023/NĐ-CP ngày 14 tháng 8 năm 2023 của Chính phủ quy định chi tiết một số điều của Luật \
                 Thực hiện dân chủ ở cơ sở",
            ]
        );
    }
}
