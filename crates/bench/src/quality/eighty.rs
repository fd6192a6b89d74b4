//! A planner on the same roads as ours whose stops always charge to 80 %.
//!
//! Labels of (node, time, charge), by A*: exact for its rule. Above 80 % it does not charge.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Task;
use super::fields::{Fields, Key};
use super::net::Net;

/// Where a stop ends.
const FULL: f64 = 0.8;

/// What it plans on, to one end.
pub(super) struct Eighty<'a> {
    net: &'a Net,
    fields: &'a Fields,
    /// For each node its charge points.
    points: Vec<(u32, usize)>,
}

#[derive(Debug, Clone, Copy)]
struct Label {
    node: u32,
    time: f64,
    charge: f64,
}

impl<'a> Eighty<'a> {
    pub(super) fn new(net: &'a Net, fields: &'a Fields) -> Self {
        let nodes = net.points.iter().map(|point| point.node);
        let mut points: Vec<(u32, usize)> = nodes.zip(0..).collect();
        points.sort_unstable();
        Self {
            net,
            fields,
            points,
        }
    }

    /// The least time in milliseconds.
    pub(super) fn plan(&self, task: &Task) -> Option<f64> {
        let mut fronts: Vec<Vec<(f64, f64)>> = vec![Vec::new(); self.net.nodes()];
        let mut open = BinaryHeap::new();
        let start = Label {
            node: task.from,
            time: 0.0,
            charge: task.initial,
        };
        self.offer(&mut open, &mut fronts, task, start);
        while let Some(Reverse(Key(_, label))) = open.pop() {
            let front = &fronts[label.node as usize];
            if !front.contains(&(label.time, label.charge)) {
                continue;
            }
            if label.node == task.to && label.charge >= task.floor {
                return Some(label.time);
            }
            for next in self.drives(label).chain(self.stops(label)) {
                self.offer(&mut open, &mut fronts, task, next);
            }
        }
        None
    }

    fn drives(&self, label: Label) -> impl Iterator<Item = Label> {
        let arcs = self.net.out(label.node).iter();
        let next = arcs.map(move |arc| Label {
            node: arc.node,
            time: label.time + f64::from(arc.time),
            charge: label.charge - f64::from(arc.energy),
        });
        let lasting = next.filter(|next| next.charge >= self.net.reserve);
        lasting.map(|next| Label {
            charge: next.charge.min(self.net.capacity),
            ..next
        })
    }

    fn stops(&self, label: Label) -> impl Iterator<Item = Label> {
        let start = self.points.partition_point(|point| point.0 < label.node);
        let here = self.points[start..].iter();
        let here = here.take_while(move |point| point.0 == label.node);
        let points = here.map(|point| &self.net.points[point.1]);
        points.filter_map(move |point| {
            let full = point.last().min(FULL * self.net.capacity);
            let charging = point.time_to(full) - point.time_to(label.charge);
            (label.charge < full).then_some(Label {
                time: label.time + point.delay + charging,
                charge: full,
                ..label
            })
        })
    }

    /// Keeps a label unless another one at its node is no later with no less charge.
    fn offer(
        &self,
        open: &mut BinaryHeap<Reverse<Key<Label>>>,
        fronts: &mut [Vec<(f64, f64)>],
        task: &Task,
        label: Label,
    ) {
        let (time, charge) = (label.time, label.charge);
        let front = &mut fronts[label.node as usize];
        if front
            .iter()
            .any(|known| known.0 <= time && known.1 >= charge)
        {
            return;
        }
        let key = time + self.ahead(label, task.floor);
        if key.is_finite() {
            front.retain(|known| known.0 < time || known.1 > charge);
            front.push((time, charge));
            open.push(Reverse(Key(key, label)));
        }
    }

    /// No plan takes less from here on.
    fn ahead(&self, label: Label, floor: f64) -> f64 {
        let node = label.node as usize;
        let (fields, slope) = (self.fields, self.net.slope_min);
        let lacks = fields.energy[node] + floor - label.charge;
        if lacks <= 0.0 {
            return fields.time[node];
        }
        let charging = self.net.delay_min + (lacks * slope);
        let mixed = self.net.delay_min + fields.both[node] + slope * (floor - label.charge);
        (fields.time[node] + charging).max(mixed)
    }
}
