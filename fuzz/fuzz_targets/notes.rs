//! What registers and witnesses tell each other: signed notes, checkpoints, keys, policies, requests to witnesses and their
//! answers.
#![no_main]

use dinh_fuzz::{key, policy, witness};
use dinh_register::witness::{Submission, read_size};
use dinh_register::{Checkpoint, CosignerKey, Policy, VerifierKey, cosignature, note};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let keys = [key().verifier().clone()];
    if let Ok(opened) = note::open(text, &keys) {
        assert!(text.starts_with(opened.text) && !opened.signers.is_empty());
    }
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        let again = Checkpoint::parse(&checkpoint.text());
        assert_eq!(again.as_ref(), Ok(&checkpoint));
    }
    let _ = Checkpoint::open(text, &keys);
    if let Ok(judged) = policy().judge(text) {
        assert!(!judged.signers.is_empty());
    }
    if let Ok(key) = VerifierKey::parse(text) {
        assert_eq!(key.to_string(), text, "a key has one spelling");
    }
    if let Ok(key) = CosignerKey::parse(text) {
        assert_eq!(key.to_string(), text, "a key has one spelling");
    }
    if let Ok(policy) = Policy::parse(text) {
        // Neither none nor all of the witnesses may break the rule of the quorum.
        policy.is_quorum(|_| false);
        assert!(policy.is_quorum(|_| true), "all together are always enough");
    }
    let _ = cosignature::cosigned(text, &[witness().key()]);
    let _ = cosignature::read_answer(text, "register\n1\nroot\n", witness().key());
    if let Ok(submission) = Submission::parse(text) {
        assert_eq!(submission.encode(), text, "a request has one spelling");
        if let Ok(candidate) = submission.open(&keys) {
            let _ = candidate.follows(None);
        }
    }
    let _ = read_size(text);
});
