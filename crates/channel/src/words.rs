//! What stands in messages, whoever carries them.

/// Where a place is shown. What is neither a file nor a text is told in lines, without a word of ours.
const MAP: &str = "https://www.google.com/maps/search/?api=1&query=";

/// What there is, one below the other.
pub fn lines(all: impl IntoIterator<Item = Option<String>>) -> String {
    all.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// A place as something that can be opened; in degrees.
pub fn map(latitude: f64, longitude: f64) -> String {
    format!("{MAP}{latitude},{longitude}")
}

/// The place that a text is, in degrees of latitude and longitude: what [`map`] has made, and nothing beside it.
pub fn place(text: &str) -> Option<(f64, f64)> {
    let (latitude, longitude) = text.trim().strip_prefix(MAP)?.split_once(',')?;
    let within = |degrees: &str, most: f64| degrees.parse().ok().filter(|at: &f64| at.abs() <= most);
    Some((within(latitude, 90.0)?, within(longitude, 180.0)?))
}

/// A text in pieces of at most so many UTF-16 units, which is how most providers count and never fewer than there are letters. Cut where there
/// is a line's end, else a blank, else anywhere; never within a character.
pub fn pieces(text: &str, most: usize) -> Vec<String> {
    let mut rest = text.trim();
    let mut all = Vec::new();
    while let Some(end) = over(rest, most) {
        let head = &rest[..end];
        let cut = head.rfind('\n').or_else(|| head.rfind(' ')).filter(|at| *at > 0).unwrap_or(end);
        all.push(rest[..cut].trim_end().to_owned());
        rest = rest[cut..].trim_start();
    }
    if !rest.is_empty() {
        all.push(rest.to_owned());
    }
    all
}

/// How long a text is for who counts in UTF-16 units.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Where the first letter stands that does not fit any more.
fn over(text: &str, most: usize) -> Option<usize> {
    let mut units = 0;
    text.char_indices().find_map(|(at, letter)| {
        units += letter.len_utf16();
        (units > most).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_where_it_may_be_and_nothing_of_it_is_lost() {
        let words = "surcos y maizales ".repeat(500);
        let cut = pieces(&words, 4096);
        assert_eq!(cut.len(), 3);
        assert!(cut.iter().all(|piece| length(piece) <= 4096 && !piece.ends_with(' ')));
        assert_eq!(cut.join(" "), words.trim());
        let solid = "ñ".repeat(4097);
        assert_eq!(pieces(&solid, 4096).concat(), solid);
        assert_eq!(pieces(&"a".repeat(4096), 4096).len(), 1);
        // Each of these counts twice.
        let tractors = "🚜".repeat(2049);
        let cut = pieces(&tractors, 4096);
        assert_eq!((cut.len(), length(&cut[0]), cut.concat() == tractors), (2, 4096, true));
        assert!(pieces("", 4096).is_empty());
    }

    #[test]
    fn a_place_that_came_in_can_go_out() {
        assert_eq!(place(&map(20.6736, -103.344)), Some((20.6736, -103.344)));
        assert_eq!(place(&format!(" {}\n", map(-34.0, -58.0))), Some((-34.0, -58.0)));
        for other in [
            "20.6736,-103.344",
            &format!("Aquí: {}", map(1.0, 1.0)),
            &map(91.0, 0.0),
            &map(0.0, f64::NAN),
            &format!("{MAP}1"),
            "",
        ] {
            assert_eq!(place(other), None, "{other}");
        }
    }
}
