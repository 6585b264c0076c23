//! A backup is whole or refused, is made beside a busy server, and goes from either engine to the other and back.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use db::dump::Summary;
use db::search::{self, Doc, Look};
use db::testing::{START, TestDb, on_both};
use db::{Db, Dialect, Error, NewJob, Sql, args, event};
use kit::{JobId, MessageId};

use crate::{event, org};

fn fill(db: &Db) {
    for o in 1..4 {
        db.write_blocking(org(o), move |tx| {
            for n in 0..150 {
                tx.append(&event(n))?;
            }
            tx.next_number()?;
            tx.enqueue(&NewJob {
                id: JobId::new(START),
                kind: "mail.send",
                version: 1,
                body: "{\"text\":\"ñ 🚜 \\\"\\n\"}".into(),
                org: Some(org(o)),
                due_at: kit::Time::MAX,
                dedup: None,
            })?;
            event::set_cursor(tx, "Ñ reader", org(o), 5)?;
            event::set_cursor(tx, "a reader", org(o), i64::MIN)?;
            for n in 0..20 {
                let doc = Doc {
                    org: org(o),
                    thing: MessageId::from_bytes([n; 16]).into(),
                    owner: [n; 16],
                };
                search::put(tx, &doc, &format!("cosechadora número {n} zz a bbb"))?;
            }
            // Written anew and taken away: the index must not remember.
            search::put(
                tx,
                &Doc {
                    org: org(o),
                    thing: MessageId::from_bytes([3; 16]).into(),
                    owner: [3; 16],
                },
                "otro",
            )?;
            search::remove(tx, org(o), &MessageId::from_bytes([4; 16]).into())
        })
        .unwrap();
    }
}

fn backup(db: &Db) -> (Vec<u8>, Summary) {
    let mut bytes = Vec::new();
    let summary = db.backup(&mut bytes).unwrap();
    (bytes, summary)
}

fn found(db: &Db, text: &'static str) -> usize {
    db.read_blocking(move |tx| {
        let query = search::query(tx, org(2), "msg", text)?.expect("words");
        let mut sql = Sql::new("SELECT COUNT(*) FROM ");
        query.hits(&mut sql, "d", Look::All);
        tx.one_sql::<i64>(&sql)
    })
    .unwrap()
    .try_into()
    .unwrap()
}

#[test]
fn there_and_back_again_nothing_has_changed() {
    let first = TestDb::new(Dialect::Sqlite);
    fill(&first);
    let (bytes, made) = backup(&first);
    let second = TestDb::empty(Dialect::Postgres);
    assert_eq!(second.restore(bytes.as_slice()).unwrap(), made);
    let (bytes, again) = backup(&second);
    assert_eq!(again, made, "the same lines from the other engine");
    let third = TestDb::new(Dialect::Sqlite);
    assert_eq!(third.restore(bytes.as_slice()).unwrap(), made);
    assert_eq!(backup(&third).1, made);
    let fourth = TestDb::new(Dialect::Postgres);
    fourth.restore(bytes.as_slice()).unwrap();
    for db in [&first, &second, &third, &fourth] {
        assert_eq!(
            (found(db, "cosechadora"), found(db, "otro"), found(db, "numero 7")),
            (18, 1, 1),
            "{:?}",
            db.dialect()
        );
        // Life goes on: numbers and keys continue.
        assert_eq!(db.write_blocking(org(2), |tx| tx.append(&event(1))).unwrap(), 151);
        assert_eq!(db.write_blocking(org(2), |tx| tx.next_number()).unwrap(), 2);
        let doc = Doc {
            org: org(2),
            thing: MessageId::from_bytes([77; 16]).into(),
            owner: [1; 16],
        };
        db.write_blocking(org(2), move |tx| search::put(tx, &doc, "tractor")).unwrap();
        assert_eq!(found(db, "tractor"), 1);
    }
}

/// Foreign keys, also in a circle and to oneself, do not stand in a restore's way, and hold after it.
#[test]
fn references_are_checked_at_the_end() {
    for (from, to) in [(Dialect::Sqlite, Dialect::Postgres), (Dialect::Postgres, Dialect::Sqlite)] {
        let ddl = |db: &Db| {
            db.write_global_blocking(b"", |tx| {
                tx.exec("CREATE TABLE b_parent (id BIGINT NOT NULL PRIMARY KEY, above BIGINT REFERENCES b_parent (id))", args![])?;
                tx.exec("CREATE TABLE a_child (id BIGINT NOT NULL PRIMARY KEY, parent BIGINT NOT NULL REFERENCES b_parent (id), r DOUBLE PRECISION, yes BOOLEAN)", args![])
            })
            .unwrap();
        };
        let (source, target) = (TestDb::new(from), TestDb::new(to));
        ddl(&source);
        ddl(&target);
        source
            .write_global_blocking(b"", |tx| {
                tx.exec("INSERT INTO b_parent (id, above) VALUES (2, NULL), (1, 2)", args![])?;
                tx.exec(
                    "INSERT INTO a_child (id, parent, r, yes) VALUES (1, 1, $1, $2), (2, 2, $3, NULL)",
                    args![0.1 + 0.2, true, f64::INFINITY],
                )
            })
            .unwrap();
        let (bytes, made) = backup(&source);
        assert_eq!(target.restore(bytes.as_slice()).unwrap(), made);
        assert_eq!(
            target
                .read_blocking(|tx| tx.all::<(f64, Option<bool>)>("SELECT r, yes FROM a_child ORDER BY id", args![]))
                .unwrap(),
            [(0.1 + 0.2, Some(true)), (f64::INFINITY, None)]
        );
        let orphan = target.write_global_blocking(b"", |tx| tx.exec("INSERT INTO a_child (id, parent) VALUES (9, 99)", args![]));
        assert!(matches!(orphan, Err(Error::ForeignKey { .. })), "{orphan:?}");
    }
}

