// The contract itself: a sound OpenAPI 3.1 document that tells of every endpoint, and only of those.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Validator } from '@seriousme/openapi-schema-validator';
import { contract, validator } from './support/contract.mjs';

const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, method, operation })),
);

test('it is an OpenAPI 3.1 document', async () => {
  const result = await new Validator().validate(structuredClone(contract));
  assert.ok(result.valid, JSON.stringify(result.errors, null, 1));
  assert.match(contract.openapi, /^3\.1\./);
});

test('it has the endpoints of the dinner face and of members', () => {
  const expected = [
    'GET /api/menu', 'GET /api/menu/{code}', 'GET /api/side-dishes', 'GET /api/side-dishes/custom-cake/recipes',
    'POST /api/orders/', 'GET /api/orders/{order_id}', 'GET /api/orders/user/{user_id}', 'GET /api/orders/{order_id}/customizations',
    'POST /api/orders/reorder/{order_id}', 'GET /api/orders/staff/all', 'PATCH /api/orders/{order_id}/status',
    'POST /api/orders/{order_id}/cancel',
    'POST /v1/users', 'GET /v1/users/me', 'GET /v1/users/{id}', 'PATCH /v1/users/{id}', 'POST /v1/sessions', 'DELETE /v1/sessions/current',
  ];
  const names = operations.map(({ name }) => name);
  assert.deepEqual(expected.filter((name) => !names.includes(name)), []);
});

test('every operation has a name of its own, a summary, and says who may call it', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const { name, operation } of operations) {
    assert.ok(operation.summary?.length > 5, name);
    assert.ok(operation.security.length > 0, name);
    assert.ok(operation.tags.every((tag) => contract.tags.some((known) => known.name === tag)), name);
  }
});

test('path parameters are those of the path', () => {
  for (const { name, path, operation } of operations) {
    const told = operation.parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
    assert.deepEqual(told, [...path.matchAll(/{([^}]+)}/g)].map((match) => match[1]), name);
  }
});

test('every operation lists a success and the errors any request may meet', () => {
  for (const { name, operation } of operations) {
    const statuses = Object.keys(operation.responses);
    assert.ok(statuses.some((status) => status.startsWith('2')), name);
    for (const status of ['400', '406', '429', '500', '502', '503', '504']) assert.ok(statuses.includes(status), `${name}: ${status}`);
    if (operation.requestBody) for (const status of ['413', '415']) assert.ok(statuses.includes(status), `${name}: ${status}`);
  }
});

test('every body is taken in all three formats; one that is a file alone, as a form with it', () => {
  for (const { name, operation } of operations.filter(({ operation }) => operation.requestBody))
    assert.deepEqual(Object.keys(operation.requestBody.content).sort(), name.endsWith('/upload-image') ? ['multipart/form-data'] :
      ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'], name);
});

test('every schema compiles, and none lets unknown fields through', () => {
  for (const [name, schema] of Object.entries(contract.components.schemas)) {
    assert.ok(validator('components', 'schemas', name), name);
    if (name !== 'Problem') assert.equal(schema.additionalProperties, false, name);
    for (const required of schema.required ?? []) assert.ok(schema.properties[required], `${name}.${required}`);
  }
});

test('what an order always shows is required of it', () => {
  const promised = ['id', 'order_number', 'status', 'payment_status', 'order_type', 'menu_code', 'menu_name', 'style', 'quantity',
    'unit_price', 'total_price', 'pricing', 'delivery_address', 'notes', 'side_dishes', 'cake_customization', 'customizations',
    'created_at', 'order_date', 'estimated_delivery_time'];
  for (const name of ['Order', 'OrderDetail'])
    assert.deepEqual(promised.filter((field) => !contract.components.schemas[name].required.includes(field)), [], name);
  assert.deepEqual(['items', 'history', 'payment'].filter((field) => !contract.components.schemas.OrderDetail.required.includes(field)), []);
  assert.deepEqual(contract.components.schemas.Pricing.required.slice().sort(), ['base_price_total', 'cake_total', 'customization_cost',
    'delivery_fee', 'discount_total', 'final_price', 'side_dish_total']);
});

test('passwords are asked for, never shown', () => {
  for (const { name, operation } of operations)
    for (const response of Object.values(operation.responses))
      assert.doesNotMatch(JSON.stringify(response), /password/i, name);
  for (const name of ['User', 'Session']) assert.doesNotMatch(JSON.stringify(contract.components.schemas[name]), /password/i, name);
});
