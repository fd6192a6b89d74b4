//! What the worker says about a plan.

use std::fmt::Display;

use container::Text;
use json::Writer;
use planner::{Answer, Itinerary, Standing};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// A sentence in both languages, perhaps with a detail on a second line.
    pub message: Text,
}

impl Reply {
    pub(crate) fn answer(answer: &Answer) -> Self {
        Self::Answer(answer.to_json())
    }

    pub(crate) fn early(plan: &Itinerary) -> Self {
        Self::Early(written(|to| plan.write(to)))
    }

    pub(crate) fn progress(standing: Standing) -> Self {
        let Standing { labels, gap, .. } = standing;
        Self::Progress(written(|to| {
            to.record(|to| {
                to.name("labels").whole(labels);
                // As in the answer; `null` while there is no plan.
                to.name("gap").number(gap.unwrap_or(f64::NAN));
            });
        }))
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
    /// What failed in both languages, and why on a line of its own, in English.
    pub(crate) fn new(zh: &str, en: &str, why: &dyn Display) -> Self {
        Self {
            message: Text::new(format!("{zh}\n{why}"), format!("{en}\n{why}")),
        }
    }

    /// As the page reads it.
    pub fn to_json(&self) -> String {
        let Text { zh, en } = &self.message;
        written(|to| {
            to.record(|to| {
                to.name("message").record(|to| {
                    to.name("zh").text(zh);
                    to.name("en").text(en);
                });
            });
        })
    }
}

fn written(write: impl FnOnce(&mut Writer)) -> String {
    let mut to = Writer::default();
    write(&mut to);
    to.into_text()
}
