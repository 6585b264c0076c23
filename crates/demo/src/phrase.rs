//! A line of a dialogue as it is said this time: `{a|b}` is one of these, `{equipo}` is filled in.

use std::collections::BTreeMap;

use crate::chance::Chance;

/// What is filled in, the same through a whole story.
pub type Slots = BTreeMap<&'static str, String>;

/// Says it. What is chosen may hold slots; a slot that is none stays as it is, so that a test finds it.
pub fn say(text: &str, slots: &Slots, chance: &mut Chance) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inner, after)) = braces(rest) {
        said.push_str(before);
        let choices = choices(inner);
        if choices.len() > 1 {
            said.push_str(&say(choices[chance.index(choices.len())], slots, chance));
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
    tidy(&said)
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

/// A sentence begins with a capital, and words are one space apart.
fn tidy(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".");
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    // An address stays as it is typed.
    if text.contains('@') && !text.contains(' ') {
        return text;
    }
    format!("{first}{}", chars.as_str())
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
                ["Buenas, Rosa. la sembradora N6 falla", "Hola, Rosa. la sembradora N6 falla", "Buenas, Rosa. sembradora N6", "Hola, Rosa. sembradora N6"]
                    .contains(&said.as_str()),
                "{said}"
            );
        }
        assert_eq!(say("gracias{.| 👍}", &slots, &mut chance).chars().next(), Some('G'));
        assert_eq!(say("{nadie}", &slots, &mut chance), "{nadie}");
    }
}
