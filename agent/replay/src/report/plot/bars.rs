// SPDX-License-Identifier: Apache-2.0

//! A number for each participant, as horizontal bars.

use plotters::{prelude::*, style::text_anchor::HPos};

use super::canvas::{Area, BLUE, Drawn, GREEN, GREY, INK, PALE, range, svg, width, write};
use crate::{day::Kind, report::error::ReportError};

const ROW: i32 = 24;
const TOP: i32 = 6;
const WIDTH: i32 = 350;
/// Most letters of a name.
const LETTERS: usize = 18;

/// A bar.
pub struct Bar {
	/// Whose.
	pub name: String,
	/// How long; negative to the left, none without number.
	pub value: Option<f64>,
	/// The number as text.
	pub text: String,
}

/// Draws bars from the top down, in the colour of a kind.
pub fn bars(bars: &[Bar], kind: Kind) -> Drawn {
	let color = match kind {
		Kind::Consumer => BLUE,
		Kind::Prosumer => GREEN,
	};
	let height = TOP + ROW * bars.len().max(1) as i32 + 12;
	svg((WIDTH.unsigned_abs(), height.unsigned_abs()), |area| draw(area, bars, color))
}

/// A name that does not fit, cut short.
fn short(name: &str) -> String {
	match name.chars().nth(LETTERS) {
		Some(_) => format!("{}…", name.chars().take(LETTERS - 1).collect::<String>()),
		None => name.into(),
	}
}

fn draw(area: &Area<'_>, bars: &[Bar], color: RGBColor) -> Result<(), ReportError> {
	let names = bars.iter().map(|bar| width(&short(&bar.name)));
	let left = names.max().unwrap_or(0) + 20;
	let range = range(bars.iter().filter_map(|bar| bar.value));
	let text = bars.iter().map(|bar| width(&bar.text)).max().unwrap_or(0);
	let right = (WIDTH - 12 - text).max(left + 40);
	let scale = f64::from(right - left) / (range.end - range.start);
	let at = |value: f64| left + ((value - range.start) * scale).round() as i32;
	let zero = at(0.0);
	let bottom = TOP + ROW * bars.len() as i32;
	for (place, bar) in bars.iter().enumerate() {
		let top = TOP + ROW * place as i32;
		let middle = top + ROW / 2;
		write(area, (12, middle), &short(&bar.name), INK, HPos::Left)?;
		let Some(value) = bar.value.filter(|value| value.is_finite()) else {
			write(area, (zero.max(left) + 6, middle), &bar.text, GREY, HPos::Left)?;
			continue;
		};
		let corners = [(zero.min(at(value)), top + 4), (zero.max(at(value)), top + ROW - 4)];
		area.draw(&Rectangle::new(corners, color.filled()))?;
		// To the right of its bar, or of the zero: there is always room.
		write(area, (zero.max(at(value)) + 6, middle), &bar.text, INK, HPos::Left)?;
	}
	area.draw(&PathElement::new([(zero, TOP), (zero, bottom)], PALE.stroke_width(1)))?;
	Ok(())
}
