//! What the register takes beside what hashes and signatures alone take, measured in the same run.

use super::kernels::Kernel;

type Row = (
    &'static str,
    &'static str,
    u64,
    &'static [(&'static str, u64)],
);

/// Each row: what is measured, its limit as a hundredth of the baseline, and the baseline as a sum of kernels.
const ROWS: [Row; 4] = [
    ("append", "leaf + node", 167, &[("leaf", 1), ("node", 1)]),
    (
        "inclusion of 20",
        "leaf + 20 nodes",
        160,
        &[("leaf", 1), ("node", 20)],
    ),
    ("audit", "leaf + node", 130, &[("leaf", 1), ("node", 1)]),
    ("receipt", "6 signatures", 120, &[("six ed25519", 1)]),
];

/// A table in Markdown; nothing if the register was not measured.
pub fn ratios(kernels: &[Kernel]) -> Option<String> {
    let find = |name: String| {
        let kernel = kernels.iter().find(|kernel| kernel.name == name)?;
        Some(kernel.nanoseconds)
    };
    let mut lines = vec![
        "| Register | ours | baseline | ratio | limit |".to_owned(),
        "|---|---:|---:|---:|---:|".to_owned(),
    ];
    for (name, baseline_name, limit, parts) in ROWS {
        let ours = find(format!("register/{name}"))?;
        let parts = parts
            .iter()
            .map(|(part, times)| Some(find(format!("register baseline/{part}"))? * times));
        let baseline: u64 = parts.sum::<Option<u64>>()?;
        let ratio = ours * 100 / baseline.max(1);
        lines.push(format!(
            "| {name} | {ours} ns | {baseline_name}: {baseline} ns | {}.{:02} | {}.{:02} |",
            ratio / 100,
            ratio % 100,
            limit / 100,
            limit % 100
        ));
    }
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::{Kernel, ratios};

    #[test]
    fn ratios_are_of_the_sum_of_the_parts() {
        let kernels: Vec<Kernel> = [
            ("register/append", 300),
            ("register/inclusion of 20", 4_200),
            ("register/audit", 260),
            ("register/receipt", 660),
            ("register baseline/leaf", 100),
            ("register baseline/node", 100),
            ("register baseline/six ed25519", 600),
        ]
        .map(|(name, nanoseconds)| Kernel {
            name: name.to_owned(),
            nanoseconds,
        })
        .into();
        let table = ratios(&kernels).expect("all are there");
        for row in [
            "| append | 300 ns | leaf + node: 200 ns | 1.50 | 1.67 |",
            "| inclusion of 20 | 4200 ns | leaf + 20 nodes: 2100 ns | 2.00 | 1.60 |",
            "| receipt | 660 ns | 6 signatures: 600 ns | 1.10 | 1.20 |",
        ] {
            assert!(table.contains(row), "{table}");
        }
        assert_eq!(ratios(&kernels[..3]), None);
    }
}
