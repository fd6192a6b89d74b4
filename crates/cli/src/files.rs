//! Reading files with their name in every error; writing them whole or not at all.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use container::Finding;

use crate::failure::Failure;

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::input(path.display(), error))
}

/// The text of a file; `-` is standard input.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().read_to_end(&mut bytes);
        read.map_err(|error| Failure::input("standard input", error))?;
        bytes
    } else {
        read(path)?
    };
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let problem = format!("byte {at} is not UTF-8, expected UTF-8 text");
        Failure::input(path.display(), problem)
    })
}

/// Writes beside `path` and renames into place: a failed run leaves the old file whole.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::other(path.display(), error);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        // The error that matters is the one above.
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

/// Prints findings on standard error, the first hundred in full.
pub(crate) fn report(findings: &[Finding]) {
    const SHOWN: usize = 100;
    for finding in findings.iter().take(SHOWN) {
        eprintln!("finding: {finding}");
    }
    if findings.len() > SHOWN {
        eprintln!("… and {} more findings", findings.len() - SHOWN);
    }
}
