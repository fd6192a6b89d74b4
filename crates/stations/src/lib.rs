//! Charging stations: what they are, and the snapshot file.
//!
//! Where to start: [`Station`], then [`read_snapshot`]. Live availability is not here yet: a
//! snapshot says what stands where, never what is free.

mod snapshot;
mod station;
mod wire;

pub use snapshot::{Snapshot, SnapshotError, VERSION, read_snapshot, write_snapshot};
pub use station::{
    Access, Cabinet, Connector, ConnectorId, ConnectorStandard, Evse, Lifecycle, Place, Station,
    StationId, Swap,
};
