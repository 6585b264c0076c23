//! Pictures of machines and parts, drawn from a few shapes.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageResult, Rgb, RgbImage};

const WIDTH: u32 = 800;
const HEIGHT: u32 = 560;

type Colour = [u8; 3];

const DARK: Colour = [28, 32, 30];
const STEEL: Colour = [120, 126, 128];

/// Draws what a dialogue calls `name`, as JPEG.
pub fn draw(name: &str) -> ImageResult<Vec<u8>> {
    let mut canvas = Canvas(RgbImage::new(WIDTH, HEIGHT));
    match name {
        "cosechadora" | "tolva" => field(&mut canvas, name == "tolva", [47, 122, 52]),
        "tractor" | "implemento" => field(&mut canvas, name == "implemento", [176, 58, 38]),
        "mapa" => harvest(&mut canvas),
        "tablero" | "pantalla" => screen(&mut canvas, name == "tablero"),
        "comprobante" => receipt(&mut canvas),
        "llanta" => tyre(&mut canvas),
        _ => part(&mut canvas, name),
    }
    let mut bytes = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut bytes, 80).encode_image(&canvas.0)?;
    Ok(bytes.into_inner())
}

struct Canvas(RgbImage);

impl Canvas {
    /// Every point by its own colour.
    fn wash(&mut self, colour: impl Fn(u32, u32) -> Colour) {
        for (x, y, pixel) in self.0.enumerate_pixels_mut() {
            *pixel = Rgb(colour(x, y));
        }
    }

    fn rect(&mut self, x: u32, y: u32, width: u32, height: u32, colour: Colour) {
        for at_y in y..(y + height).min(HEIGHT) {
            for at_x in x..(x + width).min(WIDTH) {
                self.0.put_pixel(at_x, at_y, Rgb(colour));
            }
        }
    }

    fn disc(&mut self, x: u32, y: u32, radius: u32, colour: Colour) {
        for at_y in y.saturating_sub(radius)..(y + radius).min(HEIGHT) {
            for at_x in x.saturating_sub(radius)..(x + radius).min(WIDTH) {
                let (dx, dy) = (at_x.abs_diff(x), at_y.abs_diff(y));
                if dx * dx + dy * dy < radius * radius {
                    self.0.put_pixel(at_x, at_y, Rgb(colour));
                }
            }
        }
    }

    fn wheel(&mut self, x: u32, y: u32, radius: u32) {
        self.disc(x, y, radius, DARK);
        self.disc(x, y, radius / 2, [214, 178, 60]);
        self.disc(x, y, radius / 6, DARK);
    }
}

/// Between two colours.
fn blend(a: Colour, b: Colour, part: u32, of: u32) -> Colour {
    let mix = |a: u8, b: u8| {
        let sum = u32::from(a) * (of - part.min(of)) + u32::from(b) * part.min(of);
        u8::try_from(sum / of.max(1)).unwrap_or(u8::MAX)
    };
    [mix(a[0], b[0]), mix(a[1], b[1]), mix(a[2], b[2])]
}

/// A little noise, so that surfaces are not flat.
fn grain(x: u32, y: u32) -> u32 {
    (x.wrapping_mul(374_761_393) ^ y.wrapping_mul(668_265_263)).wrapping_mul(1_274_126_177) >> 28
}

/// A machine in a field; `behind` adds what it pulls, or a raised tank.
fn field(canvas: &mut Canvas, behind: bool, paint: Colour) {
    canvas.wash(|x, y| {
        let horizon = 250 - x / 9;
        if y < horizon {
            blend([150, 190, 214], [226, 232, 214], y, horizon)
        } else if y < horizon + 70 {
            blend([150, 176, 96], [98, 140, 66], y - horizon, 70 + grain(x, y))
        } else {
            let row = (x + y * 2) / 26 % 2;
            blend([138, 106, 60], [104, 76, 42], row * 40 + grain(x, y) * 2, 80)
        }
    });
    if behind {
        canvas.rect(110, 300, 150, 60, STEEL);
        canvas.rect(250, 340, 90, 14, DARK);
        canvas.wheel(170, 390, 34);
    }
    canvas.rect(300, 250, 260, 120, paint);
    canvas.rect(520, 290, 110, 80, paint);
    canvas.rect(360, 160, 130, 100, [196, 214, 220]);
    canvas.rect(350, 150, 150, 16, blend(paint, DARK, 1, 2));
    canvas.rect(596, 220, 12, 72, DARK);
    canvas.wheel(370, 390, 84);
    canvas.wheel(590, 410, 56);
}

