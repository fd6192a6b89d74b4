//! The worker that answers questions around plans as well.

fn main() {
    #[cfg(target_arch = "wasm32")]
    planner_worker::listen(planner_worker::Desk::with(&planner_worker::QUESTIONS));
}
