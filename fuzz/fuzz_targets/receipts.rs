//! What a citizen keeps: receipts, proofs, entries, the texts of square codes. Nothing panics, and what is read is written again
//! in the same bytes: each has one spelling.
#![no_main]

use dinh_fuzz::{leaf, policy};
use dinh_register::{Act, ActView, Proof, Receipt, paper, receipt};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let policy = policy();
    if let Ok(act) = Act::parse(data) {
        assert_eq!(
            act.encode().as_deref(),
            Ok(data),
            "an entry has one spelling"
        );
        assert_eq!(ActView::parse(data).map(|view| view.to_act()), Ok(act));
    }
    if let Ok(proof) = paper::decode(data, policy, &leaf()) {
        proof.encode().expect("what was read can be written");
    }
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(proof) = Proof::parse(text) {
        assert_eq!(
            proof.encode().as_deref(),
            Ok(text),
            "a proof has one spelling"
        );
    }
    if let Ok(bytes) = paper::from_base45(text) {
        assert_eq!(paper::to_base45(&bytes), text, "base45 has one spelling");
    }
    let read = [
        Receipt::from_json(text).ok(),
        paper::from_codes(text, policy).ok(),
    ];
    for one in read.into_iter().flatten() {
        assert_eq!(Receipt::from_json(&one.to_json()).as_ref(), Ok(&one));
        // Signed is only what the seeds hold; a changed byte of it must not pass.
        if let Ok(verified) = receipt::verify(&one, policy, &[]) {
            assert!(verified.head.checkpoint.size > verified.index);
        }
    }
});
