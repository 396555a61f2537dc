-- Settles claimed messages. ARGV: ticket, attempt, verdict (done, retry, release) for each.
-- A ticket that is not on lease, or is leased under another attempt, is left alone: a repeat changes nothing.
local ready, leases, enqueued, envelopes = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local references, attempts, counters, payloads = KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local unpack = unpack or table.unpack
local count = #ARGV / 3
local seen = {}
local first = 1
while first <= count do
  local last = math.min(first + 249, count)
  local tickets = {}
  for i = first, last do
    tickets[#tickets + 1] = ARGV[3 * i - 2]
  end

  local tried = redis.call('HMGET', attempts, unpack(tickets))
  local known = redis.call('HMGET', references, unpack(tickets))
  local done, free, back, fields, bytes = {}, {}, {}, {}, 0
  for k = 1, #tickets do
    local ticket = tickets[k]
    local i = first + k - 1
    if tried[k] and tried[k] == ARGV[3 * i - 1] and not seen[ticket] and redis.call('ZSCORE', leases, ticket) then
      seen[ticket] = true
      free[#free + 1] = ticket
      if ARGV[3 * i] == 'done' then
        done[#done + 1] = ticket
        local size, field = string.match(known[k] or '0', '^(%d+) ?(.*)$')
        bytes = bytes + tonumber(size)
        if field ~= '' then
          fields[#fields + 1] = field
        end
      else
        back[#back + 1] = ticket
        back[#back + 1] = ticket
        if ARGV[3 * i] == 'release' then
          redis.call('HINCRBY', attempts, ticket, '-1')
        end
      end
    end
  end

  if #free > 0 then
    redis.call('ZREM', leases, unpack(free))
  end
  if #back > 0 then
    redis.call('ZADD', ready, unpack(back))
  end
  if #done > 0 then
    redis.call('ZREM', enqueued, unpack(done))
    redis.call('HDEL', attempts, unpack(done))
    redis.call('HDEL', references, unpack(done))
    redis.call('HDEL', envelopes, unpack(done))
    if #fields > 0 then
      redis.call('HDEL', payloads, unpack(fields))
    end
    redis.call('HINCRBY', counters, 'bytes', string.format('%.0f', -bytes))
  end
  first = last + 1
end

return count
