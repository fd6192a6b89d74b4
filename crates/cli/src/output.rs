//! Answers on standard output.

use std::io::{ErrorKind, Write, stdout};

use crate::failure::Failure;

/// Prints `value` as one line of JSON on standard output. A reader that has gone, such as `head`,
/// has read what it wanted.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(value).map_err(|error| Failure::other("JSON", error))?;
    print_line(format_args!("{text}"))
}

/// Prints a line on standard output, as [`print_json`] does.
pub(crate) fn print_line(line: std::fmt::Arguments<'_>) -> Result<(), Failure> {
    match writeln!(stdout().lock(), "{line}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::other("standard output", error))
        }
        _ => Ok(()),
    }
}
