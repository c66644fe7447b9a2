// SPDX-License-Identifier: Apache-2.0

//! Certificates in the forms of others: EnergyTag's bundles of granular certificates, and the fields of EN 16325 and EECS.
//! docs/certificates.md has both tables, field by field.

use std::{
	collections::BTreeMap,
	io::{self, Write},
	process::ExitCode,
};

use gridmerit_client::{
	AccountId32,
	certificates::{Certificate, LotState, Period, Plant, Support},
	files,
	units::{decimal, iso},
};
use gridmerit_energy::{Interval, NodeIndex, SourceKind};
use quick_xml::{Writer, events::BytesText};
use serde_json::{Map, Value, json};

use super::{
	check,
	options::{As, ExportOptions, Form, month_text},
	plants::{codes, country, since},
	range, whose,
};
use crate::failure::Failure;

/// Decimals of MWh that whole Wh can hold.
const MWH_PLACES: usize = 6;

/// What all certificates of an export have in common.
struct Registry {
	/// Of the chain's first block: no other chain has it.
	genesis: String,
	/// Of an interval, in milliseconds.
	length: u64,
	/// For how many intervals after its own a certificate is valid.
	validity: Interval,
	/// The interval that is delivered.
	now: Interval,
	configuration: u8,
	market_zone: Option<String>,
}

impl Registry {
	fn start(&self, interval: Interval) -> u64 {
		u64::from(interval).saturating_mul(self.length)
	}

	/// The interval with whose beginning a certificate expires.
	fn expires(&self, one: &Certificate) -> Interval {
		one.interval.saturating_add(self.validity)
	}

	fn has_expired(&self, one: &Certificate) -> bool {
		one.state.is_held() && self.now >= self.expires(one)
	}
}

/// A certificate with what its plant says today; none if that is not registered any more.
struct Row<'a> {
	one: &'a Certificate,
	plant: Option<&'a Plant<AccountId32>>,
}

/// A name and what it is, in the order of the form.
type Fields = Vec<(&'static str, Value)>;

fn node_name(node: NodeIndex) -> String {
	format!("TE node {node}")
}

fn support(support: Support) -> &'static str {
	match support {
		Support::None => "none",
		Support::Investment => "investment",
		Support::Production => "production",
		Support::Both => "investment and production",
		Support::Unknown => "unknown",
	}
}

