//! Files that are either the old ones or the new ones, whatever happens, and files that grow by whole
//! lines.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
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

/// Has the disk confirm which files a folder holds.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A file that grows at its end. What a crash or a failed write left there is cut off before
/// anything is added: what is written behind a torn line is never read.
#[derive(Debug)]
pub(crate) struct Growing {
    file: File,
    /// Bytes that are good.
    length: u64,
    /// True while nothing stands behind them.
    is_whole: bool,
}

impl Growing {
    /// Opens a file and returns it with what it holds, all of which `good` measures.
    pub(crate) fn open(
        path: &Path,
        good: impl FnOnce(&[u8]) -> u64,
    ) -> io::Result<(Self, Vec<u8>)> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let length = good(&bytes);
        file.set_len(length)?;
        file.seek(SeekFrom::End(0))?;
        path.parent().map_or(Ok(()), sync_folder)?;
        bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        Ok((Self::new(file, length), bytes))
    }

    /// A file of which so many bytes are good, and nothing stands behind them.
    pub(crate) fn new(file: File, length: u64) -> Self {
        Self {
            file,
            length,
            is_whole: true,
        }
    }

    /// Adds bytes; done when the disk has them.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        if !self.is_whole {
            self.file.set_len(self.length)?;
            self.file.seek(SeekFrom::Start(self.length))?;
        }
        self.is_whole = false;
        self.file.write_all(bytes)?;
        self.file.sync_data()?;
        (self.is_whole, self.length) = (true, self.length + bytes.len() as u64);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a failed write left is cut off before anything is added.
    #[test]
    fn nothing_is_written_behind_a_torn_line() {
        let path = std::env::temp_dir().join(format!("yilu-torn-{}", std::process::id()));
        let _ = fs::remove_file(&path);
        let (mut growing, bytes) = Growing::open(&path, |_| 0).unwrap();
        assert!(bytes.is_empty());
        growing.append(b"one\n").unwrap();
        // As if a write had failed half-way.
        growing.file.write_all(b"tw").unwrap();
        growing.is_whole = false;
        growing.append(b"three\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one\nthree\n");
        // As if the program had been killed half-way.
        fs::write(&path, b"one\nthr").unwrap();
        let (mut growing, bytes) = Growing::open(&path, |_| 4).unwrap();
        assert_eq!(bytes, b"one\n");
        growing.append(b"four\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one\nfour\n");
        fs::remove_file(path).unwrap();
    }
}
