//! Both engines find the same: words are cut and folded before they see them.

use db::search::{self, Doc};
use db::testing::{START, on_both};
use db::{Db, Error, Sql, Tx};
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

/// Found both ways, newest first.
fn find(db: &Db, o: OrgId, text: &'static str) -> Vec<u8> {
    db.read_blocking(move |tx| {
        let dialect = tx.dialect();
        let mut listed = Sql::new("SELECT d.id FROM ");
        let mut counted = Sql::new("SELECT COUNT(*) FROM search_doc d WHERE ");
        let some = search::hits(&mut listed, dialect, "d", o, text);
        assert_eq!(search::matching(&mut counted, dialect, "d", o, text), some);
        if !some {
            return Ok::<_, Error>(vec![]);
        }
        let ids: Vec<[u8; 16]> = tx.all_sql(&listed.push(" ORDER BY d.key DESC LIMIT 100"))?;
        assert_eq!(tx.one_sql::<i64>(&counted)?, i64::try_from(ids.len()).unwrap());
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
        let token = format!("tractor rojo o{0} {0}", "01".repeat(16));
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

/// The index is asked first on SQLite, or the newest texts are; never all texts of an organisation.
#[test]
fn the_plan_begins_at_the_words() {
    let db = db::testing::TestDb::new(db::Dialect::Sqlite);
    for list in [true, false] {
        let plan: Vec<String> = db
            .read_blocking(move |tx| {
                let dialect = tx.dialect();
                let mut sql = Sql::new(if list {
                    "EXPLAIN QUERY PLAN SELECT d.id FROM "
                } else {
                    "EXPLAIN QUERY PLAN SELECT d.id FROM search_doc d WHERE "
                });
                let add = if list { search::hits } else { search::matching };
                add(&mut sql, dialect, "d", org(1), "motor");
                let mut plan = Vec::new();
                let sql = sql
                    .push(if list { " WHERE" } else { " AND" })
                    .push(" d.key < ")
                    .bind(1000)
                    .push(" ORDER BY d.key DESC LIMIT 50");
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
fn one_kind_is_found_by_itself() {
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
        let found = |kind: &'static str| {
            db.read_blocking(move |tx| {
                let mut sql = Sql::new("SELECT d.id FROM ");
                assert!(search::hits_of(&mut sql, tx.dialect(), "d", org(1), kind, "cosech"));
                let ids: Vec<[u8; 16]> = tx.all_sql(&sql)?;
                Ok::<_, Error>(ids.iter().map(|id| id[0]).collect::<Vec<_>>())
            })
            .unwrap()
        };
        assert_eq!(found("note"), [2]);
        assert_eq!(found("msg"), [1]);
        assert_eq!(found("con"), Vec::<u8>::new());
    });
}
