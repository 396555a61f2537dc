-- Extends leases. ARGV: clock, length of the lease from now on (ms), then ticket and attempt for each. Answers how many.
-- A ticket that is not on lease, or is leased under another attempt, is left alone.
local now = present()
watch_clock(now)
local deadline = text(now + tonumber(ARGV[2]))
local renewed = 0
for first = 3, #ARGV, 500 do
  local tickets = {}
  for i = first, math.min(first + 499, #ARGV), 2 do
    tickets[#tickets + 1] = ARGV[i]
  end

  local tried = redis.call('HMGET', attempts, unpack(tickets))
  local held = redis.call('ZMSCORE', leases, unpack(tickets))
  local longer = {}
  for k = 1, #tickets do
    if held[k] and tried[k] == ARGV[first + 2 * k - 1] then
      longer[#longer + 1], longer[#longer + 2] = deadline, tickets[k]
    end
  end
  if #longer > 0 then
    redis.call('ZADD', leases, unpack(longer))
    renewed = renewed + #longer / 2
  end
end

return text(renewed)
