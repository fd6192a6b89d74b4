//! What the worker says about a plan.

use std::fmt::Display;

use container::Text;
use planner::{Answer, Itinerary, Standing};
use serde::{Deserialize, Serialize};

/// One message about a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The best plan so far, as JSON in the form of the answer; more is to come.
    Early(String),
    /// How far the search has come, as JSON; more is to come.
    Progress(String),
    /// All is said, as JSON.
    Answer(String),
    /// It cannot be planned.
    Failed(Failure),
}

/// Why something cannot be done, for the driver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The words in both languages.
    pub message: Text,
}

/// How far the search has come.
#[derive(Serialize)]
struct Stand {
    labels: usize,
    /// As in the answer; `null` while there is no plan.
    gap: Option<f64>,
}

impl Reply {
    pub(crate) fn answer(answer: &Answer) -> Result<Self, Failure> {
        json(answer).map(Self::Answer)
    }

    pub(crate) fn told(answer: &impl Serialize) -> Result<Self, Failure> {
        json(answer).map(Self::Answer)
    }

    pub(crate) fn early(plan: Itinerary) -> Result<Self, Failure> {
        json(&Answer::Feasible(plan)).map(Self::Early)
    }

    pub(crate) fn progress(standing: Standing) -> Result<Self, Failure> {
        let Standing { labels, gap, .. } = standing;
        json(&Stand { labels, gap }).map(Self::Progress)
    }

    /// True when nothing follows it.
    pub fn is_last(&self) -> bool {
        matches!(self, Self::Answer(_) | Self::Failed(_))
    }

    /// Tag and payload of its message.
    pub fn into_message(self) -> (&'static str, String) {
        match self {
            Self::Early(json) => ("early", json),
            Self::Progress(json) => ("progress", json),
            Self::Answer(json) => ("answer", json),
            Self::Failed(failure) => ("failed", failure.to_json()),
        }
    }
}

impl Failure {
    /// Why `what` failed.
    pub(crate) fn new(zh: &str, what: &str, why: &impl Display) -> Self {
        Self {
            message: Text::new(format!("{zh}：{why}"), format!("{what}: {why}")),
        }
    }

    /// As the page reads it.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::new("结果无法写出", "answer", &error))
}
