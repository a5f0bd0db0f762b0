-- paint.lua: cakes to be painted, each after other words, each by a guest of its own.
local colours = { "pink", "blue", "white", "chocolate", "green", "yellow" }
local things = { "strawberries", "roses", "stars", "hearts", "candles", "macarons", "pearls" }
local n = 0

function request()
   n = n + 1
   return wrk.format("POST", "/api/cake/customizations/generate-ai-image", { ["Content-Type"] = "application/json" },
      '{"prompt":"a ' .. colours[n % #colours + 1] .. " two tier cake with " .. things[n % #things + 1] .. ' and \\"축하해\\""}')
end
