//! Feeds of operators and of communities into stations.

mod csv_table;
mod geojson;
mod json;
mod merge;
mod ocm;
mod ocpi;
mod osm_sites;
mod plug;
pub(crate) mod price;
mod record;
mod settle;
mod tcec;

use container::Finding;
use stations::{Datum, Origin, Station, Tariff};
use thiserror::Error;
use units::{Bd09, Gcj02, LatLon};

pub use merge::{SAME_SITE_M, merge, split};
pub use ocpi::{
    OcpiChange, OcpiChanged, OcpiError, OcpiPlace, OcpiState, ocpi_date_time, ocpi_lasting,
    ocpi_location, ocpi_state, ocpi_states, ocpi_status, ocpi_time, ocpi_uid,
};
pub use tcec::{
    EnvelopeError, KeyError, Keys, TcecRequest, TcecState, open_answer, seal_answer, tcec_states,
    tcec_station_info, tcec_status_info, tcec_time, tcec_time_stamp,
};

use crate::room::Room;
use price::{Price, Wish};
use record::Record;
use settle::Page;

/// Forms in which stations arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedKind {
    /// T/CEC 102, answers and notifications, plain or in their envelope.
    Tcec,
    /// OCPI 2.2.1 and 2.3.0, locations and tariffs.
    Ocpi,
    /// Open Charge Map, verbose and compact.
    Ocm,
    /// OpenStreetMap, `amenity=charging_station`.
    Osm,
    /// GeoJSON points with the columns of the table as properties.
    Geojson,
    /// The table of stations, `stations.csv`.
    Csv,
}

impl FeedKind {
    /// All of them with the words that name them.
    pub const ALL: [(&'static str, Self); 6] = [
        ("tcec", Self::Tcec),
        ("ocpi", Self::Ocpi),
        ("ocm", Self::Ocm),
        ("osm", Self::Osm),
        ("geojson", Self::Geojson),
        ("csv", Self::Csv),
    ];

    /// The word that names it; also the id of the source in the snapshot.
    pub fn word(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| word)
    }

    /// The datum in which it gives coordinates unless one is stated.
    pub fn datum(self) -> Datum {
        match self {
            Self::Tcec => Datum::Gcj02,
            Self::Ocpi | Self::Ocm | Self::Osm | Self::Geojson | Self::Csv => Datum::Wgs84,
        }
    }
}

/// How to read.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The form.
    pub kind: FeedKind,
    /// The file's name, for findings.
    pub name: &'a str,
    /// Datum of its coordinates.
    pub datum: Datum,
    /// Keys of the operators' envelopes.
    pub keys: &'a Keys,
}

/// What a feed says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feed {
    /// Stations.
    pub stations: Vec<Station>,
    /// Tariffs that they name, once [`Feed::settle`] has run.
    pub tariffs: Vec<Tariff>,
    /// States of connectors: checked, but no part of a snapshot.
    pub states: Vec<ConnectorState>,
    /// What was wrong.
    pub findings: Vec<Finding>,
    /// Prices, which may be in other files than what they are for.
    prices: Vec<Price>,
    /// Names of tariffs by station and connector.
    wishes: Vec<Wish>,
    /// Pages of a paged answer.
    pages: Vec<Page>,
    /// Room for stations whose text says how many connectors they have.
    room: Room,
}

impl Feed {
    /// An empty feed of a file with so many bytes.
    fn of(bytes: usize) -> Self {
        Self {
            room: Room::of(bytes),
            ..Self::default()
        }
    }

    /// True when it says prices, whatever they are for.
    pub fn has_prices(&self) -> bool {
        !self.prices.is_empty()
    }

    /// Adds a station whose text says how many connectors it has, if there is room.
    fn push_counted(&mut self, station: Station) {
        if self.room.take(&station) {
            self.stations.push(station);
        } else {
            let problem =
                "expected fewer connectors in a file of this size; the station is left out";
            let found = station.connectors().count().to_string();
            let finding = Finding::new(station.id.0, "*", problem, found);
            self.findings.push(finding);
        }
    }
}

