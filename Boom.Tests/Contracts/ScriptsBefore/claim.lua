-- Leases the oldest messages. ARGV: now (Unix ms), most messages to claim, deadline of the lease (Unix ms).
-- Answers ticket, attempt, envelope for each; the envelope is empty when the server has lost it.
-- A message whose lease has run out goes back to its place first: its place is its ticket.
local ready, leases, envelopes, attempts, counters = KEYS[1], KEYS[2], KEYS[4], KEYS[6], KEYS[7]
local unpack = unpack or table.unpack

local expired = redis.call('ZRANGEBYSCORE', leases, '-inf', ARGV[1], 'LIMIT', 0, 2000)
if #expired > 0 then
  local back = {}
  for i = 1, #expired do
    back[2 * i - 1], back[2 * i] = expired[i], expired[i]
  end
  redis.call('ZREM', leases, unpack(expired))
  redis.call('ZADD', ready, unpack(back))
  redis.call('HINCRBY', counters, 'expired', string.format('%.0f', #expired))
end

local answer = {}
local left = tonumber(ARGV[2])
while left > 0 do
  local wanted = math.min(left, 250)
  local tickets = redis.call('ZRANGE', ready, 0, string.format('%.0f', wanted - 1))
  if #tickets == 0 then
    break
  end

  local tried = redis.call('HMGET', attempts, unpack(tickets))
  local found = redis.call('HMGET', envelopes, unpack(tickets))
  local held, counted = {}, {}
  for i = 1, #tickets do
    local attempt = string.format('%.0f', tonumber(tried[i] or 0) + 1)
    counted[2 * i - 1], counted[2 * i] = tickets[i], attempt
    held[2 * i - 1], held[2 * i] = ARGV[3], tickets[i]
    local k = #answer
    answer[k + 1], answer[k + 2], answer[k + 3] = tickets[i], attempt, found[i] or ''
  end

  redis.call('ZREM', ready, unpack(tickets))
  redis.call('ZADD', leases, unpack(held))
  redis.call('HSET', attempts, unpack(counted))
  left = left - #tickets
end

return answer
