//! Moments for the browser's performance tools and our tests.

/// Marks this moment as `name`.
pub fn mark(name: &str) {
    if let Some(performance) = web_sys::window().and_then(|window| window.performance()) {
        // A moment that cannot be marked is only missing in a chart.
        let _ = performance.mark(name);
    }
}
