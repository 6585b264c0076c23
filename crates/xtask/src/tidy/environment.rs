//! Configuration is read in one place: the environment is global, and what reads it cannot be tested beside itself.

use super::{
    house::{Finding, House},
    rust::Code,
};

/// Who may: the programs, where they begin. Tests ask where the test database is.
const MAY: &[&str] = &[
    "crates/relevo/src/config",
    "crates/desk/src/config",
    "crates/relevo/src/main.rs",
    "crates/xtask/",
    // The rig takes the caller's settings out of the environment of what it starts.
    "crates/rig/",
    "benches/",
];

const READS: &[&str] = &["var", "var_os", "vars", "vars_os", "args", "args_os"];

pub fn check(house: &House, found: &mut Vec<Finding>) {
    for source in house.under("crates/", &[".rs"]) {
        if MAY.iter().any(|may| source.path.starts_with(may))
            || source.path.contains("/tests/")
            || ["build.rs", "testing.rs"].contains(&source.name())
        {
            continue;
        }
        let code = Code::read(&source.text);
        for at in 0..code.tokens.len() {
            if code.word(at) == Some("env") && code.path_sep(at + 1) && code.word(at + 3).is_some_and(|name| READS.contains(&name)) {
                found.push(Finding::new(
                    source,
                    code.tokens[at].1,
                    "reads the environment: give it the value from the configuration",
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> usize {
        let mut found = Vec::new();
        check(&House::of(&[(path, text)]), &mut found);
        found.len()
    }

    #[test]
    fn only_where_programs_begin_and_in_tests() {
        let code = "fn f() { std::env::var(\"X\").ok(); }";
        assert_eq!(findings("crates/db/src/lane.rs", code), 1);
        for good in [
            "crates/relevo/src/config/file.rs",
            "crates/xtask/src/sh.rs",
            "crates/db/tests/it/main.rs",
            "crates/relevo/build.rs",
        ] {
            assert_eq!(findings(good, code), 0, "{good}");
        }
        assert_eq!(
            findings(
                "crates/db/src/lane.rs",
                "#[cfg(test)]\nmod tests { fn f() { std::env::var(\"X\").ok(); } }"
            ),
            0
        );
        assert_eq!(
            findings("crates/db/src/lane.rs", "fn f() { env!(\"X\"); std::env::temp_dir(); }"),
            0
        );
    }
}
