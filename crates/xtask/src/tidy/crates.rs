//! Which crate may know which: `relevo → demo → desk → {db, access, channel-*} → channel → kit`, and who must stay pure.

use toml::Table;

use super::house::{Finding, House, Source};

/// A crate, and those of ours that it may depend on. `channel-*` stands for every channel.
const ROOMS: &[(&str, &[&str])] = &[
    ("kit", &[]),
    ("access", &["kit"]),
    ("channel", &["kit"]),
    ("channel-*", &["channel", "kit"]),
    ("db", &["kit"]),
    ("desk", &["db", "access", "channel", "channel-*", "kit"]),
    ("demo", &["desk", "db", "access", "kit"]),
    ("relevo", &["demo", "desk", "db", "access", "channel", "channel-*", "kit"]),
    ("rig", &["db", "kit"]),
    ("benches", &["rig", "desk", "db", "access", "channel", "channel-*", "kit"]),
    ("xtask", &[]),
];

/// Crates that do no I/O, and what would be I/O.
const PURE: &[&str] = &["kit", "access", "channel"];
const IO: &[&str] = &[
    "tokio",
    "axum",
    "hyper",
    "rusqlite",
    "postgres",
    "tokio-postgres",
    "sqlx",
    "reqwest",
    "ureq",
    "lettre",
    "object_store",
    "rand",
];

pub fn check(house: &House, found: &mut Vec<Finding>) {
    let manifests: Vec<(&Source, String, Vec<String>)> = house.under("", &["Cargo.toml"]).filter_map(manifest).collect();
    let ours: Vec<&str> = manifests.iter().map(|m| m.1.as_str()).collect();
    for (source, name, dependencies) in &manifests {
        let Some((_, may)) = ROOMS.iter().find(|(room, _)| *room == kind(name)) else {
            found.push(Finding::new(
                source,
                1,
                format!("crate `{name}` is not in the table of rooms (xtask, tidy/crates.rs)"),
            ));
            continue;
        };
        for dependency in dependencies {
            let line = line_of(source, dependency);
            if ours.contains(&dependency.as_str()) && !may.contains(&kind(dependency)) {
                found.push(Finding::new(source, line, format!("`{name}` may not know `{dependency}`")));
            }
            if PURE.contains(&name.as_str()) && IO.contains(&dependency.as_str()) {
                found.push(Finding::new(
                    source,
                    line,
                    format!("`{name}` is pure and may not use `{dependency}`"),
                ));
            }
        }
    }
}

fn kind(name: &str) -> &str {
    if name.starts_with("channel-") { "channel-*" } else { name }
}

/// A crate's name and what it needs to run. What its tests need is not part of the direction.
fn manifest(source: &Source) -> Option<(&Source, String, Vec<String>)> {
    let table: Table = source.text.parse().ok()?;
    let name = table.get("package")?.get("name")?.as_str()?.to_owned();
    let dependencies = ["dependencies", "build-dependencies"]
        .iter()
        .filter_map(|key| table.get(*key)?.as_table());
    Some((source, name, dependencies.flat_map(|t| t.keys().cloned()).collect()))
}

fn line_of(source: &Source, dependency: &str) -> usize {
    source
        .text
        .lines()
        .position(|l| l.trim_start().starts_with(dependency))
        .map_or(1, |n| n + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(name: &str, dependencies: &str) -> Vec<String> {
        let text = format!("[package]\nname = \"{name}\"\n[dependencies]\n{dependencies}");
        let mut found = Vec::new();
        let db = ("crates/db/Cargo.toml", "[package]\nname = \"db\"");
        let sms = ("crates/channel-sms/Cargo.toml", "[package]\nname = \"channel-sms\"");
        check(&House::of(&[("crates/x/Cargo.toml", &text), db, sms]), &mut found);
        found.into_iter().map(|f| format!("{}: {}", f.line, f.sentence)).collect()
    }

    #[test]
    fn downwards_is_good_and_upwards_is_not() {
        assert!(findings("desk", "db.workspace = true\nchannel-sms.workspace = true\naxum = \"0\"").is_empty());
        assert_eq!(
            findings("access", "serde = \"1\"\ndb.workspace = true"),
            ["5: `access` may not know `db`"]
        );
    }

    #[test]
    fn the_pure_do_no_io() {
        assert_eq!(findings("kit", "tokio = \"1\""), ["4: `kit` is pure and may not use `tokio`"]);
        assert!(findings("kit", "serde = \"1\"").is_empty());
    }

    #[test]
    fn a_new_crate_asks_for_its_place() {
        assert_eq!(findings("attic", "").len(), 1);
    }
}
