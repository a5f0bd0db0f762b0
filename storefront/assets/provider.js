// provider.js: the payment provider's own form in the place of ours. The card goes from the buyer to the company; the shop gets a
// token, which pays once.
import { freshKey } from '/assets/page.js';

const KEPT = 'checkout';	// the form that was left for the company's page, in this tab alone

function load(source) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = source;
    script.onload = resolve;
    script.onerror = () => reject(new Error(source));
    document.head.append(script);
  });
}

// The field of a form the token goes into: the hidden one beside the company's form.
export const tokenField = (panel) => panel.querySelector('input[type=hidden]');

// What is paid: the amount that was typed, where one is, else the price.
const amountOf = (form) => Number(form.elements.amount?.value ?? form.dataset.price);

// What the form holds but for cards and tokens; where it goes, and where it stood.
function keep(form, panel, orderId) {
  const fields = Array.from(new FormData(form)).filter(([name]) => !/^(payment|card)\[/.test(name) && name !== tokenField(panel).name);
  const kept = { orderId, fields, action: form.getAttribute('action'), token: tokenField(panel).name, back: form.dataset.back };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

// Each puts its form into place and resolves to a function that asks for the token of what is paid now: null when the
// buyer is led away, to come back to /checkout.
const companies = {
  async stripe(panel) {
    const place = panel.querySelector('#provider');
    if (globalThis.Stripe === undefined) await load('https://js.stripe.com/v3/');
    const { color, fontSize } = getComputedStyle(place);
    const company = globalThis.Stripe(panel.dataset.key, { locale: document.documentElement.lang });
    const card = company.elements().create('card', { hidePostalCode: true, style: { base: { color, fontSize } } });
    card.mount(place);
    return async () => {
      const { paymentMethod, error } = await company.createPaymentMethod({ type: 'card', card });
      if (error) throw new Error(error.message);
      return paymentMethod.id;
    };
  },

  async toss(panel) {
    if (globalThis.TossPayments === undefined) await load('https://js.tosspayments.com/v2/standard');
    const payment = globalThis.TossPayments(panel.dataset.key).payment({ customerKey: globalThis.TossPayments.ANONYMOUS });
    return async (form) => {
      const orderId = freshKey();
      keep(form, panel, orderId);
      await payment.requestPayment({ method: 'CARD', amount: { currency: 'KRW', value: amountOf(form) }, orderId,
        orderName: form.dataset.what, successUrl: `${location.origin}/checkout`, failUrl: `${location.origin}/checkout` });
      return null;
    };
  },
};

export const openProvider = (panel) => companies[panel.dataset.provider](panel);

// The form that was left for the company's page: {orderId, fields: [[name, value] …], action, token, back}, or null.
export const keptForm = () => JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
