-- order.lua: one dinner an order, each with an Idempotency-Key of its own.
-- SPREAD=1 orders all dinners in turn; otherwise everybody wants the same one.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "thread.lua")
local dinners = os.getenv("SPREAD") == "1" and { "valentine", "french", "english", "champagne" } or { "valentine" }
local n, key = 0, nil

function init()
   key = keys()
end

function request()
   n = n + 1
   local dinner = dinners[n % #dinners + 1]
   local style = dinner == "champagne" and "grand" or "simple"
   return wrk.format("POST", "/api/orders/",
      { ["Content-Type"] = "application/json", ["Idempotency-Key"] = key() },
      '{"dinner_code":"' .. dinner .. '","style":"' .. style ..
      '","quantity":1,"delivery_address":"서울시 강남구 테헤란로 1"}')
end
