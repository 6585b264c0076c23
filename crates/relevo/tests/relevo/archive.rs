//! `relevo backup` and `relevo restore`: there and back between the engines, and nothing of a damaged archive.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;

use crate::house::{Demo, Postgres, Server, done, inside, path, refused};

/// What an archive holds: the snapshot's lines but for its head, which says when and on which engine, and the files.
fn content(archive: &Path) -> (Vec<String>, BTreeMap<String, usize>) {
    let (mut lines, mut files) = (Vec::new(), BTreeMap::new());
    let mut tar = tar::Archive::new(std::fs::File::open(archive).unwrap());
    for entry in tar.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == "database.relevo.gz" {
            let mut text = String::new();
            GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
            // The head names the engine, and the end's checksum is over the head too.
            lines = text
                .lines()
                .skip(1)
                .filter(|l| !l.starts_with("{\"done\""))
                .map(str::to_owned)
                .collect();
        } else if name.starts_with("files/") {
            files.insert(name, bytes.len());
        }
    }
    (lines, files)
}

#[test]
fn the_demo_goes_to_postgres_and_back_while_it_serves() {
    let (folder, out) = (Demo::get().copy(), tempfile::tempdir().unwrap());
    let (a, b, c) = (out.path().join("a.tar"), out.path().join("b.tar"), out.path().join("c.tar"));
    let server = Server::start(folder.path(), None);
    let written = done(&["backup", "--data", path(folder.path()), "--to", path(&a)]);
    assert!(written.contains("rows"), "{written}");
    assert_eq!(server.get("/readyz", "").unwrap().0, 200, "it goes on serving");

    let (database, there) = (Postgres::new(), out.path().join("there"));
    let url = database.url();
    done(&["restore", "--data", path(&there), "--database", &url, path(&a)]);
    let elsewhere = Server::start(&there, Some(&url));
    done(&["backup", "--data", path(&there), "--database", &url, "--to", path(&b)]);
    let (_, admin) = Demo::get().person("admin");
    let org = format!("/api/v1/organisations/{}/tickets", admin["organisation"].as_str().unwrap());
    assert_eq!(elsewhere.get(&org, admin["token"].as_str().unwrap()).unwrap().0, 200);
    drop(elsewhere);

    let back = out.path().join("back");
    done(&["restore", "--data", path(&back), path(&b)]);
    done(&["backup", "--data", path(&back), "--to", path(&c)]);
    let (first, second, third) = (content(&a), content(&b), content(&c));
    assert!(
        first.0.len() > 1000 && first.1.len() > 50,
        "{} rows, {} files",
        first.0.len(),
        first.1.len()
    );
    // A server that runs writes of its own: the link of the first set-up, sweeps, cursors. What it started with is what came across.
    assert_eq!(second.1, first.1);
    assert_eq!(third.1, first.1);
    assert!(second.0 == third.0, "rows differ after the way back");
    assert!(
        tables(&first.0) == tables(&second.0),
        "{:?} {:?}",
        tables(&first.0),
        tables(&second.0)
    );
    assert!(
        inside(out.path()).iter().all(|p| !path(p).contains("partial")),
        "{:?}",
        inside(out.path())
    );
}

/// The end lines of what people made: its rows and their checksum, table by table.
fn tables(lines: &[String]) -> Vec<&String> {
    let own = [
        "ticket", "message", "contact", "identity", "member", "account", "file", "token", "event", "channel", "draft",
    ];
    lines
        .iter()
        .filter(|l| own.iter().any(|t| l.starts_with(&format!("{{\"end\":\"{t}\""))))
        .collect()
}

#[test]
fn a_damaged_archive_is_refused_and_leaves_nothing() {
    let (folder, out) = (Demo::get().copy(), tempfile::tempdir().unwrap());
    let whole = out.path().join("whole.tar");
    done(&["backup", "--data", path(folder.path()), "--to", path(&whole)]);
    let bytes = std::fs::read(&whole).unwrap();
    let turned = |at: usize| {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x20;
        bytes
    };
    let cases = [
        ("in the snapshot", turned(40_000)),
        ("in a file", turned(bytes.len() - 60_000)),
        ("cut off", bytes[..bytes.len() * 2 / 3].to_vec()),
        ("without its end", bytes[..bytes.len() - 2048].to_vec()),
        ("something else", b"una carta".repeat(100)),
    ];
    let database = Postgres::new();
    let url = database.url();
    for (what, bytes) in cases {
        let (archive, to) = (out.path().join("bad.tar"), out.path().join("to"));
        std::fs::write(&archive, bytes).unwrap();
        refused(&["restore", "--data", path(&to), path(&archive)]);
        assert!(inside(&to).is_empty(), "{what}: {:?}", inside(&to));
        refused(&["restore", "--data", path(&to), "--database", &url, path(&archive)]);
        assert!(inside(&to).is_empty(), "{what}: {:?}", inside(&to));
    }
    // The control: the same places take the whole one, after all those refusals.
    done(&["restore", "--data", path(&out.path().join("to")), "--database", &url, path(&whole)]);
    let again = refused(&[
        "restore",
        "--data",
        path(&out.path().join("second")),
        "--database",
        &url,
        path(&whole),
    ]);
    assert!(again.contains("not empty") || again.contains("later level"), "{again}");
    let full = refused(&["restore", "--data", path(&out.path().join("to")), path(&whole)]);
    assert!(full.contains("is not empty"), "{full}");
}

#[test]
fn an_older_database_is_copied_before_serving_migrates_it() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let migrations = inside(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/postgres")));
    assert!(migrations.len() > 1, "there is something to migrate");
    // What an older version left: the first migration by itself, as its row says.
    let (newest, database) = (Postgres::new(), Postgres::new());
    done(&["migrate", "--data", path(folder.path()), "--database", &newest.url()]);
    database.exec(&std::fs::read_to_string(&migrations[0]).unwrap());
    database.exec("CREATE TABLE migration (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)");
    database
        .exec(&newest.one("SELECT format('INSERT INTO migration VALUES (1, %L, %L, 0)', name, checksum) FROM migration WHERE number = 1"));

    let server = Server::start(folder.path(), Some(&database.url()));
    assert_eq!(server.get("/readyz", "").unwrap().0, 200);
    let copies = inside(&folder.path().join("backups"));
    let second = migrations[1].file_stem().unwrap().to_str().unwrap();
    assert!(copies.len() == 1 && path(&copies[0]).contains(second), "{copies:?}");
    // And the copy can be brought back.
    let to = Postgres::new();
    let summary = done(&[
        "restore",
        "--data",
        path(&out.path().join("to")),
        "--database",
        &to.url(),
        path(&copies[0]),
    ]);
    assert!(summary.contains("0 files"), "{summary}");
}
