//! The results as tables in Markdown.

use std::fmt::Write;

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

/// All tables.
pub fn print(load: &Load, kernels: &[Kernel], rows: &[Row], processes: &[Process]) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = write(&mut text, load, kernels, rows, processes);
    text
}

fn write(
    text: &mut String,
    load: &Load,
    kernels: &[Kernel],
    rows: &[Row],
    processes: &[Process],
) -> std::fmt::Result {
    if !kernels.is_empty() {
        writeln!(text, "\n| Kernel | Median |\n|---|---:|")?;
        for kernel in kernels {
            writeln!(text, "| {} | {} ns |", kernel.name, kernel.nanoseconds)?;
        }
    }
    writeln!(
        text,
        "\n{} connections, {} requests a round, medians of {} rounds, uncompressed bodies.\n",
        load.connections,
        load.connections * load.requests_each,
        load.rounds
    )?;
    writeln!(
        text,
        "| Page | Engine | p50 | p99 | requests/s | bytes | p50 to bare axum |"
    )?;
    writeln!(text, "|---|---|---:|---:|---:|---:|---:|")?;
    for row in rows {
        writeln!(text, "| {} |", row.cells.join(" | "))?;
    }
    writeln!(
        text,
        "\n| Server | Memory after the load | Cold start to first healthy answer |\n|---|---:|---:|"
    )?;
    for process in processes {
        let memory = process
            .resident_kilobytes
            .map_or("unknown".to_owned(), |kb| format!("{} MB", kb / 1024));
        writeln!(
            text,
            "| {} | {memory} | {} ms |",
            process.engine,
            process.cold_start.as_millis()
        )?;
    }
    Ok(())
}

/// Milliseconds with two places.
fn micros(value: u64) -> String {
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
        let text = print(
            &Load::QUICK,
            &[],
            &[Row::page("item page", "SQLite", &page, &hello)],
            &[],
        );
        assert!(
            text.contains("| item page | SQLite | 1.05 ms | 12.34 ms | 15000 | 20480 | 2.6 |"),
            "{text}"
        );
    }
}
