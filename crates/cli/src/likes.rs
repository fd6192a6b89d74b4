//! Flags of `yilu plan` for what a driver likes or not: operators and roads.

use planner::{Preferences, TripRequest};
use stations::{Station, StationId};
use units::Seconds;

use crate::failure::Failure;

/// What a driver likes or not.
#[derive(clap::Args)]
pub(crate) struct Likes {
    /// Operator whose stations are not to be used, by its whole name; may be given several times
    #[arg(long, value_name = "NAME")]
    avoid_operator: Vec<String>,
    /// Operator at whose stations one likes to stop, by its whole name; may be given several times
    #[arg(long, value_name = "NAME")]
    prefer_operator: Vec<String>,
    /// Seconds that a stop elsewhere counts more than its time, with `--prefer-operator`
    #[arg(long, value_name = "SECONDS", default_value_t = Preferences::default().elsewhere.0)]
    elsewhere: f64,
    /// Part of the number or name of roads that one likes; may be given several times
    #[arg(long, value_name = "NAME")]
    prefer_road: Vec<String>,
    /// So many times the time on other roads counts, with `--prefer-road`; 1 to 4
    #[arg(long, value_name = "TIMES", default_value_t = Preferences::default().factor)]
    factor: f64,
}

impl Likes {
    /// What is liked, among these stations.
    pub(crate) fn prefer(&self, stations: &[Station]) -> Result<Preferences, Failure> {
        Ok(Preferences {
            stations: of_operators(stations, "--prefer-operator", &self.prefer_operator)?,
            elsewhere: Seconds(self.elsewhere),
            roads: self.prefer_road.clone(),
            factor: self.factor,
        })
    }

    /// The request without the stations of avoided operators.
    pub(crate) fn avoid(
        &self,
        stations: &[Station],
        mut request: TripRequest,
    ) -> Result<TripRequest, Failure> {
        let avoided = of_operators(stations, "--avoid-operator", &self.avoid_operator)?;
        request.avoid.extend(avoided);
        Ok(request)
    }
}

/// The stations of operators of these names; an operator that has none is a mistake.
fn of_operators(
    stations: &[Station],
    flag: &str,
    names: &[String],
) -> Result<Vec<StationId>, Failure> {
    let mut all = Vec::new();
    for name in names {
        let is_theirs = |station: &&Station| {
            let operator = &station.operator;
            *name == operator.zh || *name == operator.en
        };
        let known = all.len();
        let theirs = stations.iter().filter(is_theirs);
        all.extend(theirs.map(|station| station.id.clone()));
        if all.len() == known {
            let found = format!("found {name:?}, expected the operator of a station");
            return Err(Failure::input(flag, found));
        }
    }
    Ok(all)
}
