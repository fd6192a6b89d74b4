//! TOML lists of records, each problem with its file and record.

use container::Finding;
use serde::de::DeserializeOwned;
use thiserror::Error;

/// A TOML file that cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: {problem}")]
pub struct ListError {
    /// The file.
    pub file: String,
    /// What is wrong, with line and column.
    pub problem: String,
}

/// A record with its place for findings: `corridors.toml corridor 2 "g55"`.
pub(crate) struct Listed<T> {
    pub(crate) subject: String,
    pub(crate) id: String,
    pub(crate) record: T,
}

/// Reads the records under `[[key]]`. One that does not fit is a finding, as is any other key.
pub(crate) fn read_list<T: DeserializeOwned>(
    file: &str,
    text: &str,
    key: &str,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Listed<T>>, ListError> {
    let broken = |problem: String| ListError {
        file: file.to_owned(),
        problem,
    };
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| broken(error.to_string().trim().to_owned()))?;
    let mut records = Vec::new();
    for (name, value) in table {
        if name != key {
            let problem = format!("expected only [[{key}]]; it is not used");
            findings.push(Finding::new(file, &name, problem, name.as_str()));
            continue;
        }
        let toml::Value::Array(values) = value else {
            return Err(broken(format!("expected records under [[{key}]]")));
        };
        records.extend(values);
    }
    let mut listed = Vec::new();
    for (index, record) in records.into_iter().enumerate() {
        let id = record.get("id").and_then(toml::Value::as_str);
        let id = id.unwrap_or_default().to_owned();
        let subject = format!("{file} {key} {} {id:?}", index + 1);
        match record.try_into::<T>() {
            Ok(record) => listed.push(Listed {
                subject,
                id,
                record,
            }),
            Err(error) => {
                let problem = format!("{}; the {key} is left out", error.message());
                findings.push(Finding::new(subject, "*", problem, id));
            }
        }
    }
    Ok(listed)
}

/// Leaves out records whose id was used before.
pub(crate) fn unique<T>(listed: Vec<Listed<T>>, findings: &mut Vec<Finding>) -> Vec<Listed<T>> {
    let mut seen = std::collections::BTreeSet::new();
    let mut kept = Vec::new();
    for item in listed {
        if seen.insert(item.id.clone()) {
            kept.push(item);
        } else {
            let problem = "expected an id used once; it is left out";
            findings.push(Finding::new(item.subject, "id", problem, item.id));
        }
    }
    kept
}
