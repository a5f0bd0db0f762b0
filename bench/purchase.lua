-- purchase.lua: goods ordered and paid from the balance in one request, each with an Idempotency-Key of its own, by a member in turn.
-- TOKENS: a file with a member's token a line; GOODS: product ids, comma-separated, ordered in turn; LINES: how many of them an order has.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "thread.lua")
local tokens, goods = {}, {}
local lines = tonumber(os.getenv("LINES") or 1)
local n, key = 0, nil

function init()
   for token in io.lines(os.getenv("TOKENS")) do table.insert(tokens, token) end
   for id in os.getenv("GOODS"):gmatch("%d+") do table.insert(goods, id) end
   key = keys()
end

function request()
   n = n + 1
   local items = {}
   for i = 0, lines - 1 do
      table.insert(items, '{"productId":' .. goods[(n + i) % #goods + 1] .. ',"quantity":1}')
   end
   return wrk.format("POST", "/v1/orders",
      { ["Content-Type"] = "application/json", ["Idempotency-Key"] = key(), ["Authorization"] = "Bearer " .. tokens[math.random(#tokens)] },
      '{"items":[' .. table.concat(items, ",") .. '],"payment":{"method":"BALANCE","delivery":{"address":"서울시 강남구 테헤란로 1"}}}')
end
