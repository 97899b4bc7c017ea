//! What a site is called and looks like: the agency's own name, mark and colour.

use std::sync::Arc;

use axum::{
    Extension,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use rules::words::Lang;

/// The name, mark and colour of a site. The server puts it beside each request where an agency has its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// What the site is called, in Japanese and in English.
    name: [String; 2],
    /// The picture before the name, with its media type.
    mark: Option<(Vec<u8>, &'static str)>,
    /// The colour of links and buttons.
    colour: Option<String>,
}

/// Bytes of a mark at the most.
pub const MARK: usize = 100 * 1024;
/// White must be read on the colour, and the colour on white: 4.5 to 1 (WCAG 2.2, 1.4.3).
const CONTRAST: f64 = 4.5;

impl Brand {
    /// Of what an agency says; the error says what can't be taken.
    pub fn new(name: [String; 2], mark: Option<Vec<u8>>, colour: Option<&str>) -> Result<Self, String> {
        let mark = match mark {
            None => None,
            Some(bytes) if bytes.len() > MARK => return Err(format!("the mark is larger than {} KiB", MARK / 1024)),
            Some(bytes) if bytes.starts_with(b"\x89PNG") => Some((bytes, "image/png")),
            Some(bytes) if String::from_utf8_lossy(&bytes).contains("<svg") => Some((bytes, "image/svg+xml")),
            Some(_) => return Err("the mark is neither SVG nor PNG".to_owned()),
        };
        let colour = colour.map(|colour| {
            let wrong = || format!("`{colour}` is not a colour such as #0017c1");
            let digits = colour.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit())).ok_or_else(wrong)?;
            let value = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| wrong());
            let contrast = 1.05 / (luminance([value(0)?, value(2)?, value(4)?]) + 0.05);
            if contrast < CONTRAST {
                return Err(format!(
                    "white on `{colour}` can't be read by everybody ({contrast:.1} to 1); take a darker one ({CONTRAST} to 1)"
                ));
            }
            Ok(format!("#{}", digits.to_ascii_lowercase()))
        });
        Ok(Self { name, mark, colour: colour.transpose()? })
    }

    /// What the site is called.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.name[0],
            Lang::En => &self.name[1],
        }
    }

    /// Whether it has a mark of its own.
    pub const fn has_mark(&self) -> bool {
        self.mark.is_some()
    }

    /// Whether it has a colour of its own.
    pub const fn has_colour(&self) -> bool {
        self.colour.is_some()
    }
}

/// The relative luminance of a colour (WCAG 2.2).
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = |value: u8| {
        let part = f64::from(value) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = colour.map(linear);
    0.2126f64.mul_add(red, 0.7152f64.mul_add(green, 0.0722 * blue))
}

/// The colour, as a style.
pub async fn style(brand: Option<Extension<Arc<Brand>>>) -> Response {
    let colour = brand.as_ref().and_then(|brand| brand.colour.as_deref());
    match colour {
        Some(colour) => {
            let style = format!(":root {{ --key: {colour}; --key-soft: color-mix(in srgb, {colour} 10%, white); }}\n");
            ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], style).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The mark.
pub async fn mark(brand: Option<Extension<Arc<Brand>>>) -> Response {
    match brand.as_ref().and_then(|brand| brand.mark.clone()) {
        // A picture is looked at; whatever else stands in it does nothing.
        Some((bytes, kind)) => {
            let alone = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache"), (header::CONTENT_SECURITY_POLICY, alone)], bytes)
                .into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_that_not_everybody_can_read_is_refused() {
        let name = || ["産業支援センター".to_owned(), "Support Center".to_owned()];
        assert!(Brand::new(name(), None, Some("#0017C1")).is_ok_and(|brand| brand.colour.as_deref() == Some("#0017c1")));
        assert!(Brand::new(name(), None, Some("#767676")).is_ok(), "4.54 to 1");
        for (colour, told) in [("#777777", "4.5 to 1"), ("#ffff00", "darker"), ("blue", "not a colour"), ("#0017c", "not a colour")] {
            assert!(Brand::new(name(), None, Some(colour)).is_err_and(|error| error.contains(told)), "{colour}");
        }
    }

    #[test]
    fn a_mark_is_a_small_picture() {
        let of = |bytes: &[u8]| Brand::new(Default::default(), Some(bytes.to_vec()), None);
        assert!(of(b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>").is_ok());
        assert!(of(b"\x89PNG\r\n").is_ok());
        assert!(of(b"GIF89a").is_err() && of(&vec![b' '; MARK + 1]).is_err());
    }
}
