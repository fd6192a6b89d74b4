//! What is said about a route and its places, in files and as text to copy.

use super::{Place, Role, Route, Target};
use crate::state::{HandoverWords, Language, Table, distance, duration, percent};

/// A place as text: its name, address and coordinates with their datum.
pub fn told(place: &Place) -> String {
    let at = place.position;
    let at = format!("{:.6},{:.6} (WGS-84)", at.lat(), at.lon());
    let lines = [&place.name, &place.address, &at];
    let lines: Vec<&str> = lines
        .into_iter()
        .map(String::as_str)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// Length and time of a route, and what it is not.
pub fn about(route: &Route, language: Language) -> String {
    let words = HandoverWords::of(language);
    let figures = [
        route.distance.map(distance),
        route.duration.map(|time| duration(time, language)),
        route.demo.then(|| words.demo.to_owned()),
        (!route.lines.is_empty()).then(|| words.schematic.to_owned()),
        route.hides_me.then(|| words.hides_me.to_owned()),
    ];
    let figures: Vec<String> = figures.into_iter().flatten().collect();
    figures.join(" · ")
}

/// What one does at a place: `充电 12 % → 60 % · 40 分钟`.
pub fn at_target(target: &Target, language: Language) -> String {
    let words = HandoverWords::of(language);
    let role = match target.role {
        Role::Via => words.via,
        Role::Charge => words.charge,
        Role::Swap => words.swap,
        Role::End => words.end,
    };
    let charge = match (target.charge_arrive, target.charge_depart) {
        (Some(arrive), Some(depart)) => Some(format!("{} → {}", percent(arrive), percent(depart))),
        (Some(arrive), None) => Some(percent(arrive)),
        (None, _) => None,
    };
    let stay = (target.stay.0 >= 60.0).then(|| duration(target.stay, language));
    let said = [Some(role.to_owned()), charge, stay];
    let said: Vec<String> = said.into_iter().flatten().collect();
    said.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::super::samples::route;
    use super::*;

    #[test]
    fn a_place_is_copied_with_its_datum() {
        let stop = route().targets.remove(1).place.unwrap();
        let said = "偏关站（演示）\n偏关县文笔塔西路\n39.440000,111.500000 (WGS-84)";
        assert_eq!(told(&stop), said);
    }

    #[test]
    fn figures_say_that_they_are_of_demo_data() {
        let route = route();
        let said = about(&route, Language::En);
        assert!(said.starts_with("230 km · 3 h 30 min · demo"), "{said}");
        let stop = at_target(&route.targets[1], Language::Zh);
        assert_eq!(stop, "充电 · 12 % → 60 % · 45 分钟");
    }
}
