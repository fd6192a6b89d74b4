//! `yilu solve`: the planner's own search on a bare instance.

mod instance;

use std::path::Path;

use planner::solve::{Gap, Outcome, Problem, Step, replay, solve};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::files;
use crate::output::print_json;

/// Labels after which the search gives up with an error rather than a doubtful answer.
const LABELS_MAX: usize = 50_000_000;

pub(crate) fn run(path: &Path) -> Result<(), Failure> {
    let text = files::read_text(path)?;
    let problem = instance::read(&text).map_err(|error| Failure::input(path.display(), error))?;
    match solve(&problem, LABELS_MAX) {
        Outcome::Solved(solution) => {
            let driven = replay(&problem, &solution.steps)
                .map_err(|illegal| Failure::other("the answer fails its own check", illegal))?;
            let steps: Vec<Value> = solution.steps.iter().map(step).collect();
            print_json(&json!({
                "feasible": true,
                "total_time_s": driven.total.0,
                "steps": steps,
            }))
        }
        Outcome::Infeasible(gap) => {
            print_json(&json!({ "feasible": false, "reason": reason(&problem, &gap) }))
        }
        Outcome::LabelsExhausted { labels_max } => Err(Failure::other(
            path.display(),
            format!("the search made {labels_max} labels without proving an optimum"),
        )),
    }
}

fn step(step: &Step) -> Value {
    match step {
        Step::Drive(edge) => json!({ "kind": "drive", "edge": edge.index() }),
        Step::Charge { point, to } => {
            json!({ "kind": "charge", "station": point, "to_wh": to.0 })
        }
    }
}

fn reason(problem: &Problem, gap: &Gap) -> String {
    match gap {
        Gap::NotConnected => format!(
            "no edges lead from node {} to node {}.",
            problem.from.index(),
            problem.to.index()
        ),
        Gap::Charge {
            from, to, missing, ..
        } => {
            let start = from.map_or_else(
                || "the initial charge".to_owned(),
                |station| format!("a full charge at station {station}"),
            );
            let goal = to.map_or_else(
                || "the end".to_owned(),
                |station| format!("station {station}"),
            );
            format!("{start} is {:.1} Wh too little to reach {goal}.", missing.0)
        }
    }
}