#[test]
fn a_backup_is_one_moment_of_a_busy_server() {
    on_both(|db| {
        fill(db);
        let stop = AtomicBool::new(false);
        std::thread::scope(|s| {
            for o in 1..4_u8 {
                let stop = &stop;
                s.spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        db.write_blocking(org(o), |tx| tx.append(&event(1)).and_then(|_| tx.next_number()))
                            .unwrap();
                    }
                });
            }
            std::thread::sleep(Duration::from_millis(50));
            let backups: Vec<_> = (0..3).map(|_| backup(db)).collect();
            stop.store(true, Ordering::Relaxed);
            for (bytes, made) in backups {
                let copy = TestDb::empty(Dialect::Sqlite);
                assert_eq!(copy.restore(bytes.as_slice()).unwrap(), made);
                // The head and its events are of the same moment.
                let sql = "SELECT h.seq - (SELECT MAX(seq) FROM event e WHERE e.org_id = h.org_id), h.seq - 149 - h.ticket_number FROM org_head h";
                let apart: Vec<(i64, i64)> = copy.read_blocking(move |tx| tx.all(sql, args![])).unwrap();
                assert_eq!(apart, [(0, 0); 3]);
            }
        });
    });
}

#[test]
fn what_is_cut_off_changed_or_not_ours_is_refused_and_leaves_nothing() {
    let source = TestDb::new(Dialect::Sqlite);
    fill(&source);
    let (bytes, _) = backup(&source);
    let text = {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(bytes.as_slice()), &mut text).unwrap();
        text
    };
    let gzip = |text: &str| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut gzip, text.as_bytes()).unwrap();
        gzip.finish().unwrap()
    };
    let lines: Vec<&str> = text.lines().collect();
    let without_last = lines[..lines.len() - 1].join("\n") + "\n";
    let changed = text.replacen("ticket.opened", "ticket.closed", 1);
    let first_row = lines.iter().position(|line| line.starts_with('[')).unwrap();
    let fewer = [&lines[..first_row], &lines[first_row + 1..]].concat().join("\n") + "\n";
    let newer = text.replacen("\"0001_machinery\"", "\"0001_machinery\",\"9999_future\"", 1);
    for target in [TestDb::empty(Dialect::Sqlite), TestDb::empty(Dialect::Postgres)] {
        let refused = |bytes: &[u8], why: &str| match target.restore(bytes) {
            Err(Error::Backup(text)) => assert!(text.contains(why), "{text} instead of {why}"),
            other => panic!("{other:?} instead of {why}"),
        };
        refused(&bytes[..bytes.len() / 2], "cut off");
        refused(&bytes[..bytes.len() - 20], "cut off");
        refused(&gzip(&without_last), "cut off");
        refused(&gzip(&changed), "event");
        refused(&gzip(&fewer), "rows");
        refused(&gzip(&newer), "newer");
        refused(&gzip("{\"hello\":1}\n"), "none of ours");
        refused(b"not gzip, but long enough to see that it is not", "cannot be read");
        assert!(
            !target.schema().unwrap().contains_key("event")
                || target
                    .read_blocking(|tx| tx.one::<i64>("SELECT COUNT(*) FROM event", args![]))
                    .unwrap()
                    == 0
        );
        target.restore(bytes.as_slice()).unwrap();
        refused(&bytes, "not empty");
    }
}

#[test]
fn a_file_is_there_when_it_is_whole() {
    on_both(|db| {
        fill(db);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("b{}", db::dump::EXTENSION));
        let made = db.backup_to_file(&path).unwrap();
        let copy = TestDb::empty(Dialect::Sqlite);
        assert_eq!(copy.restore(std::fs::File::open(&path).unwrap()).unwrap(), made);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing partial stays");
        assert!(matches!(
            db.backup_to_file(&folder.path().join("no/such/folder")),
            Err(Error::Backup(_))
        ));
    });
}
