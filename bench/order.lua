-- order.lua: one dinner an order, each with an Idempotency-Key of its own.
-- SPREAD=1 orders all dinners in turn; otherwise everybody wants the same one.
local dinners = os.getenv("SPREAD") == "1" and { "valentine", "french", "english", "champagne" } or { "valentine" }
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
   local dinner = dinners[n % #dinners + 1]
   local style = dinner == "champagne" and "grand" or "simple"
   return wrk.format("POST", "/api/orders/",
      { ["Content-Type"] = "application/json", ["Idempotency-Key"] = mine .. n },
      '{"dinner_code":"' .. dinner .. '","style":"' .. style ..
      '","quantity":1,"delivery_address":"서울시 강남구 테헤란로 1"}')
end
