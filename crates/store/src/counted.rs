//! How many statements one piece of work makes, while others work beside it.

use std::cell::Cell;

tokio::task_local! {
    static MADE: Cell<u64>;
}

/// Do something; gives what it gave and how many statements it made itself, without those of tasks that it started.
pub async fn counted<W: Future>(work: W) -> (W::Output, u64) {
    MADE.scope(Cell::new(0), async {
        let output = work.await;
        (output, MADE.with(Cell::get))
    })
    .await
}

/// One more was made; nothing happens where nobody counts.
pub(crate) fn one() {
    // Outside of [`counted`] there is nothing to add to.
    let _ = MADE.try_with(|made| made.set(made.get() + 1));
}
