//! Rows into tables, and what has to stand aside meanwhile.

use crate::engine::Engine;
use crate::{Arg, Dialect, Error, Result, args};

/// How many rows go with one statement.
pub(super) const MANY: usize = 64;

/// Inserts the rows and empties the list.
pub(super) fn put(engine: &mut dyn Engine, table: &str, columns: &[String], rows: &mut Vec<Vec<Arg<'static>>>) -> Result<()> {
    if table == "search_doc" {
        return rows.drain(..).try_for_each(|row| search_doc(engine, columns, row));
    }
    let mut rows = std::mem::take(rows);
    while !rows.is_empty() {
        // Powers of two, so that there are few different statements.
        let now = 1 << rows.len().ilog2();
        let args: Vec<Arg<'static>> = rows.drain(..now).flatten().collect();
        engine.exec(&statement(engine.dialect(), table, columns, now), &args)?;
    }
    Ok(())
}

fn statement(dialect: Dialect, table: &str, columns: &[String], rows: usize) -> String {
    let row = |r: usize| {
        let numbers: Vec<String> = (1..=columns.len()).map(|c| format!("${}", r * columns.len() + c)).collect();
        format!("({})", numbers.join(", "))
    };
    let values: Vec<String> = (0..rows).map(row).collect();
    // Numbers that the database gives are given by the backup here.
    let given = if dialect == Dialect::Postgres {
        " OVERRIDING SYSTEM VALUE"
    } else {
        ""
    };
    format!("INSERT INTO {table} ({}){given} VALUES {}", columns.join(", "), values.join(", "))
}

/// A search document's words stand in a column on PostgreSQL and in a table of their own on SQLite.
fn search_doc(engine: &mut dyn Engine, columns: &[String], mut row: Vec<Arg<'static>>) -> Result<()> {
    let numbers: Vec<String> = (1..columns.len()).map(|i| format!("${i}")).collect();
    let plain = columns[..columns.len() - 1].join(", ");
    match engine.dialect() {
        Dialect::Sqlite => {
            let words = row.pop().ok_or_else(|| Error::Backup("a search document without words".into()))?;
            engine.exec(&format!("INSERT INTO search_doc ({plain}) VALUES ({})", numbers.join(", ")), &row)?;
            engine.exec("INSERT INTO search_word (rowid, words) VALUES ($1, $2)", &[row[0].clone(), words])?;
        }
        Dialect::Postgres => {
            let sql = format!(
                "INSERT INTO search_doc ({plain}, words) OVERRIDING SYSTEM VALUE VALUES ({}, array_to_tsvector(string_to_array(${}, ' ')))",
                numbers.join(", "),
                columns.len()
            );
            engine.exec(&sql, &row)?;
        }
    }
    Ok(())
}

/// A foreign key of PostgreSQL: its table, its name and its text.
pub(super) type Reference = (String, String, String);

/// Rows come table by table, so references dangle until the last one is in. On SQLite they are off here; on PostgreSQL they
/// are taken away within the transaction.
pub(super) fn lift_references(engine: &mut dyn Engine) -> Result<Vec<Reference>> {
    let mut references: Vec<Reference> = Vec::new();
    if engine.dialect() == Dialect::Sqlite {
        return Ok(references);
    }
    let sql = "SELECT CAST(conrelid AS regclass)::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint \
               WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace)";
    engine.each(sql, &[], &mut |row| {
        references.push((row.get(0)?, row.get(1)?, row.get(2)?));
        Ok(true)
    })?;
    for (table, name, _) in &references {
        engine.script(&format!("ALTER TABLE {table} DROP CONSTRAINT {name}"))?;
    }
    Ok(references)
}

/// Puts the references back, which checks them, and sets the counters of numbers that the database gives.
pub(super) fn put_back(engine: &mut dyn Engine, references: Vec<Reference>) -> Result<()> {
    if engine.dialect() == Dialect::Sqlite {
        return crate::migrate::check_references(engine);
    }
    for (table, name, text) in references {
        engine.script(&format!("ALTER TABLE {table} ADD CONSTRAINT {name} {text}"))?;
    }
    let mut counters: Vec<(String, String)> = Vec::new();
    let sql = "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
               WHERE a.attidentity <> '' AND c.relnamespace = CAST(current_schema() AS regnamespace)";
    engine.each(sql, args![], &mut |row| {
        counters.push((row.get(0)?, row.get(1)?));
        Ok(true)
    })?;
    for (table, column) in counters {
        let sql =
            format!("SELECT setval(pg_get_serial_sequence('{table}', '{column}'), COALESCE(MAX({column}), 0) + 1, false) FROM {table}");
        engine.script(&sql)?;
    }
    engine.script("ANALYZE")
}
