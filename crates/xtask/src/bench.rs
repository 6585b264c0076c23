//! `cargo xtask bench`: the benches, against the release that people run, on both engines, with every sync in its place.
//! With `--quick` small and in the dev profile: that shows that they run, and measures nothing.

use std::{env, ffi::OsString, path::Path};

use anyhow::Result;

use crate::{
    build,
    postgres::{Cluster, Durability},
    sh::{self, cargo},
};

/// Arguments go on to the benches as they are.
pub fn bench(root: &Path, mut args: lexopt::Parser) -> Result<()> {
    let args: Vec<OsString> = args.raw_args()?.collect();
    let given = env::var("RELEVO_BENCH_POSTGRES").ok();
    let cluster = if given.is_none() {
        Some(Cluster::start(Durability::Real)?)
    } else {
        None
    };
    let postgres = given.or_else(|| cluster.as_ref().map(|c| c.url.clone())).unwrap_or_default();
    if args.iter().any(|arg| arg == "--quick") {
        sh::run(cargo(root).args(["build", "--workspace", "--bins", "--tests"]))?;
        start(root, "debug", &postgres, &args)
    } else {
        build::build(root)?;
        sh::run(cargo(root).args(["build", "--release", "--package", "benches"]))?;
        start(root, "release", &postgres, &args)
    }
}

/// Against what was built with this profile.
pub fn start(root: &Path, profile: &str, postgres: &str, args: &[OsString]) -> Result<()> {
    let programs = sh::target(root).join(profile);
    let mut command = std::process::Command::new(programs.join("benches"));
    command
        .args(args)
        .env("RELEVO_BENCH_POSTGRES", postgres)
        .env("RELEVO_BIN", programs.join("relevo"));
    sh::run(&mut command)
}
