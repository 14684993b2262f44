//! The one table of pages that show an officer personal data of others. The guard notes who saw them; the people concerned
//! read it on `/tai-khoan/ai-da-xem`. A new page with names or addresses of people gets its line here.

use dinh_service::people::Subject;

use Subject::{Account, Accounts, Asker, Decision, Household, Roll};

/// Path of the route, whose data it shows, and the parameter of the path that names them.
pub(crate) const SHOWN: [(&str, Subject, &str); 37] = [
    ("/quan-tri/tai-khoan", Accounts, ""),
    ("/quan-tri/tai-khoan/{id}", Account, "id"),
    ("/quan-tri/nhat-ky", Accounts, ""),
    ("/lam-viec/thu-chua-den", Accounts, ""),
    ("/lam-viec/yeu-cau/{number}", Asker, "number"),
    ("/lam-viec/so-ho/{slug}", Roll, "slug"),
    ("/lam-viec/so-ho/{slug}/xuat", Roll, "slug"),
    ("/lam-viec/so-ho/{slug}/xuat.xlsx", Roll, "slug"),
    ("/lam-viec/ho/{id}", Household, "id"),
    ("/lam-viec/ho/{id}/dai-dien", Household, "id"),
    ("/lam-viec/ho/{id}/xoa-du-lieu", Household, "id"),
    ("/lam-viec/ho/{id}/du-lieu", Household, "id"),
    ("/lam-viec/ho/{id}/du-lieu.json", Household, "id"),
    ("/lam-viec/ho/{id}/tai-khoan", Household, "id"),
    ("/lam-viec/ho/{id}/ket-thuc", Household, "id"),
    ("/lam-viec/ho/{id}/nhap-ho", Household, "id"),
    ("/lam-viec/ho/{id}/tach", Household, "id"),
    ("/lam-viec/ho/{id}/chuyen", Household, "id"),
    (
        "/lam-viec/quyet-dinh/{number}/tai/{name}",
        Decision,
        "number",
    ),
    (
        "/lam-viec/quyet-dinh/{number}/dong-thuan",
        Decision,
        "number",
    ),
    ("/lam-viec/quyet-dinh/{number}/giao", Decision, "number"),
    (
        "/lam-viec/quyet-dinh/{number}/dinh-chinh",
        Decision,
        "number",
    ),
    (
        "/lam-viec/quyet-dinh/{number}/thong-bao-ho",
        Decision,
        "number",
    ),
    (
        "/lam-viec/quyet-dinh/{number}/thong-bao-ho.pdf",
        Decision,
        "number",
    ),
    ("/lam-viec/quyet-dinh/{number}/hop", Decision, "number"),
    (
        "/lam-viec/quyet-dinh/{number}/hop/tan-thanh",
        Decision,
        "number",
    ),
    (
        "/lam-viec/quyet-dinh/{number}/phieu/phat",
        Decision,
        "number",
    ),
    (
        "/lam-viec/quyet-dinh/{number}/phieu/thu",
        Decision,
        "number",
    ),
    (
        "/lam-viec/quyet-dinh/{number}/truc-tuyen/cap-lai",
        Decision,
        "number",
    ),
    (
        "/lam-viec/quyet-dinh/{number}/truc-tuyen/nhap-thay",
        Decision,
        "number",
    ),
    (
        "/lam-viec/quyet-dinh/{number}/truc-tuyen/mau-thuan/{household}",
        Household,
        "household",
    ),
    ("/lam-viec/quyet-dinh/{number}/dong-gop", Decision, "number"),
    (
        "/lam-viec/quyet-dinh/{number}/dong-gop/thu",
        Decision,
        "number",
    ),
    (
        "/lam-viec/quyet-dinh/{number}/dong-gop/muc",
        Decision,
        "number",
    ),
    (
        "/lam-viec/quyet-dinh/{number}/dong-gop/huy",
        Decision,
        "number",
    ),
    (
        "/lam-viec/quyet-dinh/{number}/dong-gop/bien-nhan/{receipt}",
        Decision,
        "number",
    ),
    (
        "/lam-viec/quyet-dinh/{number}/dong-gop/chung-tu/{expense}",
        Decision,
        "number",
    ),
];

/// Whose data the pages of a route show, and the parameter that names them.
pub(crate) fn shown_by(path: &str) -> Option<(Subject, &'static str)> {
    let line = SHOWN.iter().find(|(known, ..)| *known == path)?;
    Some((line.1, line.2))
}

#[cfg(test)]
mod tests {
    use crate::routes;

    use super::*;

    #[test]
    fn every_line_is_a_route_with_that_parameter_which_not_everybody_may_use() {
        let all = routes::all();
        for (path, _, parameter) in SHOWN {
            let route = all.iter().find(|route| route.path == path);
            let route = route.unwrap_or_else(|| panic!("{path} is no route"));
            assert!(
                matches!(route.access, routes::Access::Needs(_)),
                "{path} is open to everybody"
            );
            let named = parameter.is_empty() || path.contains(&format!("{{{parameter}}}"));
            assert!(named, "{path} has no {parameter}");
        }
    }

    #[test]
    fn every_page_of_a_household_is_in_the_table() {
        for route in routes::all() {
            if route.path.starts_with("/lam-viec/ho/{id}") {
                assert!(shown_by(route.path).is_some(), "{}", route.path);
            }
        }
    }
}
