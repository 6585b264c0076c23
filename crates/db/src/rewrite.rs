//! `$1` → `?1` for SQLite, where `$1` is a *name* that is numbered by first appearance: `SELECT $2 - $1` bound to
//! (1, 10) would give -9. Text in quotes and comments stays as it is.

/// The same statement with `?n`.
pub(crate) fn rewrite(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(['$', '\'', '"', '-', '/']) {
        let (before, special) = rest.split_at(at);
        out.push_str(before);
        let skip = match special.as_bytes() {
            [b'$', b'0'..=b'9', ..] => {
                out.push('?');
                rest = &special[1..];
                continue;
            }
            [quote @ (b'\'' | b'"'), ..] => after(special, 1, if *quote == b'\'' { "'" } else { "\"" }),
            [b'-', b'-', ..] => after(special, 2, "\n"),
            [b'/', b'*', ..] => after(special, 2, "*/"),
            _ => 1,
        };
        out.push_str(&special[..skip]);
        rest = &special[skip..];
    }
    out.push_str(rest);
    out
}

/// The length up to and with the closing `end`, looked for from `from` on. A doubled quote is two literals in a row, which
/// comes to the same.
fn after(text: &str, from: usize, end: &str) -> usize {
    text[from..].find(end).map_or(text.len(), |at| from + at + end.len())
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    #[test]
    fn numbers_outside_of_quotes_and_comments() {
        for (from, to) in [
            ("SELECT $2 - $1", "SELECT ?2 - ?1"),
            ("SELECT '$1', \"$2\", $3", "SELECT '$1', \"$2\", ?3"),
            ("SELECT 'it''s $1' || $1", "SELECT 'it''s $1' || ?1"),
            ("-- $1\nSELECT $1 /* $2 */ - $12", "-- $1\nSELECT ?1 /* $2 */ - ?12"),
            ("SELECT a->>'$.x', $1", "SELECT a->>'$.x', ?1"),
            ("SELECT '$1", "SELECT '$1"),
            ("ñ $1", "ñ ?1"),
        ] {
            assert_eq!(rewrite(from), to);
        }
    }
}
