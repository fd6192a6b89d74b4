//! The temperature that one expects when nobody says another.

use planner::Departure;

/// Degrees Celsius by day in the towns of Xinzhou, by month from January on. January's is the middle
/// of the range that a travel site gives for Xinzhou (domain research 4.5, grade B); the others are
/// estimates (grade D), and so every plan shows what it is made with, to be changed.
const BY_MONTH: [i8; 12] = [-7, -3, 4, 12, 18, 23, 24, 22, 17, 10, 2, -5];

/// What one expects on a day.
pub fn usual_temperature(day: Departure) -> i8 {
    let month = day.date().get(5..7).and_then(|month| month.parse().ok());
    let month: usize = month.unwrap_or(1);
    BY_MONTH[month.clamp(1, 12) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn winters_are_cold() {
        let of = |day: &str| usual_temperature(format!("{day}T08:00").parse().unwrap());
        assert_eq!(
            (of("2026-01-15"), of("2026-07-01"), of("2026-12-31")),
            (-7, 24, -5)
        );
    }
}
