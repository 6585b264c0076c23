//! Processor time of processes, to the nanosecond, as Linux keeps it for each thread.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

/// Whose time counts: our own process, the server's, and what works for it in PostgreSQL.
#[derive(Clone, Default)]
pub struct Meter(BTreeSet<u32>);

impl Meter {
    pub fn of(pids: impl IntoIterator<Item = u32>) -> Self {
        Self(pids.into_iter().collect())
    }

    pub fn now(&self) -> Duration {
        self.0.iter().flat_map(|pid| threads(*pid)).sum()
    }
}

fn threads(pid: u32) -> Vec<Duration> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    tasks
        .filter_map(|task| {
            let stat = fs::read_to_string(task.path().join("schedstat")).ok()?;
            stat.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
        })
        .collect()
}

/// Resident memory, in bytes.
pub fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok())
        .unwrap_or(0)
        * 1024
}

/// The machine's load over the last minute.
pub fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or("?").to_owned()
}
