//! Nothing is left for later: no marks of unfinished work, no macro that stands for code, no test that does not run.

use super::{
    house::{Finding, House},
    rust::Code,
};

/// Split so that this file does not find itself.
const MARKS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
const MACROS: &[&str] = &["todo", "unimplemented"];
const RUNNERS: &[&str] = &["test", "it", "describe", "suite", "bench"];
const IDLE: &[&str] = &["only", "skip", "todo", "skipIf", "runIf", "fixme"];

pub fn check(house: &House, found: &mut Vec<Finding>) {
    for source in house.under("", &[".rs", ".ts", ".tsx", ".js", ".mjs", ".svelte", ".css", ".sql", ".toml"]) {
        for (n, line) in source.text.lines().enumerate() {
            if let Some(mark) = MARKS.iter().find(|mark| has_word(line, mark)) {
                found.push(Finding::new(
                    source,
                    n + 1,
                    format!("`{mark}`: finish it, or file it where work is planned"),
                ));
            }
        }
    }
    for source in house.under("", &[".rs"]) {
        // The raw text is read here: an ignored test is inside the test items that `Code` leaves out.
        let code = Code::read(&source.text.replace("#[cfg(test)]", ""));
        for at in 0..code.tokens.len() {
            let line = code.tokens[at].1;
            if code.word(at).is_some_and(|w| MACROS.contains(&w)) && code.sign(at + 1, '!') {
                found.push(Finding::new(source, line, "a macro stands where code should"));
            }
            if code.sign(at, '[') && at > 0 && code.sign(at - 1, '#') && code.word(at + 1) == Some("ignore") {
                found.push(Finding::new(
                    source,
                    line,
                    "an ignored test proves nothing: make it run or remove it",
                ));
            }
        }
    }
    for source in house.under("", &[".ts", ".tsx", ".js", ".mjs", ".svelte"]) {
        for (n, line) in source.text.lines().enumerate() {
            if let Some(call) = idle_test(line) {
                found.push(Finding::new(source, n + 1, format!("`{call}`: every test runs, and all of them")));
            }
        }
    }
}

fn has_word(line: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word)
        .any(|(at, _)| !letter(line[..at].chars().next_back()) && !letter(line[at + word.len()..].chars().next()))
}

/// `test.only(`, `describe.skip(`, `t.skip(` …
fn idle_test(line: &str) -> Option<String> {
    RUNNERS.iter().chain(&["t"]).find_map(|runner| {
        IDLE.iter()
            .map(|idle| format!("{runner}.{idle}"))
            .find(|call| has_word(line, call) && line.contains(&format!("{call}(")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> usize {
        let mut found = Vec::new();
        check(&House::of(&[(path, text)]), &mut found);
        found.len()
    }

    #[test]
    fn marks_of_unfinished_work() {
        assert_eq!(findings("a.rs", &format!("// {}: later", MARKS[0])), 1);
        assert_eq!(findings("a.css", &format!("/* {} */", MARKS[1])), 1);
        assert_eq!(findings("a.ts", &format!("const {}S = 1;", MARKS[0])), 0);
    }

    #[test]
    fn macros_and_ignored_tests() {
        assert_eq!(findings("a.rs", "fn f() { todo!() }"), 1);
        assert_eq!(findings("a.rs", "fn f() { todo(); \"todo!()\"; }"), 0);
        assert_eq!(
            findings("a.rs", "#[cfg(test)]\nmod t {\n#[test]\n#[ignore = \"slow\"]\nfn f() {} }"),
            1
        );
        assert_eq!(findings("a.rs", "#[test]\nfn ignore() {}"), 0);
    }

    #[test]
    fn tests_that_do_not_run() {
        assert_eq!(findings("a.test.ts", &format!("test.{}('x', f)", IDLE[0])), 1);
        assert_eq!(findings("a.test.mjs", &format!("  t.{}('no browser')", IDLE[1])), 1);
        assert_eq!(findings("a.test.ts", "latest.only(1); list.skip(2); test('only', f)"), 0);
    }
}
