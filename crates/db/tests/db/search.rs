//! Both engines find the same: words are cut and folded before they see them.

use db::search::{self, Doc, Look};
use db::testing::{START, on_both};
use db::{Db, Dialect, Error, Sql, Tx};
use kit::{MessageId, OrgId, TicketId};

use crate::org;

const TEXTS: &[&str] = &[
    "¿La cosechadora de Íñigo está en el taller?",
    "COSECHADORAS nuevas: 9 unidades; ver catálogo",
    "El motor hace ruido. Motor diésel, n.º 7-B.",
    "Пётр пишет по-русски и 日本語 também",
    "naïve café \u{1F69C} O'Brien \"comillas\" AND OR NOT NEAR(a, b) * ^ :",
    "İstanbul STRASSE Straße ǅ",
];

fn put(tx: &mut Tx<'_>, o: u8, n: u8, text: &str) -> db::Result<()> {
    let doc = Doc {
        org: org(o),
        thing: MessageId::from_bytes([n; 16]).into(),
        owner: [100 + n; 16],
    };
    search::put(tx, &doc, text)
}

/// Found with each look, newest first.
fn find(db: &Db, o: OrgId, text: &'static str) -> Vec<u8> {
    let [newest, all] = [Look::Newest(None), Look::All].map(|look| of_kind(db, o, "msg", text, look));
    assert_eq!(newest, all);
    all
}

fn of_kind(db: &Db, o: OrgId, kind: &'static str, text: &'static str, look: Look) -> Vec<u8> {
    db.read_blocking(move |tx| {
        let Some(query) = search::query(tx, o, kind, text)? else {
            return Ok::<_, Error>(vec![]);
        };
        let mut sql = Sql::new("SELECT d.id FROM ");
        query.hits(&mut sql, "d", look);
        let order = query.newest_first("d");
        let ids: Vec<[u8; 16]> = tx.all_sql(&sql.push(&format!(" ORDER BY {order} LIMIT 100")))?;
        Ok(ids.iter().map(|id| id[0]).collect())
    })
    .unwrap()
}

