//! Places with names, at the junction nearest to them.

use roads::{NamedPlace, NodeId, Nodes};
use rstar::RTree;
use rstar::primitives::GeomWithData;
use units::{LatLon, Meters};

use crate::GivenPlace;

/// A place farther from every junction is not on the road.
const FAR: Meters = Meters(3000.0);

/// Attaches places to nodes. Those far from all roads are left out.
pub(super) fn attach(places: &[GivenPlace], nodes: &Nodes) -> Vec<NamedPlace> {
    if nodes.is_empty() {
        return Vec::new();
    }
    let middle = nodes.at(nodes.len() / 2);
    // Near enough to distances for a choice among neighbours.
    let narrow = libm::cos(middle.position.lat().to_radians());
    let flat = |at: LatLon| [at.lat(), at.lon() * narrow];
    let points = (0_u32..).zip(nodes.iter());
    let points = points.map(|(id, node)| GeomWithData::new(flat(node.position), id));
    let tree = RTree::bulk_load(points.collect());
    let attached = places.iter().filter_map(|place| {
        let at = place.position;
        let nearest = tree.nearest_neighbor(&flat(at))?.data;
        let distance = nodes.at(nearest as usize).position.distance_to(at);
        (distance <= FAR).then(|| NamedPlace {
            key: place.key.clone(),
            node: NodeId(nearest),
            name: place.name.clone(),
            kind: place.kind,
            county: place.county.clone(),
        })
    });
    attached.collect()
}
