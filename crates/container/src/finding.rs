//! What was wrong in something that came from outside, without losing the rest.

use std::fmt;

use serde::Serialize;

/// One problem in an input: where, what was found, what was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// File, line or id that has the problem, such as `stations.csv line 12` or a station's id.
    pub subject: String,
    /// Field in it.
    pub field: String,
    /// What was expected.
    pub problem: String,
    /// What was found.
    pub found: String,
}

impl Finding {
    /// Builds a finding.
    pub fn new(
        subject: impl Into<String>,
        field: impl Into<String>,
        problem: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self {
            subject: subject.into(),
            field: field.into(),
            problem: problem.into(),
            found: found.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            subject,
            field,
            problem,
            found,
        } = self;
        write!(formatter, "{subject}: {field}: {problem}, found {found:?}")
    }
}

/// A value and what was wrong on the way to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<T> {
    /// What could be read.
    pub value: T,
    /// What could not.
    pub findings: Vec<Finding>,
}
