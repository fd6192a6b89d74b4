//! Smoothing heights over a network.

use units::Meters;

/// `L`: rises and falls along less road than this are mostly noise of the grid, whose points are
/// 30 or 90 m apart.
const LENGTH: f64 = 60.0;
/// Shorter steps count as this long, so that no step is infinitely stiff.
const STEP_MIN: f64 = 1.0;
/// The solution is good to some millimetres then.
const PRECISION: f64 = 1e-7;
const ROUNDS_MAX: usize = 600;

/// Points on roads and the steps between them.
#[derive(Debug, Default)]
pub(crate) struct Network {
    ground: Vec<f64>,
    /// Metres of road on the ground that a point stands for.
    weight: Vec<f64>,
    steps: Vec<(u32, u32, f64)>,
}

impl Network {
    /// Points without any step. Where the ground is not known, the road runs straight.
    pub(crate) fn new(ground: Vec<Option<f64>>) -> Self {
        let known = ground.iter().map(Option::is_some);
        // The weight says first whether the ground is known; steps give it its size.
        let weight = known.map(|known| if known { 0.0 } else { f64::NAN });
        Self {
            weight: weight.collect(),
            ground: ground.into_iter().map(|g| g.unwrap_or(0.0)).collect(),
            steps: Vec::new(),
        }
    }

    /// Joins two points by a piece of road. Off the ground, the grid says nothing about it.
    pub(crate) fn join(&mut self, from: u32, to: u32, length: Meters, is_off_ground: bool) {
        let length = length.0.max(STEP_MIN);
        self.steps.push((from, to, LENGTH * LENGTH / length));
        if !is_off_ground {
            for end in [from, to] {
                self.weight[end as usize] += length / 2.0;
            }
        }
    }

    /// The smoothed heights, by conjugate gradients (Hestenes and Stiefel, 1952) with the
    /// diagonal as preconditioner.
    pub(crate) fn smooth(mut self) -> Vec<f64> {
        for weight in &mut self.weight {
            if weight.is_nan() {
                *weight = 0.0;
            }
        }
        let mut diagonal = self.weight.clone();
        for (from, to, stiffness) in &self.steps {
            diagonal[*from as usize] += stiffness;
            diagonal[*to as usize] += stiffness;
        }
        for value in &mut diagonal {
            *value = value.max(1e-9);
        }
        let mut heights = self.ground.clone();
        let product = self.times(&heights);
        let wanted = self.ground.iter().zip(&self.weight).map(|(g, w)| g * w);
        let mut rest: Vec<f64> = wanted.zip(&product).map(|(b, ax)| b - ax).collect();
        let scaled =
            |rest: &[f64]| -> Vec<f64> { rest.iter().zip(&diagonal).map(|(r, d)| r / d).collect() };
        let mut towards = scaled(&rest);
        let mut norm = dot(&rest, &towards);
        let enough = norm * PRECISION * PRECISION;
        for _ in 0..ROUNDS_MAX {
            if norm <= enough {
                break;
            }
            let product = self.times(&towards);
            let share = norm / dot(&towards, &product);
            add(&mut heights, &towards, share);
            add(&mut rest, &product, -share);
            let next = scaled(&rest);
            let next_norm = dot(&rest, &next);
            let keep = next_norm / norm;
            for (direction, new) in towards.iter_mut().zip(&next) {
                *direction = new + *direction * keep;
            }
            norm = next_norm;
        }
        heights
    }

    /// The matrix of the problem times `x`.
    fn times(&self, x: &[f64]) -> Vec<f64> {
        let mut product: Vec<f64> = x.iter().zip(&self.weight).map(|(x, w)| x * w).collect();
        for (from, to, stiffness) in &self.steps {
            let (from, to) = (*from as usize, *to as usize);
            let pull = stiffness * (x[from] - x[to]);
            product[from] += pull;
            product[to] -= pull;
        }
        product
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], what: &[f64], times: f64) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += what * times;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A road of points 30 m apart over `ground`, off the ground where that is `None`.
    fn road(ground: &[Option<f64>]) -> Vec<f64> {
        let mut network = Network::new(ground.to_vec());
        for (index, pair) in ground.windows(2).enumerate() {
            let from = u32::try_from(index).unwrap();
            let is_off = pair.contains(&None);
            network.join(from, from + 1, Meters(30.0), is_off);
        }
        network.smooth()
    }

    #[test]
    fn a_steady_slope_stays_and_noise_goes() {
        let slope: Vec<Option<f64>> = (0..200).map(|i| Some(f64::from(i) * 1.5)).collect();
        let smooth = road(&slope);
        for index in 20..180_u32 {
            let found = smooth[index as usize];
            assert!(
                (found - f64::from(index) * 1.5).abs() < 0.01,
                "{index}: {found}"
            );
        }
        let noisy: Vec<Option<f64>> = (0..200).map(|i| Some(f64::from(i % 2) * 10.0)).collect();
        let smooth = road(&noisy);
        assert!(
            smooth[50..150].iter().all(|h| (h - 5.0).abs() < 0.5),
            "{smooth:?}"
        );
    }

    #[test]
    fn a_tunnel_runs_straight_under_its_mountain() {
        let mut ground: Vec<Option<f64>> = vec![Some(1000.0); 50];
        ground.extend([None; 40]);
        ground.extend([Some(1100.0); 50]);
        let smooth = road(&ground);
        let middle = f64::midpoint(smooth[69], smooth[70]);
        assert!((middle - 1050.0).abs() < 0.1, "{middle}");
        assert!(smooth[50..90].windows(2).all(|pair| pair[1] > pair[0]));
    }
}
