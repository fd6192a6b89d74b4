//! From ways to roads.
//!
//! In this order: ways are cut at junctions ([`segments`]), what no car can reach or leave again is
//! taken out ([`connected`]), segments alike are joined again ([`chains`]), heights are laid over
//! the lines ([`relief`]), junctions take their time ([`junctions`]), bans are told in roads
//! ([`bans`]), and all is written in an order that packs well ([`network`]).

mod bans;
mod chains;
mod connected;
mod density;
mod junctions;
mod network;
mod places;
mod relief;
mod segments;
mod side;
mod split;
mod turns;

pub(crate) use bans::{Banned, protected, resolve};
pub(crate) use chains::{Line, lines};
pub(crate) use connected::{Islands, keep_connected};
pub(crate) use junctions::{Waiting, wait_at_junctions};
pub(crate) use network::assemble;
pub(crate) use relief::{Elevations, lay_over};
pub(crate) use segments::cut;

use units::LatLon;

use crate::read::Point;

/// Index of a junction or an end of a road.
pub(crate) type Vertex = u32;

/// A line and true when it is driven from head to tail.
pub(crate) type Driven = (usize, bool);

/// A point in degrees.
pub(crate) fn degrees(point: Point) -> LatLon {
    let [lat, lon] = point.map(|steps| f64::from(steps) / 1e7);
    LatLon::clamped(lat, lon)
}
