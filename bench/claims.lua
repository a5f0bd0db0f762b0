-- claims.lua: members who claim coupons, each member each coupon once.
-- TOKENS: a file with a member's token a line; COUPONS: ids, comma-separated; all members claim the first, then all the next.
-- Tells how many were issued and refused, and in how long.  What is sent when all have claimed is not counted.
local ffi = require("ffi")
ffi.cdef("typedef struct { long s, us; } moment; int gettimeofday(moment *, void *);")
local at = ffi.new("moment")
local function now()
   ffi.C.gettimeofday(at, nil)
   return tonumber(at.s) + tonumber(at.us) / 1e6
end

local threads = {}
local tokens, coupons, n, tried = {}, {}, 0, false
issued, refused, other, first, last = 0, 0, 0, 0, 0

function setup(thread)
   thread:set("number", #threads)
   table.insert(threads, thread)
end

function init()
   local line = 0
   for token in io.lines(os.getenv("TOKENS")) do
      if line % 2 == number then table.insert(tokens, token) end	-- wrk -t2
      line = line + 1
   end
   for id in os.getenv("COUPONS"):gmatch("%d+") do table.insert(coupons, id) end
end

function request()
   if number == 0 and not tried then	-- wrk asks the first thread once for nothing
      tried = true
      return wrk.format("GET", "/healthz")
   end
   local coupon = coupons[math.floor(n / #tokens) + 1]
   if n == 0 then first = now() end
   if coupon == nil then return wrk.format("GET", "/healthz") end
   local token = tokens[n % #tokens + 1]
   n = n + 1
   return wrk.format("POST", "/v1/coupons/" .. coupon .. "/claims", { ["Authorization"] = "Bearer " .. token })
end

function response(status)
   if status == 200 then return end
   if status == 201 then issued = issued + 1 elseif status == 409 then refused = refused + 1 else other = other + 1 end
   last = now()
   if issued + refused + other == #tokens * #coupons then wrk.thread:stop() end
end

function done(_, latency)
   local sum, begun, ended = { issued = 0, refused = 0, other = 0 }, math.huge, 0
   for _, thread in ipairs(threads) do
      for what in pairs(sum) do sum[what] = sum[what] + thread:get(what) end
      begun, ended = math.min(begun, thread:get("first")), math.max(ended, thread:get("last"))
   end
   io.write(string.format("claims %d issued, %d refused, %d other in %.3f s, p50 %.2f p99 %.2f\n", sum.issued, sum.refused, sum.other,
      ended - begun, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
