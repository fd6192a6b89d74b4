//! What a driver likes better, though it may take longer.

use roads::RoadLabel;
use serde::{Deserialize, Serialize};
use stations::StationId;
use units::Seconds;

/// Most names of roads.
const ROADS_MAX: usize = 16;

/// Stations and roads that a driver likes better. As JSON `{"stations": ["s01a"], "elsewhere_s": 600,
/// "roads": ["旅游公路"], "factor": 1.4}`; each may be left out.
///
/// The plan is best by what counts: its time, with `elsewhere` more for each stop at another station,
/// and driving on other roads counted `factor` times. All times that are told are true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Preferences {
    /// Stations at which the driver likes to stop; without any, all are alike.
    pub stations: Vec<StationId>,
    /// A stop anywhere else counts so much more than its time; up to 12 hours.
    #[serde(rename = "elsewhere_s")]
    pub elsewhere: Seconds,
    /// Roads that the driver likes, by a part of their number or name; at most 16.
    pub roads: Vec<String>,
    /// So many times the time on other roads counts, with any of those; 1 to 4.
    pub factor: f64,
}

/// Ten minutes for another operator; a road that one likes may take two fifths longer (both grade
/// D, editable).
impl Default for Preferences {
    fn default() -> Self {
        Self {
            stations: Vec::new(),
            elsewhere: Seconds(600.0),
            roads: Vec::new(),
            factor: 1.4,
        }
    }
}

impl Preferences {
    /// What is found and expected, if a figure is out of range.
    pub(super) fn fault(&self) -> Option<(&'static str, f64, &'static str)> {
        let (elsewhere, factor) = (self.elsewhere.0, self.factor);
        if !(0.0..=43_200.0).contains(&elsewhere) {
            return Some(("prefer.elsewhere_s", elsewhere, "0 to 43200 seconds"));
        }
        if !(1.0..=4.0).contains(&factor) {
            return Some(("prefer.factor", factor, "1 to 4 times the time"));
        }
        let count = self.roads.iter().fold(0.0, |count, _| count + 1.0);
        (self.roads.len() > ROADS_MAX).then_some(("prefer.roads", count, "at most 16 names"))
    }

    /// What a stop at a station counts more than its time.
    pub(crate) fn dislike(&self, station: &StationId) -> Seconds {
        let is_liked = self.stations.is_empty() || self.stations.contains(station);
        if is_liked {
            Seconds(0.0)
        } else {
            self.elsewhere
        }
    }

    /// True for a road with this label that the driver likes.
    pub(crate) fn likes(&self, label: &RoadLabel) -> bool {
        let is_part = |text: &str, name: &str| {
            let mut parts = text.as_bytes().windows(name.len().max(1));
            parts.any(|part| part == name.as_bytes())
        };
        let texts = [&label.reference, &label.name.zh, &label.name.en];
        let mut names = self.roads.iter();
        names.any(|name| texts.iter().any(|text| is_part(text, name)))
    }
}

#[cfg(test)]
mod tests {
    use container::Text;

    use super::*;

    #[test]
    fn roads_are_liked_by_a_part_of_their_name() {
        let label = RoadLabel {
            reference: "长城一号".into(),
            name: Text::new("长城一号旅游公路", "Great Wall No. 1 Tourism Road"),
        };
        let likes = |names: &[&str]| {
            let roads = names.iter().map(|name| (*name).to_owned()).collect();
            let prefer = Preferences {
                roads,
                ..Preferences::default()
            };
            prefer.likes(&label)
        };
        assert!(likes(&["旅游公路"]) && likes(&["G55", "长城一号"]) && likes(&["Tourism"]));
        assert!(!likes(&[]) && !likes(&[""]) && !likes(&["黄河一号", "tourism"]));
        assert!(!Preferences::default().likes(&RoadLabel::default()));
    }

    #[test]
    fn figures_out_of_range_are_refused() {
        let fault = |elsewhere, factor, names| {
            let prefer = Preferences {
                elsewhere: Seconds(elsewhere),
                factor,
                roads: vec!["x".to_owned(); names],
                ..Preferences::default()
            };
            prefer.fault().map(|fault| fault.0)
        };
        assert_eq!(fault(600.0, 1.4, 16), None);
        assert_eq!(fault(f64::NAN, 1.4, 0), Some("prefer.elsewhere_s"));
        assert_eq!(fault(-1.0, 1.4, 0), Some("prefer.elsewhere_s"));
        assert_eq!(fault(0.0, 0.9, 0), Some("prefer.factor"));
        assert_eq!(fault(0.0, 9.0, 0), Some("prefer.factor"));
        assert_eq!(fault(0.0, 1.0, 17), Some("prefer.roads"));
    }
}
