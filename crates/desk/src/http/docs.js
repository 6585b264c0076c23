// The browsable page of the API: every operation with its permission and the schemas of what goes in and comes out.
const routes = document.getElementById('routes');
const filter = document.getElementById('filter');

function element(tag, text, parent) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  parent?.append(made);
  return made;
}

/** A schema with its references followed, to a depth that can be read. */
function resolve(schema, components, depth = 0) {
  if (!schema || depth > 6) return schema?.$ref ?? schema;
  if (schema.$ref) return resolve(components.schemas?.[schema.$ref.split('/').pop()], components, depth + 1);
  if (Array.isArray(schema)) return schema.map((s) => resolve(s, components, depth + 1));
  if (typeof schema !== 'object') return schema;
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, resolve(value, components, depth + 1)]));
}

function body(content, components) {
  const schema = Object.values(content ?? {})[0]?.schema;
  return schema && JSON.stringify(resolve(schema, components), null, 2);
}

function show(api) {
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'other';
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push({ path, method, operation });
    }
  }
  for (const [tag, operations] of [...groups].sort()) {
    const section = element('section', '', routes);
    element('h2', tag, section);
    for (const { path, method, operation } of operations) {
      const details = element('details', '', section);
      details.dataset.words = [path, method, operation.operationId, operation.summary, operation['x-permission']].join(' ').toLowerCase();
      const summary = element('summary', '', details);
      element('b', method.toUpperCase(), summary);
      element('code', path, summary);
      element('span', operation.summary, summary);
      element('p', `${operation.operationId} · ${operation['x-permission'] ?? ''}`, details).className = 'permission';
      details.addEventListener('toggle', () => fill(details, operation, api.components ?? {}), { once: true });
    }
  }
}

function fill(details, operation, components) {
  const request = body(operation.requestBody?.content, components);
  if (request) element('pre', `request\n${request}`, details);
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    const text = body(response.content, components);
    element('pre', `${status} ${response.description ?? ''}\n${text ?? ''}`, details);
  }
}

filter.addEventListener('input', () => {
  const words = filter.value.toLowerCase().split(/\s+/);
  for (const details of routes.querySelectorAll('details')) {
    details.hidden = !words.every((word) => details.dataset.words.includes(word));
  }
  for (const section of routes.querySelectorAll('section')) {
    section.hidden = !section.querySelector('details:not([hidden])');
  }
});

show(await (await fetch('/api/v1/openapi.json')).json());
