//! CSV tables with a header, read row by row; each problem names its file, line and field.

use std::collections::BTreeMap;
use std::str::FromStr;

use container::Finding;
use thiserror::Error;

/// A table that cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TableError {
    /// A column is missing.
    #[error("{file} line 1: no column {column:?}, found {found}")]
    NoColumn {
        /// The file.
        file: String,
        /// The missing column.
        column: &'static str,
        /// The columns that are there.
        found: String,
    },
    /// The header cannot be read.
    #[error("{file} line 1: {problem}")]
    Header {
        /// The file.
        file: String,
        /// What is wrong.
        problem: String,
    },
}

/// One row, with its place for findings.
pub(crate) struct Row<'a> {
    /// `roads.csv line 12`.
    pub(crate) subject: String,
    fields: BTreeMap<&'a str, String>,
}

impl<'a> Row<'a> {
    /// A row without any field.
    pub(crate) fn new(subject: &str) -> Self {
        Self {
            subject: subject.to_owned(),
            fields: BTreeMap::new(),
        }
    }

    /// Sets a field.
    pub(crate) fn set(&mut self, column: &'a str, text: String) {
        self.fields.insert(column, text);
    }

    /// The text in `column`; empty when the row has none.
    pub(crate) fn text(&self, column: &str) -> &str {
        self.fields.get(column).map_or("", String::as_str)
    }

    /// The value in `column`, or a finding that says what was expected.
    pub(crate) fn value<T: FromStr>(&self, column: &str, expected: &str) -> Result<T, Finding> {
        let text = self.text(column);
        text.parse().map_err(|_| self.finding(column, expected))
    }

    /// A number within `least..=most`, or a finding.
    pub(crate) fn number(&self, column: &str, least: f64, most: f64) -> Result<f64, Finding> {
        let expected = format!("expected a number from {least} to {most}");
        let number: f64 = self.value(column, &expected)?;
        let is_within = (least..=most).contains(&number);
        is_within
            .then_some(number)
            .ok_or_else(|| self.finding(column, &expected))
    }

    /// 0 or 1, or a finding.
    pub(crate) fn flag(&self, column: &str) -> Result<bool, Finding> {
        match self.text(column) {
            "1" | "true" => Ok(true),
            "0" | "false" | "" => Ok(false),
            _ => Err(self.finding(column, "expected 0 or 1")),
        }
    }

    /// All the words in `column`, with spaces between, as serde knows them for `T`, or a finding.
    pub(crate) fn words<T: serde::de::DeserializeOwned>(
        &self,
        column: &str,
        expected: &str,
    ) -> Result<Vec<T>, Finding> {
        let words = self.text(column).split_whitespace();
        let read = words.map(|word| {
            let word = serde_json::Value::String(word.to_owned());
            serde_json::from_value(word).ok()
        });
        let read: Option<Vec<T>> = read.collect();
        read.ok_or_else(|| self.finding(column, expected))
    }

    /// One of the words that serde knows for `T`, or a finding.
    pub(crate) fn word<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T, Finding> {
        let word = serde_json::Value::String(self.text(column).to_owned());
        serde_json::from_value(word).map_err(|error| {
            // serde lists the words that it knows.
            let message = error.to_string();
            let expected = message
                .split_once(", ")
                .map_or("a known word", |(_, rest)| rest);
            self.finding(column, expected)
        })
    }

    /// A finding about `column` of this row, which is then left out.
    pub(crate) fn finding(&self, column: &str, expected: &str) -> Finding {
        let problem = format!("{expected}; the row is left out");
        Finding::new(&self.subject, column, problem, self.text(column))
    }
}

/// Reads all rows with `read`; a row that fails becomes a finding, the others stay. Columns that
/// are not in `columns` are findings too.
pub(crate) fn read_rows<T>(
    file: &str,
    text: &str,
    columns: &[&'static str],
    findings: &mut Vec<Finding>,
    read: impl FnMut(&Row<'_>) -> Result<T, Finding>,
) -> Result<Vec<T>, TableError> {
    read_rows_with(file, text, (columns, &[]), findings, read)
}

/// The same where some columns may be missing.
pub(crate) fn read_rows_with<T>(
    file: &str,
    text: &str,
    (columns, more): (&[&'static str], &[&'static str]),
    findings: &mut Vec<Finding>,
    mut read: impl FnMut(&Row<'_>) -> Result<T, Finding>,
) -> Result<Vec<T>, TableError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader
        .headers()
        .cloned()
        .map_err(|error| TableError::Header {
            file: file.to_owned(),
            problem: error.to_string(),
        })?;
    for column in columns {
        if !header.iter().any(|found| found == *column) {
            return Err(TableError::NoColumn {
                file: file.to_owned(),
                column,
                found: header.iter().collect::<Vec<_>>().join(", "),
            });
        }
    }
    let is_known = |column: &&str| columns.contains(column) || more.contains(column);
    for column in header.iter().filter(|column| !is_known(column)) {
        let expected = "expected a known column; it is not used";
        findings.push(Finding::new(
            format!("{file} line 1"),
            column,
            expected,
            column,
        ));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let subject = format!("{file} line {line}");
                findings.push(Finding::new(subject, "*", error.to_string(), ""));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let row = Row {
            subject: format!("{file} line {line}"),
            fields: header
                .iter()
                .zip(record.iter().map(str::to_owned))
                .collect(),
        };
        if record.len() != header.len() {
            let expected = format!("expected {} fields; the row is left out", header.len());
            let found = format!("{} fields", record.len());
            findings.push(Finding::new(row.subject, "*", expected, found));
            continue;
        }
        match read(&row) {
            Ok(value) => rows.push(value),
            Err(finding) => findings.push(finding),
        }
    }
    Ok(rows)
}
