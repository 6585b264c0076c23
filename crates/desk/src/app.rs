//! What every request, job and socket shares.

use std::sync::Arc;

use db::Db;
use kit::{Clock, Result};

use crate::config::Config;
use crate::http::assets::Assets;
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
    /// The panel and the widget.
    pub assets: Assets,
    /// The panel's Content-Security-Policy.
    pub policy: String,
}

impl App {
    pub fn new(db: Db, clock: Clock, config: Config, assets: Assets) -> Result<Self> {
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            config,
            callers: Cache::default(),
            live: Hub::default(),
            assets,
            policy: crate::http::server::policy(assets),
        })))
    }
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}
