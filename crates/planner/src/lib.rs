//! The charge-aware trip planner.
//!
//! Where to start: [`Planner`], which answers a [`TripRequest`] for a [`Vehicle`]; then
//! [`solve`](mod@solve), the search itself on a bare graph.

mod catalogue;
mod charging;
mod climate;
mod energy;
mod itinerary;
mod request;
mod search;
pub mod solve;
mod trip;
mod vehicle;

pub use catalogue::{
    CATALOGUE_VERSION, Catalogue, VehicleFile, VehicleFileError, read_vehicles, write_vehicles,
};
pub use charging::Plug;
pub use energy::{Consumption, Stretch};
pub use itinerary::{Answer, ChargingStop, Itinerary, Leg, NoPlan, PlaceVisit, Shortfall};
pub use request::{Aim, Departure, NoDeparture, TripError, TripPoint, TripRequest, Via};
pub use trip::{Effort, Planner, Planning, Progress};
pub use vehicle::{Battery, CurveKind, Heating, OwnCar, Vehicle, VehicleError};
