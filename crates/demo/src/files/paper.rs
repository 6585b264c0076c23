//! A page of PDF: a heading, who it is from, and lines as such papers have them.

/// Writes it. The standard fonts need no embedding; their encoding is Latin.
pub fn write(title: &str, from: &str) -> Vec<u8> {
    let mut page = format!("BT /F2 20 Tf 60 770 Td ({}) Tj ET\n", escaped(title));
    page.push_str(&format!(
        "BT /F1 11 Tf 60 748 Td ({}) Tj ET\n0.7 G 60 738 m 535 738 l S\n",
        escaped(from)
    ));
    let lines = ["Concepto", "Revisión general", "Mano de obra", "Traslado", "Material", "Total"];
    for (row, line) in lines.iter().enumerate() {
        let y = 706 - 26 * row;
        let font = if row == 0 || row + 1 == lines.len() { "F2" } else { "F1" };
        page.push_str(&format!("BT /{font} 11 Tf 60 {y} Td ({}) Tj ET\n", escaped(line)));
        page.push_str(&format!("0.9 G 60 {} m 535 {} l S\n", y - 8, y - 8));
    }
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}endstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    file.into_bytes()
}

/// Text between parentheses: what is beyond ASCII by its Latin-1 number.
fn escaped(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '(' | ')' | '\\' => format!("\\{c}"),
            c if c.is_ascii() => c.to_string(),
            c => u8::try_from(u32::from(c)).map_or_else(|_| "?".into(), |byte| format!("\\{byte:03o}")),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_places_points_at_the_objects() {
        let file = String::from_utf8(write("Cotización (1)", "Tractores Lerma")).unwrap();
        let table = file.split("xref\n").nth(1).unwrap();
        for (n, line) in table.lines().skip(2).take(6).enumerate() {
            let place: usize = line[..10].parse().unwrap();
            assert!(file[place..].starts_with(&format!("{} 0 obj", n + 1)), "{line}");
        }
        assert!(file.contains("Cotizaci\\363n \\(1\\)"));
    }
}
