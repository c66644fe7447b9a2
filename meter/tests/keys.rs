// SPDX-License-Identifier: Apache-2.0

//! Public keys of secrets of every form, as polkadot.js (`@polkadot/keyring` 14) derives them.

use gridmerit_meter::{KeyError, Keypair, Scheme, to_hex};

/// A secret, and its ed25519, sr25519 and ECDSA key. ed25519 and ECDSA have no soft steps.
const KEYS: [(&str, [&str; 3]); 21] = [
	(
		"legal winner thank year wave sausage worth useful legal winner thank yellow",
		[
			"0x7b4344ead732d6beeeded95d39e330ef0c16ae806046b296737dababb8a0b80d",
			"0x625e25364c7b68e0a83065ccb40afed43f8fe933e669b24f3d69a57eddb3b715",
			"0x029880b9309f4eb50e731d563c26a5b8faf3e787d48b33648c544b512267b18069",
		],
	),
	(
		"letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic avoid letter always",
		[
			"0xb47321877b8bbf34955c5f28c3b28a66ff4fbdc4671f1b5b445e6be5ad118f31",
			"0xc4c41114821bb21d40e8f9ad7f80164dc5e115c277591a8446323ec9f0e1655b",
			"0x024a0ab6f2ba5bfc8e1f973770fcefc098d1d4c9032e9240c2d7988fb21a3b77a7",
		],
	),
	(
		"abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art",
		[
			"0x9125f505bdef2cb5825b9931769316d3e2f22150786489a04f39b434ec9fb294",
			"0x66933bd1f37070ef87bd1198af3dacceb095237f803f3d32b173e6b425ed7972",
			"0x035c080d535720870caab8d33acdbc59f4cede44fe599980289a1c01fcec2a4112",
		],
	),
	(
		"legal winner thank year wave sausage worth useful legal winner thank yellow///a password",
		[
			"0x0415b2b531b322331e3ef490a8eee1003e17b2726fbae37c2c331f99133c497e",
			"0x008a6067e0ab399117ccea94b6c62e2e046d3e70871504c17a2f161e703b9a48",
			"0x02baa65aa36e210f242da749f2dfd9072b89030a74bc3a402813e41fe9db1d3f0e",
		],
	),
	(
		"legal winner thank year wave sausage worth useful legal winner thank yellow//Meter//1///päss/word //x",
		[
			"0x2ccde2eb9ec82ab00e93f63a6905306f6cf52ef94e2586e86db764d18eeaebc0",
			"0xd6aad8e35040c566fb8d6f9bf1d725837bfa4bf6c124f406e3d68ce84cfa7268",
			"0x03b0d7d19d5dfefa2565a328f1a7e930338103df826026c04b55cf6c1d5f1e6577",
		],
	),
	(
		"0x0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		[
			"0x207a067892821e25d770f1fba0c47c11ff4b813e54162ece9eb839e076231ab6",
			"0x266ea776692f7c6a65da3ea789f71937855f0e753c279d7435091f9c7fd17974",
			"0x034646ae5047316b4230d0086c8acec687f00b1cd9d1dc634f6cb358ac0a9a8fff",
		],
	),
	(
		"0x0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef//Meter",
		[
			"0x868c0783934532cdf79ee2d83a99df0fb3347a2e38b231bc50340430be66dc46",
			"0xcc0b828439719de801b4cb9169e19241bdab1662b8a11292e7a7929b715f5043",
			"0x03a4a430bd4b6de5d98e6cce2b5655375cfb7830fc3fef1e7f08186bf883345b56",
		],
	),
	(
		"0x0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF//Meter///ignored",
		[
			"0x868c0783934532cdf79ee2d83a99df0fb3347a2e38b231bc50340430be66dc46",
			"0xcc0b828439719de801b4cb9169e19241bdab1662b8a11292e7a7929b715f5043",
			"0x03a4a430bd4b6de5d98e6cce2b5655375cfb7830fc3fef1e7f08186bf883345b56",
		],
	),
	(
		"//Meter//0",
		[
			"0xdae345f0f5418b99b3a399c7b34d0f602db13e9d4c8af2820f84222196ff164f",
			"0x44ff97322f5338f00fe57c1781335c72fb81d451702cb279cfe7f2eed17ff002",
			"0x02a3772a1b5418d8f36936f48e0c6315fe4bfc324ed1353351bdc27547f4371b1f",
		],
	),
	(
		"//Meter//007",
		[
			"0xe74d69694e0c7da3fa436b9f55425144c3084fbf92b38e366ebc0dc88188b079",
			"0xec0809e8b54b3690585d68daa584ac4d2016489c53b9f008a1727d5ce6726f27",
			"0x032c644cbb85a63efd88a9ecc1de197a47088036caae1610828822173d948abf28",
		],
	),
	(
		"//Meter//18446744073709551615",
		[
			"0x1ce75cb022cad4d5145de9ade2d1c75e50197443029b9c737d4e266b92500bde",
			"0xb699ba25995552a4928e97ee5e1bd89b479d3f2a924dec95e56f6b9cda226e64",
			"0x02ecf2befa3a9e078d578df2f45bfc54621097c03701e5cb3b5b2173cf1abebdc0",
		],
	),
	(
		"//Meter//xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
		[
			"0x41a28f5c7db86094b2cb9d8dffbba6c2a169fc0a9a009e4d4719c11b83ab822f",
			"0x2afcc0f51a9ed4fff1a8e88d62702c6ed31ed6e8f86c4c9c00750bdebb007717",
			"0x03afa2fd39136a3208453eae9820accd52f901784e024316600fa01c060912d891",
		],
	),
	(
		"//xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
		[
			"0x771b10c18ff9ee99ba703e8435a37c350a61fd816e7fd688027b905db030e239",
			"0x9644ab5b228ce544dfff7f8f021e06120d26f2c0a856096cbbce37abc1541a5c",
			"0x03cf8fcfdb18e775015ca8586dce1c56df06bab109c9de422c3cdc6672ea0826ca",
		],
	),
	(
		"//yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
		[
			"0xf0f6aad8506465dda521e4d3f1a7c2925fa2d48aed42ce01645fdb22b877599b",
			"0x287e61660300983838398d7dbebd54a96baa46d470c90abb5a07acff1038fa14",
			"0x03318d7bfc35b5af3e28ff59fad044c0efd09b0b2af49e1bfb638698d1843a975c",
		],
	),
	(
		"//zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
		[
			"0x1025f552e6c4f8a4fff2f625a518202e54f9f50e18d9eac1241d58b44fabaec0",
			"0x7a768a2ea5bdab68385a35993dab25a2fc018c003b7fcfcbd6e77a72870cda43",
			"0x02545b51c9dbad665675185c91b6f95d48fa5a5d950693f82f9b1c80eb0b850289",
		],
	),
	(
		"//Zähler Nr. 5//+5x",
		[
			"0x305dcdd59c54b6d0dd348901f8dce2a72ff909f892f04cf4c4599ffbea504dba",
			"0x1828c3d589d99a747a0dcce4e075c1195fe6ebd0438d03713f82604f93f36543",
			"0x02e9317f01296f3596bff544f0405802af6cb4cd8df900af779f8a10061926a729",
		],
	),
	(
		"//a//b//c//d",
		[
			"0x1b9f24d889d6ab4f68b9dce214a9c9b624e205501fef2af4094b8a0e1870b591",
			"0xc67f786af8ab1c8107c8d40d296b14032f056a233a1bd4172fff1b0cc5290d11",
			"0x038200b7799ad83c62a473f601ffd2859cb61aeca055ab11551fbd0711c7efc0bf",
		],
	),
	(
		"///only a password",
		[
			"0x28d65d076fcd5a04902df6fc3ae6f5e044e846dbf85b198d6221feb53343502a",
			"0xd88059f575aa4d6b643fcbca64ff5e5bccbcdf9f4e33cc8d4ad10fdd92641637",
			"0x023765b350c35728e32516e94cfff90f9305ea2c9637691faf5aaaa2fe174430e4",
		],
	),
	(
		"//Meter/soft/1",
		["", "0xe657879f1b76a6edbc10505ad3877f20296acc0d89798390d02a695061169c56", ""],
	),
	(
		"legal winner thank year wave sausage worth useful legal winner thank yellow/a//b/c///pw",
		["", "0x44d44a284713f94282a4d958b36e2af505b62f83de63503d2850f6331a2c8e6d", ""],
	),
	(
		"0x0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef/x",
		["", "0xac261f02989f6b91e73f752ef83ce366e37564f641b6521a8038206739da532b", ""],
	),
];

