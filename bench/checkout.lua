-- checkout.lua: one dinner a checkout, paid by a card that pays, each with an Idempotency-Key of its own.
local n, mine = 0, ""
local threads = 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

function init()
   math.randomseed(os.time() * 16 + number)
   mine = string.format("%08x-%x-", math.random(0, 0x7fffffff), number)
end

function request()
   n = n + 1
   return wrk.format("POST", "/api/checkout/checkout",
      { ["Content-Type"] = "application/json", ["Idempotency-Key"] = mine .. n },
      '{"menu_code":"valentine","style":"simple","delivery":{"address":"서울시 강남구 테헤란로 1"},' ..
      '"payment":{"card_number":"4242424242424242","cardholder_name":"KIM","expiry_date":"12/40","cvc":"123"}}')
end
