use std::sync::Arc;

use container::Text;
use live::{Layout, LiveFile};
use planner::OwnCar;
use stations::{Cabinet, Connector, ConnectorStandard, Evse, Origin};
use units::{Kilowatts, LatLon, Seconds};

use super::*;

fn station() -> Station {
    let cabinet = |id: &str, standard| Cabinet {
        power: Kilowatts(60.0),
        evses: vec![Evse {
            connectors: vec![Connector::new(id, standard, Kilowatts(60.0))],
        }],
        ..Cabinet::default()
    };
    let position = LatLon::new(38.4, 112.7).unwrap();
    let origin = Origin {
        source: "op".into(),
        id: "1".into(),
        lat: 38.4,
        lon: 112.7,
        datum: stations::Datum::Wgs84,
    };
    Station {
        cabinets: vec![
            cabinet("a", ConnectorStandard::GbtDc),
            cabinet("b", ConnectorStandard::GbtDc),
            cabinet("c", ConnectorStandard::GbtAc),
        ],
        origins: vec![origin],
        ..Station::new("s", Text::new("站", "Station"), position)
    }
}

fn live(line: &str, silent: u32) -> Live {
    let json = format!(
        r#"{{"v":1,"snap":"x","seq":1,"t":10000,"src":[["op",{silent}]],"s":{{"s":{line}}}}}"#
    );
    let layout = Arc::new(Layout::new("x", &[station()]));
    let ticks = Ticks {
        wall: 0.0,
        steady: 0.0,
    };
    Live {
        mirror: Mirror::new(layout, &LiveFile::read(json.as_bytes()).unwrap()).unwrap(),
        clock: Clock::new(UnixTime(10_000), ticks),
        limits: Limits::default(),
    }
}

fn fast_only() -> Vehicle {
    let mut vehicle = OwnCar::default().into_vehicle().unwrap();
    vehicle.ac_kw_max = 0.0;
    vehicle
}

#[test]
fn connectors_that_fit_the_car_count_and_age_takes_the_rest() {
    let live = live(r#"[30,"fcf"]"#, 30);
    let of = |vehicle, now| live.availability(0, &station(), vehicle, UnixTime(now));
    let known = |free, of, age, freshness| Availability::Known {
        free,
        out: 0,
        of,
        age,
        freshness,
    };
    let car = fast_only();
    assert_eq!(of(None, 10_000), known(2, 3, 30, Freshness::Now));
    assert_eq!(of(Some(&car), 10_000), known(1, 2, 30, Freshness::Now));
    assert_eq!(of(Some(&car), 11_000), known(1, 2, 1030, Freshness::Stale));
    let seen = Availability::Seen {
        free: 1,
        of: 2,
        at: UnixTime(9_970),
    };
    assert_eq!(of(Some(&car), 12_000), seen);
    let offline = of(Some(&car), 10_000).as_history(UnixTime(10_000));
    assert_eq!(offline, seen);
    assert_eq!(live.silence(0, UnixTime(10_100)), None);
    assert_eq!(live.silence(0, UnixTime(11_000)), Some(1030));
}

#[test]
fn a_plan_hears_what_is_broken_and_taken_and_nothing_else() {
    let car = fast_only();
    let now = |line| live(line, 0).for_plan(&[station()], &car, UnixTime(10_000));
    assert_eq!(now(r#"[0,"fcf"]"#), []);
    assert_eq!(now(r#"[0,"???"]"#), []);
    let queue = now(r#"[0,"ccf"]"#);
    assert_eq!(queue[0].free_in, Some(Seconds(live::SESSION_S / 3.0)));
    let broken = now(r#"[0,"xxf"]"#);
    assert_eq!(broken[0].out.len(), 2);
    assert_eq!(broken[0].free_in, None);
    let is_down = |line| live(line, 0).is_down(0, &station(), &car, UnixTime(10_000));
    assert!(is_down(r#"[0,"xof"]"#) && !is_down(r#"[0,"xcf"]"#) && !is_down(r#"[0,"x?f"]"#));
    let old = live(r#"[9000,"xxf"]"#, 9000);
    assert!(!old.is_down(0, &station(), &car, UnixTime(10_000)));
}

#[test]
fn a_sum_is_as_old_as_its_oldest_part() {
    let known = |free, of, age| Availability::Known {
        free,
        out: 0,
        of,
        age,
        freshness: Limits::default().of(age),
    };
    let all = [known(1, 2, 30), Availability::Unknown, known(0, 4, 1000)];
    assert_eq!(Availability::together(all), known(1, 6, 1000));
    assert_eq!(Availability::together([]), Availability::Unknown);
}
