//! Jobs: at least once, never by two at a time, and none is lost.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use db::job::{self, Dedup, Held, Job};
use db::testing::{START, on_both};
use db::{Db, Error, NewJob};
use kit::JobId;

use crate::org;

const LEASE: Duration = Duration::from_secs(60);

fn job(body: &str) -> NewJob {
    NewJob {
        id: JobId::new(START),
        kind: "mail.send",
        version: 1,
        body: body.into(),
        org: Some(org(1)),
        due_at: START,
        dedup: None,
    }
}

fn enqueue(db: &Db, job: NewJob) {
    db.write_blocking(org(1), move |tx| tx.enqueue(&job)).unwrap();
}

fn claim(db: &Db, worker: u8, limit: u32) -> Vec<Job> {
    db.write_global_blocking(&[worker], move |tx| job::claim(tx, &[], [worker; 16], LEASE, limit))
        .unwrap()
}

#[test]
fn workers_never_get_the_same() {
    on_both(|db| {
        let jobs = db.jobs();
        for n in 0..200 {
            enqueue(db, job(&n.to_string()));
        }
        assert!(jobs.has_changed().unwrap());
        let done = Mutex::new(BTreeMap::<String, u32>::new());
        std::thread::scope(|s| {
            for worker in 0..8_u8 {
                let done = &done;
                s.spawn(move || {
                    loop {
                        let claimed = claim(db, worker, 7);
                        if claimed.is_empty() {
                            break;
                        }
                        for job in claimed {
                            *done.lock().unwrap().entry(job.body.clone()).or_default() += 1;
                            assert_eq!(
                                db.write_global_blocking(&[worker], move |tx| job::complete(tx, &job)).unwrap(),
                                Held::Yes
                            );
                        }
                    }
                });
            }
        });
        let done = done.into_inner().unwrap();
        assert_eq!(done.len(), 200);
        assert!(done.values().all(|times| *times == 1));
        assert_eq!(db.read_blocking(job::next_due).unwrap(), None);
    });
}

#[test]
fn what_was_rolled_back_is_no_work() {
    on_both(|db| {
        let new = job("never");
        assert!(
            db.write_blocking(org(1), move |tx| tx.enqueue(&new).and(Err::<(), _>(Error::NoRow)))
                .is_err()
        );
        assert!(claim(db, 1, 10).is_empty());
    });
}

#[test]
fn a_lease_ends_and_its_holder_is_told() {
    on_both(|db| {
        enqueue(db, job("a"));
        let first = claim(db, 1, 1).remove(0);
        assert_eq!(first.attempt, 1);
        assert!(claim(db, 2, 1).is_empty());
        db.clock().advance(LEASE + Duration::from_secs(1));
        let second = claim(db, 2, 1).remove(0);
        assert_eq!((second.id, second.attempt), (first.id, 2));
        let late = first.clone();
        assert_eq!(
            db.write_global_blocking(b"1", move |tx| job::complete(tx, &late)).unwrap(),
            Held::Lost
        );
        let extended = second.clone();
        assert_eq!(
            db.write_global_blocking(b"2", move |tx| job::extend(tx, &extended, LEASE * 3))
                .unwrap(),
            Held::Yes
        );
        db.clock().advance(LEASE * 2);
        assert!(claim(db, 3, 1).is_empty());
        assert_eq!(
            db.write_global_blocking(b"2", move |tx| job::complete(tx, &second)).unwrap(),
            Held::Yes
        );
        db.clock().advance(LEASE * 10);
        assert!(claim(db, 3, 1).is_empty());
    });
}

