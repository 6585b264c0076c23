//! Values, rows, arguments and errors are the same on both engines.

use db::testing::{START, on_both};
use db::{Error, Sql, Stream, Tx, args};
use kit::{TicketId, Time};

use crate::{add, org, table};

#[test]
fn values_come_back_as_they_went() {
    on_both(|db| {
        table(db);
        let id = TicketId::new(START);
        // What is longest and shortest, and what quoting could spoil.
        let texts = ["", "ñandú 🚜 \u{10ffff}", "it's \"$1\" -- /*"];
        for (i, text) in texts.into_iter().enumerate() {
            let n = [i64::MIN, i64::MAX, 0][i];
            let f = [f64::MIN_POSITIVE, f64::MAX, -0.5][i];
            let id = if i == 0 { id } else { TicketId::new(START) };
            let back = db
                .write_blocking(org(1), move |tx| {
                    let bytes: Vec<u8> = vec![0, 255, 1][..i].to_vec();
                    tx.exec(
                        "INSERT INTO t (id, n, s, b, f, yes) VALUES ($1, $2, $3, $4, $5, $6)",
                        args![id, n, text, &bytes, f, i == 1],
                    )?;
                    tx.one::<(TicketId, i64, String, Vec<u8>, f64, bool)>("SELECT id, n, s, b, f, yes FROM t WHERE id = $1", args![id])
                })
                .unwrap();
            assert_eq!(back, (id, n, text.to_owned(), vec![0, 255, 1][..i].to_vec(), f, i == 1));
        }
        let nothing = db
            .write_blocking(org(1), |tx| {
                tx.exec("INSERT INTO t (id, n) VALUES ($1, $2)", args![[9_u8; 16], None::<i64>])?;
                tx.one::<(Option<i64>, Option<String>, Option<Vec<u8>>, Option<f64>, Option<bool>)>(
                    "SELECT n, s, b, f, yes FROM t WHERE id = $1",
                    args![[9_u8; 16]],
                )
            })
            .unwrap();
        assert_eq!(nothing, (None, None, None, None, None));
    });
}

#[test]
fn what_one_engine_cannot_hold_both_refuse() {
    on_both(|db| {
        table(db);
        let refused = |r: Result<u64, Error>| matches!(r, Err(Error::Value(_)));
        assert!(refused(db.write_blocking(org(1), |tx| {
            tx.exec("INSERT INTO t (id, s) VALUES ($1, $2)", args![[1_u8; 16], "a\0b"])
        })));
        assert!(refused(db.write_blocking(org(1), |tx| {
            tx.exec("INSERT INTO t (id, f) VALUES ($1, $2)", args![[1_u8; 16], f64::NAN])
        })));
        let kit: kit::Error = Error::Value("x").into();
        assert_eq!(kit.kind, kit::Kind::Malformed);
    });
}

#[test]
fn numbers_name_arguments_and_not_their_order() {
    on_both(|db| {
        let sql = "SELECT CAST($2 AS BIGINT) - CAST($1 AS BIGINT), '$1'";
        assert_eq!(
            db.read_blocking(move |tx| tx.one::<(i64, String)>(sql, args![1, 10])).unwrap(),
            (9, "$1".to_owned())
        );
        let twice = "SELECT CAST($1 AS BIGINT) + CAST($1 AS BIGINT) * CAST($2 AS BIGINT)";
        assert_eq!(db.read_blocking(move |tx| tx.one::<i64>(twice, args![2, 5])).unwrap(), 12);
        assert!(matches!(
            db.read_blocking(move |tx| tx.one::<i64>(twice, args![2])),
            Err(Error::Misuse(_))
        ));
    });
}

#[test]
fn constraints_have_the_same_names() {
    on_both(|db| {
        table(db);
        let insert = |id: u8, n: i64| move |tx: &mut Tx| tx.exec("INSERT INTO t (id, n, s) VALUES ($1, $2, 'x')", args![[id; 16], n]);
        db.write_blocking(org(1), insert(1, 1)).unwrap();
        let name = |r: Result<u64, Error>| match r {
            Err(Error::Unique { constraint }) => constraint,
            other => panic!("{other:?}"),
        };
        assert_eq!(name(db.write_blocking(org(1), insert(1, 2))), "t_pkey");
        assert_eq!(name(db.write_blocking(org(1), insert(2, 1))), "t_word");
        let null = db.write_blocking(org(1), |tx| tx.exec("INSERT INTO t (id) VALUES (NULL)", args![]));
        assert!(matches!(null, Err(Error::Check { constraint }) if constraint == "t.id"));
    });
}