fn harvest(canvas: &mut Canvas) {
    canvas.wash(|x, y| {
        let rise = (x / 40 * 3 + y / 28 * 5 + grain(x / 40, y / 28) * 2) % 40;
        blend([196, 60, 42], [62, 140, 60], rise, 40)
    });
    canvas.rect(30, 470, 260, 60, [250, 250, 248]);
    for (at, part) in (0..10).enumerate() {
        let x = 46 + 23 * u32::try_from(at).unwrap_or(0);
        canvas.rect(x, 488, 22, 24, blend([196, 60, 42], [62, 140, 60], part, 10));
    }
}

fn screen(canvas: &mut Canvas, warning: bool) {
    canvas.wash(|x, y| blend([44, 46, 48], [24, 26, 28], grain(x, y) + y / 60, 24));
    canvas.rect(120, 80, 560, 380, [12, 14, 16]);
    canvas.rect(140, 100, 520, 340, if warning { [30, 34, 38] } else { [186, 206, 176] });
    for n in 0..6_u32 {
        canvas.rect(160 + n * 82, 380, 64, 40, [70, 110, 140]);
    }
    if warning {
        canvas.disc(400, 240, 74, [222, 150, 30]);
        canvas.rect(392, 196, 16, 56, DARK);
        canvas.rect(392, 264, 16, 16, DARK);
    } else {
        for n in 0..9_u32 {
            canvas.rect(170 + n * 54, 120, 26, 230, [88, 140, 80]);
        }
    }
}

fn receipt(canvas: &mut Canvas) {
    canvas.wash(|x, y| blend([96, 74, 58], [74, 56, 44], grain(x, y / 8), 16));
    canvas.rect(250, 30, 300, 500, [246, 246, 240]);
    canvas.rect(280, 60, 150, 26, [30, 76, 130]);
    for n in 0..12_u32 {
        canvas.rect(280, 120 + n * 30, 90 + n * 37 % 130, 9, [150, 152, 150]);
        canvas.rect(480, 120 + n * 30, 42, 9, [110, 112, 110]);
    }
    canvas.rect(280, 490, 240, 16, DARK);
}

fn tyre(canvas: &mut Canvas) {
    canvas.wash(|x, y| blend([150, 120, 80], [112, 88, 58], grain(x, y) * 2, 32));
    canvas.disc(400, 290, 250, DARK);
    for n in 0..16_u32 {
        canvas.rect(150 + n * 31, 60 + (n * 53) % 60, 16, 70, [52, 56, 54]);
    }
    canvas.disc(400, 290, 130, [206, 170, 56]);
    canvas.disc(400, 290, 44, DARK);
}

/// Something small on a bench; each name a little different.
fn part(canvas: &mut Canvas, name: &str) {
    let turn = name.bytes().map(u32::from).sum::<u32>();
    canvas.wash(|x, y| blend([168, 172, 170], [126, 130, 128], grain(x / 2, y) + y / 40, 30));
    canvas.rect(180, 200 + turn % 60, 440, 110, STEEL);
    canvas.disc(220 + turn % 50, 260 + turn % 60, 96, [92, 98, 100]);
    canvas.disc(220 + turn % 50, 260 + turn % 60, 46, [40, 44, 44]);
    for n in 0..5_u32 {
        canvas.disc(380 + n * 52, 255 + turn % 60, 16, DARK);
    }
    canvas.rect(600, 236 + turn % 60, 70, 36, [184, 110, 46]);
    if name == "fuga" {
        canvas.disc(430, 430, 80, [46, 34, 20]);
        canvas.rect(424, 310, 10, 120, [60, 44, 24]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_a_picture_of_its_own() {
        let drawn: std::collections::BTreeSet<Vec<u8>> = super::super::PICTURES.iter().map(|name| draw(name).unwrap()).collect();
        assert_eq!(drawn.len(), super::super::PICTURES.len());
        assert!(drawn.iter().all(|bytes| bytes.starts_with(&[0xff, 0xd8]) && bytes.len() < 200_000));
    }
}
