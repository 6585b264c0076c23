//! SQLite's catalogue.

use std::collections::BTreeMap;

use super::{Column, Index, Kind, Reference, Schema, Table, rows, split};
use crate::engine::Engine;
use crate::{Result, args};

pub(super) fn read(engine: &mut dyn Engine) -> Result<Schema> {
    let names: Vec<String> = rows(
        engine,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        &[],
    )?;
    names.into_iter().map(|name| Ok((name.clone(), table(engine, &name)?))).collect()
}

fn table(engine: &mut dyn Engine, name: &str) -> Result<Table> {
    let found: Vec<(String, String, bool, i64, i64)> = rows(
        engine,
        "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo($1) ORDER BY cid",
        args![name],
    )?;
    let mut key: Vec<(i64, String)> = found.iter().filter(|c| c.3 > 0).map(|c| (c.3, c.0.clone())).collect();
    key.sort();
    let columns = found
        .into_iter()
        .map(|(name, kind, required, pk, hidden)| Column {
            name,
            kind: self::kind(&kind),
            required: required || pk > 0,
            generated: hidden > 1,
        })
        .collect();
    Ok(Table {
        columns,
        key: key.into_iter().map(|(_, name)| name).collect(),
        indexes: indexes(engine, name)?,
        references: references(engine, name)?,
    })
}

fn kind(declared: &str) -> Kind {
    match declared.to_ascii_uppercase().as_str() {
        "BIGINT" | "INTEGER" => Kind::Int,
        "TEXT" => Kind::Text,
        "BLOB" => Kind::Bytes,
        "BOOLEAN" => Kind::Bool,
        "DOUBLE" | "DOUBLE PRECISION" | "REAL" => Kind::Real,
        _ => Kind::Other(declared.to_owned()),
    }
}

fn indexes(engine: &mut dyn Engine, table: &str) -> Result<BTreeMap<String, Index>> {
    let found: Vec<(String, bool, String, bool)> = rows(
        engine,
        "SELECT name, \"unique\", origin, partial FROM pragma_index_list($1) WHERE origin <> 'pk'",
        args![table],
    )?;
    let mut indexes = BTreeMap::new();
    for (name, unique, origin, partial) in found {
        let sql = "SELECT COALESCE(name, '(expression)') || CASE WHEN \"desc\" THEN ' DESC' ELSE '' END FROM pragma_index_xinfo($1) WHERE key ORDER BY seqno";
        let columns: Vec<String> = rows(engine, sql, args![&name])?;
        // A UNIQUE in the table's own text has no name of its own here; this is the one that PostgreSQL gives.
        let name = if origin == "u" {
            format!("{table}_{}_key", columns.join("_"))
        } else {
            name
        };
        indexes.insert(name, Index { columns, unique, partial });
    }
    Ok(indexes)
}

fn references(engine: &mut dyn Engine, table: &str) -> Result<Vec<Reference>> {
    let sql = "SELECT group_concat(\"from\", ',' ORDER BY seq), \"table\", group_concat(\"to\", ',' ORDER BY seq), on_delete \
               FROM pragma_foreign_key_list($1) GROUP BY id, \"table\", on_delete";
    let found: Vec<(String, String, Option<String>, String)> = rows(engine, sql, args![table])?;
    let mut references = Vec::new();
    for (columns, table, to, on_delete) in found {
        // Without columns it means the other table's primary key.
        let to = match to {
            Some(to) => split(&to),
            None => rows(
                engine,
                "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk",
                args![&table],
            )?,
        };
        references.push(Reference {
            columns: split(&columns),
            table,
            to,
            on_delete,
        });
    }
    references.sort();
    Ok(references)
}
