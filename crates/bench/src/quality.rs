//! What simpler planners lose, on the same trips, the same car and the same costs of roads.

mod eighty;
mod fields;
mod legs;
mod net;

use anyhow::{Result, ensure};
use planner::{Answer, Planner, TripRequest};
use units::{StateOfCharge, WattHours};

use crate::measure::vehicle;
use crate::world::World;
use crate::{Arguments, table};
use eighty::Eighty;
use fields::Fields;
use legs::Legs;
use net::Net;

/// Charges at the start.
const CHARGES: [f64; 3] = [0.6, 0.25, 0.15];
/// Totals closer than this, in ms, are equal: they are sums of rounded numbers.
const SAME: f64 = 10.0;

/// A trip as these planners know it; charges in milliwatt-hours.
#[derive(Debug, Clone, Copy)]
struct Task {
    /// Index among the trips.
    trip: usize,
    from: u32,
    to: u32,
    initial: f64,
    floor: f64,
}

/// How one planner did.
#[derive(Debug, Default)]
struct Loss {
    /// For each trip that it plans its loss as a share of the least time.
    shares: Vec<f64>,
    /// Trips that it plans slower.
    slower: usize,
    /// Trips that it calls impossible.
    refused: usize,
    /// Trips that it plans faster, or where there is no plan: its answer, or ours, is wrong.
    faster: usize,
}

/// What is printed for one charge at the start.
#[derive(Debug, Default)]
struct Row {
    possible: usize,
    beyond: usize,
    by_legs: Loss,
    by_eighty: Loss,
}

/// Measures and prints.
pub(crate) fn print(world: World, arguments: &Arguments) -> Result<()> {
    ensure!(
        roads::Network::new(&world.roads, &[]).nodes() as usize == world.roads.nodes().len(),
        "roads with bans on turning: their junctions are no single nodes"
    );
    let Some(first) = world.trips.first() else {
        return Ok(());
    };
    let car = vehicle(arguments)?;
    let capacity = car.capacity();
    let planner = Planner::new(world.roads, world.stations);
    let net = Net::new(
        &planner.costs(&car, first)?,
        in_ticks(capacity),
        in_ticks(first.reserve.energy(capacity)),
    );
    let legs = Legs::new(&net, &world.ends);
    let mut rows: [Row; CHARGES.len()] = Default::default();
    for (trip, request) in world.trips.iter().enumerate() {
        let (from, to) = world.ends[trip];
        let fields = Fields::new(&net, to);
        for (row, charge) in rows.iter_mut().zip(CHARGES) {
            let charge = StateOfCharge::from_fraction(charge).unwrap_or(StateOfCharge::FULL);
            let request = TripRequest {
                charge,
                ..request.clone()
            };
            let task = Task {
                trip,
                from,
                to,
                initial: in_ticks(charge.energy(capacity)),
                floor: in_ticks(request.arrival.energy(capacity)),
            };
            let best = match planner.plan(&car, &request)? {
                Answer::Feasible(plan) => {
                    ensure!(plan.gap <= 0.0, "trip {trip}: the best plan is not proven");
                    Some(plan.total_time.0 * 1000.0)
                }
                Answer::Infeasible(_) => None,
            };
            row.possible += usize::from(best.is_some());
            // Where the charge lasts on the fastest way, every planner finds it.
            if legs.lasts(&net, &task) {
                continue;
            }
            row.beyond += usize::from(best.is_some());
            row.by_legs.add(best, legs.plan(&net, &task));
            row.by_eighty
                .add(best, Eighty::new(&net, &fields).plan(&task));
        }
    }
    println!("start  possible  beyond  planner            not best  mean loss  max loss  refused");
    for (row, charge) in rows.iter().zip(CHARGES) {
        let (start, possible, beyond) = (charge * 100.0, row.possible, row.beyond);
        println!(
            "{start:>3.0} %  {possible:>8}  {beyond:>6}  fastest legs only  {}",
            row.by_legs
        );
        println!("{:>23}  always to 80 %     {}", "", row.by_eighty);
    }
    println!(
        "of {} trips those that have a plan; beyond: that the charge does not last for on the fastest way, which the rest is about",
        world.trips.len()
    );
    Ok(())
}

fn in_ticks(energy: WattHours) -> f64 {
    (energy.0 * 1000.0).floor()
}

impl Loss {
    fn add(&mut self, best: Option<f64>, found: Option<f64>) {
        match (best, found) {
            (Some(best), Some(found)) => {
                self.slower += usize::from(found > best + SAME);
                self.faster += usize::from(found < best - SAME);
                self.shares.push((found - best).max(0.0) / best);
            }
            (Some(_), None) => self.refused += 1,
            (None, Some(_)) => self.faster += 1,
            (None, None) => {}
        }
    }
}

impl std::fmt::Display for Loss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        #[expect(clippy::cast_precision_loss, reason = "counts of a bench")]
        let [count, slower] = [self.shares.len().max(1) as f64, self.slower as f64];
        let mean = self.shares.iter().sum::<f64>() / count;
        let most = table::quantile(&self.shares, 1.0);
        let [slower, mean, most] = [slower / count, mean, most].map(|share| share * 100.0);
        write!(
            f,
            "{slower:>6.1} %  {mean:>7.2} %  {most:>6.1} %  {:>7}",
            self.refused
        )?;
        if self.faster > 0 {
            write!(f, "  faster than the best: {}", self.faster)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use planner::solve::ChargeTime;
    use planner::{ArcCost, ChargePlace, Costs};
    use units::Seconds;

    use super::*;

    /// A fast hungry road from 0 to 1, a slow thrifty one past a station at 2; 1 kWh fills up in
    /// 100 s, a stop costs 300 s more.
    fn net() -> Net {
        let roads = [(0, 1, 100, 900), (0, 2, 80, 300), (2, 1, 80, 300)];
        let arcs = roads.map(|(tail, head, seconds, watt_hours)| ArcCost {
            tail,
            head,
            time_ms: seconds * 1000,
            energy_mwh: watt_hours * 1000,
        });
        let curve = [(0.0, 0.0), (1000.0, 100.0)].map(|(a, b)| (WattHours(a), Seconds(b)));
        let place = ChargePlace {
            node: 2,
            delay: Seconds(300.0),
            curve: ChargeTime::new(&curve).unwrap(),
        };
        let costs = Costs {
            nodes: 3,
            arcs: arcs.to_vec(),
            charge_points: vec![place],
        };
        Net::new(&costs, 1e6, 0.0)
    }

    fn both(initial: f64) -> [Option<f64>; 2] {
        let net = net();
        let task = Task {
            trip: 0,
            from: 0,
            to: 1,
            initial,
            floor: 0.0,
        };
        let legs = Legs::new(&net, &[(0, 1)]);
        let fields = Fields::new(&net, 1);
        [
            legs.plan(&net, &task),
            Eighty::new(&net, &fields).plan(&task),
        ]
    }

    #[test]
    fn who_knows_fastest_legs_only_stops_where_the_thrifty_road_needs_no_stop() {
        assert_eq!(both(600_000.0), [Some(460_000.0), Some(160_000.0)]);
    }

    #[test]
    fn who_charges_to_eighty_charges_more_than_the_least() {
        assert_eq!(both(500_000.0), [Some(470_000.0), Some(520_000.0)]);
    }

    #[test]
    fn nobody_leaves_with_too_little() {
        assert_eq!(both(200_000.0), [None, None]);
    }
}
