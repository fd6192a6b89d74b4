//! What the host of an embedded page asks, and what it is told. The page's script has checked what was
//! asked (`src/embed/messages.js`); here it becomes values.

use json::Writer;
use planner::Itinerary;
use stations::{Station, StationId};
use units::LatLon;

use crate::state::finder::Filter;
use crate::state::{Language, Look};

/// What a host asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Speak this language.
    Language(Language),
    /// Look like this.
    Look(Look),
    /// Show this station.
    Station(StationId),
    /// Show this part of the map, so near.
    Camera(LatLon, f64),
    /// Show only these stations.
    Filter(Filter),
    /// Offer a trip that ends there.
    To(LatLon),
}

impl Ask {
    /// Reads `NAME=VALUE`; `None` for what is not understood.
    pub fn read(text: &str) -> Option<Self> {
        let (name, value) = text.split_once('=')?;
        Some(match name {
            "lang" => Self::Language(Language::from_tag(value)?),
            "theme" => Self::Look(match value {
                "contrast" => Look {
                    is_strong: true,
                    ..Look::default()
                },
                _ => Look::read(value),
            }),
            "station" => Self::Station(StationId(value.to_owned())),
            "look" => {
                let (at, zoom) = value.rsplit_once(',')?;
                let zoom: f64 = zoom.parse().ok()?;
                Self::Camera(at.parse().ok()?, zoom.is_finite().then_some(zoom)?)
            }
            "filter" => Self::Filter(Filter::read(value)),
            "to" => Self::To(value.parse().ok()?),
            _ => return None,
        })
    }
}

/// What a host is told. Never anything that depends on where the driver is: whoever tells asks for that
/// first.
#[derive(Debug, Clone, PartialEq)]
pub enum Tell<'a> {
    /// The app is there.
    Ready,
    /// The driver looks at this station, or at none any more.
    Selected(Option<&'a Station>),
    /// A plan is shown.
    Planned(&'a Itinerary),
}

impl Tell<'_> {
    /// The message, in JSON.
    pub fn write(&self) -> String {
        let mut writer = Writer::default();
        writer.record(|to| match self {
            Self::Ready => to.name("type").text("ready"),
            Self::Selected(station) => {
                to.name("type").text("select");
                let id = station.map(|station| station.id.0.as_str());
                to.name("station").text_or_null(id);
                if let Some(station) = station {
                    to.name("name").record(|to| {
                        to.name("zh").text(&station.name.zh);
                        to.name("en").text(&station.name.en);
                    });
                }
            }
            Self::Planned(plan) => {
                to.name("type").text("plan");
                to.name("minutes")
                    .number((plan.total_time.0 / 60.0).round());
                to.name("kilometres")
                    .number((plan.distance.0 / 1000.0).round());
                to.name("stops").whole(plan.stops.len());
            }
        });
        writer.into_text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Scheme;

    #[test]
    fn what_a_host_may_ask_is_read() {
        assert_eq!(Ask::read("lang=en"), Some(Ask::Language(Language::En)));
        let dark = Look {
            scheme: Scheme::Dark,
            is_strong: false,
        };
        assert_eq!(Ask::read("theme=dark"), Some(Ask::Look(dark)));
        let strong = Look {
            scheme: Scheme::Device,
            is_strong: true,
        };
        assert_eq!(Ask::read("theme=contrast"), Some(Ask::Look(strong)));
        let at = LatLon::new(38.4, 112.7).unwrap();
        assert_eq!(Ask::read("look=38.4,112.7,9"), Some(Ask::Camera(at, 9.0)));
        assert_eq!(Ask::read("to=38.4,112.7"), Some(Ask::To(at)));
        let filter = Filter {
            power: 60,
            is_free: true,
            ..Filter::default()
        };
        assert_eq!(
            Ask::read("filter=power=60&free=1"),
            Some(Ask::Filter(filter))
        );
    }

    #[test]
    fn what_is_not_understood_asks_nothing() {
        for text in [
            "",
            "station",
            "lang=fr",
            "look=38.4,112.7",
            "look=38.4,112.7,NaN",
            "look=99,112,9",
            "to=me",
            "from=38,112",
            "me=1",
        ] {
            assert_eq!(Ask::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_host_is_told_in_json_without_any_place() {
        assert_eq!(Tell::Ready.write(), r#"{"type":"ready"}"#);
        let told = Tell::Selected(None).write();
        assert_eq!(told, r#"{"type":"select","station":null}"#);
        let at = LatLon::new(38.4, 112.7).unwrap();
        let station = Station::new("a-1", container::Text::new("甲\"", "A"), at);
        let told = Tell::Selected(Some(&station)).write();
        assert_eq!(
            told,
            r#"{"type":"select","station":"a-1","name":{"zh":"甲\"","en":"A"}}"#
        );
    }
}
