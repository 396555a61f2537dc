namespace Boom.Core.Queues;

/// <summary>What the queue server says of a push.</summary>
/// <param name="AtMs">When the messages were put in, by the server's clock, Unix milliseconds.</param>
/// <param name="Messages">Messages in the queue with them, waiting, leased or pausing, whoever put them in.</param>
/// <param name="PayloadBytes">Bytes of all their payloads.</param>
public readonly record struct PushReceipt(long AtMs, long Messages, long PayloadBytes);