#[test]
fn retried_then_dead_then_alive_again() {
    on_both(|db| {
        enqueue(db, job("a"));
        for attempt in 1..=3 {
            let job = claim(db, 1, 1).remove(0);
            assert_eq!(job.attempt, attempt);
            let due = db.now().plus(Duration::from_secs(5));
            assert_eq!(
                db.write_global_blocking(b"1", move |tx| job::retry(tx, &job, due, 3, "550 no\0 such user"))
                    .unwrap(),
                Held::Yes
            );
            assert!(claim(db, 1, 1).is_empty());
            db.clock().advance(Duration::from_secs(5));
        }
        assert!(claim(db, 1, 1).is_empty());
        let dead = db.read_blocking(|tx| job::dead(tx, Some(org(1)), None, 10)).unwrap().remove(0);
        assert_eq!((dead.attempts, dead.last_error.as_deref()), (3, Some("550 no such user")));
        assert!(db.read_blocking(|tx| job::dead(tx, Some(org(2)), None, 10)).unwrap().is_empty());
        assert!(db.read_blocking(|tx| job::dead(tx, None, None, 10)).unwrap().is_empty());
        let id = dead.id;
        assert!(
            !db.write_blocking(org(2), move |tx| job::revive(tx, Some(org(2)), id)).unwrap(),
            "another organisation's"
        );
        assert!(db.write_blocking(org(1), move |tx| job::revive(tx, Some(org(1)), id)).unwrap());
        let again = claim(db, 1, 1).remove(0);
        assert_eq!(again.attempt, 1);
        assert_eq!(
            db.write_global_blocking(b"1", move |tx| job::fail(tx, &again, "gone")).unwrap(),
            Held::Yes
        );
        assert!(db.write_blocking(org(1), move |tx| job::discard(tx, Some(org(1)), id)).unwrap());
        assert!(!db.write_blocking(org(1), move |tx| job::discard(tx, Some(org(1)), id)).unwrap());
    });
}

#[test]
fn the_same_key_waits_once() {
    on_both(|db| {
        let keyed = |body: &str, dedup: Dedup, after: u64| NewJob {
            dedup: Some(dedup),
            due_at: START.plus(Duration::from_secs(after)),
            ..job(body)
        };
        enqueue(db, keyed("first", Dedup::Keep("k".into()), 0));
        enqueue(db, keyed("second", Dedup::Keep("k".into()), 0));
        enqueue(db, keyed("timer", Dedup::Replace("t".into()), 100));
        enqueue(db, keyed("moved", Dedup::Replace("t".into()), 50));
        enqueue(db, keyed("cancelled", Dedup::Keep("c".into()), 0));
        assert!(db.write_blocking(org(1), |tx| tx.cancel_job("mail.send", "c")).unwrap());
        assert!(!db.write_blocking(org(1), |tx| tx.cancel_job("mail.send", "c")).unwrap());
        assert_eq!(claim(db, 1, 10).iter().map(|j| j.body.as_str()).collect::<Vec<_>>(), ["first"]);
        // Somebody works at the first now; what has changed since needs its own.
        enqueue(db, keyed("third", Dedup::Keep("k".into()), 0));
        assert_eq!(claim(db, 1, 10).len(), 1);
        assert_eq!(db.read_blocking(job::next_due).unwrap(), Some(START.plus(Duration::from_secs(50))));
        db.clock().advance(Duration::from_secs(50));
        assert_eq!(claim(db, 1, 10).iter().map(|j| j.body.as_str()).collect::<Vec<_>>(), ["moved"]);
    });
}

#[test]
fn workers_may_ask_for_kinds() {
    on_both(|db| {
        enqueue(db, job("mail"));
        enqueue(
            db,
            NewJob {
                kind: "webhook.post",
                ..job("hook")
            },
        );
        let some = db
            .write_global_blocking(b"1", |tx| job::claim(tx, &["webhook.post", "x"], [1; 16], LEASE, 10))
            .unwrap();
        assert_eq!(some.iter().map(|j| j.body.as_str()).collect::<Vec<_>>(), ["hook"]);
    });
}

#[test]
fn waiting_grows_and_is_spread() {
    let (first, most) = (Duration::from_secs(2), Duration::from_secs(600));
    assert_eq!(job::backoff(1, first, most, 1.0), Duration::from_secs(2));
    assert_eq!(job::backoff(4, first, most, 1.0), Duration::from_secs(16));
    assert_eq!(job::backoff(4, first, most, 0.0), Duration::from_secs(8));
    assert_eq!(job::backoff(99, first, most, 1.0), most);
}
