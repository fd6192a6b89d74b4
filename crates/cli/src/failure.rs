//! Why a command ends without an answer, and with which status.

use std::fmt;
use std::process::ExitCode;

/// A command that failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Bad usage or bad input: status 2.
    Input(String),
    /// Anything else: status 1.
    Other(String),
}

impl Failure {
    /// Bad input at `place`: a file, a flag or a field.
    pub(crate) fn input(place: impl fmt::Display, problem: impl fmt::Display) -> Self {
        Self::Input(format!("{place}: {problem}"))
    }

    /// Something else at `place`.
    pub(crate) fn other(place: impl fmt::Display, problem: impl fmt::Display) -> Self {
        Self::Other(format!("{place}: {problem}"))
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Input(_) => ExitCode::from(2),
            Self::Other(_) => ExitCode::from(1),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(message) | Self::Other(message) => formatter.write_str(message),
        }
    }
}
