//! `yilu plan`: the charge-aware itinerary.

use container::Text;
use planner::{
    Aim, Answer, Assumptions, Breaks, Effects, Itinerary, Planner, TripRequest, Vehicle, Via, Worth,
};
use stations::StationId;
use units::{LatLon, Seconds, StateOfCharge};

use crate::failure::Failure;
use crate::likes::Likes;
use crate::output::print_json;
use crate::plan_extras::Extras;
use crate::trip_flags::{Region, TripFlags, print_demo, refuse, share};

#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags are bools")]
pub(crate) struct Arguments {
    #[command(flatten)]
    trip: TripFlags,
    /// End, `LAT,LON` in WGS-84
    #[arg(long, allow_hyphen_values = true)]
    to: LatLon,
    /// Place to pass, `LAT,LON`, with `;stay=SECONDS` and `;charge=SHARE` if one stays there or must
    /// arrive with a charge; may be given several times, in order
    #[arg(long, allow_hyphen_values = true)]
    via: Vec<Via>,
    /// Breaks of the driver, `after=SECONDS;for=SECONDS`; alone it means what the law in China asks
    /// for, 20 minutes after 4 hours
    #[arg(long, num_args = 0..=1, default_missing_value = "after=14400;for=1200")]
    breaks: Option<Breaks>,
    /// One stop at least keeps the car at the connector for so many seconds, to eat
    #[arg(long, value_name = "SECONDS")]
    meal: Option<f64>,
    /// Seconds that the car is at the connector at every stop, at least
    #[arg(long, value_name = "SECONDS", default_value_t = 0.0)]
    stop_least: f64,
    /// And at most, from 300; where that is not enough one may stop again
    #[arg(long, value_name = "SECONDS")]
    stop_most: Option<f64>,
    #[command(flatten)]
    likes: Likes,
    /// What the best plan is
    #[arg(long, value_enum, default_value_t)]
    aim: Wish,
    /// Least charge at the end, 0 to 1
    #[arg(long, default_value = "0.1", value_parser = share)]
    arrival: StateOfCharge,
    /// Seconds that each stop costs besides waiting and charging
    #[arg(long, default_value_t = 300.0)]
    stop: f64,
    /// Seconds that one expects to wait at each stop
    #[arg(long, default_value_t = 0.0)]
    wait: f64,
    /// Adds the cheapest plan, where an hour of the driver is worth so much in the tariffs' currency
    #[arg(long, value_name = "WORTH")]
    pub(crate) cheapest: Option<f64>,
    /// What a kilowatt-hour is taken to cost where no tariff says
    #[arg(long, default_value_t = Worth::default().unknown_kwh)]
    pub(crate) unknown_price: f64,
    /// Adds plans that are best at something else: fewest stops, greatest reserve
    #[arg(long)]
    pub(crate) alternatives: bool,
    /// Adds what happens if a stop fails: the way on, and whether there is any trip without it
    #[arg(long)]
    pub(crate) risks: bool,
    /// Adds the trip for other charges at the start and other reserves
    #[arg(long)]
    pub(crate) what_if: bool,
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

/// An answer, and with what assumptions it was made.
#[derive(serde::Serialize)]
struct Answered<'a> {
    #[serde(flatten)]
    answer: &'a Answer,
    #[serde(flatten)]
    extras: Extras,
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
    fn new(
        answer: &'a Answer,
        trip: &'a TripRequest,
        vehicle: &'a Vehicle,
        extras: Extras,
    ) -> Self {
        let assumptions = Shown {
            trip,
            vehicle,
            model: &vehicle.assumptions,
            effects: Effects::of(vehicle, trip.temperature),
        };
        Self {
            answer,
            extras,
            assumptions,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Region {
        planner,
        vehicle,
        is_demo,
        now,
    } = arguments.trip.region()?;
    let request = TripRequest {
        via: arguments.via.clone(),
        aim: match arguments.aim {
            Wish::Fastest => Aim::Fastest,
            Wish::FewestStops => Aim::FewestStops,
        },
        breaks: arguments.breaks,
        meal: arguments.meal.map(Seconds),
        stop_least: Seconds(arguments.stop_least),
        stop_most: arguments.stop_most.map(Seconds),
        arrival: arguments.arrival,
        stop_overhead: Seconds(arguments.stop),
        expected_wait: Seconds(arguments.wait),
        now,
        prefer: arguments.likes.prefer(planner.stations())?,
        ..arguments.trip.request(Some(arguments.to))
    };
    let request = arguments.likes.avoid(planner.stations(), request)?;
    let answer = planner.plan(&vehicle, &request).map_err(refuse)?;
    let extras = Extras::new(arguments, &planner, &vehicle, &request, &answer).map_err(refuse)?;
    if arguments.json {
        return print_json(&Answered::new(&answer, &request, &vehicle, extras));
    }
    match &answer {
        Answer::Feasible(itinerary) => {
            print(&planner, itinerary);
            extras.print();
        }
        Answer::Infeasible(no_plan) => println!("{}\n{}", no_plan.reason, no_plan.reason_zh),
    }
    print_demo(is_demo);
    Ok(())
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
        for rest in plan.breaks.iter().filter(|rest| rest.leg == index) {
            println!(
                "break               {:>4.0} min  after {:.0} min, at {:.4},{:.4}",
                rest.length.0 / 60.0,
                rest.arrival.0 / 60.0,
                rest.at.lat(),
                rest.at.lon(),
            );
        }
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
