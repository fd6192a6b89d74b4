//! Why an extract cannot be used.

use thiserror::Error;

/// An extract or height tile that cannot be read, with the place in it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OsmError {
    /// The file cannot be read, or is not what it should be.
    #[error("{file}: {place}: {problem}")]
    Unreadable {
        /// Name of the file.
        file: String,
        /// Where in it, such as `byte 120`.
        place: String,
        /// What was found and expected.
        problem: String,
    },
    /// Nothing of the input is a road for cars.
    #[error("{0}")]
    NoRoads(String),
    /// What was built does not fit together. Says which figure.
    #[error("{0}")]
    Build(#[from] roads::BuildError),
}

impl OsmError {
    pub(crate) fn at(
        file: &str,
        place: impl Into<String>,
        problem: impl std::fmt::Display,
    ) -> Self {
        Self::Unreadable {
            file: file.to_owned(),
            place: place.into(),
            problem: problem.to_string(),
        }
    }
}
