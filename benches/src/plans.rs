//! How each list is found: the engine's own plan for every statement that it asks, with those marked that walk more than they show.

use std::sync::Arc;

use anyhow::Result;
use db::trace::Statement;
use db::{Dialect, Tx};
use desk::who::Who;
use kit::{LabelId, WebhookId};

use crate::questions;
use crate::reading;
use crate::report::millis;
use crate::world::World;

/// Rows thrown away, or blocks looked at, beyond which a PostgreSQL plan is marked.
const MUCH: u64 = 2_000;
/// Processor time beyond which a list is marked whatever its plan says.
const SLOW: std::time::Duration = std::time::Duration::from_millis(5);

/// How much is printed of each list's plans.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What they cost, and what walks.
    Line,
    /// Also the plans that walk.
    Marked,
    /// Every plan.
    All,
}

pub fn explain(world: &World, label: LabelId, webhook: WebhookId, detail: Detail) -> Result<()> {
    println!("\n# Plans on {}\n", world.ground.engine.name());
    for (reach, who) in [("own + three teams", world.adviser()), ("organisation", world.admin())] {
        for question in questions::all(world, label, webhook)?.into_iter().map(Arc::new) {
            let cost = reading::cost(world, &who, &question, 5)?;
            let mut marks = Vec::new();
            let mut plans = String::new();
            for statement in reading::statements(world, &who, &question)? {
                let plan = plan(world, &who, statement.clone())?;
                let marked = marks_of(world.db.dialect(), &statement, &plan);
                let told = !marked.is_empty() || cost.cpu > SLOW;
                if detail == Detail::All || (detail == Detail::Marked && told) {
                    plans.push_str(&format!("    {}\n      {}\n", statement.sql, plan.join("\n      ")));
                }
                marks.extend(marked);
            }
            let slow = if cost.cpu > SLOW { " SLOW" } else { "" };
            println!(
                "{} | {reach} | {} rows | {} CPU{slow}{}",
                question.name,
                cost.rows,
                millis(cost.cpu),
                if marks.is_empty() {
                    String::new()
                } else {
                    format!(" | WALKS: {}", marks.join("; "))
                }
            );
            print!("{plans}");
        }
    }
    Ok(())
}

fn plan(world: &World, _: &Who, statement: Statement) -> Result<Vec<String>> {
    Ok(world.db.read_blocking(move |tx: &mut Tx<'_>| match tx.dialect() {
        Dialect::Sqlite => {
            let rows: Vec<(i64, i64, i64, String)> = tx.all(&format!("EXPLAIN QUERY PLAN {}", statement.sql), &statement.values)?;
            Ok::<_, db::Error>(rows.into_iter().map(|row| row.3).collect())
        }
        Dialect::Postgres => tx.all(
            &format!("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) {}", statement.sql),
            &statement.values,
        ),
    })?)
}

/// By the names of their indexes.
const LARGE: &[&str] = &[
    "INDEX ticket_",
    "INDEX message_",
    "INDEX contact_",
    "INDEX activity_",
    "INDEX audit_",
];

fn marks_of(dialect: Dialect, statement: &Statement, plan: &[String]) -> Vec<String> {
    match dialect {
        Dialect::Sqlite => {
            // Something sorted after a walk of all that an organisation has, which no index cuts shorter.
            let sorted = plan.iter().any(|line| line.starts_with("USE TEMP B-TREE"));
            let whole = |line: &&String| {
                scans(&statement.sql, line) || (sorted && line.ends_with("(org_id=?)") && LARGE.iter().any(|t| line.contains(t)))
            };
            plan.iter().filter(whole).cloned().collect()
        }
        Dialect::Postgres => plan
            .iter()
            .map(|line| line.trim())
            .filter(|line| heavy(line))
            .map(str::to_owned)
            .collect(),
    }
}

/// Whether SQLite goes through a table of ours from end to end; what it has just made itself it may.
fn scans(sql: &str, line: &str) -> bool {
    let Some(scanned) = line.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next()) else {
        return false;
    };
    let words: Vec<&str> = sql.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '(').collect();
    words
        .windows(3)
        .any(|w| ["FROM", "JOIN"].contains(&w[0]) && !w[1].contains('(') && (w[1] == scanned || w[2] == scanned))
}

/// Whether PostgreSQL says that it looked at much more than it gave.
fn heavy(line: &str) -> bool {
    let number = |after: &str| {
        let rest = line.split_once(after)?.1;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<u64>().ok()
    };
    let removed = line.starts_with("Rows Removed") && number(": ").is_some_and(|n| n > MUCH);
    let whole = line.contains("Seq Scan on ") && number("rows=").is_some_and(|n| n > MUCH);
    let sorted = line.contains("Sort Method: external");
    removed || whole || sorted
}
