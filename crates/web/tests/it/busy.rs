//! When too many wait for the database, whoever comes is told so at once, in words, and when to come again.

use std::future::Future as _;
use std::task::{Context, Poll, Waker};

use dinh_store::StoreError;

use crate::site::site;

#[tokio::test]
async fn whoever_finds_the_line_full_is_told_when_to_come_again() {
    let site = site(&["Dự án nâng cấp đường Trần Phú"]).await;
    let store = &site.platform.store;
    let mut taken = Vec::new();
    for _ in 0..8 {
        taken.push(store.read().await.expect("a snapshot"));
    }
    let mut waiting = Vec::new();
    loop {
        let mut next = Box::pin(store.read());
        match next.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Err(StoreError::Busy)) => break,
            Poll::Ready(other) => panic!("nothing is free: {:?}", other.err()),
            Poll::Pending => waiting.push(next),
        }
    }
    for path in ["/", "/tim-kiem?q=du+an"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, 503, "{path}");
        assert_eq!(answer.header("retry-after"), "5");
        assert!(answer.text().contains("Hệ thống đang bận"), "{path}");
    }
    let answer = site.get("/api/v1/units").await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.json()["code"], "busy");
    drop((waiting, taken));
    assert_eq!(site.get("/").await.status, 200);
}
