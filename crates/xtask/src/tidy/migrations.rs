//! Both engines take the same steps: every migration has its twin of the same name, and numbers have no gaps.

use std::collections::BTreeSet;

use super::house::{Finding, House};

const ENGINES: [&str; 2] = ["migrations/sqlite/", "migrations/postgres/"];

pub fn check(house: &House, found: &mut Vec<Finding>) {
    let names = ENGINES.map(|engine| {
        house
            .under(engine, &[".sql"])
            .map(|s| &s.path[engine.len()..])
            .collect::<BTreeSet<&str>>()
    });
    for (engine, (mine, theirs)) in ENGINES.iter().zip([(&names[0], &names[1]), (&names[1], &names[0])]) {
        for missing in theirs.difference(mine) {
            let sentence = format!("is missing: the other engine has a migration `{missing}`");
            found.push(Finding {
                path: format!("{engine}{missing}"),
                line: 1,
                sentence,
            });
        }
        for (n, name) in mine.iter().enumerate() {
            if !name.starts_with(&format!("{:04}_", n + 1)) {
                let sentence = format!("migrations are numbered 0001_, 0002_ … without gaps; here comes {:04}_", n + 1);
                found.push(Finding {
                    path: format!("{engine}{name}"),
                    line: 1,
                    sentence,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(paths: &[&str]) -> usize {
        let sources: Vec<(&str, &str)> = paths.iter().map(|p| (*p, "")).collect();
        let mut found = Vec::new();
        check(&House::of(&sources), &mut found);
        found.len()
    }

    #[test]
    fn twins() {
        assert_eq!(findings(&["migrations/sqlite/0001_a.sql", "migrations/postgres/0001_a.sql"]), 0);
        assert_eq!(findings(&["migrations/sqlite/0001_a.sql", "migrations/postgres/0001_b.sql"]), 2);
        assert_eq!(findings(&["migrations/sqlite/0001_a.sql"]), 1);
        assert_eq!(findings(&["migrations/sqlite/0002_a.sql", "migrations/postgres/0002_a.sql"]), 2);
    }
}
