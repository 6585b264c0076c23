//! No locked crate has a hole that the RustSec database knows of.
//!
//! The database is a folder of its own and is not fetched here: tests need no network of their own accord. It is taken from
//! `RELEVO_ADVISORY_DB`, or from where `cargo audit` or a checkout in a neighbouring folder would have it.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use semver::{Version, VersionReq};
use toml::{Table, Value};
use walkdir::WalkDir;

use super::{needs::Needs, report::NotChecked};

pub fn check(needs: &mut Needs) -> Result<()> {
    let Some(database) = find(&needs.root) else {
        bail!(NotChecked(
            "no advisory database is at hand: set RELEVO_ADVISORY_DB to a checkout of RustSec's advisory-db"
        ));
    };
    let lock = fs::read_to_string(needs.root.join("Cargo.lock"))?;
    let deny = fs::read_to_string(needs.root.join("deny.toml")).unwrap_or_default();
    let (packages, accepted) = (packages(&lock)?, accepted(&deny)?);
    let (mut read, mut hits) = (0, Vec::new());
    for (name, version) in &packages {
        for file in WalkDir::new(database.join("crates").join(name))
            .into_iter()
            .flatten()
            .filter(|e| e.path().extension().is_some_and(|e| e == "md"))
        {
            let advisory =
                Advisory::read(&fs::read_to_string(file.path())?).with_context(|| format!("cannot read {}", file.path().display()))?;
            read += 1;
            if advisory.concerns(version) && !accepted.contains(&advisory.id) {
                hits.push(format!("{name} {version}: {} {}", advisory.id, advisory.title));
            }
        }
    }
    println!(
        "{} locked crates against {read} advisories about them in {}",
        packages.len(),
        database.display()
    );
    if !hits.is_empty() {
        bail!(
            "{}\nUpdate them, or accept one in deny.toml's [advisories] ignore with a reason.",
            hits.join("\n")
        );
    }
    Ok(())
}

fn find(root: &Path) -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let mut places: Vec<PathBuf> = env::var_os("RELEVO_ADVISORY_DB").map(PathBuf::from).into_iter().collect();
    places.extend(home.map(|home| home.join("advisory-db")));
    let beside = root.parent()?;
    places.push(beside.join("advisory-db"));
    places.extend(
        fs::read_dir(beside)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path().join("advisory-db")),
    );
    places.into_iter().find(|path| path.join("crates").is_dir())
}

struct Advisory {
    id: String,
    title: String,
    /// Withdrawn, or a note about upkeep: no hole.
    harmless: bool,
    fixed: Vec<VersionReq>,
}

impl Advisory {
    /// A Markdown file that begins with TOML between fences; its title is the first heading.
    fn read(text: &str) -> Result<Self> {
        let (_, rest) = text.split_once("```toml").context("no TOML")?;
        let (front, body) = rest.split_once("```").context("no end of the TOML")?;
        let table: Table = front.parse()?;
        let advisory = table.get("advisory").and_then(Value::as_table).context("no [advisory]")?;
        let requirements = |key: &str| {
            let list = table
                .get("versions")
                .and_then(|v| v.get(key))
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            list.iter()
                .filter_map(Value::as_str)
                .map(VersionReq::parse)
                .collect::<Result<Vec<_>, _>>()
        };
        let mut fixed = requirements("patched")?;
        fixed.extend(requirements("unaffected")?);
        Ok(Self {
            id: advisory.get("id").and_then(Value::as_str).context("no id")?.to_owned(),
            title: body.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default().to_owned(),
            harmless: advisory.contains_key("withdrawn") || advisory.contains_key("informational"),
            fixed,
        })
    }

    fn concerns(&self, version: &Version) -> bool {
        !self.harmless && !self.fixed.iter().any(|fixed| fixed.matches(version))
    }
}

/// What is locked from a registry; our own crates have no source.
fn packages(lock: &str) -> Result<Vec<(String, Version)>> {
    let table: Table = lock.parse()?;
    let list = table.get("package").and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |package: &Value, key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let from_a_registry = list.iter().filter(|package| package.get("source").is_some());
    from_a_registry
        .map(|package| Ok((text(package, "name"), Version::parse(&text(package, "version"))?)))
        .collect()
}

/// The advisories that `deny.toml` accepts, as `cargo deny` reads them: `"RUSTSEC-…"` or `{ id, reason }`.
fn accepted(deny: &str) -> Result<Vec<String>> {
    let table: Table = deny.parse()?;
    let list = table
        .get("advisories")
        .and_then(|a| a.get("ignore"))
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    Ok(list
        .iter()
        .filter_map(|entry| entry.as_str().or(entry.get("id").and_then(Value::as_str)))
        .map(str::to_owned)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "```toml\n[advisory]\nid = \"RUSTSEC-2020-0001\"\npackage = \"x\"\n[versions]\npatched = [\">= 1.2.3\", \">= 0.9.7, < 1.0.0\"]\nunaffected = [\"< 0.5.0\"]\n```\n\n# It leaks\n";

    #[test]
    fn an_advisory_concerns_what_it_does_not_except() -> Result<()> {
        let advisory = Advisory::read(ONE)?;
        assert_eq!((advisory.id.as_str(), advisory.title.as_str()), ("RUSTSEC-2020-0001", "It leaks"));
        for (version, hit) in [
            ("0.4.0", false),
            ("0.6.0", true),
            ("0.9.7", false),
            ("1.0.0", true),
            ("1.2.3", false),
        ] {
            assert_eq!(advisory.concerns(&Version::parse(version)?), hit, "{version}");
        }
        assert!(!Advisory::read(&ONE.replace("package", "withdrawn = \"2021-01-01\"\npackage"))?.concerns(&Version::parse("0.6.0")?));
        Ok(())
    }

    #[test]
    fn reads_what_is_locked_and_what_is_accepted() -> Result<()> {
        let lock =
            "[[package]]\nname = \"kit\"\nversion = \"0.1.0\"\n[[package]]\nname = \"x\"\nversion = \"1.0.0\"\nsource = \"registry\"\n";
        assert_eq!(packages(lock)?, [("x".to_owned(), Version::new(1, 0, 0))]);
        assert_eq!(
            accepted("[advisories]\nignore = [\"A\", { id = \"B\", reason = \"r\" }]")?,
            ["A", "B"]
        );
        assert!(accepted("")?.is_empty());
        Ok(())
    }
}
