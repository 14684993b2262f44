//! What a session's token is made of, and what is kept of it.

use dinh_service::people::digest;

use crate::town::{PASSWORD, town};

#[tokio::test]
async fn tokens_are_long_random_and_kept_as_a_digest() {
    let town = town().await;
    town.account("can-bo").await;
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let answer = town.sign_in("can-bo", PASSWORD).await;
        tokens.push(answer.token().to_owned());
    }
    assert_ne!(tokens[0], tokens[1]);
    // 32 bytes in the letters of base64.
    assert!(tokens.iter().all(|token| token.len() == 43), "{tokens:?}");
    let mut tx = town.platform.store.read().await.expect("a snapshot");
    let kept: Vec<(Vec<u8>,)> = tx
        .select("SELECT token_hash FROM session")
        .all()
        .await
        .expect("sessions");
    for token in &tokens {
        assert!(kept.iter().any(|(hash,)| hash[..] == digest(token)));
        assert!(kept.iter().all(|(hash,)| hash != token.as_bytes()));
    }
}
