use super::*;

#[test]
fn a_request_survives_json_and_has_defaults() {
    let json = r#"{"from": [38.407, 112.734], "to": [39.635, 111.435], "soc": 0.45}"#;
    let request: TripRequest = serde_json::from_str(json).unwrap();
    assert_eq!(request.reserve, tenth());
    let again = serde_json::to_string(&request).unwrap();
    assert_eq!(
        serde_json::from_str::<TripRequest>(&again).unwrap(),
        request
    );
}

#[test]
fn places_on_the_way_are_passed_or_stayed_at() {
    let json = r#"{"from": [38.4, 112.7], "to": [39.6, 111.4], "depart": "2026-11-26T08:30",
        "via": [[38.5, 112.6], {"at": [38.6, 112.5], "stay_s": 1800}], "aim": "fewest_stops"}"#;
    let request: TripRequest = serde_json::from_str(json).unwrap();
    assert_eq!(request.via[0], LatLon::new(38.5, 112.6).unwrap().into());
    assert_eq!(request.via[1].stay, Seconds(1800.0));
    assert_eq!(request.aim, Aim::FewestStops);
    let again = serde_json::to_string(&request).unwrap();
    assert_eq!(
        serde_json::from_str::<TripRequest>(&again).unwrap(),
        request
    );
    assert!(
        serde_json::from_str::<TripRequest>(&json.replace("1800", "-1"))
            .unwrap()
            .check()
            .is_err()
    );
}

#[test]
fn impossible_requests_are_refused() {
    let parse = |json: &str| serde_json::from_str::<TripRequest>(json);
    assert!(parse(r#"{"from": [98.4, 112.7], "to": [39.6, 111.4]}"#).is_err());
    assert!(parse(r#"{"from": [38.4, 112.7], "to": [39.6, 111.4], "soc": 45}"#).is_err());
    let usual = parse(r#"{"from": [38.4, 112.7], "to": [39.6, 111.4]}"#).unwrap();
    let check = |change: fn(&mut TripRequest), expected: &str| {
        let mut request = usual.clone();
        change(&mut request);
        assert_eq!(request.check().unwrap_err().to_string(), expected);
    };
    check(
        |request| request.temperature = Celsius(200.0),
        "temperature is 200, expected -50 to 60 °C",
    );
    check(
        |request| request.wind.speed_m_s = -1.0,
        "wind.speed_m_s is -1, expected 0 to 50 m/s",
    );
    check(
        |request| request.wind.from_deg = f64::NAN,
        "wind.from_deg is NaN, expected 0 to 360 degrees clockwise from north",
    );
    check(
        |request| request.payload_kg = -70.0,
        "payload_kg is -70, expected 0 to 60000 kg",
    );
    check(
        |request| request.speed_factor = 2.0,
        "speed_factor is 2, expected 0.5 to 1.3 of the usual speed",
    );
}
