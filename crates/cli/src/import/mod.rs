//! `yilu import`: other people's data into the files that the app loads.

mod elevation;
mod osm;
mod reading;
mod snapshot;
mod stations;

/// What to import.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// OpenStreetMap extracts into a road graph
    Osm(osm::Arguments),
    /// Feeds of operators and communities into a station snapshot
    Stations(stations::Arguments),
}

pub(crate) fn run(command: &Command) -> Result<(), crate::failure::Failure> {
    match command {
        Command::Osm(arguments) => osm::run(arguments),
        Command::Stations(arguments) => stations::run(arguments),
    }
}

/// Today's date, `YYYY-MM-DD`.
fn today() -> String {
    let zone = jiff::tz::TimeZone::UTC;
    jiff::Timestamp::now().to_zoned(zone).date().to_string()
}
