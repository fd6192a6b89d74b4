//! Tables in little code.

use std::collections::BTreeMap;

/// Numbers keys from 0 on, in the order in which they come. One tree for all kinds of keys: each of
/// the standard library's, made for a type of its own, is kilobytes of wasm.
#[derive(Debug, Clone, Default)]
pub struct Numbers(BTreeMap<u64, u32>);

impl Numbers {
    /// The number of a key that came; `None` for another.
    #[inline(never)]
    pub fn get(&self, key: u64) -> Option<u32> {
        self.0.get(&key).copied()
    }

    /// The number of a key, the next one for a new key.
    #[inline(never)]
    pub fn of(&mut self, key: u64) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(key).or_insert(next)
    }
}

/// Two keys as one.
pub fn pair(one: u32, other: u32) -> u64 {
    u64::from(one) << 32 | u64::from(other)
}

/// Values by their keys, in the order in which the keys came.
#[derive(Debug, Clone)]
pub struct Table<V> {
    numbers: Numbers,
    /// Each with its key.
    pub items: Vec<(u64, V)>,
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self {
            numbers: Numbers::default(),
            items: Vec::new(),
        }
    }
}

impl<V> Table<V> {
    /// The value of a key; `None` for a key that did not come.
    pub fn get(&self, key: u64) -> Option<&V> {
        let number = self.numbers.get(key)?;
        self.items.get(number as usize).map(|item| &item.1)
    }

    /// The value of a key, `value` for a new key.
    pub fn or_insert(&mut self, key: u64, value: V) -> &mut V {
        let number = self.numbers.of(key) as usize;
        if number == self.items.len() {
            self.items.push((key, value));
        }
        &mut self.items[number].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_numbered_as_they_come_and_keep_their_values() {
        let mut table = Table::default();
        for (key, value) in [(7, 'a'), (3, 'b'), (7, 'c'), (u64::MAX, 'd')] {
            *table.or_insert(key, value) = value;
        }
        assert_eq!(table.items, [(7, 'c'), (3, 'b'), (u64::MAX, 'd')]);
        assert_eq!((table.get(3), table.get(4)), (Some(&'b'), None));
        let mut numbers = Numbers::default();
        assert_eq!([5, 2, 5, 9].map(|key| numbers.of(key)), [0, 1, 0, 2]);
        assert_eq!((numbers.get(2), numbers.get(0)), (Some(1), None));
        assert_eq!(pair(1, 2), 0x1_0000_0002);
    }
}
