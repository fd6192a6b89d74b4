use super::super::samples::{at, me, route, route_of, trip, winter_plan};
use super::*;

#[test]
fn a_plan_becomes_its_places_in_turn() {
    let route = route();
    let names: Vec<&str> = route.targets.iter().map(|to| to.name.as_str()).collect();
    assert_eq!(names, ["宁武关", "偏关站（演示）", "老牛湾"]);
    let roles: Vec<Role> = route.targets.iter().map(|to| to.role).collect();
    assert_eq!(roles, [Role::Via, Role::Charge, Role::End]);
    assert_eq!(route.name, "忻州古城 → 老牛湾");
    let plan = winter_plan();
    let sum = |of: fn(&Target) -> f64| route.targets.iter().map(of).sum::<f64>();
    let meters = sum(|to| to.distance.unwrap().0);
    assert!((meters - plan.distance.0).abs() < 1e-6, "{meters}");
    let seconds = sum(|to| to.duration.unwrap().0);
    assert!((seconds - plan.driving.0).abs() < 1e-6, "{seconds}");
    assert_eq!([0, 1, 2].map(|stops| route.after(stops)), [0, 2, 2]);
    // 3000 s to the place on the way, 300 s of which are a break.
    assert_eq!(route.targets[0].duration, Some(Seconds(2700.0)));
    // It lies in the middle of the drawn line.
    let share = route.targets[0].distance.unwrap().0 / plan.legs[0].distance.0;
    assert!((0.3..0.7).contains(&share), "{share}");
}

#[test]
fn the_drivers_own_position_is_nowhere() {
    let me = winter_plan().legs[0].geometry[0];
    let mut trip = trip();
    trip.from = Some(Endpoint::Me);
    let from_me = route_of(&trip);
    assert!(from_me.hides_me && from_me.start.is_none());
    let all = from_me.lines.iter().flatten();
    assert!(all.clone().count() > 2);
    assert!(all.clone().all(|point| point.distance_to(me).0 >= HIDDEN.0));
    assert_eq!(from_me.whole().len(), 3);

    let end = winter_plan().legs[1].geometry.last().copied().unwrap();
    trip.from = Some(Endpoint::At(at(38.407, 112.734)));
    trip.to = Some(Endpoint::Me);
    let to_me = route_of(&trip);
    let mut all = to_me.lines.iter().flatten();
    assert!(all.all(|point| point.distance_to(end).0 >= HIDDEN.0));
    assert_eq!(to_me.targets[2].place, None);
    assert_eq!(to_me.whole().len(), 2, "two of three can be handed over");
}

#[test]
fn a_round_trip_turns_at_its_end_and_comes_back() {
    let mut trip = trip();
    trip.via.clear();
    trip.wishes.back_min = Some(30);
    let route = route_of(&trip);
    assert_eq!(route.name, "忻州古城 → 老牛湾 → 忻州古城");
    let names: Vec<&str> = route.targets.iter().map(|to| to.name.as_str()).collect();
    assert_eq!(names, ["老牛湾", "偏关站（演示）", "忻州古城"]);
    assert_eq!(route.whole().len(), 3);
    // Where the driver turns is where the driver is: no link passes over it.
    trip.to = Some(Endpoint::Me);
    let route = route_of(&trip);
    assert_eq!(
        (route.targets[0].place.clone(), route.targets.len()),
        (None, 3)
    );
    assert!(route.whole().is_empty());
    let away = |point: &LatLon| point.distance_to(me()).0 >= HIDDEN.0;
    assert!(route.lines.iter().flatten().all(away));
    assert_eq!(route.lines.len(), 3, "the first leg is cut where it passes");
}

#[test]
fn without_ends_there_is_no_route() {
    let names = Names {
        station: &|_| None,
        position: &|_| String::new(),
        me: "",
        me_at: None,
    };
    assert_eq!(
        Route::of_plan(&winter_plan(), &Trip::default(), &names),
        None
    );
}
