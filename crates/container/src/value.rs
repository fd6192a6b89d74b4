//! Fields of others, of which we do not know what they are.

use json::{Reader, Wrong};
use serde_json::{Map, Number, Value};

/// Reads JSON of any form, whole numbers as such, as `serde_json` does.
pub fn read_value(from: &mut Reader<'_>) -> Result<Value, Wrong> {
    let text = from.slice()?;
    let mut own = Reader::new(text);
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let mut fields = Map::new();
            own.record(&[], &mut |name, value| {
                fields.insert(name.to_owned(), read_value(value)?);
                Ok(true)
            })?;
            Value::Object(fields)
        }
        Some(b'[') => {
            let mut items = Vec::new();
            own.list(&mut |item| {
                items.push(read_value(item)?);
                Ok(())
            })?;
            Value::Array(items)
        }
        Some(b'"') => Value::String(own.text()?),
        Some(b't' | b'f') => Value::Bool(own.flag()?),
        Some(b'n') => Value::Null,
        _ => number(text, own.number()?).map_or(Value::Null, Value::Number),
    })
}

/// Whole numbers stay whole, as `serde_json` has it; minus nothing is none.
fn number(text: &str, value: f64) -> Option<Number> {
    let positive = text.parse::<u64>().ok().map(Number::from);
    let whole = || text.parse::<i64>().ok().filter(|whole| *whole != 0);
    positive
        .or_else(|| whole().map(Number::from))
        .or_else(|| Number::from_f64(value))
}
