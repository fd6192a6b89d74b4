//! Files that are made, listed and checked.

use serde_json::{Value, json};

use crate::common::{answer, check_refused, data, folder, yilu};
use crate::planning::WINTER_TRIP;

#[test]
fn damaged_files_are_refused_and_name_themselves() {
    let whole = std::fs::read(data("xinzhou/built/stations.yilu")).unwrap();
    let path = folder("damaged").join("stations.yilu");
    let name = path.to_str().unwrap();
    let check = |bytes: &[u8], part: &str| {
        std::fs::write(&path, bytes).unwrap();
        check_refused(&["inspect", name], part);
        let mut arguments = WINTER_TRIP.to_vec();
        arguments.extend(["--stations", name]);
        check_refused(&arguments, "stations.yilu: ");
    };
    check(&whole[..whole.len() / 2], "bytes long, expected");
    let mut flipped = whole.clone();
    flipped[5000] ^= 1;
    check(&flipped, "checksum");
    check(b"<!doctype html>", "not a Yilu data file");
    let mut newer = whole;
    newer[4] = 9;
    check(
        &newer,
        "container version 9 at byte 4 cannot be read, this program reads version 1",
    );
}

#[test]
fn a_station_in_an_impossible_place_costs_only_itself() {
    let region = folder("impossible");
    for name in [
        "dataset.toml",
        "nodes.csv",
        "roads.csv",
        "rivers.csv",
        "counties.csv",
    ] {
        std::fs::copy(data("xinzhou").join(name), region.join(name)).unwrap();
    }
    let stations = std::fs::read_to_string(data("xinzhou/stations.csv")).unwrap();
    let mut lines: Vec<String> = stations.lines().map(str::to_owned).collect();
    lines[3] = lines[3].replacen(",38.", ",98.", 1);
    std::fs::write(region.join("stations.csv"), lines.join("\n")).unwrap();
    let (vehicles, out) = (data("vehicles.toml"), region.join("built"));
    let (status, _, err) = yilu(&[
        "build",
        region.to_str().unwrap(),
        "--vehicles",
        vehicles.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(status, 0, "{err}");
    assert!(
        err.contains("stations.csv line 4: lat: expected a number from -90 to 90"),
        "{err}"
    );
    let built = out.join("stations.yilu");
    let about = answer(&["inspect", built.to_str().unwrap(), "--json"]);
    assert_eq!(about["counts"]["stations"], json!(213));
    assert_eq!(about["demo"], json!(true));
}

#[test]
fn packs_are_listed_with_what_is_in_them() {
    let site = folder("packs");
    for (pack, names) in [
        ("a", &["roads", "stations", "vehicles", "guide"][..]),
        ("b", &["roads", "stations", "vehicles"]),
    ] {
        std::fs::create_dir_all(site.join(pack)).unwrap();
        for name in names {
            let file = format!("{name}.yilu");
            std::fs::copy(
                data(&format!("xinzhou/built/{file}")),
                site.join(pack).join(&file),
            )
            .unwrap();
        }
    }
    let path = |name: &str| site.join(name).to_str().unwrap().to_owned();
    let list = path("packs.json");
    let (status, _, err) = yilu(&["packs", &path("a"), "--out", &list]);
    assert_eq!(status, 0, "{err}");
    let text = std::fs::read_to_string(&list).unwrap();
    let built = std::fs::read_to_string(data("xinzhou/built/packs.json")).unwrap();
    assert_eq!(text.replace("\"a/", "\""), built);
    // Both have the same id, as they are the same region.
    check_refused(&["packs", &path("a"), &path("b"), "--out", &list], "id");
    check_refused(&["packs", &path("c"), "--out", &list], "roads.yilu");
    check_refused(
        &["packs", &path("a"), "--out", &path("b/packs.json")],
        "a/roads.yilu: expected a place in",
    );
    let wrong = path("b/vehicles.yilu");
    std::fs::copy(path("b/roads.yilu"), &wrong).unwrap();
    check_refused(
        &["packs", &path("b"), "--out", &list],
        "vehicles.yilu: found roads",
    );
    assert_eq!(std::fs::read_to_string(&list).unwrap(), text);
}

#[test]
fn base_maps_are_listed_unless_a_page_could_not_draw_them() {
    let site = folder("bases");
    std::fs::create_dir_all(site.join("a")).unwrap();
    for name in ["roads.yilu", "stations.yilu", "vehicles.yilu"] {
        std::fs::copy(data("xinzhou/built").join(name), site.join("a").join(name)).unwrap();
    }
    let good = std::fs::read(data("../tests/e2e/archives/xinzhou.pmtiles")).unwrap();
    let path = |name: &str| site.join(name).to_str().unwrap().to_owned();
    let (region, list, base) = (path("a"), path("packs.json"), path("base.pmtiles"));
    let arguments = ["packs", &region, "--base", &base, "--out", &list];
    std::fs::write(&base, &good).unwrap();
    let (status, _, err) = yilu(&arguments);
    assert_eq!(status, 0, "{err}");
    let text = std::fs::read_to_string(&list).unwrap();
    let listed: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(listed["bases"][0]["path"], "base.pmtiles");
    assert_eq!(listed["bases"][0]["bytes"], json!(good.len()));
    let changed = |at: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[at] = byte;
        bytes
    };
    for (bytes, problem) in [
        (
            good[..good.len() - 1].to_vec(),
            "base.pmtiles: tiles: found",
        ),
        (b"<!doctype html>".to_vec(), "header: found 15 bytes"),
        (
            changed(0, b'X'),
            "first bytes: found XMTiles, expected PMTiles",
        ),
        (changed(7, 2), "version: found 2, expected 3"),
        (changed(127, 0), "directory: found"),
    ] {
        std::fs::write(&base, bytes).unwrap();
        check_refused(&arguments, problem);
    }
    let elsewhere = path("a/packs.json");
    std::fs::write(&base, &good).unwrap();
    check_refused(
        &["packs", &region, "--base", &base, "--out", &elsewhere],
        "base.pmtiles: expected a place in",
    );
    assert_eq!(std::fs::read_to_string(&list).unwrap(), text);
}

#[test]
fn the_list_of_a_widget_agrees_with_the_files_it_is_made_of() {
    let built = folder("widget");
    for name in ["roads.yilu", "stations.yilu", "guide.yilu"] {
        let from = data("xinzhou/built").join(name);
        std::fs::copy(from, built.join(name)).unwrap();
    }
    let (status, _, err) = yilu(&["widget", built.to_str().unwrap()]);
    assert_eq!(status, 0, "{err}");
    let written = std::fs::read(built.join("widget.json")).unwrap();
    let committed = std::fs::read(data("xinzhou/built/widget.json")).unwrap();
    assert!(written == committed, "run `cargo xtask data`");
    let list: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(list["demo"], json!(true));
    let stations = list["stations"].as_array().unwrap();
    // Those for buses and staff are not shown.
    assert!((100..214).contains(&stations.len()), "{}", stations.len());
    let road = &list["corridors"][1];
    assert_eq!(road["id"], "changcheng1-west");
    let along = road["stations"].as_array().unwrap();
    let ways: Vec<f64> = along.iter().filter_map(|one| one[1].as_f64()).collect();
    assert!(ways.len() > 2 && ways.is_sorted(), "{ways:?}");
    let beside = along.iter().map(|one| one[2].as_f64().unwrap());
    assert!(beside.into_iter().all(|off| off <= 8.0));
    std::fs::write(built.join("guide.yilu"), b"gone").unwrap();
    check_refused(&["widget", built.to_str().unwrap()], "widget");
}

#[test]
fn a_failed_build_leaves_the_old_files_whole() {
    let region = folder("half");
    let out = region.join("built");
    std::fs::create_dir_all(&out).unwrap();
    std::fs::write(out.join("roads.yilu"), b"old").unwrap();
    let (vehicles, region) = (data("vehicles.toml"), region.to_str().unwrap().to_owned());
    let arguments = [
        "build",
        &region,
        "--vehicles",
        vehicles.to_str().unwrap(),
        "--out",
    ];
    check_refused(
        &[&arguments[..], &[out.to_str().unwrap()]].concat(),
        "dataset.toml",
    );
    assert_eq!(std::fs::read(out.join("roads.yilu")).unwrap(), b"old");
}

#[test]
fn every_template_is_without_a_finding_and_a_bad_file_is_not() {
    let folder = folder("templates");
    for (name, file) in [
        ("stations", "stations.csv"),
        ("tariffs", "tariffs.csv"),
        ("places", "places.csv"),
        ("service-areas", "areas.csv"),
        ("corridors", "corridors.toml"),
        ("price-rules", "rules.toml"),
        ("vehicles", "vehicles.toml"),
    ] {
        let (status, text, err) = yilu(&["template", name]);
        assert_eq!(status, 0, "{err}");
        let path = folder.join(file);
        std::fs::write(&path, &text).unwrap();
        let checked = answer(&["check", "--json", path.to_str().unwrap()]);
        assert_eq!(checked[0]["findings"], json!([]), "{name}");
        assert_ne!(checked[0]["records"], json!(0), "{name}");
        std::fs::write(
            &path,
            text.replace("38.", "138.")
                .replace("1.6", "-1.6")
                .replace("29.5", "-1")
                .replace("0.84", "-1"),
        )
        .unwrap();
        let (status, _, err) = yilu(&["check", path.to_str().unwrap()]);
        assert_eq!(status, 2, "{name}");
        assert!(
            err.contains(file) && err.contains("expected"),
            "{name}: {err}"
        );
    }
}

#[test]
fn the_embedded_set_checks_and_has_what_it_promises() {
    let sources = data("xinzhou");
    let checked = answer(&["check", "--json", sources.to_str().unwrap()]);
    assert_eq!(checked[0]["findings"], json!([]));
    let guide = data("xinzhou/built/guide.yilu");
    let counts = answer(&["inspect", "--json", guide.to_str().unwrap()]);
    assert_eq!(
        counts["counts"],
        json!({"corridors": 9, "service_areas": 0, "price_rules": 1})
    );
    let vehicles = answer(&["vehicles", "--json"]);
    let vehicles = vehicles.as_array().unwrap();
    assert!(vehicles.len() >= 24);
    for vehicle in vehicles {
        assert_ne!(vehicle["sources"], json!([]), "{}", vehicle["id"]);
    }
}

#[test]
fn a_file_cut_at_any_percent_is_refused_cleanly() {
    for name in ["roads", "stations", "vehicles", "guide"] {
        let bytes = std::fs::read(data(&format!("xinzhou/built/{name}.yilu"))).unwrap();
        let path = folder("cut").join(format!("{name}.yilu"));
        for percent in 0..100 {
            std::fs::write(&path, &bytes[..bytes.len() * percent / 100]).unwrap();
            check_refused(&["inspect", path.to_str().unwrap()], "expected");
        }
    }
}
