//! An invented province, for measurements only: towns, three classes of roads, mountains,
//! stations. The same seed gives the same province.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use anyhow::{Context, Result};
use roads::{NodeId, Road, RoadClass, RoadGraph, RoadNode, RoadParts};
use units::{KilometersPerHour, LatLon, Meters};

/// Area for each node, in km²: as dense as a mountain province.
const KM2_PER_NODE: f64 = 0.64;
/// Roads wind: their length over the straight line.
const WINDING: f64 = 1.25;
const SOUTH_WEST: (f64, f64) = (36.0, 110.0);
const KM_PER_DEGREE: f64 = 111.2;

/// A point of the plane in km.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Spot {
    fn distance_2(self, other: Self) -> f64 {
        (self.x - other.x).powi(2) + (self.y - other.y).powi(2)
    }

    pub(crate) fn distance(self, other: Self) -> f64 {
        self.distance_2(other).sqrt()
    }

    pub(crate) fn position(self) -> Result<LatLon> {
        let lat = SOUTH_WEST.0 + self.y / KM_PER_DEGREE;
        let narrowing = (SOUTH_WEST.0 + 2.0).to_radians().cos();
        let lon = SOUTH_WEST.1 + self.x / KM_PER_DEGREE / narrowing;
        Ok(LatLon::new(lat, lon)?)
    }
}

/// Spots, the pairs of them that roads link, and which of them are towns.
pub(crate) struct Province {
    pub(crate) spots: Vec<Spot>,
    pub(crate) links: Vec<(usize, usize)>,
    /// For each link 0 for a minor road, 1 for one between towns, 2 for an expressway.
    pub(crate) class: Vec<u8>,
    pub(crate) towns: Vec<usize>,
}

