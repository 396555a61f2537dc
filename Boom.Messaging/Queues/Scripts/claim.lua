-- Leases the oldest messages. ARGV: clock, most messages to claim, length of the lease (ms).
-- Answers ticket, attempt, time it was put in (Unix ms) and envelope for each; the envelope is empty when the server has lost it.
-- A message whose lease or pause has run out goes back to its place first: its place is its ticket.
local now = present()
watch_clock(now)

local over = redis.call('ZRANGEBYSCORE', leases, '-inf', text(now), 'LIMIT', 0, 2000)
if #over > 0 then
  local tried = redis.call('HMGET', attempts, unpack(over))
  local back, expired = {}, 0
  for i = 1, #over do
    back[2 * i - 1], back[2 * i] = over[i], over[i]
    if not is_delayed(tried[i]) then
      expired = expired + 1
    end
  end
  redis.call('ZREM', leases, unpack(over))
  redis.call('ZADD', ready, unpack(back))
  redis.call('HINCRBY', counters, 'expired', text(expired))
end

local answer = {}
local deadline = text(now + tonumber(ARGV[3]))

local function take(left)
  while left > 0 do
    local tickets = redis.call('ZRANGE', ready, 0, text(math.min(left, 250) - 1))
    if #tickets == 0 then
      return
    end

    local tried = redis.call('HMGET', attempts, unpack(tickets))
    local found = redis.call('HMGET', envelopes, unpack(tickets))
    local since = redis.call('ZMSCORE', enqueued, unpack(tickets))
    local held, counted = {}, {}
    for i = 1, #tickets do
      if not since[i] then
        since[i] = text(math.floor(tonumber(tickets[i]) / 1000))
        redis.call('ZADD', enqueued, since[i], tickets[i])
      end
      local attempt = text(tonumber(tried[i] or 0) + 1)
      counted[2 * i - 1], counted[2 * i] = tickets[i], attempt
      held[2 * i - 1], held[2 * i] = deadline, tickets[i]
      local k = #answer
      answer[k + 1], answer[k + 2], answer[k + 3], answer[k + 4] = tickets[i], attempt, since[i], found[i] or ''
    end

    redis.call('ZREM', ready, unpack(tickets))
    redis.call('ZADD', leases, unpack(held))
    redis.call('HSET', attempts, unpack(counted))
    left = left - #tickets
  end
end

take(tonumber(ARGV[2]))
if #answer == 0 and redis.call('ZCARD', enqueued) > redis.call('ZCARD', leases) and mend(250) then
  take(tonumber(ARGV[2]))
end

return answer
