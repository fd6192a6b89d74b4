use super::*;

#[test]
fn a_link_survives_its_text() {
    let text = "from=38.407,112.734&to=me&via=39.1,112.2&car=byd-dolphin-2025&soc=45\
                &temp=-15&reserve=12&station=demo-140902-001&road=g55,back&lang=en";
    let link = Link::read(text);
    assert_eq!(link.trip.to, Some(Endpoint::Me));
    assert_eq!((link.trip.charge, link.trip.temperature), (45, -15));
    assert_eq!(link.write(), text);
    assert_eq!(Link::read(&format!("#{text}")), link);
}

#[test]
fn a_link_shows_what_it_is_about_unless_it_names_a_screen() {
    assert_eq!(Link::read("").screen(), Screen::Find);
    assert_eq!(Link::read("to=38.4,112.7").screen(), Screen::Trip);
    let named = Link::read("to=38.4,112.7&view=roads");
    assert_eq!(named.screen(), Screen::Roads);
    assert!(named.write().contains("view=roads"));
    assert_eq!(Link::read("view=nowhere").screen(), Screen::Find);
}

#[test]
fn wishes_travel_in_the_link_and_impossible_ones_are_left_out() {
    let text = "from=38.4,112.7&to=39.6,111.4&via=39.1,112.2;stay=60;soc=40&soc=80&temp=-7\
                &reserve=10&depart=2026-12-01T08:30&arrive=30&chargemax=80&stopleast=10&tourism=140&elsewhere=20&stopmost=30&back=120&load=250&meal=45\
                &breaks=1&with=roofbox&style=calm&aim=fewest\
                &without=tolls,expressways&notby=%E7%94%B2&by=a%20b&avoid=demo-1";
    let link = Link::read(text);
    assert_eq!(link.write(), text);
    assert_eq!(link.trip.wishes.count(), 17);
    assert_eq!(
        (link.trip.via[0].stay_min, link.trip.via[0].charge),
        (60, 40)
    );
    let hostile = "via=39,112;stay=-4;soc=999;x&depart=2026-13-40T99:99&arrive=300&back=x\
                   &load=99999&with=<b>&style=../&aim=1&meal=1\
                   &without=toll,,EXPRESSWAYS&chargemax=100&stopleast=-5\
                   &stopmost=1e9&notby=%&by=%FF%0A&elsewhere=0&tourism=0";
    let link = Link::read(hostile);
    assert_eq!(link.trip.wishes, Wishes::default());
    assert_eq!((link.trip.via[0].stay_min, link.trip.via[0].charge), (0, 0));
}

#[test]
fn an_own_car_travels_by_its_numbers() {
    let link = Link::read("car=own&own=60.5,15.5,100,1800");
    let Car::Own(own) = &link.trip.car else {
        panic!("{link:?}")
    };
    assert!((own.usable_kwh - 60.5).abs() < 1e-9);
    assert_eq!(Link::read(&link.write()), link);
    assert!(Link::read("car=own&own=0,0,0,0").is_car_impossible);
    assert!(!Link::read("car=own").is_car_impossible);
    assert_eq!(Link::read_with("to=me", -7).trip.temperature, -7);
    assert_eq!(Link::read_with("temp=3", -7).trip.temperature, 3);
}

#[test]
fn what_cannot_be_understood_is_left_out() {
    let hostile = "from=99,200&to=<script>&soc=900&temp=x&reserve=-1&car=%3Cb%3E&own=1,2&&=&a\
                   &lang=fr&station=../../x";
    let link = Link::read(hostile);
    assert_eq!((link.trip.from, link.trip.to), (None, None));
    assert_eq!((link.trip.charge, link.trip.reserve), (80, 10));
    assert_eq!(link.language, None);
    assert_eq!(link.station.as_deref(), Some("....x"));
    let many = "via=38,112&".repeat(50);
    assert_eq!(Link::read(&many).trip.via.len(), VIA_MAX);
    let many: Vec<String> = (0..50).map(|number| format!("notby={number}")).collect();
    let many = many.join("&");
    let operators = Link::read(&many).trip.wishes.avoid_operators;
    assert_eq!(operators.len(), OPERATORS_MAX);
}