impl Row<'_> {
	/// What the plant says of something; null if there is none.
	fn plant<V: Into<Value>>(&self, say: impl Fn(&Plant<AccountId32>) -> V) -> Value {
		self.plant.map_or(Value::Null, |plant| say(plant).into())
	}

	fn issuer(&self) -> Value {
		let by = |plant: &Plant<AccountId32>| {
			plant.certified.as_ref().map_or(Value::Null, |certified| {
				certified.by.map_or("operator".into(), |by| by.to_string()).into()
			})
		};
		self.plant(by)
	}

	/// Whether it was given back by a battery.
	fn is_stored(&self) -> bool {
		self.plant.is_some_and(|plant| plant.data.source == SourceKind::Storage)
	}

	/// Who may say that it has used the energy.
	fn beneficiary(&self) -> Value {
		match self.one.state {
			LotState::Cancelled { .. } => node_name(self.one.holder).into(),
			LotState::Stored => format!("{}, its battery", node_name(self.one.holder)).into(),
			LotState::Held | LotState::Offered { .. } => Value::Null,
		}
	}

	/// A bundle of granular certificates of 1 Wh each.
	fn energytag(&self, registry: &Registry) -> Fields {
		let one = self.one;
		let (begins, ends) =
			(registry.start(one.interval), registry.start(one.interval.saturating_add(1)));
		let status = match one.state {
			_ if registry.has_expired(one) => "Expired",
			LotState::Held | LotState::Offered { .. } => "Active",
			LotState::Cancelled { .. } | LotState::Stored => "Cancelled",
		};
		let discharge = |millis| if self.is_stored() { iso(millis).into() } else { Value::Null };
		let zone = match &registry.market_zone {
			Some(zone) => zone.clone().into(),
			None => self.plant(|plant| country(&plant.data)),
		};
		let expiry = iso(registry.start(registry.expires(one)));
		vec![
			("certificate_bundle_status", status.into()),
			("account_id", one.holder.into()),
			("certificate_bundle_id_range_start", one.from.into()),
			(
				"certificate_bundle_id_range_end",
				one.from.saturating_add(one.energy).saturating_sub(1).into(),
			),
			("bundle_quantity", one.energy.into()),
			("beneficiary", self.beneficiary()),
			("issuance_id", format!("{}-{}", one.plant, iso(begins)).into()),
			("energy_carrier", "electricity".into()),
			("energy_source", energytag_source(one.source).into()),
			("face_value", 1.into()),
			("issuance_post_energy_carrier_conversion", false.into()),
			("registry_configuration", registry.configuration.into()),
			("device_id", one.plant.into()),
			("device_name", node_name(one.plant).into()),
			("device_technology_type", self.plant(|plant| energytag_technology(plant.data.source))),
			("device_production_start_date", self.plant(|plant| since(&plant.data))),
			("device_capacity", self.plant(|plant| plant.data.capacity)),
			("device_location", Value::Null),
			("production_starting_interval", iso(begins).into()),
			("production_ending_interval", iso(ends).into()),
			("expiry_datestamp", expiry.split('T').next().unwrap_or_default().into()),
			("is_storage", self.is_stored().into()),
			("allocated_storage_record_id", Value::Null),
			("discharging_start_datetime", discharge(begins)),
			("discharging_end_datetime", discharge(ends)),
			("storage_efficiency_factor", Value::Null),
			("country_of_issuance", self.plant(|plant| country(&plant.data))),
			("connected_grid_identification", format!("bus {}", one.bus).into()),
			("issuing_body", self.issuer()),
			("legal_status", Value::Null),
			("issuance_purpose", "Disclosure".into()),
			("support_received", self.plant(|plant| support(plant.data.support))),
			("quality_scheme_reference", Value::Null),
			("dissemination_level", "injected into a public grid".into()),
			("issue_market_zone", zone),
			("emissions_factor_production_device", Value::Null),
			("emissions_factor_source", Value::Null),
			("hash", Value::Null),
			("is_deleted", false.into()),
		]
	}

	/// The fields of a guarantee of origin.
	fn eecs(&self, registry: &Registry) -> Fields {
		let one = self.one;
		let status = match one.state {
			_ if registry.has_expired(one) => "expired",
			LotState::Held | LotState::Offered { .. } => "issued",
			LotState::Cancelled { .. } => "cancelled",
			LotState::Stored => "withdrawn",
		};
		let begins = registry.start(one.interval);
		let ends = registry.start(one.interval.saturating_add(1));
		let (used_from, used_until) = match one.state {
			LotState::Cancelled { period: Period::Interval } => {
				(iso(begins).into(), iso(ends).into())
			},
			LotState::Cancelled { period: Period::Months { first, last } } => {
				let month = |month| format!("{}-01T00:00:00Z", month_text(month));
				(month(first).into(), month(last.saturating_add(1)).into())
			},
			_ => (Value::Null, Value::Null),
		};
		let number = format!("{}-{}-{}", registry.genesis, one.interval, one.lot);
		vec![
			("certificate_number", number.into()),
			("energy_carrier", "electricity".into()),
			("country_of_issue", self.plant(|plant| country(&plant.data))),
			("issuing_body", self.issuer()),
			("date_of_issue", Value::Null),
			("production_device_number", one.plant.into()),
			("production_device_name", node_name(one.plant).into()),
			("production_device_location", format!("bus {}", one.bus).into()),
			("production_device_meter", one.meter.into()),
			("date_operational", self.plant(|plant| since(&plant.data))),
			("capacity_kw", self.plant(|plant| decimal(plant.data.capacity.into(), 3))),
			("energy_source", source_words(one.source).into()),
			("energy_source_code", self.plant(|plant| codes(&plant.data).0)),
			("technology_code", self.plant(|plant| codes(&plant.data).1)),
			("production_begin", iso(begins).into()),
			("production_end", iso(ends).into()),
			("face_value_mwh", decimal(one.energy.into(), MWH_PLACES).into()),
			("purpose", "disclosure".into()),
			("support", self.plant(|plant| support(plant.data.support))),
			("dissemination_level", "public grid".into()),
			("expiry", iso(registry.start(registry.expires(one))).into()),
			("status", status.into()),
			("account_holder", node_name(one.holder).into()),
			("beneficiary", self.beneficiary()),
			("consumption_begin", used_from),
			("consumption_end", used_until),
		]
	}

	fn fields(&self, form: Form, registry: &Registry) -> Fields {
		match form {
			Form::Energytag => self.energytag(registry),
			Form::Eecs => self.eecs(registry),
		}
	}
}

