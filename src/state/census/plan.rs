//! Figures of the city's plan for chargers up to 2025, as printed there. Facts and targets; whether
//! the targets were met is not known here.

use super::Counts;

/// The plan, in its own words.
pub const PLAN: &str = "忻州市电动汽车充（换）电基础设施建设“十四五”规划（依据晋政办发〔2023〕38号、忻政办函〔2023〕5号）";

/// A figure of the plan beside what the station file holds.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    /// What is counted, in Chinese and English.
    pub name: (&'static str, &'static str),
    /// How it stood at the end of 2022.
    pub before: Option<(&'static str, &'static str)>,
    /// The target for the end of 2025.
    pub target: Option<(&'static str, &'static str)>,
    /// The same counted in the station file, where that can be.
    pub counted: Option<fn(&Counts) -> usize>,
}

const fn same(text: &'static str) -> (&'static str, &'static str) {
    (text, text)
}

/// The figures that concern drivers (domain research 1.1, all read in the plan itself). The plan
/// counts piles, not stations, and the two are never put in one ratio.
pub const FIGURES: [Figure; 7] = [
    Figure {
        name: ("充电桩", "Piles"),
        before: Some(same("720")),
        target: Some(("公共桩 ≥ 6000", "≥ 6000 public")),
        counted: Some(|counts| counts.piles),
    },
    Figure {
        name: ("其中：主城区集中式直流", "of these: urban, DC"),
        before: Some(same("209")),
        target: None,
        counted: None,
    },
    Figure {
        name: ("其中：主城区交流", "of these: urban, AC"),
        before: Some(same("142")),
        target: None,
        counted: None,
    },
    Figure {
        name: ("其中：各县集中式", "of these: counties"),
        before: Some(same("369")),
        target: None,
        counted: None,
    },
    Figure {
        name: ("换电站", "Swap stations"),
        before: Some(same("4")),
        target: None,
        counted: Some(|counts| counts.swap),
    },
    Figure {
        name: ("桩车比", "Piles to vehicles"),
        before: None,
        target: Some(("≥ 1:8，力争 1:6", "≥ 1:8, aiming at 1:6")),
        counted: None,
    },
    Figure {
        name: ("充电距离", "Distance to charge"),
        before: None,
        target: Some(same("< 10 km")),
        counted: None,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_2022_are_the_whole() {
        let figure = |index: usize| FIGURES[index].before.unwrap().0.parse::<u32>().unwrap();
        assert_eq!(figure(0), figure(1) + figure(2) + figure(3));
    }
}
