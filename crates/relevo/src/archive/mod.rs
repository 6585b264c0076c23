//! The archive of `relevo backup`: one tar file with everything that a desk is.
//!
//! ```text
//! database.relevo.gz                      one snapshot of the database, as `db` writes it
//! files/org_…/ab/ab12…                    each file by the hash of its content
//! end.json                                how many files there are, and the checksum of the snapshot
//! ```
//!
//! The snapshot comes before the files: what it names is there when the files are read, and what was added meanwhile does no harm.
//! An archive without its end was cut off. Reading checks everything before anything is put anywhere.
//! Settings (`relevo.toml`) are not in it: they belong to the machine, not to the desk.

mod read;
mod write;

use std::io::{Read, Write};

use anyhow::Result;
use sha2::{Digest as _, Sha256};

pub use read::{check, is_snapshot, restore, snapshot};
pub use write::write;

/// The snapshot's place.
const DATABASE: &str = "database.relevo.gz";
/// The folder of the files, in the archive and in the data folder.
const FILES: &str = "files";
/// The last entry's place.
const END: &str = "end.json";
/// Where files wait in the data folder until their hash is known; none of these is anybody's yet.
const ARRIVING: &str = "arriving";

/// What the archive says of itself, last.
#[derive(serde::Serialize, serde::Deserialize, Debug, PartialEq, Eq)]
struct End {
    relevo_archive: u32,
    files: u64,
    bytes: u64,
    /// Of the snapshot.
    sha256: String,
}

const VERSION: u32 = 1;

/// What was written or brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub rows: u64,
    pub files: u64,
    pub bytes: u64,
}

/// Copies to the end and gives the hash of what went through.
fn copy(from: &mut impl Read, to: &mut impl Write) -> Result<String> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = from.read(&mut piece)?;
        if read == 0 {
            return Ok(data_encoding::HEXLOWER.encode(&hash.finalize()));
        }
        hash.update(&piece[..read]);
        to.write_all(&piece[..read])?;
    }
}
