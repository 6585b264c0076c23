//! Where in a text the words of a query stand: on the words as they are folded, told in places of the text as it was written.

use kit::fold;

/// A piece of a text around what was found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "SearchSnippet")]
pub struct Snippet {
    pub text: String,
    /// `[start, end]` of each mark, in UTF-16 code units: the places of a JavaScript string.
    pub marks: Vec<[usize; 2]>,
}

/// About how much of a text is shown, in characters.
const SHOWN: usize = 160;

/// How much of that stands before the first mark.
const BEFORE: usize = 50;

/// A word of a text: folded, and from where to where it stands, in characters.
struct Word {
    folded: String,
    start: usize,
    end: usize,
}

/// The words of a text, as [`fold::words`] cuts them, with their places.
fn words(text: &[char]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (at, c) in text.iter().enumerate() {
        let folded = fold::fold(&c.to_string());
        if folded.is_empty() {
            // A mark that combines belongs to the letter before it.
            if let Some(word) = words.last_mut().filter(|word| open && word.end == at) {
                word.end = at + 1;
            }
            continue;
        }
        for f in folded.chars() {
            match words.last_mut().filter(|_| open) {
                Some(word) if f.is_alphanumeric() => {
                    word.folded.push(f);
                    word.end = at + 1;
                }
                _ if f.is_alphanumeric() => words.push(Word {
                    folded: f.to_string(),
                    start: at,
                    end: at + 1,
                }),
                _ => {}
            }
            open = f.is_alphanumeric();
        }
    }
    words
}

/// What is looked for: whole words, and the last one perhaps unfinished.
pub struct Query {
    whole: Vec<String>,
    open: Option<String>,
}

impl Query {
    pub fn new(text: &str) -> Self {
        let mut whole = fold::words(text);
        let open = if text.ends_with(char::is_whitespace) { None } else { whole.pop() };
        match open {
            Some(last) if last.chars().count() == 1 => Self {
                whole: whole.into_iter().chain([last]).collect(),
                open: None,
            },
            open => Self { whole, open },
        }
    }

    fn finds(&self, word: &str) -> bool {
        self.whole.iter().any(|w| w == word) || self.open.as_deref().is_some_and(|open| word.starts_with(open))
    }
}

/// The piece of a text where the query's words stand, on one line.
pub fn snippet(text: &str, query: &Query) -> Snippet {
    let text: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let found: Vec<Word> = words(&text).into_iter().filter(|word| query.finds(&word.folded)).collect();
    let first = found.first().map_or(0, |word| word.start);
    let from = if text.len() <= SHOWN {
        0
    } else {
        cut(&text, first.saturating_sub(BEFORE))
    };
    let to = if text.len() - from <= SHOWN { text.len() } else { from + SHOWN };
    let mut shown = String::new();
    let mut marks = Vec::new();
    let mut at = 0;
    let (before, after) = (from > 0, to < text.len());
    let mut push = |shown: &mut String, c: char| {
        shown.push(c);
        at += c.len_utf16();
        at
    };
    if before {
        push(&mut shown, '…');
    }
    let mut open: Option<usize> = None;
    for (i, c) in text.iter().enumerate().take(to).skip(from) {
        let here = shown.encode_utf16().count();
        if found.iter().any(|word| word.start == i) {
            open = Some(here);
        }
        let end = push(&mut shown, *c);
        if let Some(start) = open.filter(|_| found.iter().any(|word| word.end == i + 1)) {
            marks.push([start, end]);
            open = None;
        }
    }
    if after {
        push(&mut shown, '…');
    }
    Snippet { text: shown, marks }
}

/// Not in the middle of a word.
fn cut(text: &[char], from: usize) -> usize {
    let near = text.iter().skip(from).take(20).position(|c| *c == ' ');
    near.map_or(from, |at| from + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, query: &str) -> Vec<String> {
        let snippet = snippet(text, &Query::new(query));
        let units: Vec<u16> = snippet.text.encode_utf16().collect();
        snippet
            .marks
            .iter()
            .map(|[start, end]| String::from_utf16(&units[*start..*end]).unwrap())
            .collect()
    }

    #[test]
    fn marks_stand_where_the_words_were_written() {
        assert_eq!(marked("¿La COSECHADORA de Íñigo?", "xyz cosech"), ["COSECHADORA"]);
        assert_eq!(marked("¿La COSECHADORA de Íñigo?", "cosechadora ini"), ["COSECHADORA", "Íñigo"]);
        assert_eq!(marked("🚜🚜 el tractor, Tractores", "tractor"), ["tractor", "Tractores"]);
        assert_eq!(marked("I\u{0301}n\u{0303}igo vino", "inigo "), ["I\u{0301}n\u{0303}igo"]);
        assert_eq!(marked("a b c", "b"), ["b"]);
        assert_eq!(marked("nada", "otro"), Vec::<String>::new());
    }

    #[test]
    fn words_are_those_of_the_index() {
        for text in ["¿La COSECHADORA de Íñigo? ¡nº 7-B!", "ﬁn ½ Straße", "a\u{0301}b", "1º\t2ª\n³x"] {
            let chars: Vec<char> = text.chars().collect();
            let mine: Vec<String> = words(&chars).into_iter().map(|w| w.folded).collect();
            assert_eq!(mine, fold::words(text), "{text}");
        }
    }

    #[test]
    fn a_long_text_is_cut_around_the_first_mark() {
        let text = format!("{} aguja {}", "paja ".repeat(100), "heno ".repeat(100));
        let snippet = snippet(&text, &Query::new("aguja"));
        assert!(snippet.text.starts_with('…') && snippet.text.ends_with('…') && snippet.text.chars().count() <= SHOWN + 2);
        assert_eq!(marked(&text, "aguja"), ["aguja"]);
    }
}
