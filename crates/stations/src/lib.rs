//! Charging stations: what they are, and the snapshot file.
//!
//! Where to start: [`Station`], then [`read_snapshot`]. Live availability is not here yet: a
//! snapshot says what stands where and what it costs, never what is free.

mod details;
mod kinds;
mod lean;
mod snapshot;
mod station;
mod tariff;
mod week;
mod wire;

pub use details::{
    Amenity, Datum, Details, Entrance, FeeTexts, Opening, Origin, Overstay, Parking, ParkingKind,
    ParkingReduction,
};
pub use kinds::{Access, ConnectorStandard, Lifecycle, Place};
pub use lean::read_stops;
pub use snapshot::{
    Content, MergedStation, Snapshot, SnapshotError, SnapshotReader, Tombstone, VERSION,
    read_snapshot, read_tariffs, write_snapshot,
};
pub use station::{
    Cabinet, Connector, ConnectorDetails, ConnectorId, Evse, Station, StationId, Swap,
};
pub use tariff::{Applies, Current, Money, Tariff, TariffId, TariffPeriod};
pub use week::{OpenWeek, WEEK_MINUTES};
