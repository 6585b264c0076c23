//! The demo: three organisations with months of history, for people who look and for tools that try.
//!
//! - [`data`]: the Spanish texts of `data/`, read and checked.
//! - [`chance`], [`phrase`], [`script`]: from a dialogue to what was said this time.
//! - [`found`], [`words`], [`people`], [`files`]: what is there before the first customer writes.
//! - [`plan`], [`story`], [`beat`]: who writes when, and what becomes of it, moment by moment; [`cast`], [`slots`]: with whom and about what.
//! - [`world`] holds it; [`act`], [`play`]: the plan carried out, in the order of its times.
//! - [`document`]: what outside tools are told.
//!
//! What always holds:
//! - Everything is done by the desk's own verbs, through the same edges as real customers, so that events, search, counters and rights are
//!   what they would be. Nothing here writes SQL.
//! - The clock is the desk's: fixed, and moved from act to act until it is now.
//! - The same seed tells the same stories. Ids, passwords, tokens and secrets are new each time.

mod act;
mod beat;
mod cast;
mod chance;
mod data;
pub mod document;
mod files;
mod found;
mod people;
mod phrase;
mod plan;
mod play;
mod script;
mod slots;
mod story;
mod words;
mod world;

pub use document::Document;

use desk::App;
use kit::{Result, Time};

/// With what the stories are told, unless somebody wants others.
pub const SEED: u64 = 2026;

/// When the clock of the desk has to stand for a demo that ends at `now`.
pub fn begin(now: Time) -> Time {
    now.minus(plan::month(data::longest()) + plan::DAY)
}

/// What can be chosen.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    pub seed: u64,
    /// In each organisation, instead of what is told of it.
    pub tickets: Option<usize>,
}

/// Fills an empty desk whose clock is fixed at [`begin`], up to `now`.
pub async fn fill(app: &App, now: Time, choice: Choice) -> Result<Document> {
    let password = people::password()?;
    let mut orgs = found::all(app, &password).await?;
    people::lend(app, &mut orgs).await?;
    people::tokens(app, &mut orgs).await?;
    let files = files::store(app, &orgs).await?;
    let plans = {
        let plan = |org: &world::Org| plan::plan(org, now, choice.seed, choice.tickets.unwrap_or(org.spec.tickets));
        orgs.iter().map(plan).collect()
    };
    play::play(app, &orgs, &files, plans, now).await?;
    people::finish(app, &orgs).await?;
    desk::work::settle(app).await?;
    Ok(document::of(app, &orgs, &password))
}

/// The schema of the document.
pub fn schema() -> serde_json::Value {
    let draft = schemars::generate::SchemaSettings::draft2020_12();
    draft.into_generator().into_root_schema_for::<Document>().to_value()
}
