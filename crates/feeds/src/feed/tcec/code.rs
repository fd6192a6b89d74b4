//! Codes of T/CEC 102 (`reference/domain.md` 2.2 and 2.3) and what they are.

use stations::{Access, Amenity, Lifecycle, ParkingKind, ParkingReduction, Place};

/// `StationType`.
pub(super) const ACCESS: [(i64, Access); 11] = [
    (1, Access::Public),
    (50, Access::Private),
    (100, Access::Bus),
    (101, Access::Sanitation),
    (102, Access::Logistics),
    (103, Access::Taxi),
    (104, Access::CarShare),
    (105, Access::Community),
    (106, Access::Unit),
    (107, Access::SharedPrivate),
    (255, Access::Other),
];

/// `StationStatus`.
pub(super) const LIFECYCLE: [(i64, Lifecycle); 6] = [
    (0, Lifecycle::Unknown),
    (1, Lifecycle::Planned),
    (5, Lifecycle::Closed),
    (6, Lifecycle::Maintenance),
    (50, Lifecycle::Open),
    (51, Lifecycle::Suspended),
];

/// `Construction`. Three kinds of offices are one place; the code itself is kept beside.
pub(super) const PLACE: [(i64, Place); 16] = [
    (1, Place::Residential),
    (2, Place::Workplace),
    (3, Place::Workplace),
    (4, Place::Workplace),
    (5, Place::Industrial),
    (6, Place::TransportHub),
    (7, Place::Leisure),
    (8, Place::Leisure),
    (9, Place::CarPark),
    (10, Place::Roadside),
    (11, Place::ServiceArea),
    (12, Place::Scenic),
    (13, Place::Depot),
    (14, Place::FuelStation),
    (15, Place::Depot),
    (255, Place::Other),
];

/// `ParkType`.
pub(super) const PARKING: [(i64, ParkingKind); 5] = [
    (0, ParkingKind::Free),
    (1, ParkingKind::Paid),
    (2, ParkingKind::FreeAtFirst),
    (3, ParkingKind::Reduced),
    (255, ParkingKind::SiteRule),
];

/// `ParkReductionMode`.
pub(super) const REDUCTION: [(i64, ParkingReduction); 3] = [
    (1, ParkingReduction::Plate),
    (2, ParkingReduction::Slip),
    (3, ParkingReduction::Code),
];

/// `SupportingFacilities`.
pub(super) const FACILITY: [(i64, Amenity); 5] = [
    (1, Amenity::Toilet),
    (2, Amenity::Shop),
    (3, Amenity::Food),
    (4, Amenity::Lounge),
    (5, Amenity::Canopy),
];

/// Fields that say yes or no to one amenity.
pub(super) const AMENITY_FLAGS: [(&[&str], Amenity); 9] = [
    (&["SupportOrder"], Amenity::Reservable),
    (&["HavePerson"], Amenity::Attended),
    (&["VideoMonitor"], Amenity::Cameras),
    (&["ParkingLockFlag", "HasParkingLock"], Amenity::BayLocks),
    (&["Wc"], Amenity::Toilet),
    (&["Shop"], Amenity::Shop),
    (&["LightMeal"], Amenity::Food),
    (&["Lounge"], Amenity::Lounge),
    (&["Rainshed"], Amenity::Canopy),
];

/// `StationClassification`: whether it charges, whether it swaps.
pub(super) const CLASSIFICATION: [(i64, (bool, bool)); 3] =
    [(1, (true, false)), (2, (false, true)), (3, (true, true))];

/// `Status` of a connector.
pub(super) const STATE: [(i64, &str); 6] = [
    (0, "offline"),
    (1, "free"),
    (2, "plugged"),
    (3, "charging"),
    (4, "reserved"),
    (255, "fault"),
];

/// `ParkStatus`.
pub(super) const BAY: [(i64, &str); 3] = [(0, "unknown"), (10, "free"), (50, "taken")];

/// `LockStatus`.
pub(super) const LOCK: [(i64, &str); 3] = [(0, "unknown"), (10, "open"), (50, "locked")];
