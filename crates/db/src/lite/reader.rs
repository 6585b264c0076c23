//! A reading lane: one closure at a time, each on a snapshot of its own.

use std::path::Path;
use std::time::Duration;

use super::{Lite, open_read};
use crate::lane::{self, Shared};
use crate::queue::{Queue, Taken};

pub(crate) fn run(path: &Path, durable: bool, queue: &Queue, shared: &Shared) {
    loop {
        // Connected when first needed: an idle desk has few connections.
        let mut first = match queue.take_mixed(1, Duration::from_secs(3600)) {
            Taken::Closed => return,
            Taken::Idle => continue,
            Taken::Items(items) => Some(items),
        };
        let conn = match open_read(path, durable) {
            Ok(conn) => conn,
            Err(error) => {
                first.into_iter().flatten().for_each(|item| item.task.refuse(error.clone()));
                continue;
            }
        };
        let mut engine = Lite::new(&conn);
        loop {
            let items = match first.take() {
                Some(items) => items,
                None => match queue.take_mixed(1, Duration::from_secs(3600)) {
                    Taken::Closed => return,
                    Taken::Idle => break,
                    Taken::Items(items) => items,
                },
            };
            items.into_iter().for_each(|item| lane::read(&mut engine, item, shared));
        }
    }
}
