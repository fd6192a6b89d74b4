//! How long junctions take, told by the roads that meet there.
//!
//! Each turn takes its time ([`turns`](super::turns)). As much of it as all turns of a way in or of
//! a way out share becomes a delay of that road, which costs a search nothing. What is then left of
//! a turn is told apart when it matters.

use units::{LatLon, Seconds};

use super::density::Density;
use super::segments::{Segments, Sign};
use super::side::{Side, side};
use super::split::{Turns, split};
use super::turns::{Arm, seconds};
use super::{Driven, Line, degrees};
use crate::collect::Collected;
use crate::tags::MINOR;

/// How far along a minor road and along a greater one its direction is measured, in metres.
const DIRECTION: (f64, f64) = (15.0, 21.0);
/// Seconds from which on it matters what a turn takes beyond the delays of its roads. The fewer
/// waits, the smaller is the graph that searches drive on: with 10 s it has a quarter less, and one
/// route in a hundred is another.
const MATTERS: f64 = 4.0;
/// Where more roads meet lies a square, on which everybody finds a way of their own.
const ARMS: std::ops::RangeInclusive<usize> = 3..=12;

/// A turn that takes longer than the delays of its lines tell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waiting {
    pub(crate) from: Driven,
    pub(crate) to: Driven,
    pub(crate) wait: Seconds,
}

/// Adds to each line the time that dense towns and the junctions at its ends take, and returns
/// what turns take beyond that.
pub(crate) fn wait_at_junctions(
    collected: &Collected,
    segments: &Segments,
    lines: &mut [Line],
) -> Vec<Waiting> {
    let density = Density::new(collected, segments);
    let side = side(collected, segments);
    slow_in_towns(&density, lines);
    let mut meeting: Vec<Vec<Driven>> = vec![Vec::new(); segments.vertices.len()];
    for (index, line) in lines.iter().enumerate() {
        meeting[line.tail as usize].push((index, false));
        meeting[line.head as usize].push((index, true));
    }
    let mut waits = Vec::new();
    for (ends, at) in meeting.iter().zip(&segments.vertices) {
        if !ARMS.contains(&ends.len()) {
            continue;
        }
        let arm = |(line, is_head): &Driven| arm(collected, segments, &lines[*line], *is_head);
        let arms: Vec<Arm> = ends.iter().map(arm).collect();
        let mut turns = turns(&segments.signs, ends, &arms, side, density.longer(*at));
        let (ways_in, ways_out) = split(&mut turns);
        for (index, (line, is_head)) in ends.iter().enumerate() {
            let [along, against] = &mut lines[*line].delays;
            let (arriving, leaving) = if *is_head {
                (along, against)
            } else {
                (against, along)
            };
            *arriving += Seconds(ways_in[index]);
            *leaving += Seconds(ways_out[index]);
        }
        for ((line, is_head), row) in ends.iter().zip(&turns) {
            let left = ends.iter().zip(row);
            let left = left.filter_map(|(to, left)| left.map(|left| (*to, left)));
            let left = left.filter(|(_, left)| *left >= MATTERS);
            waits.extend(left.map(|(to, left)| Waiting {
                from: (*line, !is_head),
                to,
                wait: Seconds(left),
            }));
        }
    }
    waits
}

/// Where streets are dense one drives less than the sign allows.
fn slow_in_towns(density: &Density, lines: &mut [Line]) {
    for line in lines {
        let middle = line.points[line.points.len() / 2];
        let (slower, length) = (density.slower(middle), line.length());
        for (delay, speed) in line.delays.iter_mut().zip(line.speeds) {
            if speed > 0 {
                *delay += Seconds(length * 3.6 / f64::from(speed) * (slower - 1.0));
            }
        }
    }
}

/// What all turns between the lines that end at a vertex take.
fn turns(signs: &[Sign], ends: &[Driven], arms: &[Arm], side: Side, longer: f64) -> Turns {
    let turn = |from: usize, to: usize| {
        let may = arms[from].may_arrive && arms[to].may_leave && ends[from].0 != ends[to].0;
        let others = (0..arms.len()).filter(|index| *index != from && *index != to);
        may.then(|| {
            let others: Vec<Arm> = others.map(|index| arms[index]).collect();
            let [one, other] = [&arms[from], &arms[to]];
            let [sign, other_sign] = [one, other].map(|arm| &signs[arm.sign as usize]);
            let is_same = is_same(sign, other_sign);
            seconds([one, other], &others, side, longer, is_same)
        })
    };
    let row = |from| (0..arms.len()).map(|to| turn(from, to)).collect();
    (0..arms.len()).map(row).collect()
}

/// True when both have the same number or name, or neither has any.
fn is_same(one: &Sign, other: &Sign) -> bool {
    let is_named = |sign: &Sign| !sign.reference.is_empty() || !sign.zh.is_empty();
    let is_shared = |a: &str, b: &str| !a.is_empty() && a == b;
    is_shared(&one.reference, &other.reference)
        || is_shared(&one.zh, &other.zh)
        || !(is_named(one) || is_named(other))
}

/// The end of a line at its tail or head.
fn arm(collected: &Collected, segments: &Segments, line: &Line, is_head: bool) -> Arm {
    let mut points: Vec<LatLon> = line.points.iter().map(|at| degrees(*at)).collect();
    let mut may = line.speeds.map(|speed| speed > 0);
    let mut outer = line.segments[0];
    if is_head {
        points.reverse();
        outer = line.segments[line.segments.len() - 1];
    } else {
        may.reverse();
    }
    let [may_arrive, may_leave] = may;
    let segment = &segments.all[outer.0 as usize];
    let way = &collected.ways[segment.way as usize];
    let rank = collected.kinds[way.kind as usize].rank;
    let (minor, greater) = DIRECTION;
    let metres = if rank < MINOR { greater } else { minor };
    Arm {
        bearing: points[0].bearing_to(along(&points, metres)),
        rank,
        class: segments.signs[line.sign as usize].class,
        sign: line.sign,
        is_roundabout: segment.is_roundabout,
        may_arrive,
        may_leave,
    }
}

/// The point so far along a line, or its end.
fn along(points: &[LatLon], metres: f64) -> LatLon {
    let mut left = metres;
    for pair in points.windows(2) {
        let length = pair[0].distance_to(pair[1]).0;
        if length > left {
            return pair[0].toward(pair[1], left / length);
        }
        left -= length;
    }
    points[points.len() - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(reference: &str, name: &str) -> Sign {
        Sign {
            class: roads::RoadClass::Primary,
            is_toll: false,
            reference: reference.to_owned(),
            zh: name.to_owned(),
            en: String::new(),
        }
    }

    #[test]
    fn roads_are_one_when_a_number_or_a_name_says_so_or_nothing_is_said() {
        for (one, other, expected) in [
            (["G108", "a"], ["G108", "b"], true),
            (["G108", "a"], ["S46", "a"], true),
            (["", ""], ["", ""], true),
            (["", "a"], ["", ""], false),
            (["", "a"], ["", "b"], false),
            (["G108", ""], ["", ""], false),
        ] {
            let [one, other] = [one, other].map(|[reference, name]| sign(reference, name));
            assert_eq!(is_same(&one, &other), expected, "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_direction_is_measured_some_way_along_the_line() {
        let at = |lat, lon| LatLon::new(lat, lon).unwrap();
        let bent = [at(0.0, 0.0), at(0.0, 0.0001), at(0.001, 0.0001)];
        let found = along(&bent, 22.24);
        assert!((found.lat() - 0.0001).abs() < 1e-6, "{found}");
        assert_eq!(along(&bent, 1e6), bent[2]);
    }
}
