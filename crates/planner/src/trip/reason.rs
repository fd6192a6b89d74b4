//! Why there is no plan, in words that a driver can act on.

use container::Text;
use units::{Meters, StateOfCharge, WattHours};

use super::bare::BareTrip;
use super::simulate::Illegal;
use crate::solve::Gap;
use crate::{NoPlan, Shortfall, TripRequest};
use stations::Station;

/// The sentence for what lacks.
pub(super) fn explain(trip: &BareTrip<'_>, stations: &[Station], gap: &Gap) -> NoPlan {
    let Gap::Charge {
        from,
        to,
        missing,
        path,
    } = gap
    else {
        return no_plan(&Text::new(
            "没有道路通向终点。",
            "No road leads to the destination.",
        ));
    };
    let distance: Meters = path.iter().map(|edge| trip.length(*edge)).sum();
    let energy: WattHours = path
        .iter()
        .map(|edge| trip.problem.graph[*edge].energy)
        .sum();
    // The part of the way that lacks is taken as the part of its energy that lacks.
    let share = if energy.0 > 0.0 {
        (missing.0 / energy.0).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let station =
        |point: &Option<usize>| point.map(|point| &stations[trip.candidate(point).station]);
    let (from, to) = (station(from), station(to));
    let shortfall = Shortfall {
        from_station_id: from.map(|station| station.id.clone()),
        to_station_id: to.map(|station| station.id.clone()),
        distance,
        missing_distance: distance * share,
        missing: *missing,
    };
    let sentence = sentence(
        from.map(|station| &station.name),
        to.map(|station| &station.name),
        trip.charge_max(),
        &shortfall,
    );
    NoPlan {
        shortfall: Some(shortfall),
        ..no_plan(&sentence)
    }
}

fn sentence(
    from: Option<&Text>,
    to: Option<&Text>,
    charge_max: StateOfCharge,
    shortfall: &Shortfall,
) -> Text {
    let percent = json::fixed(charge_max.fraction() * 100.0, 0);
    let km = json::fixed((shortfall.missing_distance.0 / 1000.0).ceil(), 0);
    let kwh = json::fixed((shortfall.missing.0 / 100.0).ceil() / 10.0, 1);
    let (start_zh, start_en) = match from {
        None => ("电量不够：".to_owned(), "Not enough charge:".to_owned()),
        Some(name) if charge_max < StateOfCharge::FULL => (
            format!("在「{}」充到 {percent} % 后，", name.zh),
            format!("With {percent} % from {},", name.en),
        ),
        Some(name) => (
            format!("在「{}」充满后，", name.zh),
            format!("With a full battery from {},", name.en),
        ),
    };
    let (goal_zh, goal_en) = match (from, to) {
        (None, Some(name)) => (
            format!("离最近可用充电站「{}」", name.zh),
            format!("the nearest usable charging station, {},", name.en),
        ),
        (Some(_), Some(name)) => (
            format!("离下一个可用充电站「{}」", name.zh),
            format!("the next usable charging station, {},", name.en),
        ),
        (_, None) => ("离终点".to_owned(), "the destination".to_owned()),
    };
    let (more_zh, more_en) = if from.is_some() && charge_max < StateOfCharge::FULL {
        ("可调高“每次最多充到”。", " Charge to more than that.")
    } else {
        ("", "")
    };
    Text::new(
        format!("{start_zh}{goal_zh}还差 {km} km（{kwh} kWh，含须保留的电量）。{more_zh}"),
        format!(
            "{start_en} {goal_en} is {km} km too far ({kwh} kWh, with the charge to keep).{more_en}"
        ),
    )
}

/// The trip begins with less than the charge to keep.
pub(super) fn below_reserve(request: &TripRequest) -> NoPlan {
    let percent = |charge: StateOfCharge| json::fixed(charge.fraction() * 100.0, 0);
    let (charge, reserve) = (percent(request.charge), percent(request.reserve));
    no_plan(&Text::new(
        format!("出发电量 {charge} % 低于途中须保留的 {reserve} %：请降低保留电量。"),
        format!(
            "The charge at the start, {charge} %, is less than the {reserve} % to keep on the way: keep less."
        ),
    ))
}

/// The search gave up. Nothing is known about plans then.
pub(super) fn too_hard() -> NoPlan {
    unproven(&Text::new(
        "计算量太大，已停止：请减少途经点，或改变出发电量再试。",
        "The search was stopped because it took too long: try fewer places on the way, or another \
         charge.",
    ))
}

/// A place on the way asks for more charge than one can have there.
pub(super) fn place_asks_too_much() -> NoPlan {
    no_plan(&Text::new(
        "无法以要求的电量到达途经点：请降低途经点的最低电量。",
        "A place on the way asks for more charge than one can arrive there with: ask for less.",
    ))
}

/// There is a trip, but no station on it at which one could eat.
pub(super) fn no_meal() -> NoPlan {
    no_plan(&Text::new(
        "途中没有可以边充电边用餐的充电站：请取消用餐要求，或以较低电量出发。",
        "No station on the way can be charged at during the meal: do without it, or start with less \
         charge.",
    ))
}

/// The same, with which roads were taken for none.
pub(super) fn without_roads(request: &TripRequest, no_plan: NoPlan) -> NoPlan {
    let (zh, en) = match (request.avoid_expressways, request.avoid_tolls) {
        (false, false) => return no_plan,
        (true, false) => ("高速公路", "expressways"),
        (false, true) => ("收费公路", "toll roads"),
        (true, true) => ("高速和收费公路", "expressways and toll roads"),
    };
    NoPlan {
        reason: format!("Without {en}: {}", no_plan.reason),
        reason_zh: format!("不走{zh}时：{}", no_plan.reason_zh),
        ..no_plan
    }
}

/// A plan that does not survive its own check is not shown.
pub(super) fn illegal(illegal: &Illegal) -> NoPlan {
    unproven(&Text::new(
        format!("内部检查未通过，行程不予显示（{illegal}）。请报告此问题。"),
        format!("The plan failed its own check and is not shown ({illegal}). Please report this."),
    ))
}

fn no_plan(sentence: &Text) -> NoPlan {
    NoPlan {
        reason: sentence.en.clone(),
        reason_zh: sentence.zh.clone(),
        is_proven: true,
        demo: false,
        shortfall: None,
    }
}

fn unproven(sentence: &Text) -> NoPlan {
    NoPlan {
        is_proven: false,
        ..no_plan(sentence)
    }
}
