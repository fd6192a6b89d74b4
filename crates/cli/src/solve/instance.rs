//! The instance: JSON from outside, checked value by value.

use petgraph::graph::{DiGraph, NodeIndex};
use planner::solve::{Arc, ChargePoint, ChargeTime, Problem};
use serde_json::{Map, Value};
use units::{Seconds, WattHours};

/// Most nodes: a number alone must not take the machine's memory.
const NODES_MAX: u64 = 20_000_000;
/// Gains of a cycle below this, in watt-hours, are rounding.
const GAIN_MIN: f64 = 1e-6;

/// Reads and checks an instance; the error names the field, what was found and what was expected.
pub(crate) fn read(text: &str) -> Result<Problem, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let fields = value
        .as_object()
        .ok_or_else(|| expected("the instance", Some(&value), "an object"))?;
    let capacity = number(fields, "capacity_wh", |x| x > 0.0, "a number above 0")?;
    let is_charge = |x: f64| (0.0..=capacity).contains(&x);
    let initial = number(
        fields,
        "initial_wh",
        is_charge,
        "a number from 0 to capacity_wh",
    )?;
    let reserve = number(fields, "reserve_wh", |x| x >= 0.0, "a number of at least 0")?;
    let arrival = number(fields, "arrival_wh", |x| x >= 0.0, "a number of at least 0")?;
    let nodes = fields.get("nodes");
    let count = nodes
        .and_then(Value::as_u64)
        .filter(|count| (1..=NODES_MAX).contains(count))
        .ok_or_else(|| expected("nodes", nodes, "a whole number from 1 to 20000000"))?;
    let mut graph = DiGraph::new();
    for _ in 0..count {
        graph.add_node(());
    }
    let from = node("from", fields.get("from"), count)?;
    let to = node("to", fields.get("to"), count)?;
    for (index, edge) in list(fields, "edges")?.iter().enumerate() {
        add_edge(&mut graph, &format!("edges[{index}]"), edge, count)?;
    }
    check_no_gain(&graph)?;
    let points = list(fields, "stations")?
        .iter()
        .enumerate()
        .map(|(index, station)| read_station(&format!("stations[{index}]"), station, count))
        .collect::<Result<_, _>>()?;
    Ok(Problem {
        capacity: WattHours(capacity),
        initial: WattHours(initial),
        reserve: WattHours(reserve),
        arrival: WattHours(arrival),
        graph,
        from,
        to,
        points,
    })
}

fn add_edge(
    graph: &mut DiGraph<(), Arc>,
    place: &str,
    edge: &Value,
    count: u64,
) -> Result<(), String> {
    let wanted = "[from, to, time_s, energy_wh]";
    let [tail, head, time, energy] = edge
        .as_array()
        .map(Vec::as_slice)
        .and_then(|parts| <&[Value; 4]>::try_from(parts).ok())
        .ok_or_else(|| expected(place, Some(edge), wanted))?;
    let ends = (
        node(&format!("{place}[0]"), Some(tail), count)?,
        node(&format!("{place}[1]"), Some(head), count)?,
    );
    if ends.0 == ends.1 {
        let wanted = format!(
            "another node than {}: loops are not allowed",
            ends.0.index()
        );
        return Err(expected(&format!("{place}[1]"), Some(head), &wanted));
    }
    let seconds = time
        .as_f64()
        .filter(|time| *time >= 0.0)
        .ok_or_else(|| expected(&format!("{place}[2]"), Some(time), "seconds of at least 0"))?;
    let watt_hours = energy
        .as_f64()
        .ok_or_else(|| expected(&format!("{place}[3]"), Some(energy), "a number"))?;
    let arc = Arc {
        time: Seconds(seconds),
        energy: WattHours(watt_hours),
    };
    graph.add_edge(ends.0, ends.1, arc);
    Ok(())
}

fn read_station(place: &str, station: &Value, count: u64) -> Result<ChargePoint, String> {
    let fields = station
        .as_object()
        .ok_or_else(|| expected(place, Some(station), "an object"))?;
    let seconds = |field: &str| {
        number(fields, field, |x| x >= 0.0, "seconds of at least 0")
            .map(Seconds)
            .map_err(|error| format!("{place}.{error}"))
    };
    let points = list(fields, "curve").map_err(|error| format!("{place}.{error}"))?;
    let curve = points
        .iter()
        .enumerate()
        .map(|(index, point)| {
            let pair = point.as_array().filter(|pair| pair.len() == 2);
            let numbers = pair.and_then(|pair| Some((pair[0].as_f64()?, pair[1].as_f64()?)));
            let (charge, time) = numbers.ok_or_else(|| {
                let place = format!("{place}.curve[{index}]");
                expected(&place, Some(point), "[charge_wh, seconds]")
            })?;
            Ok((WattHours(charge), Seconds(time)))
        })
        .collect::<Result<Vec<_>, String>>()?;
    let curve = ChargeTime::new(&curve)
        .and_then(|curve| curve.check_steepening().map(|()| curve))
        .map_err(|error| format!("{place}.curve: {error}"))?;
    Ok(ChargePoint {
        node: node(&format!("{place}.node"), fields.get("node"), count)?,
        stop: seconds("stop_s")?,
        wait: seconds("wait_s")?,
        curve,
    })
}

/// Bellman and Ford: when energies still fall after as many rounds as there are nodes, some cycle
/// gains energy, and the problem has no meaning.
fn check_no_gain(graph: &DiGraph<(), Arc>) -> Result<(), String> {
    let mut least = vec![0.0_f64; graph.node_count()];
    let mut fallen = None;
    for _ in 0..=graph.node_count() {
        fallen = None;
        for edge in graph.edge_indices() {
            let Some((tail, head)) = graph.edge_endpoints(edge) else {
                continue;
            };
            let reached = least[tail.index()] + graph[edge].energy.0;
            if reached < least[head.index()] - GAIN_MIN {
                least[head.index()] = reached;
                fallen = Some(edge.index());
            }
        }
        if fallen.is_none() {
            return Ok(());
        }
    }
    let edge = fallen.unwrap_or_default();
    Err(format!(
        "edges: found a cycle through or before edges[{edge}] that gains energy, expected none"
    ))
}

fn number(
    fields: &Map<String, Value>,
    field: &str,
    is_allowed: impl Fn(f64) -> bool,
    wanted: &str,
) -> Result<f64, String> {
    let found = fields.get(field);
    let number = found.and_then(Value::as_f64).filter(|x| is_allowed(*x));
    number.ok_or_else(|| expected(field, found, wanted))
}

fn list<'a>(fields: &'a Map<String, Value>, field: &str) -> Result<&'a [Value], String> {
    let found = fields.get(field);
    let list = found.and_then(Value::as_array);
    list.map(Vec::as_slice)
        .ok_or_else(|| expected(field, found, "a list"))
}

fn node(place: &str, found: Option<&Value>, count: u64) -> Result<NodeIndex, String> {
    found
        .and_then(Value::as_u64)
        .filter(|index| *index < count)
        .and_then(|index| usize::try_from(index).ok())
        .map(NodeIndex::new)
        .ok_or_else(|| expected(place, found, &format!("a node from 0 to {}", count - 1)))
}

/// `place: found X, expected Y`, with long values cut.
fn expected(place: &str, found: Option<&Value>, wanted: &str) -> String {
    let found = found.map_or_else(|| "nothing".to_owned(), Value::to_string);
    let cut: String = found.chars().take(60).collect();
    format!("{place}: found {cut}, expected {wanted}")
}
