//! From one place to everywhere on the roads, without stopping: least time, or most charge left.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use roads::{Anchor, RoadGraph, Way};

use super::ground::Ground;
use super::tuned::Tuned;

/// How one gets to a node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Here {
    /// Driving time in milliseconds.
    pub(super) time: u32,
    /// Length of the way in metres.
    pub(super) length: f64,
    /// Charge left in milliwatt-hours; absent when it does not last on this way.
    pub(super) charge: Option<i64>,
}

/// Where one may drive, with what car, down to which charge.
#[derive(Clone, Copy)]
pub(super) struct Drive<'a> {
    pub(super) ground: &'a Ground,
    pub(super) tuned: &'a Tuned,
    pub(super) roads: &'a RoadGraph,
    /// Charge at the start, in milliwatt-hours.
    pub(super) charge: i64,
    /// Least charge after every arc.
    pub(super) reserve: i64,
}

/// For each node of the network how one gets there; absent where one does not.
pub(super) type Flood = Vec<Option<Here>>;

impl Drive<'_> {
    fn spend(&self, charge: Option<i64>, energy: i32) -> Option<i64> {
        let left = charge? - i64::from(energy);
        (left >= self.reserve).then_some(left.min(self.tuned.capacity.into()))
    }

    /// The nodes that a drive from `anchor` meets first.
    pub(super) fn starts(&self, anchor: &Anchor) -> Vec<(u32, Here)> {
        let begin = Here {
            time: 0,
            length: 0.0,
            charge: Some(self.charge),
        };
        let drive = |ways: &Vec<Way>| {
            ways.iter().fold(begin, |here, way| {
                let (time, energy) = self.tuned.cost(way, self.roads);
                self.along(here, (time, energy), way)
            })
        };
        anchor
            .leave
            .iter()
            .map(|(node, ways)| (*node, drive(ways)))
            .collect()
    }

    fn along(&self, here: Here, (time, energy): (u32, i32), way: &Way) -> Here {
        Here {
            time: here.time.saturating_add(time),
            length: here.length + way.length(self.roads).0,
            charge: self.spend(here.charge, energy),
        }
    }

    /// The fastest way to every node, and what charge is left on it.
    pub(super) fn fastest(&self, from: &Anchor) -> Flood {
        self.onward(from, |_, here| Some(i64::from(here.time)))
    }

    /// The way to every node that leaves most charge, where the charge lasts.
    ///
    /// By potentials, so that no arc takes less than nothing (Johnson; Eisner, Funke and Storandt,
    /// AAAI 2011).
    pub(super) fn thriftiest(&self, from: &Anchor) -> Flood {
        self.onward(from, |node, here| {
            let potential = self.tuned.potential_of(node);
            here.charge.map(|charge| i64::from(potential) - charge)
        })
    }

    /// From `from` along the arcs, the least `key` first.
    fn onward(&self, from: &Anchor, key: impl Fn(u32, &Here) -> Option<i64>) -> Flood {
        let arcs = self.ground.network.arcs();
        self.spread(self.starts(from), key, |node, here, visit| {
            for arc in self.ground.network.arcs_of(node) {
                let cost = (self.tuned.times[arc], self.tuned.energies[arc]);
                visit(
                    arcs[arc].head,
                    self.along(here, cost, &self.ground.way(arc)),
                );
            }
        })
    }

    /// The least time from every node to `to`, by time alone.
    pub(super) fn fastest_to(&self, to: &Anchor) -> Flood {
        let ends = to.enter.iter().map(|(node, ways)| {
            let times = ways.iter().map(|way| self.tuned.cost(way, self.roads).0);
            let time = times.fold(0, u32::saturating_add);
            let length = ways.iter().map(|way| way.length(self.roads).0).sum();
            let charge = None;
            (
                *node,
                Here {
                    time,
                    length,
                    charge,
                },
            )
        });
        self.backward(ends.collect(), |_, here| Some(i64::from(here.time)))
    }

    /// The shortest way from every node to any of these.
    pub(super) fn shortest_to(&self, nodes: impl Iterator<Item = u32>) -> Flood {
        let here = Here {
            time: 0,
            length: 0.0,
            charge: None,
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a way is far below 2^63 mm"
        )]
        let millimetres = |_, here: &Here| Some((here.length * 1000.0) as i64);
        self.backward(nodes.map(|node| (node, here)).collect(), millimetres)
    }

    /// From `ends` against the arcs, the least `key` first.
    fn backward(&self, ends: Vec<(u32, Here)>, key: impl Fn(u32, &Here) -> Option<i64>) -> Flood {
        let arcs = self.ground.network.arcs();
        let mut into = vec![Vec::new(); self.ground.network.nodes() as usize];
        for (index, arc) in arcs.iter().enumerate() {
            into[arc.head as usize].push(index);
        }
        self.spread(ends, key, |node, here, visit| {
            for arc in &into[node as usize] {
                let way = self.ground.way(*arc);
                let then = Here {
                    time: here.time.saturating_add(self.tuned.times[*arc]),
                    length: here.length + way.length(self.roads).0,
                    charge: None,
                };
                visit(self.ground.network.tail(*arc), then);
            }
        })
    }

    /// Dijkstra's search: `key` must never fall along an arc; what has none is not gone on with.
    fn spread(
        &self,
        starts: Vec<(u32, Here)>,
        key: impl Fn(u32, &Here) -> Option<i64>,
        arcs: impl Fn(u32, Here, &mut dyn FnMut(u32, Here)),
    ) -> Flood {
        let nodes = self.ground.network.nodes() as usize;
        let mut least: Vec<Option<(i64, Here)>> = vec![None; nodes];
        let mut open = BinaryHeap::new();
        let reach = |open: &mut BinaryHeap<_>,
                     least: &mut Vec<Option<(i64, Here)>>,
                     node: u32,
                     here: Here| {
            let Some(key) = key(node, &here) else {
                return;
            };
            let known = &mut least[node as usize];
            if known.is_none_or(|known| key < known.0) {
                *known = Some((key, here));
                open.push(Reverse((key, node)));
            }
        };
        for (node, here) in starts {
            reach(&mut open, &mut least, node, here);
        }
        while let Some(Reverse((key, node))) = open.pop() {
            let Some((_, here)) = least[node as usize].filter(|known| known.0 == key) else {
                continue;
            };
            arcs(node, here, &mut |head, then| {
                reach(&mut open, &mut least, head, then);
            });
        }
        least
            .into_iter()
            .map(|known| known.map(|known| known.1))
            .collect()
    }
}
