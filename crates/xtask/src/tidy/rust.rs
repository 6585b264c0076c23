//! Rust read as tokens: no comment or string can pass for code, and no code can hide in an odd layout.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A token with its line. Groups are flattened: what stands between brackets follows its opening bracket.
#[derive(Debug, PartialEq, Eq)]
pub enum Token {
    Word(String),
    /// The inside of a string literal, escapes as written.
    Text(String),
    Sign(char),
}

pub struct Code {
    pub tokens: Vec<(Token, usize)>,
}

impl Code {
    /// What a file says outside its `#[cfg(test)]` items and doc comments. A file that does not lex is the compiler's to report.
    pub fn read(text: &str) -> Self {
        let mut tokens = Vec::new();
        if let Ok(stream) = text.parse::<TokenStream>() {
            flatten(stream, &mut tokens);
        }
        Self { tokens }
    }

    pub fn word(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at) {
            Some((Token::Word(word), _)) => Some(word),
            _ => None,
        }
    }

    pub fn sign(&self, at: usize, sign: char) -> bool {
        matches!(self.tokens.get(at), Some((Token::Sign(s), _)) if *s == sign)
    }

    /// Is there `::` at this place?
    pub fn path_sep(&self, at: usize) -> bool {
        self.sign(at, ':') && self.sign(at + 1, ':')
    }

    /// Every place where a path begins with `first::`, with the words that may follow it (several after a brace).
    pub fn paths(&self, first: &str) -> Vec<(Vec<String>, usize)> {
        let mut found = Vec::new();
        for at in 0..self.tokens.len() {
            let begins = self.word(at) == Some(first) && self.path_sep(at + 1) && !(at >= 2 && self.path_sep(at - 2));
            if begins {
                found.push((self.next_words(at + 3), self.tokens[at].1));
            }
        }
        found
    }

    /// After `::`: one word, or the first words of each branch of `{a, b::c}`.
    fn next_words(&self, at: usize) -> Vec<String> {
        if let Some(word) = self.word(at) {
            return vec![word.to_owned()];
        }
        let (mut words, mut depth, mut at, mut expect) = (Vec::new(), 0usize, at, true);
        if !self.sign(at, '{') {
            return words;
        }
        while let Some((token, _)) = self.tokens.get(at) {
            match token {
                Token::Sign('{') => depth += 1,
                Token::Sign('}') => depth -= 1,
                Token::Sign(',') if depth == 1 => expect = true,
                Token::Word(word) if depth == 1 && expect => {
                    words.push(word.clone());
                    expect = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
            at += 1;
        }
        words
    }
}

fn flatten(stream: TokenStream, out: &mut Vec<(Token, usize)>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < trees.len() {
        if let Some(body) = attribute(&trees, at) {
            if body.starts_with("doc =") {
                at += 2;
                continue;
            }
            if body == "cfg (test)" {
                at = after_item(&trees, at + 2);
                continue;
            }
        }
        push(&trees[at], out);
        at += 1;
    }
}

fn push(tree: &TokenTree, out: &mut Vec<(Token, usize)>) {
    let line = tree.span().start().line;
    match tree {
        TokenTree::Ident(word) => out.push((Token::Word(word.to_string()), line)),
        TokenTree::Punct(sign) => out.push((Token::Sign(sign.as_char()), line)),
        TokenTree::Literal(literal) => {
            let shown = literal.to_string();
            let text = shown
                .find('"')
                .and_then(|from| shown.rfind('"').map(|to| shown[from + 1..to.max(from + 1)].to_owned()));
            out.extend(text.map(|text| (Token::Text(text), line)));
        }
        TokenTree::Group(group) => {
            let (open, close) = match group.delimiter() {
                Delimiter::Brace => ('{', '}'),
                Delimiter::Bracket => ('[', ']'),
                Delimiter::Parenthesis => ('(', ')'),
                Delimiter::None => return flatten(group.stream(), out),
            };
            out.push((Token::Sign(open), line));
            flatten(group.stream(), out);
            out.push((Token::Sign(close), group.span_close().start().line));
        }
    }
}

/// The inside of `#[…]` at this place, normalised by the lexer.
fn attribute(trees: &[TokenTree], at: usize) -> Option<String> {
    match (&trees[at], trees.get(at + 1)) {
        (TokenTree::Punct(hash), Some(TokenTree::Group(group))) if hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket => {
            Some(group.stream().to_string())
        }
        _ => None,
    }
}

/// Skips one item: up to its body or its semicolon.
fn after_item(trees: &[TokenTree], mut at: usize) -> usize {
    while let Some(tree) = trees.get(at) {
        at += 1;
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
            TokenTree::Punct(end) if end.as_char() == ';' => break,
            _ => {}
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_strings_and_test_items_are_not_code() {
        let code = Code::read(
            "/// crate::a::B\n// crate::a\nconst T: &str = \"crate::a\";\n#[cfg(test)]\nmod t { use crate::a; }\nuse crate::b::C;",
        );
        assert_eq!(code.paths("crate"), [(vec!["b".to_owned()], 6)]);
    }

    #[test]
    fn braces_name_every_branch() {
        let code = Code::read("use crate::{a::{X, Y}, b, c::Z as Q};");
        assert_eq!(code.paths("crate"), [(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()], 1)]);
    }

    #[test]
    fn a_path_begins_where_it_begins() {
        assert!(Code::read("x::axum::y()").paths("axum").is_empty());
        assert_eq!(Code::read("axum::y()").paths("axum").len(), 1);
    }
}
