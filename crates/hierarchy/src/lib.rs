//! A customizable contraction hierarchy (Dibbelt, Strasser and Wagner: Customizable Contraction
//! Hierarchies, ACM Journal of Experimental Algorithmics 21, 2016).
//!
//! Three steps. [`order()`] looks at the shape of a graph alone and may take its time: it is done
//! once, at import. [`Hierarchy`] adds the arcs that eliminating the nodes in that order asks for.
//! [`Metric`] gives weights to them, several sums at once, whenever the weights change. Then a
//! [`Field`] answers "how far is it from here to there" for every node, and computes only what it
//! is asked (Strasser and Zeitz: A Fast and Tight Heuristic for A* in Road Networks, SEA 2021).
//! Where only one way between two places is asked for, [`Routing`] has the weights, and tells its arcs.
//!
//! Knows no roads and no units: weights are whole numbers.

mod degree;
mod elimination;
mod field;
mod flow;
mod metric;
mod order;
mod route;

pub use degree::least_degree;
pub use elimination::{FillIn, Hierarchy};
pub use field::{Field, FieldMemory};
pub use metric::{Metric, UNREACHABLE, Weights};
pub use order::order;
pub use route::{LeastWay, RouteMemory, Routing};
