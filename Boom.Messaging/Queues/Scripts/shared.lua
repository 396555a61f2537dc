-- What the scripts have in common; each is sent with this before it.
-- ARGV[1] is the present in Unix ms, by which a test drives the clock, or empty: the clock is that of the server.
local ready, leases, enqueued, envelopes = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local references, attempts, counters, payloads = KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local unpack = unpack or table.unpack

local function text(number)
  return string.format('%.0f', number)
end

-- The present, in ms and in microseconds.
local function present()
  if ARGV[1] ~= '' then
    return tonumber(ARGV[1]), tonumber(ARGV[1]) * 1000
  end
  local time = redis.call('TIME')
  local us = tonumber(time[1]) * 1000000 + tonumber(time[2])
  return math.floor(us / 1000), us
end

-- Moves the leases along with a clock that jumps. Between two calls at most ten seconds pass for them: more is a jump ahead, or a silence in
-- which their holders could not renew them. No time passes when the clock goes back.
local function watch_clock(now)
  local last = redis.call('HGET', counters, 'clock')
  local step = last and now - tonumber(last) or 1000
  if step >= 0 and step < 1000 then
    return
  end

  local shift = math.min(step, 0)
  if step > 10000 then
    shift = step - 10000
  end
  if shift ~= 0 then
    local held = redis.call('ZRANGE', leases, 0, -1, 'WITHSCORES')
    for first = 1, #held, 500 do
      local moved = {}
      for i = first, math.min(first + 499, #held), 2 do
        moved[#moved + 1], moved[#moved + 2] = text(tonumber(held[i + 1]) + shift), held[i]
      end
      redis.call('ZADD', leases, unpack(moved))
    end
  end
  redis.call('HSET', counters, 'clock', text(now))
end

-- A message that waits for its next try lies among the leases with '.0' behind its attempts: no settlement names those.
local function is_delayed(attempt)
  return attempt and string.sub(attempt, -2) == '.0'
end

-- Tells those who wait that there may be something to claim. Who may not publish leaves them to their poll.
local function notify()
  redis.pcall('PUBLISH', string.sub(ready, 1, -6) .. 'pushed', '')
end
