//! Printing.

use thiserror::Error;

use super::words;

/// Why nothing is printed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("print: {0}")]
pub struct NotPrinted(String);

/// Opens the browser's own dialog to print the page.
pub fn print() -> Result<(), NotPrinted> {
    let window = web_sys::window().ok_or_else(|| NotPrinted("there is no window".to_owned()))?;
    window.print().map_err(|thrown| NotPrinted(words(&thrown)))
}
