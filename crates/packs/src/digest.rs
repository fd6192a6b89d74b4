//! What tells contents apart.

use std::fmt;

/// The SHA-256 of a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// Reads 64 lower-case hexadecimal digits.
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        let mut bytes = [0; 32];
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = value(*pair.first()?)? << 4 | value(*pair.get(1)?)?;
        }
        Some(Self(bytes))
    }

    /// The first 16 digits: enough to tell the versions of one file apart.
    pub fn short(self) -> String {
        let mut text = self.to_string();
        text.truncate(16);
        text
    }
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let digest = Digest(std::array::from_fn(|at| {
            u8::try_from(at * 7 % 256).unwrap()
        }));
        assert_eq!(Digest::read(&digest.to_string()), Some(digest));
        assert_eq!(digest.short(), "00070e151c232a31");
    }

    #[test]
    fn anything_else_is_none() {
        let good = Digest([0xab; 32]).to_string();
        assert!(Digest::read(&good).is_some());
        for bad in [
            "",
            "ab",
            &good[1..],
            &good.to_uppercase(),
            &good.replace('a', "g"),
        ] {
            assert_eq!(Digest::read(bad), None, "{bad}");
        }
    }
}
