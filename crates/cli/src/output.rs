//! Answers on standard output.

use std::io::{ErrorKind, Write, stdout};

use crate::failure::Failure;

/// Prints `value` as one line of JSON on standard output. A reader that has gone, such as `head`,
/// has read what it wanted.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(value).map_err(|error| Failure::other("JSON", error))?;
    match writeln!(stdout().lock(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::other("standard output", error))
        }
        _ => Ok(()),
    }
}