#[test]
fn rows_are_read_by_position_and_type() {
    on_both(|db| {
        let wrong = db.read_blocking(|tx| tx.one::<String>("SELECT CAST(1 AS BIGINT)", args![]));
        assert!(
            matches!(
                wrong,
                Err(Error::Decode {
                    column: 0,
                    wanted: "text",
                    found: "an integer"
                })
            ),
            "{wrong:?}"
        );
        assert!(matches!(
            db.read_blocking(|tx| tx.one::<i64>("SELECT CAST(1 AS BIGINT) WHERE 1 = 0", args![])),
            Err(Error::NoRow)
        ));
        let stream = db
            .read_blocking(|tx| tx.opt::<Stream>("SELECT org_id FROM org_head", args![]))
            .unwrap();
        assert_eq!(stream, None);
        let many = db.read_blocking(|tx| {
            let sql = Sql::new("WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < ")
                .bind(100)
                .push(") SELECT i FROM n WHERE i IN ")
                .list([3, 5]);
            tx.all_sql::<i64>(&sql)
        });
        assert_eq!(many.unwrap(), [3, 5]);
    });
}

#[test]
fn a_reading_closure_changes_nothing() {
    on_both(|db| {
        let read = db.read_blocking(|tx| tx.exec("DELETE FROM event", args![]));
        assert!(matches!(read, Err(Error::Misuse(_))), "{read:?}");
        assert!(matches!(db.read_blocking(|tx| tx.next_number()), Err(Error::Misuse(_))));
    });
}

#[test]
fn time_is_the_callers() {
    on_both(|db| {
        assert_eq!(db.write_blocking(org(1), |tx| Ok::<Time, Error>(tx.now())).unwrap(), START);
        db.clock().advance(std::time::Duration::from_secs(1));
        assert_eq!(
            db.read_blocking(|tx| Ok::<Time, Error>(tx.now())).unwrap(),
            START.plus(std::time::Duration::from_secs(1))
        );
    });
}

#[test]
fn texts_sort_by_bytes_where_it_is_said() {
    on_both(|db| {
        table(db);
        let names = ["b", "Ñ", "a b", "A", "ab", "_"];
        db.write_blocking(org(1), move |tx| {
            for (n, name) in (0_u8..).zip(names) {
                tx.exec("INSERT INTO t (id, s) VALUES ($1, $2)", args![[n; 16], name])?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();
        let sorted: Vec<String> = db
            .read_blocking(|tx| tx.all("SELECT s FROM t ORDER BY s COLLATE \"C\"", args![]))
            .unwrap();
        assert_eq!(sorted, ["A", "_", "a b", "ab", "b", "Ñ"]);
    });
}

#[test]
fn forks_say_the_same_on_both() {
    on_both(|db| {
        let (low, high, bucket) = db
            .read_blocking(|tx| {
                let d = tx.dialect();
                let values = "SELECT CAST(7 AS BIGINT) AS a, CAST(-4 AS BIGINT) AS b";
                let bucket = db::forks::bucket("b", Time::from_micros(-12), std::time::Duration::from_micros(5));
                let sql = format!(
                    "SELECT {}, {}, {bucket} FROM ({values}) AS x",
                    db::forks::least(d, &["a", "b"]),
                    db::forks::greatest(d, &["a", "b"])
                );
                tx.one::<(i64, i64, i64)>(&sql, args![])
            })
            .unwrap();
        // Buckets of 5 from -12 on: -7 … -3 holds -4.
        assert_eq!((low, high, bucket), (-4, 7, -7));
    });
}

#[test]
fn structs_are_read_in_the_order_of_their_columns() {
    #[derive(Debug, PartialEq)]
    struct Word {
        n: i64,
        s: String,
        yes: Option<bool>,
    }
    db::from_row!(Word { n, s, yes });
    on_both(|db| {
        table(db);
        let word = db.write_blocking(org(1), |tx| {
            add(tx, 5)?;
            tx.one::<Word>(&format!("SELECT {} FROM t", Word::COLUMNS), args![])
        });
        assert_eq!(
            word.unwrap(),
            Word {
                n: 5,
                s: "x".into(),
                yes: None
            }
        );
    });
}

#[test]
fn the_clocks_agree() {
    let db = db::testing::TestDb::with(db::Dialect::Postgres, |config| config.clock = kit::Clock::system());
    let skew = async_block(db.clock_skew()).unwrap();
    assert!(skew < std::time::Duration::from_secs(5), "{skew:?}");
    let sqlite = db::testing::TestDb::new(db::Dialect::Sqlite);
    assert_eq!(async_block(sqlite.clock_skew()).unwrap(), std::time::Duration::ZERO);
    assert!(async_block(sqlite.migrated()).unwrap());
}

fn async_block<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}