impl Province {
    pub(crate) fn new(count: usize, random: &mut fastrand::Rng) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts of a bench")]
        let side = (count as f64 * KM2_PER_NODE).sqrt();
        let somewhere = |random: &mut fastrand::Rng| Spot {
            x: random.f64() * side,
            y: random.f64() * side,
        };
        let towns: Vec<Spot> = (0..(count / 1000).max(20))
            .map(|_| somewhere(random))
            .collect();
        let mut spots = Vec::with_capacity(count);
        while spots.len() < count {
            let spot = if random.f64() < 0.45 {
                let town = towns[random.usize(..towns.len())];
                let radius = 6.0 * random.f64() * random.f64() + 0.2;
                let angle = random.f64() * std::f64::consts::TAU;
                Spot {
                    x: town.x + radius * angle.cos(),
                    y: town.y + radius * angle.sin(),
                }
            } else {
                somewhere(random)
            };
            if (0.0..side).contains(&spot.x) && (0.0..side).contains(&spot.y) {
                spots.push(spot);
            }
        }
        let links = neighbourhood(&spots, side);
        let (spots, links) = largest_part(&spots, &links);
        let mut province = Self {
            class: vec![0; links.len()],
            spots,
            links,
            towns: Vec::new(),
        };
        let nearest = |to: &Spot| {
            let all = province.spots.iter().enumerate();
            let least = all.min_by(|a, b| a.1.distance_2(*to).total_cmp(&b.1.distance_2(*to)));
            least.map_or(0, |spot| spot.0)
        };
        let mut centres: Vec<usize> = towns.iter().map(nearest).collect();
        centres.sort_unstable();
        centres.dedup();
        let step = (centres.len() / (count / 8000).max(8)).max(1);
        let cities: Vec<usize> = centres.iter().copied().step_by(step).collect();
        province.towns = centres;
        province.connect(&province.towns.clone(), 5, 1);
        province.connect(&cities, 4, 2);
        province
    }

    /// Raises the roads between each place and its `nearest` ones to `class`.
    fn connect(&mut self, places: &[usize], nearest: usize, class: u8) {
        let mut around: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.spots.len()];
        for (link, (a, b)) in self.links.iter().enumerate() {
            around[*a].push((*b, link));
            around[*b].push((*a, link));
        }
        for from in places {
            let mut others: Vec<usize> = places.iter().copied().filter(|to| to != from).collect();
            let far = |to: usize| self.spots[*from].distance_2(self.spots[to]);
            others.sort_by(|a, b| far(*a).total_cmp(&far(*b)));
            others.truncate(nearest);
            let mut came: std::collections::BTreeMap<usize, (u64, usize, usize)> =
                std::collections::BTreeMap::from([(*from, (0, usize::MAX, *from))]);
            let mut open = BinaryHeap::from([Reverse((0_u64, *from))]);
            let mut left = others.len();
            while let Some(Reverse((cost, spot))) = open.pop() {
                if came.get(&spot).is_some_and(|best| best.0 < cost) {
                    continue;
                }
                left -= usize::from(others.contains(&spot));
                if left == 0 {
                    break;
                }
                for (next, link) in &around[spot] {
                    let cheap = [1.0, 0.7, 0.5][usize::from(self.class[*link])];
                    let length = self.spots[spot].distance(self.spots[*next]);
                    #[expect(
                        clippy::cast_possible_truncation,
                        clippy::cast_sign_loss,
                        reason = "millimetres of a province"
                    )]
                    let through = cost + (length * cheap * 1e6) as u64 + 1;
                    if came.get(next).is_none_or(|best| through < best.0) {
                        came.insert(*next, (through, *link, spot));
                        open.push(Reverse((through, *next)));
                    }
                }
            }
            for to in others {
                let mut at = to;
                while let Some((_, link, before)) = came.get(&at).copied() {
                    let Some(own) = self.class.get_mut(link) else {
                        break;
                    };
                    *own = (*own).max(class);
                    at = before;
                }
            }
        }
    }

    /// The province as a road graph, its nodes in a good order for a hierarchy.
    pub(crate) fn roads(&self) -> Result<RoadGraph> {
        let places: Vec<(f64, f64)> = self.spots.iter().map(|spot| (spot.x, spot.y)).collect();
        let edge = |link: &(usize, usize)| (id(link.0), id(link.1));
        let ranks = hierarchy::order(&places, &mut self.links.iter().map(edge));
        let mut spot_of = vec![0; self.spots.len()];
        for (spot, rank) in ranks.iter().enumerate() {
            spot_of[*rank as usize] = spot;
        }
        let nodes = spot_of.iter().map(|spot| {
            let spot = self.spots[*spot];
            Ok(RoadNode {
                position: spot.position()?,
                elevation: Meters(elevation(spot).round()),
            })
        });
        let nodes: Vec<RoadNode> = nodes.collect::<Result<_>>()?;
        let mut parts = RoadParts::new(nodes.clone());
        for (index, (a, b)) in self.links.iter().enumerate() {
            let (tail, head) = (NodeId(ranks[*a]), NodeId(ranks[*b]));
            let length = self.spots[*a].distance(self.spots[*b]) * 1000.0 * WINDING;
            let (class, speed) = match self.class[index] {
                0 => (RoadClass::Tertiary, 40.0),
                1 => (RoadClass::Primary, 70.0),
                _ => (RoadClass::Motorway, 108.0),
            };
            #[expect(clippy::cast_precision_loss, reason = "below a hundred")]
            let speed = speed * (0.9 + 0.002 * ((index * 7919) % 100) as f64);
            let rise = |node: NodeId| nodes[node.0 as usize].elevation.0;
            let climb = rise(head) - rise(tail);
            let road = Road {
                class,
                climb: Meters(climb.max(0.0)),
                drop: Meters((-climb).max(0.0)),
                ..Road::between(
                    tail,
                    head,
                    Meters(length.max(8.0)),
                    KilometersPerHour(speed.round()),
                )
            };
            parts
                .add_road(road, &[])
                .context("a road of the province")?;
        }
        Ok(RoadGraph::new(parts)?)
    }
}

