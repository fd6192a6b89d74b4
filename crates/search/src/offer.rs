//! Which labels are kept.

use std::cmp::Reverse;
use std::sync::Arc;

use super::bound::{Ahead, Bound};
use super::room::Entry;
use super::tie::Tie;
use super::{
    CHARGE_EPSILON, Curve, END, Field, LANES, Label, Leg, Link, Manner, NONE, PRICED, Search, TIME,
    TIME_EPSILON, Terrain,
};

/// How much more the time that is left counts than the time that is spent, when hasty.
const HASTE: f64 = 1.3;

impl<'a, F: Field> Search<'a, F> {
    fn bound(&self) -> Bound<'a> {
        Bound {
            price: self.terrain.price,
            floor: self.trip.floor(),
        }
    }

    /// Least sums from where `label` is to the end of the trip.
    #[inline(never)]
    fn ahead(&mut self, label: &Label) -> Option<Ahead> {
        if label.node == END {
            return self.work.after[label.leg as usize];
        }
        let rest = self.work.after[label.leg as usize + 1]?;
        let mut ahead = self.trip.legs[label.leg as usize].ahead(label.node, &self.terrain)?;
        for (sum, rest) in ahead.iter_mut().zip(rest) {
            *sum += rest;
        }
        Some(ahead)
    }

    /// A quick and lower bound, and one by what the driver needs; nothing where neither says more than
    /// the bound that comes last.
    #[inline]
    fn rough(&self, bound: &Bound<'_>, label: &Label, ahead: &Ahead, limit: f64) -> f64 {
        let needs = self.trip.needs;
        if limit.is_infinite() && !needs.has_rests() {
            return 0.0;
        }
        let rough = bound.rough(label, ahead);
        if !needs.has_rests() {
            return rough;
        }
        let legs = &self.trip.legs[label.leg as usize..];
        let stays = legs.iter().filter(|leg| leg.stay > 0.0);
        let (time, count) = stays.fold((0.0, 0.0), |(time, count), leg| {
            (time + leg.stay, count + 1.0)
        });
        let idle = needs.idle_ahead(
            &self.work.rests,
            label,
            self.terrain.clock_share * (ahead[TIME] - time),
            count,
        );
        let curve = curve_of(self.terrain.curves, &self.work.ties, label.curve);
        rough.max(bound.with_idle(label, curve, ahead, idle))
    }

    /// Keeps `label` if it may be part of the best plan; true when it does.
    pub(super) fn offer(&mut self, label: Label) -> bool {
        let Some(ahead) = self.ahead(&label) else {
            return false;
        };
        let bound = self.bound();
        let limit = self.best_total() - TIME_EPSILON;
        let is_thorough = self.work.manner == Manner::Thorough;
        let rough = self.rough(&bound, &label, &ahead, limit);
        if !is_thorough && rough >= limit {
            return false;
        }
        let list = self.list_of(&label);
        let is_exact = self.work.manner != Manner::Hasty;
        if is_exact && self.is_beaten(&label, list) {
            return false;
        }
        let key = if is_thorough {
            label.first.time
        } else {
            let curve = curve_of(self.terrain.curves, &self.work.ties, label.curve);
            self.trip
                .bound(&self.terrain, bound, (&label, curve), &ahead)
                .max(rough)
        };
        if key.is_nan() || key >= limit {
            return false;
        }
        if !is_exact {
            return self.offer_hastily(label, key, list);
        }
        self.beat(&label, list);
        let id = u32::try_from(self.work.labels.len()).unwrap_or(NONE);
        let time = label.first.time;
        let here = self.work.room.of(list);
        let place = here.partition_point(|entry| entry.time <= time);
        here.insert(place, Entry::new(time, &label, id));
        self.work.labels.push(label);
        self.work.open.push(Reverse((key.max(0.0).to_bits(), id)));
        true
    }

    /// True when a label of the list is better whatever the charge.
    #[inline]
    fn is_beaten(&self, label: &Label, list: usize) -> bool {
        // Lists are sorted by time: those that may beat the label come first.
        let (time, charge) = (label.first.time, label.last.charge);
        let here = self.work.room.list(list).iter();
        let mut earlier = here.take_while(|entry| entry.time <= time + TIME_EPSILON);
        earlier.any(|entry| {
            entry.charge >= charge - CHARGE_EPSILON
                && self.beats(&self.work.labels[entry.id as usize], label)
        })
    }

    /// Takes out of the list what `label` beats.
    #[inline]
    fn beat(&mut self, label: &Label, list: usize) {
        let (time, charge) = (label.first.time, label.last.charge);
        let mut here = std::mem::take(self.work.room.of(list));
        let later = here.partition_point(|entry| entry.time < time - TIME_EPSILON);
        let mut kept = later;
        for at in later..here.len() {
            let entry = here[at];
            let is_beaten = charge >= entry.charge - CHARGE_EPSILON
                && self.beats(label, &self.work.labels[entry.id as usize]);
            if is_beaten {
                self.work.labels[entry.id as usize].is_dominated = true;
            } else {
                here[kept] = entry;
                kept += 1;
            }
        }
        here.truncate(kept);
        *self.work.room.of(list) = here;
    }

    /// True when nobody would be `other` instead of `one`, at the same place.
    fn beats(&self, one: &Label, other: &Label) -> bool {
        let curve_of = |label: &Label| curve_of(self.terrain.curves, &self.work.ties, label.curve);
        let needs = self.trip.needs;
        let handicap = needs.handicap(one, other, self.terrain.minds_clock);
        handicap.is_some_and(|by| {
            one.dominates(
                other,
                self.trip.battery,
                (curve_of(one), curve_of(other)),
                by,
            )
        })
    }

    /// Looks at the stops of the last leg from now on, where it has them: labels that were kept without
    /// are judged anew.
    pub fn look_at_stops(&mut self) {
        let bound = self.bound();
        let limit = self.best_total() - TIME_EPSILON;
        for Reverse((key, id)) in std::mem::take(&mut self.work.open) {
            let label = self.work.labels[id as usize];
            let Some(ahead) = self.ahead(&label) else {
                continue;
            };
            let curve = curve_of(self.terrain.curves, &self.work.ties, label.curve);
            let key = self
                .trip
                .bound(&self.terrain, bound, (&label, curve), &ahead)
                .max(f64::from_bits(key));
            if !label.is_dominated && key < limit {
                self.work.open.push(Reverse((key.to_bits(), id)));
            }
        }
    }

    /// Keeps `label` if it promises most of its list.
    fn offer_hastily(&mut self, label: Label, key: f64, list: usize) -> bool {
        let (labels, others) = (&mut self.work.labels, self.work.room.of(list));
        let same = |other: &Entry| {
            let other = &labels[other.id as usize];
            (other.stops, other.has_eaten) == (label.stops, label.has_eaten)
        };
        let same = others.iter().position(same);
        if same.is_some_and(|at| others[at].time <= key) {
            return false;
        }
        if let Some(at) = same {
            let other = others.swap_remove(at);
            labels[other.id as usize].is_dominated = true;
        }
        let id = u32::try_from(labels.len()).unwrap_or(NONE);
        others.push(Entry::new(key, &label, id));
        let spent = label.first.time;
        let urgency = spent + HASTE * (key - spent).max(0.0);
        self.work.labels.push(label);
        self.work
            .open
            .push(Reverse((urgency.max(0.0).to_bits(), id)));
        true
    }

    /// The list of the undominated labels where `label` is.
    fn list_of(&mut self, label: &Label) -> usize {
        self.work.room.list_at(self.place(label.leg, label.node))
    }

    /// A node of a leg, or the end of the one before it.
    #[inline]
    fn place(&self, leg: u32, node: u32) -> usize {
        let (nodes, leg) = (self.terrain.links.nodes(), leg as usize);
        match node {
            END => nodes * self.trip.legs.len() + leg,
            node => nodes * leg + node as usize,
        }
    }

    /// True when some label with at least as much charge is where `link` leads before `label` can be
    /// there: so [`Self::offer`] would not keep it. Most are not kept, and this asks for little.
    #[inline]
    pub(super) fn is_late(&self, label: &Label, link: &Link) -> bool {
        if self.minds_more || link.head == END {
            return false;
        }
        let time = label.first.time + f64::from(link.hop.time);
        let charge = label.last.charge - f64::from(link.hop.profile.cost);
        let there = self.work.room.at(self.place(label.leg, link.head));
        let mut earlier = there.iter().take_while(|entry| entry.time <= time);
        earlier.any(|entry| f64::from(entry.least) >= charge)
    }
}

