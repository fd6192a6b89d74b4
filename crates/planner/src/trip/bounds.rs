//! Lower bounds of one car in one weather: a metric of a hierarchy, and the fields that are read
//! from it.

use std::sync::Mutex;

use hierarchy::{FieldMemory, Hierarchy, least_degree};

use super::ground::Ground;
use search::{
    Core, LANES, Link, PackedField, PackedMetric, Price, Room, Trip, Work, packed_field,
    packed_metric, weights,
};

/// A core of at most so many nodes gets an order of its own: that takes a tenth of a second then,
/// longer for more. Where many turns have waits, fields have half as much to look at.
const OWN_ORDER_MAX: usize = 1 << 12;

/// Sums of weights from the nodes of a core.
#[derive(Debug)]
pub(super) struct Bounds {
    /// The hierarchy of a small core; for others that of the ground is good enough.
    own: Option<Hierarchy>,
    metric: PackedMetric,
    spare: Mutex<Spare>,
}

/// What is not in use.
#[derive(Debug, Default)]
struct Spare {
    memories: Vec<FieldMemory<LANES>>,
    rooms: Vec<Room>,
}

impl Bounds {
    /// For the core that the graph of these `links`, each with its tail, was contracted to.
    /// `potential` has for each node the least that energy may be.
    pub(super) fn new(
        ground: &Ground,
        core: &Core,
        links: &mut dyn Iterator<Item = (u32, Link)>,
        (potential, price): (&[i32], &Price),
    ) -> Self {
        let left = (0..ground.network.nodes()).filter(|node| core.is_left(*node));
        let left: Vec<u32> = left.collect();
        let weighted = |(tail, link): (u32, Link)| {
            let fall = potential[tail as usize] - potential[link.head as usize];
            let weights = weights(link.hop.time, link.hop.profile.cost, fall, price);
            (tail, link.head, weights)
        };
        let (own, metric) = if left.len() > OWN_ORDER_MAX {
            let (hierarchy, mut left) = (&ground.hierarchy, left.into_iter());
            let metric = packed_metric(hierarchy, &mut links.map(weighted), &mut left);
            (None, metric)
        } else {
            let mut between = Vec::new();
            for node in &left {
                between.extend(core.links.of(*node).iter().map(|link| (*node, *link)));
            }
            let own = own(ground.network.nodes() as usize, &left, &between);
            let mut between = between.into_iter().map(weighted);
            let metric = packed_metric(&own, &mut between, &mut left.into_iter());
            (Some(own), metric)
        };
        Self {
            own,
            metric,
            spare: Mutex::default(),
        }
    }

    fn hierarchy<'a>(&'a self, ground: &'a Ground) -> &'a Hierarchy {
        self.own.as_ref().unwrap_or(&ground.hierarchy)
    }

    /// True when fields may be asked for `node` and have exits there.
    pub(super) fn knows(&self, ground: &Ground, node: u32) -> bool {
        self.metric.knows(self.hierarchy(ground), node)
    }

    /// A field to the end that `exits` lead to: nodes, each with its sums from there.
    pub(super) fn field<'a>(
        &'a self,
        ground: &'a Ground,
        exits: &[(u32, [u32; LANES])],
    ) -> PackedField<'a> {
        let hierarchy = self.hierarchy(ground);
        let kept = self
            .spare
            .lock()
            .ok()
            .and_then(|mut spare| spare.memories.pop());
        let memory = kept.unwrap_or_else(|| FieldMemory::new(hierarchy.nodes()));
        packed_field(hierarchy, &self.metric, memory, exits)
    }

    /// The field that `memory` was taken from.
    pub(super) fn resume<'a>(
        &'a self,
        ground: &'a Ground,
        memory: FieldMemory<LANES>,
    ) -> PackedField<'a> {
        PackedField::resume(self.hierarchy(ground), &self.metric, memory)
    }

    /// Room for a search.
    pub(super) fn room(&self) -> Room {
        let kept = self
            .spare
            .lock()
            .ok()
            .and_then(|mut spare| spare.rooms.pop());
        kept.unwrap_or_default()
    }

    /// Takes back what a search is done with, for others.
    pub(super) fn keep(&self, trip: Trip<FieldMemory<LANES>>, work: Work) {
        let Ok(mut spare) = self.spare.lock() else {
            return;
        };
        for leg in trip.legs {
            spare.memories.push(leg.field);
            for class in leg.stops {
                spare.memories.push(class.field);
            }
        }
        spare.rooms.push(work.into_room());
    }
}

/// A hierarchy of the nodes that are `left` of so many, in an order made for the links `between` them;
/// all others lie below.
fn own(nodes: usize, left: &[u32], between: &[(u32, Link)]) -> Hierarchy {
    let mut places = vec![u32::MAX; nodes];
    for (node, place) in left.iter().zip(0..) {
        places[*node as usize] = place;
    }
    let place = |node: u32| places[node as usize];
    let mut edges = between
        .iter()
        .map(|(tail, link)| (place(*tail), place(link.head)));
    let order = least_degree(left.len(), &mut edges);
    let mut gone = 0..;
    let lowest = u32::try_from(nodes - left.len()).unwrap_or(0);
    let rank = |place: &u32| match order.get(*place as usize) {
        Some(rank) => lowest + rank,
        None => gone.next().unwrap_or(0),
    };
    let ranks = places.iter().map(rank).collect();
    let mut ends = between.iter().map(|(tail, link)| (*tail, link.head));
    Hierarchy::unlimited(ranks, &mut ends)
}
