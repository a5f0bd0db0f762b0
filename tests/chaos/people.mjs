// people: those who use the shop while it is being broken: guests, members, cooks, couriers, storekeepers.
//
// Each writes down what it was told.  What is wrong at once (an order that was answered 201 and is not found,
// a replay with another answer, a valid order refused as invalid) is a breach on the spot.
import { sleep } from './instance.mjs';

const RANK = { PENDING: 1, PREPARING: 2, READY_FOR_DELIVERY: 3, READY_FOR_PICKUP: 3, IN_DELIVERY: 4, DELIVERED: 5, PICKED_UP: 5, CONFIRMED: 6, CANCELLED: 7 };
export const rank = (stage) => RANK[stage];

const NEXT = { PENDING: () => 'PREPARING', PREPARING: (order) => (order.order_type === 'PICKUP' ? 'READY_FOR_PICKUP' : 'READY_FOR_DELIVERY'),
  READY_FOR_PICKUP: () => 'PICKED_UP', READY_FOR_DELIVERY: () => 'IN_DELIVERY', IN_DELIVERY: () => 'DELIVERED' };

/** Dinners with styles and their ingredients, and side dishes, as the shop lists them. */
export async function menuOf(client, rng) {
  const read = async (path) => (await client.insist(rng, 'GET', path)).json.data;
  const dinners = await read('/api/menu'), sides = await read('/api/side-dishes');
  const full = [];
  for (const { code, is_cake: cake } of dinners) if (!cake) full.push(await read(`/api/menu/${code}`));
  return { dinners: full, sides: sides.filter((side) => side.ingredients.length > 0) };
}

/** Signs in; the bearer's headers and user id. */
export async function signIn(client, rng, email, password = 'banquet-demo') {
  const { status, json } = await client.insist(rng, 'POST', '/v1/sessions', { body: { email, password } });
  if (status !== 201) throw new Error(`${email} can not sign in: ${status}`);
  return { userId: json.data.userId, headers: { authorization: `Bearer ${json.data.token}` } };
}

/** A valid wish for a dinner. */
function wish(rng, menu, mark) {
  const dinner = rng.of(menu.dinners);
  const style = rng.of(dinner.styles);
  const order = { dinner_code: dinner.code, style: style.code, quantity: rng.happens(0.8) ? 1 : rng.between(2, 3),
    order_type: rng.happens(0.7) ? 'DELIVERY' : 'PICKUP', delivery_address: '서울시 강남구 테헤란로 1', notes: mark };
  if (rng.happens(0.3)) {
    order.customizations = {};
    for (let n = rng.between(1, 3); n > 0; n--) order.customizations[rng.of(style.ingredients).ingredient_code] = rng.between(0, 4);
  }
  if (rng.happens(0.3)) order.side_dishes = [{ code: rng.of(menu.sides).code, quantity: rng.between(1, 2) }];
  return order;
}

/** What all who come to the shop share. */
export class Crowd {
  constructor({ instance, client, book, menu, run, seed, chance }) {
    Object.assign(this, { instance, client, book, menu, run, seed, chance });
    this.going = true;
    this.room = Infinity;	// orders that may still be placed: a bound on what a run costs
  }

  /** Sends an order until it is known what became of it; the entry of the book, or null when it was refused. */
  async order(rng, path, body, who, extra = {}) {
    const key = body.notes;
    const headers = { ...who.headers, 'idempotency-key': key };
    const answer = await this.client.insist(rng, 'POST', path, { body, headers });
    if (answer === null) {
      this.book.open.push(key);
      return null;
    }
    if (answer.status !== 201) {
      this.refusal({ key, path, body, headers, tries: answer.tries }, answer);
      return null;
    }
    const { order, order_token: token } = answer.json;
    const entry = { key, id: order.id, total: order.total_price, stage: 'PENDING', who, body, ...extra };
    if (who.userId === undefined) entry.headers = { 'x-order-token': token };
    else entry.headers = who.headers;
    if (order.total_price !== order.pricing.final_price) this.book.breach(`${key}: total ${order.total_price}, pricing says ${order.pricing.final_price}`);
    this.book.placed.push(entry);
    if (rng.happens(0.1)) await this.again(rng, path, body, headers, entry, token);
    return entry;
  }

  /** The same key once more gives the same answer once more. */
  async again(rng, path, body, headers, entry, token) {
    const answer = await this.client.insist(rng, 'POST', path, { body, headers });
    if (answer === null) return;
    if (answer.status !== 201 || answer.json.order.id !== entry.id || answer.json.order.total_price !== entry.total || answer.json.order_token !== token)
      this.book.breach(`${entry.key}: a second answer differs: ${answer.status} ${answer.json?.code ?? answer.json?.order?.id}`);
  }

  refusal(refused, { status, json }) {
    const { key } = refused;
    this.book.refused.push(refused);
    if (status !== 409 || json?.code !== 'STOCK_NOT_ENOUGH') {
      this.book.breach(`${key}: a valid order was answered ${status} ${json?.code}: ${JSON.stringify(json?.errors)}`);
    } else if (!(json.shortages?.length > 0) || json.shortages.some(({ wanted, available }) => !(available >= 0 && wanted > available))) {
      this.book.breach(`${key}: STOCK_NOT_ENOUGH without its shortages: ${JSON.stringify(json.shortages)}`);
    }
  }