/// The curve with this index: of the terrain, or beyond those a tie.
pub(super) fn curve_of<'a>(
    curves: &'a [Curve],
    ties: &'a [Arc<Tie>],
    index: u32,
) -> Option<&'a Curve> {
    let index = index as usize;
    match index.checked_sub(curves.len()) {
        None => curves.get(index),
        Some(beyond) => ties.get(beyond).map(|tie| tie.curve()),
    }
}

/// Least sums from each place of the trip to its end; none from where no road leads there.
pub(super) fn ahead_of_ends<F: Field>(
    terrain: &Terrain<'_>,
    legs: &mut [Leg<F>],
) -> Vec<Option<Ahead>> {
    let mut after = vec![Some([0.0; LANES])];
    for leg in legs.iter_mut().rev() {
        let rest = after.last().copied().flatten();
        let entries = std::mem::take(&mut leg.entries);
        let ways = entries.iter().filter_map(|link| {
            let mut sums = match link.head {
                END => [0.0; LANES],
                node => leg.ahead(node, terrain)?,
            };
            let energy = f64::from(link.hop.profile.cost);
            for (lane, sum) in sums.iter_mut().enumerate() {
                *sum += match lane.checked_sub(PRICED) {
                    Some(price) => f64::from(link.hop.time) + terrain.price.lambda[price] * energy,
                    None => energy,
                };
            }
            Some(sums)
        });
        let least = ways.reduce(|a, b| std::array::from_fn(|lane| a[lane].min(b[lane])));
        leg.entries = entries;
        let least = least.zip(rest);
        let stay = |lane: usize| if lane >= PRICED { leg.stay } else { 0.0 };
        after.push(least.map(|(a, b)| std::array::from_fn(|lane| a[lane] + b[lane] + stay(lane))));
    }
    after.reverse();
    after
}
