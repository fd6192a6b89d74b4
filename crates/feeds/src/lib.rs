//! Readers of the formats in which data arrives.
