//! What sections need and share: fetched when first asked for, given back at the end.

use std::{env, ffi::OsString, path::PathBuf};

use anyhow::Result;

use crate::{
    chromium, node,
    postgres::{self, Cluster, Durability},
    strace, web,
};

pub struct Needs {
    pub root: PathBuf,
    /// What stood after `--`, for the Rust tests.
    pub rest: Vec<OsString>,
    durability: Durability,
    cluster: Option<Cluster>,
    web_is_built: bool,
}

impl Needs {
    pub fn new(root: PathBuf, durable: bool, rest: Vec<OsString>) -> Self {
        let durability = if durable { Durability::Real } else { Durability::Fast };
        Self {
            root,
            rest,
            durability,
            cluster: None,
            web_is_built: false,
        }
    }

    /// An address of a PostgreSQL for tests: `RELEVO_TEST_POSTGRES` where somebody set it, else a cluster of our own.
    pub fn postgres(&mut self) -> Result<String> {
        if let Ok(given) = env::var("RELEVO_TEST_POSTGRES") {
            return Ok(given);
        }
        if self.cluster.is_none() {
            self.cluster = Some(Cluster::start(self.durability)?);
        }
        Ok(self.cluster.as_ref().map(|cluster| cluster.url.clone()).unwrap_or_default())
    }

    /// What the tests of faults need beside a server: PostgreSQL's own programs, since they crash one of their own, and a tracer.
    pub fn faults(&self) -> Result<()> {
        postgres::programs()?;
        strace::find_or_install()
    }

    pub fn chromium(&self) -> Result<PathBuf> {
        chromium::find_or_install()
    }

    pub fn node(&self) -> Result<PathBuf> {
        node::check_or_install()
    }

    /// Panel and widget, built: the binary embeds them.
    pub fn web(&mut self) -> Result<()> {
        if !self.web_is_built {
            self.node()?;
            web::build_all(&self.root)?;
            self.web_is_built = true;
        }
        Ok(())
    }
}
