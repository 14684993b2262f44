//! QR codes as vector drawings.
//!
//! Dark modules of a row are drawn as one bar, a little taller than the row: neighbouring rows overlap, so no viewer
//! shows hairlines between them and paper prints solid black.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

use crate::error::ReportError;

/// Width of the white border that ISO/IEC 18004 asks for, in modules.
const QUIET_ZONE: usize = 4;

/// Draws the text as a QR code with medium error correction.
pub fn draw(text: &str) -> Result<String, ReportError> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)
        .map_err(|_| ReportError::AddressTooLong { length: text.len() })?;
    let side = code.width() + 2 * QUIET_ZONE;
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(code.width()).enumerate() {
        for (start, length) in dark_runs(modules) {
            let (x, y) = (start + QUIET_ZONE, row + QUIET_ZONE);
            // Writing to a String cannot fail.
            let _ = write!(path, "M{x} {y}h{length}v1.02h-{length}z");
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{side}\" height=\"{side}\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// Draws the text as a PNG for Word, which takes no vector drawings everywhere: four points to a module, one bit to a
/// point.
pub(crate) fn picture(text: &str) -> Result<Vec<u8>, ReportError> {
    const SCALE: usize = 4;
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)
        .map_err(|_| ReportError::AddressTooLong { length: text.len() })?;
    let modules = code.to_colors();
    let points = (code.width() + 2 * QUIET_ZONE) * SCALE;
    let light = |x: usize, y: usize| {
        let inside = |at: usize| {
            (at / SCALE)
                .checked_sub(QUIET_ZONE)
                .filter(|at| *at < code.width())
        };
        match (inside(x), inside(y)) {
            (Some(column), Some(row)) => {
                modules.get(row * code.width() + column) != Some(&Color::Dark)
            }
            _ => true,
        }
    };
    let mut data = Vec::new();
    for y in 0..points {
        for start in (0..points).step_by(8) {
            let byte = (0..8).fold(0_u8, |byte, bit| {
                (byte << 1) | u8::from(start + bit >= points || light(start + bit, y))
            });
            data.push(byte);
        }
    }
    png_of(points, &data).map_err(|error| ReportError::Document(error.into()))
}

fn png_of(points: usize, data: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let side = u32::try_from(points).unwrap_or(u32::MAX);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(data)?;
    writer.finish()?;
    Ok(file)
}

/// The dark runs of a row, as start and length.
fn dark_runs(modules: &[Color]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (column, module) in modules.iter().enumerate() {
        match runs.last_mut() {
            _ if *module == Color::Light => {}
            Some((start, length)) if *start + *length == column => *length += 1,
            _ => runs.push((column, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_cover_exactly_the_dark_modules() {
        let row = [
            Color::Dark,
            Color::Dark,
            Color::Light,
            Color::Dark,
            Color::Light,
        ];
        assert_eq!(dark_runs(&row), [(0, 2), (3, 1)]);
    }

    #[test]
    fn the_bars_drawn_are_the_modules_of_the_code() {
        let address = "https://dinh.cantho.gov.vn/don-vi/ninh-kieu/cong-khai/1234";
        let code = QrCode::with_error_correction_level(address, EcLevel::M).expect("a code");
        let drawing = draw(address).expect("a drawing");
        let path = drawing
            .rsplit("d=\"")
            .next()
            .and_then(|rest| rest.split('"').next());
        let mut drawn = vec![Color::Light; code.width() * code.width()];
        for bar in path
            .expect("a path")
            .split('M')
            .filter(|bar| !bar.is_empty())
        {
            let mut numbers = bar
                .split([' ', 'h', 'v'])
                .map_while(|number| number.parse::<usize>().ok());
            let mut next = || numbers.next().expect("a whole number");
            let (x, y, length) = (next() - QUIET_ZONE, next() - QUIET_ZONE, next());
            drawn[y * code.width() + x..][..length].fill(Color::Dark);
        }
        assert_eq!(drawn, code.to_colors());
    }

    #[test]
    fn an_address_that_no_code_can_hold_is_refused() {
        assert!(matches!(
            draw(&"a".repeat(4_000)),
            Err(ReportError::AddressTooLong { length: 4_000 })
        ));
    }
}
