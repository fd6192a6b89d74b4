//! The guide as the app has it: fetched when a screen first wants it.

use std::sync::Arc;

use container::About;
use guide::{Corridor, Guide, ServiceArea};
use stations::StationId;

use super::region::described;

/// Name of the file, where it is told about.
const GUIDE: &str = "guide.yilu";

/// The guide, and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Guidebook {
    /// What it holds.
    pub guide: Guide,
    /// Where it comes from.
    pub about: About,
    /// Records that were faulty and left out.
    pub left_out: Vec<String>,
}

/// Where fetching the guide stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum GuideState {
    /// Nobody wanted it yet.
    #[default]
    Unasked,
    /// It is on its way.
    Loading,
    /// It is there.
    Ready(Arc<Guidebook>),
    /// It did not arrive, or cannot be read: why.
    Failed(String),
}

impl GuideState {
    /// Reads the bytes of the file, or tells why they did not arrive.
    pub fn read(bytes: Result<Vec<u8>, String>) -> Self {
        let read =
            bytes.and_then(|bytes| guide::read_guide(&bytes).map_err(|error| error.to_string()));
        match read {
            Ok((about, parsed)) => Self::Ready(Arc::new(Guidebook {
                about,
                left_out: described(GUIDE, &parsed.findings).collect(),
                guide: parsed.value,
            })),
            Err(error) => Self::Failed(error),
        }
    }

    /// The guide, once it is there.
    pub fn ready(&self) -> Option<&Arc<Guidebook>> {
        match self {
            Self::Ready(book) => Some(book),
            Self::Unasked | Self::Loading | Self::Failed(_) => None,
        }
    }

    /// Why it did not arrive or cannot be read.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Failed(reason) => Some(reason),
            Self::Unasked | Self::Loading | Self::Ready(_) => None,
        }
    }
}

impl Guidebook {
    /// The service area at which a station is, on its side of the road.
    pub fn area_of(&self, station: &StationId) -> Option<&ServiceArea> {
        let mut areas = self.guide.service_areas.iter();
        areas.find(|area| area.stations.contains(&station.0))
    }

    /// The corridor with this id.
    pub fn corridor(&self, id: &str) -> Option<&Corridor> {
        let mut corridors = self.guide.corridors.iter();
        corridors.find(|corridor| corridor.id == id)
    }
}

#[cfg(test)]
mod tests {
    use container::Text;
    use units::LatLon;

    use super::*;

    #[test]
    fn the_embedded_guide_is_whole_and_a_damaged_one_is_refused() {
        let bytes = include_bytes!("../../data/xinzhou/built/guide.yilu");
        let read = GuideState::read(Ok(bytes.to_vec()));
        let book = read.ready().unwrap();
        assert!(book.left_out.is_empty() && book.corridor("huanghe1").is_some());
        assert_eq!(book.corridor("nowhere"), None);
        let mut own = (**book).clone();
        own.guide.service_areas.push(ServiceArea {
            id: "a-north".into(),
            name: Text::default(),
            road: "G55".into(),
            post: None,
            toward: Text::new("往大同", "to Datong"),
            position: LatLon::clamped(38.7, 112.7),
            stations: vec!["s1".into()],
            amenities: Vec::new(),
            grade: guide::Grade::Published,
            source: "x".into(),
        });
        let found = own.area_of(&StationId("s1".into())).unwrap();
        assert_eq!(found.toward.zh, "往大同");
        assert_eq!(own.area_of(&StationId("s2".into())), None);
        let damaged = GuideState::read(Ok(bytes[..400].to_vec()));
        assert!(matches!(damaged, GuideState::Failed(_)));
        let missing = GuideState::read(Err("HTTP status 404".into()));
        assert_eq!(missing, GuideState::Failed("HTTP status 404".into()));
    }
}
