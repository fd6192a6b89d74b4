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
        let own = (left.len() <= OWN_ORDER_MAX).then(|| own(ground, core, &left));
        let weighted = |(tail, link): (u32, Link)| {
            let fall = potential[tail as usize] - potential[link.head as usize];
            let weights = weights(link.hop.time, link.hop.profile.cost, fall, price);
            (tail, link.head, weights)
        };
        let mut left = left.into_iter();
        let metric = match &own {
            Some(own) => packed_metric(own, &mut core.links.all().map(weighted), &mut left),
            None => packed_metric(&ground.hierarchy, &mut links.map(weighted), &mut left),
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

/// A hierarchy of the nodes that are `left`, in an order made for the links between them; all others
/// lie below.
fn own(ground: &Ground, core: &Core, left: &[u32]) -> Hierarchy {
    let nodes = ground.network.nodes();
    let mut places = vec![0; nodes as usize];
    for (node, place) in left.iter().zip(0..) {
        places[*node as usize] = place;
    }
    let place = |node: u32| places[node as usize];
    let links = core.links.all();
    let ends: Vec<(u32, u32)> = links.map(|(tail, link)| (tail, link.head)).collect();
    let mut edges = ends.iter().map(|(tail, head)| (place(*tail), place(*head)));
    let order = least_degree(left.len(), &mut edges);
    let mut gone = 0..nodes;
    let lowest = nodes - u32::try_from(left.len()).unwrap_or(0);
    let rank = |node: u32| {
        if core.is_left(node) {
            lowest + order[place(node) as usize]
        } else {
            gone.next().unwrap_or(0)
        }
    };
    let ranks = (0..nodes).map(rank).collect();
    Hierarchy::unlimited(ranks, &mut ends.into_iter())
}
