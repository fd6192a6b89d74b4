//! An object of a feed, read field by field; what nobody reads is kept.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use container::Finding;
use serde_json::{Map, Value};

/// Longest excerpt of a value in a finding, in characters.
const EXCERPT: usize = 80;

/// An object whose field names are compared without regard to case, because partners differ.
///
/// Reading a field takes it out. A value that cannot be what was asked is a finding and stays, so
/// that [`Record::finish`] hands it on with everything that nobody read.
pub(crate) struct Record {
    /// Whose record it is, for findings.
    pub(crate) subject: String,
    fields: BTreeMap<String, (String, Value)>,
    kept: BTreeMap<String, Value>,
    findings: Vec<Finding>,
}

impl Record {
    /// Takes an object apart; anything else is a finding.
    pub(crate) fn new(
        subject: impl Into<String>,
        value: Value,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let subject = subject.into();
        if let Value::Object(map) = value {
            return Some(Self::of(subject, map));
        }
        let problem = "expected an object; it is left out";
        findings.push(Finding::new(subject, "*", problem, excerpt(&value)));
        None
    }

    fn of(subject: String, map: Map<String, Value>) -> Self {
        let (mut fields, mut kept) = (BTreeMap::<String, _>::new(), BTreeMap::new());
        for (name, value) in map {
            if is_nothing(&value) {
                continue;
            }
            match fields.entry(name.to_ascii_lowercase()) {
                Entry::Occupied(_) => {
                    kept.insert(name, value);
                }
                Entry::Vacant(free) => {
                    free.insert((name, value));
                }
            }
        }
        Self {
            subject,
            fields,
            kept,
            findings: Vec::new(),
        }
    }

    /// True when one of the names is there.
    pub(crate) fn has(&self, names: &[&str]) -> bool {
        let mut names = names.iter();
        names.any(|name| self.fields.contains_key(&name.to_ascii_lowercase()))
    }

    /// Fields that nobody has read yet and whose names begin so, with an excerpt of each.
    pub(crate) fn unread(&self, begin: &str) -> Vec<(String, String)> {
        let fields = self.fields.values();
        let fields = fields.filter(|(name, _)| name.starts_with(begin));
        let shown = fields.map(|(name, value)| (name.clone(), excerpt(value)));
        shown.collect()
    }

    /// Takes the first of the names that is there.
    pub(crate) fn take(&mut self, names: &[&str]) -> Option<(String, Value)> {
        let mut names = names.iter();
        names.find_map(|name| self.fields.remove(&name.to_ascii_lowercase()))
    }

    /// A value without its name.
    pub(crate) fn value(&mut self, names: &[&str]) -> Option<Value> {
        self.take(names).map(|(_, value)| value)
    }

    /// What `read` makes of the field. `None` when it is absent or, with a finding, impossible.
    pub(crate) fn read<T>(
        &mut self,
        names: &[&str],
        expected: &str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let (name, value) = self.take(names)?;
        let result = read(&value);
        if result.is_none() {
            self.findings.push(Finding::new(
                &self.subject,
                &name,
                format!("expected {expected}"),
                excerpt(&value),
            ));
            self.kept.insert(name, value);
        }
        result
    }

    /// Text; numbers count as their digits. Empty when absent.
    pub(crate) fn text(&mut self, names: &[&str]) -> String {
        self.read(names, "text", text_of).unwrap_or_default()
    }

    /// A number, or text that is one.
    pub(crate) fn number(&mut self, names: &[&str]) -> Option<f64> {
        self.read(names, "a number", number_of)
    }

    /// A whole number that fits `T`.
    pub(crate) fn whole<T: TryFrom<i64>>(&mut self, names: &[&str]) -> Option<T> {
        self.read(names, "a whole number in its range", |value| {
            let number = number_of(value)?;
            #[expect(clippy::cast_possible_truncation, reason = "checked against rounding")]
            let whole = number.round() as i64;
            ((number - number.round()).abs() < 1e-9).then(|| T::try_from(whole).ok())?
        })
    }

    /// One of `codes`. A code that nobody knows is a finding, and `None`.
    pub(crate) fn code<T: Copy>(&mut self, names: &[&str], codes: &[(i64, T)]) -> Option<T> {
        let known: Vec<String> = codes.iter().map(|(code, _)| code.to_string()).collect();
        let expected = format!("one of {}", known.join(", "));
        self.read(names, &expected, |value| {
            let number = number_of(value)?;
            let mut codes = codes.iter();
            #[expect(clippy::cast_precision_loss, reason = "codes are small")]
            let found = codes.find(|(code, _)| (*code as f64 - number).abs() < 1e-9);
            found.map(|(_, meaning)| *meaning)
        })
    }

    /// Yes or no: 1 and 0, `true` and `false`, 是 and 否.
    pub(crate) fn flag(&mut self, names: &[&str]) -> Option<bool> {
        self.read(names, "1 or 0", |value| match text_of(value)?.as_str() {
            "1" | "true" | "是" => Some(true),
            "0" | "false" | "否" => Some(false),
            _ => None,
        })
    }

