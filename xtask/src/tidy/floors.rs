//! A crate depends only on lower floors. There are nine crates (the ninth by ADR 0007); a tenth needs a record in `docs/adr` and a line here.

use super::Finding;
use crate::workspace::Metadata;

/// Crate and floor. `cli` stands on the roof: it puts the web pages and everything below into one binary.
pub const FLOORS: [(&str, u8); 9] = [
    ("law", 0),
    ("register", 0),
    ("domain", 1),
    ("verify", 1),
    ("store", 2),
    ("report", 2),
    ("service", 3),
    ("web", 4),
    ("cli", 5),
];

pub fn check(metadata: &Metadata) -> Vec<Finding> {
    let edges = metadata.members().filter_map(|package| {
        let below = package
            .dependencies
            .iter()
            .filter_map(|dependency| dependency.path.as_deref());
        let below = below
            .filter_map(|path| path.rsplit('/').next())
            .map(str::to_owned)
            .collect();
        Some((package.room()?.to_owned(), below))
    });
    compare(edges.collect())
}

fn compare(edges: Vec<(String, Vec<String>)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, _) in FLOORS {
        if !edges.iter().any(|(room, _)| room == name) {
            findings.push(Finding::new(
                format!("crates/{name}"),
                "this crate of the house is missing",
            ));
        }
    }
    for (room, below) in edges {
        let place = format!("crates/{room}/Cargo.toml");
        let Some(own) = floor(&room) else {
            findings.push(Finding::new(
                place,
                "a crate without a floor; the house has nine crates (docs/adr)",
            ));
            continue;
        };
        for other in below {
            match floor(&other) {
                Some(lower) if lower < own => {}
                Some(same) => findings.push(Finding::new(
                    &place,
                    format!("floor {own} may not depend on {other} on floor {same}, only on lower floors"),
                )),
                None => findings.push(Finding::new(&place, format!("depends on {other}, which is not in the house"))),
            }
        }
    }
    findings
}

fn floor(room: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, floor)| *floor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(changed: &str, below: &[&str]) -> Vec<(String, Vec<String>)> {
        let own = |name: &str| {
            if name == changed {
                below.iter().map(|&b| b.to_owned()).collect()
            } else {
                vec![]
            }
        };
        FLOORS
            .iter()
            .map(|(name, _)| ((*name).to_owned(), own(name)))
            .collect()
    }

    #[test]
    fn lower_floors_are_allowed() {
        assert_eq!(
            compare(house(
                "service",
                &["law", "domain", "store", "report", "register"]
            )),
            []
        );
        assert_eq!(compare(house("cli", &["web", "law"])), []);
    }

    #[test]
    fn the_same_floor_and_higher_floors_are_refused() {
        assert_eq!(compare(house("report", &["store"])).len(), 1);
        assert_eq!(compare(house("domain", &["web"])).len(), 1);
    }

    #[test]
    fn a_tenth_crate_and_a_missing_crate_are_found() {
        let mut house = house("", &[]);
        house.remove(0);
        house.push(("mail".to_owned(), vec![]));
        assert_eq!(compare(house).len(), 2);
    }
}