#[test]
fn folded_words_are_found_in_both_newest_first() {
    on_both(|db| {
        db.write_blocking(org(1), |tx| (0..).zip(TEXTS).try_for_each(|(n, text)| put(tx, 1, n, text)))
            .unwrap();
        for (query, found) in [
            ("cosechadora", vec![1, 0]),
            ("COSECHADÓRAS", vec![1]),
            ("inigo TALLER", vec![0]),
            ("diesel motor", vec![2]),
            ("mot", vec![2]),
            ("mot ", vec![]),
            ("m", vec![]),
            ("7", vec![2]),
            ("7-b", vec![2]),
            ("петр", vec![3]),
            ("日本語", vec![3]),
            ("tambem", vec![3]),
            ("naive", vec![4]),
            ("o'brien", vec![4]),
            ("near(a, b) and", vec![4]),
            ("strasse", vec![5]),
            ("straße", vec![5]),
            ("nada", vec![]),
            ("motor cosechadora", vec![]),
            ("' \" * () -", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(find(db, org(1), query), found, "{query:?} on {:?}", db.dialect());
        }
    });
}

#[test]
fn an_organisation_finds_only_its_own() {
    on_both(|db| {
        db.write_blocking(org(1), |tx| put(tx, 1, 1, "tractor azul")).unwrap();
        let token = format!("tractor rojo {0}§msg§tractor {0}", "01".repeat(8));
        db.write_blocking(org(2), move |tx| put(tx, 2, 2, &token)).unwrap();
        assert_eq!(find(db, org(1), "tractor"), [1]);
        assert_eq!(find(db, org(2), "tractor"), [2]);
        assert_eq!(find(db, org(3), "tractor"), Vec::<u8>::new());
    });
}

#[test]
fn changed_moved_and_forgotten_texts() {
    on_both(|db| {
        let owner = |db: &Db| {
            db.read_blocking(|tx| tx.all::<[u8; 16]>("SELECT owner FROM search_doc ORDER BY key", db::args![]))
                .unwrap()
        };
        db.write_blocking(org(1), |tx| (1..4).try_for_each(|n| put(tx, 1, n, "viejo texto")))
            .unwrap();
        db.write_blocking(org(1), |tx| put(tx, 1, 2, "nuevo texto")).unwrap();
        assert_eq!(find(db, org(1), "viejo"), [3, 1]);
        assert_eq!(find(db, org(1), "nuevo"), [2]);
        assert_eq!(find(db, org(1), "texto"), [3, 2, 1]);
        db.write_blocking(org(1), |tx| search::move_owner(tx, org(1), [101; 16], [50; 16]))
            .unwrap();
        assert_eq!(owner(db), [[50; 16], [102; 16], [103; 16]]);
        db.write_blocking(org(1), |tx| search::remove(tx, org(1), &MessageId::from_bytes([1; 16]).into()))
            .unwrap();
        db.write_blocking(org(1), |tx| search::remove(tx, org(1), &TicketId::new(START).into()))
            .unwrap();
        assert_eq!(find(db, org(1), "texto"), [3, 2]);
        db.write_blocking(org(1), |tx| search::remove_owner(tx, org(1), [102; 16])).unwrap();
        assert_eq!(find(db, org(1), "texto"), [3]);
        // Emptied: forgotten.
        db.write_blocking(org(1), |tx| put(tx, 1, 3, " … ")).unwrap();
        assert_eq!(find(db, org(1), "viejo"), Vec::<u8>::new());
        assert_eq!(owner(db), Vec::<[u8; 16]>::new());
        // A row that is taken back leaves nothing in the index.
        let failed = db.write_blocking(org(1), |tx| put(tx, 1, 9, "fantasma").and(Err::<(), _>(Error::NoRow)));
        assert!(failed.is_err());
        assert_eq!(find(db, org(1), "fantasma"), Vec::<u8>::new());
    });
}

#[test]
fn a_text_without_end_is_cut() {
    on_both(|db| {
        let long: String = (0..200_000).map(|n| format!("palabra{n} ")).collect();
        db.write_blocking(org(1), move |tx| put(tx, 1, 1, &long)).unwrap();
        assert_eq!(find(db, org(1), "palabra0"), [1]);
    });
}

/// The index is asked first and hands over the newest, of a finished word and of one that is not; never all texts of an organisation.
#[test]
fn the_plan_begins_at_the_words() {
    let db = db::testing::TestDb::new(db::Dialect::Sqlite);
    db.write_blocking(org(1), |tx| put(tx, 1, 1, "motores motor")).unwrap();
    for text in ["motor ", "mot"] {
        let plan: Vec<String> = db
            .read_blocking(move |tx| {
                let query = search::query(tx, org(1), "msg", text)?.unwrap();
                let mut sql = Sql::new("EXPLAIN QUERY PLAN SELECT d.id FROM ");
                query.hits(&mut sql, "d", Look::All);
                let order = query.newest_first("d");
                let sql = sql.push(" WHERE d.key < ").bind(1000).push(&format!(" ORDER BY {order} LIMIT 50"));
                let mut plan = Vec::new();
                tx.each(sql.text(), sql.args(), |row| {
                    plan.push(row.get(3)?);
                    Ok(true)
                })?;
                Ok::<_, Error>(plan)
            })
            .unwrap();
        assert!(
            !plan.iter().any(|step| step.contains("TEMP B-TREE") || step.contains("org_id=?")),
            "{plan:?}"
        );
    }
}

#[test]
fn each_kind_is_found_by_itself() {
    on_both(|db| {
        db.write_blocking(org(1), |tx| {
            put(tx, 1, 1, "la cosechadora no arranca")?;
            let thing = db::Thing {
                kind: "note".into(),
                id: [2; 16],
            };
            let note = Doc {
                org: org(1),
                thing,
                owner: [100; 16],
            };
            search::put(tx, &note, "cosechadora vieja")
        })
        .unwrap();
        let found = |kind| {
            let [newest, all] = [Look::Newest(None), Look::All].map(|look| of_kind(db, org(1), kind, "cosech", look));
            assert_eq!(newest, all);
            all
        };
        assert_eq!(found("note"), [2]);
        assert_eq!(found("msg"), [1]);
        assert_eq!(found("con"), Vec::<u8>::new());
    });
}

/// More endings than are looked for one by one, and one that begins where another ends.
#[test]
fn an_unfinished_word_of_many_endings() {
    on_both(|db| {
        db.write_blocking(org(1), |tx| (1..=60).try_for_each(|n| put(tx, 1, n, &format!("serie{n} se"))))
            .unwrap();
        assert_eq!(find(db, org(1), "serie").len(), 60);
        assert_eq!(find(db, org(1), "serie5"), [59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 5]);
        assert_eq!(find(db, org(1), "serie5 "), [5]);
        assert_eq!(find(db, org(1), "se").len(), 60);
    });
}

#[test]
fn the_newest_are_asked_first_where_that_may_be_enough() {
    on_both(|db| {
        let looks = |full: usize| {
            db.read_blocking(move |tx| {
                let mut looks = Vec::new();
                let found = search::newest_first(tx, None, 2, |_, look| {
                    looks.push(look);
                    Ok::<_, Error>(vec![(); full])
                })?;
                assert_eq!(found.len(), full);
                Ok::<_, Error>(looks)
            })
            .unwrap()
        };
        let first = [Look::Newest(None)].into_iter().filter(|_| db.dialect() == Dialect::Postgres);
        assert_eq!(looks(2), first.chain([Look::All]).collect::<Vec<_>>());
        assert_eq!(looks(3).len(), 1);
    });
}
