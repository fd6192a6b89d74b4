//! `yilu nearby`: stations by road, with the charge one arrives with.

use planner::{Nearby, Via};
use serde::Serialize;
use units::LatLon;

use crate::failure::Failure;
use crate::output::{print_json, print_line};
use crate::trip_flags::{Region, TripFlags, print_demo, refuse};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    trip: TripFlags,
    /// End of a trip, `LAT,LON`: stations are then ranked by how much longer it takes over them
    #[arg(long, allow_hyphen_values = true)]
    to: Option<LatLon>,
    /// Place that the trip passes, `LAT,LON`; may be given several times, in order
    #[arg(long, allow_hyphen_values = true, requires = "to")]
    via: Vec<Via>,
    /// So many stations at most
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Output<'a> {
    stations: &'a [Nearby],
    demo: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Region {
        planner,
        vehicle,
        is_demo,
        now,
    } = arguments.trip.region()?;
    let mut request = arguments.trip.request(arguments.to);
    request.via.clone_from(&arguments.via);
    request.now = now;
    let found = match arguments.to {
        Some(_) => planner.along(&vehicle, &request),
        None => planner.nearby(&vehicle, &request),
    };
    let mut found = found.map_err(refuse)?;
    found.truncate(arguments.limit);
    if arguments.json {
        let stations = &found[..];
        let demo = is_demo;
        return print_json(&Output { stations, demo });
    }
    for near in &found {
        let arrive = near.charge_arrive.map_or_else(
            || "out of reach".to_owned(),
            |charge| format!("{:>3.0} % left", charge.fraction() * 100.0),
        );
        let detour = near
            .detour
            .map(|detour| format!("{:+.0} min  ", detour.0 / 60.0));
        print_line(format_args!(
            "{:>6.1} km  {:>4.0} min  {}{arrive}  {:>5.0} kW  {}",
            near.distance.0 / 1000.0,
            near.duration.0 / 60.0,
            detour.unwrap_or_default(),
            near.power.0,
            near.station_id
        ))?;
    }
    print_demo(is_demo);
    Ok(())
}
