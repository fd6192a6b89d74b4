//! The worker that plans.

fn main() {
    #[cfg(target_arch = "wasm32")]
    planner_worker::listen(planner_worker::Desk::default());
}
