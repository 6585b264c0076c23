//! The portable backup: one snapshot of all tables as gzipped lines of JSON, and its way back into either engine.
//!
//! ```text
//! {"relevo_backup":1,"engine":"sqlite","at":1795348800000000,"migrations":["0001_machinery"]}
//! {"table":"org_head","columns":["org_id","seq"]}
//! [{"b":"AZrO…"},12]
//! {"end":"org_head","rows":1,"sha256":"…"}
//! {"done":true,"tables":9,"rows":1,"sha256":"…"}
//! ```
//!
//! Values: `null`, `true`, `false`, integers, strings, `{"b": "base64"}` for bytes, `{"r": "0.1"}` for reals.
//! Tables come by name, rows by primary key in byte order, so that the same content gives the same lines on either engine.
//! A table's `sha256` is over the lines of its rows, the last one over all lines before it. A backup without its last line
//! is refused: it was cut off.

mod insert;
mod line;
mod read;
mod table;
mod write;

pub use write::EXTENSION;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub tables: usize,
    pub rows: u64,
    /// Of the content: the same on either engine, whenever it was made.
    pub content: String,
}
