-- Appends messages. ARGV: now (Unix ms), then for each message its reference and its envelope. A reference is the size of the payload in
-- bytes and, when the payload lies in the hash of payloads, a space and its field there.
-- Tickets never repeat, not even after the server has lost everything: they start above now * 1000.
local ready, enqueued, envelopes, references, counters = KEYS[1], KEYS[3], KEYS[4], KEYS[5], KEYS[7]
local unpack = unpack or table.unpack
local now = tonumber(ARGV[1])
local count = (#ARGV - 1) / 2
local ticket = tonumber(redis.call('HGET', counters, 'ticket') or 0)
if ticket < now * 1000 then
  ticket = now * 1000
end

local bytes = 0
local first = 1
while first <= count do
  local last = math.min(first + 249, count)
  local r, q, s, e = {}, {}, {}, {}
  for i = first, last do
    ticket = ticket + 1
    local name = string.format('%.0f', ticket)
    local k = #r
    r[k + 1], r[k + 2] = name, name
    q[k + 1], q[k + 2] = ARGV[1], name
    s[k + 1], s[k + 2] = name, ARGV[2 * i]
    e[k + 1], e[k + 2] = name, ARGV[2 * i + 1]
    bytes = bytes + tonumber(string.match(ARGV[2 * i], '^%d+'))
  end
  redis.call('HSET', envelopes, unpack(e))
  redis.call('HSET', references, unpack(s))
  redis.call('ZADD', enqueued, unpack(q))
  redis.call('ZADD', ready, unpack(r))
  first = last + 1
end

redis.call('HSET', counters, 'ticket', string.format('%.0f', ticket))
redis.call('HINCRBY', counters, 'bytes', string.format('%.0f', bytes))
return count
