// SPDX-License-Identifier: Apache-2.0

//! Piecewise linear functions, as the worth of a battery's charge is one: concave or not, added in the way that
//! two decisions in a row add up.

/// A piecewise linear function on some of the reals; elsewhere it is minus infinity.
#[derive(Clone, Debug, Default)]
pub(super) struct Curve(Vec<Segment>);

/// A part of it in which it is linear.
#[derive(Clone, Copy, Debug)]
struct Segment {
	from: f64,
	to: f64,
	/// The value at `from`.
	value: f64,
	slope: f64,
}

impl Segment {
	fn at(&self, x: f64) -> f64 {
		self.value + self.slope * (x - self.from)
	}

	fn cut(&self, from: f64, to: f64) -> Self {
		Self { from, to, value: self.at(from), slope: self.slope }
	}
}

impl Curve {
	/// A continuous one from a point on, by the widths and slopes of its pieces.
	pub fn new(from: f64, value: f64, pieces: impl IntoIterator<Item = (f64, f64)>) -> Self {
		let mut curve = Self::default();
		let (mut from, mut value) = (from, value);
		for (width, slope) in pieces.into_iter().filter(|(width, _)| *width > 0.0) {
			let to = from + width;
			curve.push(Segment { from, to, value, slope });
			(from, value) = (to, value + slope * width);
		}
		curve
	}

	/// Its value; minus infinity outside of it.
	pub fn at(&self, x: f64) -> f64 {
		let place = self.0.partition_point(|segment| segment.to < x);
		let segment = self.0.get(place).filter(|segment| segment.from <= x);
		segment.map_or(f64::NEG_INFINITY, |segment| segment.at(x))
	}

	/// Where it begins, ends, and bends.
	pub fn bends(&self) -> impl Iterator<Item = f64> {
		self.0.iter().take(1).map(|first| first.from).chain(self.0.iter().map(|one| one.to))
	}

	/// With so much less for each unit that `x` lies below a level.
	pub fn less_below(&self, level: f64, slope: f64) -> Self {
		let mut curve = Self::default();
		for segment in &self.0 {
			let middle = level.max(segment.from).min(segment.to);
			let below = segment.cut(segment.from, middle);
			let value = below.value - slope * (level - below.from);
			curve.push(Segment { value, slope: below.slope + slope, ..below });
			curve.push(segment.cut(middle, segment.to));
		}
		curve
	}

	/// The best sum of both at two points that add up to `x`, for every `x` from one bound to another: their
	/// supremal convolution. Concave parts add up by their slopes, the steepest first; of all sums of such parts,
	/// the highest counts.
	pub fn best_sum(&self, other: &Self, from: f64, to: f64) -> Self {
		let others: Vec<_> = other.concave_parts().collect();
		let parts = self.concave_parts();
		let sums = parts.flat_map(|one| others.iter().map(move |two| sum(one, two, from, to)));
		let mut curves: Vec<_> = sums.filter(|sum| !sum.0.is_empty()).collect();
		// In pairs, so that each segment is looked at few times.
		while curves.len() > 1 {
			let pairs = curves.chunks(2).map(|pair| match pair {
				[one, two] => one.higher(two),
				rest => rest.first().cloned().unwrap_or_default(),
			});
			curves = pairs.collect();
		}
		curves.pop().unwrap_or_default()
	}

	/// The higher one of both, point by point.
	fn higher(&self, other: &Self) -> Self {
		let mut curve = Self::default();
		let (mut one, mut two) = (self.0.iter().peekable(), other.0.iter().peekable());
		let mut from = f64::NEG_INFINITY;
		loop {
			one.next_if(|segment| segment.to <= from);
			two.next_if(|segment| segment.to <= from);
			let starts = [one.peek(), two.peek()].map(|next| next.map(|segment| segment.from));
			let Some(start) = starts.into_iter().flatten().reduce(f64::min) else { return curve };
			from = from.max(start);
			// Up to where either of them begins, ends or bends next.
			let ends = [one.peek(), two.peek()].into_iter().flatten();
			let ends = ends.map(|next| if next.from > from { next.from } else { next.to });
			let to = ends.reduce(f64::min).unwrap_or(from);
			let here = |next: Option<&&Segment>| {
				next.filter(|segment| segment.from <= from).map(|segment| segment.cut(from, to))
			};
			match (here(one.peek()), here(two.peek())) {
				(Some(one), Some(two)) => curve.push_higher(&one, &two),
				(one, two) => one.or(two).into_iter().for_each(|only| curve.push(only)),
			}
			from = to;
		}
	}

