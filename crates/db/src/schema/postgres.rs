//! PostgreSQL's catalogue.

use std::collections::BTreeMap;

use super::{Column, Index, Kind, Reference, Schema, Table, rows, split};
use crate::engine::Engine;
use crate::{Result, args};

pub(super) fn read(engine: &mut dyn Engine) -> Result<Schema> {
    let names: Vec<(String, i64)> = rows(
        engine,
        "SELECT CAST(relname AS TEXT), CAST(oid AS BIGINT) FROM pg_class WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind IN ('r', 'p')",
        &[],
    )?;
    names.into_iter().map(|(name, oid)| Ok((name, table(engine, oid)?))).collect()
}

fn table(engine: &mut dyn Engine, oid: i64) -> Result<Table> {
    let sql = "SELECT CAST(attname AS TEXT), format_type(atttypid, atttypmod), attnotnull, attgenerated <> '' FROM pg_attribute \
               WHERE attrelid = CAST(CAST($1 AS BIGINT) AS oid) AND attnum > 0 AND NOT attisdropped ORDER BY attnum";
    let found: Vec<(String, String, bool, bool)> = rows(engine, sql, args![oid])?;
    let columns = found
        .into_iter()
        .map(|(name, kind, required, generated)| Column {
            name,
            kind: self::kind(&kind),
            required,
            generated,
        })
        .collect();
    let mut indexes = BTreeMap::new();
    let mut key = Vec::new();
    for (name, list, unique, primary, partial) in self::indexes(engine, oid)? {
        let columns = split(&list);
        if primary {
            key = columns;
        } else {
            indexes.insert(name, Index { columns, unique, partial });
        }
    }
    Ok(Table {
        columns,
        key,
        indexes,
        references: references(engine, oid)?,
    })
}

fn kind(name: &str) -> Kind {
    match name {
        "bigint" => Kind::Int,
        "text" => Kind::Text,
        "bytea" => Kind::Bytes,
        "boolean" => Kind::Bool,
        "double precision" => Kind::Real,
        other => Kind::Other(other.to_owned()),
    }
}

/// An index: name, columns, whether unique, primary, partial.
type Found = (String, String, bool, bool, bool);

fn indexes(engine: &mut dyn Engine, oid: i64) -> Result<Vec<Found>> {
    // indoption's lowest bit says that a column is descending.
    let sql = "SELECT CAST(c.relname AS TEXT), \
               (SELECT string_agg(COALESCE(CAST(a.attname AS TEXT), '(expression)') || CASE WHEN i.indoption[k.at - 1] & 1 = 1 THEN ' DESC' ELSE '' END, ',' ORDER BY k.at) \
                FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, at) LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0 \
                WHERE k.at <= i.indnkeyatts), \
               i.indisunique, i.indisprimary, i.indpred IS NOT NULL \
               FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = CAST(CAST($1 AS BIGINT) AS oid)";
    rows(engine, sql, args![oid])
}

fn references(engine: &mut dyn Engine, oid: i64) -> Result<Vec<Reference>> {
    let names = |columns: &str, table: &str| {
        format!(
            "(SELECT string_agg(CAST(a.attname AS TEXT), ',' ORDER BY k.at) FROM unnest(f.{columns}) WITH ORDINALITY AS k (attnum, at) \
             JOIN pg_attribute a ON a.attrelid = f.{table} AND a.attnum = k.attnum)"
        )
    };
    let sql = format!(
        "SELECT {}, CAST(t.relname AS TEXT), {}, CASE f.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' \
         WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END \
         FROM pg_constraint f JOIN pg_class t ON t.oid = f.confrelid WHERE f.contype = 'f' AND f.conrelid = CAST(CAST($1 AS BIGINT) AS oid)",
        names("conkey", "conrelid"),
        names("confkey", "confrelid")
    );
    let found: Vec<(String, String, String, String)> = rows(engine, &sql, args![oid])?;
    let mut references: Vec<Reference> = found
        .into_iter()
        .map(|(columns, table, to, on_delete)| Reference {
            columns: split(&columns),
            table,
            to: split(&to),
            on_delete,
        })
        .collect();
    references.sort();
    Ok(references)
}
