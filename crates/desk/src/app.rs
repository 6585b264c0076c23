//! What every request, job and socket shares.

use std::sync::Arc;

use db::Db;
use kit::Clock;

use crate::config::Config;
use crate::live::Hub;
use crate::who::Cache;

/// Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What [`App`] gives access to.
pub struct Inner {
    pub db: Db,
    pub clock: Clock,
    pub config: Config,
    pub callers: Cache,
    pub live: Hub,
}

impl App {
    pub fn new(db: Db, clock: Clock, config: Config) -> Self {
        Self(Arc::new(Inner {
            db,
            clock,
            config,
            callers: Cache::default(),
            live: Hub::default(),
        }))
    }
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}
