//! Every dependency has a sentence that says why it is here, and none is one that `deny.toml` bans.

use toml::{Table, Value};

use super::house::{Finding, House, Source};

pub fn sentences(house: &House, found: &mut Vec<Finding>) {
    if let Some(workspace) = house.get("Cargo.toml") {
        workspace_sentences(workspace, found);
    }
    for manifest in house.under("", &["/Cargo.toml"]) {
        own_versions(manifest, found);
    }
}

fn workspace_sentences(source: &Source, found: &mut Vec<Finding>) {
    let (mut inside, mut said) = (false, false);
    for (n, line) in source.text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            (inside, said) = (line == "[workspace.dependencies]", false);
        } else if line.is_empty() {
            said = false;
        } else if let Some(comment) = line.strip_prefix('#') {
            said = comment.chars().filter(|c| c.is_alphabetic()).count() >= 8;
        } else if inside && !said && line.contains('=') && !line.contains("path =") {
            found.push(Finding::new(
                source,
                n + 1,
                "a dependency without a sentence that says why (a group may share one)",
            ));
        }
    }
}

/// Versions are said once, in the workspace, beside the sentence.
fn own_versions(source: &Source, found: &mut Vec<Finding>) {
    let Ok(table) = source.text.parse::<Table>() else { return };
    for key in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let dependencies = table.get(key).and_then(Value::as_table).into_iter().flatten();
        for (name, value) in dependencies {
            let here = value.is_str() || value.get("version").is_some();
            if here {
                let line = source.text.lines().position(|l| l.starts_with(name.as_str())).map_or(1, |n| n + 1);
                found.push(Finding::new(
                    source,
                    line,
                    format!("`{name}` says its version here and not in the workspace's Cargo.toml"),
                ));
            }
        }
    }
}

/// `cargo deny` says more, where it is installed; what is banned by name is checked everywhere.
pub fn banned(house: &House, found: &mut Vec<Finding>) {
    let (Some(lock), Some(deny)) = (house.get("Cargo.lock"), house.get("deny.toml")) else {
        return;
    };
    let (Ok(locked), Ok(deny)) = (lock.text.parse::<Table>(), deny.text.parse::<Table>()) else {
        return;
    };
    let list = |table: &Table, path: [&str; 2]| {
        let value = if path[0].is_empty() {
            table.get(path[1])
        } else {
            table.get(path[0]).and_then(|t| t.get(path[1]))
        };
        value.and_then(Value::as_array).cloned().unwrap_or_default()
    };
    let banned = list(&deny, ["bans", "deny"]);
    for package in list(&locked, ["", "package"]) {
        let name = package.get("name").and_then(Value::as_str).unwrap_or_default();
        let ban = banned
            .iter()
            .find(|b| b.get("crate").or(b.get("name")).and_then(Value::as_str) == Some(name));
        if let Some(ban) = ban.filter(|ban| !only_wrapped(ban, name, &list(&locked, ["", "package"]))) {
            let line = lock
                .text
                .lines()
                .position(|l| l == format!("name = \"{name}\""))
                .map_or(1, |n| n + 1);
            let reason = ban.get("reason").and_then(Value::as_str).unwrap_or("no reason is given");
            found.push(Finding::new(lock, line, format!("`{name}` is banned: {reason}")));
        }
    }
}

/// As `cargo deny` has it: a ban may name crates that are allowed to bring it.
fn only_wrapped(ban: &Value, name: &str, packages: &[Value]) -> bool {
    let strings = |table: &Value, key: &str| -> Vec<String> {
        let list = table.get(key).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(|v| v.as_str()?.split(' ').next().map(str::to_owned)).collect()
    };
    let wrappers = strings(ban, "wrappers");
    let bringers = packages
        .iter()
        .filter(|package| strings(package, "dependencies").iter().any(|d| d == name));
    !wrappers.is_empty()
        && bringers
            .filter_map(|package| package.get("name").and_then(Value::as_str))
            .all(|bringer| wrappers.iter().any(|w| w == bringer))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Rule = fn(&House, &mut Vec<Finding>);

    fn findings(rule: Rule, sources: &[(&str, &str)]) -> Vec<usize> {
        let mut found = Vec::new();
        rule(&House::of(sources), &mut found);
        found.iter().map(|f| f.line).collect()
    }

    #[test]
    fn a_sentence_for_each_or_for_a_group() {
        let text = "[workspace.dependencies]\nkit = { path = \"x\" }\n# Serialises the bodies.\nserde = \"1\"\nserde_json = \"1\"\n\nbare = \"1\"\n[profile.dev]\ndebug = 1\n";
        assert_eq!(findings(sentences, &[("Cargo.toml", text)]), [7]);
    }

    #[test]
    fn versions_are_said_once() {
        let good = "[dependencies]\nserde.workspace = true\nx = { workspace = true, features = [] }\n";
        assert!(findings(sentences, &[("crates/a/Cargo.toml", good)]).is_empty());
        let bad = "[dependencies]\nserde = \"1\"\nx = { version = \"1\" }\n";
        assert_eq!(findings(sentences, &[("crates/a/Cargo.toml", bad)]), [2, 3]);
    }

    #[test]
    fn what_is_banned_may_be_brought_by_the_crates_that_the_ban_names() {
        let deny = (
            "deny.toml",
            "[bans]\ndeny = [{ crate = \"chrono\", wrappers = [\"store\"], reason = \"r\" }]",
        );
        let store =
            "[[package]]\nname = \"chrono\"\nversion = \"0.4.0\"\n[[package]]\nname = \"store\"\ndependencies = [\"chrono 0.4.0\"]\n";
        assert!(findings(banned, &[deny, ("Cargo.lock", store)]).is_empty());
        let other = format!("{store}[[package]]\nname = \"other\"\ndependencies = [\"chrono\"]\n");
        assert_eq!(findings(banned, &[deny, ("Cargo.lock", &other)]), [2]);
    }

    #[test]
    fn what_is_banned_is_not_locked() {
        let deny = ("deny.toml", "[bans]\ndeny = [{ crate = \"openssl\", reason = \"r\" }]");
        assert_eq!(
            findings(
                banned,
                &[deny, ("Cargo.lock", "[[package]]\nname = \"openssl\"\nversion = \"1.0.0\"\n")]
            ),
            [2]
        );
        assert!(
            findings(
                banned,
                &[deny, ("Cargo.lock", "[[package]]\nname = \"ring\"\nversion = \"1.0.0\"\n")]
            )
            .is_empty()
        );
    }
}
