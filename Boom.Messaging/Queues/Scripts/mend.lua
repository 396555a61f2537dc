-- Mends what a server that has lost a part of its memory left of the oldest messages. One that is neither ready nor leased is made ready
-- if its envelope is there, and forgotten otherwise. Answers whether it has made one ready.
local function mend(count)
  local oldest = redis.call('ZRANGE', enqueued, 0, text(count - 1))
  if #oldest == 0 then
    return false
  end

  local waiting = redis.call('ZMSCORE', ready, unpack(oldest))
  local held = redis.call('ZMSCORE', leases, unpack(oldest))
  local back, gone = {}, {}
  for i = 1, #oldest do
    if not waiting[i] and not held[i] then
      if redis.call('HEXISTS', envelopes, oldest[i]) == 1 then
        back[#back + 1], back[#back + 2] = oldest[i], oldest[i]
      else
        gone[#gone + 1] = oldest[i]
      end
    end
  end

  if #back > 0 then
    redis.call('ZADD', ready, unpack(back))
  end
  if #gone > 0 then
    forget(gone)
  end
  return #back > 0
end
