// What an order must cost and take, worked out from the demo menu by the rules of the shop, apart from the shop's own code.
import { ingredient, menu } from './shop.mjs';

const dinnerOf = (order) => menu.dinners.find((dinner) => dinner.code === order.dinner_code);
const recipeOf = (order) => dinnerOf(order).styles[order.style];

function sideDish(dish, order) {
  const cake = order.cake_customization ?? {};
  if (dish.code === 'custom_cake') {
    const one = menu.custom_cakes[dish.flavor ?? cake.flavor][dish.size ?? cake.size];
    return { kind: 'cake', price: one.price, ingredients: one.ingredients };
  }
  return { kind: 'side', ...menu.side_dishes.find((one) => one.code === dish.code) };
}

/** The `pricing` of an order as requested. */
export function price(order) {
  const quantity = order.quantity ?? 1;
  const unit = dinnerOf(order).base_price + menu.styles.find((style) => style.code === order.style).modifier;
  const base = unit * quantity;
  let change = 0;
  for (const [code, wanted] of Object.entries(order.customizations ?? {})) {
    const more = wanted - (recipeOf(order)[code] ?? 0) * quantity;
    change += more > 0 ? more * ingredient(code).unit_price : more * ingredient(code).removal_credit;
  }
  change = Math.max(change, -base);
  const totals = { side: 0, cake: 0 };
  for (const dish of order.side_dishes ?? []) {
    const one = sideDish(dish, order);
    totals[one.kind] += one.price * (dish.quantity ?? 1);
  }
  return {
    base_price_total: base,
    customization_cost: change,
    side_dish_total: totals.side,
    cake_total: totals.cake,
    discount_total: 0,
    delivery_fee: 0,
    final_price: base + change + totals.side + totals.cake,
  };
}

/** What an order takes from the stock, in thousandths of a piece: {wine: 1000, …}. */
export function needs(order) {
  const quantity = order.quantity ?? 1;
  const sum = {};
  const add = (code, pieces) => {
    const thousandths = Math.round(pieces * 1000);
    if (thousandths > 0) sum[code] = (sum[code] ?? 0) + thousandths;
  };
  const recipe = recipeOf(order);
  for (const [code, pieces] of Object.entries(recipe))
    if (order.customizations?.[code] === undefined) add(code, pieces * quantity);
  for (const [code, pieces] of Object.entries(order.customizations ?? {})) add(code, pieces);
  for (const dish of order.side_dishes ?? [])
    for (const [code, pieces] of Object.entries(sideDish(dish, order).ingredients)) add(code, pieces * (dish.quantity ?? 1));
  return sum;
}