#[test]
fn a_secret_has_the_keys_that_others_derive() {
	for (suri, keys) in KEYS {
		for (scheme, key) in Scheme::ALL.into_iter().zip(keys) {
			let made = Keypair::from_suri(scheme, suri);
			if key.is_empty() {
				assert_eq!(made.unwrap_err(), KeyError::Path, "{scheme} {suri}");
				continue;
			}
			assert_eq!(to_hex(made.unwrap().signer().as_ref()), key, "{scheme} {suri}");
		}
	}
}

#[test]
fn the_keys_of_the_development_chain_are_derived() {
	for (suri, key) in [
		("//Meterworks", "0xf4a8cf6c1057af7e5799f831e96539145a0da8fb709800a531579f246de82c15"),
		("//Meter//Bob", "0x7ab3037e7e44ec28c0fe75d7c8f0435daefbf5a20eb6e889dd136214333e3616"),
		("//Meter//Charlie", "0x7ef3e1d257f49b273bf507d9f80ca8c03feaca345e87f670bb750bdc46bbc15b"),
		("//Meter//Dave", "0xda6e0363844ee6a683e714a47edf6c9f405b4f9db0e0f12f7319d1f681c08215"),
		("//Meter//Eve", "0xe2e4a30cd41d05a1255e5def508a5e864e814caeb16aafbdf26ea6908831c912"),
	] {
		let keypair = Keypair::from_suri(Scheme::Sr25519, suri).unwrap();
		assert_eq!(to_hex(keypair.signer().as_ref()), key, "{suri}");
	}
}

