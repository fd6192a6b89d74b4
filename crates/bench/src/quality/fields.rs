//! From every node to one: least time, least energy, least sum of both.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::net::{Arc, Net};

/// Least sums to a node; infinite where no road leads there.
#[derive(Debug)]
pub(super) struct Fields {
    /// Driving time in milliseconds.
    pub(super) time: Vec<f64>,
    /// Energy in milliwatt-hours.
    pub(super) energy: Vec<f64>,
    /// Driving time, and the time in which that energy is charged at the fastest.
    pub(super) both: Vec<f64>,
}

impl Fields {
    pub(super) fn new(net: &Net, to: u32) -> Self {
        let (time, energy) = (
            |arc: &Arc| f64::from(arc.time),
            |arc: &Arc| f64::from(arc.energy),
        );
        Self {
            time: least(net, to, time),
            energy: least(net, to, energy),
            both: least(net, to, |arc| time(arc) + net.slope_min * energy(arc)),
        }
    }
}

/// Dijkstra's search backwards; a node whose sum falls once more is looked at once more, so that
/// arcs may give energy back.
fn least(net: &Net, to: u32, weigh: impl Fn(&Arc) -> f64) -> Vec<f64> {
    let mut sums = vec![f64::INFINITY; net.nodes()];
    sums[to as usize] = 0.0;
    let mut open = BinaryHeap::from([Reverse(Key(0.0, to))]);
    while let Some(Reverse(Key(sum, node))) = open.pop() {
        if sum > sums[node as usize] {
            continue;
        }
        for arc in net.into(node) {
            let through = sum + weigh(arc);
            let known = &mut sums[arc.node as usize];
            // Differences below any rounding are none: else sums of floats could fall for ever.
            if through < *known - 1e-6 {
                *known = through;
                open.push(Reverse(Key(through, arc.node)));
            }
        }
    }
    sums
}

/// A sum and what it belongs to, in a heap.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key<T>(pub(super) f64, pub(super) T);

impl<T> PartialEq for Key<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Key<T> {}

impl<T> PartialOrd for Key<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Key<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
