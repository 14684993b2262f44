//! A bounded load: sixteen keep-alive connections, a fixed number of requests, only to 127.0.0.1.

use std::borrow::Cow;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::{Context, anyhow, bail};

use crate::http::Connection;

/// The size of a measurement.
pub struct Load {
    pub connections: usize,
    pub requests_each: usize,
    pub rounds: usize,
}

/// Medians over the rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    pub p50_micros: u64,
    pub p99_micros: u64,
    pub requests_per_second: u64,
    pub body_bytes: usize,
}

impl Load {
    pub const FULL: Self = Self {
        connections: 16,
        requests_each: 1000,
        rounds: 7,
    };
    pub const QUICK: Self = Self {
        connections: 16,
        requests_each: 100,
        rounds: 5,
    };

    /// Quick or in full.
    pub fn of(quick: bool) -> Self {
        if quick { Self::QUICK } else { Self::FULL }
    }

    /// Measures one page; one round before the counted ones warms the server.
    pub fn measure(&self, port: u16, path: &str) -> anyhow::Result<Measured> {
        self.measure_many(port, &[path.to_owned()])
    }

    /// The same for a kind of page: the connections go round these addresses, each from another place on.
    pub fn measure_many(&self, port: u16, paths: &[String]) -> anyhow::Result<Measured> {
        let warm = self.round(port, paths)?;
        let mut rounds = vec![];
        for _ in 0..self.rounds {
            rounds.push(self.round(port, paths)?);
        }
        Ok(Measured {
            p50_micros: median(rounds.iter().map(|round| round.p50_micros)),
            p99_micros: median(rounds.iter().map(|round| round.p99_micros)),
            requests_per_second: median(rounds.iter().map(|round| round.requests_per_second)),
            body_bytes: warm.body_bytes,
        })
    }

    /// Requests that [`Load::measure`] makes in all.
    pub fn requests(&self) -> usize {
        self.connections * self.requests_each * (self.rounds + 1)
    }

    fn round(&self, port: u16, paths: &[String]) -> anyhow::Result<Measured> {
        let barrier = Barrier::new(self.connections + 1);
        let (elapsed, results) = thread::scope(|scope| {
            let workers: Vec<_> = (0..self.connections)
                .map(|number| {
                    let first = number * self.requests_each;
                    let barrier = &barrier;
                    scope.spawn(move || {
                        let paths = paths.iter().cycle().skip(first % paths.len().max(1));
                        one_connection(port, paths.take(self.requests_each), barrier)
                    })
                })
                .collect();
            barrier.wait();
            let start = Instant::now();
            let results: Vec<_> = workers
                .into_iter()
                .map(thread::ScopedJoinHandle::join)
                .collect();
            (start.elapsed(), results)
        });
        let mut times = Vec::with_capacity(self.connections * self.requests_each);
        let mut body_bytes = 0;
        for result in results {
            let (micros, bytes) =
                result.map_err(|_| anyhow!("a connection of the load ended badly"))??;
            times.extend(micros);
            body_bytes = bytes;
        }
        times.sort_unstable();
        let count = u128::try_from(times.len())?;
        let per_second = count * 1_000_000 / elapsed.as_micros().max(1);
        Ok(Measured {
            p50_micros: percentile(&times, 50)?,
            p99_micros: percentile(&times, 99)?,
            requests_per_second: u64::try_from(per_second)?,
            body_bytes,
        })
    }
}

fn one_connection<'a>(
    port: u16,
    paths: impl Iterator<Item = &'a String>,
    barrier: &Barrier,
) -> anyhow::Result<(Vec<u64>, usize)> {
    let connection = Connection::open(port);
    // Every connection reaches the barrier, also one that failed: the others must not wait for ever.
    barrier.wait();
    let mut connection = connection?;
    let mut times = Vec::new();
    let mut bytes = 0;
    for path in paths {
        let path = &never_twice(path);
        let start = Instant::now();
        let answer = connection.get(path)?;
        times.push(u64::try_from(start.elapsed().as_micros())?);
        if answer.status != 200 {
            bail!("{path} answered {} under load", answer.status);
        }
        bytes = answer.body.len();
    }
    Ok((times, bytes))
}

/// An address whose query ends without a value gets a number that no other has had: no cache knows it.
fn never_twice(path: &str) -> Cow<'_, str> {
    static ASKED: AtomicU64 = AtomicU64::new(0);
    if path.ends_with('=') {
        let number = ASKED.fetch_add(1, Ordering::Relaxed);
        return Cow::Owned(format!("{path}{number}"));
    }
    Cow::Borrowed(path)
}

/// The smallest time that at least `percent` of the sorted times do not exceed.
fn percentile(sorted: &[u64], percent: usize) -> anyhow::Result<u64> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted
        .get(rank - 1)
        .copied()
        .context("nothing was measured")
}

fn median(values: impl Iterator<Item = u64>) -> u64 {
    let mut values: Vec<u64> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_percentile_is_a_time_that_was_measured() {
        let times: Vec<u64> = (1..=200).collect();
        assert_eq!(percentile(&times, 50).expect("times"), 100);
        assert_eq!(percentile(&times, 99).expect("times"), 198);
        assert_eq!(percentile(&[7], 99).expect("times"), 7);
        assert!(percentile(&[], 50).is_err());
    }

    #[test]
    fn the_median_of_rounds_ignores_one_disturbed_round() {
        assert_eq!(median([10, 11, 900].into_iter()), 11);
    }

    #[test]
    fn a_page_that_does_not_answer_200_stops_the_measurement() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("port");
        let port = listener.local_addr().expect("address").port();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || {
                    let mut reader = BufReader::new(stream);
                    let mut line = String::new();
                    while reader.read_line(&mut line).is_ok_and(|read| read > 0) {
                        if line == "\r\n" {
                            let answer =
                                b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n";
                            reader.get_mut().write_all(answer).expect("answer");
                        }
                        line.clear();
                    }
                });
            }
        });
        let load = Load {
            connections: 4,
            requests_each: 3,
            rounds: 1,
        };
        let error = load.measure(port, "/").expect_err("429");
        assert!(error.to_string().contains("429"), "{error}");
    }
}
