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

// Each puts its form into place and resolves to a function that asks for the token of what is paid now: null when the
// buyer is led away, to come back to /checkout.
const companies = {
  async stripe(place, key) {
    if (globalThis.Stripe === undefined) await load('https://js.stripe.com/v3/');
    const { color, fontSize } = getComputedStyle(place);
    const company = globalThis.Stripe(key, { locale: document.documentElement.lang });
    const card = company.elements().create('card', { hidePostalCode: true, style: { base: { color, fontSize } } });
    card.mount(place);
    return async () => {
      const { paymentMethod, error } = await company.createPaymentMethod({ type: 'card', card });
      if (error) throw new Error(error.message);
      return paymentMethod.id;
    };
  },

  async toss(place, key) {
    if (globalThis.TossPayments === undefined) await load('https://js.tosspayments.com/v2/standard');
    const payment = globalThis.TossPayments(key).payment({ customerKey: globalThis.TossPayments.ANONYMOUS });
    return async (form) => {
      const orderId = freshKey();
      const fields = Array.from(new FormData(form)).filter(([name]) => !name.startsWith('payment['));
      sessionStorage.setItem(KEPT, JSON.stringify({ orderId, fields }));
      await payment.requestPayment({ method: 'CARD', amount: { currency: 'KRW', value: Number(form.dataset.price) }, orderId,
        orderName: form.dataset.what, successUrl: `${location.origin}/checkout`, failUrl: `${location.origin}/checkout` });
      return null;
    };
  },
};

export const openProvider = (panel) => companies[panel.dataset.provider](panel.querySelector('#provider'), panel.dataset.key);

// The fields of the form that was left to pay that order at the company's: [[name, value] …], or null.
export function keptFields(orderId) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  return kept?.orderId === orderId ? kept.fields : null;
}
