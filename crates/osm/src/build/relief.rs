//! Heights along lines, and lines cut at their crests.

use std::collections::{BTreeMap, BTreeSet};

use units::{LatLon, Meters};

use super::{Line, Vertex, degrees};
use crate::OsmError;
use crate::heights::{HeightTile, Network, Profile, TileName, climb_and_drop, crests};
use crate::read::Point;

/// Heights are read so often along a road, about as often as the finest grid has points.
const STEP: f64 = 60.0;
/// A crest so near to an end of a line needs no cut.
const END: f64 = 30.0;

/// Where heights come from: a tile, or `None` where there is none.
pub(crate) type Tiles<'a> = dyn FnMut(TileName) -> Result<Option<HeightTile>, OsmError> + 'a;

/// What was found out about heights.
#[derive(Debug, Default)]
pub(crate) struct Elevations {
    /// Height of each vertex in metres.
    pub(crate) of_vertex: Vec<f64>,
    /// Tiles that roads lie in and nobody has.
    pub(crate) missing: Vec<TileName>,
    /// Cuts at crests.
    pub(crate) cuts: usize,
}

/// A point between the ends of a line at which the ground is read.
struct Sample {
    at: LatLon,
    /// Metres from the begin of the line.
    metres: f64,
    /// The point of the line that it is, if it is one.
    point: Option<usize>,
    /// True when the step to it runs on a bridge or in a tunnel.
    is_off_ground: bool,
}

/// The samples of a line after its first point; the last is its last point.
fn samples(line: &Line) -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut metres = 0.0;
    for (index, pair) in line.points.windows(2).enumerate() {
        let [from, to] = [degrees(pair[0]), degrees(pair[1])];
        let length = from.distance_to(to).0;
        let is_off_ground = line.off_ground[index];
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "roads are shorter than the earth is round"
        )]
        let between = if is_off_ground {
            0
        } else {
            (length / STEP) as u32
        };
        for step in 1..=between {
            let share = f64::from(step) / f64::from(between + 1);
            samples.push(Sample {
                at: from.toward(to, share),
                metres: metres + length * share,
                point: None,
                is_off_ground,
            });
        }
        metres += length;
        let point = Some(index + 1);
        samples.push(Sample {
            at: to,
            metres,
            point,
            is_off_ground,
        });
    }
    samples
}

/// Lays `lines` over the ground: gives them climbs, cuts them at crests where `may_cut` allows it,
/// and tells the heights of `vertices`, to which cuts add new ones.
pub(crate) fn lay_over(
    lines: Vec<Line>,
    vertices: &mut Vec<Point>,
    may_cut: impl Fn(&Line) -> bool,
    tiles: &mut Tiles<'_>,
) -> Result<(Vec<Line>, Elevations), OsmError> {
    let mut at: Vec<LatLon> = vertices.iter().map(|point| degrees(*point)).collect();
    for line in &lines {
        let inner = samples(line);
        at.extend(inner[..inner.len() - 1].iter().map(|sample| sample.at));
    }
    let mut found = Elevations::default();
    let mut network = Network::new(ground(&at, tiles, &mut found.missing)?);
    drop(at);
    let mut next = index(vertices.len());
    for line in &lines {
        let (mut from, mut metres) = (line.tail, 0.0);
        for sample in samples(line) {
            let is_last = sample.point == Some(line.points.len() - 1);
            let to = if is_last { line.head } else { next };
            next += u32::from(!is_last);
            let length = Meters(sample.metres - metres);
            network.join(from, to, length, sample.is_off_ground);
            (from, metres) = (to, sample.metres);
        }
    }
    let heights = network.smooth();
    found.of_vertex = heights[..vertices.len()].to_vec();
    let mut next = vertices.len();
    let mut laid = Vec::with_capacity(lines.len());
    for mut line in lines {
        let samples = samples(&line);
        let inner = &heights[next..next + samples.len() - 1];
        next += inner.len();
        let height = |vertex: Vertex| heights[vertex as usize];
        let ends = std::iter::once(height(line.head));
        let after = samples.iter().map(|sample| sample.metres);
        let after = after.zip(inner.iter().copied().chain(ends));
        let profile: Vec<(f64, f64)> = std::iter::once((0.0, height(line.tail)))
            .chain(after)
            .collect();
        let profile = Profile(profile);
        let cuts = if may_cut(&line) {
            cuts(&line, &samples, &profile)
        } else {
            Vec::new()
        };
        found.cuts += cuts.len();
        let mut begin = 0;
        for (point, sample) in cuts {
            let vertex = index(vertices.len());
            vertices.push(line.points[point - begin]);
            found.of_vertex.push(profile.0[sample].1);
            let (before, after) = cut(line, point - begin, vertex);
            laid.push(before);
            line = after;
            begin = point;
        }
        laid.push(line);
        climb(&mut laid, &profile);
    }
    Ok((laid, found))
}

fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The ground at many points, one tile in memory at a time.
fn ground(
    at: &[LatLon],
    tiles: &mut Tiles<'_>,
    missing: &mut Vec<TileName>,
) -> Result<Vec<Option<f64>>, OsmError> {
    let name = |position: &LatLon| TileName::of(position.lat(), position.lon());
    let names: BTreeSet<TileName> = at.iter().map(name).collect();
    let mut by_tile: BTreeMap<TileName, Vec<u32>> = BTreeMap::new();
    for (number, position) in (0_u32..).zip(at) {
        by_tile.entry(name(position)).or_default().push(number);
    }
    let mut ground = vec![None; at.len()];
    for name in names {
        let Some(tile) = tiles(name)? else {
            missing.push(name);
            continue;
        };
        for number in by_tile.remove(&name).unwrap_or_default() {
            let position = at[number as usize];
            ground[number as usize] = tile.height(position.lat(), position.lon());
        }
    }
    Ok(ground)
}

/// Where to cut a line: the point of it and the index in its profile, in order.
fn cuts(line: &Line, samples: &[Sample], profile: &Profile) -> Vec<(usize, usize)> {
    let length = samples.last().map_or(0.0, |sample| sample.metres);
    let mut cuts: Vec<(usize, usize)> = crests(profile)
        .into_iter()
        .filter_map(|crest| {
            let inner = samples.iter().enumerate().filter_map(|(index, sample)| {
                let point = sample
                    .point
                    .filter(|point| *point + 1 < line.points.len())?;
                Some((
                    point,
                    index + 1,
                    (sample.metres - crest).abs(),
                    sample.metres,
                ))
            });
            let nearest = inner.min_by(|a, b| a.2.total_cmp(&b.2))?;
            let is_inside = nearest.3 > END && length - nearest.3 > END;
            is_inside.then_some((nearest.0, nearest.1))
        })
        .collect();
    cuts.dedup();
    cuts
}

/// Cuts a line at one of its points, which becomes `vertex`.
fn cut(line: Line, point: usize, vertex: Vertex) -> (Line, Line) {
    let length = line.length();
    let mut before = Line {
        head: vertex,
        points: line.points[..=point].to_vec(),
        off_ground: line.off_ground[..point].to_vec(),
        ..line.clone()
    };
    let mut after = Line {
        tail: vertex,
        points: line.points[point..].to_vec(),
        off_ground: line.off_ground[point..].to_vec(),
        ..line
    };
    let share = if length > 0.0 {
        before.length() / length
    } else {
        0.5
    };
    before.delays = before.delays.map(|delay| delay * share);
    after.delays = after.delays.map(|delay| delay * (1.0 - share));
    // Only the outer segments of the parts are asked for, at the vertices that were there before.
    (before, after)
}

/// Sums climbs of the last lines of `laid`, which together have this profile.
fn climb(laid: &mut [Line], profile: &Profile) {
    let end = profile.0.last().map_or(0.0, |(metres, _)| *metres);
    // From the last line to the first.
    let mut to = end;
    for line in laid.iter_mut().rev() {
        let from = to - line.length();
        let is_within = |metres: f64| metres > from - 0.01 && metres < to + 0.01;
        let part = profile.0.iter().filter(|(metres, _)| is_within(*metres));
        (line.climb, line.drop) = climb_and_drop(&Profile(part.copied().collect()));
        to = from;
        if to < 0.01 {
            break;
        }
    }
}
