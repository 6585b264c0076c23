//! Closures of one batch do not feel each other.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use db::testing::{TestDb, on_both};
use db::{Dialect, Error, args, event};

use crate::{add, event, numbers, org, table};

/// Keeps the lane of organisation 1 busy until the returned end is dropped, so that what comes meanwhile makes one batch.
fn hold(db: &db::Db) -> std::sync::mpsc::Sender<()> {
    let (release, wait) = channel::<()>();
    let (began, begin) = channel();
    let wait = Mutex::new(wait);
    let db = db.clone();
    std::thread::spawn(move || {
        db.write_blocking(org(1), move |_| {
            let _ = began.send(());
            let _ = wait.lock().unwrap().recv();
            Ok::<(), Error>(())
        })
    });
    begin.recv().unwrap();
    release
}

/// Waits until so many closures wait for writing.
fn until_waiting(db: &db::Db, n: usize) {
    while db.waiting().0 < n {
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn failing_and_panicking_neighbours_take_nobody_with_them() {
    on_both(|db| {
        table(db);
        let release = hold(db);
        let before = db.stats().batches.get();
        let results: Vec<Result<i64, Error>> = std::thread::scope(|s| {
            let threads: Vec<_> = (0..12)
                .map(|n: i64| {
                    let thread = s.spawn(move || {
                        db.write_blocking(org(1), move |tx| {
                            if n == 5 {
                                return Err(Error::Value("refused before anything was written"));
                            }
                            add(tx, n)?;
                            let seq = tx.append(&event(1))?;
                            tx.next_number()?;
                            match n {
                                1 => Err(Error::Value("failed after writing")),
                                3 => panic!("a closure of the test panics"),
                                4 => add(tx, 0).map(|_| seq),
                                // Swallows the failure and goes on: refused all the same.
                                6 => {
                                    let _ = add(tx, 0);
                                    Ok(seq)
                                }
                                _ => Ok(seq),
                            }
                        })
                    });
                    // In order, so that number 0 is there when 4 and 6 want it again.
                    until_waiting(db, usize::try_from(n).unwrap() + 1);
                    thread
                })
                .collect();
            drop(release);
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(matches!(results[1], Err(Error::Value(_))));
        assert!(matches!(&results[3], Err(Error::Panic(text)) if text.contains("panics")));
        assert!(matches!(results[4], Err(Error::Unique { .. })), "{:?}", results[4]);
        assert!(matches!(results[5], Err(Error::Value(_))));
        assert!(matches!(&results[6], Err(Error::Aborted(_))), "{:?}", results[6]);
        let good = [0, 2, 7, 8, 9, 10, 11];
        assert_eq!(numbers(db), good);
        let seqs: Vec<i64> = good
            .iter()
            .map(|n| *results[usize::try_from(*n).unwrap()].as_ref().unwrap())
            .collect();
        assert_eq!(seqs, [1, 2, 3, 4, 5, 6, 7], "no gap where a neighbour failed");
        let event::Batch::Events(events) = db.read_blocking(|tx| event::after(tx, org(1), 0, 100)).unwrap() else {
            panic!("no reset")
        };
        assert_eq!(events.iter().map(|e| e.seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(db.write_blocking(org(1), |tx| tx.next_number()).unwrap(), 8);
        // The held one, this batch and the one just now.
        assert_eq!(db.stats().batches.get() - before, 3, "they were one batch");
        assert!(db.stats().panicked.get() >= 1);
    });
}

#[test]
fn a_closure_may_try_what_can_fail() {
    on_both(|db| {
        table(db);
        let (first, second) = db
            .write_blocking(org(1), |tx| {
                add(tx, 1)?;
                let failed = tx.attempt(|tx| {
                    add(tx, 2)?;
                    tx.append(&event(1))?;
                    add(tx, 1)
                });
                assert!(matches!(failed, Err(Error::Unique { .. })), "{failed:?}");
                let own = tx.attempt(|tx| {
                    add(tx, 3)?;
                    Err::<(), _>(Error::NoRow)
                });
                assert!(matches!(own, Err(Error::NoRow)));
                let first = tx.append(&event(2))?;
                let second = tx.attempt(|tx| {
                    add(tx, 4)?;
                    tx.attempt(|tx| tx.append(&event(3)))
                })?;
                Ok::<_, Error>((first, second))
            })
            .unwrap();
        assert_eq!((first, second), (1, 2));
        assert_eq!(numbers(db), [1, 4]);
    });
}

#[test]
fn too_many_are_sent_away_and_the_others_served() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let db = TestDb::with(dialect, |config| {
            config.queue = 8;
            config.write_lanes = 1;
        });
        table(&db);
        let release = hold(&db);
        let results: Vec<_> = std::thread::scope(|s| {
            let mine: Vec<_> = (0..6)
                .map(|n| (n, &db))
                .map(|(n, db)| s.spawn(move || db.write_blocking(org(1), move |tx| add(tx, n))))
                .collect();
            // The noisy organisation has its half; another still finds a place.
            while db.stats().refused.get() < 2 {
                std::thread::sleep(Duration::from_millis(1));
            }
            let other = s.spawn(|| db.write_blocking(org(2), |tx| add(tx, 100)));
            until_waiting(&db, 5);
            drop(release);
            other.join().unwrap().unwrap();
            mine.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(results.iter().filter(|r| matches!(r, Err(Error::Busy))).count(), 2);
        assert_eq!(numbers(&db).len(), 5);
        let kit: kit::Error = Error::Busy.into();
        assert_eq!((kit.kind, kit.retry_after), (kit::Kind::Unavailable, Some(1)));
    }
}

#[test]
fn who_went_away_before_their_turn_is_not_served() {
    on_both(|db| {
        table(db);
        let release = hold(db);
        let mut gone = Box::pin(db.write(org(1), |tx| add(tx, 1)));
        // Polled once: it is in the queue. Then its caller goes.
        let waker = std::task::Waker::noop();
        assert!(gone.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
        drop(gone);
        drop(release);
        db.write_blocking(org(1), |tx| add(tx, 2)).unwrap();
        assert_eq!(numbers(db), [2]);
        assert_eq!(db.stats().abandoned.get(), 1);
    });
}

#[test]
fn a_closure_that_asks_the_database_itself_is_told_so() {
    on_both(|db| {
        let inner = Arc::new(db.db());
        let asked = db.write_blocking(org(1), move |_| inner.write_blocking(org(1), |tx| tx.next_number()));
        assert!(matches!(asked, Err(Error::Misuse(_))));
    });
}

#[test]
fn the_statements_of_a_handle_are_recorded() {
    on_both(|db| {
        let trace = db::trace::Trace::new();
        let traced = db.traced(&trace);
        db.write_blocking(org(1), |tx| tx.next_number()).unwrap();
        traced
            .read_blocking(|tx| tx.opt::<i64>("SELECT seq FROM org_head WHERE org_id = $1", args![org(1)]))
            .unwrap();
        let statements = trace.take();
        assert_eq!(statements.len(), 1);
        assert_eq!(
            (statements[0].sql.as_str(), statements[0].args),
            ("SELECT seq FROM org_head WHERE org_id = $1", 1)
        );
        assert!(trace.take().is_empty());
    });
}

#[test]
fn closing_finishes_what_waits() {
    on_both(|db| {
        table(db);
        let release = hold(db);
        std::thread::scope(|s| {
            let waiting = s.spawn(|| db.write_blocking(org(1), |tx| add(tx, 1)));
            until_waiting(db, 1);
            let closing = s.spawn(|| db.close());
            drop(release);
            waiting.join().unwrap().unwrap();
            closing.join().unwrap();
        });
        assert!(matches!(db.write_blocking(org(1), |tx| add(tx, 2)), Err(Error::Unavailable(_))));
        let again = db::Db::open(db.config().clone()).unwrap();
        assert_eq!(numbers(&again), [1]);
    });
}