	fn push_higher(&mut self, one: &Segment, two: &Segment) {
		let (first, last) = (one.value - two.value, one.at(one.to) - two.at(two.to));
		let (higher, lower) =
			if first > 0.0 || (first == 0.0 && last >= 0.0) { (one, two) } else { (two, one) };
		if first * last >= 0.0 {
			return self.push(*higher);
		}
		let cross = one.from + (one.to - one.from) * (first / (first - last));
		self.push(higher.cut(higher.from, cross));
		self.push(lower.cut(cross, lower.to));
	}

	/// Adds a segment behind the others.
	fn push(&mut self, segment: Segment) {
		match self.0.last_mut() {
			_ if segment.to <= segment.from => {},
			Some(last) if last.to == segment.from && goes_on(last, &segment) => {
				last.to = segment.to
			},
			_ => self.0.push(segment),
		}
	}

	/// Parts in which the slope never rises.
	fn concave_parts(&self) -> impl Iterator<Item = &[Segment]> {
		self.0.chunk_by(|one, two| two.slope <= one.slope)
	}

	/// From one bound to another, which it reaches but for rounding.
	pub fn clipped(self, from: f64, to: f64) -> Self {
		let mut curve = Self::default();
		for segment in self.0 {
			curve.push(segment.cut(segment.from.max(from), segment.to.min(to)));
		}
		curve
	}

	/// The same with fewer bends, nowhere further off than so much. It has to be continuous, but for rounding.
	pub fn simpler(&self, tolerance: f64) -> Self {
		let mut points = self.0.iter().map(|segment| (segment.from, segment.value));
		let Some(mut anchor) = points.next() else { return Self::default() };
		let end = self.0.last().map(|last| (last.to, last.at(last.to)));
		let mut curve = Self::default();
		// Between which slopes a chord from the anchor passes all points so far, and where the last one ends.
		let any = (f64::NEG_INFINITY, f64::INFINITY);
		let (mut least, mut most) = any;
		let mut chord: Option<(f64, f64)> = None;
		for point in points.chain(end) {
			if let Some(before) = chord
				&& !(least..=most).contains(&slope(anchor, point))
			{
				curve.push(between(anchor, before));
				anchor = before;
				(least, most) = any;
			}
			let (x, y) = point;
			least = least.max(slope(anchor, (x, y - tolerance)));
			most = most.min(slope(anchor, (x, y + tolerance)));
			chord = Some(point);
		}
		chord.into_iter().for_each(|last| curve.push(between(anchor, last)));
		curve
	}

	/// Reaches from one bound to the other: what rounding has left of that is made up.
	pub fn pinned(mut self, from: f64, to: f64) -> Self {
		if let Some(first) = self.0.first_mut() {
			*first = first.cut(from, first.to);
		}
		self.0.iter_mut().last().into_iter().for_each(|last| last.to = to);
		self
	}

	/// How many linear pieces it has.
	pub fn pieces(&self) -> usize {
		self.0.len()
	}
}

/// The sum of two concave functions, as far as it lies between two bounds.
fn sum(one: &[Segment], two: &[Segment], from: f64, to: f64) -> Curve {
	let (Some(first), Some(second)) = (one.first(), two.first()) else { return Curve::default() };
	let mut pieces: Vec<_> =
		one.iter().chain(two).map(|segment| (segment.to - segment.from, segment.slope)).collect();
	pieces.sort_by(|one, two| two.1.total_cmp(&one.1));
	Curve::new(first.from + second.from, first.value + second.value, pieces).clipped(from, to)
}

fn slope(one: (f64, f64), two: (f64, f64)) -> f64 {
	(two.1 - one.1) / (two.0 - one.0)
}

fn between(one: (f64, f64), two: (f64, f64)) -> Segment {
	Segment { from: one.0, to: two.0, value: one.1, slope: slope(one, two) }
}

/// Whether a segment is the straight continuation of another one.
fn goes_on(before: &Segment, next: &Segment) -> bool {
	let value = before.at(next.from);
	before.slope == next.slope && (value - next.value).abs() <= 1e-12 * value.abs().max(1.0)
}
