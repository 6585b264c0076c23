//! What is said about a run: a heading for each section, its time, and everything once more at the end.

use std::time::Duration;

use anyhow::{Result, bail};

#[derive(Default)]
pub struct Report {
    lines: Vec<(&'static str, Duration, Option<String>)>,
}

pub fn heading(name: &str, about: &str) {
    println!(
        "\n━━━ {name}: {about} {}",
        "━".repeat(72usize.saturating_sub(name.len() + about.chars().count()))
    );
}

impl Report {
    pub fn add(&mut self, name: &'static str, time: Duration, outcome: Result<()>) {
        let failure = outcome.err().map(|error| format!("{error:#}"));
        match &failure {
            None => println!("{name}: passed in {}", show(time)),
            Some(why) => println!("{name}: FAILED after {}\n{why}", show(time)),
        }
        self.lines.push((name, time, failure));
    }

    pub fn failed(&self) -> bool {
        self.lines.iter().any(|line| line.2.is_some())
    }

    /// The summary, and an error when anything failed.
    pub fn close(&self) -> Result<()> {
        println!("\n━━━ summary {}", "━".repeat(66));
        for (name, time, failure) in &self.lines {
            let first = failure
                .as_deref()
                .and_then(|why| why.lines().next())
                .map_or("passed".to_owned(), |why| format!("FAILED  {why}"));
            println!("{name:<12} {:>8}  {first}", show(*time));
        }
        let failed = self.lines.iter().filter(|line| line.2.is_some()).count();
        let whole = self.lines.iter().map(|line| line.1).sum();
        println!("{:<12} {:>8}", "all", show(whole));
        println!("sections: {} passed, {failed} failed", self.lines.len() - failed);
        if failed > 0 {
            bail!("the tests failed");
        }
        Ok(())
    }
}

fn show(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 60.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_fails_the_whole() {
        let mut report = Report::default();
        report.add("a", Duration::from_secs(1), Ok(()));
        assert!(report.close().is_ok());
        report.add("b", Duration::from_secs(75), Err(anyhow::anyhow!("no")));
        assert!(report.failed() && report.close().is_err());
    }

    #[test]
    fn times_are_read_at_a_glance() {
        assert_eq!(
            [show(Duration::from_millis(1234)), show(Duration::from_secs(75))],
            ["1.2 s", "1 min 15 s"]
        );
    }
}
