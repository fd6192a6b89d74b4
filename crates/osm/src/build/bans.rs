//! Bans on turning, told in lines instead of ways.

use std::collections::{BTreeMap, BTreeSet};

use container::Finding;

use super::segments::{Segment, Segments};
use super::{Driven, Line, Vertex};
use crate::collect::{Collected, Way};
use crate::tags::{Restriction, Rule, Via};

/// Most roads that a ban has, as the road file keeps it.
const ROADS_MAX: usize = 64;

/// Lines that may not be driven one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Banned(pub(crate) Vec<Driven>);

/// Why a restriction bans nothing.
enum Useless {
    /// It is about ways that cars do not drive, or that were taken out.
    NotForCars,
    /// It does not say which turn it means.
    Unclear(&'static str),
}

impl Useless {
    /// What is worth a word before what is not.
    fn or(self, other: Self) -> Self {
        if matches!(self, Self::Unclear(_)) {
            self
        } else {
            other
        }
    }
}

/// Vertices that must stay, and ways that must stay whole, so that bans can name them.
#[derive(Debug, Default)]
pub(crate) struct Protected {
    pub(crate) vertices: BTreeSet<Vertex>,
    /// Indices in [`Collected::ways`].
    pub(crate) ways: BTreeSet<u32>,
}

/// What the restrictions of `collected` need to stay as it is.
pub(crate) fn protected(collected: &Collected, segments: &Segments) -> Protected {
    let mut protected = Protected::default();
    for ban in &collected.restrictions {
        match &ban.via {
            Via::Node(id) => {
                let vertex = collected.node(*id).and_then(|node| segments.vertex(node));
                protected.vertices.extend(vertex);
            }
            Via::Ways(via) => {
                for id in ban.from.iter().chain(via).chain(&ban.to) {
                    let Some((_, way)) = find_way(collected, *id) else {
                        continue;
                    };
                    let nodes = collected.nodes(way);
                    let ends = [nodes[0], nodes[nodes.len() - 1]];
                    let vertices = ends.iter().filter_map(|node| segments.vertex(*node));
                    protected.vertices.extend(vertices);
                }
                let found = via.iter().filter_map(|id| find_way(collected, *id));
                protected.ways.extend(found.map(|(index, _)| index));
            }
        }
    }
    protected
}

fn find_way(collected: &Collected, id: i64) -> Option<(u32, &Way)> {
    let index = collected
        .ways
        .binary_search_by_key(&id, |way| way.id)
        .ok()?;
    Some((u32::try_from(index).ok()?, &collected.ways[index]))
}

/// Tells all restrictions in lines. Those that cannot be told are findings.
pub(crate) fn resolve(
    collected: &Collected,
    segments: &Segments,
    lines: &[Line],
    protected: &Protected,
) -> (Vec<Banned>, Vec<Finding>) {
    let junctions = Junctions::new(collected, segments, lines, protected);
    let (mut bans, mut findings) = (Vec::new(), Vec::new());
    for ban in &collected.restrictions {
        match junctions.bans(ban) {
            Ok(found) => bans.extend(found),
            Err(Useless::NotForCars) => {}
            Err(Useless::Unclear(problem)) => {
                let subject = format!("relation {}", ban.id);
                let found = format!("from {:?} to {:?}", ban.from, ban.to);
                findings.push(Finding::new(subject, "restriction", problem, found));
            }
        }
    }
    (bans, findings)
}

/// Which lines meet where.
struct Junctions<'a> {
    collected: &'a Collected,
    segments: &'a Segments,
    lines: &'a [Line],
    /// Vertex, outer segment there, line, true at the line's head. Sorted.
    ends: Vec<(Vertex, u32, usize, bool)>,
    /// For segments of via ways the line that has them, and whether it runs against the way.
    via: BTreeMap<u32, Driven>,
}

