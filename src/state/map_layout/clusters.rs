//! Grouping marks that would cover each other.

use super::cells::Cells;
use super::{Pixel, PixelBox};

/// Marks shown as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// Indices of the marks; the cluster stands where the first one is.
    pub members: Vec<usize>,
}

/// Groups `pixels` so that no two groups stand closer than `width` by `height`.
///
/// Earlier pixels win: each joins the first group that it would cover, or starts one. So put the
/// most useful marks first. A group stands at its first member, where there really is something.
pub fn cluster(pixels: &[Pixel], width: f64, height: f64) -> Vec<Cluster> {
    let mut clusters: Vec<(PixelBox, Cluster)> = Vec::new();
    let mut cells = Cells::new(pixels.len(), width, height);
    for (index, &pixel) in pixels.iter().enumerate() {
        let near = cells.near(&PixelBox::around(pixel, 0.0, 0.0));
        let covers = |number: &u32| {
            let cluster = clusters.get(*number as usize);
            cluster.is_some_and(|(reach, _)| reach.contains(pixel))
        };
        let covered = near.filter(covers).min();
        let covered = covered.and_then(|number| clusters.get_mut(number as usize));
        if let Some((_, cluster)) = covered {
            cluster.members.push(index);
        } else {
            let reach = PixelBox::around(pixel, width * 2.0, height * 2.0);
            cells.put(&reach, u32::try_from(clusters.len()).unwrap_or(u32::MAX));
            let members = vec![index];
            clusters.push((reach, Cluster { members }));
        }
    }
    clusters.into_iter().map(|(_, cluster)| cluster).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pixels: &[(f64, f64)], expected: &[&[usize]]) {
        let pixels: Vec<_> = pixels.iter().map(|&(x, y)| Pixel { x, y }).collect();
        let found: Vec<_> = cluster(&pixels, 50.0, 40.0)
            .into_iter()
            .map(|cluster| cluster.members)
            .collect();
        assert_eq!(found, expected, "of {pixels:?}");
    }

    #[test]
    fn marks_far_apart_stay_alone() {
        check(&[(0.0, 0.0), (51.0, 0.0), (0.0, 41.0)], &[&[0], &[1], &[2]]);
    }

    #[test]
    fn a_mark_joins_the_earlier_one_that_it_would_cover() {
        check(
            &[(0.0, 0.0), (80.0, 0.0), (40.0, 0.0), (100.0, 10.0)],
            &[&[0, 2], &[1, 3]],
        );
    }

    #[test]
    fn nothing_and_stacked_marks_are_fine() {
        check(&[], &[]);
        check(&[(1.0, 1.0); 3], &[&[0, 1, 2]]);
    }

    #[test]
    fn every_mark_is_in_one_cluster_and_no_two_clusters_touch() {
        let pixels: Vec<_> = (0..300_u32)
            .map(|n| Pixel {
                x: f64::from(n * 7919 % 1000),
                y: f64::from(n * 104_729 % 700),
            })
            .collect();
        let clusters = cluster(&pixels, 50.0, 40.0);
        let mut all: Vec<_> = clusters
            .iter()
            .flat_map(|one| one.members.clone())
            .collect();
        all.sort_unstable();
        assert_eq!(all, (0..300).collect::<Vec<_>>());
        for (n, a) in clusters.iter().enumerate() {
            for b in &clusters[n + 1..] {
                let (a, b) = (pixels[a.members[0]], pixels[b.members[0]]);
                assert!(
                    (a.x - b.x).abs() > 50.0 || (a.y - b.y).abs() > 40.0,
                    "{a:?} {b:?}"
                );
            }
        }
    }

    #[test]
    fn a_mark_joins_the_first_of_several_that_it_would_cover() {
        let pixels: Vec<_> = (0..500_u32)
            .map(|n| Pixel {
                x: f64::from(n * 7919 % 1000) - 400.0,
                y: f64::from(n * 104_729 % 700) - 300.0,
            })
            .collect();
        let mut firsts: Vec<usize> = Vec::new();
        let mut expected: Vec<Vec<usize>> = Vec::new();
        for (index, &pixel) in pixels.iter().enumerate() {
            let covers =
                |first: &usize| PixelBox::around(pixels[*first], 100.0, 80.0).contains(pixel);
            if let Some(found) = firsts.iter().position(covers) {
                expected[found].push(index);
            } else {
                firsts.push(index);
                expected.push(vec![index]);
            }
        }
        let found: Vec<_> = cluster(&pixels, 50.0, 40.0)
            .into_iter()
            .map(|cluster| cluster.members)
            .collect();
        assert_eq!(found, expected);
    }
}