/// A source as EnergyTag's registry names it.
fn energytag_source(source: SourceKind) -> &'static str {
	match source {
		SourceKind::Solar => "solar_pv",
		SourceKind::Wind => "wind",
		SourceKind::Hydro => "hydro",
		SourceKind::Geothermal => "geothermal",
		SourceKind::Biodiesel => "biomass",
		SourceKind::Storage => "battery_storage",
		SourceKind::None | SourceKind::Utility | SourceKind::Other => "other",
	}
}

/// A technology as EnergyTag's registry names it.
fn energytag_technology(source: SourceKind) -> &'static str {
	match source {
		SourceKind::Solar => "solar_pv",
		SourceKind::Wind => "wind_turbine",
		SourceKind::Hydro => "hydro",
		SourceKind::Storage => "battery_storage",
		_ => "other",
	}
}

/// A source in the words of the EECS Rules.
fn source_words(source: SourceKind) -> &'static str {
	match source {
		SourceKind::Solar => "renewable, solar",
		SourceKind::Wind => "renewable, wind",
		SourceKind::Hydro => "renewable, hydro",
		SourceKind::Geothermal => "renewable, geothermal",
		SourceKind::Biodiesel => "renewable, liquid biomass",
		SourceKind::Storage => "stored, of unknown source",
		SourceKind::None | SourceKind::Utility | SourceKind::Other => "unspecified",
	}
}

/// Text of a value for a cell or an element; nothing for null.
fn text(value: &Value) -> String {
	match value {
		Value::Null => String::new(),
		Value::String(text) => text.clone(),
		other => other.to_string(),
	}
}

fn as_json(form: Form, rows: Vec<Fields>, sum: u128) -> Value {
	let object = |fields: Fields| {
		Value::Object(
			fields.into_iter().map(|(name, value)| (name.into(), value)).collect::<Map<_, _>>(),
		)
	};
	let rows: Vec<_> = rows.into_iter().map(object).collect();
	match form {
		Form::Energytag => json!({
			"granular_certificate_bundles": rows, "total_certificate_volume": u64::try_from(sum).unwrap_or(u64::MAX),
		}),
		Form::Eecs => json!({
			"certificates": rows, "total_mwh": decimal(sum, MWH_PLACES),
		}),
	}
}

