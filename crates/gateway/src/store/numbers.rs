//! Numbers of files, of a gateway that is alone: they only grow, whatever happens to it or its clock.

use std::io;
use std::path::Path;

use live::UnixTime;

use crate::durable;

use super::{Inner, Store};
use crate::journal::Log;

/// Numbers of files that are taken at once.
pub(super) const TAKEN: u64 = 1_000_000;

impl Store {
    /// The next number is ours, also after a restart.
    pub(super) fn take_number(&self, inner: &mut Inner) -> io::Result<()> {
        if matches!(self.log, Log::Journal(_)) && inner.board.sequence() + 1 >= inner.numbers {
            let limit = inner.numbers + TAKEN;
            take(&self.folder, limit)?;
            inner.numbers = limit;
        }
        Ok(())
    }
}

/// The first number of this run: greater than any before, also when the clock went back.
pub(super) fn first(folder: &Path, now: UnixTime) -> io::Result<u64> {
    let taken = match std::fs::read_to_string(folder.join("numbers")) {
        Ok(text) => text.trim().parse().unwrap_or(0),
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error),
    };
    let clock = u64::try_from(now.0).unwrap_or(0);
    let first = clock.max(taken);
    take(folder, first + TAKEN)?;
    Ok(first)
}

fn take(folder: &Path, limit: u64) -> io::Result<()> {
    durable::replace(&folder.join("numbers"), limit.to_string().as_bytes())
}
