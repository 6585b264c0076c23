//! Prepared statements by their text. One hash for each use; the least recently used goes when it is full.

use std::collections::HashMap;
use std::rc::Rc;

/// Texts that are put together (a reach with many teams) vary, but not without end.
const CAPACITY: usize = 384;

pub(crate) struct Cache<S> {
    index: HashMap<Rc<str>, usize>,
    slots: Vec<Slot<S>>,
    tick: u64,
}

struct Slot<S> {
    sql: Rc<str>,
    statement: S,
    used: u64,
}

impl<S> Cache<S> {
    pub fn new() -> Self {
        Self {
            index: HashMap::new(),
            slots: Vec::new(),
            tick: 0,
        }
    }

    /// The statement of a text, prepared when it is not there.
    pub fn get<E>(&mut self, sql: &str, prepare: impl FnOnce() -> Result<S, E>) -> Result<&mut S, E> {
        self.tick += 1;
        let i = match self.index.get(sql) {
            Some(&i) => i,
            None => self.insert(sql, prepare()?),
        };
        self.slots[i].used = self.tick;
        Ok(&mut self.slots[i].statement)
    }

    pub fn clear(&mut self) {
        self.index.clear();
        self.slots.clear();
    }

    fn insert(&mut self, sql: &str, statement: S) -> usize {
        let sql: Rc<str> = sql.into();
        let slot = Slot {
            sql: Rc::clone(&sql),
            statement,
            used: self.tick,
        };
        let i = if self.slots.len() < CAPACITY {
            self.slots.push(slot);
            self.slots.len() - 1
        } else {
            let oldest = self
                .slots
                .iter()
                .enumerate()
                .min_by_key(|(_, slot)| slot.used)
                .map_or(0, |(i, _)| i);
            self.index.remove(&self.slots[oldest].sql);
            self.slots[oldest] = slot;
            oldest
        };
        self.index.insert(sql, i);
        i
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_and_the_others_stay() {
        let mut cache = Cache::new();
        let mut prepared = 0;
        let mut get = |cache: &mut Cache<String>, sql: &str| {
            let found = cache.get(sql, || {
                prepared += 1;
                Ok::<_, ()>(sql.to_owned())
            });
            assert_eq!(found.unwrap(), sql);
            prepared
        };
        for i in 0..CAPACITY {
            get(&mut cache, &format!("SELECT {i}"));
        }
        assert_eq!(get(&mut cache, "SELECT 0"), CAPACITY);
        assert_eq!(get(&mut cache, "SELECT new"), CAPACITY + 1);
        assert_eq!(get(&mut cache, "SELECT 0"), CAPACITY + 1);
        assert_eq!(get(&mut cache, "SELECT 1"), CAPACITY + 2);
    }
}
