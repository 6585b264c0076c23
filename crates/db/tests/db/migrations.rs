//! Both engines have the same schema; a database that is not ours is left alone.

use std::collections::BTreeMap;

use db::schema::{FORKED_COLUMNS, FORKED_INDEXES, Schema};
use db::testing::TestDb;
use db::{Dialect, Error, args, migrations};

/// Without what the engines keep in different places on purpose.
fn shared(mut schema: Schema) -> Schema {
    for (table, column) in FORKED_COLUMNS {
        if let Some(table) = schema.get_mut(*table) {
            table.columns.retain(|c| c.name != *column);
        }
    }
    for table in schema.values_mut() {
        table.indexes.retain(|name, _| !FORKED_INDEXES.contains(&name.as_str()));
    }
    schema
}

#[test]
fn both_engines_have_the_same_tables_columns_and_indexes() {
    let [sqlite, postgres] = [Dialect::Sqlite, Dialect::Postgres].map(|dialect| shared(TestDb::new(dialect).schema().unwrap()));
    let names = |schema: &Schema| schema.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&sqlite), names(&postgres));
    for (name, table) in &sqlite {
        assert_eq!(table, &postgres[name], "{name}");
        assert!(!table.key.is_empty(), "{name} has no primary key");
    }
    assert!(sqlite.contains_key("event") && sqlite.contains_key("job") && sqlite.contains_key("search_doc"));
}

#[test]
fn a_second_run_changes_nothing() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let db = TestDb::empty(dialect);
        let first = db.migrate().unwrap();
        assert_eq!((first.before, first.applied.len(), first.backup), (0, migrations::ALL.len(), None));
        let second = db.migrate().unwrap();
        assert_eq!((second.before, second.applied.len()), (migrations::ALL.len(), 0));
    }
}

#[test]
fn newer_or_strange_databases_are_refused() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let db = TestDb::new(dialect);
        let refused = |what: &str| match db.migrate() {
            Err(Error::Migration(text)) => assert!(text.contains(what), "{text}"),
            other => panic!("{other:?}"),
        };
        let next = i64::try_from(migrations::ALL.len()).unwrap() + 1;
        let add = "INSERT INTO migration (number, name, checksum, applied_at) VALUES ($1, '9999_future', '', 0)";
        db.write_global_blocking(b"", move |tx| tx.exec(add, args![next])).unwrap();
        refused("9999_future");
        db.write_global_blocking(b"", move |tx| tx.exec("DELETE FROM migration WHERE number = $1", args![next]))
            .unwrap();
        db.migrate().unwrap();
        db.write_global_blocking(b"", |tx| tx.exec("UPDATE migration SET checksum = 'x' WHERE number = 1", args![]))
            .unwrap();
        refused("0001_machinery");
    }
}

/// The first migration alone, then all: a database with content is copied before it is changed.
#[test]
fn a_copy_is_made_before_a_change() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let folder = tempfile::tempdir().unwrap();
        let mut db = TestDb::empty(dialect);
        db.reopen(|config| config.backups = Some(folder.path().to_owned()));
        db.migrate().unwrap();
        db.write_blocking(crate::org(1), |tx| tx.next_number()).unwrap();
        let report = db.migrate_one_more("CREATE TABLE extra (id BIGINT NOT NULL PRIMARY KEY)").unwrap();
        assert_eq!(report.applied.len(), 1);
        let copy = report.backup.expect("a copy");
        assert!(copy.metadata().unwrap().len() > 0);
        if dialect == Dialect::Sqlite {
            let old = db::Db::open(db::Config::new(db::Database::Sqlite { path: copy })).unwrap();
            assert!(!old.schema().unwrap().contains_key("extra"));
            let head: i64 = old
                .read_blocking(|tx| tx.one("SELECT ticket_number FROM org_head", args![]))
                .unwrap();
            assert_eq!(head, 1);
        } else {
            let fresh = TestDb::empty(Dialect::Sqlite);
            fresh.restore(std::fs::File::open(copy).unwrap()).unwrap();
        }
        // One that fails leaves nothing behind, on either engine.
        assert!(matches!(
            db.migrate_one_more("CREATE TABLE half (id BIGINT); CREATE TABLE half (id BIGINT)"),
            Err(Error::Migration(_))
        ));
        assert!(!db.schema().unwrap().contains_key("half"));
    }
}

#[test]
fn every_engine_keeps_the_same_indexes_in_mind() {
    let indexes: BTreeMap<String, Vec<String>> = TestDb::new(Dialect::Sqlite)
        .schema()
        .unwrap()
        .into_iter()
        .map(|(name, table)| {
            (
                name,
                table.indexes.into_iter().filter(|(_, i)| i.unique).map(|(name, _)| name).collect(),
            )
        })
        .collect();
    assert_eq!(indexes["job"], ["job_dedup"]);
    assert_eq!(indexes["search_doc"], ["search_doc_thing"]);
}
