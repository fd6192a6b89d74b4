//! Answers on standard output.

use crate::failure::Failure;

/// Prints `value` as one line of JSON on standard output.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(value).map_err(|error| Failure::other("JSON", error))?;
    println!("{text}");
    Ok(())
}
