//! What breaks underneath: nothing acknowledged is lost, nothing is done twice, and it recovers by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use db::testing::{TestDb, on_both, server};
use db::{Database, Db, Dialect, Error, args};

use crate::{add, event, numbers, org, proxy, table};

const KILL: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

fn kill(admin: &Db) {
    admin.write_global_blocking(b"kill", |tx| tx.all::<bool>(KILL, args![])).unwrap();
    std::thread::sleep(Duration::from_millis(50));
}

#[test]
fn sessions_that_were_killed_are_made_again() {
    let db = TestDb::new(Dialect::Postgres);
    table(&db);
    let admin = Db::open(db.config().clone()).unwrap();
    for n in 0..5 {
        db.write_blocking(org(1), move |tx| add(tx, n)).unwrap();
        numbers(&db);
        kill(&admin);
    }
    assert_eq!(numbers(&db), [0, 1, 2, 3, 4]);
}

#[test]
fn a_closure_whose_session_dies_before_the_commit_runs_again_once() {
    let db = TestDb::new(Dialect::Postgres);
    table(&db);
    let admin = Arc::new(Db::open(db.config().clone()).unwrap());
    let runs = Arc::new(AtomicU32::new(0));
    let (counted, killer) = (Arc::clone(&runs), Arc::clone(&admin));
    let seq = db.write_blocking(org(1), move |tx| {
        add(tx, 1)?;
        let seq = tx.append(&event(1))?;
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            // A lane must not wait for a lane, a thread of its own may.
            let killer = Arc::clone(&killer);
            std::thread::spawn(move || kill(&killer)).join().unwrap();
        }
        tx.one::<i64>("SELECT CAST(1 AS BIGINT)", args![])?;
        Ok::<_, Error>(seq)
    });
    assert_eq!(seq.unwrap(), 1);
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(numbers(&db), [1]);
}

#[test]
fn a_commit_whose_answer_was_lost_is_not_done_again() {
    let db = TestDb::new(Dialect::Postgres);
    table(&db);
    let address = server().split('@').next_back().unwrap().split('/').next().unwrap().to_owned();
    let proxy = proxy::start(address.clone());
    let mut config = db.config().clone();
    let Database::Postgres { url } = &config.database else {
        panic!("postgres")
    };
    config.database = Database::Postgres {
        url: url.replace(&address, &format!("127.0.0.1:{}", proxy.port)),
    };
    let through = Db::open(config).unwrap();
    through.write_blocking(org(1), |tx| add(tx, 1)).unwrap();
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    proxy.cut_at_commit.store(true, Ordering::SeqCst);
    let lost = through.write_blocking(org(1), move |tx| {
        counted.fetch_add(1, Ordering::SeqCst);
        add(tx, 2)?;
        tx.append(&event(1))
    });
    assert!(matches!(lost, Err(Error::Unavailable(_))), "{lost:?}");
    assert_eq!(
        runs.load(Ordering::SeqCst),
        1,
        "nobody knows whether it was done, so it is not done again"
    );
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(numbers(&db), [1, 2], "here it was");
    through.write_blocking(org(1), |tx| add(tx, 3)).unwrap();
    assert_eq!(numbers(&db), [1, 2, 3]);
}

#[test]
fn a_server_that_is_not_there_is_said_so() {
    let mut config = TestDb::new(Dialect::Postgres).config().clone();
    config.database = Database::Postgres {
        url: "postgres://postgres@127.0.0.1:1/none".into(),
    };
    let db = Db::open(config).unwrap();
    let kit: kit::Error = db.write_blocking(org(1), |tx| tx.next_number()).unwrap_err().into();
    assert_eq!((kit.kind, kit.retry_after), (kit::Kind::Unavailable, Some(2)));
    assert!(matches!(
        db.read_blocking(|tx| tx.one::<i64>("SELECT 1", args![])),
        Err(Error::Unavailable(_))
    ));
    assert!(matches!(
        Db::open(db::Config::new(Database::Postgres { url: "nonsense://".into() })),
        Err(Error::Misuse(_))
    ));
}

