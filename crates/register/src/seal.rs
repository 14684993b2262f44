//! Salted commitments: what is not public for ever enters the register only sealed, so that erasing content and salt
//! (Law 91/2025/QH15, right of erasure) leaves a value that reveals nothing, even for a content of one word.

use crate::Hash;

/// `SHA-256(0x02 ‖ salt ‖ SHA-256(content))`. The salt is random, kept beside the content and put in the receipt.
pub fn seal(salt: &[u8; 32], content_sha256: &Hash) -> Hash {
    Hash::of_parts(&[&[2], salt, &content_sha256.0])
}

#[cfg(test)]
mod tests {
    use super::{Hash, seal};

    #[test]
    fn a_seal_is_the_hash_of_prefix_salt_and_digest() {
        let digest = Hash::of("đồng ý".as_bytes());
        let mut bytes = vec![2];
        bytes.extend([7; 32]);
        bytes.extend(digest.0);
        assert_eq!(seal(&[7; 32], &digest), Hash::of(&bytes));
    }

    #[test]
    fn another_salt_or_another_content_gives_another_seal() {
        let yes = seal(&[7; 32], &Hash::of("đồng ý".as_bytes()));
        assert_ne!(yes, seal(&[8; 32], &Hash::of("đồng ý".as_bytes())));
        assert_ne!(yes, seal(&[7; 32], &Hash::of("không".as_bytes())));
    }
}