/// A state of a connector, as a feed says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorState {
    /// The connector's id.
    pub connector: String,
    /// The word of its state.
    pub state: &'static str,
}

/// Why a file as a whole cannot be used.
#[derive(Debug, Error)]
pub enum FeedError {
    /// It is not in the form that was expected.
    #[error("{0}: {1}")]
    Form(String, String),
    /// Its envelope does not open.
    #[error("{0}: {1}")]
    Envelope(String, EnvelopeError),
    /// It is a bad table.
    #[error("{0}")]
    Table(#[from] crate::TableError),
    /// It is a bad extract.
    #[error("{0}")]
    Extract(#[from] osm::OsmError),
}

/// Reads one file. A bad station is a finding and costs nothing but itself.
pub fn read_feed(reading: &Reading<'_>, bytes: &[u8]) -> Result<Feed, FeedError> {
    if reading.kind == FeedKind::Osm {
        return osm_sites::read(reading, bytes);
    }
    let refused = |problem: String| FeedError::Form(reading.name.to_owned(), problem);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        refused(format!("byte {at} is not UTF-8, expected UTF-8 text"))
    })?;
    if reading.kind == FeedKind::Csv {
        return csv_table::read(reading, text);
    }
    let (value, mended) = json::read_json(text).map_err(refused)?;
    let mut feed = Feed::of(bytes.len());
    if let Some((problem, found)) = mended {
        let finding = Finding::new(reading.name, "*", problem, found);
        feed.findings.push(finding);
    }
    match reading.kind {
        FeedKind::Tcec => tcec::read(reading, value, &mut feed)?,
        FeedKind::Ocpi => ocpi::read(reading, value, &mut feed),
        FeedKind::Ocm => ocm::read(reading, value, &mut feed),
        FeedKind::Geojson | FeedKind::Osm | FeedKind::Csv => {
            geojson::read(reading, value, &mut feed);
        }
    }
    Ok(feed)
}

/// Degrees of a datum on our globe; `None` for those of no place, and for 0, 0, which stands for not
/// known.
fn on_earth(datum: Datum, lat: f64, lon: f64) -> Option<LatLon> {
    if lat.abs() < 1e-9 && lon.abs() < 1e-9 {
        return None;
    }
    match datum {
        Datum::Wgs84 => LatLon::checked(lat, lon),
        Datum::Gcj02 => Gcj02 { lat, lon }.to_wgs84(),
        Datum::Bd09 => Bd09 { lat, lon }.to_wgs84(),
    }
}

/// A position as given and where it is; a finding where it names no place.
fn position(
    record: &mut Record,
    reading: &Reading<'_>,
    id: &str,
    lat: Option<f64>,
    lon: Option<f64>,
) -> Option<(LatLon, Origin)> {
    let found = |lat: Option<f64>, lon: Option<f64>| {
        let show = |x: Option<f64>| x.map_or_else(|| "nothing".to_owned(), |x| x.to_string());
        format!("{}, {}", show(lat), show(lon))
    };
    let (Some(mut north), Some(mut east)) = (lat, lon) else {
        let problem = "expected degrees; the station is left out";
        record.complain("lat, lon", problem, found(lat, lon));
        return None;
    };
    if north.abs() > 90.0 && east.abs() <= 90.0 && north.abs() <= 180.0 {
        let problem = "expected latitude and longitude in their places; they are swapped back";
        record.complain("lat, lon", problem, found(lat, lon));
        std::mem::swap(&mut north, &mut east);
    }
    let Some(position) = on_earth(reading.datum, north, east) else {
        let problem = "expected a place on earth that is not 0, 0; the station is left out";
        record.complain("lat, lon", problem, found(lat, lon));
        return None;
    };
    let origin = Origin {
        source: reading.kind.word().to_owned(),
        id: id.to_owned(),
        lat: north,
        lon: east,
        datum: reading.datum,
    };
    Some((position, origin))
}
