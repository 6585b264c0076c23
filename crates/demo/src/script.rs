//! A dialogue's lines, read.

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    pub side: Side,
    /// Minutes before it, when it says so.
    pub wait: Option<u64>,
    /// What hangs from it, by its name in `files`.
    pub file: Option<&'a str>,
    pub text: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Customer,
    Advisor,
    Note,
    /// Something done; the text says what.
    Deed,
}

/// All lines of a dialogue; one that is none is left out, which a test finds.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).filter_map(line).collect()
}

fn line(text: &str) -> Option<Line<'_>> {
    let side = match text.as_bytes().first()? {
        b'>' => Side::Customer,
        b'<' => Side::Advisor,
        b'#' => Side::Note,
        b'!' => Side::Deed,
        _ => return None,
    };
    let mut rest = text[1..].trim_start();
    let mut wait = None;
    if let Some((inside, after)) = rest.strip_prefix('(').and_then(|r| r.split_once(')')) {
        wait = minutes(inside);
        wait?;
        rest = after.trim_start();
    }
    // A file may stand before or after the words.
    let (mut file, mut said) = (None, rest);
    if let Some((inside, after)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
        (file, said) = (Some(inside), after.trim_start());
    } else if let Some((before, inside)) = rest.strip_suffix(']').and_then(|r| r.rsplit_once('[')) {
        (file, said) = (Some(inside), before.trim_end());
    }
    Some(Line {
        side,
        wait,
        file,
        text: said,
    })
}

/// The file that chosen words bring in their midst, and the words without it.
pub fn hung(said: &str) -> Option<(String, String)> {
    let (before, rest) = said.split_once('[')?;
    let (name, after) = rest.split_once(']')?;
    let words = format!("{} {}", before.trim_end(), after.trim_start());
    name.contains(':').then(|| (name.to_lowercase(), words.trim().to_owned()))
}

/// `18m`, `3h`, `2d`.
fn minutes(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let each = match unit {
        "m" => 1,
        "h" => 60,
        "d" => 24 * 60,
        _ => return None,
    };
    number.parse::<u64>().ok().map(|n| n * each)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data;

    #[test]
    fn a_line_says_who_when_and_what_hangs_from_it() {
        let read = lines("> (18m) [foto:tolva] Mire.\n< Va. [doc:ficha]\n! hold");
        assert_eq!(
            read[0],
            Line {
                side: Side::Customer,
                wait: Some(18),
                file: Some("foto:tolva"),
                text: "Mire."
            }
        );
        assert_eq!((read[1].file, read[1].text), (Some("doc:ficha"), "Va."));
        assert_eq!((read[2].side, read[2].text), (Side::Deed, "hold"));
    }

    #[test]
    fn words_may_bring_a_file_in_their_midst() {
        let (name, words) = hung("Claro. [Doc:estado] Debe $300.").unwrap();
        assert_eq!((name.as_str(), words.as_str()), ("doc:estado", "Claro. Debe $300."));
        let (name, words) = hung("Listo, le mando el comprobante. [Foto:comprobante]").unwrap();
        assert_eq!(
            (name.as_str(), words.as_str()),
            ("foto:comprobante", "Listo, le mando el comprobante.")
        );
        assert_eq!(hung("La pieza [nueva] llegó."), None);
    }

    #[test]
    fn every_dialogue_is_read_whole_and_begins_with_the_customer() {
        for dialogue in data::dialogues() {
            let read = lines(&dialogue.lines);
            assert_eq!(read.len(), dialogue.lines.trim().lines().count(), "{}", dialogue.subject);
            assert_eq!(read[0].side, Side::Customer, "{}", dialogue.subject);
            assert!(read.iter().any(|l| l.side == Side::Advisor));
            for line in read {
                assert!(line.file.is_none_or(|name| crate::files::named(name).is_some()), "{:?}", line.file);
                let deeds = ["hold", "release", "snooze", "edit", "transfer garantia"];
                assert!(line.side != Side::Deed || deeds.contains(&line.text), "{}", line.text);
            }
        }
    }
}
