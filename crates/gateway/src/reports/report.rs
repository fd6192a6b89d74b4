//! A report, checked field by field: it comes from anybody.

use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use thiserror::Error;

/// Longest number of a report, in characters.
const NUMBER_MAX: usize = 64;
/// Longest id and longest edition, in bytes.
const ID_MAX: usize = 200;
/// Longest text, in characters.
const TEXT_MAX: usize = 200;

/// A report as it is sent. What else comes with it is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    v: u32,
    /// Its own number: the same number twice is the same report.
    pub(crate) id: String,
    pub(crate) station: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) connector: Option<String>,
    pub(crate) kind: Kind,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) text: String,
    /// When it was written, by the device's clock, in Unix seconds.
    at: u32,
    pub(crate) edition: String,
    pub(crate) demo: bool,
    lang: Language,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Broken,
    Blocked,
    Gone,
    Figures,
    Dedicated,
    Other,
}

impl Kind {
    /// Its name in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Blocked => "blocked",
            Self::Gone => "gone",
            Self::Figures => "figures",
            Self::Dedicated => "dedicated",
            Self::Other => "other",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Language {
    Zh,
    En,
}

/// Why something is no report, and never will be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum NoReport {
    /// It is no JSON.
    #[error("expected JSON: {0}")]
    Json(String),
    /// It is another JSON.
    #[error("expected a report: {0}")]
    Form(String),
    /// A field is not as it should be.
    #[error("{0}: expected {1}")]
    Field(&'static str, &'static str),
}

impl Report {
    /// Reads one, and refuses what the format does not allow.
    pub(crate) fn read(json: &[u8]) -> Result<Self, NoReport> {
        let own: Self = serde_json::from_slice(json).map_err(|error| match error.classify() {
            Category::Data => NoReport::Form(error.to_string()),
            Category::Io | Category::Syntax | Category::Eof => NoReport::Json(error.to_string()),
        })?;
        own.check()?;
        Ok(own)
    }

    /// Refuses what the format does not allow.
    pub(crate) fn check(&self) -> Result<(), NoReport> {
        let wrong = |field, expected| Err(NoReport::Field(field, expected));
        if self.v != 1 {
            return wrong("v", "version 1");
        }
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let is_number = (1..=NUMBER_MAX).contains(&self.id.len());
        if !is_number || !self.id.bytes().all(is_plain) {
            return wrong("id", "1 to 64 letters, digits and hyphens");
        }
        let connector = self.connector.as_deref().unwrap_or("1");
        for (field, id) in [("station", &self.station[..]), ("connector", connector)] {
            if id.is_empty() || id.len() > ID_MAX || !is_line(id) {
                return wrong(field, "an id of 200 bytes at most");
            }
        }
        if self.edition.len() > ID_MAX || !is_line(&self.edition) {
            return wrong("edition", "200 bytes at most");
        }
        if self.text.chars().count() > TEXT_MAX || !is_line(&self.text) {
            return wrong("text", "one line of 200 characters at most");
        }
        Ok(())
    }
}

/// True for text without line breaks and other controls.
fn is_line(text: &str) -> bool {
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    !text.contains(breaks)
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(crate) const SAMPLE: &str = include_str!("../../../../docs/formats/report/v1/sample.json");

    /// A report with this number.
    pub(crate) fn report(id: &str) -> Report {
        let json = SAMPLE.replace("0f3a9c2b71d45", id);
        Report::read(json.as_bytes()).unwrap()
    }

    fn refused(from: &str, to: &str) -> NoReport {
        assert!(SAMPLE.contains(from), "{from}");
        let json = SAMPLE.replace(from, to);
        Report::read(json.as_bytes()).expect_err(&json)
    }

    #[test]
    fn the_sample_is_kept_as_it_is() {
        let report = report("0f3a9c2b71d45");
        assert_eq!(serde_json::to_string(&report).unwrap(), SAMPLE.trim_end());
        // What one may leave out, and what nobody knows.
        let json = SAMPLE.replace("\"connector\":\"3\",", "\"phone\":\"138\",");
        let bare = Report::read(json.replace("\"text\":\"油车占位\",", "").as_bytes()).unwrap();
        assert_eq!((bare.connector, &bare.text[..]), (None, ""));
    }

    #[test]
    fn every_field_is_checked() {
        for (field, from, to) in [
            ("v", "\"v\":1", "\"v\":2".to_owned()),
            ("id", "0f3a9c2b71d45", String::new()),
            ("id", "0f3a9c2b71d45", "x".repeat(65)),
            ("id", "0f3a9c2b71d45", "../1".to_owned()),
            ("station", "demo-140902-001", String::new()),
            ("station", "demo-140902-001", "x".repeat(201)),
            ("station", "demo-140902-001", "a\\nb".to_owned()),
            ("connector", "\"3\"", "\"\\u0000\"".to_owned()),
            ("edition", "2026-11-23", "x".repeat(201)),
            ("text", "油车占位", "充".repeat(201)),
            ("text", "油车占位", "a\\u001b[2J".to_owned()),
            ("text", "油车占位", "a\u{2028}b".to_owned()),
        ] {
            let refusal = refused(from, &to);
            assert!(
                matches!(refusal, NoReport::Field(known, _) if known == field),
                "{field}: {refusal}"
            );
        }
        for (from, to) in [
            ("blocked", "stolen"),
            ("\"demo\":true", "\"demo\":1"),
            ("\"zh\"", "\"fr\""),
            ("1795411200", "-1"),
            ("1795411200", "99999999999"),
            ("\"v\":1,", ""),
            ("\"v\":1,", "\"v\":1,\"v\":1,"),
        ] {
            assert!(matches!(refused(from, to), NoReport::Form(_)), "{to}");
        }
        for (from, to) in [("}", ""), ("}", "}}"), ("油车占位", "\\ud800")] {
            assert!(matches!(refused(from, to), NoReport::Json(_)), "{to}");
        }
        let long = SAMPLE.replace("油车占位", &"充".repeat(200));
        assert!(Report::read(long.as_bytes()).is_ok());
    }

    proptest! {
        /// Whatever is taken is one line, and is read again as the same report.
        #[test]
        fn what_is_taken_is_one_line(text in "\\PC{0,8}|.{0,8}", id in "[a-z0-9-]{1,8}|.{0,4}", at in any::<i64>()) {
            let mut json: serde_json::Value = serde_json::from_str(SAMPLE).unwrap();
            json["text"] = text.into();
            json["id"] = id.into();
            json["at"] = at.into();
            if let Ok(report) = Report::read(json.to_string().as_bytes()) {
                let line = serde_json::to_string(&report).unwrap();
                prop_assert_eq!(line.lines().count(), 1);
                prop_assert_eq!(Report::read(line.as_bytes()), Ok(report));
            }
        }
    }
}
