use roads::RoadId;

use super::*;

const DATASET: &str = "id = \"t\"\nedition = \"2026-11-23\"\nschematic = true\nlicence = \"ODbL-1.0\"\n\
                       attribution = \"\"\ntitle = { zh = \"测\", en = \"Test\" }\n\
                       [[sources]]\nid = \"e\"\nname = \"estimate\"\nlicence = \"facts\"\n";
const NODES: &str = "id,zh,en,kind,lat,lon,elevation_m,county,grade,source\n\
                     a,甲,A,seat,38.0,112.0,800,1,A,e\n\
                     b,乙,B,town,38.1,112.0,1000,1,A,e\n";
const ROADS_HEADER: &str = "from,to,ref,zh,en,class,length_km,speed_kmh,dual,oneway,toll,climb_m,\
                            drop_m,via,grade,source\n";
const ROAD: &str = "a,b,G1,路,Road,primary,12.5,60,0,0,0,,,38.05 112.01,estimate,e\n";

fn parse(nodes: &str, roads: &str) -> Parsed<Dataset> {
    read_dataset(&DatasetText {
        dataset_toml: DATASET,
        nodes_csv: nodes,
        roads_csv: &format!("{ROADS_HEADER}{roads}"),
        rivers_csv: "id,zh,en,line,grade,source\n",
        counties_csv: "code,zh,en,seat,stations_2024,source\n1,县,County,a,3,e\n",
    })
    .unwrap()
}

#[test]
fn a_steady_rise_follows_from_the_heights() {
    let parsed = parse(NODES, ROAD);
    assert_eq!(parsed.findings, []);
    let roads = &parsed.value.roads;
    let road = roads.road(RoadId(0));
    assert_eq!(
        (road.climb.0, road.drop.0, roads.line(RoadId(0)).len()),
        (200.0, 0.0, 3)
    );
    assert_eq!(parsed.value.counties[0].stations, 3);
}

#[test]
fn a_bad_row_names_file_line_and_field_and_costs_only_itself() {
    let check = |bad: &str, field: &str| {
        let parsed = parse(NODES, &format!("{bad}{ROAD}"));
        let finding = &parsed.findings[0];
        assert_eq!(
            (finding.subject.as_str(), finding.field.as_str()),
            ("roads.csv line 2", field)
        );
        assert_eq!(parsed.value.roads.roads().len(), 1, "{bad}");
    };
    check("a,x,G1,,,primary,12.5,60,0,0,0,,,,estimate,e\n", "to");
    check("a,a,G1,,,primary,12.5,60,0,0,0,,,,estimate,e\n", "to");
    check("a,b,G1,,,path,12.5,60,0,0,0,,,,estimate,e\n", "class");
    check("a,b,G1,,,primary,5,60,0,0,0,,,,estimate,e\n", "length_km");
    check("a,b,G1,,,primary,12.5,0,0,0,0,,,,estimate,e\n", "speed_kmh");
    check("a,b,G1,,,primary,12.5,60,yes,0,0,,,,estimate,e\n", "dual");
    check(
        "a,b,G1,,,primary,12.5,60,0,0,0,900,0,,estimate,e\n",
        "climb_m",
    );
    check("a,b,G1,,,primary,12.5,60,0,0,0,,,38.05,estimate,e\n", "via");
    check(
        "a,b,G1,,,primary,12.5,60,0,0,0,,,,estimate,wikipedia\n",
        "source",
    );
}

#[test]
fn a_node_without_a_road_is_a_finding() {
    let nodes = format!("{NODES}c,丙,C,town,38.2,112.0,900,1,A,e\n");
    let parsed = parse(&nodes, ROAD);
    assert_eq!(parsed.findings[0].subject, "nodes.csv c");
}

fn parse_xinzhou() -> Parsed<Dataset> {
    macro_rules! source {
        ($name:literal) => {
            include_str!(concat!("../../../../data/xinzhou/", $name))
        };
    }
    read_dataset(&DatasetText {
        dataset_toml: source!("dataset.toml"),
        nodes_csv: source!("nodes.csv"),
        roads_csv: source!("roads.csv"),
        rivers_csv: source!("rivers.csv"),
        counties_csv: source!("counties.csv"),
    })
    .unwrap()
}

/// The committed data set.
pub(crate) fn xinzhou() -> Dataset {
    parse_xinzhou().value
}

#[test]
fn the_xinzhou_sources_have_no_findings_and_the_promised_size() {
    let parsed = parse_xinzhou();
    assert_eq!(parsed.findings, []);
    let dataset = parsed.value;
    assert!(dataset.roads.nodes().len() >= 150);
    assert!(dataset.roads.roads().len() >= 220);
    assert_eq!(dataset.counties.len(), 14);
    assert_eq!(
        dataset
            .counties
            .iter()
            .map(|county| county.stations)
            .sum::<u32>(),
        214
    );
}
