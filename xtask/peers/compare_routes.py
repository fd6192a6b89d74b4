"""Compares an import with Valhalla on the same extract.

Usage: compare_routes.py BUILDER YILU EXTRACT FOLDER

BUILDER is valhalla_build_tiles, YILU our command line, FOLDER takes what is built. Prints the
figures as JSON: time and memory of both imports, and for each pair of points the distances.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import valhalla
from valhalla.config import get_config

PAIRS = "500"
SEED = "1"
# Ways whose lengths differ by more are timed by Valhalla as well.
FAR_OFF = 0.1


# A process begins with the memory of the one that starts it, so a small one starts it.
STARTER = """
import os, subprocess, sys, time
start = time.monotonic()
with open(sys.argv[1], "w") as file:
    process = subprocess.Popen(sys.argv[2:], stdout=file, stderr=file)
    _, status, usage = os.wait4(process.pid, 0)
print(status, time.monotonic() - start, usage.ru_maxrss / 1024)
"""


def measured(command, log):
    """Runs a command: seconds and greatest memory in MB."""
    asked = [sys.executable, "-S", "-c", STARTER, str(log), *command]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()
    if said[0] != "0":
        sys.exit(f"{command[0]} failed, see {log}")
    return {"seconds": float(said[1]), "megabytes": float(said[2])}


def route(actor, pair):
    """Distance of Valhalla's fastest car route in metres, or why there is none."""
    ends = [dict(zip(("lat", "lon"), pair[end])) for end in ("from", "to")]
    asked = {"locations": ends, "costing": "auto", "units": "kilometers", "directions_type": "none"}
    try:
        answer = json.loads(actor.route(json.dumps(asked)))
    except RuntimeError as error:
        return None, str(error)
    summary = answer["trip"]["summary"]
    return summary["length"] * 1000, summary["time"]


def our_way_by_them(actor, yilu, roads, pair):
    """Seconds that Valhalla itself gives for our way, laid on its roads; None when it does not fit."""
    ends = [",".join(str(x) for x in pair[end]) for end in ("from", "to")]
    asked = [yilu, "route", "--roads", roads, "--from", ends[0], "--to", ends[1], "--json"]
    ours = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
    shape = [{"lat": lat, "lon": lon} for lon, lat in ours["geometry"]]
    asked = {"shape": shape, "costing": "auto", "shape_match": "map_snap", "units": "kilometers"}
    try:
        summary = json.loads(actor.trace_route(json.dumps(asked)))["trip"]["summary"]
    except RuntimeError:
        return None
    is_same = abs(summary["length"] * 1000 - ours["distance_m"]) <= 0.03 * ours["distance_m"]
    return summary["time"] if is_same else None


def main(builder, yilu, extract, folder):
    folder = Path(folder)
    tiles = folder / "tiles"
    tiles.mkdir(parents=True, exist_ok=True)
    config = folder / "valhalla.json"
    settings = get_config(tile_dir=str(tiles), tile_extract=str(folder / "none.tar"), verbose=False)
    # Without a database of countries the builder takes every road for one with traffic on the left,
    # unless it is told that there is none.
    settings["mjolnir"]["data_processing"]["use_admin_db"] = False
    config.write_text(json.dumps(settings))
    peer = measured([builder, "-c", str(config), extract], folder / "valhalla.log")
    roads = folder / "roads.yilu"
    ours = measured([yilu, "import", "osm", extract, "--out", str(roads)], folder / "yilu.log")
    asked = [yilu, "bench-routes", "--roads", str(roads), "--pairs", PAIRS, "--seed", SEED]
    figures = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
    actor = valhalla.Actor(str(config))
    for pair in figures["pairs"]:
        start = time.monotonic()
        found, more = route(actor, pair)
        pair["peer_milliseconds"] = (time.monotonic() - start) * 1000
        pair["peer_distance_m"] = found
        pair["peer_duration_s" if found is not None else "peer_reason"] = more
        length = pair.get("distance_m")
        if found and length and abs(length / found - 1) > FAR_OFF:
            pair["ours_by_peer_s"] = our_way_by_them(actor, yilu, str(roads), pair)
    print(json.dumps({"ours": ours, "peer": peer, "bytes": roads.stat().st_size, **figures}))


if __name__ == "__main__":
    main(*sys.argv[1:])
