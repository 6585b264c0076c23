//! What tables there are, read from the engine's own catalogue: for backups, and for the proof that both engines have the
//! same schema.

mod postgres;
mod sqlite;

use std::collections::BTreeMap;

use crate::engine::Engine;
use crate::{Db, Dialect, Result};

/// Tables by name.
pub type Schema = BTreeMap<String, Table>;

/// Columns that one engine keeps elsewhere; the reason stands at their fork.
pub const FORKED_COLUMNS: &[(&str, &str)] = &[("search_doc", "words")];
/// Indexes over those, or in their stead.
pub const FORKED_INDEXES: &[&str] = &["search_doc_newest", "search_doc_words"];

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    /// The primary key's columns, in order.
    pub key: Vec<String>,
    /// By name, without the primary key's.
    pub indexes: BTreeMap<String, Index>,
    /// Sorted.
    pub references: Vec<Reference>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    pub required: bool,
    /// Computed by the engine from other columns.
    pub generated: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Int,
    Text,
    Bytes,
    Bool,
    Real,
    /// What the engines do not share.
    Other(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    pub columns: Vec<String>,
    pub unique: bool,
    pub partial: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    pub columns: Vec<String>,
    pub table: String,
    pub to: Vec<String>,
    /// `CASCADE`, `SET NULL`, `NO ACTION` …
    pub on_delete: String,
}

impl Db {
    /// The schema as it is.
    pub fn schema(&self) -> Result<Schema> {
        self.snapshot(read)
    }
}

/// The tables that a person would name: none of the engine's own, and none that stand behind a full-text index.
pub(crate) fn read(engine: &mut dyn Engine) -> Result<Schema> {
    match engine.dialect() {
        Dialect::Sqlite => sqlite::read(engine),
        Dialect::Postgres => postgres::read(engine),
    }
}

/// All rows of a statement of ours.
fn rows<T: crate::FromRow>(engine: &mut dyn Engine, sql: &str, args: &[crate::Arg<'_>]) -> Result<Vec<T>> {
    let mut all = Vec::new();
    engine.each(sql, args, &mut |row| {
        all.push(T::from_row(row)?);
        Ok(true)
    })?;
    Ok(all)
}

fn split(list: &str) -> Vec<String> {
    list.split(',').map(str::to_owned).collect()
}
