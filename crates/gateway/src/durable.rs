//! Files that are either the old ones or the new ones, whatever happens.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The path with a longer name.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Replaces the file at `path`; done when the disk has it. A crash leaves the old file whole.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path, ".new");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    // The folder has to know it as well.
    match path.parent().map(File::open) {
        Some(Ok(folder)) => folder.sync_all(),
        // Where folders cannot be opened they need not be.
        Some(Err(_)) | None => Ok(()),
    }
}
