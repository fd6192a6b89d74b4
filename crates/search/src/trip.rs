//! What a search is about.

use std::sync::Arc;

use super::bound::{Ahead, Bound, greater, lesser};
use super::{
    Battery, Curve, END, ENERGY, ENERGY_UNIT, Field, LANES, Label, Link, Links, Needs, PRICED,
    Price, UNREACHABLE, Waiting,
};

/// Somewhere to charge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Its node.
    pub node: u32,
    /// Overhead, and waiting that does not depend on the time; as it counts.
    pub delay: f64,
    /// The part of the delay that clocks do not show: what a stop here counts more than its time.
    pub ahead: f64,
    /// The part of the delay that one is parked there, and does not wait.
    pub parked: f64,
    /// Index of its curve.
    pub curve: u32,
    /// Index of how long one waits by the time of arrival; [`super::NONE`] when one does not.
    pub waiting: u32,
    /// True when nobody may stop here.
    pub is_closed: bool,
}

/// Roads, charge points and car: what many trips share.
#[derive(Debug, Clone, Copy)]
pub struct Terrain<'a> {
    /// Where one can drive.
    pub links: &'a Links,
    /// Potentials of nodes, in ticks of energy.
    pub potential: &'a [i32],
    /// Charge points, sorted by node.
    pub points: &'a [Point],
    /// Charging curves.
    pub curves: &'a [Curve],
    /// How long one waits by the time of arrival.
    pub waitings: &'a [Waiting],
    /// True when what counts and what clocks show may differ by any amount, and somewhere one waits
    /// by the clock. Not so when each stop counts more than all time.
    pub minds_clock: bool,
    /// The least part of what counts that passes by the clock, on any link.
    pub clock_share: f64,
    /// What energy from new stops costs.
    pub price: &'a Price,
}

impl<'a> Terrain<'a> {
    /// The charge points of `node`, with the index of the first.
    #[inline]
    pub(super) fn points_at(&self, node: u32) -> (u32, &'a [Point]) {
        let start = self.points.partition_point(|point| point.node < node);
        let here = &self.points[start..];
        let count = here.iter().take_while(|point| point.node == node).count();
        (u32::try_from(start).unwrap_or(u32::MAX), &here[..count])
    }

    /// Sums of weights from `node` to an end with this potential as what they stand for; none where
    /// no way leads.
    #[inline]
    fn unreduced(&self, sums: [u32; LANES], node: u32, end_potential: i32) -> Option<Ahead> {
        if sums[0] == UNREACHABLE {
            return None;
        }
        let fall = f64::from(self.potential[node as usize] - end_potential);
        let mut ahead = [0.0; LANES];
        let priced = ahead[PRICED..].iter_mut().zip(&sums[PRICED..]);
        for ((ahead, sum), lambda) in priced.zip(self.price.lambda) {
            *ahead = f64::from(*sum) + lambda * fall;
        }
        ahead[ENERGY] = f64::from(sums[ENERGY]) * f64::from(ENERGY_UNIT) + fall;
        Some(ahead)
    }
}

/// The drive from one place of a trip to the next.
#[derive(Debug)]
pub struct Leg<F> {
    /// Links from the place where the leg starts.
    pub entries: Vec<Link>,
    /// Links that only this leg has, each with its tail, sorted by tail: to the place where the
    /// leg ends, and to nodes on the way there.
    pub exits: Vec<(u32, Link)>,
    /// Least sums to the end of the leg.
    pub field: F,
    /// Potential of the end of the leg.
    pub end_potential: i32,
    /// Charge that the end of the leg asks for.
    pub floor: f64,
    /// Time that one stays at the end of the leg.
    pub stay: f64,
    /// Stops that it may have, by how fast one charges, the fastest first; none while they are not
    /// looked at. Only the last leg of a trip may have them.
    pub stops: Vec<StopClass<F>>,
}

/// Classes of stops that are told apart at most.
pub const CLASSES_MAX: usize = 3;

/// Stops of a leg that are the fastest that one still makes: all further ones are of this class or a
/// later one.
#[derive(Debug)]
pub struct StopClass<F> {
    /// Least sums to the end of the leg by way of a stop of this class, with what it takes more than
    /// the quickest of its kind.
    pub field: F,
    /// What energy from stops of this class and later ones costs.
    pub price: Arc<Price>,
}

impl<F: Field> Leg<F> {
    /// The links that only this leg has from `node`.
    #[inline]
    pub(super) fn exits_of(&self, node: u32) -> &[(u32, Link)] {
        let start = self.exits.partition_point(|exit| exit.0 < node);
        let count = self.exits[start..]
            .iter()
            .take_while(|exit| exit.0 == node)
            .count();
        &self.exits[start..start + count]
    }

    /// Least sums from `node` to the end of the leg.
    #[inline]
    pub(super) fn ahead(&mut self, node: u32, terrain: &Terrain<'_>) -> Option<Ahead> {
        let sums = self.field.at(node);
        terrain.unreduced(sums, node, self.end_potential)
    }
}

/// A trip: from the place where the first leg starts, leg by leg, to where the last one ends.
#[derive(Debug)]
pub struct Trip<F> {
    /// The battery.
    pub battery: Battery,
    /// Charge at the start.
    pub initial: f64,
    /// From place to place.
    pub legs: Vec<Leg<F>>,
    /// What the driver needs.
    pub needs: Needs,
}

impl<F: Field> Trip<F> {
    /// The bound of a label: by the stops that its leg may still have, where these are looked at.
    #[inline(never)]
    pub(super) fn bound(
        &mut self,
        terrain: &Terrain<'_>,
        bound: Bound<'_>,
        (label, curve): (&Label, Option<&Curve>),
        ahead: &Ahead,
    ) -> f64 {
        let alike = bound.of(label, curve, ahead, Some((ahead, bound.price)));
        // Ways by stops are known from nodes of the core.
        if label.node == END || terrain.links.of(label.node).is_empty() {
            return alike;
        }
        let Some(leg) = self.legs.get_mut(label.leg as usize) else {
            return alike;
        };
        if leg.stops.is_empty() {
            return alike;
        }
        // The least of all is looked for, and nothing is less than if all stops were alike.
        let mut least = bound.of(label, curve, ahead, None);
        for class in &mut leg.stops {
            if least <= alike {
                break;
            }
            let sums = class.field.at(label.node);
            if let Some(way) = terrain.unreduced(sums, label.node, leg.end_potential) {
                least = lesser(
                    least,
                    bound.of(label, curve, ahead, Some((&way, &class.price))),
                );
            }
        }
        greater(alike, least)
    }
}

impl<F> Trip<F> {
    /// Charge that the end of the trip asks for.
    pub(super) fn floor(&self) -> f64 {
        self.legs.last().map_or(0.0, |leg| leg.floor)
    }

    /// No stop starts below this charge.
    pub fn lowest(&self) -> f64 {
        self.initial.min(f64::from(self.battery.reserve)).max(0.0)
    }

    /// The same trip with other fields.
    pub fn map<G>(self, mut map: impl FnMut(F) -> G) -> Trip<G> {
        let legs = self.legs.into_iter().map(|leg| Leg {
            entries: leg.entries,
            exits: leg.exits,
            field: map(leg.field),
            end_potential: leg.end_potential,
            floor: leg.floor,
            stay: leg.stay,
            stops: leg
                .stops
                .into_iter()
                .map(|StopClass { field, price }| StopClass {
                    field: map(field),
                    price,
                })
                .collect(),
        });
        Trip {
            battery: self.battery,
            initial: self.initial,
            legs: legs.collect(),
            needs: self.needs,
        }
    }
}
