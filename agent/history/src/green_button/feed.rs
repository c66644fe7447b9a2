// SPDX-License-Identifier: Apache-2.0

//! The entries of an Atom feed, with what counts of ESPI in them. Prefixes of namespaces do not matter.

use quick_xml::{
	Reader as Xml,
	events::{BytesStart, Event},
};

use crate::problem::{Place, Problems};

/// An entry: a type of readings, a list of them, what joins the two, or something else.
#[derive(Debug, Default)]
pub(crate) struct Entry {
	/// Its own address.
	pub own: Vec<String>,
	/// Of what it is a part.
	pub ups: Vec<String>,
	pub related: Vec<String>,
	pub kind: Option<ReadingType>,
	pub is_meter_reading: bool,
	pub readings: Vec<Reading>,
}

/// What readings are; none where the feed does not say.
#[derive(Debug, Default)]
pub(crate) struct ReadingType {
	pub power_of_ten: Option<i64>,
	pub unit: Option<i64>,
	pub direction: Option<i64>,
	pub accumulation: Option<i64>,
}

/// A reading as it is written.
#[derive(Debug, Default)]
pub(crate) struct Reading {
	pub line: usize,
	/// In seconds since 1970, UTC.
	pub start: Option<i64>,
	/// In seconds.
	pub duration: Option<i64>,
	pub value: String,
}

/// Reads all entries; none if it is no well-formed XML.
pub(crate) fn entries(text: &str, problems: &mut Problems) -> Option<Vec<Entry>> {
	let mut xml = Xml::from_str(text);
	xml.config_mut().trim_text(true);
	let mut walk = Walk::default();
	let (mut line, mut counted) = (1_usize, 0_usize);
	loop {
		let event = xml.read_event();
		let at = usize::try_from(xml.buffer_position()).unwrap_or(usize::MAX).min(text.len());
		let passed = text.as_bytes().get(counted..at).unwrap_or_default();
		line = line.saturating_add(passed.iter().filter(|byte| **byte == b'\n').count());
		counted = counted.max(at);
		match event {
			Ok(Event::Start(element)) => walk.open(&element, line),
			Ok(Event::Empty(element)) => {
				walk.open(&element, line);
				walk.close();
			},
			Ok(Event::Text(words)) => walk.text.push_str(&words),
			Ok(Event::CData(words)) => walk.text.push_str(&words),
			// No number has one.
			Ok(Event::GeneralRef(_)) => walk.text.push('&'),
			Ok(Event::End(_)) => walk.close(),
			Ok(Event::Eof) if walk.path.is_empty() => break,
			Ok(Event::Eof) => {
				problems.add(Place { line, cell: None }, "the XML ends too early; export it again");
				return None;
			},
			Ok(_) => {},
			Err(error) => {
				problems.add(Place { line, cell: None }, format!("is no well-formed XML: {error}"));
				return None;
			},
		}
	}
	// A file may hold bare resources instead of a feed.
	walk.all.push(walk.entry);
	Some(walk.all)
}

#[derive(Default)]
struct Walk {
	all: Vec<Entry>,
	entry: Entry,
	path: Vec<String>,
	/// Of the element that was opened last.
	text: String,
}

impl Walk {
	fn open(&mut self, element: &BytesStart<'_>, line: usize) {
		let name = element.local_name().as_ref().to_string();
		self.text.clear();
		match name.as_str() {
			"entry" => self.entry = Entry::default(),
			"link" => self.link(element),
			"ReadingType" => self.entry.kind = Some(ReadingType::default()),
			"MeterReading" => self.entry.is_meter_reading = true,
			"IntervalReading" => self.entry.readings.push(Reading { line, ..Reading::default() }),
			_ => {},
		}
		self.path.push(name);
	}

	fn link(&mut self, element: &BytesStart<'_>) {
		let of = |name: &str| {
			let attribute = element.try_get_attribute(name).ok().flatten()?;
			Some(attribute.value.into_owned())
		};
		let Some(href) = of("href") else { return };
		match of("rel").as_deref() {
			Some("self") => self.entry.own.push(href),
			Some("up") => self.entry.ups.push(href),
			Some("related") => self.entry.related.push(href),
			_ => {},
		}
	}

	/// Keeps an element's text if it counts.
	fn keep(&mut self, text: &str) {
		let number = || text.trim().parse().ok();
		// What is there and no number is not the same as nothing.
		let code = || number().or((!text.trim().is_empty()).then_some(i64::MAX));
		let mut path = self.path.iter().rev().map(String::as_str);
		let (name, parent) = (path.next(), path.next());
		let Entry { kind, readings, .. } = &mut self.entry;
		match (parent, name, kind, readings.last_mut()) {
			(Some("ReadingType"), Some(name), Some(kind), _) => match name {
				"powerOfTenMultiplier" => kind.power_of_ten = code(),
				"uom" => kind.unit = code(),
				"flowDirection" => kind.direction = code(),
				"accumulationBehaviour" => kind.accumulation = code(),
				_ => {},
			},
			(Some("timePeriod"), Some("start"), _, Some(reading)) => reading.start = number(),
			(Some("timePeriod"), Some("duration"), _, Some(reading)) => reading.duration = number(),
			(Some("IntervalReading"), Some("value"), _, Some(reading)) => {
				reading.value = text.into()
			},
			_ => {},
		}
	}

	fn close(&mut self) {
		let text = std::mem::take(&mut self.text);
		self.keep(&text);
		if self.path.pop().as_deref() == Some("entry") {
			self.all.push(std::mem::take(&mut self.entry));
		}
	}
}
