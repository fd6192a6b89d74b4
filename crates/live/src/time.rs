//! Points in time.

use serde::{Deserialize, Serialize};

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UnixTime(pub i64);

impl UnixTime {
    /// Seconds from `earlier` until this; 0 when that is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> u32 {
        u32::try_from(self.0.saturating_sub(earlier.0).max(0)).unwrap_or(u32::MAX)
    }

    /// So many seconds before this.
    #[must_use]
    pub fn before(self, seconds: u32) -> Self {
        Self(self.0.saturating_sub(seconds.into()))
    }
}
