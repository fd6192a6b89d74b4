//! Places of a road in one direction, and what the guide says of the way between them.

use guide::{Corridor, CorridorNode, Grade, Side};
use units::Meters;

use crate::Along;

/// A part of the road whose length the guide says.
#[derive(Debug, Clone, Copy)]
struct Span {
    /// Number of the place where it begins.
    first: usize,
    /// Number of the place where it ends.
    last: usize,
    length: f64,
}

/// Places in the order of driving.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    pub(crate) nodes: Vec<CorridorNode>,
    /// They follow each other without overlapping.
    spans: Vec<Span>,
    is_sure: bool,
}

impl Course {
    pub(crate) fn new(corridor: &Corridor, is_reversed: bool) -> Self {
        let mut nodes = corridor.nodes.clone();
        let mut spans = spans(&nodes);
        if is_reversed {
            let last = nodes.len().saturating_sub(1);
            nodes.reverse();
            for node in &mut nodes {
                node.side = turned(node.side);
            }
            spans.reverse();
            for span in &mut spans {
                (span.first, span.last) = (last - span.last, last - span.first);
            }
        }
        Self {
            nodes,
            spans,
            is_sure: corridor.grade != Grade::Estimate,
        }
    }

    /// The way from each place to the next, with the lengths of the roads between where the guide
    /// says nothing. Where it says the sum of several, they share it by those lengths.
    pub(crate) fn legs(&self, roads: &[Option<Meters>]) -> Vec<Option<Along>> {
        let by_roads = |length: &Option<Meters>| {
            length.map(|way| Along {
                way,
                is_told: false,
            })
        };
        let mut legs: Vec<Option<Along>> = roads.iter().map(by_roads).collect();
        for span in &self.spans {
            let within = &mut legs[span.first..span.last];
            if let [single] = within {
                *single = Some(Along {
                    way: Meters(span.length),
                    is_told: self.is_sure,
                });
                continue;
            }
            let lengths: Option<f64> = within.iter().map(|leg| leg.map(|leg| leg.way.0)).sum();
            let sum = lengths.filter(|sum| *sum > 0.0);
            for leg in within {
                *leg = leg.zip(sum).map(|(leg, sum)| Along {
                    way: leg.way * (span.length / sum),
                    is_told: false,
                });
            }
        }
        legs
    }

    /// The way from the first place to each.
    pub(crate) fn ways(&self, legs: &[Option<Along>]) -> Vec<Option<Along>> {
        let start = Along {
            way: Meters(0.0),
            is_told: true,
        };
        let mut ways = vec![None; self.nodes.len()];
        if let Some(first) = ways.first_mut() {
            *first = Some(start);
        }
        for index in 1..ways.len() {
            let told = self.spans.iter().find(|span| span.last == index);
            let told = told.and_then(|span| {
                let before: Along = ways[span.first]?;
                Some(Along {
                    way: before.way + Meters(span.length),
                    is_told: before.is_told && self.is_sure,
                })
            });
            let by_leg = || {
                let (before, leg) = (ways[index - 1]?, legs[index - 1]?);
                Some(Along {
                    way: before.way + leg.way,
                    is_told: before.is_told && leg.is_told,
                })
            };
            ways[index] = told.or_else(by_leg);
        }
        ways
    }
}

/// The parts between places whose way from the first one is known. Ways that go back are not
/// believed.
fn spans(nodes: &[CorridorNode]) -> Vec<Span> {
    let (mut first, mut before) = (0, 0.0);
    let mut spans = Vec::new();
    for (last, node) in nodes.iter().enumerate().skip(1) {
        let along = node.along.map(|along| along.0);
        let Some(along) = along.filter(|along| along.is_finite() && *along >= before) else {
            continue;
        };
        let length = along - before;
        spans.push(Span {
            first,
            last,
            length,
        });
        (first, before) = (last, along);
    }
    spans
}

pub(crate) fn turned(side: Side) -> Side {
    match side {
        Side::Both => Side::Both,
        Side::Forward => Side::Backward,
        Side::Backward => Side::Forward,
    }
}
