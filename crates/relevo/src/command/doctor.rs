//! `relevo doctor`: what an installation needs, looked at one by one.

use std::net::{TcpStream, ToSocketAddrs};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use db::{Database, Db};
use desk::mail::Mailer;

use super::say;
use crate::assets;
use crate::options::Complete;

/// A node whose clock differs by more from the database's is not ready.
const SKEW: Duration = Duration::from_millis(500);

/// With less than this free, the next busy day may fill the disk.
const LEAST_FREE: u64 = 1024 * 1024 * 1024;

const PATIENCE: Duration = Duration::from_secs(5);

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
    let data = &options.config.data;
    look("data folder", writable(data))?;
    look("privacy", private(data))?;
    look("disk", space(data))?;
    look("panel", panel())?;
    look("public address", address(&options))?;
    look("mail", mail(&options))?;
    database(&options, &mut look)?;
    if ill > 0 {
        bail!("{ill} of these need attention");
    }
    Ok(())
}

fn writable(data: &Path) -> Result<String> {
    std::fs::create_dir_all(data)?;
    let probe = data.join(".doctor");
    std::fs::write(&probe, b"x").context("nothing can be written there")?;
    std::fs::remove_file(&probe)?;
    Ok(data.display().to_string())
}

/// Everything that customers wrote is in there.
fn private(data: &Path) -> Result<String> {
    let mode = std::fs::metadata(data)?.permissions().mode() & 0o777;
    ensure!(
        mode & 0o007 == 0,
        "everybody on this machine can read the data folder ({mode:o}): run `chmod o-rwx {}`",
        data.display()
    );
    Ok(format!("{mode:o}"))
}

fn space(data: &Path) -> Result<String> {
    let disk = rustix::fs::statvfs(data)?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let shown = format!("{:.1} GB free", free as f64 / 1e9);
    ensure!(free >= LEAST_FREE, "only {shown}");
    Ok(shown)
}

fn panel() -> Result<String> {
    ensure!(!assets::TABLE.is_empty(), "not in this binary; build it with `cargo xtask build`");
    Ok(format!("{} files", assets::TABLE.len()))
}

/// Without TLS the browser lets neither notifications nor cameras work, and passwords travel openly.
fn address(options: &Complete) -> Result<String> {
    let url = &options.config.public_url;
    let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        .iter()
        .any(|start| url.starts_with(start));
    ensure!(options.config.secure() || here, "{url} is not https, and is not this machine");
    Ok(url.clone())
}

/// Whether the settings make sense and the server can be reached. No letter is sent.
fn mail(options: &Complete) -> Result<String> {
    let Some(smtp) = &options.config.smtp else {
        return Ok("none: links are shown to be copied".into());
    };
    Mailer::new(&options.config).map_err(anyhow::Error::from)?;
    let rest = smtp.url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.rsplit('@').next().unwrap_or(rest).split(['/', '?']).next().unwrap_or_default();
    let usual = if smtp.url.starts_with("smtps") { 465 } else { 587 };
    let ported = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let place = if ported { host.to_owned() } else { format!("{host}:{usual}") };
    let mut known = place.to_socket_addrs().with_context(|| format!("{place} is not known"))?;
    let first = known.next().with_context(|| format!("{place} is not known"))?;
    TcpStream::connect_timeout(&first, PATIENCE).with_context(|| format!("{place} does not answer"))?;
    Ok(format!("{} by {place}", smtp.from))
}

fn database(options: &Complete, look: &mut impl FnMut(&str, Result<String>) -> Result<()>) -> Result<()> {
    if let Database::Sqlite { path } = &options.database
        && !path.exists()
    {
        return look("database", Ok("none yet: the first start makes it".into()));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let db = options.open()?;
    look("database", Ok(engine(&db)))?;
    look("clock", runtime.block_on(clock(&db)))?;
    look("durability", runtime.block_on(durability(&db)))?;
    look("migrations", runtime.block_on(level(&db)))?;
    db.close();
    Ok(())
}

fn engine(db: &Db) -> String {
    match &db.config().database {
        Database::Sqlite { path } => {
            let size = std::fs::metadata(path).map_or(0, |m| m.len());
            format!("SQLite, {:.1} MB", size as f64 / 1e6)
        }
        Database::Postgres { .. } => "PostgreSQL".into(),
    }
}

async fn clock(db: &Db) -> Result<String> {
    let skew = db.clock_skew().await.context("the database does not answer")?;
    ensure!(
        skew <= SKEW,
        "the database's clock is {skew:.1?} from ours: both machines have to ask a time server"
    );
    Ok(format!("{skew:.1?} from the database's"))
}

async fn durability(db: &Db) -> Result<String> {
    let missing = db.undurable().await?;
    ensure!(
        missing.is_empty(),
        "{}: a power cut may lose what was acknowledged",
        missing.join(", ")
    );
    Ok("what is acknowledged is on disk".into())
}

async fn level(db: &Db) -> Result<String> {
    let done = db
        .migrated()
        .await
        .context("this database is none of ours yet, or does not answer")?;
    ensure!(
        done,
        "behind this version: the next start migrates it and makes a copy first, or run `relevo migrate`"
    );
    Ok("at this version's level".into())
}
