//! A form with one file, as it goes over the wire: what stands before the file's bytes and after them, so that they can be streamed.

use kit::Result;

use crate::who::secret;

/// The frame of a form.
pub struct Form {
    pub content_type: String,
    pub head: Vec<u8>,
    pub tail: Vec<u8>,
}

impl Form {
    /// `name` is the file's field. Names that came from people are brought into a form in which they end nothing (RFC 7578). A value may have
    /// several lines: what ends it nobody can guess.
    pub fn new(fields: &[(&'static str, String)], name: &str, file: &str, media_type: &str) -> Result<Self> {
        let edge = format!("relevo-{}", data_encoding::HEXLOWER.encode(&secret::random()?[..16]));
        let mut head = String::new();
        for (field, value) in fields {
            head += &format!("--{edge}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        }
        head += &format!(
            "--{edge}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{}\"\r\ncontent-type: {}\r\n\r\n",
            plain(file).replace('"', "%22"),
            plain(media_type)
        );
        Ok(Self {
            content_type: format!("multipart/form-data; boundary={edge}"),
            head: head.into_bytes(),
            tail: format!("\r\n--{edge}--\r\n").into_bytes(),
        })
    }
}

fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_ends_its_line() {
        let fields = [("messaging_product", "whatsapp".to_owned())];
        let form = Form::new(&fields, "file", "a\"\r\nx: y.pdf", "application/pdf").unwrap();
        let head = String::from_utf8(form.head).unwrap();
        let edge = form.content_type.split_once("boundary=").unwrap().1;
        assert_eq!(
            head,
            format!(
                "--{edge}\r\ncontent-disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n\
                 --{edge}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a%22  x: y.pdf\"\r\ncontent-type: application/pdf\r\n\r\n"
            )
        );
        assert_eq!(form.tail, format!("\r\n--{edge}--\r\n").into_bytes());
    }
}
