//! Roads in colours: how far the charge reaches, and how far it is to a charger.

use json::{Reader, Wrong};
use roads::{Piece, RoadGraph, RoadId};
use units::LatLon;

/// What the roads are coloured by.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Shade {
    /// Nothing.
    #[default]
    Plain,
    /// The charge that is left on them; from here, or from where one looks.
    Reach(Option<LatLon>),
    /// How far it is to the nearest station.
    Coverage,
}

/// The least figures of the bands but the lowest, worst first.
const CHARGES: [f64; 3] = [0.2, 0.4, 0.6];
/// Metres that are still to drive, the farthest as the worst: negative, so that more is better.
const METRES: [f64; 3] = [-20_000.0, -10_000.0, -5_000.0];
/// So many bands; the first is for roads without an answer.
pub const BANDS: usize = 5;

/// Lines of roads, for each band, the worst first: drawn in this order the best is on top, which is the
/// true one where a road comes twice.
pub type Shaded = [Vec<Vec<LatLon>>; BANDS];

/// Reads the answer to the question `reach` or `coverage` of these roads.
pub fn read_shaded(json: &str, shade: Shade, roads: &RoadGraph) -> Result<Shaded, Wrong> {
    let (mut shaded, mut reader) = (Shaded::default(), Reader::new(json));
    let (limits, sign) = match shade {
        Shade::Plain => return Ok(shaded),
        Shade::Reach(_) => (CHARGES, 1.0),
        Shade::Coverage => (METRES, -1.0),
    };
    reader.record(&["roads"], &mut |name, value| {
        let is_cut_off = match name {
            "roads" => false,
            "cut_off" => true,
            _ => return value.skip(),
        };
        value.list(&mut |item| {
            let [road, start, end, first, last] = item.numbers()?;
            let Some(piece) = piece(road, (start, end), roads) else {
                return item.wrong("a stretch of a road");
            };
            if is_cut_off {
                shaded[0].push(roads.line_of(piece));
            } else {
                for (band, part) in cut(piece, (first * sign, last * sign), &limits) {
                    shaded[band].push(roads.line_of(part));
                }
            }
            Ok(())
        })?;
        Ok(true)
    })?;
    reader.end()?;
    Ok(shaded)
}

fn piece(road: f64, (start, end): (f64, f64), roads: &RoadGraph) -> Option<Piece> {
    let shares = 0.0..=1.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casts of floats saturate, and the index is checked"
    )]
    let index = road as u32;
    let is_whole = (f64::from(index) - road).abs() < 1e-9;
    let is_there = is_whole && (index as usize) < roads.roads().len();
    (is_there && shares.contains(&start) && shares.contains(&end)).then_some(Piece {
        road: RoadId(index),
        start,
        end,
    })
}

/// The parts of a stretch by the band of a figure that changes evenly along it.
fn cut(piece: Piece, (first, last): (f64, f64), limits: &[f64]) -> Vec<(usize, Piece)> {
    let mut shares: Vec<f64> = limits
        .iter()
        .map(|limit| (limit - first) / (last - first))
        .filter(|share| *share > 0.0 && *share < 1.0)
        .chain([0.0, 1.0])
        .collect();
    shares.sort_by(f64::total_cmp);
    let parts = shares.windows(2).filter(|pair| pair[0] < pair[1]);
    let at = |share: f64| piece.start + (piece.end - piece.start) * share;
    parts
        .map(|pair| {
            let middle = first + (last - first) * f64::midpoint(pair[0], pair[1]);
            let band = 1 + limits.iter().filter(|limit| **limit <= middle).count();
            let part = Piece {
                start: at(pair[0]),
                end: at(pair[1]),
                ..piece
            };
            (band, part)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use roads::{Road, RoadNode, RoadParts};
    use units::{KilometersPerHour, Meters};

    fn roads() -> RoadGraph {
        let node = |lat: f64| RoadNode {
            position: LatLon::new(lat, 112.0).unwrap(),
            elevation: Meters(800.0),
        };
        let mut parts = RoadParts::new([node(38.0), node(39.0)]);
        let road = Road::between(
            roads::NodeId(0),
            roads::NodeId(1),
            Meters(100_000.0),
            KilometersPerHour(60.0),
        );
        parts.add_road(road, &[]).unwrap();
        RoadGraph::new(parts).unwrap()
    }

    #[test]
    fn a_road_changes_its_colour_where_the_charge_passes_a_limit() {
        let json = r#"{"places": [], "limits": [], "roads": [[0, 0, 1, 0.7, 0.3]]}"#;
        let shaded = read_shaded(json, Shade::Reach(None), &roads()).unwrap();
        let ends = |band: usize| {
            let line = &shaded[band][0];
            (line[0].lat(), line[line.len() - 1].lat())
        };
        let near = |(a, b): (f64, f64), (c, d): (f64, f64)| {
            assert!((a - c).abs() < 1e-3 && (b - d).abs() < 1e-3, "{a} {b}");
        };
        near(ends(4), (38.0, 38.25));
        near(ends(3), (38.25, 38.75));
        near(ends(2), (38.75, 39.0));
        assert!(shaded[0].is_empty() && shaded[1].is_empty());
    }

    #[test]
    fn the_nearer_a_station_the_better_and_what_is_cut_off_stands_alone() {
        let json = r#"{"roads": [[0, 1, 0, 25000, 4000]], "cut_off": [[0, 0, 1, 0, 0]]}"#;
        let shaded = read_shaded(json, Shade::Coverage, &roads()).unwrap();
        assert!(shaded.iter().all(|lines| lines.len() == 1));
        let best = &shaded[4][0];
        assert!((best[best.len() - 1].lat() - 38.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_stretch_of_a_road_is_refused() {
        for item in [
            "[1, 0, 1, 1, 1]",
            "[-1, 0, 1, 1, 1]",
            "[0.5, 0, 1, 1, 1]",
            "[0, -0.1, 1, 1, 1]",
            "[0, 0, 1.1, 1, 1]",
            "[0, 0, 1, 1]",
            "0",
        ] {
            let json = format!("{{\"roads\": [{item}]}}");
            assert!(
                read_shaded(&json, Shade::Coverage, &roads()).is_err(),
                "{item}"
            );
        }
        assert!(read_shaded("{}", Shade::Coverage, &roads()).is_err());
    }

    #[test]
    fn an_even_figure_has_one_band() {
        let json = r#"{"roads": [[0, 0, 1, 0.4, 0.4]]}"#;
        let shaded = read_shaded(json, Shade::Reach(None), &roads()).unwrap();
        assert_eq!(shaded.map(|lines| lines.len()), [0, 0, 0, 1, 0]);
    }
}
