namespace Boom.Lab.Bench.Latency;

/// <summary>Alerts that were published one after the other, or all at once, and their messages.</summary>
/// <param name="First">Number of the first packet.</param>
/// <param name="Count">Packets.</param>
/// <param name="BeganAtMs">When the publishing began, Unix milliseconds.</param>
/// <param name="Published">How long it took.</param>
/// <param name="Elapsed">Until the last alert was through.</param>
/// <param name="Cpu">Processor time of everything meanwhile.</param>
/// <param name="Sent">Messages that the broker has confirmed.</param>
/// <param name="Messages">Messages that were read.</param>
internal sealed record LatencyPart(
    int First, int Count, long BeganAtMs, TimeSpan Published, TimeSpan Elapsed, TimeSpan Cpu, long Sent, IReadOnlyList<SentMessage> Messages)
{
    /// <summary>From the beginning until the last message was given to the brokers; NaN without messages.</summary>
    public double LastMessageSeconds => Messages.Count == 0 ? double.NaN : (Messages.Max(message => message.SentAtMs) - BeganAtMs) / 1000.0;

    /// <summary>Processors used on average.</summary>
    public double Processors => Cpu / Elapsed;

    /// <summary>
    /// How late the packets of messages were in the broker, milliseconds, against equal distances from the one that was the earliest by its number: whether the
    /// publisher kept its rate. In the order of the messages; null where the number of the packet is not known.
    /// </summary>
    /// <param name="rate">Packets per second.</param>
    /// <param name="numbers">Number of the packet of a message.</param>
    public IReadOnlyList<double?> Lateness(double rate, Func<SentMessage, int?> numbers)
    {
        var apart = new List<double?>(Messages.Count);
        foreach (var message in Messages)
            apart.Add(numbers(message) is { } number ? message.ReceivedAtMs - ((number - First) * 1000 / rate) : null);
        var earliest = apart.Min() ?? 0;
        return apart.ConvertAll(time => time - earliest);
    }
}
