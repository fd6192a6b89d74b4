//! Which stations a road has.

use std::collections::{BTreeMap, BTreeSet};

use container::Text;
use guide::{Corridor, Guide, ServiceArea, Side};
use roads::RoadClass;
use stations::Station;
use units::{LatLon, Meters};

use crate::course::{Course, turned};
use crate::mesh::{Drawn, Mesh, Track};

/// How far from the road a station may be, by other roads that one drives there.
pub const OFF_MAX: Meters = Meters(8000.0);

/// From which carriageway something is reached, for one who drives in the direction of the strip.
#[derive(Debug, Clone, PartialEq)]
pub enum Carriageway {
    /// One leaves the road for it, or it is reached from both.
    Either,
    /// From this one.
    Own,
    /// From the other one only.
    Other,
    /// From the one that leads there.
    Toward(Text),
    /// The data does not say.
    Unknown,
}

/// A station of the road.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// Its index in the region.
    pub index: usize,
    /// Where one leaves the road for it: number of the place before, and the share of the way to
    /// the next.
    pub spot: f64,
    /// How far it is from there, one way.
    pub off: Meters,
    /// From which carriageway it is reached.
    pub side: Carriageway,
}

impl Beside {
    /// True when one who drives in the direction of the strip is known to get there.
    pub fn is_on_the_way(&self) -> bool {
        matches!(self.side, Carriageway::Either | Carriageway::Own)
    }
}

/// All stations of a road: those that the guide names, and those near enough.
pub(crate) fn all(
    corridor: &Corridor,
    course: &Course,
    guide: &Guide,
    mesh: &Mesh<'_>,
    track: &Track,
    stations: &[Station],
) -> Vec<Beside> {
    let index: BTreeMap<&str, usize> = (stations.iter().enumerate())
        .map(|(index, station)| (station.id.0.as_str(), index))
        .collect();
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for (node, number) in course.nodes.iter().zip(0_u32..) {
        let named = node.stations.iter();
        for station in named.filter_map(|id| index.get(id.as_str())) {
            if seen.insert(*station) {
                found.push(Beside {
                    index: *station,
                    spot: f64::from(number),
                    off: stations[*station].position.distance_to(node.position),
                    side: carriageway(node.side),
                });
            }
        }
    }
    let near = Near::new(mesh, track);
    let is_here = |area: &&ServiceArea| area.road == corridor.road;
    for area in guide.service_areas.iter().filter(is_here) {
        let Some((spot, off)) = near.of(area.position) else {
            continue;
        };
        let named = area.stations.iter();
        for station in named.filter_map(|id| index.get(id.as_str())) {
            if seen.insert(*station) {
                found.push(Beside {
                    index: *station,
                    spot,
                    off,
                    side: toward(&area.toward, course, spot),
                });
            }
        }
    }
    for (index, station) in stations.iter().enumerate() {
        if seen.contains(&index) {
            continue;
        }
        if let Some((spot, off, side)) = near.beside(station.position) {
            found.push(Beside {
                index,
                spot,
                off,
                side,
            });
        }
    }
    found.sort_by(|a, b| {
        let by_way = a.spot.total_cmp(&b.spot);
        by_way
            .then(a.off.0.total_cmp(&b.off.0))
            .then(a.index.cmp(&b.index))
    });
    found
}

fn carriageway(side: Side) -> Carriageway {
    match side {
        Side::Both => Carriageway::Either,
        Side::Forward => Carriageway::Own,
        Side::Backward => Carriageway::Other,
    }
}

/// The carriageway that leads toward a place: one of the road where its name says so.
fn toward(place: &Text, course: &Course, spot: f64) -> Carriageway {
    if place.zh.is_empty() && place.en.is_empty() {
        return Carriageway::Either;
    }
    let is_named = |name: &Text| !place.zh.is_empty() && name.zh.contains(place.zh.as_str());
    let mut places = course.nodes.iter().zip(0_u32..);
    match places.find(|(node, _)| is_named(&node.name)) {
        Some((_, number)) if f64::from(number) > spot => carriageway(Side::Forward),
        Some(_) => carriageway(turned(Side::Forward)),
        None => Carriageway::Toward(place.clone()),
    }
}

/// Where along the road somebody is, and how far beside it; `None` far from it.
pub(crate) fn here(mesh: &Mesh<'_>, track: &Track, position: LatLon) -> Option<(f64, Meters)> {
    Near::new(mesh, track).of(position)
}

/// Finds where one leaves a road for a point.
struct Near<'a> {
    mesh: &'a Mesh<'a>,
    drawn: BTreeMap<u32, ((f64, f64), Drawn)>,
    /// For each junction the way to the road, and the junction of the road where one leaves it.
    off: Vec<Option<(Meters, usize)>>,
    /// The spots of those.
    spots: Vec<f64>,
    bounds: Option<units::BoundingBox>,
}

impl<'a> Near<'a> {
    fn new(mesh: &'a Mesh<'a>, track: &Track) -> Self {
        let (mut nodes, mut spots) = (Vec::new(), Vec::new());
        let mut drawn = BTreeMap::new();
        for (between, road) in track.drawn() {
            nodes.extend([road.ends.0, road.ends.1]);
            spots.extend([between.0, between.1]);
            drawn.entry(road.road.0).or_insert((between, road));
        }
        let at = |node: &u32| mesh.roads.node(roads::NodeId(*node)).position;
        Self {
            bounds: units::BoundingBox::around(nodes.iter().map(at)),
            off: mesh.spread(&nodes, OFF_MAX),
            mesh,
            drawn,
            spots,
        }
    }

    /// The spot nearest to a point by road, and how far it is from there.
    fn of(&self, position: LatLon) -> Option<(f64, Meters)> {
        self.beside(position).map(|(spot, off, _)| (spot, off))
    }

    fn beside(&self, position: LatLon) -> Option<(f64, Meters, Carriageway)> {
        if !self.may_be_near(position) {
            return None;
        }
        let roads = self.mesh.roads;
        let snap = roads::snap(roads, position).ok()?;
        let road = roads.road(snap.road);
        if let Some((between, drawn)) = self.drawn.get(&snap.road.0) {
            let spot = between.0 + (between.1 - between.0) * drawn.driven(snap.share);
            let is_split = road.class == RoadClass::Motorway;
            let side = if is_split {
                Carriageway::Unknown
            } else {
                Carriageway::Either
            };
            return Some((spot, snap.distance, side)).filter(|found| found.1.0 <= OFF_MAX.0);
        }
        if road.class == RoadClass::Motorway {
            return None;
        }
        let ends = [(road.tail, snap.share), (road.head, 1.0 - snap.share)];
        let ways = ends.into_iter().filter_map(|(node, share)| {
            let (way, source) = self.off[node.0 as usize]?;
            Some((way + road.length * share + snap.distance, source))
        });
        let (off, source) = ways.min_by(|a, b| a.0.0.total_cmp(&b.0.0))?;
        (off.0 <= OFF_MAX.0).then(|| (self.spots[source], off, Carriageway::Either))
    }

    /// False for what is far from all of the road.
    fn may_be_near(&self, position: LatLon) -> bool {
        self.bounds.is_some_and(|bounds| {
            let (lat, lon) = (position.lat(), position.lon());
            // A tenth of a degree is more than eight kilometres up to 43° north, and lines bend.
            let margin = 0.2;
            (bounds.south - margin..=bounds.north + margin).contains(&lat)
                && (bounds.west - margin..=bounds.east + margin).contains(&lon)
        })
    }
}
