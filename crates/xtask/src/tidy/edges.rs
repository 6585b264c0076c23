//! Who may speak to the outside inside `desk`: SQL only in a slice's store, HTTP only in its `api` and at the edges.

use super::{
    house::{Finding, House, Source},
    rust::{Code, Token},
};

const DESK: &str = "crates/desk/src/";
const SQL: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
const HTTP: &[&str] = &["axum", "aide", "tower_http", "hyper"];

/// Slices that are all edge: sockets, provider webhooks, the widget's own endpoints, the machinery of HTTP.
const HTTP_SLICES: &[&str] = &["http", "hook", "live", "provider", "widget", "testing"];

pub fn sql(house: &House, found: &mut Vec<Finding>) {
    // The office that tests are made in sets rows up and looks at them behind the domain's back; that is what it is for.
    let may = |source: &&Source| {
        source.name() == "store.rs" || source.path.contains("/store/") || source.path.contains("/testing") || source.is_test()
    };
    for source in house.under(DESK, &[".rs"]).filter(|source| !may(source)) {
        for (token, line) in Code::read(&source.text).tokens {
            if let Token::Text(text) = token
                && is_sql(&text)
            {
                found.push(Finding::new(source, line, "SQL outside the slice's store"));
            }
        }
    }
}

pub fn http(house: &House, found: &mut Vec<Finding>) {
    for source in house.under(DESK, &[".rs"]) {
        let inner = &source.path[DESK.len()..];
        let slice = inner.split('/').next().unwrap_or_default();
        if HTTP_SLICES.contains(&slice) || source.name() == "api.rs" || inner.contains("/api/") || source.is_test() {
            continue;
        }
        let code = Code::read(&source.text);
        for name in HTTP {
            for (_, line) in code.paths(name) {
                found.push(Finding::new(
                    source,
                    line,
                    format!("`{name}` outside `api` and the edges: a verb knows nothing of HTTP"),
                ));
            }
        }
    }
}

/// A literal that begins as a statement does. Pieces of one (`" AND …"`) only mean something beside it.
fn is_sql(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\\' || c == '(');
    SQL.iter()
        .any(|verb| text.strip_prefix(verb).is_some_and(|rest| rest.starts_with([' ', '\n', '\\'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Rule = fn(&House, &mut Vec<Finding>);

    fn findings(rule: Rule, path: &str, text: &str) -> usize {
        let mut found = Vec::new();
        rule(&House::of(&[(path, text)]), &mut found);
        found.len()
    }

    #[test]
    fn sql_lives_in_the_store() {
        let code = "fn f(tx: &mut Tx) { tx.exec(\"UPDATE ticket SET x = 1\", &[]); tx.all(r#\"\n  SELECT 1\"#, &[]); }";
        assert_eq!(findings(sql, "crates/desk/src/ticket/close.rs", code), 2);
        assert_eq!(findings(sql, "crates/desk/src/ticket/store.rs", code), 0);
        assert_eq!(findings(sql, "crates/desk/src/ticket/store/list.rs", code), 0);
        assert_eq!(findings(sql, "crates/desk/src/testing.rs", code), 0);
        assert_eq!(findings(sql, "crates/desk/src/ticket/tests.rs", code), 0);
        assert_eq!(findings(sql, "crates/desk/src/ticket/tests/close.rs", code), 0);
        assert_eq!(
            findings(sql, "crates/desk/src/ticket/close.rs", "const T: &str = \"UPDATED\"; // SELECT 1\n"),
            0
        );
        assert_eq!(
            findings(
                sql,
                "crates/desk/src/ticket/close.rs",
                "#[cfg(test)]\nmod t { const S: &str = \"SELECT 1\"; }"
            ),
            0
        );
    }

    #[test]
    fn http_lives_at_the_edges() {
        let code = "use axum::Json;\nfn f() -> aide::axum::ApiRouter { g() }";
        assert_eq!(findings(http, "crates/desk/src/ticket/close.rs", code), 2);
        for good in [
            "ticket/api.rs",
            "ticket/api/list.rs",
            "http/problem.rs",
            "live/socket.rs",
            "hook/mod.rs",
            "widget/frame.rs",
        ] {
            assert_eq!(findings(http, &format!("crates/desk/src/{good}"), code), 0, "{good}");
        }
        assert_eq!(
            findings(http, "crates/desk/src/ticket/close.rs", "// axum::Json\nfn f() { relax::axum(); }"),
            0
        );
    }
}
