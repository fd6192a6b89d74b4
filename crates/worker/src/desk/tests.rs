#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use planner::{Answer, OwnCar};
use stations::Content;

use super::*;

/// Never in a hurry.
fn patient() -> bool {
    false
}

/// One look at the clock and no more.
fn hasty() -> bool {
    true
}

/// A file of the embedded data.
fn file(name: &str) -> Vec<u8> {
    let path = format!("../../data/xinzhou/built/{name}.yilu");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn desk() -> Desk {
    desk_of(Desk::default())
}

fn desk_of(mut desk: Desk) -> Desk {
    desk.take_roads(&file("roads")).unwrap();
    desk.take_stations(&file("stations")).unwrap();
    desk
}

/// Up and down the prefecture: some thousand labels.
fn trip() -> String {
    let car = OwnCar {
        usable_kwh: 22.0,
        ..OwnCar::default()
    };
    let car = serde_json::to_string(&car.into_vehicle().unwrap()).unwrap();
    let places = "[39.0,111.2],[39.1,113.6],[38.4,111.9],[39.3,113.6]";
    format!(
        r#"{{"vehicle":{car},"request":{{"from":[38.407,112.734],"via":[{places},{places}],
            "to":[39.635,111.435],"soc":0.9,"temperature":5}}}}"#
    )
}

/// Turns until there is a last word about a plan; all that was said.
fn talk(desk: &mut Desk, is_over: fn() -> bool) -> Vec<(u32, Reply)> {
    let mut said = Vec::new();
    while desk.is_busy() {
        said.extend(desk.turn(is_over));
    }
    said
}

fn plan(reply: &Reply) -> planner::Itinerary {
    let (Reply::Early(json) | Reply::Answer(json)) = reply else {
        panic!("no plan: {reply:?}");
    };
    match Answer::from_json(json).unwrap() {
        Answer::Feasible(plan) => plan,
        Answer::Infeasible(no_plan) => panic!("{no_plan:?}"),
    }
}

#[test]
fn a_plan_before_the_data_is_refused_in_words() {
    let mut desk = Desk::default();
    desk.ask(3, "{}".to_owned());
    let Some((3, Reply::Failed(refused))) = desk.turn(patient) else {
        panic!("not refused");
    };
    assert_eq!(refused.message.zh, "数据尚未载入。");
    assert!(!desk.is_busy());
}

#[test]
fn a_damaged_file_names_its_place() {
    let refused = Desk::default().take_roads(b"<!doctype html>").unwrap_err();
    assert!(refused.message.en.contains("bytes 0 to 3"), "{refused:?}");
}

#[test]
fn whatever_the_turns_the_answer_is_the_same() {
    let mut desk = desk();
    desk.ask(1, trip());
    let patient = talk(&mut desk, patient);
    // The first plan, and the last word.
    assert_eq!(patient.len(), 2, "{}", patient.len());
    assert!(matches!(patient[0].1, Reply::Early(_)));
    desk.ask(2, trip());
    let hasty = talk(&mut desk, hasty);
    assert!(hasty.len() > 2);
    assert_eq!(patient[1].1, hasty.last().unwrap().1);
    assert!(hasty.iter().all(|(id, _)| *id == 2));
}

#[test]
fn an_early_plan_says_how_far_it_may_be_from_the_best() {
    let mut desk = desk();
    desk.ask(1, trip());
    let said = talk(&mut desk, hasty);
    let best = plan(&said.last().unwrap().1);
    assert!(best.gap.abs() < f64::EPSILON, "{}", best.gap);
    let early: Vec<_> = said
        .iter()
        .filter(|(_, reply)| matches!(reply, Reply::Early(_)))
        .map(|(_, reply)| plan(reply))
        .collect();
    assert!(!early.is_empty());
    for plan in early {
        let least = plan.total_time.0 * (1.0 - plan.gap);
        assert!(best.total_time.0 >= least - 0.001, "{plan:?}");
    }
}

#[test]
fn a_newer_wish_and_a_cancel_end_a_plan_without_a_word() {
    let mut desk = desk();
    desk.ask(1, trip());
    assert_eq!(desk.turn(hasty), None, "the planner is made first");
    assert_eq!(desk.turn(hasty).map(|(id, _)| id), Some(1));
    desk.ask(2, trip());
    assert_eq!(desk.turn(hasty).map(|(id, _)| id), Some(2));
    desk.cancel(1);
    assert!(desk.is_busy(), "1 is no longer in the making");
    desk.cancel(2);
    assert_eq!(talk(&mut desk, patient), Vec::new());
}

