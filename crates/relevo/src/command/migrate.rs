//! `relevo migrate`.

use anyhow::Result;

use super::say;
use crate::options::Complete;

pub fn run(options: &Complete) -> Result<()> {
    let db = options.open()?;
    let report = db.migrate()?;
    db.close();
    if report.applied.is_empty() {
        return say("The database is at this version's level.");
    }
    if let Some(backup) = report.backup {
        say(&format!("A copy was made first: {}", backup.display()))?;
    }
    say(&format!("Applied: {}", report.applied.join(", ")))
}
