using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Simulation;

namespace Boom.Benchmarks;

/// <summary>Packets and alerts of one simulated night.</summary>
static class SimulatedAlerts
{
    /// <summary>Time at which the alerts are stored.</summary>
    public static readonly DateTimeOffset StoredAt = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A night of so many packets.</summary>
    public static SimulatedNight Night(int packets) => new(new SimulationOptions { Alerts = packets });

    /// <summary>The one alert of a packet.</summary>
    public static ZtfAlert Decode(byte[] packet)
    {
        var alerts = new List<ISurveyAlert>(1);
        return new ZtfDecoder().Decode(packet, alerts) is { } fault
            ? throw new InvalidOperationException(fault.Detail)
            : (ZtfAlert)alerts[0];
    }

    /// <summary>Context of the packet with this number.</summary>
    public static MappingContext Context(long offset) => new(new PacketOrigin("benchmark", 0, offset, 0), StoredAt, "boom");

    /// <summary>
    /// Alerts ready to store, in pairs: the first and the second alert of as many objects. They live in the writer.
    /// </summary>
    public static (AlertWrite First, AlertWrite Second)[] Pairs(int count, BsonWriter writer)
    {
        var survey = new ZtfSurvey();
        var first = new Dictionary<int, byte[]>();
        var pairs = new List<(AlertWrite, AlertWrite)>(count);
        foreach (var packet in Night(10 * count).Packets())
        {
            if (!first.TryGetValue(packet.ObjectOrdinal, out var earlier))
            {
                first.Add(packet.ObjectOrdinal, packet.ToArray());
                continue;
            }

            if (earlier.Length == 0)
                continue;
            pairs.Add((Map(earlier, pairs.Count * 2), Map(packet.ToArray(), (pairs.Count * 2) + 1)));
            first[packet.ObjectOrdinal] = [];
            if (pairs.Count == count)
                return [.. pairs];
        }

        throw new InvalidOperationException($"The night has only {pairs.Count} objects of two alerts.");

        AlertWrite Map(byte[] bytes, long offset) => survey.Map(Decode(bytes), Context(offset), writer);
    }
}
