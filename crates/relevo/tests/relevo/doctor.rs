//! `relevo doctor`: says what is wrong, and what is right.

use std::os::unix::fs::PermissionsExt;

use crate::house::{Demo, Postgres, path, relevo};

/// Its lines, and whether it was content.
fn lines(args: &[&str]) -> (Vec<String>, bool) {
    let output = relevo(&[&["doctor"], args].concat()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (text.lines().map(str::to_owned).collect(), output.status.success())
}

fn line<'l>(lines: &'l [String], what: &str) -> &'l str {
    let found = lines.iter().find(|l| l.contains(&format!(" {what}: ")));
    found.unwrap_or_else(|| panic!("no line about {what} in {lines:?}"))
}

#[test]
fn a_good_installation_has_good_lines() {
    let folder = Demo::get().copy();
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o700)).unwrap();
    let (found, _) = lines(&["--data", path(folder.path())]);
    for what in [
        "data folder",
        "privacy",
        "disk",
        "public address",
        "mail",
        "database",
        "clock",
        "migrations",
    ] {
        assert!(line(&found, what).starts_with("ok"), "{found:?}");
    }
}

#[test]
fn each_fault_has_its_line() {
    let folder = Demo::get().copy();
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let silent = crate::house::free_port();
    let smtp = format!("smtp://127.0.0.1:{silent}");
    let faulty = [
        "--data",
        path(folder.path()),
        "--smtp-url",
        &smtp,
        "--smtp-from",
        "Relevo <relevo@example.com>",
    ];
    let (found, content) = lines(&[&faulty[..], &["--public-url", "http://desk.example.com"]].concat());
    assert!(!content);
    for (what, why) in [("privacy", "chmod"), ("mail", "does not answer"), ("public address", "not https")] {
        assert!(
            line(&found, what).starts_with("WRONG") && line(&found, what).contains(why),
            "{found:?}"
        );
    }

    let database = Postgres::new();
    let url = database.url();
    let (found, content) = lines(&["--data", path(folder.path()), "--database", &url]);
    assert!(!content && line(&found, "migrations").starts_with("WRONG"), "{found:?}");
    crate::house::done(&["migrate", "--data", path(folder.path()), "--database", &url]);
    database.exec("CREATE SCHEMA lie; CREATE FUNCTION lie.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.clock_timestamp() + interval '3 seconds' $$");
    let name = url.rsplit('/').next().unwrap();
    database.exec(&format!("ALTER DATABASE {name} SET search_path = lie, public, pg_catalog"));
    let (found, _) = lines(&["--data", path(folder.path()), "--database", &url]);
    assert!(line(&found, "clock").starts_with("WRONG"), "{found:?}");
    assert!(line(&found, "migrations").starts_with("ok"), "{found:?}");
}

#[test]
fn a_setting_may_come_from_a_variable_or_the_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("relevo.toml"), "public_url = \"https://desk.example.com\"\n").unwrap();
    let (found, _) = lines(&["--data", path(folder.path())]);
    assert!(line(&found, "public address").contains("https://desk.example.com"), "{found:?}");
    let mut command = relevo(&["doctor", "--data", path(folder.path())]);
    let output = command.env("RELEVO_PUBLIC_URL", "https://otro.example.com").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("https://otro.example.com"));
}
