//! `yilu reach`: how far the charge lasts, as GeoJSON.

use serde_json::{Value, json};
use units::LatLon;

use crate::failure::Failure;
use crate::output::print_json;
use crate::trip_flags::{Region, TripFlags, refuse};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    trip: TripFlags,
    /// Prints JSON: GeoJSON points, `soc` for junctions that are reached, `limit` for points on
    /// roads where the charge comes down to the reserve
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Region {
        planner, vehicle, ..
    } = arguments.trip.region()?;
    let request = arguments.trip.request(None);
    let reach = planner.reach(&vehicle, &request).map_err(refuse)?;
    if arguments.json {
        let places = reach.places.iter();
        let places = places.map(|place| point(place.at, &json!({ "soc": place.charge })));
        let limits = reach
            .limits
            .iter()
            .map(|at| point(*at, &json!({ "limit": true })));
        let features: Vec<Value> = places.chain(limits).collect();
        return print_json(&json!({ "type": "FeatureCollection", "features": features }));
    }
    let far = reach
        .places
        .iter()
        .map(|place| place.at)
        .chain(reach.limits.iter().copied());
    let far = far
        .map(|at| request.from.distance_to(at).0)
        .fold(0.0, f64::max);
    println!(
        "{} junctions within reach, the farthest point {:.0} km away as the crow flies",
        reach.places.len(),
        far / 1000.0
    );
    Ok(())
}

fn point(at: LatLon, properties: &Value) -> Value {
    json!({
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": [at.lon(), at.lat()] },
        "properties": properties,
    })
}
