//! The table that is printed: what, ours, the limit that it is held against, and the machine's load at that moment.

use std::time::Duration;

use crate::cpu;

pub struct Report {
    rows: Vec<[String; 5]>,
}

impl Report {
    pub fn new() -> Self {
        Self { rows: Vec::new() }
    }

    pub fn add(&mut self, engine: &str, what: impl Into<String>, ours: impl Into<String>, limit: impl Into<String>) {
        let row = [engine.to_owned(), what.into(), ours.into(), limit.into(), cpu::load()];
        // Said at once, since the whole takes minutes.
        println!("{}", row.join(" | "));
        self.rows.push(row);
    }

    /// As Markdown, for `docs/bench.md`.
    pub fn print(&self) {
        println!("\n| engine | what | ours | limit or aim | load |\n|---|---|---|---|---|");
        for row in &self.rows {
            println!("| {} |", row.join(" | "));
        }
    }
}

pub fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

pub fn rate(count: u64, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64().max(1e-9)
}

pub fn per_second(rate: f64) -> String {
    format!("{rate:.0}/s")
}

pub fn share(ours: f64, limit: f64) -> String {
    format!("{:.0} %", 100.0 * ours / limit.max(1e-9))
}

/// The value below which this share of them lies.
pub fn at(sorted: &[Duration], share: f64) -> Duration {
    let n = (sorted.len() as f64 * share) as usize;
    sorted.get(n.min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}
