//! `yilu plan`: the charge-aware itinerary.

use std::path::PathBuf;

use container::Text;
use planner::{
    Aim, Answer, Assumptions, Departure, Effects, Itinerary, Planner, TripError, TripPoint,
    TripRequest, Vehicle, Via, Wind,
};
use stations::StationId;
use units::{Celsius, LatLon, Seconds, StateOfCharge};

use crate::failure::Failure;
use crate::output::print_json;
use crate::{embedded, vehicles};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Road file; the embedded Xinzhou roads by default
    #[arg(long)]
    roads: Option<PathBuf>,
    /// Station snapshot; the embedded demo stations by default
    #[arg(long)]
    stations: Option<PathBuf>,
    /// Id of the catalogue (see `yilu vehicles`), or a TOML or JSON file with one vehicle
    #[arg(long)]
    vehicle: String,
    /// Start, `LAT,LON` in WGS-84
    #[arg(long, allow_hyphen_values = true)]
    from: LatLon,
    /// End, `LAT,LON` in WGS-84
    #[arg(long, allow_hyphen_values = true)]
    to: LatLon,
    /// Place to pass, `LAT,LON`, with `;stay=SECONDS` and `;charge=SHARE` if one stays there or must
    /// arrive with a charge; may be given several times, in order
    #[arg(long, allow_hyphen_values = true)]
    via: Vec<Via>,
    /// Local time of departure, such as 2026-11-26T08:30; stations must then be open on arrival
    #[arg(long)]
    depart: Option<Departure>,
    /// Id of a station that is not to be used; may be given several times
    #[arg(long)]
    avoid: Vec<String>,
    /// What the best plan is
    #[arg(long, value_enum, default_value_t)]
    aim: Wish,
    /// Charge at the start, 0 to 1
    #[arg(long, default_value = "0.8", value_parser = share)]
    soc: StateOfCharge,
    /// Least charge on the way, 0 to 1
    #[arg(long, default_value = "0.1", value_parser = share)]
    reserve: StateOfCharge,
    /// Least charge at the end, 0 to 1
    #[arg(long, default_value = "0.1", value_parser = share)]
    arrival: StateOfCharge,
    /// Temperature outside in °C
    #[arg(long, default_value_t = 20.0, allow_hyphen_values = true)]
    temperature: f64,
    /// Wind, `SPEED,FROM`: m/s at the height of a car, degrees clockwise from north that it blows from
    #[arg(long, value_parser = wind, default_value = "0,0")]
    wind: Wind,
    /// Passengers and luggage in kg, besides the driver
    #[arg(long, default_value_t = 0.0)]
    payload: f64,
    /// Driven speed over the usual one on open roads, 0.5 to 1.3
    #[arg(long, default_value_t = 1.0)]
    speed_factor: f64,
    /// Seconds that each stop costs besides waiting and charging
    #[arg(long, default_value_t = 300.0)]
    stop: f64,
    /// Seconds that one expects to wait at each stop
    #[arg(long, default_value_t = 0.0)]
    wait: f64,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// What the best plan is.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum Wish {
    /// Least time
    #[default]
    Fastest,
    /// Fewest stops, then least time
    FewestStops,
}

fn share(text: &str) -> Result<StateOfCharge, String> {
    let fraction = text
        .parse::<f64>()
        .ok()
        .and_then(StateOfCharge::from_fraction);
    fraction.ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

fn wind(text: &str) -> Result<Wind, String> {
    let parts = text.split_once(',').and_then(|(speed, from)| {
        Some(Wind {
            speed_m_s: speed.trim().parse().ok()?,
            from_deg: from.trim().parse().ok()?,
        })
    });
    parts.ok_or_else(|| "expected SPEED,FROM, such as 8,315 for 8 m/s from north-west".to_owned())
}

/// An answer, and with what assumptions it was made.
#[derive(serde::Serialize)]
struct Answered<'a> {
    #[serde(flatten)]
    answer: &'a Answer,
    assumptions: Shown<'a>,
}

/// All that the energy model and the plan took as given.
#[derive(serde::Serialize)]
struct Shown<'a> {
    /// The request with its defaults.
    trip: &'a TripRequest,
    vehicle: &'a Vehicle,
    /// What a vehicle file may change under `assumptions`.
    model: &'a Assumptions,
    /// What temperature and calibration come to.
    effects: Effects,
}

