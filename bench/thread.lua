-- thread.lua: for the others: each thread of wrk gets a number, and keys from it that no other thread has, nor an earlier run.
local threads = 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

-- To be called once, in init(): what answers a key of its own at each call.
function keys()
   local n = 0
   math.randomseed(os.time() * 16 + number)
   local mine = string.format("%08x-%x-", math.random(0, 0x7fffffff), number)
   return function()
      n = n + 1
      return mine .. n
   end
end
