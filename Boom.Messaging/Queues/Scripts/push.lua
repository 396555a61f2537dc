-- Appends messages. ARGV: clock, then for each message its reference and its envelope. A reference is the size of the payload in
-- bytes and, when the payload lies in the hash of payloads, a space and its field there.
-- Answers the time, the messages in the queue (waiting or leased) and the bytes of their payloads.
-- Tickets never repeat, not even after the server has lost everything: they start above the time in microseconds.
local now, us = present()
local count = (#ARGV - 1) / 2
local ticket = tonumber(redis.call('HGET', counters, 'ticket') or redis.call('ZRANGE', ready, -1, -1)[1] or 0)
if ticket < us then
  ticket = us
end

local at = text(now)
local bytes = 0
local first = 1
while first <= count do
  local last = math.min(first + 249, count)
  local r, q, s, e = {}, {}, {}, {}
  for i = first, last do
    ticket = ticket + 1
    local name = text(ticket)
    local k = #r
    r[k + 1], r[k + 2] = name, name
    q[k + 1], q[k + 2] = at, name
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

redis.call('HSET', counters, 'ticket', text(ticket))
local total = redis.call('HINCRBY', counters, 'bytes', text(bytes))
notify()
return { at, redis.call('ZCARD', ready) + redis.call('ZCARD', leases), total }