/// A step's name has its length before it, in one, two or four bytes, and is hashed if that makes more than
/// 32 bytes.
#[test]
fn steps_of_every_length_differ() {
	let step = |length: usize| format!("//{}", "w".repeat(length));
	let key = |suri: &str| Keypair::from_suri(Scheme::Sr25519, suri).unwrap().signer();
	let lengths = [1, 31, 32, 33, 63, 64, 65, 0x3fff, 0x4000, 20_000];
	let keys: Vec<_> = lengths.map(|length| key(&step(length))).into();
	for (place, one) in keys.iter().enumerate() {
		assert!(!keys.iter().skip(place + 1).any(|other| other == one));
	}
	// As polkadot.js derives it.
	assert_eq!(
		to_hex(keys.last().unwrap().as_ref()),
		"0xdeddf63e58055926c93f9ec2ec61fe67ae7496bccf4cf4b2c4343245841cee26"
	);
}

#[test]
fn a_secret_that_is_none_is_refused() {
	let seed = "11".repeat(32);
	for (suri, why) in [
		("", KeyError::Empty),
		("/", KeyError::Format),
		("//", KeyError::Format),
		("//Meter/", KeyError::Format),
		("//Meter//", KeyError::Format),
		("Meter-1", KeyError::Format),
		("\n//Meter", KeyError::Format),
		("//Meter///pass\nword", KeyError::Format),
		(" //Meter", KeyError::Phrase),
		("legal winner thank year", KeyError::Phrase),
		(
			"legal winner thank year wave sausage worth useful legal winner thank thank",
			KeyError::Phrase,
		),
		(
			"Legal winner thank year wave sausage worth useful legal winner thank yellow",
			KeyError::Phrase,
		),
		(&seed, KeyError::Phrase),
		(&format!("0X{seed}"), KeyError::Phrase),
		(&format!("0x{seed}11//Meter"), KeyError::Seed),
		(&format!("0x{seed}{seed}"), KeyError::Seed),
	] {
		for scheme in Scheme::ALL {
			assert_eq!(Keypair::from_suri(scheme, suri).unwrap_err(), why, "{scheme} {suri}");
		}
	}
}

/// Steps from which polkadot.js derives another key than Substrate.
#[test]
fn steps_that_wallets_derive_differently_are_refused() {
	for secret in ["//Meter//18446744073709551616", "//+1", "//a//99999999999999999999/b"] {
		for scheme in Scheme::ALL {
			assert_eq!(Keypair::from_suri(scheme, secret).err(), Some(KeyError::Step), "{secret}");
		}
	}
	for secret in ["//18446744073709551615", "//01", "//+", "//a+1"] {
		assert!(Keypair::from_suri(Scheme::Ed25519, secret).is_ok(), "{secret}");
	}
}
