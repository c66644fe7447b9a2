// SPDX-License-Identifier: Apache-2.0

//! `[prefer]`: from whom the agent would rather buy. The chain pairs buyers and sellers of an interval
//! at one price and without choice, so these wishes are kept for a later one.

use super::reader::Section;

/// Wishes that the chain cannot express yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefer {
	/// Sources to buy from, the most wanted first.
	pub sources: Vec<Source>,
	/// Certificates that a seller should have.
	pub certificates: Vec<String>,
}

/// What energy comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
	/// Photovoltaics.
	Solar,
	/// Wind.
	Wind,
	/// Running or stored water.
	Hydro,
	/// Heat of the earth.
	Geothermal,
	/// Diesel from plants.
	Biodiesel,
	/// A battery or another store.
	Storage,
}

impl Prefer {
	pub(super) fn read(section: &mut Section<'_, '_>) -> Self {
		let sources = [
			("solar", Source::Solar),
			("wind", Source::Wind),
			("hydro", Source::Hydro),
			("geothermal", Source::Geothermal),
			("biodiesel", Source::Biodiesel),
			("storage", Source::Storage),
		];
		Self {
			sources: section.words("sources", &sources),
			certificates: section.texts("certificates"),
		}
	}

	pub(super) fn notices(&self) -> Vec<String> {
		let wishes =
			[("sources", self.sources.is_empty()), ("certificates", self.certificates.is_empty())];
		let notice = |(key, _): (&str, bool)| {
			format!("prefer.{key}: has no effect yet, as the chain has no choice of sellers")
		};
		wishes.into_iter().filter(|(_, empty)| !empty).map(notice).collect()
	}
}
