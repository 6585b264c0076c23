//! `cargo xtask build`: `target/release/relevo`, with the panel inside.

use std::{fs, path::Path};

use anyhow::Result;

use crate::{
    sh::{self, cargo},
    web,
};

pub fn build(root: &Path) -> Result<()> {
    web::build_all(root)?;
    sh::run(cargo(root).args(["build", "--release", "--package", "relevo"]))?;
    let binary = sh::target(root).join("release/relevo");
    println!("{}: {:.1} MB", binary.display(), fs::metadata(&binary)?.len() as f64 / 1e6);
    Ok(())
}
