// SPDX-License-Identifier: Apache-2.0

// What a client sees of a pallet: its calls, events, errors, storage, constants and views, with all types spelled out.

/** Spells a type of a chain's metadata out, however deep it is. */
const spelling = (lookup) => {
  const spelt = new Map();
  const spell = (id) => {
    const key = id.toNumber();
    if (spelt.has(key)) return spelt.get(key);
    const { path, def } = lookup.getSiType(id);
    // The runtime's own types are in crates of different names.
    const name = path.map(String).join('::').replace(/^gridmerit_(parachain_)?runtime::/, '');
    // A type that contains itself is known by its name; so are the reasons of holds, of which a chain with more pallets has more.
    spelt.set(key, name);
    if (name === 'RuntimeHoldReason') return name;
    const fields = (all) => all.map(({ name, type }) => `${name.unwrapOr('')}: ${spell(type)}`).join(', ');
    const text = {
      Composite: () => `{ ${fields(def.asComposite.fields)} }`,
      Variant: () => def.asVariant.variants.map(({ name, index, fields: all }) => `${index} ${name}(${fields(all)})`).join(' | '),
      Sequence: () => `[${spell(def.asSequence.type)}]`,
      Array: () => `[${spell(def.asArray.type)}; ${def.asArray.len}]`,
      Tuple: () => `(${def.asTuple.map(spell).join(', ')})`,
      Primitive: () => `${def.asPrimitive}`,
      Compact: () => `compact ${spell(def.asCompact.type)}`,
      BitSequence: () => 'bits',
      HistoricMetaCompat: () => 'old',
    }[def.type]();
    spelt.set(key, `${name} ${text}`);
    return spelt.get(key);
  };
  return spell;
};

/** The pallets of a chain by name: index, and each item with its types. Values of constants apart. */
export const faces = (api) => {
  const { lookup, pallets } = api.runtimeMetadata.asLatest;
  const spell = spelling(lookup);
  const maybe = (item) => (item.isSome ? spell(item.unwrap().type) : null);
  return new Map(pallets.map((pallet) => [pallet.name.toString(), {
    face: {
      index: pallet.index.toNumber(),
      calls: maybe(pallet.calls), events: maybe(pallet.events), errors: maybe(pallet.errors),
      storage: pallet.storage.isNone ? [] : pallet.storage.unwrap().items.map(({ name, modifier, type }) => {
        const entry = type.isPlain
          ? spell(type.asPlain)
          : `${type.asMap.hashers} ${spell(type.asMap.key)} -> ${spell(type.asMap.value)}`;
        return `${name} ${modifier} ${entry}`;
      }),
      constants: pallet.constants.map(({ name, type }) => `${name}: ${spell(type)}`),
    },
    values: Object.fromEntries(pallet.constants.map(({ name, value }) => [name.toString(), value.toHex()])),
  }]));
};
