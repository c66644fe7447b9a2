// SPDX-License-Identifier: Apache-2.0

//! Pictures of days, as SVG whose colours are the page's: so it is dark where the page is. Floats are for drawing only.

use maud::{Markup, html};

/// A chart is so wide and high, in the units of its letters: on a phone it is as large as it is drawn here.
const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 190.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 6.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 20.0;
/// Most labels below.
const LABELS: usize = 12;
/// About as many lines across.
const LINES: f64 = 4.0;

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
	/// From zero up or down. Bars of one sign share the width of a day.
	Bar,
	/// A line across each day.
	Step,
	/// A dot on each day.
	Dot,
}

/// Numbers of a kind, one for each day.
pub struct Series {
	/// What they are called.
	pub name: &'static str,
	/// By which class the page's style colours them.
	pub class: &'static str,
	/// How they are drawn.
	pub shape: Shape,
	/// None where there is no number.
	pub values: Vec<Option<f64>>,
}

/// A chart.
pub struct Panel {
	/// What it shows, and in what unit.
	pub title: &'static str,
	/// What is in it.
	pub series: Vec<Series>,
}

/// From where to where an axis goes, and how far its lines are apart.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Axis {
	low: f64,
	high: f64,
	step: f64,
}

impl Axis {
	/// An axis of round numbers around zero and some values.
	fn around(values: impl Iterator<Item = f64>) -> Self {
		let (low, high) = values
			.filter(|value| value.is_finite())
			.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
		if high - low <= 0.0 {
			return Self { low: 0.0, high: 1.0, step: 1.0 };
		}
		let rough = (high - low) / LINES;
		let power = 10_f64.powf(rough.log10().floor());
		let step = [1.0, 2.0, 5.0, 10.0]
			.into_iter()
			.map(|digit| digit * power)
			.find(|step| *step >= rough)
			.unwrap_or(10.0 * power);
		Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, step }
	}

	/// Where its lines are: at most a dozen.
	fn lines(&self) -> impl Iterator<Item = f64> {
		let Self { low, high, step } = *self;
		(0..12_u8)
			.map(move |place| low + f64::from(place) * step)
			.take_while(move |at| *at <= high + step / 2.0)
	}

	fn y(&self, value: f64) -> f64 {
		TOP + (self.high - value) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)
	}
}

/// A number in the picture, to the tenth of a letter's unit.
fn at(number: f64) -> String {
	format!("{number:.1}")
}

/// A number beside an axis, without the noise of binary fractions and without a sign.
fn tick(number: f64) -> String {
	let rounded = (number.abs() * 1e6).round() / 1e6;
	rounded.to_string()
}

