//! What every request, job and socket shares.

use std::sync::Arc;

use db::Db;
use kit::{Clock, Result};

use crate::config::Config;
use crate::file::{Previews, Vault};
use crate::http::assets::Assets;
use crate::live::Hub;
use crate::mail::Mailer;
use crate::net::Client;
use crate::who::Cache;
use crate::who::password::Passwords;

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
    pub mailer: Mailer,
    /// Files by content.
    pub vault: Vault,
    pub previews: Previews,
    /// The one way to ask other servers.
    pub net: Client,
    /// As [`Inner::net`], for addresses that stand in messages: the open network only, whatever webhooks may reach.
    pub web: Client,
    pub passwords: Passwords,
    /// The panel and the widget.
    pub assets: Assets,
    /// The panel's Content-Security-Policy.
    pub policy: String,
}

impl App {
    pub fn new(db: Db, clock: Clock, config: Config, assets: Assets) -> Result<Self> {
        Self::with(db, clock, config, assets, Passwords::new()?)
    }

    /// With other parameters for passwords: tests sign in often.
    pub fn with(db: Db, clock: Clock, config: Config, assets: Assets, passwords: Passwords) -> Result<Self> {
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            mailer: Mailer::new(&config)?,
            vault: Vault::folder(&config.data.join("files"))?,
            previews: Previews::default(),
            net: Client::new(config.allow_private_targets)?,
            web: Client::public(&config.preview_private)?,
            passwords,
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