impl<'a> Junctions<'a> {
    fn new(
        collected: &'a Collected,
        segments: &'a Segments,
        lines: &'a [Line],
        protected: &Protected,
    ) -> Self {
        let (mut ends, mut via) = (Vec::with_capacity(lines.len() * 2), BTreeMap::new());
        for (index, line) in lines.iter().enumerate() {
            let [first, last] = [line.segments[0], line.segments[line.segments.len() - 1]];
            ends.push((line.tail, first.0, index, false));
            ends.push((line.head, last.0, index, true));
            for (segment, is_reversed) in &line.segments {
                let way = segments.all[*segment as usize].way;
                if protected.ways.contains(&way) {
                    via.insert(*segment, (index, *is_reversed));
                }
            }
        }
        ends.sort_unstable();
        Self {
            collected,
            segments,
            lines,
            ends,
            via,
        }
    }

    fn bans(&self, ban: &Restriction) -> Result<Vec<Banned>, Useless> {
        match &ban.via {
            Via::Node(id) => {
                let node = self.collected.node(*id).ok_or(Useless::NotForCars)?;
                let vertex = self.segments.vertex(node).ok_or(Useless::NotForCars)?;
                let arrivals = self.of_ways(&ban.from, vertex, true)?;
                let departures = self.of_ways(&ban.to, vertex, false)?;
                let drives = arrivals.into_iter().map(|arrival| vec![arrival]);
                Ok(drives
                    .flat_map(|drive| self.ban(ban.rule, &drive, &departures))
                    .collect())
            }
            Via::Ways(ways) => {
                let path = self.path(ways)?;
                let back = path
                    .iter()
                    .rev()
                    .map(|(line, back)| (*line, !back))
                    .collect();
                let mut why = Useless::NotForCars;
                for path in [path, back] {
                    match self.over(ban, &path) {
                        Ok((drive, departures)) => {
                            return Ok(self.ban(ban.rule, &drive, &departures));
                        }
                        Err(useless) => why = why.or(useless),
                    }
                }
                Err(why)
            }
        }
    }

    /// Bans going on from `drive` by `departures`, or by all others.
    fn ban(&self, rule: Rule, drive: &[Driven], departures: &[Driven]) -> Vec<Banned> {
        let last = drive[drive.len() - 1];
        let vertex = self.end(last);
        let turned = (last.0, !last.1);
        let others = self.departures(vertex);
        let others = others
            .into_iter()
            .filter(|other| !departures.contains(other));
        let others: Vec<Driven> = others.filter(|other| *other != turned).collect();
        let then = |next: Driven| Banned([drive, &[next]].concat());
        let mut bans: Vec<Banned> = match rule {
            Rule::Only => others.iter().map(|other| then(*other)).collect(),
            Rule::No => departures
                .iter()
                .map(|departure| then(*departure))
                .collect(),
        };
        bans.retain(|ban| ban.0.len() <= ROADS_MAX);
        bans
    }

    fn is_drivable(&self, (line, is_backward): Driven) -> bool {
        self.lines[line].speeds[usize::from(is_backward)] > 0
    }

    /// The vertex at which a driven line ends.
    fn end(&self, (line, is_backward): Driven) -> Vertex {
        let line = &self.lines[line];
        if is_backward { line.tail } else { line.head }
    }

    fn begin(&self, (line, is_backward): Driven) -> Vertex {
        self.end((line, !is_backward))
    }

    /// Line ends at a vertex.
    fn ends_at(&self, vertex: Vertex) -> &[(Vertex, u32, usize, bool)] {
        let start = self.ends.partition_point(|end| end.0 < vertex);
        let end = self.ends.partition_point(|end| end.0 <= vertex);
        &self.ends[start..end]
    }

    fn departures(&self, vertex: Vertex) -> Vec<Driven> {
        let all = self.ends_at(vertex).iter();
        let all = all.map(|(_, _, line, is_head)| (*line, *is_head));
        all.filter(|driven| self.is_drivable(*driven)).collect()
    }

