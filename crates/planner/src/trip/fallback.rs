//! Where else one can charge when a planned station turns out broken.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use sorting::Table;

use super::candidates::Candidate;
use super::ground::Ground;
use super::stopping::Stopping;
use super::tuned::{TICKS, Tuned};
use crate::Fallback;
use roads::RoadGraph;
use search::Hop;
use units::{Kilowatts, Meters, Seconds, StateOfCharge, WattHours};

/// A station that charges quickly and leaves the reserve may be so much farther than one that does
/// not, in milliseconds: half an hour, which slow charging takes longer at once. A choice of ours
/// (grade D), as the next one.
const BETTER: u64 = 1_800_000;
/// What charges quickly, in kW: more than cars take from the usual posts of 7 kW.
const QUICK: Kilowatts = Kilowatts(20.0);

/// The other station that is nearest by time from `from`, as long as `charge` lasts on the fastest way
/// there, and the way; one that charges quickly without the `reserve` rather. Else the reserve may be
/// used: this is what it is for. `is_usable` says whether one could charge at a station when one
/// comes there so much later.
pub(super) fn fallback(
    ground: &Ground,
    (tuned, stopping): (&Tuned, &Stopping),
    roads: &RoadGraph,
    (from, charge, reserve): (&Candidate, WattHours, WattHours),
    is_usable: impl Fn(usize, Seconds) -> bool,
) -> Option<(usize, Fallback)> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a battery is far below 2^63 mWh"
    )]
    let [charge, reserve] = [charge, reserve].map(|charge| (charge.0 * TICKS) as i64);
    // Stations stand at nodes of the core, and its links keep the fastest ways. For each node the least
    // time, and the node and the link that one comes by.
    let mut best: Table<(u64, Option<(u32, u32)>)> = Table::default();
    best.or_insert(from.node.into(), (0, None));
    let mut queue = BinaryHeap::from([Reverse((0, from.node, charge))]);
    // When the first one was found, and it.
    let mut any: Option<(u64, (usize, Fallback))> = None;
    while let Some(Reverse((time, node, left))) = queue.pop() {
        if any.as_ref().is_some_and(|(first, _)| time > first + BETTER) {
            break;
        }
        if best.get(node.into()).is_some_and(|least| time > least.0) {
            continue;
        }
        let first = tuned.candidates.partition_point(|other| other.node < node);
        let here = (first..).zip(&tuned.candidates[first..]);
        let here = here.take_while(|(_, other)| other.node == node);
        let here = here.filter(|(at, _)| !stopping.is_broken(*at));
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of a drive")]
        let after = Seconds(time as f64 / TICKS);
        let others = here
            .filter(|(_, other)| other.station != from.station && is_usable(other.station, after));
        let strength = |other: &Candidate| {
            if other.is_swap() {
                f64::INFINITY
            } else {
                other.power.0
            }
        };
        let other = others.max_by(|(_, a), (_, b)| strength(a).total_cmp(&strength(b)));
        if let Some((_, other)) = other
            && (any.is_none() || strength(other) >= QUICK.0 && left >= reserve)
        {
            let mut links = Vec::new();
            let mut at = node;
            while let Some((_, Some((before, link)))) = best.get(at.into()) {
                links.push(*link);
                at = *before;
            }
            let found = (
                other.station,
                way(other, left, &links, (ground, tuned), roads),
            );
            if strength(other) >= QUICK.0 && left >= reserve {
                return Some(found);
            }
            any = Some((time, found));
        }
        for link in tuned.core.links.of(node) {
            let Hop { clock, profile, .. } = link.hop;
            let arrival = time + u64::from(clock);
            if left < i64::from(profile.need) {
                continue;
            }
            let least = best.or_insert(link.head.into(), (u64::MAX, None));
            if arrival >= least.0 {
                continue;
            }
            let room = i64::from(tuned.capacity - profile.top);
            let left = (left - i64::from(profile.cost)).min(room);
            *least = (arrival, Some((node, link.id)));
            queue.push(Reverse((arrival, link.head, left)));
        }
    }
    any.map(|(_, found)| found)
}

/// The way to a station, along these links of the core, with what is left of the charge there.
fn way(
    to: &Candidate,
    left: i64,
    links: &[u32],
    (ground, tuned): (&Ground, &Tuned),
    roads: &RoadGraph,
) -> Fallback {
    let mut distance = Meters(0.0);
    for link in links {
        tuned.core.unpack(*link, &mut |arc| {
            distance += ground.way(arc as usize).length(roads);
        });
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a battery is far below 2^53 mWh"
    )]
    let rest = WattHours(left as f64 / TICKS);
    Fallback {
        distance,
        charge_arrive: StateOfCharge::of(rest, tuned.conditions.vehicle.capacity()),
        power: to.power,
    }
}
