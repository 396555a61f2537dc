-- Answers ready, leased, payload bytes, expired leases and, unless the queue is empty, when its oldest message was enqueued (Unix ms).
local counts = redis.call('HMGET', KEYS[7], 'bytes', 'expired')
local oldest = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
return {
  redis.call('ZCARD', KEYS[1]),
  redis.call('ZCARD', KEYS[2]),
  counts[1] or '0',
  counts[2] or '0',
  oldest[2],
}
