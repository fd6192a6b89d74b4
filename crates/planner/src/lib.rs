//! The charge-aware trip planner.
//!
//! Where to start: [`Planner`], which answers a [`TripRequest`] for a [`Vehicle`]; then
//! [`solve`](mod@solve), the search itself on a bare graph.

mod assumptions;
mod busy;
mod catalogue;
mod charging;
mod climate;
mod driving;
mod energy;
mod itinerary;
mod request;
mod size;
pub mod solve;
mod stretch;
mod told;
mod trip;
mod vehicle;

pub use assumptions::{Assumptions, Line};
pub use busy::{BusyWeek, NoBusyWeek};
pub use catalogue::{
    CATALOGUE_VERSION, Catalogue, VehicleFile, VehicleFileError, read_vehicles, write_vehicles,
};
pub use charging::Plug;
pub use driving::{Driving, Wind};
pub use energy::{Consumption, Effects};
pub use itinerary::{
    Answer, ChargingStop, Fallback, Itinerary, Leg, NoPlan, PlaceVisit, RoadBreak, Shortfall,
};
pub use request::{
    Aim, Breaks, Departure, NoDeparture, Preferences, StationNow, TripError, TripPoint,
    TripRequest, Via,
};
pub use size::Size;
pub use stretch::Stretch;
pub use trip::{
    Alternative, ArcCost, BestAt, ChargePlace, Cheapest, Costs, Coverage, Effort, Graded, Nearby,
    Outlook, Planner, Planning, Progress, Reach, ReachedPlace, Standing, StopCost, StopRisk, Worth,
};
pub use vehicle::{Battery, CurveKind, Heating, OwnCar, Vehicle, VehicleError};
