// SPDX-License-Identifier: Apache-2.0

use super::*;

fn meter(manufacturer: u32, number: u8, node: Option<NodeIndex>) -> GenesisMeter<MeterKey> {
	let key = Secret::new(number).key();
	GenesisMeter { manufacturer, key, serial: format!("M{number}"), node }
}

fn build(config: &GenesisConfig<Test>) -> sp_io::TestExternalities {
	externalities_with(GenesisConfig {
		manufacturers: config.manufacturers.clone(),
		meters: config.meters.clone(),
	})
}

fn config(meters: Vec<GenesisMeter<MeterKey>>) -> GenesisConfig<Test> {
	let manufacturers = vec![("maker".into(), vec![Secret::new(MAKER).key()])];
	GenesisConfig { manufacturers, meters }
}

#[test]
fn manufacturers_and_meters_are_there_from_the_start() {
	let config = config(vec![meter(0, 1, Some(BOB)), meter(0, 2, None)]);
	build(&config).execute_with(|| {
		Attestation::do_try_state().unwrap();
		let (row, details) = Attestation::meter(0).unwrap();
		// No clock is asked, which says `NOW` in this one: the chain's has no time before its first block.
		assert_eq!(row.binding, Some(Binding { node: BOB, from: 0 }));
		assert_eq!((details.serial.as_slice(), details.registrant), (&b"M1"[..], None));
		assert_eq!(Attestation::meter(1).unwrap().0.binding, None);
		assert!(!Market::is_metered(BOB) && Market::is_held(BOB));
		// They are meters like others.
		let device = Device { meter: 0, secret: Secret::new(1) };
		settle_with(&device, BOB, NOW);
		Market::set_now(NOW + 1);
		deliver([device.read(NOW)]);
		assert_eq!(Market::settled(NOW, BOB), metered());
	});
}

#[test]
fn a_preset_is_json() {
	let config = config(vec![meter(0, 1, Some(BOB)), meter(0, 2, None)]);
	let json = serde_json::to_string(&config).unwrap();
	let read: GenesisConfig<Test> = serde_json::from_str(&json).unwrap();
	assert_eq!((read.meters, read.manufacturers), (config.meters, config.manufacturers));
}

#[test]
#[should_panic = "genesis meter 1: Err(Module(ModuleError { index: 2, error: [23, 0, 0, 0], message: Some(\"KeyUsed\") }))"]
fn fails_to_start_with_a_key_twice() {
	let twice = GenesisMeter { serial: "other".into(), ..meter(0, 1, None) };
	build(&config(vec![meter(0, 1, None), twice]));
}

#[test]
#[should_panic = "SerialUsed"]
fn fails_to_start_with_a_serial_number_twice() {
	let twice = GenesisMeter { serial: "M1".into(), ..meter(0, 2, None) };
	build(&config(vec![meter(0, 1, None), twice]));
}

#[test]
#[should_panic = "UnknownManufacturer"]
fn fails_to_start_without_the_manufacturer() {
	build(&config(vec![meter(1, 1, None)]));
}

#[test]
#[should_panic = "UnknownNode"]
fn fails_to_start_without_the_node() {
	build(&config(vec![meter(0, 1, Some(NOBODY))]));
}

#[test]
#[should_panic = "the serial is too long"]
fn fails_to_start_with_a_long_serial_number() {
	build(&config(vec![GenesisMeter { serial: "x".repeat(33), ..meter(0, 1, None) }]));
}
