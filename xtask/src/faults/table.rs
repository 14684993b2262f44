//! What was found, kept in a file so that a run can be gone on with, and printed as Markdown.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A row of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// How often it happened.
    pub runs: u64,
    pub acknowledged: u64,
    pub lost: u64,
    pub doubled: u64,
    /// How often the register was copied and verified, and its size then.
    pub audits: u64,
    pub register: u64,
    /// From the fault to the next acknowledged write, in milliseconds.
    pub recovered: Vec<u64>,
}

impl Row {
    pub fn recover(&mut self, time: Duration) {
        self.recovered
            .push(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
    }

    fn part(&self, percent: usize) -> String {
        let mut times = self.recovered.clone();
        times.sort_unstable();
        let place = times.len().saturating_sub(1) * percent / 100;
        times
            .get(place)
            .map_or_else(|| "\u{2013}".to_owned(), |time| format!("{time} ms"))
    }
}

/// All rows by the name of the fault.
pub struct Table {
    file: PathBuf,
    rows: BTreeMap<String, Row>,
}

impl Table {
    /// The table kept in this file, if there is one.
    pub fn open(file: &Path) -> anyhow::Result<Self> {
        let rows = match std::fs::read(file) {
            Ok(bytes) => serde_json::from_slice(&bytes)?,
            Err(_) => BTreeMap::new(),
        };
        Ok(Self {
            file: file.to_owned(),
            rows,
        })
    }

    pub fn row(&self, name: &str) -> Row {
        self.rows.get(name).cloned().unwrap_or_default()
    }

    pub fn keep(&mut self, name: &str, row: Row) -> anyhow::Result<()> {
        self.rows.insert(name.to_owned(), row);
        Ok(std::fs::write(
            &self.file,
            serde_json::to_vec_pretty(&self.rows)?,
        )?)
    }

    pub fn markdown(&self) -> String {
        let mut lines = vec![
            "| Fault | runs | acknowledged writes | lost | done twice | register verified | time to recover, p50 | longest |".to_owned(),
            "|---|---:|---:|---:|---:|---:|---:|---:|".to_owned(),
        ];
        lines.extend(self.rows.iter().map(|(name, row)| {
            format!(
                "| {name} | {} | {} | {} | {} | {} times, {} entries | {} | {} |",
                row.runs,
                row.acknowledged,
                row.lost,
                row.doubled,
                row.audits,
                row.register,
                row.part(50),
                row.part(100)
            )
        }));
        lines.join("\n")
    }

    /// Whether nothing was lost, nothing done twice, and every row was verified.
    pub fn is_good(&self) -> bool {
        let good = |row: &Row| row.lost == 0 && row.doubled == 0 && row.audits > 0;
        self.rows.values().all(good)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_tells_medians_and_what_was_lost() {
        let mut table = Table {
            file: std::env::temp_dir().join(format!("dinh-faults-{}.json", std::process::id())),
            rows: BTreeMap::new(),
        };
        let mut row = Row {
            runs: 3,
            acknowledged: 9,
            audits: 1,
            ..Row::default()
        };
        for milliseconds in [30, 10, 20] {
            row.recover(Duration::from_millis(milliseconds));
        }
        table.keep("kill", row.clone()).expect("kept");
        assert!(
            table
                .markdown()
                .contains("| 3 | 9 | 0 | 0 | 1 times, 0 entries | 20 ms | 30 ms |")
        );
        assert_eq!(Table::open(&table.file).expect("read").row("kill"), row);
        assert!(table.is_good());
        row.lost = 1;
        table.keep("kill", row).expect("kept");
        assert!(!table.is_good());
        std::fs::remove_file(&table.file).expect("removed");
    }
}
