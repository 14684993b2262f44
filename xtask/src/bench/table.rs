//! The results as tables in Markdown.

use super::Process;
use super::kernels::Kernel;
use super::load::{Load, Measured};

/// One measured page.
pub struct Row {
    cells: [String; 7],
}

impl Row {
    /// The last cell is the ratio of the median time to that of the bare server, in tenths.
    pub fn page(name: &str, engine: &str, measured: &Measured, hello: &Measured) -> Self {
        let tenths = measured.p50_micros * 10 / hello.p50_micros.max(1);
        Self {
            cells: [
                name.to_owned(),
                engine.to_owned(),
                micros(measured.p50_micros),
                micros(measured.p99_micros),
                measured.requests_per_second.to_string(),
                measured.body_bytes.to_string(),
                format!("{}.{}", tenths / 10, tenths % 10),
            ],
        }
    }
}

/// The kernels.
pub fn kernels(kernels: &[Kernel]) -> String {
    let head = ["| Kernel | Median |", "|---|---:|"].map(str::to_owned);
    let rows = kernels.iter();
    let rows = rows.map(|kernel| format!("| {} | {} |", kernel.name, nanos(kernel.nanoseconds)));
    head.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// The pages and the servers that gave them.
pub fn pages(load: &Load, rows: &[Row], processes: &[Process]) -> String {
    let mut lines = vec![
        format!(
            "{} connections, {} requests a round, medians of {} rounds, uncompressed bodies.",
            load.connections,
            load.connections * load.requests_each,
            load.rounds
        ),
        String::new(),
        "| Page | Engine | p50 | p99 | requests/s | bytes | p50 to bare axum |".to_owned(),
        "|---|---|---:|---:|---:|---:|---:|".to_owned(),
    ];
    lines.extend(
        rows.iter()
            .map(|row| format!("| {} |", row.cells.join(" | "))),
    );
    lines.push(String::new());
    lines
        .push("| Server | Memory after the load | Cold start to first healthy answer |".to_owned());
    lines.push("|---|---:|---:|".to_owned());
    lines.extend(processes.iter().map(server));
    lines.join("\n")
}

fn server(process: &Process) -> String {
    let memory = process
        .resident_kilobytes
        .map(|kilobytes| format!("{} MB", kilobytes / 1024));
    let memory = memory.unwrap_or_else(|| "unknown".to_owned());
    format!(
        "| {} | {memory} | {} ms |",
        process.engine,
        process.cold_start.as_millis()
    )
}

/// Nanoseconds, or microseconds with two places from ten of them on.
fn nanos(value: u64) -> String {
    if value < 10_000 {
        return format!("{value} ns");
    }
    format!("{}.{:02} \u{b5}s", value / 1000, value % 1000 / 10)
}

/// Milliseconds with two places.
pub fn micros(value: u64) -> String {
    format!("{}.{:02} ms", value / 1000, value % 1000 / 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_gives_milliseconds_and_the_ratio_to_the_bare_server() {
        let hello = Measured {
            p50_micros: 400,
            p99_micros: 900,
            requests_per_second: 38_000,
            body_bytes: 5,
        };
        let page = Measured {
            p50_micros: 1050,
            p99_micros: 12_345,
            requests_per_second: 15_000,
            body_bytes: 20_480,
        };
        let text = pages(
            &Load::QUICK,
            &[Row::page("item page", "SQLite", &page, &hello)],
            &[],
        );
        assert!(
            text.contains("| item page | SQLite | 1.05 ms | 12.34 ms | 15000 | 20480 | 2.6 |"),
            "{text}"
        );
    }
}