impl<'a> Answered<'a> {
    fn new(answer: &'a Answer, trip: &'a TripRequest, vehicle: &'a Vehicle) -> Self {
        let assumptions = Shown {
            trip,
            vehicle,
            model: &vehicle.assumptions,
            effects: Effects::of(vehicle, trip.temperature),
        };
        Self {
            answer,
            assumptions,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let vehicle = vehicles::find(&arguments.vehicle)?;
    let roads = embedded::roads(arguments.roads.as_deref())?.roads;
    let snapshot = embedded::stations(arguments.stations.as_deref())?;
    let planner = Planner::new(roads, snapshot.stations);
    for (station, far) in planner.unreachable() {
        eprintln!(
            "finding: {}: position: {far}; never planned with",
            station.id
        );
    }
    let request = TripRequest {
        via: arguments.via.clone(),
        depart: arguments.depart,
        avoid: arguments.avoid.iter().cloned().map(StationId).collect(),
        aim: match arguments.aim {
            Wish::Fastest => Aim::Fastest,
            Wish::FewestStops => Aim::FewestStops,
        },
        charge: arguments.soc,
        reserve: arguments.reserve,
        arrival: arguments.arrival,
        temperature: Celsius(arguments.temperature),
        wind: arguments.wind,
        payload_kg: arguments.payload,
        speed_factor: arguments.speed_factor,
        stop_overhead: Seconds(arguments.stop),
        expected_wait: Seconds(arguments.wait),
        ..TripRequest::between(arguments.from, arguments.to)
    };
    let answer = planner.plan(&vehicle, &request).map_err(refuse)?;
    if arguments.json {
        return print_json(&Answered::new(&answer, &request, &vehicle));
    }
    match &answer {
        Answer::Feasible(itinerary) => print(&planner, itinerary),
        Answer::Infeasible(no_plan) => println!("{}\n{}", no_plan.reason, no_plan.reason_zh),
    }
    if snapshot.about.demo {
        println!("Demo data: the charging stations are invented. 演示数据：充电站均为虚构。");
    }
    Ok(())
}

/// Names the flag that is to blame.
fn refuse(error: TripError) -> Failure {
    match error {
        TripError::FarFromRoads { point, cause } => match point {
            TripPoint::From => Failure::input("--from", cause),
            TripPoint::To => Failure::input("--to", cause),
            TripPoint::Via(index) => Failure::input(format!("--via {}", index + 1), cause),
        },
        TripError::Vehicle(error) => Failure::input("--vehicle", error),
        TripError::Request { .. } => Failure::Input(error.to_string()),
    }
}

fn print(planner: &Planner, plan: &Itinerary) {
    let percent = |charge: StateOfCharge| charge.fraction() * 100.0;
    let name = |id: &StationId| {
        let station = planner.stations().iter().find(|station| station.id == *id);
        station.map_or_else(Text::default, |station| station.name.clone())
    };
    for (index, leg) in plan.legs.iter().enumerate() {
        println!(
            "drive   {:>6.1} km  {:>4.0} min  {:>5.1} kWh  {:>3.0} % → {:>3.0} %",
            leg.distance.0 / 1000.0,
            leg.duration.0 / 60.0,
            leg.energy.0 / 1000.0,
            percent(leg.charge_start),
            percent(leg.charge_end),
        );
        if let Some(stop) = plan.stops.get(index) {
            println!(
                "charge  {:>6.1} kW  {:>4.0} min             {:>3.0} % → {:>3.0} %  {} {}",
                stop.power.0,
                stop.charging.0 / 60.0,
                percent(stop.charge_arrive),
                percent(stop.charge_depart),
                stop.station_id,
                name(&stop.station_id).zh,
            );
        }
    }
    println!(
        "total   {:>6.1} km  {:>4.0} min  {:>5.1} kWh  ({:.0} min driving, {:.0} charging, {:.0} at \
         stops besides)",
        plan.distance.0 / 1000.0,
        plan.total_time.0 / 60.0,
        plan.energy.0 / 1000.0,
        plan.driving.0 / 60.0,
        plan.charging.0 / 60.0,
        plan.waiting.0 / 60.0,
    );
}
