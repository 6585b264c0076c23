//! The tracer of system calls, for the test that sees each sync before its answer. Linux only, as that test is.

use anyhow::Result;

use crate::{apt, sh};

/// Installed where it is missing. Whether the machine lets us trace, the test itself says.
pub fn find_or_install() -> Result<()> {
    if sh::find("strace").is_some() || !cfg!(target_os = "linux") {
        return Ok(());
    }
    apt::install("strace", &["strace"])
}
