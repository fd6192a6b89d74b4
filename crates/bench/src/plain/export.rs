//! The graph as the scripts of the peers read it.

use serde_json::{Value, json};
use units::LatLon;

use super::Drives;

/// `nodes` as `[lat, lon, height in m]`, `arcs` as `[tail, head, ms, m]`, `pairs` as
/// `[from, to, ms]`, `stations` as `[lat, lon, kW]`, `trips` as [`super::stops`] gives them.
pub(super) fn graph(
    drives: &Drives,
    stations: impl Iterator<Item = (LatLon, f64)>,
    trips: &[Value],
) -> Value {
    let (roads, network) = (&drives.roads, &drives.network);
    let nodes = (0..network.nodes()).map(|node| {
        let at = network.position(roads, node);
        json!([at.lat(), at.lon(), network.elevation(roads, node).0])
    });
    let arcs = network.tails().zip(network.arcs()).zip(&drives.times);
    let arcs = arcs.map(|((tail, arc), time)| {
        let length = network.way(arc).length(roads).0;
        json!([tail, arc.head, time, length])
    });
    let pairs = drives.pairs.iter().zip(&drives.expected);
    let pairs = pairs.map(|((from, to), time)| json!([from, to, time]));
    let stations = stations.map(|(at, power)| json!([at.lat(), at.lon(), power]));
    json!({
        "nodes": nodes.collect::<Vec<_>>(),
        "arcs": arcs.collect::<Vec<_>>(),
        "pairs": pairs.collect::<Vec<_>>(),
        "stations": stations.collect::<Vec<_>>(),
        "trips": trips,
    })
}
