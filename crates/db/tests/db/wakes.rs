//! Wake-ups come after the commit, here and on other nodes; a lost one costs half a second.

use std::time::{Duration, Instant};

use db::testing::{TestDb, on_both};
use db::{Db, Dialect, Error, Wake, What, args};
use tokio::sync::broadcast::Receiver;

use crate::{event, org};

/// The next wake-up that `wanted` says yes to, and how long it took.
fn next(wakes: &mut Receiver<Wake>, wanted: impl Fn(&Wake) -> bool) -> (Wake, Duration) {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(10) {
        match wakes.try_recv() {
            Ok(wake) if wanted(&wake) => return (wake, began.elapsed()),
            Ok(_) => {}
            Err(_) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
    panic!("no wake-up came");
}

fn append(db: &Db, o: u8) -> i64 {
    db.write_blocking(org(o), |tx| tx.append(&event(1))).unwrap()
}

#[test]
fn a_commit_wakes_who_watches_its_stream() {
    on_both(|db| {
        let (mut all, mut mine) = (db.wake(), db.subscribe(org(1)));
        let jobs = db.jobs();
        append(db, 2);
        assert!(
            db.write_blocking(org(1), |tx| tx.append(&event(1)).and(Err::<(), _>(Error::NoRow)))
                .is_err()
        );
        append(db, 1);
        let wake = |o: u8, seq| Wake {
            stream: org(o).into(),
            what: What::Events { seq },
        };
        assert_eq!(
            next(&mut mine, |_| true).0,
            wake(1, 1),
            "neither the other organisation's nor the failed one's"
        );
        assert!(mine.try_recv().is_err());
        assert_eq!(next(&mut all, |_| true).0, wake(2, 1));
        assert_eq!(next(&mut all, |_| true).0, wake(1, 1));
        assert!(!jobs.has_changed().unwrap());
        db.whisper(org(1), b"typing").unwrap();
        assert_eq!(next(&mut mine, |_| true).0.what, What::Whisper(b"typing".as_slice().into()));
        assert!(matches!(db.whisper(org(1), &[0; 5000]), Err(Error::Misuse(_))));
    });
}

#[test]
fn other_nodes_hear_of_it() {
    let one = TestDb::new(Dialect::Postgres);
    append(&one, 1);
    let two = Db::open(one.config().clone()).unwrap();
    one.listen(1).unwrap();
    two.listen(2).unwrap();
    // Both ends are there once a whisper has come through.
    let (mut here, mut there) = (one.wake(), two.wake());
    let big = vec![7; db::wake::WHISPER_MAX];
    for _ in 0..100 {
        one.whisper(org(3), &big).unwrap();
        std::thread::sleep(Duration::from_millis(20));
        if there.try_recv().is_ok() {
            break;
        }
    }
    let mut fastest = Duration::MAX;
    for n in 2..8 {
        assert_eq!(append(&one, 1), n);
        let (_, took) = next(&mut there, |w| {
            *w == Wake {
                stream: org(1).into(),
                what: What::Events { seq: n },
            }
        });
        fastest = fastest.min(took);
    }
    assert!(
        fastest < Duration::from_millis(300),
        "by NOTIFY, not by the look at the heads: {fastest:?}"
    );
    next(&mut here, |w| matches!(w.what, What::Whisper(_)));
    two.whisper(org(4), b"back").unwrap();
    next(&mut here, |w| w.stream == org(4).into());
    two.close();
}

#[test]
fn lost_wake_ups_are_found_by_looking() {
    on_both(|db| {
        append(db, 1);
        db.listen(1).unwrap();
        let mut wakes = db.wake();
        std::thread::sleep(Duration::from_millis(700));
        assert!(wakes.try_recv().is_err(), "what was there before is no news");
        // Another process that tells nobody.
        let quiet = Db::open(db.config().clone()).unwrap();
        append(&quiet, 1);
        append(&quiet, 2);
        let (_, took) = next(&mut wakes, |w| {
            *w == Wake {
                stream: org(1).into(),
                what: What::Events { seq: 2 },
            }
        });
        assert!(took < Duration::from_secs(2), "{took:?}");
        next(&mut wakes, |w| w.stream == org(2).into());
        quiet.close();
    });
}

#[test]
fn listening_begins_again_after_the_connection_broke() {
    let db = TestDb::new(Dialect::Postgres);
    db.listen(1).unwrap();
    let other = Db::open(db.config().clone()).unwrap();
    other.listen(2).unwrap();
    let mut wakes = db.wake();
    let heard = |wakes: &mut Receiver<Wake>| {
        for _ in 0..200 {
            other.whisper(org(1), b"?").unwrap();
            std::thread::sleep(Duration::from_millis(20));
            if wakes.try_recv().is_ok() {
                return true;
            }
        }
        false
    };
    assert!(heard(&mut wakes));
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    db.write_global_blocking(b"x", move |tx| tx.all::<bool>(kill, args![])).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    while wakes.try_recv().is_ok() {}
    assert!(heard(&mut wakes));
    other.close();
}
