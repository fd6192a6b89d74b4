//! Segments alike, joined to lines.
//!
//! OpenStreetMap cuts ways for many reasons that mean nothing to a car. A vertex at which just two
//! segments meet, alike in everything, is a point of a line.

use std::collections::BTreeSet;

use super::segments::{Segment, Segments};
use super::{Vertex, degrees};
use crate::collect::Collected;
use crate::read::Point;
use units::Seconds;

/// A road to be.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) tail: Vertex,
    pub(crate) head: Vertex,
    /// All points with both ends.
    pub(crate) points: Vec<Point>,
    /// For each step between points: does it run on a bridge or in a tunnel?
    pub(crate) off_ground: Vec<bool>,
    /// Driven from tail to head, each with true when against its way.
    pub(crate) segments: Vec<(u32, bool)>,
    /// From tail to head and back, in km/h; 0 where one may not drive.
    pub(crate) speeds: [u8; 2],
    /// What driving it takes beyond its length, from tail to head and back.
    pub(crate) delays: [Seconds; 2],
    pub(crate) sign: u32,
    pub(crate) limit: u32,
    pub(crate) is_destination_only: bool,
    /// Metres climbed and lost.
    pub(crate) climb: f64,
    pub(crate) drop: f64,
}

impl Line {
    /// Metres along all its points.
    pub(crate) fn length(&self) -> f64 {
        let pairs = self.points.windows(2);
        pairs
            .map(|pair| degrees(pair[0]).distance_to(degrees(pair[1])).0)
            .sum()
    }
}

/// The first two segments at each vertex, and how many there are.
struct Meeting {
    at: Vec<([u32; 2], u8)>,
}

impl Meeting {
    fn new(segments: &Segments) -> Self {
        let mut at = vec![([0; 2], 0_u8); segments.vertices.len()];
        for (index, segment) in (0_u32..).zip(&segments.all) {
            for end in [segment.tail, segment.head] {
                let (list, count) = &mut at[end as usize];
                if let Some(place) = list.get_mut(usize::from(*count)) {
                    *place = index;
                }
                *count = count.saturating_add(1);
            }
        }
        Self { at }
    }

    /// The only other segment at a vertex.
    fn other(&self, vertex: Vertex, segment: u32) -> Option<u32> {
        match self.at[vertex as usize] {
            ([a, b], 2) if a == segment && b != segment => Some(b),
            ([a, b], 2) if b == segment && a != segment => Some(a),
            _ => None,
        }
    }
}

/// Speeds in the direction in which one arrives at `vertex` or leaves it.
fn speeds(segment: &Segment, is_reversed: bool) -> [u8; 2] {
    let [along, against] = segment.speeds;
    if is_reversed {
        [against, along]
    } else {
        [along, against]
    }
}

/// Joins all segments to lines, not across the vertices in `kept`.
pub(crate) fn lines(
    collected: &Collected,
    segments: &Segments,
    kept: &BTreeSet<Vertex>,
) -> Vec<Line> {
    let meeting = Meeting::new(segments);
    let all = &segments.all;
    // The segment that continues a drive over `segment`, and whether it is driven reversed.
    let next = |(index, is_reversed): (u32, bool)| -> Option<(u32, bool)> {
        let segment = &all[index as usize];
        let end = if is_reversed {
            segment.tail
        } else {
            segment.head
        };
        let other_index = meeting.other(end, index).filter(|_| !kept.contains(&end))?;
        let other = &all[other_index as usize];
        let is_other_reversed = other.tail != end;
        let is_alike = speeds(segment, is_reversed) == speeds(other, is_other_reversed)
            && segment.sign == other.sign
            && segment.limit == other.limit
            && segment.is_destination_only == other.is_destination_only;
        is_alike.then_some((other_index, is_other_reversed))
    };
    let mut is_used = vec![false; all.len()];
    let mut lines = Vec::new();
    for start in 0..u32::try_from(all.len()).unwrap_or(u32::MAX) {
        if is_used[start as usize] {
            continue;
        }
        // Back to where the line begins, or once around a ring.
        let mut first = (start, true);
        while let Some(before) = next(first).filter(|(index, _)| *index != start) {
            first = before;
        }
        let mut drive = vec![(first.0, !first.1)];
        is_used[first.0 as usize] = true;
        while let Some(after) = next(drive[drive.len() - 1]) {
            if is_used[after.0 as usize] {
                break;
            }
            is_used[after.0 as usize] = true;
            drive.push(after);
        }
        lines.push(line(collected, segments, drive));
    }
    lines
}

fn line(collected: &Collected, segments: &Segments, mut drive: Vec<(u32, bool)>) -> Line {
    let segment = |(index, _): (u32, bool)| &segments.all[index as usize];
    let way = |drive: &[(u32, bool)]| speeds(segment(drive[0]), drive[0].1);
    // Roads of one direction run from tail to head.
    if way(&drive)[0] == 0 {
        drive.reverse();
        for (_, is_reversed) in &mut drive {
            *is_reversed = !*is_reversed;
        }
    }
    let (mut points, mut off_ground) = (Vec::new(), Vec::new());
    let mut delay = 0.0;
    for step in &drive {
        let segment = segment(*step);
        delay += segment.delay;
        let way = &collected.ways[segment.way as usize];
        let nodes = &collected.nodes(way)[segment.first as usize..=segment.last as usize];
        let mut found: Vec<Point> = nodes.iter().filter_map(|n| collected.point(*n)).collect();
        if step.1 {
            found.reverse();
        }
        off_ground.extend(std::iter::repeat_n(segment.is_off_ground, found.len() - 1));
        // The first point of all but the first is the last one of the one before.
        points.extend_from_slice(&found[usize::from(!points.is_empty())..]);
    }
    let (first, last) = (drive[0], drive[drive.len() - 1]);
    let end = |step: (u32, bool), is_begin: bool| {
        if step.1 == is_begin {
            segment(step).head
        } else {
            segment(step).tail
        }
    };
    let any = segment(first);
    Line {
        tail: end(first, true),
        head: end(last, false),
        points,
        off_ground,
        speeds: speeds(any, first.1),
        delays: [Seconds(delay); 2],
        sign: any.sign,
        limit: any.limit,
        is_destination_only: any.is_destination_only,
        segments: drive,
        climb: 0.0,
        drop: 0.0,
    }
}