/// Draws a panel, with a legend.
pub fn draw(panel: &Panel, labels: &[String]) -> Markup {
	let axis =
		Axis::around(panel.series.iter().flat_map(|series| &series.values).flatten().copied());
	let column = (WIDTH - LEFT - RIGHT) / labels.len().max(1) as f64;
	let left = |place: usize| LEFT + column * place as f64;
	let every = labels.len().div_ceil(LABELS).max(1);
	let view = format!("0 0 {WIDTH} {HEIGHT}");
	// Bars of both directions may lie above each other; of one direction they lie side by side.
	let is_down = |series: &Series| series.values.iter().flatten().all(|value| *value <= 0.0);
	let bars: Vec<_> = panel.series.iter().filter(|series| series.shape == Shape::Bar).collect();
	let beside = !bars.iter().skip(1).any(|series| is_down(series));
	let share = if beside { bars.len().max(1) as f64 } else { 1.0 };
	html! {
		svg viewBox=(view) role="img" aria-label=(panel.title) {
			@for line in axis.lines() {
				@let y = axis.y(line);
				line.across x1=(at(LEFT)) x2=(at(WIDTH - RIGHT)) y1=(at(y)) y2=(at(y)) {}
				text.tick x=(at(LEFT - 5.0)) y=(at(y + 3.5)) text-anchor="end" { (tick(line)) }
			}
			@for (place, label) in labels.iter().enumerate().step_by(every) {
				text.tick x=(at(left(place) + column / 2.0)) y=(at(HEIGHT - 5.0)) text-anchor="middle" { (label) }
			}
			@for (nth, series) in bars.iter().enumerate() {
				@let part = column * 0.8 / share;
				@let shift = if beside { part * nth as f64 } else { 0.0 };
				@for (place, value) in series.values.iter().enumerate() {
					@if let Some(value) = value.filter(|value| *value != 0.0) {
						@let (one, other) = (axis.y(value), axis.y(0.0));
						rect class=(series.class)
							x=(at(left(place) + column * 0.1 + shift)) width=(at(part.max(0.6)))
							y=(at(one.min(other))) height=(at((one - other).abs().max(0.4))) {}
					}
				}
			}
			line.zero x1=(at(LEFT)) x2=(at(WIDTH - RIGHT)) y1=(at(axis.y(0.0))) y2=(at(axis.y(0.0))) {}
			@for series in panel.series.iter().filter(|series| series.shape != Shape::Bar) {
				@for (place, value) in series.values.iter().enumerate() {
					@if let Some(value) = value {
						@let y = at(axis.y(*value));
						@if series.shape == Shape::Step {
							line class=(series.class) x1=(at(left(place))) x2=(at(left(place) + column)) y1=(y) y2=(y) {}
						} @else {
							circle class=(series.class) cx=(at(left(place) + column / 2.0)) cy=(y)
								r=(at((column * 0.35).clamp(1.4, 4.0))) {}
						}
					}
				}
			}
		}
		ul.legend {
			@for series in &panel.series { li { i class=(series.class) {} (series.name) } }
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn axes_have_round_numbers_and_hold_all() {
		for (values, low, high, step) in [
			(vec![], 0.0, 1.0, 1.0),
			(vec![0.0], 0.0, 1.0, 1.0),
			(vec![7.0], 0.0, 8.0, 2.0),
			(vec![7.0, -3.0], -5.0, 10.0, 5.0),
			(vec![-0.3], -0.3, 0.0, 0.1),
			(vec![f64::NAN, f64::INFINITY, 4.0], 0.0, 4.0, 1.0),
		] {
			let axis = Axis::around(values.clone().into_iter());
			let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
			assert!(
				close(axis.low, low) && close(axis.high, high) && close(axis.step, step),
				"{values:?}: {axis:?}"
			);
			assert!(axis.lines().count() <= 6, "{axis:?}");
		}
		assert_eq!((tick(-0.30000000000000004), tick(20.0)), ("0.3".into(), "20".into()));
	}

	#[test]
	fn nothing_is_drawn_outside() {
		let series = |values: Vec<f64>, class| Series {
			name: "one",
			class,
			shape: Shape::Bar,
			values: values.into_iter().map(Some).collect(),
		};
		let panel = Panel {
			title: "some",
			series: vec![series(vec![1.0, 900.0, 3.0], "a"), series(vec![-2.0, 0.0, -700.0], "b")],
		};
		let labels = ["1", "2", "3"].map(String::from);
		let svg = draw(&panel, &labels).into_string();
		let document = roxmltree::Document::parse_with_options(
			&format!("<x>{svg}</x>"),
			roxmltree::ParsingOptions::default(),
		)
		.map(|document| {
			let number = |node: roxmltree::Node<'_, '_>, name: &str| {
				node.attribute(name).unwrap().parse::<f64>().unwrap()
			};
			let bars: Vec<_> =
				document.descendants().filter(|node| node.has_tag_name("rect")).collect();
			assert_eq!(bars.len(), 5);
			for bar in bars {
				let (y, height) = (number(bar, "y"), number(bar, "height"));
				assert!(y >= TOP - 0.1 && y + height <= HEIGHT - BOTTOM + 0.1, "{y} {height}");
				let (x, width) = (number(bar, "x"), number(bar, "width"));
				assert!(x >= LEFT && x + width <= WIDTH - RIGHT + 0.1, "{x} {width}");
			}
		});
		assert!(document.is_ok(), "{document:?}");
	}
}