#[test]
fn new_stations_are_planned_with() {
    let mut desk = desk();
    desk.ask(1, trip());
    let before = talk(&mut desk, patient);
    let all = stations::read_snapshot(&file("stations")).unwrap().value;
    let fewer = Content {
        stations: all.stations[..20].to_vec(),
        ..Content::default()
    };
    let fewer = stations::write_snapshot(&all.about, &fewer).unwrap();
    desk.take_stations(&fewer).unwrap();
    desk.ask(2, trip());
    let after = talk(&mut desk, patient);
    assert_ne!(before[0].1, after[0].1);
}

#[test]
fn who_only_plans_says_so_when_asked() {
    let mut desk = desk();
    desk.wonder(1, trip());
    let said = talk(&mut desk, patient);
    assert!(
        matches!(&said[..], [(1, Reply::Failed(failure))] if failure.message.en.contains("only"))
    );
}

#[test]
fn questions_are_answered_in_turn_after_the_plan() {
    let mut desk = desk_of(Desk::with(&crate::QUESTIONS));
    let car = serde_json::to_string(&OwnCar::default().into_vehicle().unwrap()).unwrap();
    let asked = |question: &str| {
        format!(
            r#"{{"vehicle":{car},"request":{{"from":[38.407,112.734],"to":[39.635,111.435],
                "soc":0.4,"temperature":-10}},"question":{question}}}"#
        )
    };
    let questions = [
        r#"{"alternatives":0.1}"#,
        r#""risks""#,
        r#"{"cheapest":{"hour":30}}"#,
        r#"{"starting_charges":[0.3,0.9]}"#,
        r#"{"reserves":[0.0,0.2]}"#,
        r#""saves_a_stop""#,
        r#""nearby""#,
        r#""along""#,
        r#""reach""#,
        r#""coverage""#,
    ];
    for (question, id) in questions.iter().zip(2..) {
        desk.wonder(id, asked(question));
    }
    desk.wonder(20, asked(r#""weather""#));
    desk.wonder(21, asked(r#""reach""#));
    desk.cancel(21);
    desk.ask(1, trip());
    let said = talk(&mut desk, patient);
    let ids: Vec<u32> = said.iter().map(|said| said.0).collect();
    // The plan early and at last, then the questions.
    assert_eq!(ids, [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20]);
    for (id, reply) in &said[2..12] {
        let Reply::Answer(json) = reply else {
            panic!("{id}: {reply:?}");
        };
        let answer: serde_json::Value = serde_json::from_str(json).unwrap();
        // No charge saves the only stop.
        assert_eq!(answer.is_null(), *id == 7, "{id}: {json:.200}");
    }
    assert!(
        matches!(&said[12].1, Reply::Failed(failure) if failure.message.en.contains("weather"))
    );
}

#[test]
fn waits_count_for_plans_that_begin_later_and_strange_ones_are_refused() {
    let mut desk = desk();
    let at_nine = trip().replace(
        r#""temperature":5"#,
        r#""temperature":5,"depart":"2026-11-26T09:00""#,
    );
    desk.ask(1, at_nine.clone());
    let usual = plan(&talk(&mut desk, patient).last().unwrap().1);
    let waits = vec!["1800"; 24].join(",");
    let all = usual.stops.iter();
    let all = all.map(|stop| format!("\"{}\":[{waits}]", stop.station_id));
    let json = format!("{{{}}}", all.collect::<Vec<_>>().join(","));
    desk.take_busy(&json).unwrap();
    desk.ask(2, at_nine.clone());
    let busy = plan(&talk(&mut desk, patient).last().unwrap().1);
    assert!(busy.total_time.0 > usual.total_time.0, "{busy:?}");
    // Other stations do not take them away.
    desk.take_stations(&file("stations")).unwrap();
    desk.ask(3, at_nine);
    let again = plan(&talk(&mut desk, patient).last().unwrap().1);
    assert_eq!(again.total_time, busy.total_time);
    for wrong in ["[]", r#"{"a":[1]}"#, r#"{"a":1}"#, "{"] {
        assert!(desk.take_busy(wrong).is_err(), "{wrong}");
    }
}