fn id(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The relative neighbourhood graph: two spots are linked when no third one is nearer to both.
fn neighbourhood(spots: &[Spot], side: f64) -> Vec<(usize, usize)> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "cells of a province"
    )]
    let cell = |value: f64| value as usize;
    let width = cell(side) + 1;
    let mut cells: Vec<Vec<usize>> = vec![Vec::new(); width * width];
    for (index, spot) in spots.iter().enumerate() {
        cells[cell(spot.x) * width + cell(spot.y)].push(index);
    }
    let near = |index: usize| {
        let spot = spots[index];
        let mut reach = 2;
        loop {
            let around = |at: usize| at.saturating_sub(reach)..=(at + reach).min(width - 1);
            let mut found: Vec<usize> = around(cell(spot.x))
                .flat_map(|x| around(cell(spot.y)).map(move |y| (x, y)))
                .flat_map(|(x, y)| cells[x * width + y].iter().copied())
                .filter(|other| *other != index)
                .collect();
            if found.len() >= 12 || reach > 12 {
                let far = |other: usize| spot.distance_2(spots[other]);
                found.sort_by(|a, b| far(*a).total_cmp(&far(*b)));
                found.truncate(14);
                return found;
            }
            reach *= 2;
        }
    };
    let all: Vec<Vec<usize>> = (0..spots.len()).map(near).collect();
    let mut links = Vec::new();
    for (index, others) in all.iter().enumerate() {
        for other in others {
            let far = spots[index].distance_2(spots[*other]);
            let mut thirds = others.iter().chain(&all[*other]);
            let is_between = thirds.any(|third| {
                let third_spot = spots[*third];
                *third != index
                    && third != other
                    && spots[index].distance_2(third_spot) < far
                    && spots[*other].distance_2(third_spot) < far
            });
            if !is_between {
                links.push((index.min(*other), index.max(*other)));
            }
        }
    }
    links.sort_unstable();
    links.dedup();
    links
}

/// The largest connected part.
fn largest_part(spots: &[Spot], links: &[(usize, usize)]) -> (Vec<Spot>, Vec<(usize, usize)>) {
    let mut around: Vec<Vec<usize>> = vec![Vec::new(); spots.len()];
    for (a, b) in links {
        around[*a].push(*b);
        around[*b].push(*a);
    }
    let mut part = vec![usize::MAX; spots.len()];
    let mut largest = (0, 0);
    for start in 0..spots.len() {
        if part[start] != usize::MAX {
            continue;
        }
        let (mut open, mut size) = (vec![start], 0);
        part[start] = start;
        while let Some(spot) = open.pop() {
            size += 1;
            for next in &around[spot] {
                if part[*next] == usize::MAX {
                    part[*next] = start;
                    open.push(*next);
                }
            }
        }
        largest = largest.max((size, start));
    }
    let mut new = vec![usize::MAX; spots.len()];
    let mut kept = Vec::with_capacity(largest.0);
    for (index, spot) in spots.iter().enumerate() {
        if part[index] == largest.1 {
            new[index] = kept.len();
            kept.push(*spot);
        }
    }
    let links = links.iter().map(|(a, b)| (new[*a], new[*b]));
    let links = links.filter(|(a, _)| *a != usize::MAX).collect();
    (kept, links)
}

/// Mountains of several sizes, 500 to 1900 m.
fn elevation(spot: Spot) -> f64 {
    let waves = [
        (900.0, 60.0, 1),
        (350.0, 18.0, 2),
        (120.0, 5.0, 3),
        (25.0, 1.5, 4),
    ];
    let sum: f64 = waves
        .iter()
        .map(|(height, length, seed)| height * noise(spot.x / length, spot.y / length, *seed))
        .sum();
    500.0 + sum
}

/// Value noise, 0 to 1.
fn noise(x: f64, y: f64, seed: u64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "cells of a province, never negative"
    )]
    let (column, row) = (x.floor() as u64, y.floor() as u64);
    let smooth = |share: f64| share * share * (3.0 - 2.0 * share);
    let (u, v) = (smooth(x - x.floor()), smooth(y - y.floor()));
    let corner = |dx: u64, dy: u64| {
        let mut random = fastrand::Rng::with_seed(
            (column + dx).wrapping_mul(0x9e37_79b9)
                ^ (row + dy).wrapping_mul(0x85eb_ca6b)
                ^ seed << 40,
        );
        random.f64();
        random.f64()
    };
    let low = corner(0, 0) * (1.0 - u) + corner(1, 0) * u;
    let high = corner(0, 1) * (1.0 - u) + corner(1, 1) * u;
    low * (1.0 - v) + high * v
}
