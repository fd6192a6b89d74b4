//! The JSON of requests and answers in little code: what serde reads and writes, without it.
//!
//! The planner's wasm has only this. Property tests compare it with serde's, byte by byte.

mod answer;
mod ask;
mod read;
mod write;

#[cfg(test)]
mod tests;
