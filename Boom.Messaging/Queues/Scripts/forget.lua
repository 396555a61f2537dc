-- What a reference says, out of the envelope (see QueueEnvelope): for a server that has lost the reference.
local function reference_in(envelope)
  if not envelope or #envelope < 52 or string.byte(envelope) ~= 2 then
    return '0'
  end
  local function integer(offset, bytes)
    local value = 0
    for i = offset + bytes, offset + 1, -1 do
      value = value * 256 + string.byte(envelope, i)
    end
    return text(value)
  end

  local size = integer(32, 4)
  if tonumber(size) <= 256 then
    return size
  end
  local first = 53 + string.byte(envelope, 2)
  local topic = string.sub(envelope, first, first + tonumber(integer(2, 2)) - 1)
  return size .. ' ' .. topic .. ':' .. integer(4, 4) .. ':' .. integer(8, 8)
end

-- Removes all that there is of messages, but for ready and leases: 250 at most.
local function forget(tickets)
  local known = redis.call('HMGET', references, unpack(tickets))
  local fields, bytes = {}, 0
  for i = 1, #tickets do
    local size, field = string.match(known[i] or reference_in(redis.call('HGET', envelopes, tickets[i])), '^(%d+) ?(.*)$')
    bytes = bytes + tonumber(size)
    if field ~= '' then
      fields[#fields + 1] = field
    end
  end

  redis.call('ZREM', enqueued, unpack(tickets))
  redis.call('HDEL', attempts, unpack(tickets))
  redis.call('HDEL', references, unpack(tickets))
  redis.call('HDEL', envelopes, unpack(tickets))
  if #fields > 0 then
    redis.call('HDEL', payloads, unpack(fields))
  end
  if bytes > 0 then
    redis.call('HINCRBY', counters, 'bytes', text(-bytes))
  end
end
