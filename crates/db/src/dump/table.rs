//! One table's rows as lines, in an order that both engines share.

use sha2::{Digest, Sha256};

use super::line;
use crate::col::Col;
use crate::engine::Engine;
use crate::schema::{Kind, Table};
use crate::{Dialect, Error, Result, Row};

/// A table's content, summed up.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub rows: u64,
    pub sha256: String,
}

/// The columns that a backup holds: all but computed ones, and for a search document its words, wherever they are kept.
pub(super) fn columns(name: &str, table: &Table) -> Vec<(String, Kind)> {
    let plain = table.columns.iter().filter(|c| !c.generated && !matches!(c.kind, Kind::Other(_)));
    let mut columns: Vec<_> = plain.map(|c| (c.name.clone(), c.kind.clone())).collect();
    if name == "search_doc" {
        columns.push(("words".into(), Kind::Text));
    }
    columns
}

/// Hands over the line of each row, without its end.
pub(super) fn lines(engine: &mut dyn Engine, name: &str, table: &Table, mut each: impl FnMut(&str) -> Result<()>) -> Result<Sum> {
    let columns = columns(name, table);
    let (mut rows, mut hash, mut text) = (0, Sha256::new(), String::new());
    let mut row = |row: &Row<'_>| {
        text.clear();
        for (i, (column, kind)) in columns.iter().enumerate() {
            text.push(if i == 0 { '[' } else { ',' });
            match row.col(i)? {
                Col::Text(words) if column == "words" && name == "search_doc" => line::put(&mut text, Col::Text(&sorted(words)), kind)?,
                col => line::put(&mut text, col, kind)?,
            }
        }
        text.push(']');
        hash.update(&text);
        hash.update("\n");
        rows += 1;
        each(&text)?;
        Ok(true)
    };
    let select = select(engine.dialect(), name, table, &columns);
    match engine.dialect() {
        Dialect::Sqlite => engine.each(&select, &[], &mut row)?,
        Dialect::Postgres => {
            // By cursor: the client would hold a whole table otherwise. Its name is the table's, so that no plan is used for another.
            let cursor = format!("backup_{name}");
            engine.script(&format!("DECLARE {cursor} NO SCROLL CURSOR FOR {select}"))?;
            loop {
                let mut some = false;
                engine.each(&format!("FETCH 1000 FROM {cursor}"), &[], &mut |found| {
                    some = true;
                    row(found)
                })?;
                if !some {
                    break;
                }
            }
            engine.script(&format!("CLOSE {cursor}"))?;
        }
    }
    Ok(Sum {
        rows,
        sha256: data_encoding::HEXLOWER.encode(&hash.finalize()),
    })
}

fn select(dialect: Dialect, name: &str, table: &Table, columns: &[(String, Kind)]) -> String {
    let order = table.key.iter().map(|key| {
        let text = table.columns.iter().any(|c| &c.name == key && c.kind == Kind::Text);
        format!(
            "t.{key}{}",
            if text && dialect == Dialect::Postgres {
                " COLLATE \"C\""
            } else {
                ""
            }
        )
    });
    let order: Vec<String> = order.collect();
    let order = if order.is_empty() {
        String::new()
    } else {
        format!(" ORDER BY {}", order.join(", "))
    };
    let mut names: Vec<String> = columns.iter().map(|(column, _)| format!("t.{column}")).collect();
    let mut from = format!("{name} AS t");
    if name == "search_doc" {
        names.pop();
        match dialect {
            Dialect::Sqlite => {
                names.push("w.words".into());
                from.push_str(
                    " LEFT JOIN (SELECT doc, group_concat(term, ' ') AS words FROM search_vocab GROUP BY doc) AS w ON w.doc = t.key",
                );
            }
            Dialect::Postgres => names.push("array_to_string(tsvector_to_array(t.words), ' ')".into()),
        }
    }
    format!("SELECT {} FROM {from}{order}", names.join(", "))
}

/// Each engine keeps words in its own order.
fn sorted(words: &str) -> String {
    let mut words: Vec<&str> = words.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// What is different from what the backup says.
pub(super) fn differs(name: &str, found: &Sum, said: &Sum) -> Result<()> {
    if found == said {
        return Ok(());
    }
    Err(Error::Backup(format!(
        "{name} has {} rows where the backup says {}, or other ones",
        found.rows, said.rows
    )))
}
