//! One line: how rows and the lines around them are written and read.

use data_encoding::BASE64;
use serde_json::Value;

use crate::col::Col;
use crate::schema::Kind;
use crate::{Arg, Error, Result};

pub(super) const VERSION: u64 = 1;

/// What a line can be.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub(super) enum Line {
    Head {
        relevo_backup: u64,
        engine: String,
        at: i64,
        migrations: Vec<String>,
    },
    Table {
        table: String,
        columns: Vec<String>,
    },
    End {
        end: String,
        rows: u64,
        sha256: String,
    },
    Done {
        done: bool,
        tables: usize,
        rows: u64,
        sha256: String,
    },
    Row(Vec<Value>),
}

impl Line {
    pub fn show(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|e| Error::Backup(e.to_string()))
    }

    pub fn read(text: &str) -> Result<Self> {
        let row = text.starts_with('[');
        let line = if row {
            serde_json::from_str(text).map(Self::Row)
        } else {
            serde_json::from_str(text)
        };
        line.map_err(|_| Error::Backup("a line that is none of ours".into()))
    }
}

/// Adds a value to the line of its row.
pub(super) fn put(out: &mut String, col: Col<'_>, kind: &Kind) -> Result<()> {
    match (col, kind) {
        (Col::Null, _) => out.push_str("null"),
        // SQLite's booleans are numbers; in a backup they are what they mean.
        (Col::Bool(v), _) => out.push_str(if v { "true" } else { "false" }),
        (Col::Int(v @ (0 | 1)), Kind::Bool) => out.push_str(if v == 1 { "true" } else { "false" }),
        (Col::Int(v), _) => out.push_str(&v.to_string()),
        // As text: not every reader of JSON gives a real back to the last bit.
        (Col::Real(v), _) => out.push_str(&format!("{{\"r\":\"{v:?}\"}}")),
        (Col::Text(v), _) => out.push_str(&serde_json::to_string(v).map_err(|e| Error::Backup(e.to_string()))?),
        (Col::Bytes(v), _) => {
            out.push_str("{\"b\":\"");
            BASE64.encode_append(v, out);
            out.push_str("\"}");
        }
        (Col::Other(_), _) => return Err(Error::Backup(format!("a value that cannot be written: {}", col.name()))),
    }
    Ok(())
}

/// A value of a row as an argument.
pub(super) fn take(value: Value) -> Result<Arg<'static>> {
    let bad = || Error::Backup("a value that is none of ours".into());
    Ok(match value {
        Value::Null => Arg::Null,
        Value::Bool(v) => Arg::Bool(v),
        Value::Number(v) => Arg::Int(v.as_i64().ok_or_else(bad)?),
        Value::String(v) => Arg::from(v),
        Value::Object(v) => match (v.get("b").and_then(Value::as_str), v.get("r").and_then(Value::as_str)) {
            (Some(bytes), None) => Arg::from(BASE64.decode(bytes.as_bytes()).map_err(|_| bad())?),
            (None, Some(real)) => Arg::Real(real.parse().map_err(|_| bad())?),
            _ => return Err(bad()),
        },
        Value::Array(_) => return Err(bad()),
    })
}
