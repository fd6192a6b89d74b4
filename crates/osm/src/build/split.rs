//! What turns at a junction take, told by its roads as far as they can tell it.

/// What the turns of a junction take: by way in, then by way out, `None` where one may not turn.
pub(super) type Turns = Vec<Vec<Option<f64>>>;

/// For each way in and then for each way out as much as all its turns have in common. What is left
/// of each turn stays in `turns`: nothing of one turn at least of each way in and of each way out.
pub(super) fn split(turns: &mut Turns) -> (Vec<f64>, Vec<f64>) {
    let mut ways_in = vec![0.0; turns.len()];
    for (row, least) in turns.iter_mut().zip(&mut ways_in) {
        *least = take_least(row.iter_mut().flatten().collect());
    }
    let mut ways_out = vec![0.0; turns.first().map_or(0, Vec::len)];
    for (column, least) in ways_out.iter_mut().enumerate() {
        let all = turns.iter_mut().filter_map(|row| row[column].as_mut());
        *least = take_least(all.collect());
    }
    (ways_in, ways_out)
}

/// Takes the least of all from each, and returns it.
fn take_least(all: Vec<&mut f64>) -> f64 {
    let least = all.iter().map(|value| **value).reduce(f64::min);
    let least = least.unwrap_or_default();
    for value in all {
        *value -= least;
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roads_and_what_is_left_add_up_to_each_turn() {
        let before: Turns = vec![
            vec![None, Some(3.0), Some(20.0)],
            vec![Some(3.0), None, Some(8.0)],
            vec![Some(11.0), Some(30.0), None],
        ];
        let mut left = before.clone();
        let (ways_in, ways_out) = split(&mut left);
        for (from, row) in before.iter().enumerate() {
            for (to, turn) in row.iter().enumerate() {
                let told = left[from][to].map(|left| ways_in[from] + ways_out[to] + left);
                assert_eq!(told, *turn);
                assert!(left[from][to].is_none_or(|left| left >= 0.0));
            }
        }
        assert_eq!(
            (ways_in, ways_out),
            (vec![3.0, 3.0, 11.0], vec![0.0, 0.0, 5.0])
        );
        assert_eq!(left[0][2], Some(12.0));
    }

    #[test]
    fn without_turns_nothing_takes_time() {
        let mut turns: Turns = vec![vec![None, None], vec![None, None]];
        assert_eq!(split(&mut turns), (vec![0.0; 2], vec![0.0; 2]));
    }
}
