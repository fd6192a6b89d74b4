//! Fields of JSON objects as partners send them.

use serde_json::Value;

/// A field whatever the case of its name; `None` when it is not there or nothing is in it.
pub(crate) fn field<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    let mut fields = object.as_object()?.iter();
    let found = fields.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found
        .map(|(_, value)| value)
        .filter(|value| !value.is_null())
}

/// The text of a field; numbers count as their digits. Empty when there is none.
pub(crate) fn text(object: &Value, name: &str) -> String {
    match field(object, name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// A whole number, or text that is one.
pub(crate) fn whole(object: &Value, name: &str) -> Option<u32> {
    text(object, name).parse().ok()
}