#[test]
fn a_full_disk_fails_the_batch_and_reads_go_on() {
    let db = TestDb::new(Dialect::Sqlite);
    table(&db);
    db.write_blocking(org(1), |tx| add(tx, 1)).unwrap();
    // As many pages as there are: the engine's own way of a full disk.
    let pages: i64 = db.write_global_blocking(b"", |tx| tx.one("PRAGMA page_count", args![])).unwrap();
    let limit = move |n: i64| move |tx: &mut db::Tx| tx.one::<i64>(&format!("PRAGMA max_page_count = {n}"), args![]);
    db.write_global_blocking(b"", limit(pages)).unwrap();
    let blob = vec![1_u8; 100_000];
    let full = db.write_blocking(org(1), move |tx| {
        tx.exec("INSERT INTO t (id, n, b) VALUES ($1, 5, $2)", args![[5_u8; 16], &blob])
    });
    assert!(matches!(full, Err(Error::Full(_))), "{full:?}");
    let kit: kit::Error = full.unwrap_err().into();
    assert_eq!((kit.kind, kit.retry_after), (kit::Kind::Unavailable, Some(30)));
    assert_eq!(numbers(&db), [1]);
    db.write_global_blocking(b"", limit(pages + 1000)).unwrap();
    db.write_blocking(org(1), |tx| add(tx, 2)).unwrap();
    assert_eq!(numbers(&db), [1, 2]);
}

#[test]
fn what_only_the_commit_refuses_hits_nobody_else() {
    on_both(|db| {
        db.write_global_blocking(b"", |tx| {
            tx.exec("CREATE TABLE p (id BIGINT NOT NULL PRIMARY KEY)", args![])?;
            tx.exec(
                "CREATE TABLE c (id BIGINT NOT NULL PRIMARY KEY, p BIGINT REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)",
                args![],
            )
        })
        .unwrap();
        let results: Vec<_> = std::thread::scope(|s| {
            let threads: Vec<_> = (0..20_i64)
                .map(|n| {
                    s.spawn(move || {
                        db.write_blocking(org(1), move |tx| {
                            tx.exec(
                                "INSERT INTO c (id, p) VALUES ($1, $2)",
                                args![n, if n == 7 { Some(99) } else { None }],
                            )?;
                            tx.append(&event(1))
                        })
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        for (n, result) in results.iter().enumerate() {
            assert_eq!(matches!(result, Err(Error::ForeignKey { .. })), n == 7, "{n}: {result:?}");
        }
        assert_eq!(
            db.read_blocking(|tx| tx.one::<(i64, i64)>("SELECT COUNT(*), (SELECT seq FROM org_head) FROM c", args![]))
                .unwrap(),
            (19, 19)
        );
    });
}

/// The log does not grow without end, neither idle nor under load.
#[test]
fn checkpoints_happen() {
    let db = TestDb::new(Dialect::Sqlite);
    table(&db);
    let Database::Sqlite { path } = &db.config().database else {
        panic!("sqlite")
    };
    let wal = path.with_extension("db-wal");
    let blob = vec![7_u8; 200_000];
    for n in 0..400_u16 {
        let blob = blob.clone();
        let mut id = [0_u8; 16];
        id[..2].copy_from_slice(&n.to_be_bytes());
        db.write_blocking(org(1), move |tx| tx.exec("INSERT INTO t (id, b) VALUES ($1, $2)", args![id, &blob]))
            .unwrap();
    }
    let written = 400 * 200_000;
    assert!(wal.metadata().unwrap().len() < written + 10_000_000);
    for _ in 0..100 {
        std::thread::sleep(Duration::from_millis(20));
        if path.metadata().unwrap().len() > written {
            break;
        }
    }
    assert!(path.metadata().unwrap().len() > written, "an idle moment was used");
    assert!(db.stats().checkpoints.get() > 0);
    // With everything carried over, the log begins at its front again.
    let at_front = (1..50).any(|n| {
        std::thread::sleep(Duration::from_millis(80));
        let before = wal.metadata().unwrap().len();
        db.write_blocking(org(1), move |tx| add(tx, n)).unwrap();
        wal.metadata().unwrap().len() == before
    });
    assert!(at_front);
}
