//! Many at once: nothing twice, nothing missing, nobody waiting for ever.

use db::testing::{TestDb, on_both};
use db::{Dialect, Error, args, event};

use crate::{event, org};

const WRITERS: u8 = 64;
const EACH: u8 = 12;
const ORGS: u8 = 5;

#[test]
fn sequences_have_no_gaps_under_64_writers() {
    on_both(|db| {
        let mut seen: Vec<(u8, i64, i64)> = std::thread::scope(|s| {
            let threads: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    s.spawn(move || {
                        (0..EACH)
                            .filter_map(|i| {
                                let o = 1 + (writer + i) % ORGS;
                                // Every fifth fails after it has taken its numbers.
                                let fails = i % 5 == 4;
                                let done = db.write_blocking(org(o), move |tx| {
                                    let number = tx.next_number()?;
                                    let seq = tx.append(&event(writer))?;
                                    if fails {
                                        Err(Error::Value("on purpose"))
                                    } else {
                                        Ok((o, seq, number))
                                    }
                                });
                                assert_eq!(done.is_err(), fails);
                                done.ok()
                            })
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        seen.sort_unstable();
        let mut total = 0;
        for o in 1..=ORGS {
            let mine: Vec<_> = seen.iter().filter(|(org, ..)| *org == o).collect();
            let want: Vec<i64> = (1..).take(mine.len()).collect();
            assert_eq!(mine.iter().map(|(_, seq, _)| *seq).collect::<Vec<_>>(), want);
            let mut numbers: Vec<i64> = mine.iter().map(|(.., number)| *number).collect();
            numbers.sort_unstable();
            assert_eq!(numbers, want);
            let stored: Vec<i64> = db
                .read_blocking(move |tx| tx.all("SELECT seq FROM event WHERE org_id = $1 ORDER BY seq", args![org(o)]))
                .unwrap();
            assert_eq!(stored, want);
            total += mine.len();
        }
        assert_eq!(total, usize::from(WRITERS) * 10);
        let stats = db.stats();
        assert!(stats.batches.get() < stats.committed.get(), "group commit: {stats:?}");
    });
}

#[test]
fn two_organisations_at_once_do_not_stand_in_each_others_way() {
    on_both(|db| {
        std::thread::scope(|s| {
            for i in 0..16_u8 {
                s.spawn(move || {
                    for j in 0..10_u8 {
                        // Both orders, and single ones between them.
                        let (a, b) = if i % 2 == 0 { (org(1), org(2)) } else { (org(2), org(1)) };
                        if j % 3 == 0 {
                            db.write_blocking(a, |tx| tx.append(&event(1))).unwrap();
                        } else {
                            db.write_two_blocking(a, b, move |tx| {
                                tx.append_to(a, &event(1))?;
                                tx.append_to(b, &event(1))
                            })
                            .unwrap();
                        }
                    }
                });
            }
        });
        let count = db
            .read_blocking(|tx| Ok::<_, Error>(event::head(tx, org(1))? + event::head(tx, org(2))?))
            .unwrap();
        assert_eq!(count, 16 * (4 + 6 * 2));
        let wrong = db.write_two_blocking(org(1), org(2), |tx| tx.append(&event(1)));
        assert!(matches!(wrong, Err(Error::Misuse(_))));
        assert!(matches!(
            db.write_blocking(org(1), |tx| tx.append_to(org(2), &event(1))),
            Err(Error::Misuse(_))
        ));
    });
}

/// Two handles on one PostgreSQL stand for two nodes: their lanes know nothing of each other, the head's lock does.
#[test]
fn nodes_share_an_organisations_sequence() {
    let one = TestDb::new(Dialect::Postgres);
    let two = db::Db::open(one.config().clone()).unwrap();
    let seqs: Vec<i64> = std::thread::scope(|s| {
        let threads: Vec<_> = (0..16)
            .map(|i| if i % 2 == 0 { one.db() } else { two.clone() })
            .map(|db| {
                s.spawn(move || {
                    (0..20)
                        .map(|_| db.write_blocking(org(1), |tx| tx.append(&event(1))).unwrap())
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let mut sorted = seqs;
    sorted.sort_unstable();
    assert_eq!(sorted, (1..=320).collect::<Vec<i64>>());
}

#[test]
fn accounts_have_streams_of_their_own() {
    on_both(|db| {
        let account = kit::AccountId::from_bytes([9; 16]);
        std::thread::scope(|s| {
            for i in 0..8_u8 {
                s.spawn(move || {
                    // From an organisation's write and from a global one.
                    if i % 2 == 0 {
                        db.write_blocking(org(i), move |tx| tx.append_account(account, &event(i))).unwrap();
                    } else {
                        db.write_global_blocking(&account.to_bytes(), move |tx| tx.append_account(account, &event(i)))
                            .unwrap();
                    }
                });
            }
        });
        assert_eq!(db.read_blocking(move |tx| event::head(tx, account)).unwrap(), 8);
        let epochs = db
            .write_blocking(org(1), move |tx| {
                assert_eq!(tx.policy_epoch(org(1))?, 0);
                tx.bump_account_epoch(account)?;
                tx.bump_policy_epoch(org(1))?;
                Ok::<_, Error>((tx.policy_epoch(org(1))?, tx.account_epoch(account)?))
            })
            .unwrap();
        assert_eq!(epochs, (1, 1));
        assert_eq!(
            db.read_blocking(move |tx| Ok::<_, Error>((tx.policy_epoch(org(1))?, tx.account_epoch(account)?)))
                .unwrap(),
            (1, 1)
        );
    });
}