    /// How one arrives at `vertex` over the named ways, or leaves it by them.
    fn of_ways(&self, ids: &[i64], vertex: Vertex, arrive: bool) -> Result<Vec<Driven>, Useless> {
        let mut found = Vec::new();
        for id in ids {
            let Some((index, _)) = find_way(self.collected, *id) else {
                continue;
            };
            let of_way = self.ends_at(vertex).iter();
            let of_way = of_way.filter(|end| self.segments.all[end.1 as usize].way == index);
            let driven = of_way.map(|(_, _, line, is_head)| (*line, *is_head != arrive));
            let driven: Vec<Driven> = driven.filter(|step| self.is_drivable(*step)).collect();
            if driven.len() > 1 {
                let problem = "the way passes the via node, expected it to end there; \
                               the ban is left out";
                return Err(Useless::Unclear(problem));
            }
            found.extend(driven);
        }
        if found.is_empty() {
            return Err(Useless::NotForCars);
        }
        Ok(found)
    }

    /// The drive over via ways one after the other, in one of its two directions.
    fn path(&self, ways: &[i64]) -> Result<Vec<Driven>, Useless> {
        let walks: Option<Vec<Vec<Driven>>> = ways.iter().map(|id| self.walk(*id)).collect();
        let walks = walks.ok_or(Useless::NotForCars)?;
        let turned = |walk: &[Driven]| -> Vec<Driven> {
            walk.iter()
                .rev()
                .map(|(line, back)| (*line, !back))
                .collect()
        };
        let Some((first, rest)) = walks.split_first() else {
            return Err(Useless::NotForCars);
        };
        for begin in [first.clone(), turned(first)] {
            let path = rest.iter().try_fold(begin, |mut path, walk| {
                let end = self.end(path[path.len() - 1]);
                let next = [walk.clone(), turned(walk)];
                let next = next.into_iter().find(|walk| self.begin(walk[0]) == end)?;
                path.extend(next);
                Some(path)
            });
            if let Some(path) = path {
                return Ok(path);
            }
        }
        Err(Useless::Unclear(
            "the via ways do not meet; the ban is left out",
        ))
    }

    /// The lines of a way, driven along it; `None` when parts of it are not there.
    fn walk(&self, id: i64) -> Option<Vec<Driven>> {
        let (way, _) = find_way(self.collected, id)?;
        let all: &[Segment] = &self.segments.all;
        let start = all.partition_point(|segment| segment.way < way);
        let end = all.partition_point(|segment| segment.way <= way);
        let mut walk = Vec::new();
        for segment in start..end {
            let driven = *self.via.get(&u32::try_from(segment).ok()?)?;
            if walk.last() != Some(&driven) {
                walk.push(driven);
            }
        }
        (!walk.is_empty()).then_some(walk)
    }

    /// The drive from a `from` way over `path` until a `to` way leaves it, and how it does.
    fn over(
        &self,
        ban: &Restriction,
        path: &[Driven],
    ) -> Result<(Vec<Driven>, Vec<Driven>), Useless> {
        let mut why = Useless::NotForCars;
        for start in 0..path.len() {
            let arrival = match self.of_ways(&ban.from, self.begin(path[start]), true) {
                Ok(arrival) => arrival,
                Err(useless) => {
                    why = why.or(useless);
                    continue;
                }
            };
            for end in (start..path.len()).rev() {
                let departures = match self.of_ways(&ban.to, self.end(path[end]), false) {
                    Ok(departures) => departures,
                    Err(useless) => {
                        why = why.or(useless);
                        continue;
                    }
                };
                let over = &path[start..=end];
                let is_inside = |step: &Driven| over.iter().any(|(line, _)| *line == step.0);
                if is_inside(&arrival[0]) || !over.iter().all(|step| self.is_drivable(*step)) {
                    continue;
                }
                return Ok(([&arrival[..1], over].concat(), departures));
            }
        }
        Err(why)
    }
}
