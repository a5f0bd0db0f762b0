// sheet.js: what an order sheet comes to with the coupons and points that are chosen, as the shop says it.  Without this script the page
// says what it comes to before them.
const number = new Intl.NumberFormat('en');
const won = (amount) => (document.documentElement.lang === 'en' ? `₩${number.format(amount)}` : `${number.format(amount)}원`);

const chosen = (form) => Array.from(form.querySelectorAll('[name="couponIds[]"]:checked'), ({ value }) => value);

function show(form, { goodsTotal, productDiscount, orderDiscount, pointsUsed, deliveryFee, total }) {
  const amounts = form.querySelector('#amounts');
  const set = (name, text, hidden = false) => {
    const place = amounts.querySelector(`[data-of=${name}]`);
    place.textContent = text;
    place.parentElement.hidden = hidden;
  };

  set('goodsTotal', won(goodsTotal));
  set('couponsOff', `−${won(productDiscount + orderDiscount)}`, productDiscount + orderDiscount === 0);
  set('pointsUsed', `−${won(pointsUsed)}`, pointsUsed === 0);
  set('deliveryFee', deliveryFee === 0 ? amounts.dataset.free : won(deliveryFee));
  set('total', won(total));
  form.dataset.price = total;
  form.querySelector('#off-later').hidden = true;
}

async function ask(form) {
  const response = await fetch(form.dataset.quote, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify({ couponIds: chosen(form), points: Math.trunc(Number(form.elements.points.value)) }),
    signal: AbortSignal.timeout(10000),
  });
  const answer = await response.json();
  return response.ok ? { amounts: answer.data.amounts } : { fault: answer.errors?.[0]?.message ?? answer.message };
}

// Follows what is chosen; complain(text) tells why it can not be had, '' that it can.  Answers a function that waits for the latest word:
// true when the price shown is that of what is chosen.
export function startSheet(form, complain) {
  let latest = Promise.resolve(true);
  let round = 0;

  async function look(mine) {
    const { amounts, fault } = await ask(form).catch(() => ({ fault: form.dataset.unreachable }));
    if (mine !== round) return latest;	// something else was chosen meanwhile
    if (amounts !== undefined) show(form, amounts);
    complain(fault ?? '');
    return fault === undefined;
  }
  const changed = () => {
    round += 1;
    latest = look(round);
  };

  form.addEventListener('change', ({ target }) => {
    if (target.name === 'couponIds[]' || target.name === 'points') changed();
  });
  if (chosen(form).length > 0 || form.elements.points.value !== '') changed();
  return () => latest;
}
