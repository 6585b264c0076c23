//! The lanes' threads.

use std::time::Duration;

use super::connect::{Role, Server};
use super::engine::Pg;
use crate::lane::{self, Shared};
use crate::queue::{Queue, Taken};

/// As many closures of one organisation as one commit may carry; the organisation's lock is held for all of them.
const BATCH: usize = 64;
const FOREVER: Duration = Duration::from_secs(3600);

pub(crate) fn write(server: Server, queue: &Queue, shared: &Shared) {
    let mut engine = Pg::new(server, Role::Write);
    loop {
        match queue.take_scope(BATCH, FOREVER) {
            Taken::Closed => return,
            Taken::Idle => {}
            Taken::Items(items) => {
                lane::write(&mut engine, items, shared);
            }
        }
    }
}

pub(crate) fn read(server: Server, long: bool, queue: &Queue, shared: &Shared) {
    let mut engine = Pg::new(server, if long { Role::Long } else { Role::Read });
    loop {
        match queue.take_mixed(1, FOREVER) {
            Taken::Closed => return,
            Taken::Idle => {}
            Taken::Items(items) => items.into_iter().for_each(|item| lane::read(&mut engine, item, shared)),
        }
    }
}