  async cancel(rng, entry) {
    entry.cancelling = true;
    const answer = await this.client.insist(rng, 'POST', `/api/orders/${entry.id}/cancel`,
      { body: { reason: '마음이 바뀌었어요' }, headers: { ...entry.headers, 'idempotency-key': `cancel ${entry.key}`.replaceAll(' ', '-') } });
    if (answer === null) return;
    entry.cancelled = answer.status === 200;
    if (answer.status !== 200 && answer.json?.code !== 'ORDER_STATE_CONFLICT')
      this.book.breach(`${entry.key}: cancelling was answered ${answer.status} ${answer.json?.code}`);
    if (answer.status !== 200) entry.notCancelled = true;
  }

  async look(rng, entry) {
    const { status, json } = await this.client.call('GET', `/api/orders/${entry.id}`, { headers: entry.headers, patience: 20000 });
    if (status === 200 && json.order.total_price !== entry.total)
      this.book.breach(`${entry.key}: was answered ${entry.total}, now costs ${json.order.total_price}`);
    else if (status !== undefined && status !== 200 && status < 500)
      this.book.breach(`${entry.key}: was answered 201, reading it gives ${status}`);
  }

  /** What an order is known by: its key, and its note.  Letters: long numbers would look like a card's. */
  mark(rng) {
    return `${this.run}-${rng.letters(16)}`;
  }

  /** A stream of choices for somebody at this time of the storm. */
  stream(name) {
    return this.chance(this.seed, `${this.phase}: ${name}`);
  }

  /** A guest or member: orders, looks, orders the same again, changes their mind. */
  async shopper(n, member) {
    const rng = this.stream(`shopper ${n}`);
    const mine = [];
    let who = member ?? { headers: {} };
    while (this.going) {
      const entry = mine.length > 0 ? rng.of(mine) : null;
      const does = entry === null ? 'order' : rng.weighted({ order: 10, again: 2, cancel: 3, look: 4, list: 1 });
      if ((does === 'order' || does === 'again') && this.room-- <= 0) {
        await sleep(100);
      } else if (does === 'order') {
        // Half of the guests who come back are known by the token of their last order.
        if (member === undefined) who = { headers: entry !== null && rng.happens(0.5) ? entry.headers : {} };
        const placed = await this.order(rng, '/api/orders/', wish(rng, this.menu, this.mark(rng)), who);
        if (placed !== null) mine.push(placed);
      } else if (does === 'again') {
        const placed = await this.order(rng, `/api/orders/reorder/${entry.id}`, { notes: this.mark(rng) }, { ...entry.who, headers: entry.headers });
        if (placed !== null) mine.push(placed);
      } else if (does === 'cancel') {
        if (!entry.cancelling) await this.cancel(rng, entry);
      } else if (does === 'look') {
        await this.look(rng, entry);
      } else if (member !== undefined) {
        await this.expect(`/api/orders/user/${member.userId}?limit=5`, member.headers);
      } else {
        await this.expect('/api/menu', {});
      }
      if (mine.length > 40) mine.shift();
      await sleep(rng.between(0, 20));
    }
  }

  /** Reading what is there works, unless the shop is down. */
  async expect(path, headers) {
    const answer = await this.client.call('GET', path, { headers });
    if (answer.status !== undefined && answer.status !== 200 && answer.status < 500) this.book.breach(`GET ${path} was answered ${answer.status}`);
    return answer.status === 200 ? answer.json : null;
  }

  /** A cook, courier or admin: takes from the board and moves along. */
  async staff(n, member) {
    const rng = this.stream(`staff ${n}`);
    while (this.going) {
      const board = await this.expect('/api/orders/staff/all?limit=40', member.headers);
      for (let i = 0; board !== null && board.orders.length > 0 && i < 8 && this.going; i++) {
        const order = rng.of(board.orders);
        const to = NEXT[order.status]?.(order);
        if (to === undefined) continue;
        const answer = await this.client.insist(rng, 'PATCH', `/api/orders/${order.id}/status`, { body: { new_status: to }, headers: member.headers });
        if (answer?.status === 200) this.moved(order, to);
        else if (answer !== null && ![403, 409].includes(answer.status)) this.book.breach(`moving to ${to} was answered ${answer.status} ${answer.json?.code}`);
        await sleep(rng.between(5, 60));
      }
      await sleep(rng.between(50, 200));
    }
  }

  moved(order, to) {
    this.book.moves ??= new Map();
    if (!(rank(this.book.moves.get(order.id)) > rank(to))) this.book.moves.set(order.id, to);
  }

  /** Books small deliveries of what is scarce. */
  async storekeeper(scarce) {
    const rng = this.stream('storekeeper');
    for (let n = 0; this.going; n++) {
      const code = rng.of(scarce), pieces = rng.between(1, 8), reason = `${this.run} ${this.phase} ${n}`;
      const { status } = await this.instance.ctl('stock', 'receive', code, String(pieces), reason);
      this.book.receipts.push({ reason, code, pieces, sure: status === 0 });
      await sleep(rng.between(200, 800));
    }
  }

  /** Changes prices: an order keeps the one it was answered with. */
  async owner() {
    const rng = this.stream('owner');
    while (this.going) {
      const code = rng.of(this.menu.dinners).code, price = 20000 + 100 * rng.between(0, 400);
      await this.instance.sql(`UPDATE products SET price = ${price} WHERE kind = 'DINNER' AND code = '${code}'`).catch(() => {});
      await sleep(rng.between(50, 1500));
    }
  }
}
