//! Figures as people read them. The only place where units and rounding are chosen. By `json::fixed`:
//! the standard library's own way is kilobytes of wasm.

use json::fixed;
use units::{Kilowatts, Meters, Seconds, StateOfCharge, WattHours};

use crate::state::{Language, words};
use strip::Along;

/// `1 小时 25 分`, `1 h 25 min`; whole minutes, rounded to the nearest.
pub fn duration(time: Seconds, language: Language) -> String {
    let minutes = (time.0.max(0.0) / 60.0).round();
    let (hours, minutes) = ((minutes / 60.0).floor(), fixed(minutes % 60.0, 0));
    let hours = (hours > 0.0).then(|| fixed(hours, 0));
    match (language, hours) {
        (Language::Zh, Some(hours)) => format!("{hours} 小时 {minutes} 分"),
        (Language::Zh, None) => minutes + " 分钟",
        (Language::En, Some(hours)) => format!("{hours} h {minutes} min"),
        (Language::En, None) => minutes + " min",
    }
}

/// `850 m`, `8.4 km`, `266 km`.
pub fn distance(distance: Meters) -> String {
    let meters = distance.0;
    if meters < 995.0 {
        fixed((meters / 10.0).round() * 10.0, 0) + " m"
    } else {
        let decimals = u32::from(meters < 99_500.0);
        fixed(meters / 1000.0, decimals) + " km"
    }
}

/// `53.3 km`, `46 km`; `≈ 43 km` where it is not told but taken from lengths of roads.
pub fn kilometres(along: Along) -> String {
    let kilometres = along.way.0 / 1000.0;
    let is_whole =
        (kilometres - kilometres.round()).abs() < 0.05 || (!along.is_told && kilometres >= 9.95);
    let about = if along.is_told { "" } else { "≈ " };
    about.to_owned() + &fixed(kilometres, u32::from(!is_whole)) + " km"
}

/// `12.4 kWh`.
pub fn energy(energy: WattHours) -> String {
    fixed(energy.0 / 1000.0, 1) + " kWh"
}

/// `45 %`, rounded to the nearest.
pub fn percent(charge: StateOfCharge) -> String {
    fixed(charge.fraction() * 100.0, 0) + " %"
}

/// `−15 °C`.
pub fn degrees(celsius: i32) -> String {
    format!("{celsius} °C").replace('-', "−")
}

/// `120 kW`, `6.6 kW`.
pub fn power(power: Kilowatts) -> String {
    let is_whole = (power.0 - power.0.round()).abs() < 0.05;
    fixed(power.0, u32::from(!is_whole)) + " kW"
}

/// How good a plan is known to be. `gap` is how much less time an optimum may take, as a share;
/// only a plan without one is called optimal. Rounded up, so that it holds. Where it is not time
/// alone that makes a plan the best, the words say so.
pub fn certainty(gap: f64, is_open: bool, is_by_time: bool, language: Language) -> String {
    let words = words(language);
    if !is_by_time {
        let percent = (gap * 1000.0).ceil() / 10.0;
        return if gap <= 0.0 {
            words.optimal_wished.to_owned()
        } else {
            format!("{} {} %", words.not_proven_wished, fixed(percent, 1))
        };
    }
    if gap <= 0.0 {
        return words.optimal.to_owned();
    }
    let percent = fixed((gap * 1000.0).ceil() / 10.0, 1);
    let said = if is_open {
        words.improving
    } else {
        words.not_proven
    };
    format!("{said} {percent} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plan_without_a_gap_is_called_optimal() {
        for language in [Language::Zh, Language::En] {
            let optimal = words(language).optimal;
            assert_eq!(certainty(0.0, false, true, language), optimal);
            assert_ne!(certainty(0.0, false, false, language), optimal);
            for (gap, is_open) in [(1e-9, true), (1e-9, false), (0.5, true), (1.0, false)] {
                for is_by_time in [true, false] {
                    let said = certainty(gap, is_open, is_by_time, language);
                    assert!(!said.contains(optimal) && !said.contains("最优"), "{said}");
                }
            }
        }
        assert!(certainty(0.0301, true, true, Language::En).ends_with(" 3.1 %"));
    }

    #[test]
    fn figures_read_naturally() {
        assert_eq!(duration(Seconds(3599.0), Language::Zh), "1 小时 0 分");
        assert_eq!(duration(Seconds(95.0), Language::En), "2 min");
        assert_eq!(distance(Meters(266_040.0)), "266 km");
        assert_eq!(distance(Meters(8_430.0)), "8.4 km");
        assert_eq!(distance(Meters(846.0)), "850 m");
        let along = |way, is_told| {
            let way = Meters(way);
            kilometres(Along { way, is_told })
        };
        assert_eq!(along(53_260.0, true), "53.3 km");
        assert_eq!(along(46_000.0, true), "46 km");
        assert_eq!(along(42_868.0, false), "≈ 43 km");
        assert_eq!(along(8_793.0, false), "≈ 8.8 km");
        assert_eq!(energy(WattHours(12_440.0)), "12.4 kWh");
        assert_eq!(power(Kilowatts(6.6)), "6.6 kW");
        assert_eq!(power(Kilowatts(120.0)), "120 kW");
    }
}
