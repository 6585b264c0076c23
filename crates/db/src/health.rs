//! Whether the database can serve, and whether its clock and ours agree.

use std::time::Duration;

use crate::{Db, Result, args, forks};

impl Db {
    /// Settings of the database under which an acknowledged write may be lost, as `name = value`. None is as it should be.
    pub async fn undurable(&self) -> Result<Vec<String>> {
        self.read(|tx| tx.all(forks::undurable(tx.dialect()), args![])).await
    }

    /// How far the database's clock is from ours; nothing on SQLite, which has ours. Access decisions on several nodes want
    /// this below half a second. Also shows that reading works.
    pub async fn clock_skew(&self) -> Result<Duration> {
        let before = self.now();
        let theirs: Option<kit::Time> = self
            .read(|tx| match forks::engine_clock(tx.dialect()) {
                Some(sql) => tx.opt(sql, args![]),
                None => tx.opt("SELECT NULL", args![]).map(Option::flatten),
            })
            .await?;
        // The clock was read somewhere in between.
        let after = self.now();
        Ok(theirs.map_or(Duration::ZERO, |at| before.since(at).max(at.since(after))))
    }
}
