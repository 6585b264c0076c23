//! Which slice of `desk` may import which: edges → features → core → ground. Features meet through events, not imports.

use super::{
    house::{Finding, House, Source},
    rust::Code,
};

const DESK: &str = "crates/desk/src/";

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// Used by every slice; themselves they may know the ground and each other.
    Machinery,
    Ground,
    Core,
    Feature,
    Edge,
}
use Group::{Core, Edge, Feature, Ground, Machinery};

/// What tests stand on; it may know everybody and is in no program.
const TESTING: &str = "testing";

/// The table of contents of `desk`. A new slice takes its place here.
const SLICES: &[(Group, &[&str])] = &[
    (Machinery, &["http", "mail", "net", "work", "who"]),
    // What a person is told of is their own, over all organisations: `me` counts it.
    (Ground, &["organisation", "account", "token", "audit", "file", "notification"]),
    // People and teams know tickets: what somebody had goes back to its queue in the transaction that takes their rights.
    // Who is lent is a member, and a member who goes is lent no more. A customer's message asks whether anybody attends.
    (
        Core,
        &[
            "contact",
            // For whom contacts work: each knows the other.
            "company",
            "channel",
            "ticket",
            "message",
            "member",
            "external",
            "hours",
            "permission_request",
            "team",
            "role",
            "word",
        ],
    ),
    (Feature, &["canned", "template", "field", "view", "routing", "order", "payment"]),
    (
        Feature,
        &[
            "catalogue",
            "call",
            "report",
            "monitor",
            "sharing",
            "bulk_transfer",
            "time_entry",
            "search",
            "webhook",
            "import",
            "export",
            // Dead letters.
            "job",
        ],
    ),
    // Open panels and widgets follow the same tail of the event log.
    (Feature, &["live"]),
    (Edge, &["hook", "provider", "widget", "setup"]),
];

pub fn check(house: &House, found: &mut Vec<Finding>) {
    for source in house.under(DESK, &[".rs"]).filter(|source| !source.is_test()) {
        let Some((slice, file)) = source.path[DESK.len()..].split_once('/') else {
            continue;
        };
        let Some(group) = group_of(slice) else {
            if file == "mod.rs" && slice != TESTING {
                found.push(Finding::new(
                    source,
                    1,
                    format!("slice `{slice}` is not in the table of slices (xtask, tidy/slices.rs)"),
                ));
            }
            continue;
        };
        for (words, line) in Code::read(&source.text).paths("crate") {
            for other in words.iter().filter(|other| *other != slice) {
                if let Some(reason) = group_of(other).and_then(|theirs| refusal(group, theirs)) {
                    found.push(Finding::new(source, line, format!("`{slice}` may not import `{other}`: {reason}")));
                }
            }
        }
        inside(source, slice, file, found);
    }
}

fn group_of(slice: &str) -> Option<Group> {
    SLICES.iter().find(|(_, names)| names.contains(&slice)).map(|(group, _)| *group)
}

fn refusal(from: Group, to: Group) -> Option<&'static str> {
    match (from, to) {
        (_, Machinery) => None,
        (Machinery, Ground) => None,
        (Machinery, _) => Some("machinery knows the ground only; slices give themselves to it"),
        (Feature, Feature) => Some("features meet through events"),
        (Edge, Edge) => Some("edges do not know each other"),
        (from, to) if to > from => Some("imports go edges → features → core → ground"),
        _ => None,
    }
}

/// Inside a slice only `api` (and its tests) know `api`, and `model` knows none of its neighbours.
fn inside(source: &Source, slice: &str, file: &str, found: &mut Vec<Finding>) {
    let api = file == "mod.rs" || file == "api.rs" || file.starts_with("api/");
    if api || group_of(slice).is_none_or(|g| g == Machinery || g == Edge) {
        return;
    }
    let code = Code::read(&source.text);
    let neighbours = code.paths("super").into_iter().chain(own_paths(&code, slice));
    for (words, line) in neighbours {
        if words.iter().any(|w| w == "api") {
            found.push(Finding::new(
                source,
                line,
                "only `api` knows `api`: the domain does not know how it is called",
            ));
        }
        if file == "model.rs" && words.iter().any(|w| ["store", "policy", "events", "jobs"].contains(&w.as_str())) {
            found.push(Finding::new(source, line, "`model` knows none of its neighbours"));
        }
    }
}

/// `crate::<slice>::x`, as the words after the slice.
fn own_paths(code: &Code, slice: &str) -> Vec<(Vec<String>, usize)> {
    let own =
        |at: &usize| code.word(*at) == Some("crate") && code.path_sep(at + 1) && code.word(at + 3) == Some(slice) && code.path_sep(at + 4);
    let word = |at: usize| code.word(at + 6).map(|word| (vec![word.to_owned()], code.tokens[at].1));
    (0..code.tokens.len()).filter(own).filter_map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> usize {
        let mut found = Vec::new();
        check(&House::of(&[(&format!("{DESK}{path}"), text)]), &mut found);
        found.len()
    }

    #[test]
    fn imports_go_down() {
        assert_eq!(
            findings(
                "live/socket.rs",
                "use crate::{label::Label, ticket::Ticket, team::Team, http::Problem};"
            ),
            0
        );
        assert_eq!(findings("canned/put.rs", "use crate::ticket::Ticket;"), 0);
        assert_eq!(
            findings("ticket/close.rs", "use crate::{message, organisation::Head, who::Caller};"),
            0
        );
        assert_eq!(findings("audit/add.rs", "use crate::ticket::Ticket;"), 1);
        assert_eq!(findings("ticket/close.rs", "fn f() { crate::canned::put() }"), 1);
        assert_eq!(findings("who/session.rs", "use crate::account::Account;"), 0);
        assert_eq!(findings("who/session.rs", "use crate::ticket::Ticket;"), 1);
        assert_eq!(findings("audit/tests.rs", "use crate::ticket::Ticket;"), 0);
    }

    #[test]
    fn features_do_not_know_each_other() {
        assert_eq!(findings("canned/put.rs", "use crate::{canned::Canned, view::View};"), 1);
        assert_eq!(findings("widget/frame.rs", "use crate::hook::Hook;"), 1);
    }

    #[test]
    fn a_new_slice_asks_for_its_place() {
        assert_eq!(findings("attic/mod.rs", ""), 1);
        assert_eq!(findings("ticket/mod.rs", ""), 0);
    }

    #[test]
    fn inside_a_slice_api_stands_on_top() {
        assert_eq!(findings("ticket/close.rs", "use super::api::CloseBody;"), 1);
        assert_eq!(findings("ticket/close.rs", "use crate::ticket::api::CloseBody;"), 1);
        assert_eq!(findings("ticket/api/close.rs", "use super::super::api::CloseBody;"), 0);
        assert_eq!(findings("ticket/model.rs", "use super::store;"), 1);
        assert_eq!(findings("ticket/close.rs", "use super::{store, policy, model::Ticket};"), 0);
    }
}
