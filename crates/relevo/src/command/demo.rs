//! `relevo demo`: fills an empty folder, and tells how to sign in.

use anyhow::{Context, Result, ensure};
use clap::Args;
use demo::{Choice, Document};
use desk::App;
use kit::{Clock, Time};

use super::{empty, say, say_error};
use crate::options::{Complete, Options};

#[derive(Args)]
pub struct Ask {
    #[command(flatten)]
    options: Options,
    /// Print one JSON document with every address, token and secret; see `docs/demo.schema.json`.
    #[arg(long)]
    json: bool,
    /// The same number tells the same stories.
    #[arg(long, default_value_t = demo::SEED)]
    seed: u64,
    /// How many tickets each organisation has; about a thousand when not said.
    #[arg(long)]
    tickets: Option<usize>,
}

pub fn run(ask: Ask) -> Result<()> {
    let options = ask.options.complete()?;
    let choice = Choice {
        seed: ask.seed,
        tickets: ask.tickets,
    };
    empty::folder(&options.config.data)?;
    let filled = fill(&options, choice);
    if filled.is_err() {
        // Half a demo is of no use. The folder was empty: what is in it is ours.
        empty::clear(&options.config.data);
    }
    let document = filled?;
    if ask.json {
        return say(&serde_json::to_string_pretty(&document)?);
    }
    say(&summary(&document))
}

fn fill(options: &Complete, choice: Choice) -> Result<Document> {
    let now = Clock::system().now();
    let clock = Clock::fixed(demo::begin(now));
    // Nothing is lost that could not be made again, so no commit waits for the disk.
    let db = options.open_with(clock.clone(), false)?;
    db.migrate()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let filled = runtime.block_on(async {
        let any = db.read(desk::organisation::store::any).await?;
        ensure!(!any, "the database is not empty: a demo needs one of its own");
        let app = App::new(db.clone(), clock, options.config.clone(), &[])?;
        demo::fill(&app, now, choice).await.context("the demo could not be made")
    });
    db.close();
    if filled.is_ok() {
        say_error(&format!("Filled {} in {:.1?}.", options.config.data.display(), since(now)));
    }
    filled
}

fn since(begun: Time) -> std::time::Duration {
    Clock::system().now().since(begun)
}

/// Who can sign in, one for each role of each organisation.
fn summary(document: &Document) -> String {
    let mut lines = vec![
        "Sign in with any of these; everybody has the same password.".to_owned(),
        String::new(),
    ];
    if let Some(first) = document.people.first() {
        lines.push(format!("  {}", first.password));
    }
    for org in &document.organisations {
        lines.extend([String::new(), org.name.clone()]);
        let mut seen = std::collections::BTreeSet::new();
        let people = document.people.iter().filter(|p| p.home == org.id && !p.suspended);
        for (person, home) in people.filter_map(|p| Some((p, p.memberships.iter().find(|m| !m.external)?))) {
            let lent: Vec<&str> = person
                .memberships
                .iter()
                .filter(|m| m.external)
                .filter_map(|m| name(document, m))
                .collect();
            let mut fresh = false;
            for role in &home.roles {
                fresh |= seen.insert(role.clone());
            }
            if fresh || !lent.is_empty() {
                let also = if lent.is_empty() {
                    String::new()
                } else {
                    format!("; external at {}", lent.join(", "))
                };
                lines.push(format!("  {:<46} {}{also}", person.email, home.roles.join(", ")));
            }
        }
    }
    lines.push(String::new());
    let chats = document.channels.iter().filter(|c| c.url.contains("/try/"));
    lines.extend(chats.map(|c| format!("  {:<32} {}", c.name, c.url)));
    lines.join("\n")
}

fn name<'d>(document: &'d Document, membership: &demo::document::Membership) -> Option<&'d str> {
    let org = document.organisations.iter().find(|o| o.id == membership.organisation)?;
    Some(&org.name)
}
