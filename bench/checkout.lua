-- checkout.lua: one dinner a checkout, paid by a card that pays, each with an Idempotency-Key of its own.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "thread.lua")
local key

function init()
   key = keys()
end

function request()
   return wrk.format("POST", "/api/checkout/checkout",
      { ["Content-Type"] = "application/json", ["Idempotency-Key"] = key() },
      '{"menu_code":"valentine","style":"simple","delivery":{"address":"서울시 강남구 테헤란로 1"},' ..
      '"payment":{"card_number":"4242424242424242","cardholder_name":"KIM","expiry_date":"12/40","cvc":"123"}}')
end
