//! What is said about a run: a heading for each section, its time, and everything once more at the end.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

/// What a section says that found nothing to check against: neither a success nor a failure, and shown as what it is.
#[derive(Debug)]
pub struct NotChecked(pub &'static str);

impl fmt::Display for NotChecked {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NotChecked {}

enum Outcome {
    Passed,
    NotChecked(&'static str),
    Failed(String),
}

/// Written by what is done in front and what is done aside.
pub struct Report {
    lines: Mutex<Vec<(&'static str, Duration, Outcome)>>,
    began: Instant,
}

pub fn heading(name: &str, about: &str) {
    println!(
        "\n━━━ {name}: {about} {}",
        "━".repeat(72usize.saturating_sub(name.len() + about.chars().count()))
    );
}

impl Report {
    pub fn begin() -> Self {
        Self {
            lines: Mutex::default(),
            began: Instant::now(),
        }
    }

    pub fn add(&self, name: &'static str, time: Duration, result: Result<()>) {
        let outcome = match result {
            Ok(()) => Outcome::Passed,
            Err(error) => match error.downcast_ref() {
                Some(NotChecked(why)) => Outcome::NotChecked(why),
                None => Outcome::Failed(format!("{error:#}")),
            },
        };
        match &outcome {
            Outcome::Passed => println!("{name}: passed in {}", show(time)),
            Outcome::NotChecked(why) => println!("{name}: NOT CHECKED: {why}"),
            Outcome::Failed(why) => println!("{name}: FAILED after {}\n{why}", show(time)),
        }
        self.lines().push((name, time, outcome));
    }

    fn lines(&self) -> MutexGuard<'_, Vec<(&'static str, Duration, Outcome)>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn failed(&self) -> bool {
        self.lines().iter().any(|line| matches!(line.2, Outcome::Failed(_)))
    }

    /// The summary, and an error when anything failed.
    pub fn close(&self) -> Result<()> {
        println!("\n━━━ summary {}", "━".repeat(66));
        let (mut passed, mut failed, mut not_checked) = (0, 0, 0);
        for (name, time, outcome) in self.lines().iter() {
            let (count, said) = match outcome {
                Outcome::Passed => (&mut passed, "passed".to_owned()),
                Outcome::NotChecked(why) => (&mut not_checked, format!("NOT CHECKED  {why}")),
                Outcome::Failed(why) => (&mut failed, format!("FAILED  {}", why.lines().next().unwrap_or_default())),
            };
            *count += 1;
            println!("{name:<12} {:>8}  {said}", show(*time));
        }
        println!("{:<12} {:>8}", "all", show(self.began.elapsed()));
        let skipped = if not_checked > 0 {
            format!(", {not_checked} skipped")
        } else {
            String::new()
        };
        println!("sections: {passed} passed, {failed} failed{skipped}");
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
        let report = Report::begin();
        report.add("a", Duration::from_secs(1), Ok(()));
        assert!(report.close().is_ok());
        report.add("b", Duration::from_secs(75), Err(anyhow::anyhow!("no")));
        assert!(report.failed() && report.close().is_err());
    }

    #[test]
    fn what_was_not_checked_neither_passes_nor_fails() {
        let report = Report::begin();
        report.add("a", Duration::ZERO, Err(NotChecked("nothing to check against").into()));
        assert!(!report.failed() && report.close().is_ok());
        assert!(matches!(report.lines()[0].2, Outcome::NotChecked(_)));
    }

    #[test]
    fn times_are_read_at_a_glance() {
        assert_eq!(
            [show(Duration::from_millis(1234)), show(Duration::from_secs(75))],
            ["1.2 s", "1 min 15 s"]
        );
    }
}
