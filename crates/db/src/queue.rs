//! What waits before a lane: bounded, and fair between scopes. Scopes take turns, and none may hold more than half of the
//! places, so that a noisy organisation cannot keep the others out.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::task::Task;
use crate::{Error, Scope};

pub(crate) struct Item {
    pub scope: Scope,
    pub task: Box<dyn Task>,
}

/// What a lane got when it asked.
pub(crate) enum Taken {
    Items(Vec<Item>),
    /// Nothing came in time.
    Idle,
    /// Nothing will come any more.
    Closed,
}

pub(crate) struct Queue {
    state: Mutex<State>,
    ready: Condvar,
    depth: AtomicUsize,
    capacity: usize,
    share: usize,
}

#[derive(Default)]
struct State {
    /// Each scope's tasks, in order.
    waiting: HashMap<Scope, VecDeque<Box<dyn Task>>>,
    /// The scopes that have tasks, in the order of their turns.
    turns: VecDeque<Scope>,
    len: usize,
    closed: bool,
}

impl Queue {
    /// A queue of `capacity` places, of which one scope may hold `share`.
    pub fn new(capacity: usize, share: usize) -> Self {
        Self {
            state: Mutex::default(),
            ready: Condvar::new(),
            depth: AtomicUsize::new(0),
            capacity,
            share: share.max(1),
        }
    }

    /// How many wait.
    pub fn depth(&self) -> usize {
        self.depth.load(Ordering::Relaxed)
    }

    /// Adds a task, or tells its caller why not.
    pub fn push(&self, scope: Scope, task: Box<dyn Task>) -> Result<(), ()> {
        let mut state = self.lock();
        let held = state.waiting.get(&scope).map_or(0, VecDeque::len);
        if state.closed || state.len >= self.capacity || held >= self.share {
            let error = if state.closed {
                Error::unavailable("the database is being closed")
            } else {
                Error::Busy
            };
            drop(state);
            task.refuse(error);
            return Err(());
        }
        if held == 0 {
            state.turns.push_back(scope);
        }
        state.waiting.entry(scope).or_default().push_back(task);
        state.len += 1;
        self.depth.store(state.len, Ordering::Relaxed);
        drop(state);
        self.ready.notify_one();
        Ok(())
    }

    /// Up to `most` tasks of any scopes, one of each in turn. Waits for the first.
    pub fn take_mixed(&self, most: usize, patience: Duration) -> Taken {
        self.take(patience, |state| {
            let mut items = Vec::with_capacity(most.min(state.len));
            while items.len() < most {
                let Some(scope) = state.turns.pop_front() else { break };
                items.extend(state.draw(scope, 1));
            }
            items
        })
    }

    /// Up to `most` tasks of the scope whose turn it is. Waits for the first.
    pub fn take_scope(&self, most: usize, patience: Duration) -> Taken {
        self.take(patience, |state| match state.turns.pop_front() {
            Some(scope) => state.draw(scope, most),
            None => Vec::new(),
        })
    }

    /// No more comes in; what waits is still handed out.
    pub fn close(&self) {
        self.lock().closed = true;
        self.ready.notify_all();
    }

    fn take(&self, patience: Duration, draw: impl FnOnce(&mut State) -> Vec<Item>) -> Taken {
        let until = Instant::now() + patience;
        let mut state = self.lock();
        while state.len == 0 {
            let left = until.saturating_duration_since(Instant::now());
            if state.closed {
                return Taken::Closed;
            }
            if left.is_zero() {
                return Taken::Idle;
            }
            state = self.ready.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        let items = draw(&mut state);
        state.len -= items.len();
        self.depth.store(state.len, Ordering::Relaxed);
        Taken::Items(items)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Takes up to `most` of one scope and puts it at the end of the turns when more is left.
    fn draw(&mut self, scope: Scope, most: usize) -> Vec<Item> {
        let Some(tasks) = self.waiting.get_mut(&scope) else {
            return Vec::new();
        };
        let items = tasks.drain(..most.min(tasks.len())).map(|task| Item { scope, task }).collect();
        if tasks.is_empty() {
            self.waiting.remove(&scope);
        } else {
            self.turns.push_back(scope);
        }
        items
    }
}
