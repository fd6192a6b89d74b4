//! Handing a trip over: to a navigation app, as a file, as a calendar entry, as a code to scan.
//!
//! Where to start: [`Route`], which a plan becomes; then [`App`] and [`parts`], which say what an
//! app is told. The driver's own position is in none of it: a link has no start, so that the app
//! takes where it is, and where a trip starts or ends at the driver, files leave that end out.
//! `docs/handover.md` says where each form comes from.

mod apps;
mod calendar;
mod code;
mod device;
mod encode;
mod geojson;
mod gpx;
mod public_link;
mod route;
mod said;
mod told;

pub use apps::{App, Opening, Part, leg, parts};
pub use calendar::{calendar, clock};
pub use code::Code;
pub use device::Device;
pub use geojson::geojson;
pub use gpx::gpx;
pub use public_link::{point_fragment, public_trip, station_fragment};
pub use route::{Names, Place, Role, Route, Target};
pub use said::{file_name, go, limit};
pub use told::{about, at_target, told};

#[cfg(test)]
mod samples;
