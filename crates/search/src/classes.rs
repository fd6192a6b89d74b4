//! Stops by how fast one charges there.

use super::price::StopKind;
use super::{CLASSES_MAX, Curve, ENERGY, Field, LANES, Leg, Point, UNREACHABLE, plus};

/// Charge points that are the fastest that one still stops at, and what such trips may do besides.
#[derive(Debug)]
pub struct Class<'a> {
    /// Kinds of stops of this class and of slower ones, each with the least time besides charging.
    pub kinds: Vec<StopKind<'a>>,
    /// Node of each charge point of this class, and how much longer a stop there takes than the
    /// quickest of its kind.
    stops: Vec<(u32, f64)>,
}

/// The open ones of these charge points by class, the fastest first, as many in each as kinds of
/// stops allow.
pub fn classes<'a>(points: &[Point], curves: &'a [Curve]) -> Vec<Class<'a>> {
    let open = || points.iter().filter(|point| !point.is_closed);
    let mut least = vec![f64::INFINITY; curves.len()];
    for point in open() {
        let delay = &mut least[point.curve as usize];
        *delay = delay.min(point.delay);
    }
    let used = (0..curves.len()).filter(|curve| least[*curve].is_finite());
    let mut order: Vec<usize> = used.collect();
    sorting::by(&mut order, |a, b| {
        let fastest = |curve: usize| curves[curve].slope_min();
        fastest(*a).total_cmp(&fastest(*b))
    });
    let count = order.len().min(CLASSES_MAX);
    let classes = (0..count).map(|class| {
        let [from, to] = [class, class + 1].map(|class| class * order.len() / count);
        let kinds = order[from..].iter();
        let own = open().filter(|point| order[from..to].contains(&(point.curve as usize)));
        let stop = |point: &Point| (point.node, point.delay - least[point.curve as usize]);
        Class {
            kinds: kinds
                .map(|curve| (least[*curve], &curves[*curve]))
                .collect(),
            stops: own.map(stop).collect(),
        }
    });
    classes.collect()
}

impl Class<'_> {
    /// The nodes where one stops, with the least sums from before the stop to the end of `leg`.
    pub fn exits<F: Field>(&self, leg: &mut Leg<F>) -> Vec<(u32, [u32; LANES])> {
        let exits = self.stops.iter().map(|(node, longer)| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "casts saturate"
            )]
            let longer = *longer as u32;
            let mut sums = leg.field.at(*node);
            for sum in &mut sums[..ENERGY] {
                *sum = plus(*sum, longer.min(UNREACHABLE - 1));
            }
            (*node, sums)
        });
        exits.collect()
    }
}
