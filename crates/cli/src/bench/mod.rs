//! Measurements: what they print is compared by `cargo xtask bench`.

pub(crate) mod pairs;
pub(crate) mod routes;
