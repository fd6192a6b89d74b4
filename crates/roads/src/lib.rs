//! The road graph: nodes, roads, places; its file; finding the road nearest to a point; the plain
//! fastest route.
//!
//! Where to start: [`RoadGraph`], then [`Network`], which every search runs on. Energy and charging
//! are not known here.

mod anchor;
mod bans;
mod bytes;
mod driving;
mod file;
mod graph;
mod index;
mod lines;
mod network;
mod parts;
mod place;
mod road;
mod route;
mod snap;
mod table;
mod turning;
mod visit;
mod waits;
mod way;

pub use anchor::Anchor;
pub use bans::TurnBan;
pub use bytes::Malformed;
pub use file::{RoadFile, RoadFileError, VERSION, read_graph, read_roads, write_roads};
pub use graph::{RoadEdge, RoadGraph};
pub use network::{Attachment, Network, NetworkArc, Ways};
pub use parts::{BuildError, RoadParts};
pub use place::{NamedPlace, PlaceKind, Water};
pub use road::{
    Grade, LabelId, Limits, NodeId, Piece, Road, RoadClass, RoadId, RoadLabel, RoadNode,
};
pub use route::{Route, fastest_route};
pub use snap::{FarFromRoads, Snap, snap, snap_heading};
pub use table::{Nodes, Roads};
pub use visit::{ArcRef, ArcRefs, Heads, Visited};
pub use waits::TurnWait;
pub use way::Way;
