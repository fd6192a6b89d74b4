//! Filters and stations that a driver keeps, as they stand in the browser's storage.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use stations::StationId;

use super::Filter;

/// Most filters and favourites that are kept.
const MOST: usize = 200;
/// Longest name of a filter, in characters.
const NAME_MAX: usize = 40;

/// What a driver keeps.
///
/// As text: a line `yilu-saved 1`, then lines `favourite ID` and `filter NAME` followed by a tab and
/// the filter. It may have been written by anything: lines that are not understood are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Saved {
    /// Stations, by id.
    pub favourites: BTreeSet<StationId>,
    /// Filters with their names, in the order in which they were kept.
    pub filters: Vec<(String, Filter)>,
}

impl Saved {
    /// Reads such a text; nothing of another version.
    pub fn read(text: &str) -> Self {
        let mut saved = Self::default();
        let mut lines = text.lines();
        if lines.next() != Some("yilu-saved 1") {
            return saved;
        }
        for line in lines.take(2 * MOST) {
            match line.split_once(' ') {
                Some(("favourite", id)) if !id.is_empty() && saved.favourites.len() < MOST => {
                    saved.favourites.insert(StationId(id.to_owned()));
                }
                Some(("filter", rest)) => {
                    if let Some((name, filter)) = rest.split_once('\t') {
                        saved.keep(name, Filter::read(filter));
                    }
                }
                _ => {}
            }
        }
        saved
    }

    /// Writes it.
    pub fn write(&self) -> String {
        let mut text = String::from("yilu-saved 1\n");
        for id in &self.favourites {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "favourite {id}");
        }
        for (name, filter) in &self.filters {
            let _ = writeln!(text, "filter {name}\t{}", filter.write());
        }
        text
    }

    /// Keeps a filter under a name, in place of one that has it. Names without letters are refused.
    pub fn keep(&mut self, name: &str, filter: Filter) {
        let name: String = name
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            // Marks that turn the direction of what stands behind them.
            .filter(|letter| {
                !matches!(letter, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            })
            .take(NAME_MAX)
            .collect();
        if name.is_empty() {
            return;
        }
        let known = self.filters.iter().position(|(known, _)| *known == name);
        match known {
            Some(index) => self.filters[index].1 = filter,
            None if self.filters.len() < MOST => self.filters.push((name, filter)),
            None => {}
        }
    }

    /// Makes a station a favourite, or no longer one.
    pub fn toggle(&mut self, id: &StationId) {
        if !self.favourites.remove(id) && self.favourites.len() < MOST {
            self.favourites.insert(id.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_survives_its_text() {
        let mut saved = Saved::default();
        saved.toggle(&StationId("demo-1".into()));
        saved.keep(
            "  快充\t60  ",
            Filter {
                power: 60,
                is_free: true,
                ..Filter::default()
            },
        );
        saved.keep(
            "全部",
            Filter {
                shows_all: true,
                ..Filter::default()
            },
        );
        let read = Saved::read(&saved.write());
        assert_eq!(read, saved);
        assert_eq!(read.filters[0].0, "快充 60");
        let mut read = read;
        read.keep("全部", Filter::default());
        assert_eq!(
            (read.filters.len(), &read.filters[1].1),
            (2, &Filter::default())
        );
        read.keep("\u{202e}反", Filter::default());
        assert_eq!(read.filters[2].0, "反");
        read.toggle(&StationId("demo-1".into()));
        assert!(read.favourites.is_empty());
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        assert_eq!(Saved::read("yilu-saved 2\nfavourite a"), Saved::default());
        let text =
            "yilu-saved 1\nfavourite \nnonsense\nfilter no-tab\nfilter \tpower=60\nfavourite a";
        let saved = Saved::read(text);
        assert_eq!((saved.favourites.len(), saved.filters.len()), (1, 0));
        let many = format!("yilu-saved 1\n{}", "filter x\tpower=60\n".repeat(10_000));
        assert_eq!(Saved::read(&many).filters.len(), 1);
    }
}
