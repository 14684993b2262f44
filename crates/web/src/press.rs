//! Papers are set in threads that may wait, two at a time: they cost more than anything else that a reader can ask for. When
//! many wait already, whoever comes is told so at once instead of everybody waiting for ever.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::header;
use axum::response::IntoResponse as _;
use dinh_report::ReportError;
use dinh_service::Error;
use tokio::sync::Semaphore;

use crate::errors::{Failure, PageResult};

/// Media type of a paper that is shown and printed.
pub(crate) const PDF: &str = "application/pdf";
/// Media type of a paper that is written on.
pub(crate) const DOCX: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// Media type of a table that is counted on.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const SEATS: usize = 2;
/// A paper takes a tenth of a second, or a few times that with a long list: nobody waits longer than some seconds.
const LONGEST_LINE: usize = 32;

/// What makes the bytes of a paper.
pub(crate) type Make = Box<dyn FnOnce() -> Result<Vec<u8>, ReportError> + Send>;

/// The one press of this process.
pub(crate) struct Press {
    seats: Semaphore,
    waiting: AtomicUsize,
}

impl Default for Press {
    fn default() -> Self {
        Self {
            seats: Semaphore::new(SEATS),
            waiting: AtomicUsize::new(0),
        }
    }
}

/// One that waits; it leaves the line also when the reader goes away.
struct Waiting<'press>(&'press AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Press {
    /// A paper under its name: a PDF is shown by the browser, anything else is kept.
    pub(crate) async fn print(&self, make: Make, kind: &str, name: &str) -> PageResult {
        let way = if kind == PDF { "inline" } else { "attachment" };
        self.answer(make, kind, &format!("{way}; filename=\"{name}\""))
            .await
    }

    /// A paper that the browser keeps under its name without showing it.
    pub(crate) async fn hand_over(&self, make: Make, kind: &str, name: &str) -> PageResult {
        self.answer(make, kind, &format!("attachment; filename=\"{name}\""))
            .await
    }

    async fn answer(&self, make: Make, kind: &str, way: &str) -> PageResult {
        let bytes = self.set(make).await?;
        let fields = [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_DISPOSITION, way),
            (header::CACHE_CONTROL, "no-store"),
        ];
        Ok((fields, bytes).into_response())
    }

    async fn set(&self, make: Make) -> Result<Vec<u8>, Failure> {
        let waiting = Waiting(&self.waiting);
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= LONGEST_LINE {
            return Err(Error::Busy.into());
        }
        let seat = self
            .seats
            .acquire()
            .await
            .map_err(|_| Failure::from(Error::Busy))?;
        drop(waiting);
        let paper = tokio::task::spawn_blocking(make).await;
        drop(seat);
        paper
            .map_err(|error| Failure::internal(error.to_string()))?
            .map_err(|error| Failure::internal(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn who_comes_when_the_line_is_full_is_told_at_once_and_all_others_get_their_paper() {
        let press = Press::default();
        let (open, gate) = channel::<()>();
        let gate = std::sync::Arc::new(std::sync::Mutex::new(gate));
        let slow = || -> Make {
            let gate = std::sync::Arc::clone(&gate);
            Box::new(move || {
                gate.lock().expect("the gate").recv().expect("it opens");
                Ok(vec![1])
            })
        };
        let mut papers: Vec<_> = (0..SEATS + LONGEST_LINE)
            .map(|_| Box::pin(press.set(slow())))
            .collect();
        for paper in &mut papers {
            assert!(futures_util::poll!(paper.as_mut()).is_pending());
        }
        let refused = press.set(slow()).await.expect_err("the line is full");
        assert!(matches!(*refused.0, Error::Busy));
        for _ in &papers {
            open.send(()).expect("the gate");
        }
        for paper in papers {
            assert_eq!(paper.await.ok(), Some(vec![1]));
        }
        assert_eq!(press.waiting.load(Ordering::Relaxed), 0);
    }
}
