//! JSON as feeds send it: with a mark in front, with commas too many.

use serde_json::Value;

/// What is said of commas too many.
const COMMA: &str = "expected no comma before a closing bracket; the comma is ignored";

/// What had to be mended: the problem, and what was found.
pub(crate) type Mended = (&'static str, String);

/// The items of a list; anything else is a list of one.
pub(crate) fn items(value: Value) -> Vec<Value> {
    if let Value::Array(items) = value {
        items
    } else {
        vec![value]
    }
}

/// Reads JSON. Returns the value and, where something had to be mended, what it was.
///
/// Fails with line and column where it is no JSON.
pub(crate) fn read_json(text: &str) -> Result<(Value, Option<Mended>), String> {
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str(text) {
        Ok(value) => Ok((value, None)),
        Err(error) => {
            let (mended, count) = without_trailing_commas(text);
            match serde_json::from_str(&mended) {
                Ok(value) if count > 0 => Ok((value, Some((COMMA, format!("{count} commas"))))),
                _ => Err(format!("expected JSON: {error}")),
            }
        }
    }
}

/// The text without commas that stand before a closing bracket outside of strings, and how many
/// there were.
fn without_trailing_commas(text: &str) -> (String, usize) {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut is_escaped, mut count) = (false, false, 0);
    // Where a comma stands behind which only white space was seen.
    let mut comma: Option<usize> = None;
    for next in text.chars() {
        if in_string {
            in_string = is_escaped || next != '"';
            is_escaped = !is_escaped && next == '\\';
        } else {
            match next {
                '"' => (in_string, comma) = (true, None),
                ',' => comma = Some(out.len()),
                ']' | '}' => {
                    if let Some(at) = comma.take() {
                        out.remove(at);
                        count += 1;
                    }
                }
                _ if next.is_whitespace() => {}
                _ => comma = None,
            }
        }
        out.push(next);
    }
    (out, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_too_many_are_mended_and_said() {
        let (value, mended) = read_json("\u{feff}{\"a\":[1,2, ],\"b\":\",}\\\",]\",\n}").unwrap();
        assert_eq!(value, serde_json::json!({"a": [1, 2], "b": ",}\",]"}));
        assert_eq!(mended.unwrap().1, "2 commas");
        assert_eq!(read_json("[1]").unwrap().1, None);
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        let error = read_json("{\"a\":\n tru}").unwrap_err();
        assert!(error.contains("line 2"), "{error}");
        assert!(read_json("[1,,]").is_err());
    }
}
