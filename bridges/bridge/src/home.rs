// SPDX-License-Identifier: Apache-2.0

//! Shows the bridge to Home Assistant, which finds it by MQTT discovery.
//!
//! Source: Home Assistant's documentation of MQTT discovery and of its MQTT sensor.

use std::{
	thread,
	time::{Duration, Instant},
};

use gridmerit_meter::MeterIndex;
use serde_json::{Value, json};

use crate::{
	log::Log,
	source::{Broker, Client, Login, MqttError},
	status::Shared,
};

/// Where the bridge is shown.
#[derive(Clone, Debug)]
pub struct Home {
	/// The broker.
	pub broker: Broker,
	/// Name and password there.
	pub login: Option<Login>,
	/// The meter's index on the chain.
	pub meter: MeterIndex,
}

/// How often values are sent at most: Home Assistant records each.
const EVERY: Duration = Duration::from_secs(10);

/// The longest wait before a broker is tried again.
const LONGEST: Duration = Duration::from_secs(60);

const ONLINE: &str = "online";
const OFFLINE: &str = "offline";

impl Home {
	/// Shows a status from a thread of its own, as long as the program runs.
	pub fn show(self, status: Shared, log: Log) {
		thread::spawn(move || {
			let mut wait = Duration::from_secs(1);
			loop {
				let begun = Instant::now();
				if let Err(error) = self.connection(&status) {
					log.warn("home", &format!("{}: {error}; it is tried again", self.broker));
				}
				if begun.elapsed() > LONGEST {
					wait = Duration::from_secs(1);
					log.over("home");
				}
				thread::sleep(wait);
				wait = wait.saturating_mul(2).min(LONGEST);
			}
		});
	}

	/// Ends only with an error.
	fn connection(&self, status: &Shared) -> Result<(), MqttError> {
		let availability = self.topic("availability");
		let will = Some((availability.as_str(), OFFLINE));
		let id = format!("gridmerit-meter-{}", self.meter);
		let mut client = Client::connect(&self.broker, &id, self.login.as_ref(), will)?;
		for (topic, config) in self.discovery() {
			client.publish(&topic, &config.to_string())?;
		}
		client.publish(&availability, ONLINE)?;
		let mut shown = None;
		loop {
			let status = status.get();
			if shown.as_ref() != Some(&status) {
				let text = serde_json::to_string(&status).unwrap_or_default();
				client.publish(&self.topic("state"), &text)?;
				shown = Some(status);
			}
			client.receive(EVERY)?;
		}
	}

	fn topic(&self, name: &str) -> String {
		format!("gridmerit/meter-{}/{name}", self.meter)
	}

	/// What Home Assistant is told of each value, and where.
	fn discovery(&self) -> Vec<(String, Value)> {
		let energy = json!({
			"device_class": "energy", "state_class": "total_increasing", "unit_of_measurement": "Wh",
			"suggested_display_precision": 0,
		});
		let count = json!({ "state_class": "measurement", "entity_category": "diagnostic" });
		let offset = json!({
			"device_class": "duration", "unit_of_measurement": "s", "state_class": "measurement",
			"entity_category": "diagnostic",
		});
		let text = json!({ "entity_category": "diagnostic" });
		[
			("import", "Energy drawn", "import", &energy),
			("export", "Energy fed in", "export", &energy),
			("boundary_offset", "Boundary offset", "boundaryOffset", &offset),
			("backlog", "Readings that wait", "backlog", &count),
			("refused", "Readings refused", "refused", &count),
			("missed", "Boundaries missed", "missed", &count),
			("last_interval", "Last interval signed", "lastInterval", &text),
		]
		.map(|(key, name, field, more)| {
			let unique = format!("gridmerit_meter_{}_{key}", self.meter);
			let mut config = json!({
				"name": name,
				"unique_id": unique,
				"default_entity_id": format!("sensor.{unique}"),
				"state_topic": self.topic("state"),
				"value_template": format!("{{{{ value_json.{field} }}}}"),
				"availability_topic": self.topic("availability"),
				"payload_available": ONLINE,
				"payload_not_available": OFFLINE,
				"device": {
					"identifiers": [format!("gridmerit_meter_{}", self.meter)],
					"name": format!("Gridmerit meter {}", self.meter),
					"manufacturer": "Gridmerit",
					"model": "Meter bridge",
					"sw_version": env!("CARGO_PKG_VERSION"),
				},
			});
			if let (Some(config), Some(more)) = (config.as_object_mut(), more.as_object()) {
				config.extend(more.clone());
			}
			(format!("homeassistant/sensor/gridmerit_meter_{}/{key}/config", self.meter), config)
		})
		.into()
	}
}
