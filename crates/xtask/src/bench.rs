//! `cargo xtask bench`: the benches, against the release that people run, on both engines, with every sync in its place.

use std::{env, path::Path};

use anyhow::Result;

use crate::{
    build,
    postgres::{Cluster, Durability},
    sh::{self, cargo},
};

/// Arguments go on to the benches as they are.
pub fn bench(root: &Path, mut args: lexopt::Parser) -> Result<()> {
    build::build(root)?;
    let given = env::var("RELEVO_BENCH_POSTGRES").ok();
    let cluster = if given.is_none() {
        Some(Cluster::start(Durability::Real)?)
    } else {
        None
    };
    let postgres = given.or_else(|| cluster.as_ref().map(|c| c.url.clone())).unwrap_or_default();
    let mut command = cargo(root);
    command
        .args(["run", "--release", "--package", "benches", "--"])
        .args(args.raw_args()?);
    command
        .env("RELEVO_BENCH_POSTGRES", postgres)
        .env("RELEVO_BIN", sh::target(root).join("release/relevo"));
    sh::run(&mut command)
}
