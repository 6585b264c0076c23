//! A line of a dialogue as it is said this time: `{a|b}` is one of these, `{equipo}` is filled in.

use std::collections::BTreeMap;

use crate::chance::Chance;

/// What is filled in, the same through a whole story.
pub type Slots = BTreeMap<&'static str, String>;

/// Says it. What is chosen may hold slots; a slot that is none stays as it is, so that a test finds it.
pub fn say(text: &str, slots: &Slots, chance: &mut Chance) -> String {
    tidy(&filled(text, slots, chance))
}

fn filled(text: &str, slots: &Slots, chance: &mut Chance) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inner, after)) = braces(rest) {
        said.push_str(before);
        let choices = choices(inner);
        if choices.len() > 1 {
            said.push_str(&filled(choices[chance.index(choices.len())], slots, chance));
        } else if let Some(value) = slots.get(inner) {
            said.push_str(value);
        } else {
            said.push('{');
            said.push_str(inner);
            said.push('}');
        }
        rest = after;
    }
    said.push_str(rest);
    said
}

/// What stands before, in and after the first braces, which may hold others.
fn braces(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('{')?;
    let mut depth = 0_usize;
    for (at, c) in text[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return Some((&text[..open], &text[open + 1..open + at], &text[open + at + 1..]));
        }
    }
    None
}

/// The parts between bars that are not within other braces.
fn choices(inner: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0_usize, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                parts.push(&inner[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[from..]);
    parts
}

/// A sentence begins with a capital, words are one space apart, and a sentence ends once.
fn tidy(text: &str) -> String {
    let text = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" .", ".")
        .replace("..", ".");
    // An address stays as it is typed.
    if text.contains('@') && !text.contains(' ') {
        return text;
    }
    let (mut tidied, mut begins) = (String::with_capacity(text.len()), true);
    for c in text.chars() {
        if begins && c.is_alphanumeric() {
            tidied.extend(c.to_uppercase());
            begins = false;
            continue;
        }
        tidied.push(c);
        begins = begins || (c == ' ' && ends(&tidied));
    }
    tidied
}

/// Whether a sentence has just ended: its sign and a space stand last. A company's *S.A.* ends none.
fn ends(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(['.', '?', '!']) && !text.ends_with("S.A.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_may_hold_slots_and_slots_stay_the_same() {
        let slots = Slots::from([("nombre", "Rosa".to_owned()), ("sembradora", "sembradora N6".to_owned())]);
        let mut chance = Chance::of(1, "");
        for _ in 0..20 {
            let said = say("{buenas|hola}, {nombre}. {la {sembradora} falla|{sembradora}}", &slots, &mut chance);
            assert!(
                [
                    "Buenas, Rosa. La sembradora N6 falla",
                    "Hola, Rosa. La sembradora N6 falla",
                    "Buenas, Rosa. Sembradora N6",
                    "Hola, Rosa. Sembradora N6"
                ]
                .contains(&said.as_str()),
                "{said}"
            );
        }
        assert_eq!(say("gracias{.| 👍}", &slots, &mut chance).chars().next(), Some('G'));
        assert_eq!(say("para {nadie}", &slots, &mut chance), "Para {nadie}");
    }
}
