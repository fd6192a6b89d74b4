//! Other plans for the same trip, each best at something.

use container::Text;
use json::{Reader, Wrong};
use planner::{Departure, Itinerary};
use stations::{Money, Station, StationId, Tariff};
use units::{Kilowatts, WattHours};

use super::price::{CURRENCY, Charge};

/// What a plan is best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BestAt {
    /// Time.
    Time,
    /// Few stops.
    Stops,
    /// The reserve that is kept everywhere.
    Safety,
    /// What charging costs, with the driver's time at its worth.
    Cost,
}

/// What the charging of a plan costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// All of it.
    pub total: Money,
    /// ISO 4217 code; empty when no tariff is known.
    pub currency: String,
    /// True when some of it is assumed.
    pub is_assumed: bool,
}

/// Another plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    /// What it is best at, one thing at least.
    pub best_at: Vec<BestAt>,
    /// The plan.
    pub plan: Itinerary,
    /// What its charging costs, where that was asked for.
    pub cost: Option<Cost>,
}

/// What the charging of a plan costs that begins then, by the stations' own tariffs; `None` when a
/// price in it is not known.
pub fn cost_of(
    plan: &Itinerary,
    begin: Departure,
    station: &dyn Fn(&StationId) -> Option<Station>,
    tariffs: &[Tariff],
) -> Option<Cost> {
    let mut total = Money(0);
    for stop in &plan.stops {
        let station = station(&stop.station_id)?;
        let mut connectors = station.connectors();
        let connector = connectors.position(|(connector, _)| connector.id == stop.connector_id)?;
        let share = stop.charge_depart.fraction() - stop.charge_arrive.fraction();
        let energy = WattHours(share * plan.capacity.0);
        let hours = stop.charging.0.max(1.0) / 3600.0;
        let charge = Charge {
            energy,
            power: Kilowatts(energy.0 / hours / 1000.0),
        };
        let plugged = begin.later(stop.arrival + stop.waiting + stop.overhead);
        let cost = charge.cost(tariffs, &station, &[connector], plugged)?;
        total = Money(total.0 + cost.0);
    }
    Some(Cost {
        total,
        currency: CURRENCY.to_owned(),
        is_assumed: false,
    })
}

/// Reads the answer to the question `alternatives`.
pub fn read_others(json: &str) -> Result<Vec<Other>, Wrong> {
    let mut others = Vec::new();
    let mut reader = Reader::new(json);
    reader.list(&mut |item| {
        let (mut best_at, mut plan) = (BestAt::Time, None);
        item.record(&["best_at", "plan"], &mut |name, value| {
            match name {
                "best_at" => {
                    best_at = value.one_of(&[
                        ("time", BestAt::Time),
                        ("stops", BestAt::Stops),
                        ("safety", BestAt::Safety),
                    ])?;
                }
                "plan" => plan = Some(Itinerary::read(value)?),
                _ => return value.skip(),
            }
            Ok(true)
        })?;
        others.extend(plan.map(|plan| Other {
            best_at: vec![best_at],
            plan,
            cost: None,
        }));
        Ok(())
    })?;
    reader.end()?;
    Ok(others)
}

/// Reads the answer to the question `cheapest`; `None` where there is no plan.
pub fn read_cheapest(json: &str) -> Result<Option<Other>, Wrong> {
    let mut reader = Reader::new(json);
    if reader.is_null() {
        reader.end()?;
        return Ok(None);
    }
    let (mut cost, mut currency, mut is_assumed, mut plan) = (0.0, String::new(), false, None);
    reader.record(
        &["cost", "currency", "stops", "plan"],
        &mut |name, value| {
            match name {
                "cost" => cost = value.number()?,
                "currency" => currency = value.text()?,
                "stops" => value.list(&mut |stop| {
                    stop.record(&[], &mut |name, value| {
                        if name == "is_assumed" {
                            is_assumed |= value.flag()?;
                            return Ok(true);
                        }
                        value.skip()
                    })
                })?,
                "plan" => plan = Some(Itinerary::read(value)?),
                _ => return value.skip(),
            }
            Ok(true)
        },
    )?;
    reader.end()?;
    #[expect(clippy::cast_possible_truncation, reason = "casts saturate")]
    let total = Money(cost as i64);
    Ok(plan.map(|plan| Other {
        best_at: vec![BestAt::Cost],
        plan,
        cost: Some(Cost {
            total,
            currency,
            is_assumed,
        }),
    }))
}

