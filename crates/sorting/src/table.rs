//! Tables in little code.

/// Numbers keys from 0 on, in the order in which they come. One table for all kinds of keys: each of
/// the standard library's, made for a type of its own, is kilobytes of wasm.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    /// The keys by their numbers.
    keys: Vec<u64>,
    /// Numbers, each at the first free place from where the bits of its key say on; as many as a
    /// power of two, a quarter of them free at least.
    places: Vec<u32>,
}

/// No number: the place is free.
const FREE: u32 = u32::MAX;
/// Places of the smallest table.
const PLACES: usize = 16;

impl Numbers {
    /// The number of a key that came; `None` for another.
    #[inline(never)]
    pub fn get(&self, key: u64) -> Option<u32> {
        let number = self.places[self.place(key)?];
        Some(number).filter(|number| *number != FREE)
    }

    /// The number of a key, the next one for a new key.
    #[inline(never)]
    pub fn of(&mut self, key: u64) -> u32 {
        if self.keys.len() * 4 >= self.places.len() * 3 {
            self.grow();
        }
        let Some(place) = self.place(key) else {
            return FREE;
        };
        let number = &mut self.places[place];
        if *number == FREE {
            *number = u32::try_from(self.keys.len()).unwrap_or(FREE);
            self.keys.push(key);
        }
        *number
    }

    /// Where the number of a key is, or would be; `None` while there are no places.
    fn place(&self, key: u64) -> Option<usize> {
        let last = self.places.len().checked_sub(1)?;
        // Keys that follow one another come to lie far apart (Fibonacci hashing).
        let mixed = (key ^ (key >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut place = usize::try_from(mixed >> 32).unwrap_or_default() & last;
        while self.places[place] != FREE && self.keys[self.places[place] as usize] != key {
            place = (place + 1) & last;
        }
        Some(place)
    }

    /// Twice as many places.
    fn grow(&mut self) {
        let room = (self.places.len() * 2).max(PLACES);
        self.places.clear();
        self.places.resize(room, FREE);
        for number in (0..).take(self.keys.len()) {
            if let Some(place) = self.place(self.keys[number as usize]) {
                self.places[place] = number;
            }
        }
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
        let mut many = Numbers::default();
        let key = |number: u32| pair(number * 7, number);
        for round in 0..2 {
            for number in 0..5000 {
                assert_eq!(many.of(key(number)), number, "{round}");
            }
        }
        assert_eq!(many.get(u64::MAX), None);
        assert_eq!(pair(1, 2), 0x1_0000_0002);
    }
}
