//! Svelte's markup cut into what a person would read: text, attributes, and the expressions between braces.

#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text between tags, and the tag that it stands in.
    Text {
        text: &'a str,
        tag: &'a str,
        line: usize,
    },
    /// `{…}` between tags, without its braces.
    Expression {
        code: &'a str,
        line: usize,
    },
    /// The literal or the expression of one attribute.
    Literal {
        name: &'a str,
        text: &'a str,
        line: usize,
    },
    Computed {
        name: &'a str,
        code: &'a str,
        line: usize,
    },
}

pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut scan = Scan {
        text,
        at: 0,
        out: Vec::new(),
    };
    scan.markup();
    scan.out
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    out: Vec<Piece<'a>>,
}

impl<'a> Scan<'a> {
    fn markup(&mut self) {
        let mut tag = "";
        while let Some(c) = self.peek() {
            let (from, line) = (self.at, self.line());
            let rest = self.rest();
            if rest.starts_with("<!--") {
                self.past("-->");
            } else if let Some(raw) = ["script", "style"].into_iter().find(|t| opens(rest, t)) {
                self.past(&format!("</{raw}>"));
            } else if c == '<' && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
                tag = self.tag();
            } else if c == '{' {
                let code = self.braces();
                self.out.push(Piece::Expression { code, line });
            } else {
                self.at += c.len_utf8();
                while self.peek().is_some_and(|c| c != '<' && c != '{') {
                    self.at += self.peek().map_or(1, char::len_utf8);
                }
                let text = &self.text[from..self.at];
                let blank = text.len() - text.trim_start().len();
                let line = line + text[..blank].matches('\n').count();
                self.out.push(Piece::Text {
                    text: text.trim(),
                    tag,
                    line,
                });
            }
        }
    }

    /// One tag with its attributes; gives the name of the element that is open afterwards, as far as that is known.
    fn tag(&mut self) -> &'a str {
        self.at += 1;
        let closing = self.peek() == Some('/');
        self.at += usize::from(closing);
        let name = self.while_(|c| !c.is_whitespace() && c != '>' && c != '/');
        while let Some(c) = self.peek() {
            let line = self.line();
            match c {
                '>' => {
                    self.at += 1;
                    break;
                }
                '{' => {
                    self.braces();
                }
                c if c.is_whitespace() || c == '/' => self.at += 1,
                _ => {
                    let name = self.while_(|c| !c.is_whitespace() && !matches!(c, '=' | '>' | '{') && c != '/');
                    if name.is_empty() {
                        self.at += c.len_utf8();
                    } else if self.peek() == Some('=') {
                        self.at += 1;
                        self.value(name, line);
                    }
                }
            }
        }
        if closing { "" } else { name }
    }

    fn value(&mut self, name: &'a str, line: usize) {
        match self.peek() {
            Some('{') => {
                let code = self.braces();
                self.out.push(Piece::Computed { name, code, line });
            }
            Some(quote @ ('"' | '\'')) => {
                self.at += 1;
                while let Some(c) = self.peek().filter(|c| *c != quote) {
                    if c == '{' {
                        let code = self.braces();
                        self.out.push(Piece::Computed { name, code, line });
                    } else {
                        let text = self.while_(|c| c != quote && c != '{');
                        self.out.push(Piece::Literal { name, text, line });
                    }
                }
                self.at += usize::from(self.peek().is_some());
            }
            _ => {
                let text = self.while_(|c| !c.is_whitespace() && c != '>');
                self.out.push(Piece::Literal { name, text, line });
            }
        }
    }

    /// From `{` to its `}`; braces inside strings do not count.
    fn braces(&mut self) -> &'a str {
        let from = self.at + 1;
        let (mut depth, mut quote) = (0usize, None);
        while let Some(c) = self.peek() {
            self.at += c.len_utf8();
            match (quote, c) {
                (Some(_), '\\') => self.at += self.peek().map_or(0, char::len_utf8),
                (Some(q), c) if q == c => quote = None,
                (None, '"' | '\'' | '`') => quote = Some(c),
                (None, '{') => depth += 1,
                (None, '}') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        &self.text[from.min(self.at)..self.at.saturating_sub(1).max(from.min(self.at))]
    }

    fn while_(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let from = self.at;
        while let Some(c) = self.peek().filter(|c| keep(*c)) {
            self.at += c.len_utf8();
        }
        &self.text[from..self.at]
    }

    fn past(&mut self, end: &str) {
        self.at = self.rest().find(end).map_or(self.text.len(), |n| self.at + n + end.len());
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn line(&self) -> usize {
        self.text[..self.at].matches('\n').count() + 1
    }
}

/// `<script>`, `<script lang="ts">`, but not `<scripture>`.
fn opens(rest: &str, tag: &str) -> bool {
    rest.strip_prefix('<')
        .and_then(|r| r.strip_prefix(tag))
        .is_some_and(|r| r.starts_with(|c: char| c == '>' || c.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_what_is_read_from_what_is_not() {
        let text = "<script lang=\"ts\">\nlet a = '<b>x</b>';\n</script>\n<!-- no -->\n<p title=\"t {x}\" onclick={() => { f('}') }} disabled>\n  Hola {n}\n</p>\n<style>p { color: red }</style>";
        assert_eq!(
            pieces(text)
                .into_iter()
                .filter(|p| !matches!(p, Piece::Text { text: "", .. }))
                .collect::<Vec<_>>(),
            [
                Piece::Literal {
                    name: "title",
                    text: "t ",
                    line: 5
                },
                Piece::Computed {
                    name: "title",
                    code: "x",
                    line: 5
                },
                Piece::Computed {
                    name: "onclick",
                    code: "() => { f('}') }",
                    line: 5
                },
                Piece::Text {
                    text: "Hola",
                    tag: "p",
                    line: 6
                },
                Piece::Expression { code: "n", line: 6 },
            ]
        );
    }

    #[test]
    fn ends_with_the_file_whatever_is_left_open() {
        for text in ["<p", "<p title=\"x", "{#if a", "<", "<!-- a", "<script>", "a < b", "{'"] {
            pieces(text);
        }
    }
}