    /// A list; a single object counts as a list of one, absence as an empty one.
    pub(crate) fn list(&mut self, names: &[&str]) -> Vec<Value> {
        let list = self.read(names, "a list", |value| match value {
            Value::Array(items) => Some(items.clone()),
            Value::Object(_) => Some(vec![value.clone()]),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        });
        list.unwrap_or_default()
    }

    /// A list, if the field is there and is one; anything else stays.
    pub(crate) fn take_list(&mut self, name: &str) -> Option<Vec<Value>> {
        let key = name.to_ascii_lowercase();
        let list = self.fields.get(&key)?.1.as_array()?.clone();
        self.fields.remove(&key);
        Some(list)
    }

    /// A list of texts; a single text counts as a list of one.
    pub(crate) fn texts(&mut self, names: &[&str]) -> Vec<String> {
        let list = self.read(names, "a list of texts", |value| {
            let items = value
                .as_array()
                .map_or(std::slice::from_ref(value), Vec::as_slice);
            items.iter().map(text_of).collect()
        });
        list.unwrap_or_default()
    }

    /// An object inside.
    pub(crate) fn record(&mut self, names: &[&str]) -> Option<Self> {
        let value = self.value(names)?;
        Self::new(&self.subject, value, &mut self.findings)
    }

    /// Keeps a field as it is, beside what was read from it.
    pub(crate) fn keep(&mut self, name: &str) {
        if let Some((name, value)) = self.fields.get(&name.to_ascii_lowercase()) {
            self.kept.insert(name.clone(), value.clone());
        }
    }

    /// Keeps a value under a name, beside what was read from it.
    pub(crate) fn keep_value(&mut self, name: &str, value: Value) {
        self.kept.insert(name.to_owned(), value);
    }

    /// Adds a finding about a field.
    pub(crate) fn complain(&mut self, field: &str, problem: &str, found: impl Into<String>) {
        let finding = Finding::new(&self.subject, field, problem, found);
        self.findings.push(finding);
    }

    /// Takes over findings from inside.
    pub(crate) fn adopt(&mut self, findings: Vec<Finding>) {
        self.findings.extend(findings);
    }

    /// Ends an object inside: its findings and what nobody read of it belong to this one.
    pub(crate) fn absorb(&mut self, name: &str, inner: Self) {
        let mut findings = Vec::new();
        let rest = inner.finish(&mut findings);
        self.adopt(findings);
        if !rest.is_empty() {
            self.kept
                .insert(name.to_owned(), rest.into_iter().collect());
        }
    }

    /// The name of an organisation inside; what else is said of it is kept.
    pub(crate) fn name_in(&mut self, field: &str, name: &str) -> String {
        let Some(mut inner) = self.record(&[field]) else {
            return String::new();
        };
        let found = inner.text(&[name]);
        self.absorb(field, inner);
        found
    }

    /// Hands on the findings; returns what nobody read.
    pub(crate) fn finish(mut self, findings: &mut Vec<Finding>) -> BTreeMap<String, Value> {
        findings.append(&mut self.findings);
        self.kept.extend(self.fields.into_values());
        self.kept
    }
}

/// Absent in all but name.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn number_of(value: &Value) -> Option<f64> {
    let spelled = || value.as_str()?.trim().parse().ok();
    value
        .as_f64()
        .or_else(spelled)
        .filter(|number: &f64| number.is_finite())
}

/// The beginning of a value, for a finding.
pub(crate) fn excerpt(value: &Value) -> String {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    text.chars().take(EXCERPT).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_read_in_any_case_and_the_rest_is_kept() {
        let mut findings = Vec::new();
        let value = json!({
            "stationID": 7, "Power": "3.3", "Bad": "x", "Unknown": [1], "Empty": "", "POWER": 4
        });
        let mut record = Record::new("s", value, &mut findings).unwrap();
        assert_eq!(record.text(&["StationID"]), "7");
        assert_eq!(record.number(&["power"]), Some(4.0));
        assert_eq!(record.number(&["bad"]), None);
        assert_eq!(record.whole::<u16>(&["absent"]), None);
        let rest = record.finish(&mut findings);
        let names: Vec<&str> = rest.keys().map(String::as_str).collect();
        assert_eq!(names, ["Bad", "Power", "Unknown"]);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].found, "x");
    }

    #[test]
    fn whole_numbers_must_be_whole_and_fit() {
        let mut findings = Vec::new();
        let value = json!({"a": 1.5, "b": 70000, "c": "12", "d": 1e300});
        let mut record = Record::new("s", value, &mut findings).unwrap();
        assert_eq!(record.whole::<u16>(&["a"]), None);
        assert_eq!(record.whole::<u16>(&["b"]), None);
        assert_eq!(record.whole::<u16>(&["c"]), Some(12));
        assert_eq!(record.whole::<u16>(&["d"]), None);
        record.finish(&mut findings);
        assert_eq!(findings.len(), 3);
    }
}