/// Adds a plan, in the order of what they are best at; one that is there already is best at that too.
pub fn add_other(others: &mut Vec<Other>, other: Other) {
    let is_same = |known: &Other| {
        let stops = |plan: &Itinerary| {
            let stops = plan.stops.iter();
            let stops =
                stops.map(|stop| (stop.station_id.clone(), (stop.charging.0 / 60.0).round()));
            stops
                .map(|(id, minutes)| (id, minutes.to_bits()))
                .collect::<Vec<_>>()
        };
        let minutes = (known.plan.total_time.0 - other.plan.total_time.0).abs() / 60.0;
        minutes < 1.0 && stops(&known.plan) == stops(&other.plan)
    };
    match others.iter_mut().find(|known| is_same(known)) {
        Some(known) => {
            known.cost = known.cost.take().or(other.cost);
            known.best_at.extend(other.best_at);
            known.best_at.sort_unstable();
            known.best_at.dedup();
        }
        None => others.push(other),
    }
    others.sort_by(|one, other| one.best_at.cmp(&other.best_at));
}

/// `12.40 元`, `about 12.40 CNY` where some of it is assumed.
pub fn cost_text(cost: &Cost) -> Option<Text> {
    if cost.currency.is_empty() {
        return None;
    }
    let amount = cost.total.units();
    let (zh, en) = if cost.is_assumed {
        ("约 ", "about ")
    } else {
        ("", "")
    };
    let unit = if cost.currency == "CNY" {
        "元"
    } else {
        &cost.currency
    };
    Some(Text::new(
        format!("{zh}{amount:.2} {unit}"),
        format!("{en}{amount:.2} {}", cost.currency),
    ))
}

#[cfg(test)]
pub(super) fn tests_plan() -> Itinerary {
    let json = tests::plan_json(3600);
    Itinerary::read(&mut Reader::new(&json)).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn plan_json(total: u32) -> String {
        format!(
            r#"{{"total_time_s": {total}, "driving_s": {total}, "charging_s": 0, "waiting_s": 0,
            "distance_m": 1000, "energy_wh": 100, "capacity_wh": 40000, "vehicle_id": "v",
            "demo": true, "gap": 0, "legs": [], "stops": [], "places": [], "breaks": []}}"#
        )
    }

    #[test]
    fn other_plans_are_read_and_the_same_drive_is_listed_once() {
        let json = format!(
            r#"[{{"best_at": "time", "reserve": 0.1, "plan": {}}},
                {{"best_at": "safety", "reserve": 0.3, "plan": {}}}]"#,
            plan_json(3600),
            plan_json(4000)
        );
        let mut others = read_others(&json).unwrap();
        assert_eq!(others.len(), 2);
        let cheap = format!(
            r#"{{"cost": 124000, "currency": "CNY", "stops": [{{"cost": 124000,
            "is_assumed": true}}], "gap": 0, "plan": {}}}"#,
            plan_json(3601)
        );
        let cheap = read_cheapest(&cheap).unwrap().unwrap();
        let text = cost_text(cheap.cost.as_ref().unwrap()).unwrap();
        assert_eq!(
            (&text.zh[..], &text.en[..]),
            ("约 12.40 元", "about 12.40 CNY")
        );
        add_other(&mut others, cheap);
        assert_eq!(others.len(), 2);
        assert!(others[0].cost.is_some());
        assert_eq!(others[0].best_at, [BestAt::Time, BestAt::Cost]);
        assert_eq!(read_cheapest("null").unwrap(), None);
        assert!(read_others(&json[..90]).is_err());
        assert!(read_cheapest("[]").is_err());
    }
}
