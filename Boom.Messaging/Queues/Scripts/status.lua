-- Answers ready, leased, payload bytes, expired leases and, unless the queue is empty, when its oldest message was put in (Unix ms) and its
-- age (ms). ARGV: clock. What the server has lost of the oldest messages is mended first: they would be the oldest for ever.
local now = present()

-- Of a queue without messages nothing is left, whatever the server has lost. Payloads go ahead of their push: strays are those that lie there
-- for ten minutes while nothing comes or goes.
local function sweep()
  local left = redis.call('HMGET', counters, 'bytes', 'strays', 'strays_since')
  if (left[1] or '0') ~= '0' then
    redis.call('HSET', counters, 'bytes', '0')
  end
  redis.call('DEL', envelopes, references, attempts)

  local strays = text(redis.call('HLEN', payloads))
  if strays ~= (left[2] or '0') then
    redis.call('HSET', counters, 'strays', strays, 'strays_since', text(now))
  elseif strays ~= '0' and now - tonumber(left[3] or 0) >= 600000 then
    redis.call('DEL', payloads)
    redis.call('HDEL', counters, 'strays', 'strays_since')
  end
end

local waiting, held, all = redis.call('ZCARD', ready), redis.call('ZCARD', leases), redis.call('ZCARD', enqueued)
if waiting + held + all == 0 then
  sweep()
else
  mend(waiting + held == all and 10 or 250)
  local first = redis.call('ZRANGE', ready, 0, 0)[1]
  if first and not redis.call('ZSCORE', enqueued, first) then
    redis.call('ZADD', enqueued, text(math.floor(tonumber(first) / 1000)), first)
  end
end

local counts = redis.call('HMGET', counters, 'bytes', 'expired')
local answer = { redis.call('ZCARD', ready), redis.call('ZCARD', leases), counts[1] or '0', counts[2] or '0' }
local oldest = redis.call('ZRANGE', enqueued, 0, 0, 'WITHSCORES')[2]
if oldest then
  answer[5], answer[6] = oldest, text(math.max(0, now - tonumber(oldest)))
end
return answer
