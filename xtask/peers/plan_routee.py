"""Plans trips with RouteE Compass on our graph and stations.

RouteE Compass is a research engine: a stop charges to a given share, charges count in steps of one
per cent, consumption comes from trained models. So its totals are not ours; time and validity are.

Usage: plan_routee.py GRAPH FOLDER

GRAPH is what the bench wrote, FOLDER takes the files that RouteE reads. Prints for each trip as
JSON how long it took, and whether the answer holds.
"""

import csv
import gzip
import importlib.resources
import json
import math
import os
import sys
import time
from pathlib import Path

from nrel.routee.compass import CompassApp

CONFIG = """
parallelism = 1
[algorithm]
type = "a*"
[graph]
vertex_list_input_file = "vertices.csv.gz"
[graph.edge_list]
input_file = "edges.csv.gz"
[mapping]
type = "vertex"
queries_without_destinations = false
matching_type = ["vertex_id"]
[plugin]
input_plugins = []
[[plugin.output_plugins]]
type = "summary"
[[plugin.output_plugins]]
type = "traversal"
route = "json"
geometry_input_file = "lines.txt.gz"
[label]
type = "soc"
[label.soc_label_config]
type = "percent_range"
start = 0
end = 100
step = 1
[termination]
type = "query_runtime"
limit = "00:01:00"
frequency = 1000
[search.constraint]
type = "battery"
[search.traversal]
type = "combined"
[[search.traversal.models]]
type = "distance"
distance_unit = "meters"
[[search.traversal.models]]
type = "speed"
speed_table_input_file = "speeds.txt.gz"
speed_unit = "kph"
[[search.traversal.models]]
type = "time"
time_unit = "seconds"
[[search.traversal.models]]
type = "simple_charging"
charging_station_input_file = "stations.csv.gz"
vertex_input_file = "vertices.csv.gz"
[[search.traversal.models]]
type = "grade"
grade_unit = "decimal"
grade_input_file = "grades.txt.gz"
[[search.traversal.models]]
type = "energy"
vehicles = ["VEHICLE"]
[cost.vehicle_rates.trip_time]
type = "raw"
"""


CAR = "2017_CHEVROLET_Bolt"
FULL = 80.0


def write(path, rows):
    with gzip.open(path, "wt", newline="") as file:
        csv.writer(file, delimiter=",").writerows(rows)


def prepare(graph, folder):
    """Writes the files that RouteE reads, and returns its settings."""
    folder.mkdir(parents=True, exist_ok=True)
    nodes, arcs = graph["nodes"], graph["arcs"]
    rows = [["vertex_id", "x", "y"]] + [[i, n[1], n[0]] for i, n in enumerate(nodes)]
    write(folder / "vertices.csv.gz", rows)
    rows = [["edge_id", "src_vertex_id", "dst_vertex_id", "distance"]]
    write(folder / "edges.csv.gz", rows + [[i, a[0], a[1], a[3]] for i, a in enumerate(arcs)])
    write(folder / "speeds.txt.gz", [[a[3] / a[2] * 3600] for a in arcs])
    write(folder / "grades.txt.gz", [[(nodes[a[1]][2] - nodes[a[0]][2]) / a[3]] for a in arcs])
    with gzip.open(folder / "lines.txt.gz", "wt") as file:
        for a in arcs:
            ends = ", ".join(f"{nodes[i][1]} {nodes[i][0]}" for i in a[:2])
            file.write(f"LINESTRING ({ends})\n")
    rows = [["power_type", "power_kw", "cost_per_kwh", "x", "y"]]
    stations = [["DCFC", kw, 0.0, lon, lat] for lat, lon, kw in graph["stations"]]
    write(folder / "stations.csv.gz", rows + stations)
    car = importlib.resources.files("nrel.routee.compass.resources") / f"vehicles/{CAR}.json"
    config = folder / "config.toml"
    config.write_text(CONFIG.replace("VEHICLE", str(car)))
    return config


def distance(a, b):
    """Straight-line distance in km."""
    narrowing = math.cos(math.radians(a[0]))
    return 111.2 * math.hypot(a[0] - b[0], (a[1] - b[1]) * narrowing)


def verdict(answer, arcs, start, end):
    """Follows the answer arc by arc."""
    if "exceeded runtime limit" in str(answer.get("error")):
        return "unfinished after its minute"
    if "error" in answer:
        return f"no answer: {answer['error']}"
    if answer["terminated"] != "false":
        return f"unfinished: {answer['terminated']}"
    model = answer["route"]["state_model"]
    soc, clock = model["trip_soc"]["index"], model["trip_time"]["index"]
    at, passed, stops = start, 0.0, 0
    for step in answer["route"]["path"]:
        tail, head, ms, _ = arcs[step["edge_id"]]
        state = step["result_state"]
        # Times are in minutes, charges are shares.
        took = (state[clock] - passed) * 60
        if tail != at:
            return f"broken: {tail} does not follow {at}"
        if state[soc] < 0:
            return "broken: the charge is below 0"
        if took < ms / 1000 - 0.1:
            return f"broken: {took} s on an arc of {ms} ms"
        if took > ms / 1000 + 30:
            stops += 1
        at, passed = head, state[clock]
    if at != end:
        return "broken: it does not arrive"
    return f"valid, stops: {stops}"


def main(path, folder):
    graph = json.loads(Path(path).read_text())
    # Its progress bars are nobody's business.
    Path(folder).mkdir(parents=True, exist_ok=True)
    os.dup2(os.open(Path(folder) / "routee.log", os.O_WRONLY | os.O_CREAT), 2)
    config = prepare(graph, Path(folder))
    begin = time.monotonic()
    app = CompassApp.from_config_file(config)
    prepared = time.monotonic() - begin
    trips = []
    for start, end, charge, ours_ms in graph["trips"]:
        asked = {
            "origin_vertex": start,
            "destination_vertex": end,
            "model_name": CAR,
            "starting_soc_percent": 100 * charge,
            "charge_soc_threshold_percent": 30.0,
            "full_soc_percent": FULL,
            "valid_power_types": ["dcfc"],
            "weights": {"trip_time": 1.0},
        }
        begin = time.monotonic()
        answer = app.run(asked)
        answer = answer[0] if isinstance(answer, list) else answer
        seconds = time.monotonic() - begin
        says = verdict(answer, graph["arcs"], start, end)
        km = distance(graph["nodes"][start], graph["nodes"][end])
        trip = {"km": km, "charge": charge, "seconds": seconds, "ours_ms": ours_ms, "says": says}
        trips.append(trip)
    print(json.dumps({"prepared_s": prepared, "trips": trips}))


if __name__ == "__main__":
    main(*sys.argv[1:])
