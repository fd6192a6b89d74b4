//! Rows of the printed table.

/// Prints a name and how `values` are spread.
pub(crate) fn row(name: &str, values: &[f64], unit: &str) {
    let of = |share| quantile(values, share);
    #[expect(clippy::cast_precision_loss, reason = "counts of a bench")]
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    println!(
        "{name:<28} mean {mean:>9.2}  p50 {:>9.2}  p95 {:>9.2}  p99 {:>9.2}  max {:>9.2} {unit}",
        of(0.5),
        of(0.95),
        of(0.99),
        of(1.0)
    );
}

/// The value below which a share of `values` lies.
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    let index = (sorted.len().saturating_sub(1) as f64 * share).round() as usize;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}
