//! A native desk that is asked one question at a time, for a browser's worker to be asked in turns
//! with it: both find memory and processor as their users do, and not warm from the trip before.

use std::io::BufRead;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};
use planner_worker::{Desk, Failure, Reply};

use crate::measure::millis;

/// How long a turn of the page's worker takes.
const TURN_MS: f64 = 12.0;

/// Reads the roads and stations of `folder`, then a question on each line of the standard input;
/// prints for each how many ms its answer took.
pub(crate) fn serve(folder: &Path) -> Result<()> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).with_context(|| path.display().to_string())
    };
    let mut desk = desk(&read("roads.yilu")?, &read("stations.yilu")?)?;
    for (id, line) in (0..).zip(std::io::stdin().lock().lines()) {
        let (spent, _) = answer(&mut desk, id, line?);
        println!("{spent}");
    }
    Ok(())
}

/// A desk with these files.
pub(crate) fn desk(roads: &[u8], stations: &[u8]) -> Result<Desk> {
    let refused = |failure: Failure| anyhow!("{}", failure.message.en);
    let mut desk = Desk::default();
    desk.take_roads(roads).map_err(refused)?;
    desk.take_stations(stations).map_err(refused)?;
    Ok(desk)
}

/// How many ms a question takes, from its JSON to the answer's.
pub(crate) fn answer(desk: &mut Desk, id: u32, json: String) -> (f64, String) {
    let begin = Instant::now();
    desk.ask(id, json);
    let mut said = String::new();
    while desk.is_busy() {
        let turn = Instant::now();
        if let Some((_, Reply::Answer(json))) = desk.turn(|| millis(turn) > TURN_MS) {
            said = json;
        }
    }
    (millis(begin), said)
}
