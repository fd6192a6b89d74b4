//! The roads as one car sees them, for searches of the textbook.

use std::ops::Range;

use planner::{ChargePlace, Costs};
use units::WattHours;

/// An arc to its other end; time in milliseconds, energy in milliwatt-hours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) node: u32,
    pub(super) time: u32,
    pub(super) energy: i32,
}

/// Somewhere to charge; time in milliseconds over charge in milliwatt-hours.
#[derive(Debug)]
pub(super) struct Point {
    pub(super) node: u32,
    pub(super) delay: f64,
    /// Charges where the curve bends, and the time to get there from empty.
    bends: Vec<(f64, f64)>,
}

/// Roads, charge points and battery.
#[derive(Debug)]
pub(super) struct Net {
    pub(super) capacity: f64,
    pub(super) reserve: f64,
    pub(super) points: Vec<Point>,
    /// No stop takes less besides charging.
    pub(super) delay_min: f64,
    /// No energy comes faster, in milliseconds for each milliwatt-hour.
    pub(super) slope_min: f64,
    out: Lists,
    into: Lists,
}

/// For each node its arcs, one after the other.
#[derive(Debug)]
struct Lists {
    first: Vec<usize>,
    arcs: Vec<Arc>,
}

impl Net {
    pub(super) fn new(costs: &Costs, capacity: f64, reserve: f64) -> Self {
        let points: Vec<Point> = costs.charge_points.iter().map(Point::new).collect();
        let delays = points.iter().map(|point| point.delay);
        let slopes = points.iter().map(Point::slope_min);
        let nodes = costs.nodes as usize;
        let arcs = costs.arcs.iter();
        let arc = |node, (time, energy)| Arc { node, time, energy };
        let out = arcs
            .clone()
            .map(|a| (a.tail, arc(a.head, (a.time_ms, a.energy_mwh))));
        let into = arcs.map(|a| (a.head, arc(a.tail, (a.time_ms, a.energy_mwh))));
        Self {
            capacity,
            reserve,
            delay_min: delays.fold(f64::INFINITY, f64::min),
            slope_min: slopes.fold(f64::INFINITY, f64::min),
            points,
            out: Lists::new(nodes, out),
            into: Lists::new(nodes, into),
        }
    }

    pub(super) fn nodes(&self) -> usize {
        self.out.first.len() - 1
    }

    /// The arcs that leave `node`.
    pub(super) fn out(&self, node: u32) -> &[Arc] {
        &self.out.arcs[self.out.of(node)]
    }

    /// The arcs that lead to `node`, with their tails.
    pub(super) fn into(&self, node: u32) -> &[Arc] {
        &self.into.arcs[self.into.of(node)]
    }
}

impl Lists {
    fn new(nodes: usize, arcs: impl Iterator<Item = (u32, Arc)>) -> Self {
        let mut arcs: Vec<(u32, Arc)> = arcs.collect();
        arcs.sort_by_key(|arc| arc.0);
        let mut first = vec![0; nodes + 1];
        for (node, _) in &arcs {
            first[*node as usize + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let arcs = arcs.into_iter().map(|arc| arc.1).collect();
        Self { first, arcs }
    }

    fn of(&self, node: u32) -> Range<usize> {
        self.first[node as usize]..self.first[node as usize + 1]
    }
}

impl Point {
    fn new(place: &ChargePlace) -> Self {
        let in_ticks =
            |(charge, time): (WattHours, units::Seconds)| (charge.0 * 1000.0, time.0 * 1000.0);
        let mut bends: Vec<(f64, f64)> = place.curve.points().map(in_ticks).collect();
        let slope = |a: (f64, f64), b: (f64, f64)| (b.1 - a.1) / (b.0 - a.0);
        // Where the curve goes straight on it does not bend.
        let mut index = 1;
        while index + 1 < bends.len() {
            let (before, after) = (
                slope(bends[index - 1], bends[index]),
                slope(bends[index], bends[index + 1]),
            );
            if (after / before - 1.0).abs() < 1e-9 {
                bends.remove(index);
            } else {
                index += 1;
            }
        }
        Self {
            node: place.node,
            delay: place.delay.0 * 1000.0,
            bends,
        }
    }

    /// Charges where the curve bends.
    pub(super) fn bends(&self) -> impl Iterator<Item = f64> {
        self.bends.iter().map(|bend| bend.0)
    }

    /// The greatest charge.
    pub(super) fn last(&self) -> f64 {
        self.bends.last().map_or(0.0, |bend| bend.0)
    }

    /// Time from empty to `charge`, which is cut to the curve.
    pub(super) fn time_to(&self, charge: f64) -> f64 {
        let above = self.bends.partition_point(|bend| bend.0 <= charge);
        let above = above.clamp(1, self.bends.len() - 1);
        let ((a, s), (b, t)) = (self.bends[above - 1], self.bends[above]);
        s + (t - s) * ((charge.clamp(a, b) - a) / (b - a))
    }

    fn slope_min(&self) -> f64 {
        let pieces = self.bends.windows(2);
        let slopes = pieces.map(|pair| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0));
        slopes.fold(f64::INFINITY, f64::min)
    }
}
