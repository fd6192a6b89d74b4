//! What is wrong with an archive.

use thiserror::Error;

/// A part of an archive that cannot be what it says.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place}: found {found}, expected {expected}")]
pub struct WrongArchive {
    /// Which part.
    pub place: &'static str,
    /// What is there.
    pub found: String,
    /// What should be.
    pub expected: String,
}

impl WrongArchive {
    /// At `place`.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "what is told is made for that"
    )]
    pub fn new(place: &'static str, found: impl ToString, expected: impl ToString) -> Self {
        Self {
            place,
            found: found.to_string(),
            expected: expected.to_string(),
        }
    }
}
