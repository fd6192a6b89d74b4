//! Secrets come from files that only their owner may read, and are never shown.

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use feeds::Keys;

/// A secret.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Hidden(String);

impl Hidden {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self> {
        let name = || path.display().to_string();
        check_mode(path).with_context(name)?;
        let text = std::fs::read_to_string(path).with_context(name)?;
        Ok(Self(text.trim().to_owned()))
    }

    /// What it is.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hidden(secret)")
    }
}

/// Reads a file of keys, as `yilu import stations --keys` has it.
pub fn read_keys(path: &Path) -> Result<Keys> {
    let text = Hidden::read(path)?;
    Keys::read(text.reveal()).with_context(|| path.display().to_string())
}

#[cfg(unix)]
fn check_mode(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path)?.permissions().mode() & 0o777;
    let of_others = mode & 0o077;
    anyhow::ensure!(
        of_others == 0,
        "found mode {mode:o}, expected a file that only its owner may read (chmod 600)"
    );
    Ok(())
}

#[cfg(not(unix))]
fn check_mode(_: &Path) -> Result<()> {
    Ok(())
}