fn as_csv(names: &[&'static str], rows: &[Fields], into: impl Write) -> Result<(), csv::Error> {
	let mut writer = csv::Writer::from_writer(into);
	writer.write_record(names)?;
	for fields in rows {
		writer.write_record(fields.iter().map(|(_, value)| text(value)))?;
	}
	writer.flush()?;
	Ok(())
}

fn as_xml(form: Form, rows: &[Fields], mut into: impl Write) -> io::Result<()> {
	let (root, element) = match form {
		Form::Energytag => ("GranularCertificateBundles", "GranularCertificateBundle"),
		Form::Eecs => ("GuaranteesOfOrigin", "GuaranteeOfOrigin"),
	};
	into.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
	let mut writer = Writer::new_with_indent(&mut into, b' ', 2);
	writer.create_element(root).write_inner_content(|writer| {
		for fields in rows {
			writer.create_element(element).write_inner_content(|writer| {
				for (name, value) in fields {
					writer
						.create_element(*name)
						.write_text_content(BytesText::new(&text(value)))?;
				}
				Ok(())
			})?;
		}
		Ok(())
	})?;
	into.write_all(b"\n")
}

pub async fn export(options: &ExportOptions) -> Result<ExitCode, Failure> {
	let chain = options.common.connect().await?;
	let view = chain.best().await?;
	check(&view)?;
	let (first, last) = range(&view, &options.period).await?;
	let mut certificates = Vec::new();
	if options.all {
		for interval in first..=last {
			certificates.extend(view.certificates(interval).await?);
		}
	} else {
		let of = whose(&view, options.node, &options.whose).await?;
		certificates = view.certificates_of(of, first, last).await?;
	}
	let mut plants = BTreeMap::new();
	for one in &certificates {
		if let std::collections::btree_map::Entry::Vacant(entry) = plants.entry(one.plant) {
			entry.insert(view.plant(one.plant).await?);
		}
	}
	let length = u64::from(view.interval_length().await?);
	let now = view.now().await?.checked_div(length).unwrap_or_default();
	let registry = Registry {
		genesis: format!("{:?}", chain.genesis())
			.trim_start_matches("0x")
			.chars()
			.take(16)
			.collect(),
		length,
		validity: view.certificate_validity()?,
		now: Interval::try_from(now).unwrap_or(Interval::MAX),
		configuration: options.configuration,
		market_zone: options.market_zone.clone(),
	};
	let rows: Vec<_> = certificates
		.iter()
		.map(|one| {
			let plant = plants.get(&one.plant).and_then(Option::as_ref);
			Row { one, plant }.fields(options.format, &registry)
		})
		.collect();
	let sum = certificates.iter().map(|one| u128::from(one.energy)).sum();
	let form = options.format;
	let mut bytes = Vec::new();
	match if options.common.json { As::Json } else { options.written } {
		As::Json => {
			serde_json::to_writer_pretty(&mut bytes, &as_json(form, rows, sum))?;
			bytes.push(b'\n');
		},
		As::Csv => as_csv(&names(form, &registry), &rows, &mut bytes)?,
		As::Xml => as_xml(form, &rows, &mut bytes)?,
	}
	match &options.out {
		Some(path) => {
			files::put(path, |file| file.write_all(&bytes))?;
			eprintln!("{} certificates in {}", certificates.len(), path.display());
		},
		None => println!("{}", String::from_utf8_lossy(&bytes).trim_end()),
	}
	Ok(ExitCode::SUCCESS)
}

/// The names of a form's fields, also where there is no certificate.
fn names(form: Form, registry: &Registry) -> Vec<&'static str> {
	let one = Certificate {
		interval: 0,
		lot: 0,
		plant: 0,
		source: SourceKind::Other,
		meter: 0,
		bus: 0,
		from: 0,
		energy: 0,
		holder: 0,
		state: LotState::Held,
	};
	let fields = Row { one: &one, plant: None }.fields(form, registry);
	fields.into_iter().map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridmerit_client::certificates::{Certified, PlantData};

	fn registry() -> Registry {
		Registry {
			genesis: "0123456789abcdef".into(),
			length: 900_000,
			validity: 100,
			now: 1_700_100,
			configuration: 1,
			market_zone: None,
		}
	}

	fn plant() -> Plant<AccountId32> {
		let data = PlantData {
			source: SourceKind::Solar,
			fuel: 1_040_100,
			technology: 10_000,
			capacity: 9_500,
			commissioned: 1_530_057_600_000,
			country: *b"DE",
			support: Support::Investment,
		};
		let certified =
			Certified { by: None, meter: 5, bus: 18, most: 2_000, from: 0, until: 9_999_999 };
		Plant { data, certified: Some(certified), owes: 0 }
	}

	fn lot(state: LotState) -> Certificate {
		Certificate {
			interval: 1_700_064,
			lot: 3,
			plant: 2,
			source: SourceKind::Solar,
			meter: 5,
			bus: 18,
			from: 10,
			energy: 1_500,
			holder: 1,
			state,
		}
	}

	fn said(form: Form, state: LotState) -> BTreeMap<&'static str, Value> {
		let (one, plant) = (lot(state), plant());
		Row { one: &one, plant: Some(&plant) }.fields(form, &registry()).into_iter().collect()
	}

	#[test]
	fn a_bundle_is_as_energytag_has_it() {
		let said = said(Form::Energytag, LotState::Cancelled { period: Period::Interval });
		for (name, value) in [
			("certificate_bundle_status", json!("Cancelled")),
			("account_id", json!(1)),
			("certificate_bundle_id_range_start", json!(10)),
			("certificate_bundle_id_range_end", json!(1_509)),
			("bundle_quantity", json!(1_500)),
			("beneficiary", json!("TE node 1")),
			("issuance_id", json!("2-2018-06-27T00:00:00Z")),
			("energy_source", json!("solar_pv")),
			("device_production_start_date", json!("2018-06-27")),
			("device_capacity", json!(9_500)),
			("production_ending_interval", json!("2018-06-27T00:15:00Z")),
			("expiry_datestamp", json!("2018-06-28")),
			("issuing_body", json!("operator")),
			("issue_market_zone", json!("DE")),
			("is_storage", json!(false)),
		] {
			assert_eq!(said[name], value, "{name}");
		}
		assert_eq!(said.len(), names(Form::Energytag, &registry()).len(), "a name twice");
	}

	#[test]
	fn a_guarantee_has_the_fields_of_eecs() {
		let months = LotState::Cancelled { period: Period::Months { first: 581, last: 583 } };
		let said = said(Form::Eecs, months);
		for (name, value) in [
			("certificate_number", json!("0123456789abcdef-1700064-3")),
			("energy_source_code", json!("F01040100")),
			("technology_code", json!("T010000")),
			("capacity_kw", json!("9.5")),
			("face_value_mwh", json!("0.0015")),
			("support", json!("investment")),
			("status", json!("cancelled")),
			("consumption_begin", json!("2018-06-01T00:00:00Z")),
			("consumption_end", json!("2018-09-01T00:00:00Z")),
			("production_begin", json!("2018-06-27T00:00:00Z")),
		] {
			assert_eq!(said[name], value, "{name}");
		}
		assert_eq!(said.len(), names(Form::Eecs, &registry()).len(), "a name twice");
	}

	#[test]
	fn boundary_of_expiry() {
		let one = lot(LotState::Held);
		let at = |now| Registry { now, ..registry() }.has_expired(&one);
		assert_eq!([at(1_700_163), at(1_700_164)], [false, true]);
		// What is cancelled stays so.
		let one = lot(LotState::Cancelled { period: Period::Interval });
		assert!(!Registry { now: u32::MAX, ..registry() }.has_expired(&one));
	}

	#[test]
	fn what_is_written_can_be_read() {
		let (one, mut plant) = (lot(LotState::Held), plant());
		plant.data.country = *b"DE";
		let registry = Registry { market_zone: Some("a<b & \"c\", d".into()), ..registry() };
		let rows = vec![
			Row { one: &one, plant: Some(&plant) }.fields(Form::Energytag, &registry),
			Row { one: &one, plant: None }.fields(Form::Energytag, &registry),
		];
		let mut bytes = Vec::new();
		as_csv(&names(Form::Energytag, &registry), &rows, &mut bytes).unwrap();
		let mut reader = csv::Reader::from_reader(&bytes[..]);
		let zone = reader.headers().unwrap().iter().position(|name| name == "issue_market_zone");
		let read: Vec<_> = reader.records().map(Result::unwrap).collect();
		assert_eq!(read.len(), 2);
		assert!(read.iter().all(|row| &row[zone.unwrap()] == "a<b & \"c\", d"));
		let mut bytes = Vec::new();
		as_xml(Form::Energytag, &rows, &mut bytes).unwrap();
		let text = String::from_utf8(bytes).unwrap();
		assert!(text.contains("<bundle_quantity>1500</bundle_quantity>"), "{text}");
		assert!(text.contains("a&lt;b &amp; "), "{text}");
		let value = as_json(Form::Energytag, rows, 3_000);
		assert_eq!(value["total_certificate_volume"], 3_000);
		assert_eq!(value["granular_certificate_bundles"][1]["device_capacity"], Value::Null);
	}
}
