// What a JSON Schema says under conditions: allOf with if, then and else, where a condition compares
// members with constants.

/** The schema with what its conditions add for this value of the object. */
export function effectiveSchema(schema, value) {
  return (schema.allOf ?? [])
    .filter((condition) => condition.if)
    .reduce(
      (known, condition) =>
        merge(known, holds(condition.if, value) ? condition.then : condition.else),
      schema,
    );
}

/** The members that conditions look at. */
export function decidingMembers(schema) {
  return new Set(
    (schema.allOf ?? []).flatMap((condition) => Object.keys(condition.if?.properties ?? {})),
  );
}

function holds({ properties = {}, required = [] }, value) {
  return (
    required.every((name) => name in value) &&
    Object.entries(properties).every(
      ([name, member]) =>
        !(name in value) || member.const === undefined || member.const === value[name],
    )
  );
}

function merge(schema, { properties = {}, required = [] } = {}) {
  const merged = { ...schema.properties };
  for (const [name, member] of Object.entries(properties)) {
    merged[name] = { ...merged[name], ...member };
  }
  return {
    ...schema,
    properties: merged,
    required: [...new Set([...(schema.required ?? []), ...required])],
  };
}
