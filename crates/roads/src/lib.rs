//! The road graph: nodes, roads, places; its file; finding the road nearest to a point; the plain
//! fastest route.
//!
//! Where to start: [`RoadGraph`], then [`attach()`], which every search runs on. Energy and charging
//! are not known here.

mod attach;
mod bytes;
mod file;
mod graph;
mod road;
mod route;
mod snap;

pub use attach::{Attachment, Network, Way, attach};
pub use file::{Malformed, RoadFile, RoadFileError, VERSION, read_roads, write_roads};
pub use graph::{BuildError, RoadEdge, RoadGraph};
pub use road::{
    Grade, NamedPlace, NodeId, Piece, PlaceKind, Road, RoadClass, RoadId, RoadNode, Water,
};
pub use route::{Route, fastest_route};
pub use snap::{FarFromRoads, Snap, snap};
