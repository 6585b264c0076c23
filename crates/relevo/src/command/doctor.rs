//! `relevo doctor`: what an installation needs, looked at one by one.

use std::time::Duration;

use anyhow::{Result, bail};

use super::say;
use crate::assets;
use crate::options::Complete;

/// A node whose clock differs by more from the database's is not ready.
const SKEW: Duration = Duration::from_millis(500);

pub fn run(options: Complete) -> Result<()> {
    let mut ill = 0;
    let mut look = |what: &str, found: Result<String>| {
        let line = match &found {
            Ok(text) => format!("ok    {what}: {text}"),
            Err(error) => format!("WRONG {what}: {error:#}"),
        };
        ill += usize::from(found.is_err());
        say(&line)
    };
    look("data folder", writable(&options))?;
    look(
        "panel",
        if assets::TABLE.is_empty() {
            Err(anyhow::anyhow!("not in this binary; build it with `cargo xtask build`"))
        } else {
            Ok(format!("{} files", assets::TABLE.len()))
        },
    )?;
    look("public address", Ok(options.config.public_url.clone()))?;
    look(
        "mail",
        Ok(options
            .config
            .smtp
            .as_ref()
            .map_or("none: links are shown to be copied".into(), |smtp| smtp.from.clone())),
    )?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let db = options.open()?;
    let skew = runtime.block_on(db.clock_skew()).map_err(anyhow::Error::from);
    look(
        "database",
        skew.and_then(|skew| {
            if skew > SKEW {
                bail!("its clock is {skew:?} from ours")
            } else {
                Ok(format!("{:?} answers", db.dialect()))
            }
        }),
    )?;
    let undurable = runtime.block_on(db.undurable()).map_err(anyhow::Error::from);
    look(
        "durability",
        undurable.and_then(|settings| {
            if settings.is_empty() {
                Ok("what is acknowledged is on disk".into())
            } else {
                bail!("{}: a power cut may lose what was acknowledged", settings.join(", "))
            }
        }),
    )?;
    let migrated = runtime.block_on(db.migrated()).map_err(anyhow::Error::from);
    look(
        "migrations",
        migrated.and_then(|done| {
            if done {
                Ok("at this version's level".into())
            } else {
                bail!("behind: run `relevo migrate`")
            }
        }),
    )?;
    db.close();
    if ill > 0 {
        bail!("{ill} of these need attention");
    }
    Ok(())
}

fn writable(options: &Complete) -> Result<String> {
    std::fs::create_dir_all(&options.config.data)?;
    let probe = options.config.data.join(".doctor");
    std::fs::write(&probe, b"x")?;
    std::fs::remove_file(&probe)?;
    Ok(options.config.data.display().to_string())
}
